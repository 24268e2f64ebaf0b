import Autodiff
import Geometry
import Language
import Tensors

/// What is known of values and functions without computing anything.
extension Completion {
  /// The fields of what a path leads to.
  func fields(of path: [CodeBeforeCursor.Step]) -> [String] {
    // Some are reached by indexing alone, such as `0.weight` of a chain's parameters.
    (value(at: path)?.fieldNames ?? []).filter(\.isName)
  }

  /// The fields of what stands in brackets before the dot, as far as the vocabulary tells them.
  func fieldsOfResult(_ code: CodeBeforeCursor) -> [String] {
    switch code.result {
    case .call(let name):
      guard engine.module.slots[name] == nil, let entry = engine.machine.vocabulary[name] else {
        return []
      }
      let own = entry.evidence.map(\.name)
      return entry.result == "map" ? own + (Self.exampleMap?.fieldNames ?? []) : own
    case .verdict: return Self.exampleVerdict.fieldNames
    case nil: return []
    }
  }

  /// A map, whose fields every map has.
  private static let exampleMap = Vocabulary.standard["tanh"]?.constant

  /// A verdict without evidence, whose fields every verdict has.
  private static let exampleVerdict = Value.verdict(Box(.unknown("")))

  /// What may be asked about something; nil where nobody knows what it is.
  func subjects(_ subject: CodeBeforeCursor.Subject?) -> Set<Property.Subject>? {
    switch subject {
    case nil: return nil
    case .number, .space: return []
    case .path(let path):
      var found = value(at: path)
      if found == nil, path.count == 1, case .name(let name) = path[0] {
        guard let entry = engine.machine.vocabulary[name] else { return nil }
        // A function of the vocabulary is no map before it is called.
        found = entry.value
      }
      switch found?.plain {
      case .map, .function: return [.map]
      case .tensor(let term): return term.value.shape.rank == 2 ? [.matrix] : []
      case nil: return nil
      case .nothing, .number, .boolean, .string, .list, .tuple, .range, .space, .data, .answer,
        .verdict, .module:
        return []
      }
    }
  }

  /// What a value can be handed to: maps, and functions that one argument is enough for; once a word
  /// is begun, functions of several as well, which take `_` among their arguments.
  func callables(_ code: CodeBeforeCursor) -> [String] {
    let isBegun = !code.word.isEmpty
    let bound = engine.names.filter { name in
      switch engine.value(of: name)?.plain {
      case .map: true
      case .function(.closure(let closure)):
        isBegun || Self.takesOne(closure.code.parameters.map(\.hasDefault))
      case .function(.builtin): true
      default: false
      }
    }
    let known = engine.machine.vocabulary.entries.filter { entry in
      if let constant = entry.constant {
        return if case .map = constant { true } else { false }
      }
      let positional = entry.parameters.filter { $0.passing != .keyword }
      // What gives a map is called, and the map takes the value.
      return isBegun || entry.result == "map"
        || Self.takesOne(positional.map { !$0.isRequired })
    }
    return bound + known.flatMap { [$0.name] + $0.aliases }
  }

  /// Whether a function can be called with one argument, by which of its parameters may be left out.
  private static func takesOne(_ mayBeLeftOut: [Bool]) -> Bool {
    !mayBeLeftOut.isEmpty && mayBeLeftOut.dropFirst().allSatisfy { $0 }
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
