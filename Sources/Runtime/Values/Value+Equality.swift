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
    var comparison = Equality(equalTerms)
    return try comparison.matches(lhs, rhs)
  }

  /// Whether two values are the same up to rounding: |a − b| ≤ 1e-9 · max(|a|, |b|) + 1e-12,
  /// element by element.
  static func areClose(_ lhs: Value, _ rhs: Value) throws -> Bool {
    var comparison = Equality { a, b in
      guard a.shape == b.shape else { return false }
      let x = try a.known("≈").elements
      let y = try b.known("≈").elements
      return zip(x, y).allSatisfy { x, y in
        x == y || (x - y).magnitude <= 1e-9 * max(x.magnitude, y.magnitude) + 1e-12
      }
    }
    return try comparison.matches(lhs, rhs)
  }

  private static func equalTerms(_ a: Term, _ b: Term) throws -> Bool {
    guard a.shape == b.shape else { return false }
    if let a = a.concrete, let b = b.concrete { return a == b }
    if a.shape.count == 0 { return true }
    return try Term.equal(a, b).minimum().decide()
  }
}

/// One comparison of two values, down to their tensors.
private struct Equality {
  private struct Pair: Hashable {
    let a: ObjectIdentifier
    let b: ObjectIdentifier
  }

  /// How tensors are compared.
  let equal: (Term, Term) throws -> Bool
  /// The containers found equal so far.
  private var equalPairs: Set<Pair> = []

  init(_ equal: @escaping (Term, Term) throws -> Bool) { self.equal = equal }

  mutating func matches(_ lhs: Value, _ rhs: Value) throws -> Bool {
    let (lhs, rhs) = (lhs.plain, rhs.plain)
    if case .verdict(let verdict) = lhs, case .boolean(let flag) = rhs {
      return try Comparison.isTrue(.verdict(verdict)) == flag
    }
    if case .boolean = lhs, case .verdict = rhs { return try matches(rhs, lhs) }
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
      if case .list(let b) = rhs {
        return try sharing(a, b, a.depth) { try $0.matches(a.elements, b.elements) }
      }
    case .tuple(let a):
      guard case .tuple(let b) = rhs, a.names == b.names else { return false }
      return try sharing(a, b, a.depth) { try $0.matches(a.elements, b.elements) }
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

  private mutating func matches(_ a: [Value], _ b: [Value]) throws -> Bool {
    guard a.count == b.count else { return false }
    for (x, y) in zip(a, b) where try !matches(x, y) { return false }
    return true
  }

  /// Compares two containers, unless they were found equal before: parts that are shared in a nested
  /// value would otherwise be compared as often as there are ways to them.
  private mutating func sharing(
    _ a: AnyObject, _ b: AnyObject, _ depth: Int, _ compare: (inout Self) throws -> Bool
  ) throws -> Bool {
    guard depth > 1 else { return try compare(&self) }
    try Supervision.check()
    let pair = Pair(a: ObjectIdentifier(a), b: ObjectIdentifier(b))
    if equalPairs.contains(pair) { return true }
    guard try compare(&self) else { return false }
    equalPairs.insert(pair)
    return true
  }
}

extension Value {
  /// The tensor that a value is compared as; data is only ever equal to data.
  fileprivate var comparableTerm: Term? {
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
