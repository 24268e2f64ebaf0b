internal import CKernels

/// One product of two matrices: by the kernel for small ones, else by BLAS.
enum MatrixProductKernel {
  /// Up to about 128×128×128 multiplications the kernel keeps up with BLAS, and a row of the result
  /// does not depend on how many rows there are.
  private static let smallProduct = 1 << 21

  /// Beyond this depth a vector times a vector or a matrix is summed pairwise.
  private static let longSum = 1024

  /// The elements of a second operand that stays in a second-level cache.
  private static let smallWeights = 1 << 16

  /// Whether the kernel does the product: small ones, and a matrix times a vector.
  ///
  /// Up to a weight matrix of 65,536 elements the number of rows does not decide, so that a point has
  /// the same bits alone and among others.
  static func usesOwnLoops(rows: Int, columns: Int, depth: Int) -> Bool {
    // Each test keeps the product below the bound squared, so the next cannot overflow.
    rows == 1 || columns == 1
      || columns <= smallProduct && depth <= smallProduct
        && (columns * depth <= smallWeights
          || rows <= smallProduct && columns * depth <= smallProduct
            && rows * columns * depth <= smallProduct)
  }

  /// C = A B, the rows of C contiguous and `rowStride` apart.
  static func multiply(
    _ a: MatrixView, _ b: MatrixView, into c: UnsafeMutablePointer<Double>, rowStride: Int
  ) {
    if !usesOwnLoops(rows: a.rows, columns: b.columns, depth: a.columns),
      a.isReadableByBLAS, b.isReadableByBLAS, rowStride <= Int(Int32.max)
    {
      OpenBLAS.multiply(a, b, into: c, rowStride: rowStride)
    } else if a.columns > longSum, a.rows == 1 || b.columns == 1, a.columnStride == 1,
      b.rowStride == 1
    {
      dots(a, b, into: c, rowStride: rowStride)
    } else {
      mfl_gemm_small(
        a.rows, b.columns, a.columns, a.base, a.rowStride, a.columnStride, b.base, b.rowStride,
        b.columnStride, c, rowStride)
    }
  }

  /// Each element of C as a dot product, whose rounding error grows with the logarithm of its length.
  private static func dots(
    _ a: MatrixView, _ b: MatrixView, into c: UnsafeMutablePointer<Double>, rowStride: Int
  ) {
    for i in 0..<a.rows {
      for j in 0..<b.columns {
        c[i * rowStride + j] = ReductionKernel.dot(
          a.base + i * a.rowStride, b.base + j * b.columnStride, count: a.columns)
      }
    }
  }
}
