/// A number written as a polynomial in the coordinates and in exp, sin, cos and tanh of such numbers.
///
/// Coefficients are never rounded, and sin² is always written 1 − cos². So two formulas that are the same
/// are equal everywhere; the converse is not claimed.
struct Formula: Hashable, Sendable {
  /// A coordinate, or a function of a formula.
  enum Atom: Hashable, Sendable {
    case coordinate(Int)
    case exp(Formula)
    case sin(Formula)
    case cos(Formula)
    case tanh(Formula)
  }

  /// A product of powers of atoms; only those of exp may be negative.
  struct Monomial: Hashable, Sendable {
    var powers: [Atom: Int] = [:]

    static func * (a: Monomial, b: Monomial) -> Monomial {
      Monomial(powers: a.powers.merging(b.powers, uniquingKeysWith: +).filter { $0.value != 0 })
    }
  }

  /// The coefficients, none of them 0.
  private(set) var terms: [Monomial: Double]

  private static let termLimit = 48
  private static let powerLimit = 24

  private init?(_ terms: [Monomial: Double]) {
    let present = terms.filter { $0.value != 0 }
    guard present.count <= Self.termLimit,
      present.keys.allSatisfy({ $0.powers.values.allSatisfy { $0.magnitude <= Self.powerLimit } })
    else { return nil }
    self.terms = present
  }

  private init(_ atom: Atom) { terms = [Monomial(powers: [atom: 1]): 1] }

  static func constant(_ value: Double) -> Formula? {
    value.isFinite ? Formula([Monomial(): value]) : nil
  }

  static func coordinate(_ k: Int) -> Formula { Formula(.coordinate(k)) }

  /// The number it is, where it depends on nothing.
  var constant: Double? {
    if terms.isEmpty { return 0 }
    return terms.count == 1 ? terms[Monomial()] : nil
  }

  /// Whether it is a polynomial in the coordinates.
  var isPolynomial: Bool {
    terms.keys.allSatisfy { monomial in
      monomial.powers.keys.allSatisfy { if case .coordinate = $0 { true } else { false } }
    }
  }

  static func + (a: Formula, b: Formula) -> Formula? {
    var result = a.terms
    for (monomial, value) in b.terms {
      guard let sum = Self.sum(result[monomial] ?? 0, value) else { return nil }
      result[monomial] = sum
    }
    return Formula(result)
  }

  static func - (a: Formula, b: Formula) -> Formula? {
    Formula(b.terms.mapValues { -$0 }).flatMap { a + $0 }
  }

  static func * (a: Formula, b: Formula) -> Formula? {
    guard a.terms.count * b.terms.count <= 4 * termLimit else { return nil }
    var result: [Monomial: Double] = [:]
    for (p, x) in a.terms {
      for (q, y) in b.terms {
        guard Exactness.product(x, y) else { return nil }
        let monomial = p * q
        guard let sum = sum(result[monomial] ?? 0, x * y) else { return nil }
        result[monomial] = sum
      }
    }
    return Formula(result)?.withoutSquaredSines
  }

  func raised(to k: Int) -> Formula? {
    (1..<max(k, 1)).reduce(self as Formula?) { power, _ in power.flatMap { $0 * self } }
  }

  /// A function of it; nil for functions that are not written out.
  func applying(_ function: ScalarLaw.Function) -> Formula? {
    switch function {
    case .exp: exponential
    case .sin: Formula(.sin(self))
    case .cos: Formula(.cos(self))
    case .tanh: Formula(.tanh(self))
    case .power(let k) where k >= 1: raised(to: k)
    default: nil
    }
  }

  /// exp of a sum with whole coefficients is a product of powers.
  private var exponential: Formula? {
    let isWhole = terms.allSatisfy { monomial, value in
      !monomial.powers.isEmpty && value == value.rounded()
        && value.magnitude <= Double(Self.powerLimit)
    }
    guard isWhole else { return Formula(.exp(self)) }
    var powers: [Atom: Int] = [:]
    for (monomial, value) in terms {
      guard let part = Formula([monomial: 1]) else { return nil }
      powers[.exp(part)] = Int(value)
    }
    return Formula([Monomial(powers: powers): 1])
  }

  /// The same number with 1 − cos² in place of every sin².
  private var withoutSquaredSines: Formula? {
    var current = self
    for _ in 0..<Self.powerLimit {
      guard let (monomial, argument) = current.squaredSine else { return current }
      guard let value = current.terms[monomial] else { return nil }
      var rest = monomial
      rest.powers[.sin(argument), default: 0] -= 2
      rest.powers = rest.powers.filter { $0.value != 0 }
      var terms = current.terms
      terms[monomial] = nil
      let cosines = rest * Monomial(powers: [.cos(argument): 2])
      guard let first = Self.sum(terms[rest] ?? 0, value) else { return nil }
      terms[rest] = first
      guard let second = Self.sum(terms[cosines] ?? 0, -value) else { return nil }
      terms[cosines] = second
      guard let next = Formula(terms) else { return nil }
      current = next
    }
    return nil
  }

  private var squaredSine: (Monomial, Formula)? {
    for monomial in terms.keys {
      for (atom, power) in monomial.powers where power >= 2 {
        if case .sin(let argument) = atom { return (monomial, argument) }
      }
    }
    return nil
  }

  private static func sum(_ a: Double, _ b: Double) -> Double? {
    Exactness.sum(a, b) ? a + b : nil
  }
}

extension Formula {
  /// The derivative by a coordinate.
  func derivative(_ k: Int) -> Formula? {
    var result: Formula? = .constant(0)
    for (monomial, value) in terms {
      for (atom, power) in monomial.powers {
        guard let inner = atom.derivative(k) else { return nil }
        if inner.terms.isEmpty { continue }
        var rest = monomial
        rest.powers[atom] = power == 1 ? nil : power - 1
        guard Exactness.product(value, Double(power)),
          let part = Formula([rest: value * Double(power)]).flatMap({ $0 * inner })
        else { return nil }
        result = result.flatMap { $0 + part }
      }
    }
    return result
  }

  /// The determinant of a matrix of at most three rows.
  static func determinant(_ rows: [[Formula]]) -> Formula? {
    guard rows.count <= 3, let first = rows.first else { return nil }
    if rows.count == 1 { return first[0] }
    return first.indices.reduce(.constant(0) as Formula?) { sum, column in
      let minor = rows.dropFirst().map { row in
        row.indices.filter { $0 != column }.map { row[$0] }
      }
      guard let sum, let part = determinant(minor).flatMap({ first[column] * $0 }) else {
        return nil
      }
      return column.isMultiple(of: 2) ? sum + part : sum - part
    }
  }

  /// 1 or −1 where its terms show that it has that sign everywhere, else 0.
  ///
  /// That is so where all of them are coefficients of one sign times squares and exponentials, and one of
  /// them is never 0.
  var sign: Int {
    guard let first = terms.values.first else { return 0 }
    let areOfOneSign = terms.values.allSatisfy { ($0 > 0) == (first > 0) }
    let areSquares = terms.keys.allSatisfy { monomial in
      monomial.powers.allSatisfy { $0.key.isExponential || $0.value.isMultiple(of: 2) }
    }
    let neverVanishes = terms.keys.contains { $0.powers.keys.allSatisfy(\.isExponential) }
    return areOfOneSign && areSquares && neverVanishes ? (first > 0 ? 1 : -1) : 0
  }
}

extension Formula {
  /// What a formula of one sign everywhere is never smaller than: its constant term, to which the others add.
  var leastMagnitude: Double { sign == 0 ? 0 : (terms[Monomial()] ?? 0).magnitude }
}

extension Formula.Atom {
  fileprivate var isExponential: Bool {
    if case .exp = self { return true }
    return false
  }

  fileprivate func derivative(_ k: Int) -> Formula? {
    switch self {
    case .coordinate(let index): .constant(index == k ? 1 : 0)
    case .exp(let inner): inner.derivative(k).flatMap { Formula.atom(self) * $0 }
    case .sin(let inner): inner.derivative(k).flatMap { Formula.atom(.cos(inner)) * $0 }
    case .cos(let inner):
      inner.derivative(k).flatMap { Formula.atom(.sin(inner)) * $0 }.flatMap { part in
        Formula.constant(0).flatMap { $0 - part }
      }
    case .tanh(let inner):
      inner.derivative(k).flatMap { change in
        Formula.atom(self).raised(to: 2).flatMap { square in
          Formula.constant(1).flatMap { $0 - square }
        }.flatMap { $0 * change }
      }
    }
  }
}

extension Formula {
  fileprivate static func atom(_ atom: Atom) -> Formula { Formula(atom) }
}
