import Tensors

/// The functions of one number the language names, applied element by element.
///
/// The raw value is the name at the prompt. A few are primitives; the others are composed from them
/// here, so that each has one definition for values and derivatives of any order.
public enum ElementwiseFunction: String, CaseIterable, Hashable, Sendable {
  case exp, expm1, log, log1p, log2, log10
  case squareRoot = "sqrt"
  case cubeRoot = "cbrt"
  case square, reciprocal, abs, sign, floor, ceil, round
  case sin, cos, tan, asin, acos, atan
  case sinh, cosh, tanh, asinh, acosh, atanh
  case sigmoid, softplus, relu
  case leakyReLU = "leaky_relu"
  case elu, gelu, silu, erf, erfc
}

extension Term {
  /// Applies a named function to every element.
  public func applying(_ function: ElementwiseFunction) throws(AutodiffError) -> Term {
    let x = self
    switch function {
    case .exp: return try .apply(.map(.exp), x)
    case .expm1: return try .apply(.map(.expm1), x)
    case .log: return try .apply(.map(.log), x)
    case .log1p: return try .apply(.map(.log1p), x)
    case .log2: return try .apply(.map(.log2), x)
    case .log10: return try .apply(.map(.log10), x)
    case .squareRoot: return try .apply(.map(.squareRoot), x)
    case .cubeRoot: return try .apply(.map(.cubeRoot), x)
    case .square: return try x * x
    case .reciprocal: return try .apply(.map(.reciprocal), x)
    case .abs: return try .apply(.map(.abs), x)
    case .sign: return try .apply(.map(.sign), x)
    case .floor: return try .apply(.map(.floor), x)
    case .ceil: return try .apply(.map(.ceil), x)
    case .round: return try .apply(.map(.round), x)
    case .sin: return try .apply(.map(.sin), x)
    case .cos: return try .apply(.map(.cos), x)
    case .tan: return try x.applying(.sin) / x.applying(.cos)
    case .asin: return try .atan2(x, x.cosineOfASin())
    case .acos: return try .atan2(x.cosineOfASin(), x)
    case .atan: return try .atan2(x, .filled(1, x.shape))
    case .sinh: return try .apply(.map(.sinh), x)
    case .cosh: return try .apply(.map(.cosh), x)
    case .tanh: return try .apply(.map(.tanh), x)
    case .asinh: return try x.oddly { a throws(AutodiffError) in try a.magnitudeOfASinh() }
    case .acosh:
      // log1p(t + √t √(t+2)) with t = x − 1
      return try x.splittingAtSquares { x throws(AutodiffError) in
        let t = try x - Term(1)
        let root = try t.applying(.squareRoot) * (t + Term(2)).applying(.squareRoot)
        return try (t + root).applying(.log1p)
      }
    case .atanh: return try Term(0.5) * (x.applying(.log1p) - (-x).applying(.log1p))
    case .sigmoid: return try .apply(.map(.sigmoid), x)
    case .softplus: return try .apply(.map(.softplus), x)
    case .relu:
      // Tested from below, so that NaN stays NaN.
      return try .select(.lessOrEqual(x, Term(0)), .filled(0, x.shape), x)
    case .leakyReLU: return try x.leakyReLU(slope: 0.01)
    case .elu: return try x.elu(alpha: 1)
    case .gelu:
      // x Φ(x), Φ the normal distribution function: ½ erfc(−x/√2) keeps the tail.
      return try x * (Term(0.5) * (x * Term(-0.707106781186547524401)).applying(.erfc))
    case .silu: return try x * x.applying(.sigmoid)
    case .erf: return try .apply(.map(.erf), x)
    case .erfc: return try .apply(.map(.erfc), x)
    }
  }

  /// x for positive x, `slope`·x otherwise.
  public func leakyReLU(slope: Double) throws(AutodiffError) -> Term {
    try .select(.less(Term(0), self), self, Term(slope) * self)
  }

  /// x for positive x, α (eˣ − 1) otherwise.
  public func elu(alpha: Double) throws(AutodiffError) -> Term {
    // The exponential never sees the positive x, whose overflow would meet a zero cotangent.
    let isPositive = try Term.less(Term(0), self)
    let clipped = try Term.select(isPositive, .filled(0, shape), self)
    return try .select(isPositive, self, Term(alpha) * clipped.applying(.expm1))
  }

  /// The approximation of GELU by tanh (Hendrycks and Gimpel, 2016).
  public func approximateGELU() throws(AutodiffError) -> Term {
    let inner = try Term(0.797884560802865355880) * (self + Term(0.044715) * self * self * self)
    return try Term(0.5) * self * (Term(1) + inner.applying(.tanh))
  }

  /// √(1−x²), of two roots so that the infinite slope at ±1 meets no zero.
  private func cosineOfASin() throws(AutodiffError) -> Term {
    try (Term(1) - self).applying(.squareRoot) * (Term(1) + self).applying(.squareRoot)
  }

  /// An odd function from its values at x ≥ 0: smooth at 0, and never asked for a negative number,
  /// whose overflow or pole would meet a zero cotangent.
  private func oddly(
    _ function: (Term) throws(AutodiffError) -> Term
  ) throws(AutodiffError) -> Term {
    let isNegative = try Term.less(self, Term(0))
    let value = try function(.select(isNegative, -self, self))
    return try .select(isNegative, -value, value)
  }

  /// log1p(x + x²/(1 + √(x²+1))) for x ≥ 0.
  private func magnitudeOfASinh() throws(AutodiffError) -> Term {
    try splittingAtSquares { x throws(AutodiffError) in
      let square = try x * x
      let root = try (square + Term(1)).applying(.squareRoot)
      return try (x + square / (Term(1) + root)).applying(.log1p)
    }
  }

  /// log 2x where 1 + x² is x² in float64, long before the square overflows; else the function.
  private func splittingAtSquares(
    _ function: (Term) throws(AutodiffError) -> Term
  ) throws(AutodiffError) -> Term {
    let isLarge = try Term.less(Term(1e9), self)
    let one = Term.filled(1, shape)
    let large = try Term.select(isLarge, self, one).applying(.log) + Term(0.693147180559945309417)
    return try .select(isLarge, large, function(.select(isLarge, one, self)))
  }
}
