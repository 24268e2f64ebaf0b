/// The numerical ranks of several matrices of one shape, stored together.
///
/// It is a collection of `RankEvidence`, in row-major order of the leading axes.
public struct RankEvidenceBatch: Sendable {
  /// How many singular values of each matrix exceed its tolerance.
  public let ranks: [Int]
  /// The bound for each matrix.
  public let tolerances: [Double]
  /// The singular values of each matrix, descending.
  ///
  /// *Shapes*: `[..., min(m, n)]`.
  public let singularValues: Tensor

  private let valuesPerMatrix: Int

  /// Decides the rank of every matrix.
  init(_ matrices: MatrixBatch, _ tolerance: RankTolerance) throws(TensorError) {
    try self.init(
      singularValues: try matrices.svd(.none).s, rows: matrices.rows, columns: matrices.columns,
      tolerance)
  }

  /// Decides the rank of every matrix of one shape from its singular values.
  ///
  /// *Shapes*: `singularValues: [..., min(rows, columns)]`, descending.
  /// - Throws: `.invalidTolerance`.
  public init(
    singularValues: Tensor, rows: Int, columns: Int, _ tolerance: RankTolerance = .default
  ) throws(TensorError) {
    let k = Swift.min(rows, columns)
    precondition(singularValues.shape.last == k, "a matrix has as many values as its lesser extent")
    let count = singularValues.shape.dims.dropLast().reduce(1, *)
    self.singularValues = singularValues
    valuesPerMatrix = k
    var ranks = [Int](repeating: 0, count: count)
    var tolerances = [Double](repeating: 0, count: count)
    try singularValues.withElements { (values) throws(TensorError) in
      for sample in 0..<count {
        let start = sample * k
        let bound = try tolerance.value(
          greatest: k > 0 ? values[start] : 0, rows: rows, columns: columns)
        var rank = 0
        while rank < k, values[start + rank] > bound { rank += 1 }
        ranks[sample] = rank
        tolerances[sample] = bound
      }
    }
    self.ranks = ranks
    self.tolerances = tolerances
  }

  /// The least singular value of a matrix that counts, nil for rank 0.
  public func lastKept(_ sample: Int) -> Double? {
    let rank = ranks[sample]
    return rank > 0 ? singularValues[flat: sample * valuesPerMatrix + rank - 1] : nil
  }

  /// The greatest singular value of a matrix that does not count, nil for full rank.
  public func firstDropped(_ sample: Int) -> Double? {
    let rank = ranks[sample]
    return rank < valuesPerMatrix ? singularValues[flat: sample * valuesPerMatrix + rank] : nil
  }
}

extension RankEvidenceBatch: RandomAccessCollection {
  /// The position of the first matrix.
  public var startIndex: Int { 0 }

  /// The number of matrices.
  public var endIndex: Int { ranks.count }

  /// The evidence for one matrix.
  public subscript(sample: Int) -> RankEvidence {
    let start = sample * valuesPerMatrix
    return RankEvidence(
      rank: ranks[sample], tolerance: tolerances[sample],
      singularValues: singularValues.withElements { Array($0[start..<start + valuesPerMatrix]) })
  }
}
