import Autodiff
import Maps
import Tensors

extension Vocabulary {
  /// The functions of one number, which are maps of any space element by element.
  static let elementwise: [Builtin] =
    ElementwiseFunction.allCases.map(entry) + [
      Builtin(
        constant: Value(.softmax), named: "softmax", topic: topic, result: "map",
        summary: "exp xᵢ / Σ exp xⱼ over the last axis: positive numbers with sum 1.",
        definition: "Constant along (1, …, 1), so its Jacobian has rank n − 1.",
        examples: [.init("softmax([0, 0])", "[0.5, 0.5]")], seeAlso: ["logsumexp", "sigmoid"])
    ]

  private static let topic = "functions"

  /// What a table of the functions says of one: its formula, and one example.
  private static func entry(_ function: ElementwiseFunction) -> Builtin {
    let (summary, code, output) = description(of: function)
    return Builtin(
      constant: Value(.elementwise(function), options: options(of: function)),
      named: function.rawValue, topic: topic, result: "map", summary: summary,
      definition: "A map of any space, element by element.",
      examples: [.init(code, output)], seeAlso: related(to: function))
  }

  // swift-format-ignore
  private static func description(
    of function: ElementwiseFunction
  ) -> (summary: String, code: String, output: String) {
    switch function {
    case .exp: ("eˣ.", "exp 0", "1")
    case .expm1: ("eˣ − 1, accurate near 0.", "expm1 0", "0")
    case .log: ("The natural logarithm.", "log(exp 2)", "2")
    case .log1p: ("log(1 + x), accurate near 0.", "log1p 0", "0")
    case .log2: ("The logarithm to base 2.", "log2 8", "3")
    case .log10: ("The logarithm to base 10.", "log10 1000", "3")
    case .squareRoot: ("The square root; NaN below 0.", "sqrt 2", "1.4142")
    case .cubeRoot: ("The cube root, negative for negative x.", "cbrt 8", "2")
    case .square: ("x².", "square 3", "9")
    case .reciprocal: ("1/x.", "reciprocal 4", "0.25")
    case .abs: ("|x|, which folds space at 0; its derivative there counts as 0.", "abs [-2, 3]", "[2, 3]")
    case .sign: ("−1, 0 or 1.", "sign [-2, 0, 3]", "[-1, 0, 1]")
    case .floor: ("The greatest whole number not above x.", "floor 2.7", "2")
    case .ceil: ("The least whole number not below x.", "ceil 2.1", "3")
    case .round: ("The nearest whole number, ties to even.", "round 2.5", "2")
    case .sin: ("The sine of radians.", "sin 0", "0")
    case .cos: ("The cosine of radians.", "cos 0", "1")
    case .tan: ("The tangent of radians.", "tan 0", "0")
    case .asin: ("The angle in [−π/2, π/2] with sine x.", "asin 1", "1.5708")
    case .acos: ("The angle in [0, π] with cosine x.", "acos 1", "0")
    case .atan: ("The angle in (−π/2, π/2) with tangent x.", "atan 1", "≈ 0.7854")
    case .sinh: ("(eˣ − e⁻ˣ)/2.", "sinh 0", "0")
    case .cosh: ("(eˣ + e⁻ˣ)/2.", "cosh 0", "1")
    case .tanh: ("The hyperbolic tangent: a diffeomorphism of ℝ onto (−1, 1).", "tanh [0, 1]", "[0, 0.76159]")
    case .asinh: ("The inverse of sinh.", "asinh 0", "0")
    case .acosh: ("The inverse of cosh for x ≥ 1.", "acosh 1", "0")
    case .atanh: ("The inverse of tanh for |x| < 1.", "atanh 0", "0")
    case .sigmoid: ("1/(1 + e⁻ˣ): a diffeomorphism of ℝ onto (0, 1).", "sigmoid 0", "0.5")
    case .softplus: ("log(1 + eˣ), a smooth relu.", "softplus 0", "0.69315")
    case .relu: ("max(x, 0), which collapses negative x; its derivative at 0 counts as 0.", "relu [-1, 2]", "[0, 2]")
    case .leakyReLU: ("x for positive x, slope·x otherwise; `leaky_relu(slope: 0.1)` sets the slope, 0.01 by default.", "leaky_relu [-1, 2]", "[-0.01, 2]")
    case .elu: ("x for positive x, α(eˣ − 1) otherwise; `elu(alpha: 0.5)` sets α, 1 by default.", "elu 2", "2")
    case .gelu: ("x Φ(x) with Φ the normal distribution function; `gelu(approximate: true)` uses tanh.", "gelu 0", "0")
    case .silu: ("x/(1 + e⁻ˣ).", "silu 0", "0")
    case .erf: ("The error function.", "erf 0", "0")
    case .erfc: ("1 − erf x, accurate for large x.", "erfc 0", "1")
    }
  }

  private static func related(to function: ElementwiseFunction) -> [String] {
    switch function {
    case .exp, .expm1: ["log", "softmax"]
    case .log, .log1p, .log2, .log10: ["exp"]
    case .squareRoot, .cubeRoot, .square, .reciprocal: ["norm"]
    case .abs, .sign: ["relu", "norm"]
    case .floor, .ceil, .round: ["sign"]
    case .sin, .cos, .tan: ["asin", "acos", "atan"]
    case .asin, .acos, .atan: ["sin", "cos", "tan"]
    case .sinh, .cosh, .asinh, .acosh, .atanh: ["tanh"]
    case .tanh, .sigmoid: ["softplus", "softmax"]
    case .softplus, .relu, .leakyReLU, .elu, .gelu, .silu: ["tanh", "abs"]
    case .erf, .erfc: ["gelu"]
    }
  }

  /// What `leaky_relu(slope: 0.1)` and its like call.
  private static func options(of function: ElementwiseFunction) -> Builtin? {
    switch function {
    case .leakyReLU:
      variant(function, .keyword("slope", .number)) { arguments in
        .leakyReLU(slope: try arguments.number("slope"))
      }
    case .elu:
      variant(function, .keyword("alpha", .number)) { arguments in
        .elu(alpha: try arguments.number("alpha"))
      }
    case .gelu:
      variant(function, .keyword("approximate", .boolean)) { arguments in
        try arguments.boolean("approximate") ? .approximateGELU : .elementwise(.gelu)
      }
    case .exp, .expm1, .log, .log1p, .log2, .log10, .squareRoot, .cubeRoot, .square, .reciprocal,
      .abs, .sign, .floor, .ceil, .round, .sin, .cos, .tan, .asin, .acos, .atan, .sinh, .cosh,
      .tanh, .asinh, .acosh, .atanh, .sigmoid, .softplus, .relu, .silu, .erf, .erfc:
      nil
    }
  }

  private static func variant(
    _ function: ElementwiseFunction, _ parameter: Builtin.Parameter,
    _ make: @escaping @Sendable (Arguments) throws -> SmoothMap
  ) -> Builtin {
    Builtin(
      function.rawValue, topic: topic, parameters: [parameter], result: "map", summary: ""
    ) { _, arguments in Value(try make(arguments)) }
  }
}
