public import Autodiff
public import Tensors

/// What can go wrong when maps are built and applied; facts without wording.
public enum MapError: Error, Sendable {
  /// In a chain, a layer takes another space than the one before it gives.
  ///
  /// `chain` are the layers so far, the last of which does not fit; `position` is its index.
  case doesNotFit(position: Int, chain: [SmoothMap])
  /// Two maps to be combined point by point have different domains or codomains.
  case spacesDiffer(operation: String, SmoothMap, SmoothMap)
  /// A point does not lie in the domain.
  case wrongDomain(map: SmoothMap, found: Shape)
  /// At a point where the function of a map was not recorded, its value lies in another space.
  case wrongCodomain(name: String, domain: Space, codomain: Space, found: Shape)
  /// The domain is not a space of vectors, which the operation needs.
  case needsVectors(operation: String, SmoothMap)
  /// A map made of more parts, or of parts nested more deeply, than can be worked with.
  case tooManyParts(limit: Int)
  /// A chain of no maps.
  case emptyChain
  /// A weight is not a matrix, or a bias does not fit it.
  case badWeights(layer: String, weight: Shape, bias: Shape?)
  /// A layer of no width, or of more than can be.
  case badWidth(layer: String, Int)
  /// The numbers a layer is made of do not make one.
  case badLayer(layer: String, LayerFault)
  /// The map's spaces are not known, so that the question has no answer.
  case spaceUnknown(map: SmoothMap)
  /// A question for affine maps was asked of one that is not known to be; `layer` is to blame.
  case notAffine(map: SmoothMap, layer: SmoothMap, position: Int?)
  /// There is no layer with this index.
  case noSuchLayer(index: Int, count: Int)
  /// The layer is not made with a tensor of this name.
  case noSuchTensor(layer: SmoothMap, name: String)
  /// A tensor is to be replaced by one of another shape.
  case wrongTensor(layer: SmoothMap, name: String, expected: Shape, found: Shape)
  /// A number has no inverse image: it lies outside the image of the function.
  case outsideImage(function: String, value: Double, image: String)
  /// A value that is found by iteration was not found.
  case notConverged(layer: String, Nonconvergence)
  /// The computation failed.
  case autodiff(AutodiffError)
}

extension MapError {
  /// Whether the work stopped because it was asked to, in this layer or one below.
  public var isInterruption: Bool {
    if case .autodiff(let error) = self { error.isInterruption } else { false }
  }
}

/// Runs a computation and reports its failure as this module's error.
func reporting<Result>(
  _ body: () throws(AutodiffError) -> Result
) throws(MapError) -> Result {
  do { return try body() } catch { throw .autodiff(error) }
}
