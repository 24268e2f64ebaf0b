import CSmallSVD

/// Singular values of many small matrices at once, one matrix per SIMD lane.
///
/// Answers for a matrix do not depend on the matrices decomposed with it, nor on its position.
package enum SmallSVD {
  /// The instructions a decomposition may use.
  package enum Instructions: Sendable {
    /// Those every machine has.
    case portable
    /// The widest this machine has.
    case widest

    fileprivate var flag: Int32 {
      switch self {
      case .portable: Int32(small_svd_portable)
      case .widest: Int32(small_svd_widest)
      }
    }
  }

  /// The singular values of contiguous row-major matrices, each matrix's descending.
  ///
  /// Nothing is allocated for matrices small enough for the kernel but its working memory, and that
  /// only where a group of matrices exceeds 16 KB.
  /// *Shapes*: `a: [count, rows, columns] → values: [count, min(rows, columns)]`.
  /// - Throws: `.notFinite` with the first matrix that holds NaN or infinity, before anything is
  ///   computed; `.noConvergence`, `.extentTooLarge`; memory errors.
  package static func singularValues(
    of a: UnsafePointer<Double>, rows: Int, columns: Int, count: Int,
    into values: UnsafeMutablePointer<Double>
  ) throws(TensorError) {
    let operation = "singularValues"
    precondition(rows >= 0 && columns >= 0 && count >= 0, "extents are not negative")
    guard rows > 0, columns > 0, count > 0 else { return }
    if max(rows, columns) > Int(Int32.max) {
      throw .extentTooLarge(operation: operation, extent: max(rows, columns))
    }
    if let index = firstNotFinite(a, count: count * rows * columns) {
      let size = rows * columns
      throw .notFinite(operation: operation, sample: index / size, index: index % size)
    }
    try SVDProblem(operation: operation, rows: rows, columns: columns, vectors: .none)
      .solve(a, samples: count, into: SVDProblem.Answer(s: values, u: values, vt: values))
  }

  /// The position of the first number that is infinite or NaN.
  package static func firstNotFinite(_ x: UnsafePointer<Double>, count: Int) -> Int? {
    let index = first_not_finite(x, Int64(count))
    return index < 0 ? nil : Int(index)
  }

  /// Whether the kernel is faster than LAPACK, by measurement, and its working memory is small.
  ///
  /// The number of matrices does not decide, so that a matrix has the same answer alone and among
  /// others: many gain up to 32 columns without vectors and beyond, one up to 24 and 10.
  static func takes(_ problem: SVDProblem) -> Bool {
    let k = problem.smaller
    guard problem.size <= greatestSize else { return false }
    switch problem.vectors {
    case .none: return k <= 32
    case .thin: return k <= 16
    case .full: return problem.rows == problem.columns && k <= 16
    }
  }

  /// The elements of a matrix up to which a group of eight fits a second-level cache.
  private static let greatestSize = 1 << 14

  /// Decomposes matrices; a matrix that does not converge has NaN for its first value.
  ///
  /// - Returns: the number of those.
  /// - Throws: `.outOfMemory`.
  package static func run(
    _ a: UnsafePointer<Double>, rows: Int, columns: Int, samples: Int,
    s: UnsafeMutablePointer<Double>, u: UnsafeMutablePointer<Double>?,
    vt: UnsafeMutablePointer<Double>?, _ instructions: Instructions = .widest
  ) throws(TensorError) -> Int {
    let failures = small_svd(
      a, Int64(rows), Int64(columns), Int64(samples), s, u, vt, instructions.flag)
    guard failures >= 0 else {
      throw .outOfMemory(bytes: 32 * rows * columns * MemoryLayout<Double>.stride)
    }
    return Int(failures)
  }

  static func run(
    _ problem: SVDProblem, _ a: UnsafePointer<Double>, samples: Int,
    into answer: SVDProblem.Answer
  ) throws(TensorError) -> Int {
    switch problem.vectors {
    case .none:
      try run(
        a, rows: problem.rows, columns: problem.columns, samples: samples, s: answer.s, u: nil,
        vt: nil)
    case .thin, .full:
      try run(
        a, rows: problem.rows, columns: problem.columns, samples: samples, s: answer.s, u: answer.u,
        vt: answer.vt)
    }
  }
}
