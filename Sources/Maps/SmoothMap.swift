public import Autodiff
import Tensors

/// A map between spaces: a layer, a chain of maps, or maps combined point by point.
///
/// Points are rows: a map from ℝⁿ takes a vector of n numbers, or `[m, n]` for m points, and answers
/// one row per point.
public struct SmoothMap: Sendable {
  /// How a map is made of others.
  package indirect enum Structure: Sendable {
    case layer(Layer)
    case chain([SmoothMap])
    case sum(SmoothMap, SmoothMap)
    case product(SmoothMap, SmoothMap)
    case scaled(Term, SmoothMap)
    case directSum(SmoothMap, SmoothMap)
    case branch(SmoothMap, SmoothMap)
    case coupling(Coupling)
    case flow(Flow)
    case solved(Solved)
  }

  /// What a table of layers calls it: `affine`, `tanh`, the name of a definition.
  public var name: String
  /// The space its points come from.
  public let domain: Space
  /// The space its values lie in.
  public let codomain: Space
  /// Where the program made it.
  public var origin: Origin?
  /// How it is made.
  package let structure: Structure
  /// The map as a function of points, once somebody asked.
  let known = KnownPointwise()

  /// What its structure proves.
  public let kind: Kind
  /// The number of weights.
  public let parameterCount: Int
  /// The number of layers in all its parts; a part used twice counts twice.
  let size: Int
  /// How deeply its parts are nested; maps are walked and released recursively.
  let depth: Int

  /// The layers a map may have in all.
  public static let sizeLimit = 100_000
  /// How deeply the parts of a map may be nested.
  public static let depthLimit = 500

  // What is known of the parts is worked out once, since they may be shared many times over.
  init(_ name: String, _ domain: Space, _ codomain: Space, _ structure: Structure) {
    self.name = name
    self.domain = domain
    self.codomain = codomain
    self.structure = structure
    let parts: [SmoothMap]
    switch structure {
    case .layer(let layer):
      parts = []
      kind = layer.kind
      parameterCount = layer.parameters.reduce(0) { $0 + $1.value.shape.count }
    case .chain(let layers):
      parts = layers
      kind = layers.reduce(.identity) { $0.joined($1.kind) }
      parameterCount = SmoothMap.total(layers.lazy.map(\.parameterCount))
    case .sum(let f, let g):
      parts = [f, g]
      kind = f.kind.joined(g.kind).atLeast(.linear)
      parameterCount = SmoothMap.total([f.parameterCount, g.parameterCount])
    case .directSum(let f, let g):
      parts = [f, g]
      kind = f.kind.joined(g.kind)
      parameterCount = SmoothMap.total([f.parameterCount, g.parameterCount])
    case .branch(let f, let g):
      parts = [f, g]
      kind = f.kind.joined(g.kind).atLeast(.linear)
      parameterCount = SmoothMap.total([f.parameterCount, g.parameterCount])
    case .coupling(let coupling):
      parts = [coupling.scale, coupling.shift]
      kind = coupling.scale.kind.joined(coupling.shift.kind).generalized
      parameterCount = SmoothMap.total(parts.map(\.parameterCount))
    case .flow(let flow):
      parts = [flow.field]
      kind = flow.kind
      parameterCount = flow.field.parameterCount
    case .solved(let solved):
      parts = [solved.forward]
      kind = solved.kind
      parameterCount = solved.forward.parameterCount
    case .product(let f, let g):
      parts = [f, g]
      kind = f.kind.joined(g.kind).generalized
      parameterCount = SmoothMap.total([f.parameterCount, g.parameterCount])
    case .scaled(_, let f):
      parts = [f]
      kind = f.kind.atLeast(.linear)
      parameterCount = f.parameterCount
    }
    size = parts.isEmpty ? 1 : SmoothMap.total(parts.lazy.map(\.size))
    depth = 1 + (parts.lazy.map(\.depth).max() ?? 0)
  }

  /// A sum that stops at the greatest integer.
  private static func total(_ counts: some Sequence<Int>) -> Int {
    counts.reduce(0) { sum, count in
      let (next, overflow) = sum.addingReportingOverflow(count)
      return overflow ? Int.max : next
    }
  }

  /// The map itself, unless it has too many parts or they are nested too deeply.
  ///
  /// - Throws: `.tooManyParts`.
  public func limited() throws(MapError) -> SmoothMap {
    guard size <= Self.sizeLimit, depth <= Self.depthLimit else {
      throw .tooManyParts(limit: size > Self.sizeLimit ? Self.sizeLimit : Self.depthLimit)
    }
    return self
  }

  /// The layers of a chain; a map that is not a chain is its own only layer.
  public var layers: [SmoothMap] {
    if case .chain(let layers) = structure { return layers }
    return [self]
  }

  /// The layer this map is, unless it is made of other maps.
  public var layer: Layer? {
    if case .layer(let layer) = structure { return layer }
    return nil
  }

  /// The weights with their names, `0.weight`, `0.bias`, …, in the order of the parameter vector.
  public var parameters: [(name: String, value: Term)] {
    switch structure {
    case .layer(let layer): return layer.parameters
    case .chain(let layers): return SmoothMap.numbered(layers)
    case .sum(let f, let g), .product(let f, let g), .directSum(let f, let g),
      .branch(let f, let g):
      return SmoothMap.numbered([f, g])
    case .scaled(_, let f): return f.parameters
    case .coupling(let coupling): return SmoothMap.numbered([coupling.scale, coupling.shift])
    case .flow(let flow): return flow.field.parameters
    case .solved(let solved): return solved.forward.parameters
    }
  }

  private static func numbered(_ maps: [SmoothMap]) -> [(name: String, value: Term)] {
    maps.enumerated().flatMap { index, map in
      map.parameters.map { ("\(index).\($0.name)", $0.value) }
    }
  }

  /// The value at a point, or one row per point.
  ///
  /// Axes before those of a point count points: `[a, b, n]` gives a×b rows.
  /// - Throws: `MapError.wrongDomain`, and what a user's function throws.
  public func callAsFunction(_ x: Term) throws -> Term {
    let map = try placed(for: x)
    return try map.values(at: x)
  }

  private func values(at x: Term) throws -> Term {
    switch try points(in: x) {
    case .one: return try apply(x, .one)
    case .rows:
      let extra = x.rank - (domain.shape?.rank ?? 1)
      if extra == 1 {
        return try FiniteCheck.inside(.batch(of: x.shape[0])) { try apply(x, .rows) }
      }
      let leading = Array(x.shape.dims[..<extra])
      let flat = try x.reshaped(
        Shape.checked([leading.reduce(1, *)] + x.shape.dims[extra...]))
      let values = try apply(flat, .rows)
      return try values.reshaped(Shape.checked(leading + values.shape.dims.dropFirst()))
    }
  }

  /// Whether a tensor is one point of the domain, or has one per row.
  ///
  /// - Throws: `.wrongDomain`.
  public func points(in x: Term) throws(MapError) -> Points {
    guard let point = domain.shape else { return try openPoints(in: x) }
    if x.shape == point { return .one }
    guard x.rank > point.rank, x.shape.dims.suffix(point.rank) == point.dims[...] else {
      throw .wrongDomain(map: self, found: x.shape)
    }
    return .rows
  }

  /// The value without checking the domain, for points known to be one or rows.
  public func apply(_ x: Term, _ points: Points) throws -> Term {
    switch structure {
    case .layer(let layer): return try layer.apply(x, points)
    case .chain(let layers):
      var value = x
      for (index, layer) in layers.enumerated() {
        value = try FiniteCheck.inside(
          .layer(index, of: layers.count, name: layer.name, origin: layer.origin?.index)
        ) { try layer.apply(value, points) }
      }
      return value
    case .sum(let f, let g): return try f.apply(x, points) + g.apply(x, points)
    case .product(let f, let g): return try f.apply(x, points) * g.apply(x, points)
    case .scaled(let factor, let f): return try factor * f.apply(x, points)
    case .directSum(let f, let g):
      let axis = points == .one ? 0 : 1
      let split = f.domain.dimension ?? 0
      let first = try f.apply(x.sliced(axis, 0..<split), points)
      let second = try g.apply(x.sliced(axis, split..<x.shape[axis]), points)
      return try Term.concatenate([first, second], axis: axis)
    case .branch(let f, let g):
      return try Term.concatenate(
        [f.apply(x, points), g.apply(x, points)], axis: points == .one ? 0 : 1)
    case .coupling(let coupling): return try coupling.apply(x, points)
    // Each point takes the steps it needs.
    case .flow(let flow):
      return points == .one ? try flow.run(from: x).value : try pointwise.atRows(x, .value)
    case .solved(let solved):
      return points == .one ? try solved.run(for: x).value : try solved.run(forRows: x, pointwise)
    }
  }
}
