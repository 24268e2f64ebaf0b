import Autodiff
import Tensors

/// A net whose neighbouring affine layers have been multiplied out.
public struct Collapse: Sendable {
  /// One run of affine layers that became one map.
  public struct Merge: Sendable {
    /// The positions of the layers in the net they came from.
    public let layers: ClosedRange<Int>
    /// What they are called.
    public let names: [String]
    /// The one map.
    public let map: SmoothMap
    /// The width of the narrowest space on the way, a bound of the rank.
    public let rankBound: Int
  }

  /// The net with its affine layers merged.
  public let map: SmoothMap
  /// What was merged.
  public let merges: [Merge]
  /// Runs that stay as they are because their matrix would be too large.
  public let tooLarge: [ClosedRange<Int>]
  /// The greatest difference of a coordinate from the net's, at sample points.
  public let defect: Double
  /// The greatest coordinate of the values there.
  public let size: Double
  /// How many sample points there were.
  public let samples: Int
}

extension SmoothMap {
  private static let collapseSamples = 64

  /// The same function with each run of neighbouring affine layers as one affine map.
  ///
  /// On spaces of tensors the one map is `flatten` before and `reshape` after it where needed.
  /// - Throws: `.spaceUnknown` for a net whose space is open.
  public func collapsed() throws -> Collapse {
    guard !domain.isOpen else { throw MapError.spaceUnknown(map: self) }
    var result: [SmoothMap] = []
    var merges: [Collapse.Merge] = []
    var tooLarge: [ClosedRange<Int>] = []
    let layers = layers
    var start = 0
    while start < layers.count {
      var end = start
      while end < layers.count, layers[end].kind.form <= .affine { end += 1 }
      guard end - start > 1 else {
        result.append(layers[start])
        start += 1
        continue
      }
      let run = Array(layers[start..<end])
      let widths = run.compactMap(\.domain.dimension) + [run[run.count - 1].codomain.dimension ?? 0]
      let (entries, overflow) = widths[0].multipliedReportingOverflow(by: widths[widths.count - 1])
      if overflow || entries > Self.matrixLimit {
        tooLarge.append(start...end - 1)
        result += run
      } else if let one = try Self.merged(run) {
        result += one.layers
        merges.append(
          Collapse.Merge(
            layers: start...end - 1, names: run.map(\.name), map: one,
            rankBound: widths.min() ?? 0))
      } else {
        result += run
      }
      start = end
    }
    var map = try SmoothMap.composed(result)
    if merges.isEmpty { map = self }
    let (defect, size) = try merges.isEmpty ? (0, 0) : difference(from: map)
    return Collapse(
      map: map, merges: merges, tooLarge: tooLarge, defect: defect, size: size,
      samples: merges.isEmpty ? 0 : Self.collapseSamples)
  }

  /// One map for a run of affine layers; nil where it would be no shorter.
  private static func merged(_ run: [SmoothMap]) throws -> SmoothMap? {
    let chain = try composed(run)
    guard let source = chain.domain.shape, let target = chain.codomain.shape else { return nil }
    if chain.kind.form == .identity { return .identity(on: chain.domain) }
    var parts: [SmoothMap] = []
    if source.rank != 1 { parts.append(try reshaping(source, to: [source.count])) }
    let reshapes = (source.rank != 1 ? 1 : 0) + (target.rank != 1 ? 1 : 0)
    guard run.count > 1 + reshapes else { return nil }
    let affine = try chain.affineParts()
    parts.append(
      try affine.shift.map { try SmoothMap.affine(affine.matrix, $0) }
        ?? SmoothMap.linear(affine.matrix))
    if target.rank != 1 { parts.append(try reshaping([target.count], to: target)) }
    return try composed(parts)
  }

  /// The greatest difference of two maps at reproducible points, and the greatest value there.
  private func difference(from other: SmoothMap) throws -> (defect: Double, size: Double) {
    guard let shape = domain.shape else { return (0, 0) }
    var generator = RandomGenerator(seed: 0).named("collapse")
    let points = Term(
      try generator.normal(Shape.checked([Self.collapseSamples] + shape.dims)))
    let (a, b) = (
      try self(points).known("a value").elements, try other(points).known("a value").elements
    )
    let defect = zip(a, b).reduce(0.0) { max($0, ($1.0 - $1.1).magnitude) }
    return (defect, a.reduce(0.0) { max($0, $1.magnitude) })
  }
}
