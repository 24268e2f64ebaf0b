public import Maps
public import Tensors

/// The cells into which a piecewise affine map cuts a box of the plane.
public struct Regions: Sendable {
  /// A convex polygon on which the map is affine.
  public struct Cell: Sendable {
    /// The corners, anticlockwise.
    public let corners: [(x: Double, y: Double)]
    /// For each kink which side the cell is on: 1 for positive, 0 for not; for a maximum the
    /// position of the greatest.
    public let pattern: [Int]
    /// The area, in the plane of the parameters.
    public let area: Double
    /// A, row by row: for each of the m outputs its two derivatives.
    public let matrix: [Double]
    /// b, the value the cell's map has at 0.
    public let shift: [Double]
  }

  /// The cells.
  public let cells: [Cell]
  /// The number of different affine maps among them.
  public let mapCount: Int
  /// The walls between cells, each a segment with one cell on either side.
  public let walls: [(from: (x: Double, y: Double), to: (x: Double, y: Double))]
  /// The dimension of the map's values.
  public let target: Int
  /// The area of the box.
  public let boxArea: Double
  /// Nearer than this to a corner of a cell, a line passes through it.
  public let tolerance: Double

  /// The areas of all cells together.
  public var area: Double { cells.reduce(0) { $0 + $1.area } }

  /// The most cells that are kept.
  public static let limit = 200_000
  /// The most numbers that the maps of all cells may have together.
  static let numberLimit = 50_000_000
  /// The tolerance as a part of the box's diagonal.
  static let relativeTolerance = 1e-11
}

/// Cuts a box of the plane exactly into the cells on which a piecewise affine map is affine.
///
/// A map of a larger space is looked at on a slice: after an affine map from ℝ² into its domain. The
/// maps of the cells are then functions of the slice's two parameters.
///
/// *Shapes*: `box: [2, 2]`, one row `lo, hi` for each axis.
/// - Throws: `PiecewiseAffineError`; `.interrupted`; what the map throws.
public func regions(
  of map: SmoothMap, box: Tensor, slice: SmoothMap? = nil, limit: Int = Regions.limit
) throws -> Regions {
  let whole = try sliced(map, slice)
  guard whole.domain == .real(2) else {
    throw PiecewiseAffineError.needsSlice(map, dimension: whole.domain.dimension ?? 0)
  }
  let sides = try checkedBox(box, axes: 2)
  let recorded = try RecordedMap(whole)
  let polygon = Polygon(
    x: sides[0], y: sides[1], relativeTolerance: Regions.relativeTolerance)
  let parameters = try Tensor(rows: [[0, 0], [1, 0], [0, 1]])
  let m = recorded.codomain.count
  let most = min(limit, Regions.numberLimit / (3 * max(m, 1)))
  var walk = CellWalk<Polygon>(recorded, parameters: 2, limit: most)
  let leaves = try walk.leaves(in: polygon, point: parameters)
  let cells = leaves.map { leaf in
    Regions.Cell(
      corners: leaf.cell.corners.map { ($0.x, $0.y) }, pattern: leaf.pattern,
      area: leaf.cell.area,
      matrix: (0..<m).flatMap { [leaf.coefficients[m + $0], leaf.coefficients[2 * m + $0]] },
      shift: Array(leaf.coefficients[..<m]))
  }
  return Regions(
    cells: cells, mapCount: distinctCount(leaves.map(\.coefficients)),
    walls: Walls(of: leaves.map(\.cell), tolerance: polygon.tolerance).segments,
    target: m, boxArea: polygon.area, tolerance: polygon.tolerance)
}

/// The map on a slice of its domain.
///
/// - Throws: `.badSlice`.
private func sliced(_ map: SmoothMap, _ slice: SmoothMap?) throws -> SmoothMap {
  guard let slice else { return map.specialized(to: .real(2)) }
  guard slice.domain == .real(2) else {
    throw PiecewiseAffineError.badSlice(slice, of: map, .domain)
  }
  guard slice.kind.form <= .affine else {
    throw PiecewiseAffineError.badSlice(slice, of: map, .notAffine)
  }
  let map = map.specialized(to: slice.codomain)
  guard slice.codomain == map.domain else {
    throw PiecewiseAffineError.badSlice(slice, of: map, .codomain)
  }
  var whole = try SmoothMap.composed([slice, map])
  whole.name = map.name
  return whole
}

/// The sides of a box given by one row `lo, hi` for each axis.
///
/// - Throws: `.boxShape`, `.boxCorners`.
func checkedBox(_ box: Tensor, axes: Int) throws -> [ClosedRange<Double>] {
  guard box.shape == [axes, 2] else {
    throw PiecewiseAffineError.boxShape(axes: axes, found: box.shape)
  }
  let ends = box.elements
  return try (0..<axes).map { axis in
    let (low, high) = (ends[2 * axis], ends[2 * axis + 1])
    // Areas, and the squares of lengths, must not overflow or vanish.
    guard low.isFinite, high.isFinite, (1e-100...1e100).contains(high - low) else {
      throw PiecewiseAffineError.boxCorners(row: axis, low: low, high: high)
    }
    return low...high
  }
}

/// How many of the rows differ by more than 10⁻⁹ of the greatest entry of their column.
///
/// Rows are equal when they fall into the same box of a grid. The grid is shifted by a number that
/// means nothing, so that numbers programs are written with do not lie on its walls.
func distinctCount(_ rows: [[Double]]) -> Int {
  guard let width = rows.first?.count else { return 0 }
  var scales = [Double](repeating: 0, count: width)
  for row in rows {
    for (column, entry) in row.enumerated() {
      scales[column] = max(scales[column], entry.magnitude)
    }
  }
  let factors = scales.map { $0 > 0 ? 1e9 / $0 : 0 }
  return Set(
    rows.map { row in zip(row, factors).map { ($0 * $1 + 0.377).rounded(.down) + 0 } }
  ).count
}
