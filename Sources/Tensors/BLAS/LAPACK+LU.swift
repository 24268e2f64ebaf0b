import COpenBLAS

/// The factors P L U of the transposes of square matrices, as LAPACK sees them.
struct LUFactors {
  let matrices: MatrixBatch
  private let factors: Tensor
  private let pivots: [Int32]

  /// The first exactly zero pivot of each matrix, counted from 0.
  let zeroPivots: [Int?]

  /// Factors every matrix; exactly singular ones have factors, too.
  init(_ matrices: MatrixBatch) throws(TensorError) {
    let size = matrices.rows
    var factors = matrices.tensor
    try factors.makeUnique()
    var pivots = [Int32](repeating: 0, count: matrices.samples * size)
    var zeroPivots = [Int?](repeating: nil, count: matrices.samples)
    var n = Int32(size)
    var info: Int32 = 0
    pivots.withUnsafeMutableBufferPointer { pivots in
      guard let pivotBase = pivots.baseAddress else { return }
      for sample in 0..<matrices.samples {
        OpenBLAS.routines.dgetrf_(
          &n, &n, factors.storage.base + sample * size * size, &n, pivotBase + sample * size,
          &info)
        if info > 0 { zeroPivots[sample] = Int(info) - 1 }
      }
    }
    self.matrices = matrices
    self.factors = factors
    self.pivots = pivots
    self.zeroPivots = zeroPivots
  }

  /// Solves A X = B for every matrix; the rows of `b` are the columns of B, and so for the result.
  ///
  /// *Shapes*: `b: [..., k, n]`.
  func solve(_ b: Tensor, count: Int) throws(TensorError) -> Tensor {
    let size = matrices.rows
    var result = b
    try result.makeUnique()
    var n = Int32(size)
    guard var k = Int32(exactly: count) else {
      throw .extentTooLarge(operation: matrices.operation, extent: count)
    }
    var info: Int32 = 0
    let (target, source) = (result.storage, factors.storage)
    defer { withExtendedLifetime((target, source)) {} }
    pivots.withUnsafeBufferPointer { pivots in
      guard let pivotBase = pivots.baseAddress else { return }
      for sample in 0..<matrices.samples {
        OpenBLAS.routines.dgetrs_(
          "T", &n, &k, source.base + sample * size * size, &n, pivotBase + sample * size,
          target.base + sample * size * count, &n, &info, 1)
      }
    }
    return result
  }

  /// The reciprocal condition number of each matrix in the 1-norm, as LAPACK estimates it.
  func reciprocalConditions() throws(TensorError) -> [Double] {
    let size = matrices.rows
    let work = try Storage(count: 4 * size)
    var integers = [Int32](repeating: 0, count: size)
    var n = Int32(size)
    var info: Int32 = 0
    let source = factors.storage
    defer { withExtendedLifetime(source) {} }
    return (0..<matrices.samples).map { sample in
      if zeroPivots[sample] != nil { return 0 }
      var norm = columnSumNorm(sample)
      var reciprocal = 0.0
      // The infinity norm of the transpose is the 1-norm of the matrix.
      OpenBLAS.routines.dgecon_(
        "I", &n, source.base + sample * size * size, &n, &norm, &reciprocal, work.base, &integers,
        &info, 1)
      return reciprocal.isNaN ? 0 : reciprocal
    }
  }

  /// The pivots' product of one matrix as sign, and its factors.
  func diagonal(_ sample: Int) -> (sign: Double, pivots: [Double]) {
    let size = matrices.rows
    let swaps = (0..<size).count { pivots[sample * size + $0] != Int32($0 + 1) }
    let values = factors.withElements { x in
      (0..<size).map { x[(sample * size + $0) * size + $0] }
    }
    return (swaps % 2 == 0 ? 1 : -1, values)
  }

  private func columnSumNorm(_ sample: Int) -> Double {
    let size = matrices.rows
    return matrices.tensor.withElements { x in
      var sums = [Double](repeating: 0, count: size)
      for i in 0..<size {
        for j in 0..<size { sums[j] += x[(sample * size + i) * size + j].magnitude }
      }
      return sums.max() ?? 0
    }
  }
}
