import Autodiff
import Geometry
import Maps
import Tensors

extension Vocabulary {
  /// Second and higher derivatives along directions.
  static let secondOrder: [Builtin] = [
    Builtin(
      "directional", topic: topic,
      parameters: [.required("f", .function), .optional("x", .tensor), .required("v", .tensor)],
      result: "number or tensor",
      summary: "The derivative of f along v: how fast f changes when x moves with velocity v.",
      definition: """
        d/dt f(x + t v) at t = 0; ∇f · v where f gives a number, J v in general. v is taken as it
        is, not scaled to length 1: twice the velocity, twice the derivative. At a point it is
        `jvp`; without x it is the function x ↦ ∂f(x)/∂v, for v a fixed direction.
        """,
      examples: [
        .init("directional(x -> x[0]^2 + 3 * x[1], [2, 5], [1, 1])", "7"),
        .init("d = directional(x -> x[0]^2 * x[1], v: [1, 0]); d([3, 5])", "30"),
      ],
      seeAlso: ["jvp", "grad", "jet"]
    ) { context, arguments in
      guard arguments["x"] == nil else {
        return try atPoint(context, arguments) { try $0.jvp(at: $1, along: $2) }
      }
      let v = try arguments.term("v")
      return try derivative("directional", context, arguments, along: [v]) {
        try $0.jvp(at: $1, along: $2[0])
      }
    },
    Builtin(
      "hvp", topic: topic, parameters: [.required("f", .function)] + pointAndDirection,
      result: "tensor",
      summary: "The product H v of the Hessian with a direction; H is never formed.",
      definition: """
        d/dt ∇f(x + t v) at t = 0, for f whose values are numbers: the derivative of the gradient
        along v. Costs a few gradients however many inputs there are.
        """,
      examples: [.init("hvp(x -> x[0]^2 * x[1], [1, 2], [1, 0])", "[4, 2]")],
      seeAlso: ["hessian", "gnvp", "fvp", "jvp"]
    ) { context, arguments in
      try atPoint(context, arguments) { try $0.hvp(at: $1, along: $2) }
    },
    Builtin(
      "gnvp", topic: topic,
      parameters: [.required("model", .function), .required("loss", .function)]
        + pointAndDirection,
      result: "tensor",
      summary: "The Gauss–Newton product Jᵀ H J v of a loss seen through a model.",
      definition: """
        J is the Jacobian of the model at x, H the Hessian of the loss at model(x); neither is
        formed. It is the Hessian of x ↦ loss(model(x)) without the curvature of the model, and
        positive semidefinite where the loss is convex. The model's value may have any shape, such
        as one row per sample; a loss that is a map of one row is summed over the rows.
        """,
      examples: [
        .init("gnvp(w -> [w[0] * w[1], w[1]], z -> norm2 z, [2, 3], [1, 0])", "[18, 12]")
      ],
      seeAlso: ["fvp", "hvp", "jvp", "vjp"]
    ) { context, arguments in
      let loss = try arguments.value("loss")
      do {
        return try atPoint(context, arguments, of: "model") { differentials, x, v in
          if case .map(let map) = loss {
            return try differentials.gnvp(at: x, along: v, loss: map.map)
          }
          return try differentials.gnvp(at: x, along: v, loss: context.pointwise(loss))
        }
      } catch AutodiffError.notScalar {
        throw arguments.problem("loss", wanted: "a function whose values are numbers")
      }
    },
    Builtin(
      "fvp", topic: topic,
      parameters: [.required("model", .function)] + pointAndDirection
        + [.required("family", .choice(OutputFamily.allCases.map(\.rawValue)))],
      result: "tensor",
      summary: "The product Jᵀ F J v with the Fisher matrix of a model's output family.",
      definition: """
        J is the Jacobian of the model at x, F the exact Fisher matrix, an expectation under the
        model and not over observed labels: "normal" (the mean, variance 1) F = I; "categorical"
        (logits z along the last axis, p = softmax z) F = diag p − p pᵀ; "bernoulli" (one logit per
        element, p = sigmoid z) F = p (1 − p). Nothing is formed. Several rows are summed, not
        averaged. Equal to `gnvp` with the loss −log p: for "categorical" softmax cross-entropy.
        """,
      examples: [
        .init("fvp(z -> z, [0, 0], [1, 0], family: \"categorical\")", "[0.25, -0.25]"),
        .init("fvp(w -> [w[0], 2 * w[1]], [1, 1], [1, 1], \"normal\")", "[1, 4]"),
      ],
      seeAlso: ["gnvp", "hvp", "softmax"]
    ) { context, arguments in
      let word = try arguments.string("family")
      guard let family = OutputFamily(rawValue: word) else {
        throw arguments.problem("family", wanted: "the name of a family")
      }
      return try atPoint(context, arguments, of: "model") {
        try $0.fvp(at: $1, along: $2, family: family)
      }
    },
    Builtin(
      "jet", topic: topic,
      parameters: [.required("f", .function)] + pointAndDirection + [.required("order", .natural)],
      result: "tensor",
      summary: "The Taylor coefficients of f along a direction.",
      definition: """
        cₖ = 1/k! dᵏ/dtᵏ f(x + t v) at t = 0 for k = 0, …, order, along a new leading axis (after
        the rows when x has one point per row): f(x + t v) = c₀ + c₁ t + c₂ t² + …. The k-th
        derivative is k! cₖ. Exact to rounding; order is at most \(Graph.taylorLimit).
        """,
      examples: [
        .init("jet(x -> x^3, 2, 1, 3)", "[8, 12, 6, 1]"),
        .init("jet(exp, 0, 1, 4)", "[1, 1, 0.5, 0.16667, 0.041667]"),
      ],
      seeAlso: ["directional", "jvp", "grad"]
    ) { context, arguments in
      let order = try arguments.integer("order")
      guard order <= Graph.taylorLimit else {
        throw arguments.problem("order", wanted: "at most \(Graph.taylorLimit)")
      }
      return try atPoint(context, arguments) { try $0.jet(at: $1, along: $2, order: order) }
    },
  ]

  private static let topic = "derivatives"

  private static let pointAndDirection: [Builtin.Parameter] = [
    .required("x", .tensor), .required("v", .tensor),
  ]

  /// A derivative at the argument x along the argument v.
  private static func atPoint(
    _ context: Context, _ arguments: Arguments, of function: String = "f",
    _ evaluate: (Differentials, _ x: Term, _ v: Term) throws -> Term
  ) throws -> Value {
    let x = try arguments.term("x")
    let differentials = try context.differentials(of: arguments.value(function), at: x)
    return Value(
      try arguments.direction("v", like: "x") { v in try evaluate(differentials, x, v) })
  }
}

extension Arguments {
  /// What a direction gives; one that does not fit is a problem with that argument.
  func direction(
    _ name: String, like other: String, _ evaluate: (Term) throws -> Term
  ) throws -> Term {
    let direction = try term(name)
    do {
      return try evaluate(direction)
    } catch AutodiffError.wrongDirection(let expected, direction.shape) {
      throw problem(name, wanted: "\(expected.phrase), like \(other)")
    }
  }
}
