import Autodiff
import Language
import Tensors

/// What is known of values and functions without computing anything.
extension Completion {
  /// The fields of what a path leads to.
  func fields(of path: [CodeBeforeCursor.Step]) -> [String] {
    // Some are reached by indexing alone, such as `0.weight` of a chain's parameters.
    (value(at: path)?.fieldNames ?? []).filter(\.isName)
  }

  /// The names the parameters of the call around the cursor may be given by, and are not yet.
  func keywordArguments(_ code: CodeBeforeCursor) -> [String] {
    guard code.beginsArgument, let call = code.call else { return [] }
    let given = Set(call.arguments.compactMap { $0 })
    // Those given by their places come first, so they are given already.
    let placed = call.arguments.dropLast().prefix { $0 == nil }.count
    switch function(at: call.path) {
    case .program(let parameters):
      return parameters.dropFirst(placed).map(\.name).filter { !given.contains($0) }
    case .builtin(let builtin):
      let parameters = builtin.parameters.enumerated().filter { position, parameter in
        switch parameter.passing {
        case .variadic: false
        case .keyword: true
        case .any: position >= placed
        }
      }
      return parameters.map(\.element.name).filter { !given.contains($0) }
    case nil: return []
    }
  }

  /// The words that the argument at the cursor may be; nil when it may be anything.
  func choices(_ code: CodeBeforeCursor) -> [String]? {
    guard let call = code.call, case .builtin(let builtin) = function(at: call.path) else {
      return nil
    }
    let parameter: Builtin.Parameter?
    if let name = call.arguments.last ?? nil {
      parameter = builtin.parameters.first { $0.name == name }
    } else {
      parameter = builtin.parameters.at(call.arguments.count - 1)
    }
    guard case .choice(let words) = parameter?.kind else { return nil }
    return words
  }

  private enum Function {
    case program([FunctionParameter])
    case builtin(Builtin)
  }

  private func function(at path: [CodeBeforeCursor.Step]) -> Function? {
    switch value(at: path) {
    case .function(.closure(let closure)): return .program(closure.code.parameters)
    case .function(.builtin(let box)): return .builtin(box.value)
    case .map(let map): return map.closure.map { .program($0.code.parameters) }
    case nil:
      guard case .name(let name) = path.first, path.count == 1 else { return nil }
      return engine.machine.vocabulary[name].map { .builtin($0) }
    default: return nil
    }
  }

  /// The value a path leads to, as far as it is there already.
  private func value(at path: [CodeBeforeCursor.Step]) -> Value? {
    guard case .name(let first) = path.first, var value = engine.value(of: first) else {
      return nil
    }
    for step in path.dropFirst() {
      guard let next = part(step, of: value) else { return nil }
      value = next
    }
    return value
  }

  private func part(_ step: CodeBeforeCursor.Step, of value: Value) -> Value? {
    switch (step, value) {
    case (.element(let index), .list(let list)): return list.elements.at(index)
    case (.element(let index), .tuple(let tuple)): return tuple.elements.at(index)
    // A column of data is a tensor, which need not be gathered to know its fields.
    case (.name(let name), .data(let data)) where data.columns.contains(name):
      return Value(Term(Tensor([0])))
    case (.name(let name), _) where value.fieldNames.contains(name):
      return try? value.field(name, engine.machine)
    default: return nil
    }
  }
}
