extension Tensor {
  /// The numerical rank of each matrix, in row-major order of the leading axes.
  ///
  /// - Throws: as `singularValues()`, and `.invalidTolerance`.
  public func rankEvidence(
    tolerance: RankTolerance = .default
  ) throws(TensorError) -> RankEvidenceBatch {
    try RankEvidenceBatch(try MatrixBatch(self, operation: "rank"), tolerance)
  }

  /// The numerical rank of one matrix.
  ///
  /// - Throws: as `singularValues()`, `.notMatrix` for leading axes, and `.invalidTolerance`.
  public func rank(tolerance: RankTolerance = .default) throws(TensorError) -> RankEvidence {
    try LongWork.perform(lengthOf(.decomposition)) { () throws(TensorError) in
      try RankEvidence(try MatrixBatch.single(self, operation: "rank"), tolerance)
    }
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
    let (_, s, vTransposed) = try matrices.svd(m >= n ? .thin : .full)
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
    let (u, s, _) = try matrices.svd(.thin)
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
