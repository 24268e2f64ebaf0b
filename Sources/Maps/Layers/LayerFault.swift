public import Tensors

/// What can be wrong with the numbers a layer is made of; facts without wording.
public enum LayerFault: Error, Sendable, Equatable {
  /// A matrix that was to be a rotation is not square.
  case notSquare(Shape)
  /// A matrix that was to be orthogonal is not: the greatest entry of |AᵀA − I|, and det A.
  case notOrthogonal(defect: Double, determinant: Double)
  /// A matrix that was to stay what its layer is has become something else.
  case changedNature(defect: Double)
  /// A direction is the zero vector, or has infinite or undefined coordinates.
  case noDirection
  /// An axis of rotation that is not a vector of three numbers.
  case axisShape(Shape)
  /// A list that is not each of 0, …, n − 1 once; `index` is missing.
  case notPermutation(missing: Int, count: Int)
  /// Two coordinates that were to differ are one, or are not among the n.
  case badCoordinates(Int, Int, dimension: Int)
  /// A number that must be finite is not.
  case notFinite(what: String)
  /// A whole number lies below the least that makes sense.
  case tooSmall(what: String, value: Int, least: Int)
  /// A number lies outside the interval it may be taken from, named in words.
  case outside(what: String, value: Double, interval: String)
  /// A window is larger than the image with its padding.
  case windowTooLarge(window: [Int], image: [Int], padding: Int)
  /// Padding of a pooling window that would lie in the padding alone.
  case paddingTooLarge(padding: Int, window: Int)
  /// Images have another number of channels.
  case channels(expected: Int, found: Space)
  /// The layer is for images, that is channels × height × width.
  case needsImages(found: Space)
  /// Another number of coordinates.
  case elementCount(Space, Space)
  /// A tensor has the wrong shape, described in words.
  case tensorShape(what: String, expected: String, found: Shape)
  /// A map inside has other spaces than are needed; the need in words.
  case innerSpaces(SpacePair, needed: String)
  /// A result or a matrix would be too large.
  case tooLarge(what: String, limit: Int)
}

/// The spaces of a map, as facts of an error.
public struct SpacePair: Sendable, Equatable {
  /// What the map is called.
  public let name: String
  /// Where its points come from.
  public let domain: Space
  /// Where its values lie.
  public let codomain: Space

  init(_ map: SmoothMap) {
    name = map.name
    domain = map.domain
    codomain = map.codomain
  }
}
