/// How much of the singular vectors is wanted.
enum SingularVectors {
  case none
  case thin
  case full
}

/// What is asked of a singular value decomposition: matrices of one shape, and which vectors.
struct SVDProblem {
  let operation: String
  let rows: Int
  let columns: Int
  let vectors: SingularVectors

  /// Where the answers for all matrices go, one after another, row-major.
  ///
  /// *Shapes*: `s: [samples, k], u: [samples, rows, left], vt: [samples, right, columns]`.
  struct Answer {
    let s: UnsafeMutablePointer<Double>
    let u: UnsafeMutablePointer<Double>
    let vt: UnsafeMutablePointer<Double>
  }

  /// The lesser extent, which is the number of singular values.
  var smaller: Int { min(rows, columns) }

  /// The number of elements of one matrix.
  var size: Int { rows * columns }

  /// The number of left vectors.
  var left: Int {
    switch vectors {
    case .none: 0
    case .thin: smaller
    case .full: rows
    }
  }

  /// The number of right vectors.
  var right: Int {
    switch vectors {
    case .none: 0
    case .thin: smaller
    case .full: columns
    }
  }

  /// Decomposes matrices of finite numbers by the small kernel or by LAPACK, whichever is faster.
  ///
  /// - Throws: `.noConvergence`, `.extentTooLarge`; memory errors.
  func solve(
    _ a: UnsafePointer<Double>, samples: Int, into answer: Answer
  ) throws(TensorError) {
    guard samples > 0, size > 0 else { return }
    guard SmallSVD.takes(self) else {
      return try LAPACK.svd(self, 0..<samples, of: a, into: answer)
    }
    let failures = try SmallSVD.run(self, a, samples: samples, into: answer)
    if failures > 0 {
      let k = smaller
      let left = (0..<samples).filter { answer.s[$0 * k].isNaN }
      try LAPACK.svd(self, left, of: a, into: answer)
    }
  }
}

extension MatrixBatch {
  /// The singular values of every matrix, descending, with the vectors wanted.
  ///
  /// - Throws: `.noConvergence`, `.extentTooLarge`; memory errors.
  func svd(
    _ vectors: SingularVectors
  ) throws(TensorError) -> (u: Tensor, s: Tensor, vTransposed: Tensor) {
    try LongWork.perform(tensor.lengthOf(.decomposition)) { () throws(TensorError) in
      let problem = SVDProblem(
        operation: operation, rows: rows, columns: columns, vectors: vectors)
      let (uShape, sShape, vShape) = (
        try shape(rows, problem.left), try shape(smaller), try shape(problem.right, columns)
      )
      let u = try Storage(count: uShape.count)
      let s = try Storage(count: sShape.count)
      let vt = try Storage(count: vShape.count)
      let answer = SVDProblem.Answer(s: s.base, u: u.base, vt: vt.base)
      try tensor.withElements { (x) throws(TensorError) in
        guard let start = x.baseAddress else { return }
        try problem.solve(start, samples: samples, into: answer)
      }
      return (
        Tensor(shape: uShape, storage: u), Tensor(shape: sShape, storage: s),
        Tensor(shape: vShape, storage: vt)
      )
    }
  }
}
