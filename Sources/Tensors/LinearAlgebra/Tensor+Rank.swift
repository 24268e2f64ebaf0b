/// Above which size a singular value counts as different from zero.
public enum RankTolerance: Hashable, Sendable {
  /// σ₁ · max(m, n) · ε, the rounding error of the decomposition itself.
  case `default`
  /// A bound on the singular values themselves.
  case absolute(Double)
  /// A bound relative to the greatest singular value.
  case relative(Double)

  /// The bound for one matrix.
  ///
  /// - Throws: `.invalidTolerance` when the number is negative or not finite.
  func value(greatest: Double, rows: Int, columns: Int) throws(TensorError) -> Double {
    switch self {
    case .default:
      return greatest * Double(max(rows, columns)) * Double.ulpOfOne
    case .absolute(let bound):
      guard bound >= 0, bound.isFinite else { throw .invalidTolerance(bound) }
      return bound
    case .relative(let factor):
      guard factor >= 0, factor.isFinite else { throw .invalidTolerance(factor) }
      return factor * greatest
    }
  }
}

/// The numerical rank of a matrix, with the numbers it was decided by.
public struct RankEvidence: Hashable, Sendable {
  /// How many singular values exceed the tolerance.
  public let rank: Int
  /// The bound itself.
  public let tolerance: Double
  /// All singular values, descending.
  public let singularValues: [Double]

  /// The least singular value that counts, nil for rank 0.
  public var lastKept: Double? { rank > 0 ? singularValues[rank - 1] : nil }

  /// The greatest singular value that does not count, nil for full rank.
  public var firstDropped: Double? { rank < singularValues.count ? singularValues[rank] : nil }
}

extension Tensor {
  /// The numerical rank of each matrix, in row-major order of the leading axes.
  ///
  /// - Throws: as `singularValues()`, and `.invalidTolerance`.
  public func rankEvidence(
    tolerance: RankTolerance = .default
  ) throws(TensorError) -> [RankEvidence] {
    let matrices = try MatrixBatch(self, operation: "rank")
    let k = matrices.smaller
    let values = try LAPACK.svd(matrices, .none).s.elements
    let count = matrices.batch.reduce(1, *)
    var evidence: [RankEvidence] = []
    evidence.reserveCapacity(count)
    for sample in 0..<count {
      let own = Array(values[(sample * k)..<((sample + 1) * k)])
      let bound = try tolerance.value(
        greatest: own.first ?? 0, rows: matrices.rows, columns: matrices.columns)
      evidence.append(
        RankEvidence(
          rank: own.prefix { $0 > bound }.count, tolerance: bound, singularValues: own))
    }
    return evidence
  }

  /// The numerical rank of one matrix.
  ///
  /// - Throws: as `singularValues()`, `.notMatrix` for leading axes, and `.invalidTolerance`.
  public func rank(tolerance: RankTolerance = .default) throws(TensorError) -> RankEvidence {
    _ = try MatrixBatch.single(self, operation: "rank")
    return try rankEvidence(tolerance: tolerance)[0]
  }

  /// An orthonormal basis of the vectors one matrix sends to zero, in columns.
  ///
  /// *Shapes*: `[m, n] → [n, n − rank]`.
  /// - Throws: as `svd()`, `.notMatrix` for leading axes, and `.invalidTolerance`.
  public func nullSpace(tolerance: RankTolerance = .default) throws(TensorError) -> Tensor {
    let matrices = try MatrixBatch.single(self, operation: "nullSpace")
    let (m, n) = (matrices.rows, matrices.columns)
    if matrices.isEmpty { return try Tensor.identity(n) }
    // A tall matrix has all right vectors in the thin decomposition, without a huge U.
    let (_, s, vTransposed) = try LAPACK.svd(matrices, m >= n ? .thin : .full)
    let rank = try s.count(above: tolerance, matrices)
    return try vTransposed.sliced(starts: [rank, 0], ends: [n, n], steps: [1, 1]).transposed()
      .withLeadingSigns()
  }

  /// An orthonormal basis of the values one matrix takes, in columns.
  ///
  /// *Shapes*: `[m, n] → [m, rank]`.
  /// - Throws: as `svd()`, `.notMatrix` for leading axes, and `.invalidTolerance`.
  public func columnSpace(tolerance: RankTolerance = .default) throws(TensorError) -> Tensor {
    let matrices = try MatrixBatch.single(self, operation: "columnSpace")
    let (u, s, _) = try LAPACK.svd(matrices, .thin)
    let rank = try s.count(above: tolerance, matrices)
    return try u.sliced(starts: [0, 0], ends: [matrices.rows, rank], steps: [1, 1])
  }

  private func count(
    above tolerance: RankTolerance, _ matrices: MatrixBatch
  ) throws(TensorError) -> Int {
    let values = elements
    let bound = try tolerance.value(
      greatest: values.first ?? 0, rows: matrices.rows, columns: matrices.columns)
    return values.prefix { $0 > bound }.count
  }

  /// The matrix with the component of greatest magnitude of each column positive.
  private func withLeadingSigns() throws(TensorError) -> Tensor {
    guard shape[1] > 0 else { return self }
    let largest = try mapped(.abs).argmax(axis: 0).reshaped([1, shape[1]])
    let signs = try takenAlong(largest, axis: 0).mapped(.sign)
    return try Tensor.combine(.multiply, self, signs)
  }
}
