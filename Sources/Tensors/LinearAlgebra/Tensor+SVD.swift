/// The factors of A = U diag(s) Vᵀ.
public struct SingularValueDecomposition: Sendable {
  /// The left singular vectors in columns.
  public let u: Tensor
  /// The singular values, descending.
  public let s: Tensor
  /// The right singular vectors in columns.
  public let v: Tensor
}

extension Tensor {
  /// The singular values, descending.
  ///
  /// *Shapes*: `[..., m, n] → [..., min(m, n)]`.
  /// - Throws: `.notMatrix`, `.notFinite`, `.noConvergence`, `.extentTooLarge`; memory errors.
  public func singularValues() throws(TensorError) -> Tensor {
    try singularValues(for: "singularValues")
  }

  /// The singular values as part of another operation, which errors name.
  package func singularValues(for operation: String) throws(TensorError) -> Tensor {
    try MatrixBatch(self, operation: operation).svd(.none).s
  }

  /// The singular value decomposition with k = min(m, n) vectors on each side.
  ///
  /// The first component of greatest magnitude of each column of U is positive, which fixes the
  /// signs; where singular values coincide the vectors remain a choice.
  /// *Shapes*: `[..., m, n] → u: [..., m, k], s: [..., k], v: [..., n, k]`.
  /// - Throws: `.notMatrix`, `.notFinite`, `.noConvergence`, `.extentTooLarge`; memory errors.
  public func svd() throws(TensorError) -> SingularValueDecomposition {
    let (u, s, vTransposed) = try MatrixBatch(self, operation: "svd").svd(.thin)
    return SingularValueDecomposition(u: u, s: s, v: try vTransposed.transposed())
  }

  /// The singular value decomposition with square U and V; extra columns complete the bases.
  ///
  /// *Shapes*: `[..., m, n] → u: [..., m, m], s: [..., min(m, n)], v: [..., n, n]`.
  /// - Throws: `.notMatrix`, `.notFinite`, `.noConvergence`, `.extentTooLarge`; memory errors.
  public func fullSVD() throws(TensorError) -> SingularValueDecomposition {
    let matrices = try MatrixBatch(self, operation: "svd")
    if matrices.isEmpty {
      return SingularValueDecomposition(
        u: try matrices.identities(matrices.rows),
        s: try Tensor(repeating: 0, shape: try matrices.shape(0)),
        v: try matrices.identities(matrices.columns))
    }
    let (u, s, vTransposed) = try matrices.svd(.full)
    return SingularValueDecomposition(u: u, s: s, v: try vTransposed.transposed())
  }

  /// The Moore–Penrose inverse; singular values up to the tolerance count as zero.
  ///
  /// *Shapes*: `[..., m, n] → [..., n, m]`.
  /// - Throws: as `svd()`, and `.invalidTolerance`.
  public func pseudoinverse(
    tolerance: RankTolerance = .default
  ) throws(TensorError) -> Tensor {
    let matrices = try MatrixBatch(self, operation: "pseudoinverse")
    let (u, s, vTransposed) = try matrices.svd(.thin)
    let scale = try s.reciprocals(tolerance, matrices)
    let scaled = try Tensor.combine(
      .multiply, vTransposed, try scale.reshaped(try matrices.shape(matrices.smaller, 1)))
    return try Tensor.batchedProduct(try scaled.transposed(), try u.transposed())
  }

  /// The shortest x for which |A x − b| is least; any shape of A and any rank will do.
  ///
  /// *Shapes*: `[..., m, n]` with `b: [..., m] → [..., n]` or `b: [..., m, k] → [..., n, k]`.
  /// - Throws: as `svd()`, `.invalidTolerance`, and `.shapeMismatch`.
  public func leastSquares(
    _ b: Tensor, tolerance: RankTolerance = .default
  ) throws(TensorError) -> Tensor {
    let matrices = try MatrixBatch(self, operation: "leastSquares")
    let right = try RightHandSide(b, matrices)
    let (u, s, vTransposed) = try matrices.svd(.thin)
    let scale = try s.reciprocals(tolerance, matrices)
      .reshaped(try matrices.shape(matrices.smaller, 1))
    let components = try Tensor.batchedProduct(try u.transposed(), right.columns)
    return try right.restored(
      try Tensor.batchedProduct(
        try vTransposed.transposed(), try Tensor.combine(.multiply, components, scale)),
      rows: matrices.columns)
  }

  /// 1/σ above the tolerance of its matrix, 0 elsewhere.
  private func reciprocals(
    _ tolerance: RankTolerance, _ matrices: MatrixBatch
  ) throws(TensorError) -> Tensor {
    let k = matrices.smaller
    var reciprocals = elements
    for start in stride(from: 0, to: reciprocals.count, by: Swift.max(k, 1)) {
      let limit = try tolerance.value(
        greatest: reciprocals[start], rows: matrices.rows, columns: matrices.columns)
      for i in start..<(start + k) {
        reciprocals[i] = reciprocals[i] > limit ? 1 / reciprocals[i] : 0
      }
    }
    return try Tensor(shape: shape, elements: reciprocals)
  }
}
