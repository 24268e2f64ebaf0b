public import Autodiff
import Tensors

/// Maps that take several spaces, and what becomes of them when they are given one.
extension SmoothMap {
  /// The map on a space, if it takes several and this is one of them; otherwise the map as it is.
  ///
  /// - Throws: what does not fit where the space is of the right sort, such as a window larger than
  ///   the image.
  public func fitted(to space: Space) throws(MapError) -> SmoothMap {
    guard let shape = space.shape, domain != space, domain.isOpen || isRefitted else {
      return self
    }
    var result: SmoothMap
    switch structure {
    case .layer(let layer):
      guard let target = try layer.codomain(on: shape, declared: codomain) else { return self }
      result = SmoothMap(name, space, target, structure)
    case .chain(let layers):
      var chain = [try layers[0].fitted(to: space)]
      guard chain[0].domain == space else { return self }
      chain += layers.dropFirst()
      result = try .composed(chain)
    case .sum(let f, let g):
      let (f, g) = (try f.fitted(to: space), try g.fitted(to: space))
      guard f.codomain == g.codomain else { throw .spacesDiffer(operation: name, f, g) }
      result = SmoothMap(name, f.domain, f.codomain, .sum(f, g))
    case .product(let f, let g):
      let (f, g) = (try f.fitted(to: space), try g.fitted(to: space))
      guard f.codomain == g.codomain else { throw .spacesDiffer(operation: name, f, g) }
      result = SmoothMap(name, f.domain, f.codomain, .product(f, g))
    case .scaled(let factor, let f):
      let f = try f.fitted(to: space)
      result = SmoothMap(name, f.domain, f.codomain, .scaled(factor, f))
    case .directSum, .branch, .coupling, .flow, .solved: return self
    }
    result.name = name
    result.origin = origin
    return result
  }

  /// The map with its space filled in, if it takes the space.
  public func specialized(to space: Space) -> SmoothMap {
    (try? fitted(to: space)) ?? self
  }

  /// The map on the space the points in a tensor come from, where it takes spaces of tensors.
  ///
  /// A map of every ℝⁿ stays as it is.
  /// - Throws: `.wrongDomain`, and what does not fit.
  public func placed(for x: Term) throws(MapError) -> SmoothMap {
    guard domain.isOpen, domain != .any else { return self }
    let rank = domain.pointRank ?? x.rank
    guard x.rank >= rank else { throw .wrongDomain(map: self, found: x.shape) }
    let space = Space(Shape(Array(x.shape.dims.suffix(rank))))
    let map = try fitted(to: space)
    guard map.domain == space else { throw .wrongDomain(map: self, found: x.shape) }
    return map
  }

  /// Whether a tensor is one point of an open domain, or has one per row.
  ///
  /// A map of any space takes vectors too, so a matrix holds one point per row.
  func openPoints(in x: Term) throws(MapError) -> Points {
    if domain.takesWholeTensors { return .one }
    let rank = domain.pointRank ?? 1
    guard domain == .any || x.rank >= rank else { throw .wrongDomain(map: self, found: x.shape) }
    return x.rank <= rank ? .one : .rows
  }

  /// Whether the map has a space of its own and takes others as well.
  private var isRefitted: Bool {
    switch structure {
    case .layer(let layer): layer.takesFurtherSpaces
    case .chain, .sum, .product, .scaled, .directSum, .branch, .coupling, .flow, .solved: false
    }
  }
}

extension Layer {
  /// Where the values lie on points of a shape; nil where the layer does not take them.
  func codomain(on shape: Shape, declared: Space) throws(MapError) -> Space? {
    switch self {
    case .identity, .scaling, .elementwise, .leakyReLU, .elu, .approximateGELU, .softmax:
      return declared.isOpen ? Space(shape) : declared
    case .dropout: return Space(shape)
    case .image(let layer): return try layer.codomain(on: shape)
    case .normalization(.layer): return nil
    case .normalization(.batch(_, _, let gain, _, _)):
      guard shape.rank == 3 || shape.rank == 1 else { return nil }
      guard shape[0] == gain.shape[0] else {
        throw .badLayer(
          layer: "batch_norm", .channels(expected: gain.shape[0], found: Space(shape)))
      }
      return Space(shape)
    case .reshape(nil): return .real(shape.count)
    case .reshape(let target?):
      guard target.count == shape.count else {
        throw .badLayer(layer: "reshape", .elementCount(Space(shape), Space(target)))
      }
      return Space(target)
    case .elementwiseInverse: return declared.isOpen ? Space(shape) : declared
    case .affine, .translation, .constant, .geometric, .permutation, .function: return nil
    }
  }

  /// Whether a layer that was made for one space takes others as well.
  var takesFurtherSpaces: Bool {
    switch self {
    case .reshape, .normalization(.batch): true
    case .image, .normalization(.layer), .dropout, .identity, .affine, .translation, .constant,
      .scaling, .geometric, .permutation,
      .elementwise, .elementwiseInverse, .leakyReLU, .elu, .approximateGELU, .softmax, .function:
      false
    }
  }
}
