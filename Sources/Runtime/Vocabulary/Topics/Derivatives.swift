import Autodiff
import Geometry
import Language
import Maps
import Tensors

extension Vocabulary {
  /// Derivatives of maps and functions.
  static let derivatives: [Builtin] = [
    Builtin(
      "jacobian", topic: topic,
      parameters: [.required("f", .function), .optional("x", .tensor).about(derivativePoint)],
      result: "matrix",
      summary: "The derivative of f at x: the linear map that is nearest to f there, as a matrix.",
      definition: """
        Jᵢⱼ = ∂fᵢ/∂xⱼ, of shape [out, in]; with one point per row of x, [points, out, in].
        Without x, the function x ↦ J(x). Exact to rounding: no differences are taken. Of a map of
        images or other tensors it is the matrix of their coordinates, row by row.
        `rank jacobian(f, x)`, `singular_values`, `det` and `trace`, written in one expression,
        take the points a tile at a time and keep no matrices.
        """,
      examples: [
        .init("jacobian(x -> [x[0]^2, x[0] * x[1]], [3, 2])", "[6, 0;\n 2, 3]"),
        .init("jacobian(linear([1, 2; 3, 4]), [0, 0])", "[1, 2;\n 3, 4]"),
      ],
      seeAlso: ["rank", "singular_values", "jvp", "vjp", "grad", "divergence"]
    ) { context, arguments in
      try checkSize(context, arguments)
      return try derivative("jacobian", context, arguments) { try $0.jacobian(at: $1) }
    }.givingJacobians(),
    Builtin(
      "grad", aliases: ["∇"], topic: topic,
      parameters: [.required("f", .function), .optional("x", .tensor).about(derivativePoint)],
      result: "vector",
      summary: "The gradient of a function whose values are numbers.",
      definition: """
        (∂f/∂x₁, …, ∂f/∂xₙ), shaped like x; with one point per row, one gradient per row.
        `∇f` is the function x ↦ ∇f(x). Nested derivatives of any order are exact.
        """,
      examples: [
        .init("grad(x -> x[0]^2 + 3 * x[1], [2, 5])", "[4, 3]"),
        .init("∇sin(0)", "1"),
      ],
      seeAlso: ["jacobian", "hessian", "directional", "curl", "laplacian", "jet"]
    ) { context, arguments in
      try derivative("grad", context, arguments) { try $0.gradient(at: $1) }
    },
    Builtin(
      "hessian", topic: topic,
      parameters: [.required("f", .function), .optional("x", .tensor).about(derivativePoint)],
      result: "matrix",
      summary: "The matrix of second derivatives of a function whose values are numbers.",
      definition: """
        Hᵢⱼ = ∂²f/∂xᵢ∂xⱼ; for values with several components, one matrix each. A map that is
        piecewise affine has the Hessian 0 wherever it has one.
        """,
      examples: [.init("hessian(x -> x[0]^2 * x[1], [1, 2])", "[4, 2;\n 2, 0]")],
      seeAlso: ["grad", "jacobian", "hvp", "laplacian"]
    ) { context, arguments in
      try derivative("hessian", context, arguments) { try $0.hessian(at: $1) }
    },
    Builtin(
      "jvp", topic: topic,
      parameters: [.required("f", .function), .required("x", .tensor), .required("v", .tensor)],
      result: "tensor",
      summary: "The directional derivative J v: where f moves when x moves along v.",
      definition: "Costs about as much as two evaluations; J itself is never formed.",
      examples: [.init("jvp(x -> [x[0] * x[1], x[1]], [2, 3], [1, 0])", "[3, 0]")],
      seeAlso: ["vjp", "jacobian", "directional", "hvp", "jet"]
    ) { context, arguments in
      let x = try arguments.term("x")
      let differentials = try context.differentials(of: arguments.value("f"), at: x)
      return Value(
        try arguments.direction("v", like: "x") { try differentials.jvp(at: x, along: $0) })
    },
    Builtin(
      "vjp", topic: topic,
      parameters: [.required("f", .function), .required("x", .tensor), .required("u", .tensor)],
      result: "tensor",
      summary: "The product Jᵀ u: how the combination u of the outputs depends on x.",
      definition: "Costs a few evaluations however many inputs there are; J is never formed.",
      examples: [.init("vjp(x -> [x[0] * x[1], x[1]], [2, 3], [1, 0])", "[3, 2]")],
      seeAlso: ["jvp", "grad", "gnvp"]
    ) { context, arguments in
      let x = try arguments.term("x")
      let differentials = try context.differentials(of: arguments.value("f"), at: x)
      return Value(
        try arguments.direction("u", like: "f(x)") { try differentials.vjp(at: x, along: $0) })
    },
  ]

  private static let topic = "derivatives"

  /// What the point of a derivative is for.
  static let derivativePoint = "where; without it the answer is a function of the point"

  /// Refuses to keep more Jacobians than the session allows, before any is computed.
  private static func checkSize(_ context: Context, _ arguments: Arguments) throws {
    guard arguments["x"] != nil, case let x = try arguments.term("x"), x.rank >= 2,
      case .map(let map) = try arguments.value("f"), let jacobians = Jacobians(of: map.map, at: x)
    else { return }
    let limit = min(context.limits.tensorElements, Shape.elementLimit)
    guard jacobians.elementCount > Double(limit) else { return }
    throw Problem.custom(
      id: "limit.jacobian",
      title:
        "the Jacobians at \(jacobians.count) points would take \(bytes(jacobians.elementCount))",
      facts: [
        "each is a \(jacobians.rows)×\(jacobians.columns) matrix; a tensor may take "
          + bytes(Double(limit))
      ],
      hint: "rank(jacobian(f, x)), singular_values(jacobian(f, x)), det and trace keep no matrices")
  }

  /// The size of so many numbers, for people.
  private static func bytes(_ elements: Double) -> String {
    let size = elements * Double(MemoryLayout<Double>.stride)
    let units = ["bytes", "kB", "MB", "GB", "TB"]
    var (number, unit) = (size, 0)
    while number >= 1000, unit < units.count - 1 { (number, unit) = (number / 1000, unit + 1) }
    return "\(NumberText(number, digits: 3).text) \(units[unit])"
  }

  /// The derivative at x, or without x the function that gives it.
  static func derivative(
    _ name: String, _ context: Context, _ arguments: Arguments,
    _ evaluate: @escaping @Sendable (Differentials, Term) throws -> Term
  ) throws -> Value {
    try derivative(name, context, arguments, along: []) { differentials, x, _ in
      try evaluate(differentials, x)
    }
  }

  /// The derivative at x along fixed directions, or without x the function that gives it.
  static func derivative(
    _ name: String, _ context: Context, _ arguments: Arguments, along directions: [Term],
    _ evaluate: @escaping @Sendable (Differentials, _ x: Term, [Term]) throws -> Term
  ) throws -> Value {
    let function = try arguments.value("f")
    guard arguments["x"] == nil else {
      let x = try arguments.term("x")
      return Value(try evaluate(context.differentials(of: function, at: x), x, directions))
    }
    if case .map(let map) = function, map.map.domain.shape != nil {
      return Value(try differentiated(name, map.map, directions, evaluate))
    }
    let values = [function] + directions.map { Value($0) }
    let entry = try Builtin.made(of: values, number: number(of: name)) { values in
      Builtin(
        derived(name, values[0].callableName ?? "f"), topic: topic,
        parameters: [.required("x", .tensor)], result: "tensor",
        summary: "The derivative of a function."
      ) { context, arguments in
        let x = try arguments.term("x")
        let directions = try values.dropFirst().compactMap { try $0.convertedToTerm() }
        return Value(try evaluate(context.differentials(of: values[0], at: x), x, directions))
      }
    }
    return .function(.builtin(Box(entry)))
  }

  /// The map x ↦ J(x) of a map, and the like.
  private static func differentiated(
    _ name: String, _ map: SmoothMap, _ directions: [Term],
    _ evaluate: @escaping @Sendable (Differentials, _ x: Term, [Term]) throws -> Term
  ) throws -> SmoothMap {
    var signature = Signature()
    var captured: [Term] = []
    signature.append("derivative \(name)")
    let isKnown = map.append(to: &signature, &captured)
    for direction in directions { signature.append(direction.shape) }
    captured += directions
    let function = Pointwise(signature: isKnown ? signature : nil, captured: captured) {
      x, captured in
      var next = captured.makeIterator()
      let map = map.rebuilt { next.next() ?? $0 }
      return try evaluate(Differentials(of: map, at: x), x, directions.map { next.next() ?? $0 })
    }
    return try .traced(
      name: derived(name, map.name), domain: map.domain, function: function)
  }

  /// `grad f`; what is no single word is in parentheses.
  private static func derived(_ name: String, _ function: String) -> String {
    function.isName ? "\(name) \(function)" : "\(name)(\(function))"
  }

  /// The number of the functions that an entry makes of others, such as `grad f`.
  private static func number(of name: String) -> Int {
    numbers[name] ?? Counter.next()
  }

  private static let numbers = [
    "jacobian", "grad", "hessian", "directional", "divergence", "curl", "laplacian",
  ].reduce(into: [String: Int]()) { $0[$1] = Counter.next() }
}

extension Context {
  /// The derivatives of a map, or of any function from a tensor to a tensor.
  func differentials(of function: Value, at x: Term) throws -> Differentials {
    if case .map(let map) = function { return try Differentials(of: map.map, at: x) }
    return Differentials(of: pointwise(function))
  }

  /// A function of the language as a function of points, found again by what it is.
  func pointwise(_ function: Value) -> Pointwise {
    let (machine, site) = (machine, site)
    var signature = Signature()
    var captured: [Term] = []
    let isKnown = function.append(to: &signature, &captured)
    return Pointwise(signature: isKnown ? signature : nil, captured: captured) { x, captured in
      var next = captured.makeIterator()
      let function = try function.rebuilt { next.next() ?? $0 }
      try function.checkTakesPoint()
      let value = try Context(machine: machine, site: site).call(function, [Value(x)])
      guard let term = try value.convertedToTerm() else {
        throw Problem.mapValue(
          name: function.callableName ?? "the function", found: value.kindPhrase)
      }
      return term
    }
  }
}

extension Value {
  /// Refuses a function of several arguments where one of points is needed.
  ///
  /// - Throws: what is called, with how the function is written over points.
  fileprivate func checkTakesPoint() throws(Problem) {
    guard case .function(.closure(let closure)) = self else { return }
    let needed = zip(closure.code.parameters, closure.defaults).filter { $1 == nil }.map(\.0.name)
    guard needed.count > 1 else { return }
    let point = needed.contains("p") ? "x" : "p"
    let head =
      closure.code.naming == .named
      ? "\(closure.code.name)(\(point): R^\(needed.count)) = …" : "\(point) -> …"
    let places = needed.prefix(3).enumerated().map { "\(point)[\($0)] for \($1)" }
    throw .custom(
      id: "call.missing",
      title: "\(closure.code.name) takes \(needed.count) arguments, and here it gets one point",
      facts: ["a point of \(Space.real(needed.count)) is one vector"],
      hint: "write \(head) with \(places.joined(separator: ", "))")
  }
}
