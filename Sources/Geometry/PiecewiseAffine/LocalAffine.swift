public import Autodiff
public import Maps
public import Tensors

/// What a piecewise affine map is around a point: one affine map on one cell.
///
/// On the cell f(y) = A y + b without error beyond rounding, and the cell is all y with C y ≤ d.
public struct LocalAffine: Sendable {
  /// A, of shape `[m, n]`.
  public let matrix: Tensor
  /// b, of shape `[m]`.
  public let shift: Tensor
  /// C, of shape `[k, n]`: one row of length 1 for each kink met.
  public let normals: Tensor
  /// d, of shape `[k]`.
  public let bounds: Tensor
  /// For each kink met which side the point is on: 1 for positive, 0 for not; for a maximum the
  /// position of the greatest.
  public let pattern: [Int]
  /// The distance from the point to the nearest wall of the cell; infinite without one.
  public let distance: Double
  /// The number of kinks exactly at which the point lies, up to rounding.
  public let tightCount: Int
  /// The greatest |A x + b − f(x)| at the point itself.
  public let residual: Double
}

/// A point of a map's domain; a number is a point of ℝ¹ too.
///
/// - Throws: `.wrongPoint`, `.coordinateNotFinite`.
func checkedPoint(_ point: Term, of map: SmoothMap) throws -> Tensor {
  let isNumber = point.rank == 0 && map.domain == .real(1)
  guard isNumber || point.shape == map.domain.shape else {
    throw PiecewiseAffineError.wrongPoint(map, found: point.shape)
  }
  let x = try point.known("the point")
  if let index = x.firstNonFinite { throw PiecewiseAffineError.coordinateNotFinite(index: index) }
  return isNumber ? try x.reshaped([1]) : x
}

/// The affine map that a piecewise affine map is around a point, with its cell.
///
/// On a wall between cells the answer is that of the side where the unit is not positive.
/// - Throws: `PiecewiseAffineError`; what the map throws.
public func localAffine(of map: SmoothMap, at point: Term) throws -> LocalAffine {
  let map = map.specialized(to: Space(point.shape))
  let x = try checkedPoint(point, of: map)
  let recorded = try RecordedMap(map)
  let (n, m) = (x.count, recorded.codomain.count)
  // The coordinates themselves are the parameters.
  let input = try Tensor(shape: Shape.checked([n + 1] + x.shape.dims)) { rows in
    rows.initialize(repeating: 0)
    for i in 0..<n { rows[(i + 1) * n + i] = 1 }
  }
  var walk = CellWalk<PointCell>(recorded, parameters: n, limit: 1)
  guard let leaf = try walk.leaves(in: PointCell(x.elements), point: input).first else {
    throw PiecewiseAffineError.notFinite(map)
  }
  let coefficients = leaf.coefficients
  let shift = Tensor(Array(coefficients[..<m]))
  let matrix = try Tensor(shape: [n, m], elements: Array(coefficients[m...])).transposed()
  let value = try map(Term(x)).known("a value").elements
  let column = try Tensor(shape: [n, 1], elements: x.elements)
  let product = try matrix.matrixProduct(column).elements
  var residual = 0.0
  for i in 0..<m { residual = max(residual, (product[i] + shift[flat: i] - value[i]).magnitude) }
  var (normals, bounds): ([Double], [Double]) = ([], [])
  for inequality in leaf.cell.inequalities {
    let length = inequality.normal.reduce(0) { $0 + $1 * $1 }.squareRoot()
    normals += inequality.normal.map { $0 / length }
    bounds.append(inequality.bound / length)
  }
  return LocalAffine(
    matrix: matrix, shift: shift,
    normals: try Tensor(shape: Shape.checked([bounds.count, n]), elements: normals),
    bounds: Tensor(bounds), pattern: leaf.pattern,
    distance: leaf.cell.inequalities.map(\.distance).min() ?? .infinity,
    tightCount: leaf.cell.inequalities.count { $0.isTight }, residual: residual)
}
