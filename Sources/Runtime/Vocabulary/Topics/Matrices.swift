import Autodiff
import Geometry
import Maps
import Tensors

extension Vocabulary {
  /// Numbers of matrices, and equations.
  static let matrices: [Builtin] = [
    Builtin(
      "det", topic: topic, parameters: [.required("A", .squareMatrices)], result: "number",
      summary: "The determinant: how A scales volume, negative when it reverses orientation.",
      definition: "Exact for whole numbers while float64 holds every step; by LU otherwise.",
      examples: [.init("det [1, 2; 3, 4]", "-2")], seeAlso: ["rank", "inverse", "trace"]
    ) { _, arguments in
      Value(try arguments.term("A").determinant())
    }.streaming { jacobians, _ in
      Value(Term(try jacobians.reduced { try $0.determinant() }))
    },
    Builtin(
      "trace", topic: topic, parameters: [.required("A", .squareMatrices)], result: "number",
      summary: "The sum of the diagonal.",
      examples: [.init("trace [1, 2; 3, 4]", "5")], seeAlso: ["det", "diag", "divergence"]
    ) { _, arguments in
      Value(try arguments.term("A").trace())
    }.streaming { jacobians, _ in
      Value(Term(try jacobians.reduced { try Term($0).trace().known("a trace") }))
    },
    Builtin(
      "inverse", topic: topic, parameters: [.required("A", .value)], result: "matrix or map",
      summary: "A⁻¹ of a matrix, refused when A is singular to working precision; or f⁻¹ of a map.",
      definition: """
        To solve A x = b, `A \\ b` is faster and more accurate. Of a map: exact for affine maps,
        bijections of numbers (on their image), permutations, couplings, flows (time reversed),
        chains (reversed) and direct sums; a fixed point for an affine map and a contraction added,
        such as residual(g) with Lip g < 1; else Newton's method from y. Solved inverses are
        differentiated by the implicit function theorem; evidence(g, y) shows their residual.
        """,
      examples: [
        .init("inverse [2, 0; 0, 4]", "[0.5, 0;\n 0,   0.25]"),
        .init("g = linear([2, 1; 1, 1]) |> translation([1, 2]); inverse(g)(g([5, 7]))", "[5, 7]"),
        .init("inverse(tanh)(tanh 0.5)", "0.5"),
      ],
      seeAlso: ["solve", "pinv", "det", "evidence", "residual", "coupling", "flow"]
    ) { context, arguments in
      let given = try arguments.value("A")
      if case .map(let map) = given.plain {
        return Value(try inverse(of: map.map, called: context.nameOfArgument))
      }
      guard let matrices = try ParameterKind.squareMatrices.accept(given), let term = matrices.term
      else { throw arguments.problem("A", wanted: "a square matrix, several, or a map") }
      return Value(try term.inverse())
    },
    Builtin(
      "solve", topic: topic,
      parameters: [.required("A", .matrices), .required("b", .tensor)], result: "tensor",
      summary: "The solution x of A x = b; the same as `A \\ b`, with evidence.",
      definition: """
        Square A by LU, refused when singular to working precision. Other shapes by least
        squares: the x of least norm among those with the least ‖A x − b‖. Evidence: .residual.
        """,
      examples: [.init("solve([2, 0; 0, 4], [2, 2])", "[1, 0.5]")],
      seeAlso: ["inverse", "pinv", "qr"]
    ) { _, arguments in
      try solution(arguments.term("A"), arguments.term("b"))
    }.answering(["residual": "‖A x − b‖, how far off the solution is"]),
    Builtin(
      "expm", topic: topic, parameters: [.required("A", .squareMatrices)], result: "matrix",
      summary: "The exponential of a matrix: I + A + A²/2 + A³/6 + … .",
      definition: "By scaling and squaring with a Padé approximant of degree 13 (Higham, 2005).",
      examples: [.init("expm [0, 1; 0, 0]", "[1, 1;\n 0, 1]")], seeAlso: ["exp", "eigen"]
    ) { _, arguments in Value(Term(try arguments.tensor("A").matrixExponential())) }
    .following(
      "Higham (2005), The scaling and squaring method for the matrix exponential revisited"),
    Builtin(
      "diag", topic: topic, parameters: [.required("x", .tensor)], result: "tensor",
      summary: "The matrix with the vector x on its diagonal, or the diagonal of a matrix.",
      examples: [
        .init("diag [1, 2]", "[1, 0;\n 0, 2]"), .init("diag [1, 2; 3, 4]", "[1, 4]"),
      ],
      seeAlso: ["eye", "trace"]
    ) { context, arguments in
      let x = try arguments.term("x")
      guard x.rank == 1 else { return Value(try x.diagonal()) }
      try context.checkElements([x.shape[0], x.shape[0]])
      return Value(try x.diagonalMatrix())
    },
    Builtin(
      "kron", topic: topic, parameters: [.required("A", .tensor), .required("B", .tensor)],
      result: "matrix",
      summary: "The Kronecker product: every element of A times B; the same as `A ⊗ B`.",
      examples: [.init("kron([1, 2], [1, 10])", "[1, 10, 2, 20]")], seeAlso: ["outer"]
    ) { context, arguments in
      let (a, b) = (try arguments.term("A"), try arguments.term("B"))
      try context.checkElements([a.shape.count, b.shape.count])
      return Value(try a.kronecker(b))
    },
    Builtin(
      "outer", topic: topic, parameters: [.required("u", .vector), .required("v", .vector)],
      result: "matrix", summary: "The matrix of all products uᵢ vⱼ; its rank is at most 1.",
      examples: [.init("outer([1, 2], [3, 4])", "[3, 4;\n 6, 8]")], seeAlso: ["kron", "dot"]
    ) { context, arguments in
      let (u, v) = (try arguments.term("u"), try arguments.term("v"))
      try context.checkElements([u.shape.count, v.shape.count])
      return Value(try u.outer(v))
    },
    Builtin(
      "dot", topic: topic, parameters: [.required("u", .tensor), .required("v", .tensor)],
      result: "number",
      summary: "The inner product Σ uᵢ vᵢ over the last axis; the same as `u · v`.",
      examples: [.init("dot([1, 2], [3, 4])", "11")], seeAlso: ["norm", "cross", "outer"]
    ) { _, arguments in Value(try arguments.term("u").dot(arguments.term("v"))) },
    Builtin(
      "cross", topic: topic, parameters: [.required("u", .tensor), .required("v", .tensor)],
      result: "vector",
      summary:
        "The vector product of vectors in ℝ³: normal to both, as long as their parallelogram is large.",
      examples: [.init("cross([1, 0, 0], [0, 1, 0])", "[0, 0, 1]")], seeAlso: ["dot", "curl"]
    ) { _, arguments in Value(try arguments.term("u").cross(arguments.term("v"))) },
    Builtin(
      "norm", topic: topic, parameters: [.required("x", .tensor)], result: "number",
      summary: "The length √Σ xᵢ²; of a matrix the Frobenius norm.",
      definition: "It has a corner at 0 and so no derivative there; `norm2` is smooth everywhere.",
      examples: [.init("norm [3, 4]", "5")], seeAlso: ["norm2", "dot", "singular_values"]
    ) { _, arguments in Value(try arguments.term("x").norm()) },
    Builtin(
      "norm2", topic: topic, parameters: [.required("x", .tensor)], result: "number",
      summary: "The squared length Σ xᵢ², smooth everywhere.",
      examples: [.init("norm2 [3, 4]", "25")], seeAlso: ["norm", "dot"]
    ) { _, arguments in Value(try arguments.term("x").squaredNorm()) },
    Builtin(
      "logsumexp", topic: topic, parameters: [.required("x", .tensor)], result: "number",
      summary: "log Σ exp xᵢ over the last axis, without overflow.",
      examples: [.init("logsumexp [0, 0]", "0.69315")], seeAlso: ["softmax", "log"]
    ) { _, arguments in Value(try arguments.term("x").logSumExp()) },
  ]

  private static let topic = "linear algebra"

  /// The solution of A x = b, by least squares where A is not square.
  static func solved(_ matrix: Term, _ right: Term) throws -> Term {
    let isSquare =
      matrix.rank >= 2 && matrix.shape[matrix.rank - 1] == matrix.shape[matrix.rank - 2]
    if isSquare || matrix.isTraced || right.isTraced { return try matrix.solve(right) }
    return Term(try matrix.known("a matrix").leastSquares(right.known("a right side")))
  }

  /// The solution with its residual; inside a map being traced the solution alone.
  static func solution(_ matrix: Term, _ right: Term) throws -> Value {
    let x = try solved(matrix, right)
    if x.isTraced { return Value(x) }
    // One vector per matrix is a column of each.
    let isColumn = right.rank == matrix.rank - 1
    let columns = try isColumn ? x.reshaped(Shape.checked(x.shape.dims + [1])) : x
    let residual = try (Term.product(matrix, columns).reshaped(right.shape) - right).norm()
    return .answer(try Answer(value: Value(x), fields: [("residual", Value(residual))]))
  }
}

/// The inverse of a map, which is called by its name in the program where there is none.
private func inverse(of map: SmoothMap, called name: String?) throws -> SmoothMap {
  do {
    return try Geometry.inverse(of: map)
  } catch GeometryError.noInverse where name != nil {
    var named = map
    named.name = name ?? map.name
    return try Geometry.inverse(of: named)
  }
}
