import Autodiff
public import Maps
public import Tensors

/// How often a closed curve goes around a point of the plane, anticlockwise.
public struct Winding: Sendable {
  /// The number of turns.
  public let turns: Int
  /// How far the point is from the curve, and the nearest point of it.
  public let distance: Double
  /// The nearest point of the curve.
  public let nearest: (x: Double, y: Double)
  /// The number of the polygon's edges.
  public let edgeCount: Int
}

/// The turns of a closed polygon around a point, in exact arithmetic.
///
/// Each edge that crosses the ray from the point to the right counts 1 upwards and −1 downwards; on
/// which side of the edge the point lies is decided without rounding.
///
/// *Shapes*: `curve: [n, 2]`, `point: [2]`; the last corner is joined to the first.
/// - Throws: `CurveError`.
public func winding(of curve: Tensor, around point: Tensor) throws -> Winding {
  let corners = try corners(of: curve, dimension: 2)
  let count = curve.shape[0]
  guard point.shape == [2], point.isFinite else { throw CurveError.badPoint(point.shape) }
  let unit = unit(of: [curve, point])
  let p = (x: point[flat: 0] / unit, y: point[flat: 1] / unit)
  var turns = 0
  var (distance, nearest) = (Double.infinity, p)
  for i in 0..<count {
    if i & 1023 == 0 { try Interruption.check() }
    let j = i + 1 == count ? 0 : i + 1
    let (a, b) = (
      (x: corners[2 * i] / unit, y: corners[2 * i + 1] / unit),
      (x: corners[2 * j] / unit, y: corners[2 * j + 1] / unit)
    )
    let close = closest(to: p, from: a, to: b)
    let away = hypotenuse(close.x - p.x, close.y - p.y)
    if away < distance { (distance, nearest) = (away, close) }
    let isBeside =
      min(a.x, b.x) <= p.x && p.x <= max(a.x, b.x) && min(a.y, b.y) <= p.y && p.y <= max(a.y, b.y)
    guard a.y <= p.y && b.y > p.y || a.y > p.y && b.y <= p.y || isBeside else { continue }
    let side = ExactNumber.side(of: p, from: a, to: b)
    if side == 0, isBeside { throw CurveError.onCurve(edge: i) }
    if a.y <= p.y, b.y > p.y, side > 0 { turns += 1 }
    if a.y > p.y, b.y <= p.y, side < 0 { turns -= 1 }
  }
  return Winding(
    turns: turns, distance: distance * unit, nearest: (nearest.x * unit, nearest.y * unit),
    edgeCount: count)
}

/// The turns of the curve that a map draws on an interval, from so many points of it that at none of
/// them its speed takes it, until the next, half as far as the point is away.
///
/// The speeds are those of the derivative, so a curve that turns once or more between two points is
/// noticed, and followed more closely or refused. Distance and nearest point are those of the polygon.
/// - Throws: `CurveError`; `PiecewiseAffineError.boxShape`, `.boxCorners` for the interval.
public func winding(
  of curve: SmoothMap, on interval: Tensor, around point: Tensor
) throws -> Winding {
  let curve = curve.specialized(to: .line)
  guard let domain = curve.domain.shape, domain.count == 1, curve.codomain == .real(2) else {
    throw CurveError.notPlaneCurve(curve)
  }
  guard interval.shape == [2] else {
    throw PiecewiseAffineError.boxShape(axes: 1, found: interval.shape)
  }
  let side = try checkedBox(interval.reshaped([1, 2]), axes: 1)[0]
  guard point.shape == [2], point.isFinite else { throw CurveError.badPoint(point.shape) }
  var samples = 512
  while true {
    try Interruption.check()
    let step = (side.upperBound - side.lowerBound) / Double(samples)
    let parameters = (0...samples).map {
      $0 == samples ? side.upperBound : side.lowerBound + step * Double($0)
    }
    let rows = try Tensor(shape: Shape([samples + 1] + domain.dims), elements: parameters)
    let drawn = try curve(Term(rows)).known("a curve")
    let corners = try corners(of: drawn, dimension: 2)
    let size = corners.reduce(0) { max($0, $1.magnitude) }
    let gap = hypotenuse(corners[2 * samples] - corners[0], corners[2 * samples + 1] - corners[1])
    guard gap <= 1e-9 * max(size, 1) else { throw CurveError.notClosed(gap: gap) }
    let polygon = try Tensor(shape: [samples, 2], elements: Array(corners.dropLast(2)))
    let found = try winding(of: polygon, around: point)
    let slopes = try jacobian(curve, at: Term(rows)).known("the speed of a curve").elements
    let isFollowed = (0...samples).allSatisfy { i in
      let speed = hypotenuse(slopes[2 * i], slopes[2 * i + 1])
      let away = hypotenuse(
        corners[2 * i] - point[flat: 0], corners[2 * i + 1] - point[flat: 1])
      return speed * step <= away / 2
    }
    if isFollowed { return found }
    guard samples < 1 << 19 else {
      throw CurveError.tooClose(distance: found.distance, samples: samples)
    }
    samples *= 4
  }
}

/// A power of two to measure numbers by whose squares would overflow or vanish; otherwise 1.
func unit(of tensors: [Tensor]) -> Double {
  let largest = tensors.reduce(0) { max($0, $1.elements.greatestMagnitude) }
  guard largest > 0, largest.isFinite, !(1e-60...1e60).contains(largest) else { return 1 }
  return largest.binade
}

/// The coordinates of a closed polygon's corners, corner by corner.
///
/// - Throws: `.shape`, `.fewCorners`, `.notFinite`.
func corners(of curve: Tensor, dimension: Int) throws -> [Double] {
  guard curve.rank == 2, curve.shape[1] == dimension else {
    throw CurveError.shape(dimension: dimension, found: curve.shape)
  }
  guard curve.shape[0] >= 3 else { throw CurveError.fewCorners(curve.shape[0]) }
  if let index = curve.firstNonFinite { throw CurveError.notFinite(row: index / dimension) }
  return curve.elements
}

/// The point of a segment nearest to a point.
private func closest(
  to p: (x: Double, y: Double), from a: (x: Double, y: Double), to b: (x: Double, y: Double)
) -> (x: Double, y: Double) {
  let (dx, dy) = (b.x - a.x, b.y - a.y)
  let square = dx * dx + dy * dy
  guard square > 0 else { return a }
  let t = min(max(((p.x - a.x) * dx + (p.y - a.y) * dy) / square, 0), 1)
  return (a.x + t * dx, a.y + t * dy)
}

private func hypotenuse(_ x: Double, _ y: Double) -> Double { (x * x + y * y).squareRoot() }
