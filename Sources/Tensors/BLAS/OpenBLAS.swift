import COpenBLAS

/// The door to OpenBLAS: its kernels are chosen and its own threads switched off before the first
/// call.
///
/// Threaded products of small matrices are slower than serial ones, and one thread keeps the order
/// of summation fixed.
enum OpenBLAS {
  private static let isReady: Bool = {
    mfl_openblas_choose_kernels()
    openblas_set_num_threads(1)
    return true
  }()

  /// Sets up the library once; every call goes through here first.
  @inline(__always)
  static func prepare() { precondition(isReady, "OpenBLAS must be set up before it is called") }

  /// C = A B for row-major views whose extents and leading distances fit 32 bits.
  static func multiply(
    _ a: MatrixView, _ b: MatrixView, into c: UnsafeMutablePointer<Double>, rowStride: Int
  ) {
    prepare()
    let rowMajor: Int32 = 101
    let (flagA, lda) = a.blasLayout
    let (flagB, ldb) = b.blasLayout
    cblas_dgemm(
      rowMajor, flagA, flagB, Int32(a.rows), Int32(b.columns), Int32(a.columns), 1,
      a.base, Int32(lda), b.base, Int32(ldb), 0, c, Int32(rowStride))
  }
}

extension Tensor {
  /// Sets up the libraries beneath while there is one thread; they read the environment then.
  package static func prepareForThreads() { OpenBLAS.prepare() }
}
