import Autodiff
public import Maps
import Tensors

/// The inverse of a map, exact where the structure gives it.
///
/// Affine maps, elementwise bijections, permutations, couplings and flows are undone by formulas,
/// chains link by link in reverse, direct sums part by part. An affine map and a contraction added to
/// it are undone by a fixed point. What is left is solved by Newton's method, unless the map is known not
/// to be injective.
/// - Throws: `GeometryError.noInverse` with the reason; `MapError.spaceUnknown`.
public func inverse(of map: SmoothMap) throws -> SmoothMap {
  let name = MapJudge.name(of: map)
  if let source = map.domain.dimension, let target = map.codomain.dimension, source != target {
    throw GeometryError.noInverse(
      map: name,
      reason: "it maps \(map.domain) to \(map.codomain), and an inverse needs equal dimensions",
      hint: source < target
        ? "a left inverse undoes it on its image only; pinv(A) is one for a matrix"
        : "a right inverse picks one of many points; pinv(A) is one for a matrix")
  }
  if let inverse = try Inverter.inverse(of: map) { return inverse }
  let injective = try judge(map, .injective)
  if injective.answer == .no {
    throw GeometryError.noInverse(
      map: name, reason: "it is not injective: \(injective.reason)",
      hint: nil)
  }
  guard !map.domain.isOpen else { throw MapError.spaceUnknown(map: map) }
  return .solved(map, .newton)
}

/// Inverses that the structure gives.
private enum Inverter {
  /// Nil where it gives none.
  static func inverse(of map: SmoothMap) throws -> SmoothMap? {
    switch map.structure {
    case .layer: return try map.layerInverse()
    case .chain(let layers): return try chain(layers)
    case .scaled(let factor, let f):
      let value = try factor.known("a factor").elements.first ?? 0
      guard value != 0, let inverse = try inverse(of: f) else { return nil }
      return try SmoothMap.composed([.scaling(try Term(1) / factor), inverse])
    case .directSum(let f, let g):
      guard let first = try inverse(of: f), let second = try inverse(of: g) else { return nil }
      return try first.directSum(second)
    case .sum(let f, let g): return try sum(map, f, g)
    case .coupling, .flow, .solved: return try map.partInverse()
    case .product, .branch: return map.kind.form <= .affine ? try map.affineInverse() : nil
    }
  }

  /// The links in reverse; neighbouring affine ones count as one map where one alone has no inverse.
  private static func chain(_ layers: [SmoothMap]) throws -> SmoothMap? {
    var inverses: [SmoothMap] = []
    var start = 0
    while start < layers.count {
      var end = start + 1
      if layers[start].kind.form <= .affine {
        while end < layers.count, layers[end].kind.form <= .affine { end += 1 }
      }
      let run = Array(layers[start..<end])
      let single = try run.map { try inverse(of: $0) }
      if !single.contains(where: { $0 == nil }) {
        inverses += single.compactMap { $0 }
      } else if run.count > 1, let merged = try SmoothMap.composed(run).affineInverse() {
        inverses.append(merged)
      } else {
        return nil
      }
      start = end
    }
    return try .composed(inverses.reversed())
  }

  /// An affine map and another with a smaller Lipschitz constant than it stretches by.
  private static func sum(_ map: SmoothMap, _ f: SmoothMap, _ g: SmoothMap) throws -> SmoothMap? {
    if map.kind.form <= .affine { return try map.affineInverse() }
    guard !map.domain.isOpen, map.domain == map.codomain else { return nil }
    for (affine, rest) in [(f, g), (g, f)] where affine.kind.form <= .affine {
      guard let form = try AffineForm(of: affine, name: affine.name), form.lowest == form.source,
        let constant = StructuralProof(try Piece.pieces(of: rest)).lipschitz,
        constant < form.leastStretch * (1 - 1e-12), let inverse = try affine.affineInverse()
      else { continue }
      return .solved(map, .fixedPoint(inverse: inverse, rest: rest))
    }
    return nil
  }
}
