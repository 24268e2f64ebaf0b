/// One product of two matrices: by own loops where a call would cost more than the work, else BLAS.
enum MatrixProductKernel {
  /// Below about 16×16×16 multiplications the call to BLAS costs more than it saves.
  private static let smallProduct = 4096

  /// Whether own loops do the product: small ones, and a matrix times a vector.
  static func usesOwnLoops(rows: Int, columns: Int, depth: Int) -> Bool {
    // The first test keeps the product below the bound, so the second cannot overflow.
    rows == 1 || columns == 1
      || rows <= smallProduct && columns <= smallProduct && depth <= smallProduct
        && rows * columns * depth <= smallProduct
  }

  /// C = A B, the rows of C contiguous and `rowStride` apart.
  static func multiply(
    _ a: MatrixView, _ b: MatrixView, into c: UnsafeMutablePointer<Double>, rowStride: Int
  ) {
    if !usesOwnLoops(rows: a.rows, columns: b.columns, depth: a.columns),
      a.isReadableByBLAS, b.isReadableByBLAS, rowStride <= Int(Int32.max)
    {
      OpenBLAS.multiply(a, b, into: c, rowStride: rowStride)
    } else if b.columnStride == 1 && b.columns > 1 {
      addRows(a, b, into: c, rowStride: rowStride)
    } else {
      dots(a, b, into: c, rowStride: rowStride)
    }
  }

  /// Each row of C as a sum of multiples of the rows of B.
  private static func addRows(
    _ a: MatrixView, _ b: MatrixView, into c: UnsafeMutablePointer<Double>, rowStride: Int
  ) {
    let width = b.columns
    for i in 0..<a.rows {
      let row = c + i * rowStride
      row.update(repeating: 0, count: width)
      let factors = a.base + i * a.rowStride
      for p in 0..<a.columns {
        let factor = factors[p * a.columnStride]
        let source = b.base + p * b.rowStride
        for j in 0..<width { row[j] += factor * source[j] }
      }
    }
  }

  /// Each element of C as a dot product.
  private static func dots(
    _ a: MatrixView, _ b: MatrixView, into c: UnsafeMutablePointer<Double>, rowStride: Int
  ) {
    let isContiguous = a.columnStride == 1 && b.rowStride == 1
    for i in 0..<a.rows {
      let x = a.base + i * a.rowStride
      for j in 0..<b.columns {
        let y = b.base + j * b.columnStride
        if isContiguous {
          c[i * rowStride + j] = ReductionKernel.dot(x, y, count: a.columns)
        } else {
          var total = 0.0
          for p in 0..<a.columns { total += x[p * a.columnStride] * y[p * b.rowStride] }
          c[i * rowStride + j] = total
        }
      }
    }
  }
}
