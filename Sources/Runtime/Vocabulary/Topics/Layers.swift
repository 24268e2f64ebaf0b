import Autodiff
import Maps
import Tensors

extension Vocabulary {
  /// The maps that are built from sizes or weights.
  static let layers: [Builtin] = [
    Builtin(
      "linear", topic: topic,
      parameters: [
        .required("weight", .value).about("the matrix, or how many numbers go in"),
        .optional("outputs", .integer).about("how many come out, when the weights are drawn"),
      ],
      result: "map",
      summary: "The linear map x ↦ A x, from its matrix or with random weights.",
      definition: """
        linear(A) with A of shape [out, in]; linear(n, m) maps ℝⁿ to ℝᵐ with weights drawn
        uniformly from ±√(6/(n + m)) (Glorot and Bengio, 2010), the same for every run of one seed.
        """,
      examples: [
        .init("linear([1, 1; 0, 1])([2, 3])", "[5, 3]"),
        .init("linear(3, 2)", "linear : ℝ³ → ℝ²  linear"),
      ],
      seeAlso: ["affine", "translation", "jacobian"]
    ) { context, arguments in
      try layer(
        "linear", context, arguments,
        weights: { try SmoothMap.linear($0) },
        sizes: { n, m in try context.drawing { try SmoothMap.linear(n, m, using: &$0) } })
    },
    Builtin(
      "affine", topic: topic,
      parameters: [
        .required("weight", .value).about("the matrix A, or how many numbers go in"),
        .required("bias", .value).about("the vector b, or how many come out"),
      ],
      result: "map",
      summary: "The affine map x ↦ A x + b, from its weights or with random ones.",
      definition: """
        affine(A, b) with A of shape [out, in] and b of shape [out]; affine(n, m) maps ℝⁿ to ℝᵐ
        with A drawn uniformly from ±√(6/(n + m)) (Glorot and Bengio, 2010) and b = 0.
        """,
      examples: [
        .init("affine([2, 0; 0, 1], [1, 0])([1, 1])", "[3, 1]"),
        .init("affine(2, 8)", "affine : ℝ² → ℝ⁸  affine"),
      ],
      seeAlso: ["linear", "translation", "compose"]
    ) { context, arguments in
      let weight = try arguments.value("weight")
      if let source = weight.wholeNumber, let target = try arguments.value("bias").wholeNumber {
        return try arguments.placing(["weight": source, "bias": target]) {
          Value(try context.drawing { try SmoothMap.affine(source, target, using: &$0) })
        }
      }
      guard let matrix = try weight.convertedToTerm(), matrix.rank > 0 else {
        if weight.wholeNumber != nil {
          throw arguments.problem("bias", wanted: "the number of outputs\(bound)")
        }
        throw arguments.problem(
          "weight", wanted: "a matrix, or the number of inputs, a positive whole number")
      }
      guard let bias = try arguments.value("bias").convertedToTerm() else {
        throw arguments.problem("bias", wanted: "a vector, or the number of outputs\(bound)")
      }
      return Value(try SmoothMap.affine(matrix, bias))
    },
    Builtin(
      "translation", topic: topic, parameters: [.required("bias", .vector)], result: "map",
      summary: "The map x ↦ x + b.",
      definition: "Affine, and linear only for b = 0: a linear map keeps the origin in its place.",
      examples: [.init("translation([1, 2])([0, 0])", "[1, 2]")],
      seeAlso: ["linear", "affine"]
    ) { _, arguments in
      Value(try SmoothMap.translation(arguments.term("bias")))
    },
    Builtin(
      "identity", topic: topic, parameters: [.required("n", .value)], result: "map",
      summary: "The map x ↦ x on ℝⁿ, or on a space such as R^(1, 8, 8).",
      definition: "Before layers that take images of any size it says which they get.",
      examples: [.init("identity(2)([3, 4])", "[3, 4]")],
      seeAlso: ["eye", "linear", "flatten"]
    ) { _, arguments in
      let given = try arguments.value("n")
      if case .space(let space) = given.plain {
        guard let shape = space.value.shape, shape.count > 0 else {
          throw arguments.problem("n", wanted: "a space with coordinates")
        }
        return Value(.identity(on: space.value))
      }
      guard let n = given.wholeNumber else {
        throw arguments.problem("n", wanted: "a space, or the number of coordinates\(bound)")
      }
      return Value(try SmoothMap.identity(n))
    },
    Builtin(
      "constant", topic: topic,
      parameters: [.required("value", .tensor), .required("n", .integer)], result: "map",
      summary: "The map on ℝⁿ that has one value everywhere.",
      definition: "Affine with A = 0: its Jacobian is zero.",
      examples: [.init("constant([1, 2], 3)([7, 8, 9])", "[1, 2]")],
      seeAlso: ["translation"]
    ) { _, arguments in
      Value(try SmoothMap.constant(arguments.term("value"), arguments.integer("n")))
    },
    Builtin(
      "compose", topic: topic, parameters: [.variadic("maps", .function)], result: "map",
      summary: "The maps one after another, the last applied first: the same as `f ∘ g`.",
      definition: "compose(f, g)(x) = f(g(x)); the pipe `g |> f` says the same from left to right.",
      examples: [.init("compose(tanh, linear([2, 0; 0, 2]))([0, 0])", "[0, 0]")],
      seeAlso: ["layers", "linear"]
    ) { context, arguments in
      guard let last = arguments.rest.last else {
        throw Problem.custom(
          id: "call.missing", title: "compose needs at least one map", facts: [],
          hint: "write `compose(f, g)`")
      }
      var result = last
      for outer in arguments.rest.dropLast().reversed() {
        result = try context.composed(outer: outer, inner: result)
      }
      return result
    },
    Builtin(
      "dsum", topic: topic, parameters: [.required("f", .map), .required("g", .map)],
      result: "map", summary: "The maps side by side, (x, y) ↦ (f(x), g(y)); the same as `f ⊕ g`.",
      examples: [
        .init("dsum(linear([2, 0; 0, 2]), translation([1]))([1, 2, 3])", "[2, 4, 4]")
      ],
      seeAlso: ["compose"]
    ) { _, arguments in
      Value(try arguments.map("f").directSum(arguments.map("g")))
    },
    Builtin(
      "layers", topic: topic, parameters: [.required("net", .map)], result: "list",
      summary: "The layers of a chain, in order; the same as `net.layers`.",
      examples: [.init("count(layers(linear(2, 3) |> tanh))", "2")],
      seeAlso: ["parameters", "compose"]
    ) { _, arguments in
      try .list(of: try arguments.map("net").layers.map { Value($0) })
    },
    Builtin(
      "parameters", topic: topic, parameters: [.required("net", .map)], result: "tuple",
      summary: "The weights of a map by name, layer by layer; the same as `net.parameters`.",
      examples: [.init("count(parameters(affine(2, 3) |> tanh |> affine(3, 1)))", "4")],
      seeAlso: ["layers"]
    ) { _, arguments in
      let parameters = try arguments.map("net").parameters
      return try .tuple(of: parameters.map { Value($0.value) }, names: parameters.map(\.name))
    },
    Builtin(
      "kind", topic: topic, parameters: [.required("f", .map)], result: "string",
      summary: "What the structure of a map proves of it, in words.",
      definition: """
        identity ⊂ linear ⊂ affine ⊂ piecewise affine; beside them smooth and continuous. A kind
        is a proof: the map may have more properties than its structure shows.
        """,
      examples: [
        .init("kind(linear(2, 2) |> translation([0, 1]))", "affine"),
        .init("kind(linear(2, 2) |> relu)", "piecewise affine"),
      ],
      seeAlso: ["layers"]
    ) { _, arguments in
      Value("\(try arguments.map("f").kind)")
    },
  ]

  private static let topic = "maps"

  /// How many coordinates a space may have.
  private static let bound = ", from 1 to \(grouped(Shape.elementLimit))"

  /// A layer from its matrix alone, or from its two sizes.
  private static func layer(
    _ name: String, _ context: Context, _ arguments: Arguments,
    weights: (Term) throws -> SmoothMap, sizes: (Int, Int) throws -> SmoothMap
  ) throws -> Value {
    let weight = try arguments.value("weight")
    if arguments["outputs"] != nil {
      guard let source = weight.wholeNumber else {
        throw arguments.problem(
          "weight", wanted: "the number of inputs\(bound), when outputs are given")
      }
      let target = try arguments.integer("outputs")
      return try arguments.placing(["weight": source, "outputs": target]) {
        Value(try sizes(source, target))
      }
    }
    guard let matrix = try weight.convertedToTerm(), matrix.rank > 0 else {
      throw arguments.problem("weight", wanted: "a matrix, or two sizes as in \(name)(2, 3)")
    }
    return Value(try weights(matrix))
  }
}
