public import Maps
public import Tensors

/// What can be wrong with a question about a piecewise affine map; facts without wording.
public enum PiecewiseAffineError: Error, Sendable {
  /// The map does something to values that depend on the point that is not piecewise affine.
  case notPiecewiseAffine(SmoothMap, operation: String)
  /// The map is a function that takes different paths at different points.
  case branches(SmoothMap)
  /// The map's cells are more than can be kept.
  case tooManyCells(SmoothMap, limit: Int)
  /// The map has a weight, or a value on a cell, that is not finite.
  case notFinite(SmoothMap)
  /// A point of another space than the map's, or one with a coordinate that is not finite.
  case wrongPoint(SmoothMap, found: Shape)
  /// A coordinate that is not a finite number.
  case coordinateNotFinite(index: Int)
  /// A box that has not one row `lo, hi` for each axis.
  case boxShape(axes: Int, found: Shape)
  /// A row of a box whose first number is not less than its second, or not finite, or that is longer
  /// or shorter than can be measured.
  case boxCorners(row: Int, low: Double, high: Double)
  /// Cells can be cut in one or two dimensions, not in so many.
  case needsSlice(SmoothMap, dimension: Int)
  /// A slice that is not an affine map from ℝ² into the map's domain.
  case badSlice(SmoothMap, of: SmoothMap, SliceFault)
  /// Pieces are those of a map from ℝ to ℝ.
  case notOnLine(SmoothMap)

  /// What is wrong with a slice.
  public enum SliceFault: Sendable {
    case domain
    case codomain
    case notAffine
  }
}
