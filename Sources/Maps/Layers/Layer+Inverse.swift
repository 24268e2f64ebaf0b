import Autodiff
import Tensors

extension SmoothMap {
  /// The inverse of a map that is one layer, where its structure gives it.
  ///
  /// Nil for a layer that is not injective, that leads to another number of coordinates, or whose
  /// inverse has no formula.
  /// - Throws: `.spaceUnknown` for `flatten` on a space that is not known.
  public func layerInverse() throws -> SmoothMap? {
    guard case .layer(let layer) = structure else { return nil }
    func keeping(_ inverse: Layer, _ name: String? = nil) -> SmoothMap {
      SmoothMap(name ?? self.name, codomain, domain, .layer(inverse))
    }
    switch layer {
    case .identity, .dropout: return self
    case .image: return kind.form <= .affine && !domain.isOpen ? try affineInverse() : nil
    case .normalization(let normalization):
      return try normalization.inverse().map { keeping(.normalization($0)) }
    case .translation(let bias): return keeping(.translation(try -bias))
    case .scaling(let factor):
      guard factor.witness.map({ !$0.elements.contains(0) }) ?? true else { return nil }
      return keeping(.scaling(try Term(1) / factor))
    case .geometric(let nature, let weight):
      switch nature {
      case .rotation: return keeping(.geometric(.rotation, weight: try weight.transposed()))
      case .reflection: return self
      case .shear:
        let opposite = try Term(2) * Term.identity(weight.shape[0]) - weight
        return keeping(.geometric(.shear, weight: opposite))
      case .projection(let rank): return rank == weight.shape[0] ? self : nil
      }
    case .permutation(let order):
      var inverse = order
      for (position, index) in order.enumerated() { inverse[index] = position }
      return keeping(.permutation(inverse))
    case .reshape:
      guard let source = domain.shape, let target = codomain.shape else {
        throw MapError.spaceUnknown(map: self)
      }
      return try .reshaping(target, to: source)
    case .elementwise(let function):
      return Layer.inverse(of: function).map {
        keeping($0, Layer.inverseName(function.rawValue, $0))
      }
    case .leakyReLU(let slope):
      guard slope > 0, slope.isFinite, (1 / slope).isFinite else { return nil }
      return keeping(.leakyReLU(slope: 1 / slope))
    case .elu(let alpha):
      guard alpha > 0, alpha.isFinite else { return nil }
      return keeping(.elementwiseInverse(.ofELU(alpha: alpha)), "inverse(elu)")
    case .elementwiseInverse(let inverse):
      switch inverse {
      case .of(let function): return keeping(.elementwise(function), function.rawValue)
      case .ofELU(let alpha): return keeping(.elu(alpha: alpha), "elu")
      }
    case .affine: return try affineInverse()
    case .function: return kind.form <= .affine ? try affineInverse() : nil
    case .constant, .approximateGELU, .softmax: return nil
    }
  }

  /// y ↦ A⁻¹ (y − b) of an affine map of as many coordinates as it gives; nil where A is singular to
  /// working precision.
  ///
  /// Between spaces of tensors the one map is `flatten` before and `reshape` after it.
  public func affineInverse() throws -> SmoothMap? {
    guard kind.form <= .affine, let source = domain.shape, let target = codomain.shape,
      source.count == target.count
    else { return nil }
    let parts = try affineParts()
    let inverse: Term
    do {
      inverse = try parts.matrix.inverse()
    } catch .tensor(.singular) {
      return nil
    }
    var map: SmoothMap
    if let shift = parts.shift {
      map = try .affine(inverse, -Term.product(inverse, shift))
    } else {
      map = try .linear(inverse)
    }
    if target.rank != 1 {
      map = try .composed([SmoothMap.reshaping(target, to: [target.count]), map])
    }
    if source.rank != 1 {
      map = try .composed([map, SmoothMap.reshaping([source.count], to: source)])
    }
    return map
  }
}

extension Layer {
  /// The layer that undoes a function of one number; nil where it is not injective.
  fileprivate static func inverse(of function: ElementwiseFunction) -> Layer? {
    switch function {
    case .exp, .expm1, .tanh, .atan, .asin, .acos, .acosh, .squareRoot, .cubeRoot, .log2, .log10,
      .sigmoid, .softplus, .elu, .erf, .erfc:
      .elementwiseInverse(.of(function))
    case .log: .elementwise(.exp)
    case .log1p: .elementwise(.expm1)
    case .reciprocal: .elementwise(.reciprocal)
    case .sinh: .elementwise(.asinh)
    case .asinh: .elementwise(.sinh)
    case .atanh: .elementwise(.tanh)
    case .leakyReLU: .leakyReLU(slope: 100)
    case .square, .abs, .sign, .floor, .ceil, .round, .sin, .cos, .tan, .cosh, .relu, .gelu, .silu:
      nil
    }
  }

  fileprivate static func inverseName(_ name: String, _ inverse: Layer) -> String {
    switch inverse {
    case .elementwise(let function): function.rawValue
    case .elementwiseInverse: "inverse(\(name))"
    default: name
    }
  }
}
