public import Autodiff
public import Maps
public import Tensors

/// What each layer of a map does at a point, alone and after the layers before it.
public struct LayerProfile: Sendable {
  /// A Jacobian with the numbers that describe it.
  public struct Measure: Sendable {
    /// The Jacobian, of shape `[out, in]`; points of other shapes are taken row by row.
    public let jacobian: Tensor
    /// Its numerical rank.
    public let rank: Int
    /// Its determinant, where it is square.
    public let determinant: Double?
    /// The largest and the smallest of its singular values.
    public let largest: Double
    /// The smallest of its singular values.
    public let smallest: Double

    init(_ jacobian: Tensor) throws {
      self.jacobian = jacobian
      let evidence = try jacobian.rank()
      rank = evidence.rank
      largest = evidence.singularValues.first ?? 0
      smallest = evidence.singularValues.last ?? 0
      determinant =
        jacobian.shape[0] == jacobian.shape[1] ? try jacobian.determinant().scalar : nil
    }
  }

  /// One layer.
  public struct Layer: Sendable {
    /// What a table calls it.
    public let name: String
    /// The spaces it goes between.
    public let domain: Space
    /// The space of its values.
    public let codomain: Space
    /// The value of the chain after it.
    public let value: Tensor
    /// The layer alone, at the value before it.
    public let layer: Measure
    /// The chain up to and with it, differentiated as one map.
    public let chain: Measure
    /// By how much the chain's Jacobian differs from the layer's times that of the chain before it.
    public let residual: Double
  }

  /// The point.
  public let point: Tensor
  /// The layers, in order.
  public let layers: [Layer]

  /// The greatest difference between the chain rule's two sides.
  public var residual: Double { layers.reduce(0) { max($0, $1.residual) } }
}

/// What each layer of a map does at a point.
///
/// The Jacobian of the chain is differentiated anew after every layer, so that the chain rule is seen
/// and not assumed.
/// - Throws: `PiecewiseAffineError.wrongPoint`, `.coordinateNotFinite`; `.notFinite` for a Jacobian
///   that is not; what the map throws.
public func profile(of map: SmoothMap, at point: Term) throws -> LayerProfile {
  let map = map.specialized(to: Space(point.shape))
  let x = try checkedPoint(point, of: map)
  var rows: [LayerProfile.Layer] = []
  var value = x
  var before: Tensor?
  for (index, layer) in map.layers.enumerated() {
    try Interruption.check()
    let own = try matrix(of: layer, at: value)
    let chain = try SmoothMap.composed(Array(map.layers[...index]))
    let whole = try matrix(of: chain, at: x)
    let product = try before.map { try own.matrixProduct($0) } ?? own
    value = try layer(Term(value)).known("a value")
    rows.append(
      LayerProfile.Layer(
        name: layer.name, domain: layer.domain, codomain: layer.codomain, value: value,
        layer: try LayerProfile.Measure(own), chain: try LayerProfile.Measure(whole),
        residual: zip(whole.elements, product.elements).reduce(0) {
          max($0, ($1.0 - $1.1).magnitude)
        }))
    before = whole
  }
  return LayerProfile(point: x, layers: rows)
}

/// The Jacobian of a map at a point as a matrix, whatever the shapes of points and values.
private func matrix(of map: SmoothMap, at x: Tensor) throws -> Tensor {
  let jacobian = try jacobian(map, at: Term(x)).known("a Jacobian")
  return try jacobian.reshaped(Shape.checked([jacobian.count / max(x.count, 1), x.count]))
}
