import Autodiff
import Maps
import Tensors

/// A map at reproducible points: its values and Jacobians there.
///
/// Smooth maps are asked at the origin, at ± the unit vectors and at ±(1, …, 1) first. The other
/// points are normally distributed with widths 1 and 3, each with its opposite; for maps with corners
/// they are all, because a corner meets no random point.
struct Samples {
  /// One point with what is known there.
  struct Sample {
    let point: [Double]
    let value: [Double]
    let jacobian: Tensor
    /// Descending.
    let singularValues: [Double]
    /// σ₁ · max(m, n) · ε.
    let tolerance: Double
    /// 0 unless the Jacobian is square.
    let determinant: Double

    /// Whether the values have fewer coordinates than the points.
    var isWide: Bool { value.count < point.count }
    var least: Double { singularValues.last ?? 0 }
    var greatest: Double { singularValues.first ?? 0 }
    var rank: Int { singularValues.prefix { $0 > tolerance }.count }

    /// The rank where the Jacobian was computed without loss and exact arithmetic decides it.
    func exactRank(_ noise: Noise?) -> Int? {
      guard let noise else { return nil }
      if noise.isExact, let exact = ExactRank(jacobian), exact.lowest == exact.highest {
        return exact.highest
      }
      // Rows and columns that are exactly 0 bound it whatever the others are.
      let (elements, n) = (jacobian.elements, jacobian.shape[1])
      let present = elements.indices.filter { elements[$0] != 0 || noise.jacobian[$0] != 0 }
      let bound = min(Set(present.map { $0 / n }).count, Set(present.map { $0 % n }).count)
      return bound < singularValues.count ? bound : nil
    }
  }

  /// Coordinates in the shape of a space.
  static func shaped(_ coordinates: [Double], _ space: Space) -> Tensor {
    let vector = Tensor(coordinates)
    guard let shape = space.shape else { return vector }
    return (try? vector.reshaped(shape)) ?? vector
  }

  static let limit = 1000
  private static let iterationLimit = 12
  private static let failureLimit = 2
  private static let entryBudget = 2_000_000

  let map: SmoothMap
  let source: Int
  let target: Int
  let list: [Sample]
  /// A point at which a value found by iteration was not to be had; nil where there is none.
  let lost: [Double]?

  /// Answers nil where the map has no finite value and derivative at any of the points, or where its
  /// Jacobian is too large.
  init?(_ map: SmoothMap) throws {
    guard let domain = map.domain.shape, let codomain = map.codomain.shape,
      domain.count > 0, codomain.count > 0,
      domain.count <= Self.entryBudget / codomain.count
    else { return nil }
    self.map = map
    source = domain.count
    target = codomain.count
    // What is found by iteration costs a thousand times as much.
    let limit = map.iterates ? Self.iterationLimit : Self.limit
    let count = max(4, min(limit, Self.entryBudget / (source * target)))
    let points = try Self.points(
      count, source, isSmooth: map.kind.regularity == .smooth ? .smooth : .rough)
    if map.iterates {
      (list, lost) = try Self.iterated(map, points)
    } else {
      list = try Self.samples(of: map, at: points)
      lost = nil
    }
    if list.isEmpty { return nil }
  }

  /// The samples of a map that iterates, and the first point at which it found nothing.
  ///
  /// Where a solution runs away the search for it is longest, so a few such points are enough.
  private static func iterated(
    _ map: SmoothMap, _ points: [[Double]]
  ) throws -> ([Sample], lost: [Double]?) {
    var (found, lost): ([Sample], [[Double]]) = ([], [])
    for point in points where lost.count < failureLimit {
      let sample = try samples(of: map, at: [point])
      if sample.isEmpty { lost.append(point) } else { found += sample }
    }
    return (found, lost.first)
  }

  private enum Regularity {
    case smooth
    case rough
  }

  private static func points(
    _ count: Int, _ n: Int, isSmooth regularity: Regularity
  ) throws -> [[Double]] {
    var points: [[Double]] = []
    if regularity == .smooth {
      points.append([Double](repeating: 0, count: n))
      for i in 0..<min(n, 8) {
        for sign in [1.0, -1] {
          var unit = [Double](repeating: 0, count: n)
          unit[i] = sign
          points.append(unit)
        }
      }
      if n > 1 {
        for sign in [1.0, -1] { points.append([Double](repeating: sign, count: n)) }
      }
    }
    var generator = RandomGenerator(seed: 0).named("sample points")
    let pairs = max(1, (count - min(count, points.count) + 1) / 2)
    let normal = try generator.normal(Shape.checked([pairs, n])).elements
    for pair in 0..<pairs {
      let width = pair.isMultiple(of: 2) ? 1.0 : 3
      let point = normal[pair * n..<(pair + 1) * n].map { width * $0 }
      points.append(point)
      points.append(point.map { -$0 })
    }
    return Array(points.prefix(count))
  }

  /// The points at which value and Jacobian are finite, with both.
  static func samples(of map: SmoothMap, at points: [[Double]]) throws -> [Sample] {
    guard let domain = map.domain.shape, let codomain = map.codomain.shape, !points.isEmpty
    else { return [] }
    let (n, m) = (domain.count, codomain.count)
    let rows = Term(
      try Tensor(shape: Shape([points.count] + domain.dims), elements: points.flatMap { $0 }))
    guard
      let values = try tolerating({ try map(rows).known("values").elements }),
      let jacobians = try tolerating({
        try jacobian(map, at: rows).known("derivatives").elements
      }), values.count == points.count * m, jacobians.count == points.count * m * n
    else {
      // One point at which the map fails spoils the rows: the others are asked one by one.
      guard points.count > 1 else { return [] }
      return try points.prefix(64).flatMap { try samples(of: map, at: [$0]) }
    }
    let finite = try points.indices.filter { index in
      try Supervision.check()
      return values[index * m..<(index + 1) * m].allSatisfy(\.isFinite)
        && jacobians[index * m * n..<(index + 1) * m * n].allSatisfy(\.isFinite)
    }
    guard !finite.isEmpty else { return [] }
    let kept = try Tensor(
      shape: [finite.count, m, n],
      elements: finite.flatMap { jacobians[$0 * m * n..<($0 + 1) * m * n] })
    let evidence = try kept.rankEvidence()
    let determinants =
      m == n ? try kept.determinant().elements : [Double](repeating: 0, count: finite.count)
    return try finite.enumerated().map { position, index in
      try Supervision.check()
      return Sample(
        point: points[index], value: Array(values[index * m..<(index + 1) * m]),
        jacobian: try Tensor(
          shape: [m, n], elements: Array(jacobians[index * m * n..<(index + 1) * m * n])),
        singularValues: evidence[position].singularValues,
        tolerance: evidence[position].tolerance, determinant: determinants[position])
    }
  }

  /// The values and row-major Jacobians at further points, nil where one is not finite.
  func jets(at points: [[Double]]) throws -> [(value: [Double], jacobian: [Double])?] {
    guard let domain = map.domain.shape, !points.isEmpty else { return [] }
    let rows = Term(
      try Tensor(shape: Shape([points.count] + domain.dims), elements: points.flatMap { $0 }))
    let size = source * target
    guard let values = try Self.tolerating({ try map(rows).known("values").elements }),
      let jacobians = try Self.tolerating({
        try jacobian(map, at: rows).known("derivatives").elements
      }), values.count == points.count * target, jacobians.count == points.count * size
    else {
      guard points.count > 1 else { return [nil] }
      return try points.flatMap { try jets(at: [$0]) }
    }
    return try points.indices.map { index in
      try Supervision.check()
      let value = Array(values[index * target..<(index + 1) * target])
      let derivative = Array(jacobians[index * size..<(index + 1) * size])
      return value.allSatisfy(\.isFinite) && derivative.allSatisfy(\.isFinite)
        ? (value, derivative) : nil
    }
  }

  /// The values at further points, nil for those at which there is none.
  func values(at points: [[Double]]) throws -> [[Double]?] {
    guard let domain = map.domain.shape, !points.isEmpty else { return [] }
    let rows = Term(
      try Tensor(shape: Shape([points.count] + domain.dims), elements: points.flatMap { $0 }))
    guard let values = try Self.tolerating({ try map(rows).known("values").elements }),
      values.count == points.count * target
    else {
      guard points.count > 1 else { return [nil] }
      return try points.flatMap { try self.values(at: [$0]) }
    }
    return points.indices.map { index in
      let value = Array(values[index * target..<(index + 1) * target])
      return value.allSatisfy(\.isFinite) ? value : nil
    }
  }

  /// The result, or nil where the map has none; an interruption goes on.
  private static func tolerating<Result>(_ work: () throws -> Result) throws -> Result? {
    do {
      return try work()
    } catch let error as AutodiffError where error.isInterruption {
      throw error
    } catch let error as MapError where error.isInterruption {
      throw error
    } catch {
      try Interruption.check()
      return nil
    }
  }
}
