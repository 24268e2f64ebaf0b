import COpenBLAS

extension LAPACK {
  /// The orthogonal factor, transposed, with `width` rows, and the triangular factor, transposed.
  ///
  /// The diagonal of R is made non-negative.
  /// - Throws: memory errors.
  static func qr(
    _ matrices: MatrixBatch, width: Int
  ) throws(TensorError) -> (qTransposed: Tensor, rTransposed: Tensor) {
    let (rows, columns, smaller) = (matrices.rows, matrices.columns, matrices.smaller)
    var copy = try matrices.tensor.transposed()
    try copy.makeUnique()
    let qShape = try matrices.shape(width, rows)
    let rShape = try matrices.shape(columns, width)
    let q = try Storage(count: qShape.count, repeating: 0)
    let r = try Storage(count: rShape.count, repeating: 0)
    if matrices.samples > 0 {
      let tau = try Storage(count: smaller)
      var (m, n, k, w) = (Int32(rows), Int32(columns), Int32(smaller), Int32(width))
      var info: Int32 = 0
      var length: Int32 = -1
      var query = 0.0
      OpenBLAS.routines.dgeqrf_(&m, &n, copy.storage.base, &m, tau.base, &query, &length, &info)
      var second = 0.0
      OpenBLAS.routines.dorgqr_(&m, &w, &k, q.base, &m, tau.base, &second, &length, &info)
      var work = try Workspace(query: max(query, second), matrices)
      for sample in 0..<matrices.samples {
        let a = copy.storage.base + sample * rows * columns
        OpenBLAS.routines.dgeqrf_(&m, &n, a, &m, tau.base, work.storage.base, &work.count, &info)
        let upper = r.base + sample * columns * width
        for column in 0..<columns {
          (upper + column * width).update(
            from: a + column * rows, count: min(column + 1, smaller))
        }
        let basis = q.base + sample * width * rows
        basis.update(from: a, count: smaller * rows)
        OpenBLAS.routines.dorgqr_(
          &m, &w, &k, basis, &m, tau.base, work.storage.base, &work.count, &info)
        for i in 0..<smaller where upper[i * width + i] < 0 {
          scale(upper + i, by: -1, count: columns, stride: width)
          scale(basis + i * rows, by: -1, count: rows, stride: 1)
        }
      }
    }
    return (Tensor(shape: qShape, storage: q), Tensor(shape: rShape, storage: r))
  }

  /// The lower triangular factor of symmetric positive definite matrices.
  ///
  /// - Throws: `.notPositiveDefinite`; memory errors.
  static func cholesky(_ matrices: MatrixBatch) throws(TensorError) -> Tensor {
    let size = matrices.rows
    var factor = matrices.tensor
    try factor.makeUnique()
    var n = Int32(size)
    var info: Int32 = 0
    for sample in 0..<matrices.samples {
      let a = factor.storage.base + sample * size * size
      // Row-major lower is LAPACK's upper.
      OpenBLAS.routines.dpotrf_("U", &n, a, &n, &info, 1)
      if info != 0 { throw .notPositiveDefinite(sample: sample, order: Int(info)) }
      for i in 0..<size {
        (a + i * size + i + 1).update(repeating: 0, count: size - i - 1)
      }
    }
    return factor
  }
}
