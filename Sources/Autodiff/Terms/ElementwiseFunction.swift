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
    case .cubeRoot:
      // sign(x) |x|^⅓; without derivative at 0, like the root itself.
      return try x.applying(.sign) * .apply(.raise(1.0 / 3), x.applying(.abs))
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
    case .asin: return try .atan2(x, ((Term(1) - x) * (Term(1) + x)).applying(.squareRoot))
    case .acos: return try .atan2(((Term(1) - x) * (Term(1) + x)).applying(.squareRoot), x)
    case .atan: return try .atan2(x, .filled(1, x.shape))
    case .sinh:
      // (e − 1/(e)) / 2 through u = expm1 x: ½ (u + u/(1 + u))
      let u = try x.applying(.abs).applying(.expm1)
      let magnitude = try Term(0.5) * (u + Term(1) - (u + Term(1)).applying(.reciprocal))
      let small = try Term(0.5) * (x.applying(.expm1) - (-x).applying(.expm1))
      let isLarge = try Term.less(Term(1), x.applying(.abs))
      return try .select(isLarge, x.applying(.sign) * magnitude, small)
    case .cosh: return try Term(0.5) * (x.applying(.exp) + (-x).applying(.exp))
    case .tanh: return try .apply(.map(.tanh), x)
    case .asinh:
      // log(|x| + √(x²+1)) = log1p(|x| + x²/(1 + √(x²+1))), odd
      let square = try x * x
      let root = try (square + Term(1)).applying(.squareRoot)
      let magnitude = try (x.applying(.abs) + square / (Term(1) + root)).applying(.log1p)
      let isNegative = try Term.less(x, Term(0))
      // For x ≥ 0 the formula holds without |x|, and is smooth at 0.
      let positive = try (x + square / (Term(1) + root)).applying(.log1p)
      return try .select(isNegative, -magnitude, positive)
    case .acosh:
      // log1p(t + √(2t + t²)) with t = x − 1
      let t = try x - Term(1)
      return try (t + (t * (t + Term(2))).applying(.squareRoot)).applying(.log1p)
    case .atanh: return try Term(0.5) * (x.applying(.log1p) - (-x).applying(.log1p))
    case .sigmoid: return try .apply(.map(.sigmoid), x)
    case .softplus: return try .apply(.map(.softplus), x)
    case .relu: return try .select(.less(Term(0), x), x, .filled(0, x.shape))
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
}
