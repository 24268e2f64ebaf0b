import Geometry

extension Vocabulary {
  /// The derivatives of vector calculus.
  static let vectorCalculus: [Builtin] = [
    Builtin(
      "divergence", topic: topic,
      parameters: [.required("f", .function), .optional("x", .tensor).about(derivativePoint)],
      result: "number",
      summary: "How much a vector field spreads out from x: the trace of its Jacobian.",
      definition: """
        ∂f₁/∂x₁ + … + ∂fₙ/∂xₙ for f : ℝⁿ → ℝⁿ, the rate at which volumes grow when points move with
        velocity f; with one point per row, one number per row. Without x, the function
        x ↦ div f(x).
        """,
      examples: [.init("divergence(x -> [x[0]^2, x[0] * x[1]], [3, 2])", "9")],
      seeAlso: ["curl", "laplacian", "jacobian", "trace"]
    ) { context, arguments in
      try derivative("divergence", context, arguments) { try $0.divergence(at: $1) }
    },
    Builtin(
      "curl", topic: topic,
      parameters: [.required("f", .function), .optional("x", .tensor).about(derivativePoint)],
      result: "vector or number",
      summary: "How a vector field turns around x: a vector in ℝ³, a number in ℝ².",
      definition: """
        (∂f₃/∂x₂ − ∂f₂/∂x₃, ∂f₁/∂x₃ − ∂f₃/∂x₁, ∂f₂/∂x₁ − ∂f₁/∂x₂) for f : ℝ³ → ℝ³, and
        ∂f₂/∂x₁ − ∂f₁/∂x₂ for f : ℝ² → ℝ²; with one point per row, one per row. A gradient has curl
        0, a curl has divergence 0. Without x, the function x ↦ curl f(x).
        """,
      examples: [
        .init("curl(x -> [-x[1], x[0]], [3, 2])", "2"),
        .init("curl(x -> [x[2], x[0], x[1]], [1, 2, 3])", "[1, 1, 1]"),
      ],
      seeAlso: ["divergence", "grad", "cross"]
    ) { context, arguments in
      try derivative("curl", context, arguments) { try $0.curl(at: $1) }
    },
    Builtin(
      "laplacian", topic: topic,
      parameters: [.required("f", .function), .optional("x", .tensor).about(derivativePoint)],
      result: "number",
      summary: "How far f around x is from its value at x: the trace of its Hessian.",
      definition: """
        ∂²f/∂x₁² + … + ∂²f/∂xₙ² = div ∇f; for values with several components, one number each, and
        with one point per row, one per row. f is harmonic where it is 0. The Hessian is not
        formed. Without x, the function x ↦ Δf(x).
        """,
      examples: [
        .init("laplacian(x -> norm2 x, [1, 2, 3])", "6"),
        .init("laplacian(x -> x[0]^2 - x[1]^2, [1, 2])", "0"),
      ],
      seeAlso: ["hessian", "divergence", "grad"]
    ) { context, arguments in
      try derivative("laplacian", context, arguments) { try $0.laplacian(at: $1) }
    },
  ]

  private static let topic = "derivatives"
}
