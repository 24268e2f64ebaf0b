import Autodiff
import Maps
import Tensors

/// What a function has in common with others that have the same graph: where it was written and what
/// it captured, tensors by their shapes alone.
extension Value {
  /// Says what the value is, and lists the tensors in it in the order of `rebuilt`.
  ///
  /// - Returns: false for a value about which that cannot be said.
  func append(to signature: inout Signature, _ captured: inout [Term]) -> Bool {
    if signature.isTooLong { return false }
    switch self {
    case .nothing: signature.append(0)
    case .number(let number):
      signature.append(1)
      signature.append(number)
    case .boolean(let flag): signature.append(flag ? 2 : 3)
    case .string(let text):
      signature.append(4)
      signature.append(text.value)
    case .tensor(let term):
      signature.append(5)
      signature.append(term.value.shape)
      captured.append(term.value)
    case .list(let list):
      signature.append(6)
      return Value.append(list.elements, to: &signature, &captured)
    case .tuple(let tuple):
      signature.append(7)
      for name in tuple.names { signature.append(name ?? "") }
      return Value.append(tuple.elements, to: &signature, &captured)
    case .range(let range):
      signature.append(8)
      signature.append(range.start)
      signature.append(range.end)
    case .space(let space):
      signature.append(9)
      signature.append(space.value)
    case .map(let map):
      signature.append(10)
      if let closure = map.closure, !closure.append(to: &signature, &captured) { return false }
      return map.map.append(to: &signature, &captured)
    case .function(.closure(let closure)):
      signature.append(11)
      return closure.append(to: &signature, &captured)
    case .function(.builtin(let entry)):
      signature.append(12)
      signature.append(entry.value.number)
      return Value.append(entry.value.made, to: &signature, &captured)
    case .function(.composition(let composition)):
      signature.append(13)
      return Value.append(
        [composition.outer, composition.inner], to: &signature, &captured)
    case .data(let data):
      // Its points stay what they are, whoever uses it.
      signature.append(14)
      signature.append(data.number)
    case .answer, .verdict, .module: return false
    }
    return true
  }

  private static func append(
    _ values: [Value], to signature: inout Signature, _ captured: inout [Term]
  ) -> Bool {
    signature.append(values.count)
    return values.allSatisfy { $0.append(to: &signature, &captured) }
  }

  /// The same value of other tensors, each in place of the one it is asked for with.
  func rebuilt(_ replacement: (Term) -> Term) throws(Problem) -> Value {
    switch self {
    case .tensor(let term): return .tensor(Box(replacement(term.value)))
    case .list(let list): return .list(try ListValue(Value.rebuilt(list.elements, replacement)))
    case .tuple(let tuple):
      return .tuple(
        try TupleValue(Value.rebuilt(tuple.elements, replacement), names: tuple.names))
    case .map(let map):
      let closure = try map.closure.map { closure throws(Problem) in
        try closure.rebuilt(replacement)
      }
      return .map(
        MapValue(map.map.rebuilt(replacement), closure: closure, options: map.options))
    case .function(.closure(let closure)):
      return .function(.closure(try closure.rebuilt(replacement)))
    case .function(.builtin(let entry)):
      if entry.value.made.isEmpty { return self }
      return .function(
        .builtin(Box(entry.value.remade(try Value.rebuilt(entry.value.made, replacement)))))
    case .function(.composition(let composition)):
      let outer = try composition.outer.rebuilt(replacement)
      return .function(
        .composition(
          try Composition(outer: outer, inner: composition.inner.rebuilt(replacement))))
    case .nothing, .number, .boolean, .string, .range, .space, .data, .answer, .verdict, .module:
      return self
    }
  }

  private static func rebuilt(
    _ values: [Value], _ replacement: (Term) -> Term
  ) throws(Problem) -> [Value] {
    var result: [Value] = []
    for value in values { result.append(try value.rebuilt(replacement)) }
    return result
  }
}

extension Closure {
  /// Says which function it is and with what, and lists the tensors it captured.
  ///
  /// - Returns: false where a value is missing that it would find when it runs, or cannot be told.
  func append(to signature: inout Signature, _ captured: inout [Term]) -> Bool {
    signature.append(code.number)
    for value in self.captured {
      guard let value, value.append(to: &signature, &captured) else { return false }
    }
    for value in defaults {
      guard let value else {
        signature.append(-1)
        continue
      }
      if !value.append(to: &signature, &captured) { return false }
    }
    return true
  }

  /// The same function with other tensors among what it captured.
  func rebuilt(_ replacement: (Term) -> Term) throws(Problem) -> Closure {
    func all(_ values: [Value?]) throws(Problem) -> [Value?] {
      var result: [Value?] = []
      for value in values {
        result.append(try value.map { value throws(Problem) in try value.rebuilt(replacement) })
      }
      return result
    }
    let captured = try all(captured)
    return try Closure(code: code, captured: captured, defaults: all(defaults))
  }
}
