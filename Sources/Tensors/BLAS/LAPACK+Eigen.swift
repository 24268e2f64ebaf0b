import COpenBLAS

extension LAPACK {
  /// Eigenvalues of symmetric matrices, ascending, and orthonormal eigenvectors in the rows of the
  /// second tensor.
  ///
  /// - Throws: `.noConvergence`; memory errors.
  static func symmetricEigen(
    _ matrices: MatrixBatch
  ) throws(TensorError) -> (values: Tensor, vectorRows: Tensor) {
    let size = matrices.rows
    let values = try Storage(count: try matrices.shape(size).count)
    var vectors = matrices.tensor
    try vectors.makeUnique()
    let base = vectors.storage.base
    if matrices.samples > 0 {
      var n = Int32(size)
      var info: Int32 = 0
      var query = 0.0
      var length: Int32 = -1
      var integerQuery: Int32 = 0
      var integerLength: Int32 = -1
      OpenBLAS.routines.dsyevd_(
        "V", "L", &n, base, &n, values.base, &query, &length, &integerQuery, &integerLength, &info,
        1, 1)
      var work = try Workspace(query: query, matrices)
      integerLength = max(integerQuery, 1)
      var integers = [Int32](repeating: 0, count: Int(integerLength))
      for sample in 0..<matrices.samples {
        let a = base + sample * size * size
        OpenBLAS.routines.dsyevd_(
          "V", "L", &n, a, &n, values.base + sample * size, work.storage.base, &work.count,
          &integers, &integerLength, &info, 1, 1)
        if info != 0 { throw .noConvergence(operation: matrices.operation, sample: sample) }
        for row in 0..<size {
          let vector = a + row * size
          scale(vector, by: sign(of: vector, count: size, stride: 1), count: size, stride: 1)
        }
      }
    }
    return (Tensor(shape: try matrices.shape(size), storage: values), vectors)
  }

  /// Eigenvalues of general matrices and, in rows, their eigenvectors of length 1.
  struct GeneralEigen {
    let real: Tensor
    let imaginary: Tensor
    let vectorRowsReal: Tensor
    let vectorRowsImaginary: Tensor
  }

  /// Eigenvalues and eigenvectors of general matrices, conjugate pairs together.
  ///
  /// - Throws: `.noConvergence`; memory errors.
  static func eigen(_ matrices: MatrixBatch) throws(TensorError) -> GeneralEigen {
    let size = matrices.rows
    let real = try Storage(count: try matrices.shape(size).count)
    let imaginary = try Storage(count: real.count)
    let vectors = try Storage(count: matrices.tensor.count)
    let imaginaryVectors = try Storage(count: vectors.count, repeating: 0)
    // The transpose is what LAPACK reads as A itself.
    var copy = try matrices.tensor.transposed()
    try copy.makeUnique()
    if matrices.samples > 0 {
      var n = Int32(size)
      var one: Int32 = 1
      var info: Int32 = 0
      var query = 0.0
      var unused = 0.0
      var length: Int32 = -1
      OpenBLAS.routines.dgeev_(
        "N", "V", &n, copy.storage.base, &n, real.base, imaginary.base, &unused, &one,
        vectors.base, &n, &query, &length, &info, 1, 1)
      var work = try Workspace(query: query, matrices)
      for sample in 0..<matrices.samples {
        let wr = real.base + sample * size
        let wi = imaginary.base + sample * size
        let v = vectors.base + sample * size * size
        OpenBLAS.routines.dgeev_(
          "N", "V", &n, copy.storage.base + sample * size * size, &n, wr, wi, &unused, &one, v, &n,
          work.storage.base, &work.count, &info, 1, 1)
        if info != 0 { throw .noConvergence(operation: matrices.operation, sample: sample) }
        separate(wi, v, imaginaryVectors.base + sample * size * size, size)
      }
    }
    let shape = try matrices.shape(size)
    return GeneralEigen(
      real: Tensor(shape: shape, storage: real),
      imaginary: Tensor(shape: shape, storage: imaginary),
      vectorRowsReal: Tensor(shape: matrices.tensor.shape, storage: vectors),
      vectorRowsImaginary: Tensor(shape: matrices.tensor.shape, storage: imaginaryVectors))
  }

  /// Writes out conjugate pairs, of which LAPACK keeps the real and the imaginary part of one.
  private static func separate(
    _ wi: UnsafePointer<Double>, _ v: UnsafeMutablePointer<Double>,
    _ imaginary: UnsafeMutablePointer<Double>, _ size: Int
  ) {
    var row = 0
    while row < size {
      let x = v + row * size
      let factor = sign(of: x, count: size, stride: 1)
      scale(x, by: factor, count: size, stride: 1)
      if wi[row] == 0 || row + 1 == size {
        row += 1
        continue
      }
      for i in 0..<size {
        let part = factor * x[size + i]
        imaginary[row * size + i] = part
        imaginary[(row + 1) * size + i] = -part
        x[size + i] = x[i]
      }
      row += 2
    }
  }
}
