/// How a number changes with one coordinate of the point while the others stay.
struct Slope: Sendable {
  /// Contains (g(x + h) − g(x)) / h for every x and every h ≠ 0.
  ///
  /// So it contains the derivative too, where there is one. Free of 0 it says that different coordinates
  /// give different numbers.
  var quotients: Enclosure
  /// Whether the derivative is nowhere 0, where there is one.
  var isSteep: Bool
  /// What the number does as the coordinate goes to −∞ and to ∞, whatever the others are; nil where
  /// that is not known.
  var left: ElementwiseFacts.End?
  var right: ElementwiseFacts.End?

  init(
    _ quotients: Enclosure, isSteep: Bool, left: ElementwiseFacts.End?,
    right: ElementwiseFacts.End?
  ) {
    self.quotients = quotients
    self.isSteep = isSteep
    self.left = left
    self.right = right
    // What rises by a constant at least rises without bound.
    if quotients.low > 0 {
      (self.left, self.right, self.isSteep) = (.down, .up, true)
    } else if quotients.high < 0 {
      (self.left, self.right, self.isSteep) = (.up, .down, true)
    }
  }

  /// Of the coordinate itself.
  static let coordinate = Slope(.one, isSteep: true, left: .down, right: .up)
  /// Of a number that does not depend on the coordinate.
  static let none = Slope(.zero, isSteep: false, left: .bounded, right: .bounded)
  /// Nothing is known.
  static let unknown = Slope(.all, isSteep: false, left: nil, right: nil)

  /// 1 where the number increases strictly with the coordinate, −1 where it decreases, else 0.
  var sign: Int { quotients.sign }

  /// What contains the derivative, where there is one.
  var derivative: Enclosure { isSteep ? quotients.withoutZero : quotients.withZero }

  /// Whether the number takes every value as the coordinate runs through the line, where it is
  /// continuous.
  var isOnto: Bool {
    left == .down && right == .up || left == .up && right == .down
  }

  static func + (a: Slope, b: Slope) -> Slope {
    let sum = a.quotients + b.quotients
    func isSteeper(_ a: Slope, _ b: Slope) -> Bool {
      a.isSteep
        && (a.sign > 0 && b.quotients.isNonnegative || a.sign < 0 && b.quotients.isNonpositive)
    }
    return Slope(
      sum, isSteep: isSteeper(a, b) || isSteeper(b, a), left: end(a.left, b.left),
      right: end(a.right, b.right))
  }

  private static func end(
    _ a: ElementwiseFacts.End?, _ b: ElementwiseFacts.End?
  ) -> ElementwiseFacts.End? {
    switch (a, b) {
    case (nil, _), (_, nil), (.up, .down), (.down, .up): nil
    case (.bounded, let other), (let other, .bounded): other
    case (.up, .up): .up
    case (.down, .down): .down
    }
  }

  /// Of a multiple by a number that does not depend on the coordinate.
  func times(_ factor: Enclosure) -> Slope {
    func end(_ own: ElementwiseFacts.End?) -> ElementwiseFacts.End? {
      if own == .bounded { return .bounded }
      return switch factor.sign {
      case 1: own
      case -1: own.map { $0 == .up ? .down : .up }
      default: nil
      }
    }
    return Slope(
      quotients * factor, isSteep: isSteep && factor.isNonzero, left: end(left), right: end(right))
  }

  /// Of a product of two numbers that both depend on the coordinate:
  /// (ab)(y) − (ab)(x) = a(y) (b(y) − b(x)) + b(x) (a(y) − a(x)).
  static func product(
    _ a: Slope, in first: Enclosure, _ b: Slope, in second: Enclosure
  ) -> Slope {
    func end(_ p: ElementwiseFacts.End?, _ q: ElementwiseFacts.End?) -> ElementwiseFacts.End? {
      switch (p, q) {
      case (.bounded, .bounded): .bounded
      case (.up, .up), (.down, .down): .up
      case (.up, .down), (.down, .up): .down
      case (nil, _), (_, nil), (.bounded, _), (_, .bounded): nil
      }
    }
    let parts = (a.quotients * second, b.quotients * first)
    // Both parts of one sign, and one of them free of 0 as a derivative.
    let derivative = a.derivative * second + b.derivative * first
    return Slope(
      parts.0 + parts.1, isSteep: derivative.isNonzero, left: end(a.left, b.left),
      right: end(a.right, b.right))
  }
}
