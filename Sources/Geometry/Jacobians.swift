public import Autodiff
public import Maps
public import Tensors

/// The Jacobians of a map at many points, one matrix per point, which are not kept.
///
/// They are computed a tile of points at a time and handed to what is asked of them, so the memory
/// used does not grow with the number of points beyond the answer itself.
public struct Jacobians: Sendable {
  private let function: Pointwise
  private let points: Tensor
  /// The extents that count points.
  private let leading: [Int]
  /// The rows of each matrix: the dimension of a value.
  public let rows: Int
  /// The columns of each matrix: the dimension of a point.
  public let columns: Int

  /// The Jacobians of a map between spaces of vectors at points in rows; nil for other spaces, and
  /// for a single point.
  ///
  /// *Shapes*: `points: [..., n]`.
  public init?(of map: SmoothMap, at points: Term) {
    guard points.rank >= 2, let points = points.concrete, let columns = points.shape.last else {
      return nil
    }
    guard map.domain == .any || map.domain == .real(columns),
      let codomain = map.specialized(to: .real(columns)).codomain.shape, codomain.rank == 1
    else { return nil }
    function = map.pointwise
    leading = Array(points.shape.dims.dropLast())
    rows = codomain[0]
    self.columns = columns
    guard let count = try? Shape.checked(leading).count,
      let flat = try? points.reshaped(Shape.checked([count, columns]))
    else { return nil }
    self.points = flat
  }

  /// The number of points.
  public var count: Int { points.shape[0] }

  /// How many numbers they all have, beyond every integer if need be.
  public var elementCount: Double { Double(count) * Double(rows) * Double(columns) }

  /// One answer per point, from what a function makes of a tile of matrices.
  ///
  /// *Shapes*: the function takes `[k, m, n]` and gives `[k, ...]`; the result is `[points..., ...]`.
  /// It is called from several threads.
  /// - Throws: what the map or the function throws.
  public func reduced(
    _ statistic: @escaping @Sendable (Tensor) throws -> Tensor
  ) throws -> Tensor {
    let single = try statistic(Tensor(repeating: 1, shape: [1, rows, columns]))
    let each = Shape(Array(single.shape.dims.dropFirst()))
    let result = try function.atRows(
      points, .jacobian, single: [rows, columns], each: each, reducing: statistic)
    return try result.reshaped(Shape.checked(leading + each.dims))
  }

  /// The singular values of each, descending.
  ///
  /// *Shapes*: `[points..., min(m, n)]`.
  /// - Throws: what the map throws; `.notFinite` with the number of the point.
  public func singularValues() throws -> Tensor {
    try reduced { try $0.singularValues() }
  }

  /// The numerical rank of each, with the numbers it was decided by.
  ///
  /// - Throws: as `singularValues()`, and `.invalidTolerance`.
  public func rankEvidence(tolerance: RankTolerance = .default) throws -> RankEvidenceBatch {
    try RankEvidenceBatch(
      singularValues: reduced { try $0.singularValues(for: "rank") }, rows: rows, columns: columns,
      tolerance)
  }
}
