import Autodiff
import Maps
import Tensors

extension Vocabulary {
  /// Layers made of maps.
  static let composedLayers: [Builtin] = [
    Builtin(
      "residual", topic: topic, parameters: [.required("f", .map)], result: "map",
      summary: "The map x ↦ x + f(x).",
      definition: """
        With Lip f < 1 it is a homeomorphism, whose inverse is the fixed point of x ← y − f(x).
        """,
      examples: [
        .init("residual(scaling(0.5))([2, 4])", "[3, 6]"),
        .init(
          "g = residual(linear([0.5, 0; 0, 0.2]) |> tanh); norm(inverse(g)(g([1, 2])) - [1, 2]) < 1e-12",
          "true"),
      ],
      seeAlso: ["inverse", "branch", "compose"]
    ) { _, arguments in
      Value(try .residual(arguments.map("f")))
    },
    Builtin(
      "branch", topic: topic, parameters: [.required("f", .map), .required("g", .map)],
      result: "map", summary: "The map x ↦ (f(x), g(x)), both values in one vector.",
      definition: "Where one branch is injective, the map is: branch(f, identity(n)) is a graph.",
      examples: [
        .init("branch(linear([[1, 1]]), identity(2))([3, 4])", "[7, 3, 4]")
      ],
      seeAlso: ["dsum", "residual"]
    ) { _, arguments in
      Value(try .branch(arguments.map("f"), arguments.map("g")))
    },
    Builtin(
      "coupling", topic: topic,
      parameters: [.required("n", .value), .required("hidden", .value)], result: "map",
      summary: "The affine coupling (x₁, x₂) ↦ (x₁, x₂ · exp s(x₁) + t(x₁)), a diffeomorphism.",
      definition: """
        coupling(n, hidden) has random nets s and t with one hidden layer of tanh, from the first
        half of the coordinates to the second; coupling(s, t) takes the two maps. The inverse is
        exact whatever s and t are, and log det J = Σ s(x₁) (Dinh et al., Real NVP, 2017).
        """,
      examples: [
        .init("coupling(4, 8)", "coupling : ℝ⁴ → ℝ⁴  smooth, 84 parameters"),
        .init("coupling(linear(zeros(1, 1)), linear(2 * eye 1))([3, 4])", "[3, 10]"),
        .init("f = coupling(2, 4); norm(inverse(f)(f([1, 2])) - [1, 2]) < 1e-14", "true"),
      ],
      seeAlso: ["inverse", "flow", "permutation"]
    ) { context, arguments in
      switch (try arguments.value("n").plain, try arguments.value("hidden").plain) {
      case (.map(let scale), .map(let shift)):
        return Value(try .coupling(scale: scale.map, shift: shift.map))
      case (let n, let hidden):
        guard let n = n.wholeNumber else {
          throw arguments.problem("n", wanted: "a number of coordinates, or two maps s and t")
        }
        guard let hidden = hidden.wholeNumber else {
          throw arguments.problem("hidden", wanted: "a number of hidden units")
        }
        return Value(
          try context.drawing { try SmoothMap.coupling(n, hidden: hidden, using: &$0) })
      }
    },
    Builtin(
      "flow", topic: topic,
      parameters: [
        .required("field", .map), .required("time", .number), .keyword("tol", .number),
      ],
      result: "map",
      summary: "Where a point is after a time when its velocity is the field: x' = field(x).",
      definition: """
        Dormand and Prince's Runge–Kutta method of order 5(4) with 4, 8, 16, … equal steps, until
        the estimated error of every step is below tol (1e-10). Differentiable to any order, in the
        point, the time and the weights. A diffeomorphism where the field is smooth and Lipschitz; its
        inverse is the flow backwards. evidence(f, x) shows steps and error.
        """,
      examples: [
        .init("norm(flow(linear([0, -1; 1, 0]), pi/2)([1, 0]) - [0, 1]) < 1e-9", "true"),
        .init("jacobian(flow(linear(eye 1), 1), [2])", "[[2.7183]]"),
      ],
      seeAlso: ["inverse", "evidence", "expm", "coupling"]
    ) { _, arguments in
      Value(
        try .flow(
          arguments.map("field"), time: arguments.term("time"),
          tolerance: arguments["tol"] == nil ? 1e-10 : arguments.number("tol")))
    },
    Builtin(
      "evidence", topic: topic, parameters: [.required("f", .map), .required("x", .tensor)],
      result: "tuple",
      summary:
        "The value of a map at one point, with what was done to find it where it is iterated.",
      definition: """
        .value, and .reports, one for each flow or solved inverse in the chain: a flow's .steps and
        the greatest estimated .error of a step; an inverse's .iterations and .residual |f(x) − y|;
        with the .tolerance of either.
        """,
      examples: [
        .init("evidence(flow(linear(eye 1), 1), [1]).reports[0].steps", "32"),
        .init("evidence(tanh, [0]).reports", "[]"),
      ],
      seeAlso: ["flow", "inverse"]
    ) { _, arguments in
      let x = try arguments.term("x")
      let map = try arguments.map("f")
      let point = try map.domain == .any ? map.specialized(to: Space(x.shape)) : map.placed(for: x)
      guard try point.points(in: x) == .one else {
        throw arguments.problem("x", wanted: "one point of \(map.domain)")
      }
      let (value, reports) = try point.reported(at: x)
      let list = try reports.map { report in
        try Value.tuple(
          of: [Value(report.layer)] + report.numbers.map { .number($0.value) },
          names: ["layer"] + report.numbers.map(\.name))
      }
      return try .tuple(of: [Value(value), .list(of: list)], names: ["value", "reports"])
    },
  ]

  private static let topic = "maps"
}
