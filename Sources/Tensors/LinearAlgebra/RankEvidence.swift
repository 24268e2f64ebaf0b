/// Above which size a singular value counts as different from zero.
public enum RankTolerance: Hashable, Sendable {
  /// σ₁ · max(m, n) · ε, the rounding error of the decomposition itself.
  case `default`
  /// A bound on the singular values themselves.
  case absolute(Double)
  /// A bound relative to the greatest singular value.
  case relative(Double)

  /// The bound for one matrix.
  ///
  /// - Throws: `.invalidTolerance` when the number is negative or not finite; `.overflow` when the
  ///   greatest singular value is beyond float64.
  func value(greatest: Double, rows: Int, columns: Int) throws(TensorError) -> Double {
    guard greatest < .infinity else { throw .overflow(operation: "rank", sample: 0) }
    switch self {
    case .default:
      return greatest * Double(max(rows, columns)) * Double.ulpOfOne
    case .absolute(let bound):
      guard bound >= 0, bound.isFinite else { throw .invalidTolerance(bound) }
      return bound
    case .relative(let factor):
      guard factor >= 0, factor.isFinite else { throw .invalidTolerance(factor) }
      return factor * greatest
    }
  }
}

/// The numerical rank of a matrix, with the numbers it was decided by.
public struct RankEvidence: Hashable, Sendable {
  /// How many singular values exceed the tolerance.
  public let rank: Int
  /// The bound itself.
  public let tolerance: Double
  /// All singular values, descending.
  public let singularValues: [Double]

  /// The least singular value that counts, nil for rank 0.
  public var lastKept: Double? { rank > 0 ? singularValues[rank - 1] : nil }

  /// The greatest singular value that does not count, nil for full rank.
  public var firstDropped: Double? { rank < singularValues.count ? singularValues[rank] : nil }
}

extension RankEvidence {
  /// Decides the rank of one matrix, whose values are all that is allocated.
  init(_ matrix: MatrixBatch, _ tolerance: RankTolerance) throws(TensorError) {
    let k = matrix.smaller
    let problem = SVDProblem(
      operation: matrix.operation, rows: matrix.rows, columns: matrix.columns, vectors: .none)
    var failure: TensorError?
    let values = matrix.tensor.withElements { a in
      [Double](unsafeUninitializedCapacity: k) { values, count in
        guard k > 0, let start = a.baseAddress, let s = values.baseAddress else { return }
        do throws(TensorError) {
          try problem.solve(start, samples: 1, into: SVDProblem.Answer(s: s, u: s, vt: s))
          count = k
        } catch {
          failure = error
        }
      }
    }
    if let failure { throw failure }
    let bound = try tolerance.value(
      greatest: values.first ?? 0, rows: matrix.rows, columns: matrix.columns)
    self.init(rank: values.count(above: bound), tolerance: bound, singularValues: values)
  }
}

extension Collection<Double> {
  /// How many of the leading numbers exceed a bound.
  fileprivate func count(above bound: Double) -> Int { prefix { $0 > bound }.count }
}
