import Maps
import Tensors

/// How one number computed from a point depends on its coordinates.
///
/// The number is Σ aₖ xₖ + g, where g depends on the coordinates in `other` alone; those have no aₖ.
struct Entry {
  /// aₖ by coordinate, none of them 0; their signs are right, and ±1 is exact.
  var linear: [Int: Double] = [:]
  /// The coordinates whose aₖ was rounded on the way.
  var rounded: Set<Int> = []
  /// The coordinates it depends on in another way.
  var other: Set<Int> = []
  /// Its value where it depends on nothing and that is known without loss.
  var constant: Double?
  /// Its coefficients as a polynomial, from the constant on, where it is one in at most one coordinate
  /// and was computed without loss.
  var polynomial: [Double]?
  /// Contains its values at all points.
  var range = Enclosure.all
  /// How it changes with each of its coordinates.
  var slopes: [Int: Slope] = [:]
  /// How smoothly it depends on the point.
  var regularity = Kind.Regularity.smooth
  /// What it is, written out, where that is short.
  var formula: Formula?

  var variables: Set<Int> { other.union(linear.keys) }
  var isConstant: Bool { variables.isEmpty }

  private static let degreeLimit = 24

  /// A number that does not depend on the point.
  static func known(_ value: Double) -> Entry {
    guard value.isFinite else { return Entry(constant: value) }
    return Entry(
      constant: value, polynomial: [value], range: Enclosure(value), formula: .constant(value))
  }

  /// A number that does not depend on the point and is known up to a bound.
  static func known(_ value: Double, within bound: Double) -> Entry {
    bound == 0
      ? .known(value) : Entry(range: Enclosure((value - bound).nextDown, (value + bound).nextUp))
  }

  static func coordinate(_ k: Int) -> Entry {
    Entry(linear: [k: 1], polynomial: [0, 1], slopes: [k: .coordinate], formula: .coordinate(k))
  }

  /// A number that depends on these in some way.
  static func anything(
    of variables: Set<Int>, in range: Enclosure = .all,
    _ regularity: Kind.Regularity = .smooth
  ) -> Entry {
    Entry(other: variables, range: range, regularity: regularity)
  }

  /// How it changes with a coordinate.
  func slope(_ k: Int) -> Slope { slopes[k] ?? (variables.contains(k) ? .unknown : .none) }

  static func + (a: Entry, b: Entry) -> Entry {
    var result = Entry(
      linear: a.linear, rounded: a.rounded.union(b.rounded), other: a.other.union(b.other))
    for (k, value) in b.linear {
      let sum = (result.linear[k] ?? 0) + value
      // The sign of a sum of rounded numbers may be another; of one alone it is not.
      let isAlone = result.linear[k] == nil
      let isExact =
        isAlone || Exactness.sum(result.linear[k] ?? 0, value) && !result.rounded.contains(k)
      if sum == 0 || !sum.isFinite || !isExact {
        result.linear[k] = nil
        if sum != 0 || !isExact { result.other.insert(k) }
      } else {
        result.linear[k] = sum
      }
    }
    for k in result.other { result.linear[k] = nil }
    if let p = a.constant, let q = b.constant, Exactness.sum(p, q) { result.constant = p + q }
    if a.variables.union(b.variables).count <= 1, let p = a.polynomial, let q = b.polynomial {
      result.polynomial = sum(p, q)
    }
    result.range = a.range + b.range
    for k in result.variables { result.slopes[k] = a.slope(k) + b.slope(k) }
    result.regularity = max(a.regularity, b.regularity)
    if let p = a.formula, let q = b.formula { result.formula = p + q }
    return result.courseApplied
  }

  static func * (a: Entry, b: Entry) -> Entry {
    let variables = a.variables.union(b.variables)
    var result = Entry.anything(of: variables)
    for (factor, entry) in [(a, b), (b, a)] {
      guard let c = factor.constant, factor.isConstant else { continue }
      if c == 0 { return .known(0) }
      let scaled = entry.linear.mapValues { $0 * c }
      guard scaled.values.allSatisfy({ $0.isNormal }),
        entry.linear.values.allSatisfy({ $0.magnitude != 1 || c.isNormal })
      else { break }
      result = Entry(linear: scaled, rounded: entry.rounded, other: entry.other)
      for (k, value) in scaled where !Exactness.product(entry.linear[k] ?? 0, c) {
        result.rounded.insert(k)
        // A product that rounds to 1 is not 1.
        if value.magnitude == 1 {
          result.linear[k] = nil
          result.other.insert(k)
        }
      }
      break
    }
    if let p = a.constant, let q = b.constant, Exactness.product(p, q) { result.constant = p * q }
    if variables.count <= 1, let p = a.polynomial, let q = b.polynomial {
      result.polynomial = product(p, q)
    }
    result.range = a.range * b.range
    for k in result.variables {
      switch (a.variables.contains(k), b.variables.contains(k)) {
      case (true, false): result.slopes[k] = a.slope(k).times(b.range)
      case (false, true): result.slopes[k] = b.slope(k).times(a.range)
      default:
        result.slopes[k] = .product(a.slope(k), in: a.range, b.slope(k), in: b.range)
      }
    }
    result.regularity = max(a.regularity, b.regularity)
    if let p = a.formula, let q = b.formula { result.formula = p * q }
    return result.courseApplied
  }

  /// The k-th power for a whole k ≥ 1.
  func raised(to k: Int) -> Entry {
    guard k > 1 else { return self }
    guard var result = applying(.power(k)) else { return .anything(of: variables) }
    if let constant { result.constant = (0..<k).reduce(1) { value, _ in value * constant } }
    if let polynomial, k <= Self.degreeLimit {
      result.polynomial = (1..<k).reduce(polynomial as [Double]?) { power, _ in
        power.flatMap { Self.product($0, polynomial) }
      }
    }
    if let formula { result.formula = formula.raised(to: k) }
    return result.courseApplied
  }

  /// A power with a constant exponent; nil where it is not defined for all its values.
  func power(_ exponent: Double) -> Entry? {
    if exponent == 0 { return .known(1) }
    if exponent == exponent.rounded(), exponent.magnitude <= 64 {
      let whole = raised(to: Int(exponent.magnitude))
      return exponent > 0 ? whole : whole.applying(.reciprocal)
    }
    if exponent == 0.5 { return applying(.squareRoot) }
    guard exponent.isFinite else { return nil }
    return applying(.log).flatMap { ($0 * .known(exponent)).applying(.exp) }
  }

  /// A function of it; nil where the function is not defined for all its values.
  func applying(_ function: ScalarLaw.Function) -> Entry? {
    guard let law = ScalarLaw(function, on: range) else { return nil }
    var result = Entry.anything(of: variables, in: law.image, max(regularity, law.regularity))
    for k in variables {
      let own = slope(k)
      func end(_ argument: ElementwiseFacts.End?) -> ElementwiseFacts.End? {
        switch argument {
        case .up: law.ends.right
        case .down: law.ends.left
        case .bounded: law.isBounded ? .bounded : nil
        // A function that is bounded itself is so wherever its argument goes.
        case nil: law.image.isFinite ? .bounded : nil
        }
      }
      result.slopes[k] = Slope(
        own.quotients * law.quotients, isSteep: own.isSteep && law.isSteep, left: end(own.left),
        right: end(own.right))
    }
    result.formula = formula?.applying(function)
    return result
  }

  /// The greater, or the lesser, of two numbers.
  ///
  /// The change of the greater of two numbers lies between their changes.
  static func extreme(_ a: Entry, _ b: Entry, isGreater: Extreme) -> Entry {
    let range =
      switch isGreater {
      case .greater: Enclosure(max(a.range.low, b.range.low), max(a.range.high, b.range.high))
      case .lesser: Enclosure(min(a.range.low, b.range.low), min(a.range.high, b.range.high))
      }
    var result = Entry.anything(
      of: a.variables.union(b.variables), in: range,
      max(a.regularity, b.regularity, .continuous))
    for k in result.variables {
      let (p, q) = (a.slope(k), b.slope(k))
      func end(_ x: ElementwiseFacts.End?, _ y: ElementwiseFacts.End?) -> ElementwiseFacts.End? {
        let winner: ElementwiseFacts.End = isGreater == .greater ? .up : .down
        if x == winner || y == winner { return winner }
        guard let x, let y else { return nil }
        return x == .bounded || y == .bounded ? .bounded : x
      }
      result.slopes[k] = Slope(
        p.quotients.joined(q.quotients), isSteep: false, left: end(p.left, q.left),
        right: end(p.right, q.right))
    }
    return result
  }

  enum Extreme {
    case greater
    case lesser
  }

  /// The same number with what its being a polynomial of one coordinate tells of its slope.
  private var courseApplied: Entry {
    guard let polynomial, polynomial.count > 2, let k = variables.first, variables.count == 1 else {
      return self
    }
    var result = self
    let course = PolynomialCourse(coefficients: polynomial)
    let own = slope(k)
    let up = course.increases
    let left: ElementwiseFacts.End = course.degree.isMultiple(of: 2) == up ? .up : .down
    var (quotients, isSteep) = (own.quotients, own.isSteep)
    switch course.growth {
    case .steep, .flat:
      quotients =
        up
        ? Enclosure(max(0, quotients.low), quotients.high, isNonzero: true)
        : Enclosure(quotients.low, min(0, quotients.high), isNonzero: true)
      if case .steep = course.growth { isSteep = true } else { isSteep = false }
    case .undecided: break
    }
    result.slopes[k] = Slope(quotients, isSteep: isSteep, left: left, right: up ? .up : .down)
    return result
  }

  private static func sum(_ p: [Double], _ q: [Double]) -> [Double]? {
    var result = p.count >= q.count ? p : q
    for (i, value) in (p.count >= q.count ? q : p).enumerated() {
      guard Exactness.sum(result[i], value) else { return nil }
      result[i] += value
    }
    while result.count > 1, result.last == 0 { result.removeLast() }
    return result
  }

  private static func product(_ p: [Double], _ q: [Double]) -> [Double]? {
    guard p.count + q.count - 2 <= degreeLimit else { return nil }
    var result: [Double]? = [0]
    for (i, a) in p.enumerated() {
      var row = [Double](repeating: 0, count: i)
      for b in q {
        guard Exactness.product(a, b) else { return nil }
        row.append(a * b)
      }
      result = result.flatMap { sum($0, row) }
    }
    return result
  }
}
