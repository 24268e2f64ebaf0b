import Autodiff
import Geometry
import Maps
import Tensors

extension Value {
  /// Whether two values are the same, by `==`: whole values give one truth value.
  ///
  /// In a trace the answer of tensors is noted as a guard. Values of different kinds differ;
  /// functions and maps are equal when they are one and the same.
  static func areEqual(_ lhs: Value, _ rhs: Value) throws -> Bool {
    try matches(lhs, rhs, elements: equalTerms)
  }

  /// Whether two values are the same up to rounding: |a − b| ≤ 1e-9 · max(|a|, |b|) + 1e-12,
  /// element by element.
  static func areClose(_ lhs: Value, _ rhs: Value) throws -> Bool {
    try matches(lhs, rhs) { a, b in
      guard a.shape == b.shape else { return false }
      let x = try a.known("≈").elements
      let y = try b.known("≈").elements
      return zip(x, y).allSatisfy { x, y in
        x == y || (x - y).magnitude <= 1e-9 * max(x.magnitude, y.magnitude) + 1e-12
      }
    }
  }

  private static func equalTerms(_ a: Term, _ b: Term) throws -> Bool {
    guard a.shape == b.shape else { return false }
    if let a = a.concrete, let b = b.concrete { return a == b }
    if a.shape.count == 0 { return true }
    return try Term.equal(a, b).minimum().decide()
  }

  private static func matches(
    _ lhs: Value, _ rhs: Value, elements equal: (Term, Term) throws -> Bool
  ) throws -> Bool {
    let (lhs, rhs) = (lhs.plain, rhs.plain)
    if case .verdict(let verdict) = lhs, case .boolean(let flag) = rhs {
      return try Comparison.isTrue(.verdict(verdict)) == flag
    }
    if case .boolean = lhs, case .verdict = rhs { return try matches(rhs, lhs, elements: equal) }
    switch lhs {
    case .nothing:
      if case .nothing = rhs { return true }
    case .boolean(let a):
      if case .boolean(let b) = rhs { return a == b }
    case .string(let a):
      if case .string(let b) = rhs { return a.value == b.value }
    case .space(let a):
      if case .space(let b) = rhs { return a.value == b.value }
    case .list(let a):
      if case .list(let b) = rhs { return try matches(a.elements, b.elements, equal) }
    case .tuple(let a):
      guard case .tuple(let b) = rhs, a.names == b.names else { return false }
      return try matches(a.elements, b.elements, equal)
    case .map(let a):
      if case .map(let b) = rhs { return a === b }
    case .function(let a):
      if case .function(let b) = rhs { return a.isSame(as: b) }
    case .module(let a):
      if case .module(let b) = rhs { return a === b }
    case .verdict(let a):
      if case .verdict(let b) = rhs { return a.value.answer == b.value.answer }
    case .data(let a):
      guard case .data(let b) = rhs, a.labels == b.labels, a.columns == b.columns else {
        return false
      }
      return try equal(Term(a.points), Term(b.points))
    case .number, .tensor, .range, .answer:
      guard let a = try lhs.comparableTerm, let b = try rhs.comparableTerm else { return false }
      return try equal(a, b)
    }
    return false
  }

  private static func matches(
    _ a: [Value], _ b: [Value], _ equal: (Term, Term) throws -> Bool
  ) throws -> Bool {
    guard a.count == b.count else { return false }
    for (x, y) in zip(a, b) where try !matches(x, y, elements: equal) { return false }
    return true
  }

  /// The tensor that a value is compared as; data is only ever equal to data.
  private var comparableTerm: Term? {
    get throws {
      switch self {
      case .number, .tensor, .range: try convertedToTerm()
      case .nothing, .boolean, .string, .list, .tuple, .space, .map, .function, .data, .answer,
        .verdict, .module:
        nil
      }
    }
  }
}

extension Callable {
  /// Whether both are one and the same function.
  func isSame(as other: Callable) -> Bool {
    switch (self, other) {
    case (.closure(let a), .closure(let b)): a === b
    case (.builtin(let a), .builtin(let b)): a.value.name == b.value.name
    case (.composition(let a), .composition(let b)): a === b
    case (.closure, _), (.builtin, _), (.composition, _): false
    }
  }
}
