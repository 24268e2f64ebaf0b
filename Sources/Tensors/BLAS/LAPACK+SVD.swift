import COpenBLAS

extension LAPACK {
  /// The singular values of every matrix, descending, with the vectors wanted.
  ///
  /// LAPACK decomposes B = Aᵀ = U_B Σ V_Bᵀ, so the left vectors of A are V_B, which lie row-major in
  /// what LAPACK calls VT, and the rows of what it calls U are the right vectors of A.
  /// - Throws: `.noConvergence` when both algorithms fail; memory errors.
  static func svd(
    _ problem: SVDProblem, _ samples: some Sequence<Int>, of a: UnsafePointer<Double>,
    into answer: SVDProblem.Answer
  ) throws(TensorError) {
    let (m, n, k) = (problem.rows, problem.columns, problem.smaller)
    let (left, right) = (problem.left, problem.right)
    let solver = try SingularValueSolver(problem)
    for sample in samples {
      let u = answer.u + sample * m * left
      let vt = answer.vt + sample * right * n
      try solver.solve(sample, of: a, s: answer.s + sample * k, u: u, vt: vt)
      for column in 0..<left {
        let sign = LAPACK.sign(of: u + column, count: m, stride: left)
        LAPACK.scale(u + column, by: sign, count: m, stride: left)
        if column < k { LAPACK.scale(vt + column * n, by: sign, count: n, stride: 1) }
      }
      for row in min(k, right)..<right {
        let sign = LAPACK.sign(of: vt + row * n, count: n, stride: 1)
        LAPACK.scale(vt + row * n, by: sign, count: n, stride: 1)
      }
    }
  }
}

/// One matrix after another through dgesdd, and through dgesvd where that does not converge.
private struct SingularValueSolver {
  private let problem: SVDProblem
  private let call: Call
  private let copy: Storage
  private let work: LAPACK.Workspace

  init(_ problem: SVDProblem) throws(TensorError) {
    self.problem = problem
    call = Call(problem)
    copy = try Storage(count: problem.size)
    var query = 1.0
    // A query touches nothing but its answer, so one block stands for all the others.
    let answer = try Storage(count: 1, repeating: 0)
    let blocks = Call.Blocks(
      a: copy.base, s: copy.base, u: copy.base, vt: copy.base, work: answer.base)
    for algorithm in [Call.Algorithm.divideAndConquer, .iteration] {
      guard call.run(algorithm, blocks, length: -1) == 0 else {
        throw .extentTooLarge(
          operation: problem.operation, extent: max(problem.rows, problem.columns))
      }
      query = max(query, answer.base.pointee)
    }
    withExtendedLifetime(answer) {}
    work = try LAPACK.Workspace(
      query: query, operation: problem.operation, extent: max(problem.rows, problem.columns))
  }

  func solve(
    _ sample: Int, of a: UnsafePointer<Double>, s: UnsafeMutablePointer<Double>,
    u: UnsafeMutablePointer<Double>, vt: UnsafeMutablePointer<Double>
  ) throws(TensorError) {
    let blocks = Call.Blocks(a: copy.base, s: s, u: u, vt: vt, work: work.storage.base)
    for algorithm in [Call.Algorithm.divideAndConquer, .iteration] {
      copy.base.update(from: a + sample * problem.size, count: problem.size)
      if call.run(algorithm, blocks, length: work.count) == 0 { return }
    }
    throw .noConvergence(operation: problem.operation, sample: sample)
  }
}

/// What stays the same from one call of the two routines to the next.
private struct Call {
  enum Algorithm {
    case divideAndConquer
    case iteration
  }

  struct Blocks {
    let a: UnsafeMutablePointer<Double>
    let s: UnsafeMutablePointer<Double>
    let u: UnsafeMutablePointer<Double>
    let vt: UnsafeMutablePointer<Double>
    let work: UnsafeMutablePointer<Double>
  }

  private let job: String
  private let rows: Int32
  private let columns: Int32
  private let leading: Int32
  private let integers: [Int32]

  /// The extents are those LAPACK sees: the transposed matrices'.
  init(_ problem: SVDProblem) {
    switch problem.vectors {
    case .none: job = "N"
    case .thin: job = "S"
    case .full: job = "A"
    }
    rows = Int32(problem.columns)
    columns = Int32(problem.rows)
    leading = Int32(job == "S" ? problem.smaller : problem.rows)
    integers = [Int32](repeating: 0, count: 8 * max(problem.smaller, 1))
  }

  /// The routine's own verdict: 0 for success.
  func run(_ algorithm: Algorithm, _ blocks: Blocks, length: Int32) -> Int32 {
    var (m, n, ld, length, info) = (rows, columns, leading, length, Int32(0))
    switch algorithm {
    case .divideAndConquer:
      var integers = integers
      OpenBLAS.routines.dgesdd_(
        job, &m, &n, blocks.a, &m, blocks.s, blocks.vt, &m, blocks.u, &ld, blocks.work, &length,
        &integers, &info, 1)
    case .iteration:
      OpenBLAS.routines.dgesvd_(
        job, job, &m, &n, blocks.a, &m, blocks.s, blocks.vt, &m, blocks.u, &ld, blocks.work,
        &length, &info, 1, 1)
    }
    return info
  }
}
