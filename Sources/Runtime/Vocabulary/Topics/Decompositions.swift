import Autodiff
import Geometry
import Tensors

extension Vocabulary {
  /// Matrices as products of simpler ones.
  static let decompositions: [Builtin] = [
    Builtin(
      "svd", topic: topic, parameters: [.required("A", .matrices)], result: "tuple (u, s, v)",
      summary: "The singular value decomposition A = u diag(s) v', thin, s descending.",
      definition: """
        Columns of v are the directions A stretches, s by how much, columns of u where they go.
        The largest component of each column of u is positive.
        """,
      examples: [
        .init("u, s, v = svd [0, 2; 1, 0]; s", "[2, 1]"), .init("svd([3, 0; 0, 4]).s", "[4, 3]"),
      ],
      seeAlso: ["singular_values", "rank", "eigen", "qr"]
    ) { _, arguments in
      let (u, s, v) = try arguments.term("A").svd()
      return try .tuple(of: [Value(u), Value(s), Value(v)], names: ["u", "s", "v"])
    }.answering([
      "u": "where the directions go, in columns", "s": "how much each is stretched, descending",
      "v": "the directions that A stretches, in columns",
    ]).following("LAPACK's dgesdd, and dgesvd where that does not converge"),
    Builtin(
      "singular_values", topic: topic, parameters: [.required("A", .matrices)],
      result: "vector", summary: "The singular values of A, descending.",
      definition: "The half axes of the ellipsoid that A makes of the unit ball.",
      examples: [.init("singular_values [3, 0; 0, 4]", "[4, 3]")],
      seeAlso: ["svd", "rank", "norm"]
    ) { _, arguments in
      let matrix = try arguments.term("A")
      if matrix.isTraced { return Value(try matrix.svd().s) }
      return Value(Term(try matrix.known("a matrix").singularValues()))
    }.streaming { jacobians, _ in
      Value(Term(try jacobians.singularValues()))
    },
    Builtin(
      "eigen", topic: topic, parameters: [.required("A", .squareMatrix)],
      result: "tuple (values, vectors)",
      summary: "Eigenvalues and eigenvectors, in columns.",
      definition: """
        A symmetric: real values ascending, orthonormal vectors. Otherwise in LAPACK's order;
        complex pairs are given by .imaginary and .imaginary_vectors beside the real parts.
        """,
      examples: [
        .init("eigen([2, 1; 1, 2]).values", "[1, 3]"),
        .init("eigen([0, -1; 1, 0]).imaginary", "[1, -1]"),
      ],
      seeAlso: ["svd", "det", "trace"]
    ) { _, arguments in
      let matrix = try arguments.term("A")
      if matrix.isTraced {
        let (values, vectors) = try matrix.symmetricEigen()
        return try .tuple(of: [Value(values), Value(vectors)], names: ["values", "vectors"])
      }
      return try eigen(of: matrix.known("a matrix"))
    }.answering([
      "values": "the eigenvalues, or their real parts",
      "vectors": "the eigenvectors, in columns, or their real parts",
      "imaginary": "the imaginary parts, where there are complex pairs",
      "imaginary_vectors": "the imaginary parts of the vectors there",
    ]).following("LAPACK's dsyevd for symmetric matrices, dgeev for others"),
    Builtin(
      "qr", topic: topic, parameters: [.required("A", .matrices)], result: "tuple (q, r)",
      summary: "A = q r with orthonormal columns in q and r upper triangular, its diagonal ≥ 0.",
      examples: [.init("qr([0, 2; 1, 0]).r", "[1, 0;\n 0, 2]")],
      seeAlso: ["svd", "cholesky", "solve"]
    ) { _, arguments in
      let factors = try arguments.tensor("A").qr()
      return try .tuple(
        of: [Value(Term(factors.q)), Value(Term(factors.r))], names: ["q", "r"])
    }.answering(["q": "orthonormal columns", "r": "upper triangular, its diagonal ≥ 0"])
      .following("LAPACK's dgeqrf: Householder reflections"),
    Builtin(
      "cholesky", topic: topic, parameters: [.required("A", .squareMatrices)], result: "matrix",
      summary: "The lower triangular L with A = L L', for a symmetric positive definite A.",
      examples: [.init("cholesky [4, 2; 2, 5]", "[2, 0;\n 1, 2]")],
      seeAlso: ["qr", "solve", "eigen"]
    ) { _, arguments in Value(try arguments.term("A").cholesky()) }
    .following("LAPACK's dpotrf"),
  ]

  private static let topic = "linear algebra"

  private static func eigen(of matrix: Tensor) throws -> Value {
    if try matrix.transposed() == matrix {
      let eigen = try matrix.symmetricEigen()
      return try .tuple(
        of: [Value(Term(eigen.values)), Value(Term(eigen.vectors))], names: ["values", "vectors"])
    }
    let eigen = try matrix.eigen()
    let imaginary = eigen.imaginaryValues.elements
    if imaginary.allSatisfy({ $0 == 0 }) {
      return try .tuple(
        of: [Value(Term(eigen.values)), Value(Term(eigen.vectors))], names: ["values", "vectors"])
    }
    let tuple = try Value.tuple(
      of: [
        Value(Term(eigen.values)), Value(Term(eigen.vectors)),
        Value(Term(eigen.imaginaryValues)), Value(Term(eigen.imaginaryVectors)),
      ], names: ["values", "vectors", "imaginary", "imaginary_vectors"])
    return .answer(
      try Answer(
        value: tuple, display: "eigenvalues \(complexText(eigen.values.elements, imaginary))"))
  }

  /// Complex numbers as text: `0.5 + 1.2i, 0.5 - 1.2i, 3`.
  private static func complexText(_ real: [Double], _ imaginary: [Double]) -> String {
    zip(real, imaginary).map { real, imaginary in
      let first = NumberText(real, digits: 5).text
      guard imaginary != 0 else { return first }
      let sign = imaginary < 0 ? "-" : "+"
      let second = NumberText(abs(imaginary), digits: 5).text + "i"
      return real == 0 ? (imaginary < 0 ? "-" : "") + second : "\(first) \(sign) \(second)"
    }.joined(separator: ", ")
  }
}
