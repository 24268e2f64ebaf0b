/// An interval that contains every value of something, with its ends rounded outwards.
///
/// The ends may be infinite; no value is. That 0 is not among the values is kept apart from the ends,
/// since eˣ comes as near to 0 as one likes.
struct Enclosure: Equatable, Sendable {
  let low: Double
  let high: Double
  /// Whether no value is 0.
  let isNonzero: Bool

  init(_ low: Double, _ high: Double, isNonzero: Bool = false) {
    self.low = low
    self.high = high
    self.isNonzero = isNonzero || low > 0 || high < 0
  }

  init(_ value: Double) { self.init(value, value) }

  /// Any number.
  static let all = Enclosure(-.infinity, .infinity)
  static let zero = Enclosure(0)
  static let one = Enclosure(1)

  var isNonnegative: Bool { low >= 0 }
  var isNonpositive: Bool { high <= 0 }
  var isPositive: Bool { isNonnegative && isNonzero }
  var isNegative: Bool { isNonpositive && isNonzero }
  var isZero: Bool { low == 0 && high == 0 }
  var isFinite: Bool { low.isFinite && high.isFinite }
  var greatestMagnitude: Double { max(low.magnitude, high.magnitude) }
  /// 0 where both signs occur.
  var leastMagnitude: Double { low > 0 ? low : high < 0 ? -high : 0 }

  /// 1 or −1 where every value has that sign, else 0.
  var sign: Int { isPositive ? 1 : isNegative ? -1 : 0 }

  /// The same values, of which none is 0.
  var withoutZero: Enclosure { Enclosure(low, high, isNonzero: true) }
  /// The interval alone.
  var withZero: Enclosure { Enclosure(low, high) }

  /// The values of both.
  func joined(_ other: Enclosure) -> Enclosure {
    Enclosure(
      min(low, other.low), max(high, other.high), isNonzero: isNonzero && other.isNonzero)
  }

  static prefix func - (a: Enclosure) -> Enclosure {
    Enclosure(-a.high, -a.low, isNonzero: a.isNonzero)
  }

  static func + (a: Enclosure, b: Enclosure) -> Enclosure {
    let isNonzero =
      a.isPositive && b.isNonnegative || a.isNonnegative && b.isPositive
      || a.isNegative && b.isNonpositive || a.isNonpositive && b.isNegative
    return Enclosure(
      Rounding.down(a.low + b.low, Exactness.sum(a.low, b.low)),
      Rounding.up(a.high + b.high, Exactness.sum(a.high, b.high)), isNonzero: isNonzero)
  }

  static func - (a: Enclosure, b: Enclosure) -> Enclosure { a + -b }

  static func * (a: Enclosure, b: Enclosure) -> Enclosure {
    if a.isZero || b.isZero { return .zero }
    var (low, high) = (Double.infinity, -Double.infinity)
    for p in [a.low, a.high] {
      for q in [b.low, b.high] {
        // An end that is 0 stays 0 however large the other number is.
        let isExact = p == 0 || q == 0 || Exactness.product(p, q)
        let value = p == 0 || q == 0 ? 0 : p * q
        low = min(low, Rounding.down(value, isExact))
        high = max(high, Rounding.up(value, isExact))
      }
    }
    // Rounding outwards carries no end over 0.
    let sign =
      (a.isNonnegative ? 1 : a.isNonpositive ? -1 : 0)
      * (b.isNonnegative ? 1 : b.isNonpositive ? -1 : 0)
    if sign > 0 { low = max(low, 0) }
    if sign < 0 { high = min(high, 0) }
    return Enclosure(low, high, isNonzero: a.isNonzero && b.isNonzero)
  }

  /// `[0, 1]`, `(0, 1]` where 0 is left out, `[0, ∞)`.
  var text: String {
    let left = low.isInfinite || low == 0 && isNonzero ? "(" : "["
    let right = high.isInfinite || high == 0 && isNonzero ? ")" : "]"
    let from = low.isInfinite ? "-∞" : Notation.number(low)
    let to = high.isInfinite ? "∞" : Notation.number(high)
    return "\(left)\(from), \(to)\(right)"
  }
}

/// Rounding of the ends of intervals.
enum Rounding {
  /// A lower bound of the number that was rounded to this.
  static func down(_ x: Double, _ isExact: Bool) -> Double {
    if x == .infinity { return .greatestFiniteMagnitude }
    return isExact || x == -.infinity ? x : x.nextDown
  }

  /// An upper bound of the number that was rounded to this.
  static func up(_ x: Double, _ isExact: Bool) -> Double {
    if x == -.infinity { return -.greatestFiniteMagnitude }
    return isExact || x == .infinity ? x : x.nextUp
  }

  /// A lower bound of a function's value computed within a few units in the last place.
  static func below(_ x: Double) -> Double {
    if x == .infinity { return .greatestFiniteMagnitude }
    return x.isFinite ? x - 8 * x.ulp : x
  }

  /// An upper bound of such a value.
  static func above(_ x: Double) -> Double {
    if x == -.infinity { return -.greatestFiniteMagnitude }
    return x.isFinite ? x + 8 * x.ulp : x
  }
}
