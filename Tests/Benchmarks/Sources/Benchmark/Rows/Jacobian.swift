import Manifold

extension Rows {
  /// Jacobians of a network at many points, their singular values and ranks, a tile at a time.
  @Sendable
  static func jacobian(_ arrays: Arrays) throws -> Work {
    let net = try arrays.network()
    let points = try arrays("points")
    guard let jacobians = Jacobians(of: net, at: points) else { throw NoJacobians() }
    let count = jacobians.count
    let width = min(jacobians.rows, jacobians.columns)
    // One row per point: the rank, then the singular values.
    let answers = {
      try jacobians.reduced { matrices in
        let evidence = try matrices.rankEvidence()
        return try Tensor(
          shape: [evidence.count, 1 + width],
          elements: evidence.flatMap { [Double($0.rank)] + $0.singularValues })
      }
    }
    let found = Term(try answers())
    let compared = try Manifold.jacobian(net, at: points.sliced(0, 0..<min(50, count)))
    return .repeating(
      [
        ("jacobian", try compared.known("matrices")),
        ("values", try found.sliced(1, 1..<1 + width).known("singular values")),
        ("rank", try found.sliced(1, 0..<1).known("ranks")),
      ], call: answers)
  }

  /// The map is not one between spaces of vectors.
  struct NoJacobians: Error {}
}
