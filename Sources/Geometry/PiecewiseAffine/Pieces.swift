public import Maps
public import Tensors

/// The pieces of a piecewise affine function of one variable on an interval.
public struct Pieces: Sendable {
  /// The ends of the pieces: those of the interval first and last.
  public let breakpoints: [Double]
  /// The slope on each piece.
  public let slopes: [Double]
  /// The value each piece has, or would have, at 0.
  public let intercepts: [Double]
  /// The number of cells of equal activation, which may be more than the pieces.
  public let cellCount: Int
  /// The greatest jump between neighbouring pieces; 0 up to rounding for a continuous function.
  public let greatestJump: Double
  /// Nearer than this to another one, a breakpoint is the same.
  public let tolerance: Double

  /// The number of pieces.
  public var count: Int { slopes.count }
}

/// The pieces of a piecewise affine function from ℝ to ℝ on an interval.
///
/// Neighbouring cells with the same slope and value are one piece.
/// - Throws: `PiecewiseAffineError`; `.interrupted`; what the function throws.
public func pieces(
  of map: SmoothMap, on interval: Tensor, limit: Int = Regions.limit
) throws -> Pieces {
  let map = map.specialized(to: .line)
  guard map.domain.dimension == 1, map.codomain.dimension == 1, let point = map.domain.shape else {
    throw PiecewiseAffineError.notOnLine(map)
  }
  guard interval.shape == [2] else {
    throw PiecewiseAffineError.boxShape(axes: 1, found: interval.shape)
  }
  let side = try checkedBox(interval.reshaped([1, 2]), axes: 1)[0]
  let leaves = try intervals(of: map, side, point, limit: limit)
  var (breakpoints, slopes, intercepts) = ([side.lowerBound], [Double](), [Double]())
  let steepest = leaves.reduce(0) { max($0, $1.coefficients[1].magnitude) }
  let highest = leaves.reduce(0) { max($0, $1.coefficients[0].magnitude) }
  var jump = 0.0
  for (leaf, next) in zip(leaves, leaves.dropFirst().map(Optional.some) + [nil]) {
    let (value, slope) = (leaf.coefficients[0], leaf.coefficients[1])
    if let next {
      let (nextValue, nextSlope) = (next.coefficients[0], next.coefficients[1])
      let change = (nextValue - value) + (nextSlope - slope) * leaf.cell.high
      if (nextSlope - slope).magnitude <= 1e-12 * steepest,
        (nextValue - value).magnitude <= 1e-12 * max(highest, steepest * leaf.cell.high.magnitude)
      {
        continue
      }
      jump = max(jump, change.magnitude)
    }
    breakpoints.append(leaf.cell.high)
    slopes.append(slope)
    intercepts.append(value)
  }
  return Pieces(
    breakpoints: breakpoints, slopes: slopes, intercepts: intercepts, cellCount: leaves.count,
    greatestJump: jump, tolerance: leaves[0].cell.tolerance)
}

/// The cells of a map of one variable, from left to right.
func intervals(
  of map: SmoothMap, _ side: ClosedRange<Double>, _ point: Shape, limit: Int
) throws -> [CellWalk<Interval>.Leaf] {
  let recorded = try RecordedMap(map)
  let cell = Interval(
    low: side.lowerBound, high: side.upperBound,
    tolerance: Regions.relativeTolerance * (side.upperBound - side.lowerBound))
  let parameter = try Tensor(shape: Shape([2] + point.dims), elements: [0, 1])
  var walk = CellWalk<Interval>(recorded, parameters: 1, limit: limit)
  let leaves = try walk.leaves(in: cell, point: parameter)
  return leaves.sorted { $0.cell.low < $1.cell.low }
}
