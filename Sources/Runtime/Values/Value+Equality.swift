import Autodiff
import Geometry
import Maps
import Tensors

extension Value {
  /// Whether two values are the same, by `==`: whole values give one truth value.
  ///
  /// In a trace the answer of tensors is noted as a guard. Values of different kinds differ. Maps
  /// are equal when they are made alike: of the same layers with equal tensors. Other functions are
  /// equal when they are one and the same, or made by one function of equal values.
  static func areEqual(_ lhs: Value, _ rhs: Value) throws -> Bool {
    var comparison = Equality(.exact, equalTerms)
    return try comparison.matches(lhs, rhs)
  }

  /// Whether two values are the same up to rounding: |a − b| ≤ 1e-9 · max(|a|, |b|) + 1e-12,
  /// element by element.
  ///
  /// - Throws: of maps and functions that are not known to be the same, that points tell.
  static func areClose(_ lhs: Value, _ rhs: Value) throws -> Bool {
    var comparison = Equality(.close) { a, b in
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

  /// What is asked.
  enum Question {
    /// `==`
    case exact
    /// `≈`
    case close
  }

  private let question: Question
  /// How tensors are compared.
  private let equal: (Term, Term) throws -> Bool
  /// The containers found equal so far.
  private var equalPairs: Set<Pair> = []

  init(_ question: Question, _ equal: @escaping (Term, Term) throws -> Bool) {
    self.question = question
    self.equal = equal
  }

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
      if case .map(let b) = rhs { return try told(areAlike(a, b), lhs, rhs) }
      if case .function = rhs { return try told(false, lhs, rhs) }
    case .function(let a):
      if case .function(let b) = rhs { return try told(areSame(a, b), lhs, rhs) }
      if case .map = rhs { return try told(false, lhs, rhs) }
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

// MARK: - Functions and maps

extension Equality {
  /// Whether two maps are one and the same, or made alike of equal tensors.
  ///
  /// The names they were given do not matter.
  private func areAlike(_ a: MapValue, _ b: MapValue) throws -> Bool {
    if a === b { return true }
    guard let x = Make(a), let y = Make(b), x.signature == y.signature,
      x.tensors.count == y.tensors.count
    else { return false }
    for (index, (p, q)) in zip(x.tensors, y.tensors).enumerated() {
      if index & 255 == 255 { try Supervision.check() }
      if try !equal(p, q) { return false }
    }
    return true
  }

  /// Whether two functions are one and the same, or made by one function of equal values.
  private mutating func areSame(_ a: Callable, _ b: Callable) throws -> Bool {
    switch (a, b) {
    case (.closure(let a), .closure(let b)): return a === b
    case (.builtin(let a), .builtin(let b)):
      guard a !== b else { return true }
      return try a.value.number == b.value.number && matches(a.value.made, b.value.made)
    case (.composition(let a), .composition(let b)):
      guard a !== b else { return true }
      return try matches([a.outer, a.inner], [b.outer, b.inner])
    case (.closure, _), (.builtin, _), (.composition, _): return false
    }
  }

  /// The answer about two functions; up to rounding only points can tell that they differ.
  private func told(_ isSame: Bool, _ a: Value, _ b: Value) throws -> Bool {
    if isSame || question == .exact { return isSame }
    let (f, g) = (a.callableName ?? "f", b.callableName ?? "g")
    throw Problem.custom(
      id: "operator.kinds",
      title: "≈ compares numbers up to rounding, and these are two functions",
      facts: ["\(f) and \(g) may be made differently and have the same values"],
      hint: "compare their values at points: f(x) ≈ g(x)")
  }

  /// How a map is made, apart from its name.
  private struct Make {
    var signature = Signature()
    var tensors: [Term] = []

    /// Nil for a map about which that cannot be said.
    init?(_ value: MapValue) {
      guard case .map(let unnamed) = Value.map(value).called("") else { return nil }
      guard Value.map(unnamed).append(to: &signature, &tensors) else { return nil }
    }
  }
}

extension Value {
  /// Whether an element is among the rows of a known tensor, or among the points of data.
  ///
  /// Nil where the elements have to be looked at one by one.
  func rowsContain(_ element: Value) throws -> Bool? {
    let rows: Tensor
    switch self {
    case .tensor(let term):
      guard let known = term.value.concrete else { return nil }
      rows = known
    case .data(let data): rows = data.points
    case .nothing, .number, .boolean, .string, .list, .tuple, .range, .space, .map, .function,
      .answer, .verdict, .module:
      return nil
    }
    guard rows.rank >= 1 else { return nil }
    guard let term = try element.comparableTerm else { return false }
    guard let known = term.concrete else { return nil }
    return try rows.firstRow(equalTo: known) != nil
  }
}
