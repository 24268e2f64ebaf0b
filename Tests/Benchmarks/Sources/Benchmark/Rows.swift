import Manifold

/// What there is to measure, by the names `driver/rows.py` uses; each is a function in `Rows/`.
enum Rows {
  /// What a row computes, and how it is repeated.
  typealias Row = @Sendable (Arrays) throws -> Work

  /// All rows.
  static let table: [String: Row] = [
    "jacobian": jacobian,
    "one_point": onePoint,
    "one_point_language": onePointInLanguage,
    "never_seen": neverSeen,
    "hvp": hessianVectorProduct,
    "fib": fib,
    "additions": additions,
  ]

  /// The numbers by which ranks are compared.
  static func results(
    _ jacobian: Tensor, _ evidence: [RankEvidence]
  ) -> [(name: String, value: Tensor)] {
    [
      ("jacobian", jacobian),
      ("values", Tensor(evidence.flatMap(\.singularValues))),
      ("rank", Tensor(evidence.map { Double($0.rank) })),
    ]
  }
}
