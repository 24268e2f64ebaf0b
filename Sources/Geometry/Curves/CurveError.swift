public import Maps
public import Tensors

/// What can be wrong with a question about curves; facts without wording.
public enum CurveError: Error, Sendable {
  /// A closed polygon is given by rows of 2 or 3 numbers.
  case shape(dimension: Int, found: Shape)
  /// A closed polygon has at least three corners.
  case fewCorners(Int)
  /// A corner has a coordinate that is not finite.
  case notFinite(row: Int)
  /// A point that is not one of the plane, or not finite.
  case badPoint(Shape)
  /// The point lies on an edge of the curve.
  case onCurve(edge: Int)
  /// The curve of a map does not end where it begins.
  case notClosed(gap: Double)
  /// The map of a curve does not go from ℝ to the plane.
  case notPlaneCurve(SmoothMap)
  /// The curve passes the point so closely that so many samples do not follow it.
  case tooClose(distance: Double, samples: Int)
  /// Two curves that meet, up to rounding, are not linked and not unlinked.
  case curvesMeet(distance: Double)
  /// The sum is no whole number up to the rounding of its terms.
  case notWhole(value: Double, distance: Double)
  /// More pairs of edges than can be summed.
  case tooManyPairs(Int, limit: Int)
}
