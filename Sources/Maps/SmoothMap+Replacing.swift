public import Autodiff
import Tensors

extension SmoothMap {
  /// The net with another tensor in one of its layers.
  ///
  /// `position` counts from 0, or from the end where it is negative.
  /// - Throws: `.noSuchLayer`, `.noSuchTensor`, `.wrongTensor` for another shape, `.badLayer` where
  ///   the layer would no longer be what it is, such as a rotation.
  public func replacing(
    _ name: String, ofLayer position: Int, by value: Term
  ) throws(MapError) -> SmoothMap {
    let layers = layers
    let index = position < 0 ? position + layers.count : position
    guard layers.indices.contains(index) else {
      throw .noSuchLayer(index: position, count: layers.count)
    }
    let layer = layers[index]
    guard case .layer(let primitive) = layer.structure,
      let place = primitive.tensors.firstIndex(where: { $0.name == name && $0.role != .captured })
    else { throw .noSuchTensor(layer: layer, name: name) }
    var tensors = primitive.tensors.map(\.value)
    guard tensors[place].shape == value.shape else {
      throw .wrongTensor(
        layer: layer, name: name, expected: tensors[place].shape, found: value.shape)
    }
    tensors[place] = value
    if case .geometric(let nature, _) = primitive { try Self.check(nature, value) }
    var changed = SmoothMap(
      layer.name, layer.domain, layer.codomain, .layer(primitive.replacing(tensors)))
    changed.origin = layer.origin
    guard layers.count > 1 else { return changed }
    var chain = layers
    chain[index] = changed
    var result = SmoothMap(self.name, domain, codomain, .chain(chain))
    result.origin = origin
    return result
  }
}
