public import Tensors

/// What can be wrong with a question about geometry; facts without wording.
public enum GeometryError: Error, Sendable, Equatable {
  /// A property of matrices was asked of a map.
  case needsMatrix(Property)
  /// A property was asked of a tensor that is not a matrix, or of one without entries.
  case notMatrix(Property, Shape)
  /// A property that only square matrices can have or lack was asked of another.
  case notSquare(Property, Shape)
  /// The property is one of a whole map, not of a map at a point.
  case notAtPoint(Property)
  /// The property is one of a whole space, and says nothing about points alone.
  case notOnData(Property)
  /// Points were needed, and there are none.
  case noPoints(Property)
  /// A point has no coordinates, so that nothing can be asked there.
  case noCoordinates(Property)
  /// One point was needed where many were given.
  case manyPoints(Property, count: Int)
  /// The point has a coordinate that is not a finite number.
  case pointNotFinite(Property, index: Int)
  /// A categorical family was asked of a model whose values are numbers, not one logit per category.
  case noCategories
  /// The map has no inverse, with the reason and what may be done instead.
  case noInverse(map: String, reason: String, hint: String?)
}
