import COpenBLAS

/// The door to OpenBLAS, which is loaded at the first call: a program that needs no linear algebra
/// does not wait for it.
///
/// Its own threads are switched off. Threaded products of small matrices are slower than serial
/// ones, and one thread keeps the order of summation fixed.
enum OpenBLAS {
  /// The routines of the library.
  static let routines: mfl_openblas = {
    let routines = mfl_openblas_load()
    routines.openblas_set_num_threads(1)
    return routines
  }()

  /// C = A B for row-major views whose extents and leading distances fit 32 bits.
  static func multiply(
    _ a: MatrixView, _ b: MatrixView, into c: UnsafeMutablePointer<Double>, rowStride: Int
  ) {
    let rowMajor: Int32 = 101
    let (flagA, lda) = a.blasLayout
    let (flagB, ldb) = b.blasLayout
    routines.cblas_dgemm(
      rowMajor, flagA, flagB, Int32(a.rows), Int32(b.columns), Int32(a.columns), 1,
      a.base, Int32(lda), b.base, Int32(ldb), 0, c, Int32(rowStride))
  }
}

extension Tensor {
  /// Loads the libraries beneath while there is one thread; they read the environment then.
  package static func prepareForThreads() { _ = OpenBLAS.routines }
}
