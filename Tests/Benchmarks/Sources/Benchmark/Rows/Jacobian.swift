import Manifold

extension Rows {
  /// Jacobians of a network at many points, their singular values and ranks.
  @Sendable
  static func jacobian(_ arrays: Arrays) throws -> Work {
    let net = try arrays.network()
    let points = try arrays("points")
    let evidence = { try Manifold.jacobian(net, at: points).known("matrices").rankEvidence() }
    let compared = try Manifold.jacobian(net, at: points.sliced(0, 0..<50)).known("matrices")
    return .repeating(results(compared, try evidence()), call: evidence)
  }
}
