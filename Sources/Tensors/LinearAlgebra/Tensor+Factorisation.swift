/// Eigenvalues of symmetric matrices with an orthonormal basis of eigenvectors.
public struct SymmetricEigen: Sendable {
  /// The eigenvalues, ascending.
  public let values: Tensor
  /// The eigenvectors in columns.
  public let vectors: Tensor
}

/// Eigenvalues of general matrices with eigenvectors of length 1; conjugate pairs are neighbours.
public struct GeneralEigen: Sendable {
  /// The real parts of the eigenvalues.
  public let values: Tensor
  /// The imaginary parts of the eigenvalues; the positive one of a pair comes first.
  public let imaginaryValues: Tensor
  /// The real parts of the eigenvectors, in columns.
  public let vectors: Tensor
  /// The imaginary parts of the eigenvectors, in columns.
  public let imaginaryVectors: Tensor
}

/// The factors of A = Q R, the columns of Q orthonormal and R upper triangular.
public struct QRDecomposition: Sendable {
  /// The orthogonal factor.
  public let q: Tensor
  /// The triangular factor, with a diagonal that is not negative.
  public let r: Tensor
}

extension Tensor {
  /// The eigenvalues and eigenvectors of symmetric matrices.
  ///
  /// The first component of greatest magnitude of each vector is positive.
  /// *Shapes*: `[..., n, n] → values: [..., n], vectors: [..., n, n]`.
  /// - Throws: `.notSquare`, `.notFinite`, `.notSymmetric`, `.noConvergence`; memory errors.
  public func symmetricEigen() throws(TensorError) -> SymmetricEigen {
    try LongWork.perform(lengthOf(.symmetricDecomposition)) { () throws(TensorError) in
      let matrices = try MatrixBatch.symmetric(self, operation: "symmetricEigen")
      let (values, rows) = try LAPACK.symmetricEigen(matrices)
      return SymmetricEigen(values: values, vectors: try rows.transposed())
    }
  }

  /// The eigenvalues and eigenvectors of square matrices.
  ///
  /// The first real component of greatest magnitude of each vector is positive.
  /// *Shapes*: `[..., n, n] → values: [..., n], vectors: [..., n, n]`, and so for imaginary parts.
  /// - Throws: `.notSquare`, `.notFinite`, `.noConvergence`; memory errors.
  public func eigen() throws(TensorError) -> GeneralEigen {
    try LongWork.perform(lengthOf(.decomposition)) { () throws(TensorError) in
      let result = try LAPACK.eigen(try MatrixBatch.square(self, operation: "eigen"))
      return GeneralEigen(
        values: result.real, imaginaryValues: result.imaginary,
        vectors: try result.vectorRowsReal.transposed(),
        imaginaryVectors: try result.vectorRowsImaginary.transposed())
    }
  }

  /// The factors Q with k = min(m, n) columns, and R.
  ///
  /// *Shapes*: `[..., m, n] → q: [..., m, k], r: [..., k, n]`.
  /// - Throws: `.notMatrix`, `.notFinite`, `.extentTooLarge`; memory errors.
  public func qr() throws(TensorError) -> QRDecomposition {
    try LongWork.perform(lengthOf(.factorisation)) { () throws(TensorError) in
      let matrices = try MatrixBatch(self, operation: "qr")
      let (q, r) = try LAPACK.qr(matrices, width: matrices.smaller)
      return QRDecomposition(q: try q.transposed(), r: try r.transposed())
    }
  }

  /// The factors with a square Q, whose extra columns complete the basis.
  ///
  /// *Shapes*: `[..., m, n] → q: [..., m, m], r: [..., m, n]`.
  /// - Throws: `.notMatrix`, `.notFinite`, `.extentTooLarge`; memory errors.
  public func fullQR() throws(TensorError) -> QRDecomposition {
    try LongWork.perform(lengthOf(.factorisation)) { () throws(TensorError) in
      let matrices = try MatrixBatch(self, operation: "qr")
      if matrices.isEmpty {
        return QRDecomposition(q: try matrices.identities(matrices.rows), r: self)
      }
      let (q, r) = try LAPACK.qr(matrices, width: matrices.rows)
      return QRDecomposition(q: try q.transposed(), r: try r.transposed())
    }
  }

  /// The lower triangular L with A = L Lᵀ of symmetric positive definite matrices.
  ///
  /// *Shapes*: `[..., n, n] → [..., n, n]`.
  /// - Throws: `.notSquare`, `.notFinite`, `.notSymmetric`; `.notPositiveDefinite` naming the first
  ///   leading minor that is not positive; memory errors.
  public func cholesky() throws(TensorError) -> Tensor {
    try LongWork.perform(lengthOf(.factorisation)) { () throws(TensorError) in
      try LAPACK.cholesky(try MatrixBatch.symmetric(self, operation: "cholesky"))
    }
  }
}
