import COpenBLAS

/// How much of the singular vectors is wanted.
enum SingularVectors {
  case none
  case thin
  case full
}

extension LAPACK {
  /// The singular values of every matrix, descending, with the vectors wanted.
  ///
  /// LAPACK decomposes B = Aᵀ = U_B Σ V_Bᵀ, so the left vectors of A are V_B, which lie row-major in
  /// what LAPACK calls VT, and the rows of what it calls U are the right vectors of A.
  /// - Throws: `.noConvergence` when both algorithms fail; memory errors.
  static func svd(
    _ matrices: MatrixBatch, _ vectors: SingularVectors
  ) throws(TensorError) -> (u: Tensor, s: Tensor, vTransposed: Tensor) {
    let (m, n, k) = (matrices.rows, matrices.columns, matrices.smaller)
    let (left, right) =
      switch vectors {
      case .none: (0, 0)
      case .thin: (k, k)
      case .full: (m, n)
      }
    let u = try Storage(count: try matrices.shape(m, left).count)
    let s = try Storage(count: try matrices.shape(k).count)
    let vt = try Storage(count: try matrices.shape(right, n).count)
    let solver = try SingularValueSolver(matrices, vectors)
    for sample in 0..<matrices.samples {
      let uBase = u.base + sample * m * left
      let vBase = vt.base + sample * right * n
      try solver.solve(sample, s: s.base + sample * k, u: uBase, vt: vBase)
      for column in 0..<left {
        let sign = LAPACK.sign(of: uBase + column, count: m, stride: left)
        LAPACK.scale(uBase + column, by: sign, count: m, stride: left)
        if column < k { LAPACK.scale(vBase + column * n, by: sign, count: n, stride: 1) }
      }
      for row in min(k, right)..<right {
        let sign = LAPACK.sign(of: vBase + row * n, count: n, stride: 1)
        LAPACK.scale(vBase + row * n, by: sign, count: n, stride: 1)
      }
    }
    return (
      Tensor(shape: try matrices.shape(m, left), storage: u),
      Tensor(shape: try matrices.shape(k), storage: s),
      Tensor(shape: try matrices.shape(right, n), storage: vt)
    )
  }
}

/// One matrix after another through dgesdd, and through dgesvd where that does not converge.
private struct SingularValueSolver {
  private let matrices: MatrixBatch
  private let call: Call
  private let copy: Storage
  private let work: LAPACK.Workspace

  init(_ matrices: MatrixBatch, _ vectors: SingularVectors) throws(TensorError) {
    self.matrices = matrices
    call = Call(matrices, vectors)
    copy = try Storage(count: matrices.rows * matrices.columns)
    var query = 1.0
    if matrices.samples > 0 {
      // A query touches nothing but its answer, so one block stands for all the others.
      let answer = try Storage(count: 1, repeating: 0)
      let blocks = Call.Blocks(
        a: copy.base, s: copy.base, u: copy.base, vt: copy.base, work: answer.base)
      for algorithm in [Call.Algorithm.divideAndConquer, .iteration] {
        guard call.run(algorithm, blocks, length: -1) == 0 else {
          throw .extentTooLarge(
            operation: matrices.operation, extent: max(matrices.rows, matrices.columns))
        }
        query = max(query, answer.base.pointee)
      }
      withExtendedLifetime(answer) {}
    }
    work = try LAPACK.Workspace(query: query, matrices)
  }

  func solve(
    _ sample: Int, s: UnsafeMutablePointer<Double>, u: UnsafeMutablePointer<Double>,
    vt: UnsafeMutablePointer<Double>
  ) throws(TensorError) {
    let blocks = Call.Blocks(a: copy.base, s: s, u: u, vt: vt, work: work.storage.base)
    load(sample)
    if call.run(.divideAndConquer, blocks, length: work.count) == 0 { return }
    load(sample)
    if call.run(.iteration, blocks, length: work.count) == 0 { return }
    throw .noConvergence(operation: matrices.operation, sample: sample)
  }

  private func load(_ sample: Int) {
    matrices.tensor.withElements { x in
      guard let start = x.baseAddress else { return }
      copy.base.update(from: start + sample * copy.count, count: copy.count)
    }
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
  init(_ matrices: MatrixBatch, _ vectors: SingularVectors) {
    switch vectors {
    case .none: job = "N"
    case .thin: job = "S"
    case .full: job = "A"
    }
    rows = Int32(matrices.columns)
    columns = Int32(matrices.rows)
    leading = Int32(job == "S" ? matrices.smaller : matrices.rows)
    integers = [Int32](repeating: 0, count: 8 * max(matrices.smaller, 1))
  }

  /// The routine's own verdict: 0 for success.
  func run(_ algorithm: Algorithm, _ blocks: Blocks, length: Int32) -> Int32 {
    OpenBLAS.prepare()
    var (m, n, ld, length, info) = (rows, columns, leading, length, Int32(0))
    switch algorithm {
    case .divideAndConquer:
      var integers = integers
      dgesdd_(
        job, &m, &n, blocks.a, &m, blocks.s, blocks.vt, &m, blocks.u, &ld, blocks.work, &length,
        &integers, &info, 1)
    case .iteration:
      dgesvd_(
        job, job, &m, &n, blocks.a, &m, blocks.s, blocks.vt, &m, blocks.u, &ld, blocks.work,
        &length, &info, 1, 1)
    }
    return info
  }
}
