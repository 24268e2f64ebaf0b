public import Autodiff
import Tensors

extension SmoothMap {
  /// The maps one after another, the first applied first; chains are taken apart into their layers.
  ///
  /// A layer that keeps any space gets the space it is given. Every neighbouring pair is checked.
  /// - Throws: `.doesNotFit` with the layers up to the first that does not fit; `.emptyChain`.
  public static func composed(_ maps: [SmoothMap]) throws(MapError) -> SmoothMap {
    let count = maps.reduce(0) { $0 + min($1.layers.count, Self.sizeLimit) }
    guard count <= Self.sizeLimit else { throw .tooManyParts(limit: Self.sizeLimit) }
    // The layers of one map fit each other already.
    var layers = maps.first?.layers ?? []
    for layer in maps.dropFirst().flatMap(\.layers) {
      guard let given = layers.last?.codomain, !given.isOpen else {
        // Layers that keep any space take the space of the first layer that has one; what else is
        // open is checked when the chain is given a space.
        if !layer.domain.isOpen, layers.allSatisfy({ $0.domain == .any && $0.codomain == .any }) {
          layers = layers.map { $0.specialized(to: layer.domain) }
        }
        layers.append(layer)
        continue
      }
      let fitted = try layer.fitted(to: given)
      guard fitted.domain == given else {
        throw .doesNotFit(position: layers.count, chain: layers + [layer])
      }
      layers.append(fitted)
    }
    guard let first = layers.first, let last = layers.last else { throw .emptyChain }
    if layers.count == 1 { return first }
    // Layers that keep any space leave to the first other one which spaces the chain takes.
    let domain = layers.first { $0.domain != .any || $0.codomain != .any }?.domain ?? first.domain
    return try SmoothMap("chain", domain, last.codomain, .chain(layers)).limited()
  }

  /// x ↦ f(x) + g(x).
  ///
  /// - Throws: `.spacesDiffer`.
  public static func + (f: SmoothMap, g: SmoothMap) throws(MapError) -> SmoothMap {
    let (f, g) = try matched(f, g, "+")
    return try SmoothMap("sum", f.domain, f.codomain, .sum(f, g)).limited()
  }

  /// x ↦ f(x) − g(x).
  ///
  /// - Throws: `.spacesDiffer`.
  public static func - (f: SmoothMap, g: SmoothMap) throws(MapError) -> SmoothMap {
    let (f, g) = try matched(f, g, "-")
    return try SmoothMap(
      "difference", f.domain, f.codomain, .sum(f, g.scaled(by: Term(-1)))
    ).limited()
  }

  /// x ↦ f(x) · g(x), element by element.
  ///
  /// - Throws: `.spacesDiffer`.
  public static func .* (f: SmoothMap, g: SmoothMap) throws(MapError) -> SmoothMap {
    let (f, g) = try matched(f, g, ".*")
    return try SmoothMap("product", f.domain, f.codomain, .product(f, g)).limited()
  }

  /// x ↦ c f(x) for a number c.
  public func scaled(by factor: Term) -> SmoothMap {
    SmoothMap("multiple", domain, codomain, .scaled(factor, self))
  }

  /// (x, y) ↦ (f(x), g(y)): the maps side by side.
  ///
  /// - Throws: `.needsVectors` unless all four spaces are spaces of vectors.
  public func directSum(_ other: SmoothMap) throws(MapError) -> SmoothMap {
    var extents: [Int] = []
    for (map, space) in [
      (self, domain), (self, codomain), (other, other.domain), (other, other.codomain),
    ] {
      guard let shape = space.shape, shape.rank == 1 else {
        throw .needsVectors(operation: "⊕", map)
      }
      extents.append(shape[0])
    }
    for total in [extents[0] + extents[2], extents[1] + extents[3]]
    where total > Shape.elementLimit {
      throw .badWidth(layer: "⊕", total)
    }
    return try SmoothMap(
      "direct sum", .real(extents[0] + extents[2]), .real(extents[1] + extents[3]),
      .directSum(self, other)
    ).limited()
  }

  private static func matched(
    _ f: SmoothMap, _ g: SmoothMap, _ operation: String
  ) throws(MapError) -> (SmoothMap, SmoothMap) {
    let (first, second) = (f.specialized(to: g.domain), g.specialized(to: f.domain))
    guard first.domain == second.domain, first.codomain == second.codomain else {
      throw .spacesDiffer(operation: operation, f, g)
    }
    return (first, second)
  }
}

infix operator .* : MultiplicationPrecedence
infix operator |> : AdditionPrecedence

/// The second map after the first.
///
/// - Throws: `.doesNotFit`.
public func |> (first: SmoothMap, second: SmoothMap) throws(MapError) -> SmoothMap {
  try .composed([first, second])
}
