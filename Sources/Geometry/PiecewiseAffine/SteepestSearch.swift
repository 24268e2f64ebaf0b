import Autodiff
import Maps
import Tensors

/// The search for the place where a map stretches most: by its derivative, and by the values of pairs.
struct SteepestSearch {
  private let map: SmoothMap
  private let domain: Shape
  private let sides: [ClosedRange<Double>]?
  private var generator = RandomGenerator(seed: 0).named("steepest point")
  /// The first points that were asked.
  private var samples: [[Double]] = []

  init(_ map: SmoothMap, _ domain: Shape, _ sides: [ClosedRange<Double>]?) {
    self.map = map
    self.domain = domain
    self.sides = sides
  }

  /// The steepest point found: of reproducible samples, then of steps from the best of them.
  mutating func stretch() throws -> (stretch: Double, point: Tensor, count: Int) {
    let n = domain.count
    let (entries, overflow) = n.multipliedReportingOverflow(by: max(map.codomain.dimension ?? 1, 1))
    let isLarge = overflow || entries > 100_000
    var points = try start(isLarge ? 4 : max(16, min(512, 2_000_000 / entries)))
    samples = points
    var count = points.count
    var best = isLarge ? try reached(points) : try stretches(points)
    guard !best.isEmpty else { throw PiecewiseAffineError.notFinite(map) }
    // Ever smaller steps at random around the four steepest.
    var radius = sides.map { $0.reduce(0) { max($0, $1.upperBound - $1.lowerBound) } / 4 } ?? 1
    for _ in 0..<(isLarge ? 0 : 24) {
      try Interruption.check()
      best = Array(best.sorted { $0.stretch > $1.stretch }.prefix(4))
      let steps = try generator.normal(Shape.checked([8 * best.count, n])).elements
      points = (0..<8 * best.count).map { row in
        let start = best[row % best.count].point
        return (0..<n).map { axis in
          let moved = start[axis] + radius * steps[row * n + axis]
          guard let sides else { return moved }
          return min(max(moved, sides[axis].lowerBound), sides[axis].upperBound)
        }
      }
      best += try stretches(points)
      count += points.count
      radius *= 0.75
    }
    let winner = best.max { $0.stretch < $1.stretch } ?? best[0]
    return (winner.stretch, try Tensor(shape: domain, elements: winner.point), count)
  }

  /// Two points next to each other whose values are not, found by halving the chords of the samples.
  ///
  /// Of the halves of a chord one rises at least half as much, so halving keeps the steepness; where the
  /// rise is still there when float64 has no number between the ends, the map jumps.
  func jump() throws -> LipschitzBounds.Chord? {
    guard domain.count <= Self.chordDimension else { return nil }
    let pairs = Array(zip(samples, samples.dropFirst()).prefix(Self.chordCount))
    for (a, b) in pairs where a != b {
      try Interruption.check()
      guard let first = try value(a), let last = try value(b) else { continue }
      var (low, high) = ((point: a, value: first), (point: b, value: last))
      for _ in 0..<1100 {
        let middle = zip(low.point, high.point).map { $0 + ($1 - $0) / 2 }
        guard middle != low.point, middle != high.point else { break }
        guard let found = try value(middle) else { break }
        if distance(low.value, found) >= distance(found, high.value) {
          high = (middle, found)
        } else {
          low = (middle, found)
        }
        if low.value == high.value { break }
      }
      let (run, rise) = (distance(low.point, high.point), distance(low.value, high.value))
      let size = max(low.point.greatestMagnitude, Double.leastNormalMagnitude)
      guard run > 0, run <= 4 * Double(domain.count) * size.ulp,
        rise > 1e-6 * max(low.value.greatestMagnitude, high.value.greatestMagnitude)
      else { continue }
      return LipschitzBounds.Chord(
        x: try Tensor(shape: domain, elements: low.point),
        y: try Tensor(shape: domain, elements: high.point), rise: rise, run: run)
    }
    return nil
  }

  private static let chordDimension = 4096
  private static let chordCount = 128

  private func value(_ point: [Double]) throws -> [Double]? {
    let x = Term(try Tensor(shape: domain, elements: point))
    let value = try map(x).known("a value").elements
    return value.allSatisfy(\.isFinite) ? value : nil
  }

  private mutating func start(_ count: Int) throws -> [[Double]] {
    let n = domain.count
    guard let sides else {
      let normal = try generator.normal(Shape.checked([count, n])).elements
      return (0..<count).map { row in
        let width = row.isMultiple(of: 2) ? 1.0 : 3
        return normal[row * n..<(row + 1) * n].map { width * $0 }
      }
    }
    let uniform = try generator.uniform(Shape.checked([count, n])).elements
    return (0..<count).map { row in
      (0..<n).map {
        sides[$0].lowerBound + uniform[row * n + $0] * (sides[$0].upperBound - sides[$0].lowerBound)
      }
    }
  }

  /// A stretch that each point's derivative reaches, without its matrix: |J v| for a direction v that is
  /// turned towards the steepest by J and its transpose.
  private mutating func reached(
    _ points: [[Double]]
  ) throws -> [(point: [Double], stretch: Double)] {
    var result: [(point: [Double], stretch: Double)] = []
    for point in points {
      let x = Term(try Tensor(shape: domain, elements: point))
      let differentials = try Differentials(of: map, at: x)
      var direction = try generator.normal(domain)
      var stretch = 0.0
      for _ in 0..<16 {
        try Interruption.check()
        let length = direction.norm
        guard length > 0, length.isFinite else { break }
        direction = try Tensor.combine(.multiply, Tensor(1 / length), direction)
        let moved = try differentials.jvp(at: x, along: Term(direction))
        stretch = max(stretch, try moved.known("a derivative").norm)
        direction = try differentials.vjp(at: x, along: moved).known("a derivative")
      }
      if stretch.isFinite { result.append((point, stretch)) }
    }
    return result
  }

  /// The largest singular value of the Jacobian at each point where there is one.
  private func stretches(
    _ points: [[Double]]
  ) throws -> [(point: [Double], stretch: Double)] {
    let rows = try Tensor(
      shape: Shape([points.count] + domain.dims), elements: points.flatMap { $0 })
    let jacobians = try jacobian(map, at: Term(rows)).known("derivatives")
    let (m, n) = (jacobians.count / points.count / domain.count, domain.count)
    let elements = jacobians.elements
    let finite = points.indices.filter { index in
      elements[index * m * n..<(index + 1) * m * n].allSatisfy(\.isFinite)
    }
    guard !finite.isEmpty else { return [] }
    let kept = try Tensor(
      shape: [finite.count, m, n],
      elements: finite.flatMap { elements[$0 * m * n..<($0 + 1) * m * n] })
    let values = try kept.singularValues()
    let width = values.shape[1]
    return finite.enumerated().map { (points[$1], values[flat: $0 * width]) }
  }
}
