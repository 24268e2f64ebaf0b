import Autodiff
import Geometry
import Tensors

extension Vocabulary {
  /// Rank and the subspaces it counts.
  static let rank: [Builtin] = [
    Builtin(
      "rank", topic: topic, parameters: [.required("A", .matrices)] + tolerances,
      result: "number",
      summary: "The number of singular values of A above the tolerance.",
      definition: """
        tol is absolute, rtol relative to σ₁; without them tol = σ₁ · max(m, n) · ε. Batched:
        [k, m, n] gives k ranks. Evidence: .tolerance, .singular_values, .last_kept (σᵣ),
        .first_dropped (σᵣ₊₁) and .gap (their ratio).
        """,
      examples: [
        .init("rank [1, 2; 2, 4]", "1"),
        .init("rank([1, 0; 0, 1e-9], rtol: 1e-8)", "1"),
        .init("rank([3, 0; 0, 0]).singular_values", "[3, 0]"),
      ],
      seeAlso: ["singular_values", "null_space", "column_space", "jacobian"]
    ) { _, arguments in
      let matrices = try arguments.tensor("A")
      if matrices.rank == 2 {
        let one = try matrices.rank(tolerance: tolerance(arguments))
        return .answer(
          try Answer(value: .number(Double(one.rank))) {
            [
              ("rank", .number(Double(one.rank))),
              ("tolerance", .number(one.tolerance)),
              ("singular_values", Value(Term(Tensor(one.singularValues)))),
              ("last_kept", one.lastKept.map(Value.number) ?? .nothing),
              ("first_dropped", one.firstDropped.map(Value.number) ?? .nothing),
              ("gap", .number(gap(one.lastKept, one.firstDropped))),
            ]
          })
      }
      return try answer(matrices.rankEvidence(tolerance: tolerance(arguments)))
    }.streaming { jacobians, arguments in
      try answer(jacobians.rankEvidence(tolerance: tolerance(arguments)))
    }.answering([
      "rank": "the number of singular values above the tolerance",
      "tolerance": "what counts as 0",
      "singular_values": "all of them, descending",
      "last_kept": "σᵣ, the smallest above the tolerance",
      "first_dropped": "σᵣ₊₁, the largest below it",
      "gap": "σᵣ/σᵣ₊₁: how clear the decision was",
    ]).following(
      "singular values by LAPACK's dgesdd; the default tolerance is NumPy's matrix_rank"),
    Builtin(
      "null_space", topic: topic, parameters: [.required("A", .matrix)] + tolerances,
      result: "matrix",
      summary: "An orthonormal basis, in columns, of the vectors that A sends to zero.",
      definition: "Right singular vectors with σ at or below the tolerance: what A forgets.",
      examples: [.init("shape(null_space [1, 2; 2, 4])", "[2, 1]")],
      seeAlso: ["rank", "column_space", "svd"]
    ) { _, arguments in
      Value(Term(try arguments.tensor("A").nullSpace(tolerance: tolerance(arguments))))
    },
    Builtin(
      "column_space", topic: topic, parameters: [.required("A", .matrix)] + tolerances,
      result: "matrix",
      summary: "An orthonormal basis, in columns, of the image of A.",
      definition: "Left singular vectors with σ above the tolerance: where A can reach.",
      examples: [.init("shape(column_space [1, 2; 2, 4])", "[2, 1]")],
      seeAlso: ["rank", "null_space", "qr"]
    ) { _, arguments in
      Value(Term(try arguments.tensor("A").columnSpace(tolerance: tolerance(arguments))))
    },
    Builtin(
      "pinv", topic: topic, parameters: [.required("A", .matrices)] + tolerances,
      result: "matrix",
      summary: "The Moore–Penrose inverse: V diag(1/σ) Uᵀ over the σ above the tolerance.",
      examples: [.init("pinv [2, 0; 0, 0]", "[0.5, 0;\n 0,   0]")],
      seeAlso: ["inverse", "solve", "svd"]
    ) { _, arguments in
      Value(Term(try arguments.tensor("A").pseudoinverse(tolerance: tolerance(arguments))))
    },
  ]

  private static let topic = "linear algebra"

  /// The ranks of many matrices, with one number of each kind of evidence for every matrix.
  private static func answer(_ evidence: RankEvidenceBatch) throws -> Value {
    let batch = Shape(Array(evidence.singularValues.shape.dims.dropLast()))
    func each(_ number: (Int) -> Double) throws -> Value {
      Value(
        Term(
          try Tensor(shape: batch) { numbers in
            for sample in numbers.indices { numbers[sample] = number(sample) }
          }))
    }
    let ranks = try each { Double(evidence.ranks[$0]) }
    return .answer(
      try Answer(
        value: ranks,
        fields: [
          ("rank", ranks),
          ("tolerance", each { evidence.tolerances[$0] }),
          ("singular_values", Value(Term(evidence.singularValues))),
          ("last_kept", each { evidence.lastKept($0) ?? .nan }),
          ("first_dropped", each { evidence.firstDropped($0) ?? .nan }),
          ("gap", each { gap(evidence.lastKept($0), evidence.firstDropped($0)) }),
        ]))
  }

  private static let tolerances: [Builtin.Parameter] = [
    .keyword("tol", .number).about("singular values up to it count as 0"),
    .keyword("rtol", .number).about("the same, as a fraction of the largest one"),
  ]

  private static func tolerance(_ arguments: Arguments) throws -> RankTolerance {
    for name in ["tol", "rtol"] where arguments[name] != nil {
      guard try arguments.number(name) >= 0 else {
        throw arguments.problem(name, wanted: "0 or more")
      }
    }
    switch (arguments["tol"], arguments["rtol"]) {
    case (nil, nil): return .default
    case (.some, nil): return .absolute(try arguments.number("tol"))
    case (nil, .some): return .relative(try arguments.number("rtol"))
    case (.some, .some):
      throw Problem.custom(
        id: "call.tolerance", title: "a tolerance is absolute or relative, not both",
        facts: ["tol: bounds σ itself, rtol: bounds σ/σ₁"], hint: "leave one of them out")
    }
  }
}

/// σᵣ/σᵣ₊₁, infinite at full rank or where the rest is exactly zero.
private func gap(_ kept: Double?, _ dropped: Double?) -> Double {
  guard let kept, let dropped, dropped > 0 else { return .infinity }
  return kept / dropped
}
