import Manifold

extension Rows {
  /// Jacobians of a network at many points, their singular values and ranks, a tile at a time.
  @Sendable
  static func jacobian(_ arrays: Arrays) throws -> Work {
    let net = try arrays.network()
    let points = try arrays("points")
    guard let jacobians = Jacobians(of: net, at: points) else { throw NoJacobians() }
    let answers = { try jacobians.rankEvidence() }
    let found = try answers()
    let compared = try Manifold.jacobian(net, at: points.sliced(0, 0..<min(50, jacobians.count)))
    return .repeating(
      [
        ("jacobian", try compared.known("matrices")),
        ("values", found.singularValues),
        ("rank", try Tensor(shape: [found.count, 1], elements: found.ranks.map(Double.init))),
      ], call: answers)
  }

  /// The map is not one between spaces of vectors.
  struct NoJacobians: Error {}
}
