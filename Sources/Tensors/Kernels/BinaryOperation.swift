/// An elementwise function of two arguments; comparisons give 1 or 0.
public enum BinaryOperation: String, CaseIterable, Hashable, Sendable {
  /// a + b.
  case add
  /// a − b.
  case subtract
  /// a · b.
  case multiply
  /// a / b.
  case divide
  /// a to the power b.
  case power
  /// The greater, NaN when either is.
  case maximum
  /// The lesser, NaN when either is.
  case minimum
  /// The angle of the point (b, a) in radians.
  case atan2
  /// a − b·⌊a / b⌋, with the sign of b.
  case remainder
  /// a < b.
  case less
  /// a ≤ b.
  case lessOrEqual
  /// a = b; NaN equals nothing.
  case equal
  /// a ≠ b; NaN differs from everything.
  case notEqual
}
