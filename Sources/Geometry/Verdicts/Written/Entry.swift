import Tensors

/// How one number computed from a point depends on its coordinates.
///
/// The number is Σ aₖ xₖ + g, where g depends on the coordinates in `other` alone; those have no aₖ.
struct Entry {
  /// aₖ by coordinate, none of them 0; their signs are right, and ±1 is exact.
  var linear: [Int: Double] = [:]
  /// The coordinates it depends on in another way.
  var other: Set<Int> = []
  /// Its value where it depends on nothing and that is known.
  var constant: Double?
  /// Its coefficients as a polynomial, from the constant on, where it is one in at most one coordinate
  /// and was computed without loss.
  var polynomial: [Double]?

  var variables: Set<Int> { other.union(linear.keys) }
  var isConstant: Bool { variables.isEmpty }

  private static let degreeLimit = 24

  static func known(_ value: Double) -> Entry {
    Entry(constant: value, polynomial: value.isFinite ? [value] : nil)
  }

  static func coordinate(_ k: Int) -> Entry { Entry(linear: [k: 1], polynomial: [0, 1]) }

  /// A number that depends on these in some way.
  static func anything(of variables: Set<Int>) -> Entry { Entry(other: variables) }

  static func + (a: Entry, b: Entry) -> Entry {
    var result = Entry(linear: a.linear, other: a.other.union(b.other))
    for (k, value) in b.linear {
      let sum = (result.linear[k] ?? 0) + value
      // Rounding leaves the sign of a sum of two numbers as it is; but not its being 1.
      let isExact = Exactness.sum(result.linear[k] ?? 0, value)
      if sum == 0 || !sum.isFinite || !isExact {
        result.linear[k] = nil
        if sum != 0 || !isExact { result.other.insert(k) }
      } else {
        result.linear[k] = sum
      }
    }
    for k in result.other { result.linear[k] = nil }
    if let p = a.constant, let q = b.constant { result.constant = p + q }
    if a.variables.union(b.variables).count <= 1, let p = a.polynomial, let q = b.polynomial {
      result.polynomial = sum(p, q)
    }
    return result
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
      result = Entry(linear: scaled, other: entry.other)
      for (k, value) in scaled where value.magnitude == 1 {
        // A product that rounds to 1 is not 1.
        if !Exactness.product(entry.linear[k] ?? 0, c) {
          result.linear[k] = nil
          result.other.insert(k)
        }
      }
      break
    }
    if let p = a.constant, let q = b.constant { result.constant = p * q }
    if variables.count <= 1, let p = a.polynomial, let q = b.polynomial {
      result.polynomial = product(p, q)
    }
    return result
  }

  /// The k-th power for a whole k ≥ 1.
  func raised(to k: Int) -> Entry {
    guard k > 1 else { return self }
    var result = Entry.anything(of: variables)
    if let constant { result.constant = (0..<k).reduce(1) { value, _ in value * constant } }
    if let polynomial, k <= Self.degreeLimit {
      result.polynomial = (1..<k).reduce(polynomial as [Double]?) { power, _ in
        power.flatMap { Self.product($0, polynomial) }
      }
    }
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

/// What the derivative of a polynomial tells of it as a map of the line.
struct PolynomialCourse {
  let coefficients: [Double]

  var degree: Int { coefficients.count - 1 }

  private var derivative: [Double] {
    coefficients.enumerated().dropFirst().map { Double($0) * $1 }
  }

  enum Growth {
    /// The derivative has one sign everywhere.
    case steep
    /// It has one sign except at points where it is 0.
    case flat
    case undecided
  }

  /// Whether it increases or decreases throughout: by the signs of the even powers of the derivative, or
  /// by its discriminant.
  var growth: Growth {
    let derivative = derivative
    guard let leading = derivative.last, leading != 0, derivative.allSatisfy(\.isFinite) else {
      return .undecided
    }
    let isEven = derivative.enumerated().allSatisfy { $0.isMultiple(of: 2) || $1 == 0 }
    if isEven, derivative.allSatisfy({ $0 * leading >= 0 }) {
      return derivative[0] == 0 ? .flat : .steep
    }
    guard derivative.count == 3 else { return .undecided }
    var discriminant = ExactSum()
    discriminant.add(derivative[1], times: derivative[1])
    var product = ExactSum()
    product.add(derivative[0], times: derivative[2])
    discriminant.add(product, times: -4)
    return discriminant.sign < 0 ? .steep : discriminant.sign == 0 ? .flat : .undecided
  }

  /// Whether it increases where it grows.
  var increases: Bool { (coefficients.last ?? 0) > 0 }

  /// `2 + x - x³`.
  var text: String {
    var result = ""
    for (power, value) in coefficients.enumerated() where value != 0 {
      let size = Notation.number(value.magnitude)
      let unknown = power == 0 ? "" : power == 1 ? "x" : "x^\(power)"
      let term = power == 0 ? size : value.magnitude == 1 ? unknown : "\(size) \(unknown)"
      if result.isEmpty {
        result = (value < 0 ? "-" : "") + term
      } else {
        result += (value < 0 ? " - " : " + ") + term
      }
    }
    return result.isEmpty ? "0" : result
  }
}
