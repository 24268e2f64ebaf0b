/// The factorisations of LAPACK over batches of row-major matrices.
///
/// LAPACK counts columns first, so a row-major m×n matrix is, as it lies, its own transpose to
/// LAPACK. Callers have checked that the numbers are finite and the extents fit 32 bits.
enum LAPACK {
  /// A block of working memory, and its length as LAPACK wants it.
  struct Workspace {
    let storage: Storage
    var count: Int32

    /// Allocates what a query, which LAPACK answers as a float64 number, asked for.
    init(query: Double, operation: String, extent: Int) throws(TensorError) {
      guard let count = Int32(exactly: query.rounded(.up)), count >= 0 else {
        throw .extentTooLarge(operation: operation, extent: extent)
      }
      self.count = max(count, 1)
      storage = try Storage(count: Int(self.count), .scratch)
    }

    init(query: Double, _ matrices: MatrixBatch) throws(TensorError) {
      try self.init(
        query: query, operation: matrices.operation, extent: max(matrices.rows, matrices.columns))
    }
  }

  /// The sign by which the first component of greatest magnitude becomes positive.
  static func sign(
    of vector: UnsafePointer<Double>, count: Int, stride: Int
  ) -> Double {
    var greatest = 0.0
    for i in 0..<count where vector[i * stride].magnitude > greatest.magnitude {
      greatest = vector[i * stride]
    }
    return greatest < 0 ? -1 : 1
  }

  /// Multiplies the elements of a strided vector.
  static func scale(
    _ vector: UnsafeMutablePointer<Double>, by factor: Double, count: Int, stride: Int
  ) {
    if factor != 1 { for i in 0..<count { vector[i * stride] *= factor } }
  }
}
