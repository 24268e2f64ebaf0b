/// An elementwise function of one argument.
public enum UnaryOperation: String, CaseIterable, Hashable, Sendable {
  /// −x.
  case negate
  /// 1 / x.
  case reciprocal
  /// The square root, NaN below zero.
  case squareRoot
  /// eˣ.
  case exp
  /// The natural logarithm.
  case log
  /// The logarithm to base 2, exact for powers of 2.
  case log2
  /// The logarithm to base 10, exact for powers of 10.
  case log10
  /// eˣ − 1, accurate near 0.
  case expm1
  /// log(1 + x), accurate near 0.
  case log1p
  /// The real cube root, negative for negative x.
  case cubeRoot
  /// The sine of radians.
  case sin
  /// The cosine of radians.
  case cos
  /// The hyperbolic tangent.
  case tanh
  /// The derivative of the hyperbolic tangent, 1/cosh² x, without underflow before it is 0.
  case tanhSlope
  /// The hyperbolic sine.
  case sinh
  /// The hyperbolic cosine.
  case cosh
  /// The derivative of the sigmoid, σ(x) σ(−x), without underflow before it is 0.
  case sigmoidSlope
  /// 1 / (1 + e⁻ˣ), without overflow.
  case sigmoid
  /// log(1 + eˣ), without overflow.
  case softplus
  /// The error function.
  case erf
  /// 1 − erf x, accurate for large x.
  case erfc
  /// The magnitude.
  case abs
  /// −1, 0 or 1 with the sign of x; zeros and NaN stay as they are.
  case sign
  /// The greatest whole number not above x.
  case floor
  /// The least whole number not below x.
  case ceil
  /// The nearest whole number, ties to even.
  case round
  /// 1 where x is NaN, else 0.
  case isNaN
  /// 1 where x is 0, else 0.
  case logicalNot
}
