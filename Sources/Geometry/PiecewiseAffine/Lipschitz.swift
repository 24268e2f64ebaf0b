import Autodiff
public import Maps
public import Tensors

/// Between which numbers the best Lipschitz constant of a map lies.
public struct LipschitzBounds: Sendable {
  /// What the numbers rest on.
  public enum Basis: Sendable {
    /// The map is affine: the constant is its largest singular value, everywhere.
    case affine
    /// The box is cut into so many cells; the constant is the largest of their maps'.
    case cells(Int)
    /// So many points were tried, and the layers' constants multiplied.
    case bounds(samples: Int)
  }

  /// A number the constant reaches: the stretch at `steepest`.
  public let lower: Double
  /// A number the constant does not exceed; nil where none is proved.
  public let upper: Double?
  /// Where the lower number is reached; nil for an affine map, which stretches so everywhere.
  public let steepest: Tensor?
  /// The largest stretch of each layer, neighbouring affine layers as one; nil where it is not known.
  public let factors: [(name: String, constant: Double?)]
  /// What the numbers rest on.
  public let basis: Basis

  /// The product of the layers' constants.
  public var product: Double? {
    factors.reduce(1) { product, factor in
      guard let product, let constant = factor.constant else { return nil }
      return product * constant
    }
  }

  /// Whether both numbers are the constant itself.
  public var isExact: Bool {
    switch basis {
    case .affine, .cells: true
    case .bounds: false
    }
  }
}

/// The best Lipschitz constant of a map, exactly where that can be had, otherwise between two numbers.
///
/// It is exact for affine maps, and over a box of the line or the plane for continuous piecewise affine
/// ones: the box is convex, and a path through cells stretches no more than the worst of them.
///
/// *Shapes*: `box: [n, 2]`, one row `lo, hi` for each axis.
/// - Throws: `PiecewiseAffineError`; what the map throws.
public func lipschitz(of map: SmoothMap, box: Tensor? = nil) throws -> LipschitzBounds {
  let axes = box.map { $0.rank == 2 ? $0.shape[0] : 1 } ?? 2
  let map = map.specialized(to: .real(axes))
  guard let domain = map.domain.shape else { throw MapError.spaceUnknown(map: map) }
  let sides = try box.map { box in
    let shaped = box.rank == 1 && domain.count == 1 && box.count == 2 ? [1, 2] : box.shape
    return try checkedBox(box.reshaped(shaped), axes: domain.count)
  }
  if map.kind.form <= .affine, let form = try AffineForm(of: map, name: map.name) {
    let largest = form.evidence.singularValues.first ?? 0
    return LipschitzBounds(
      lower: largest, upper: largest, steepest: nil, factors: [(map.name, largest)],
      basis: .affine)
  }
  let factors = try Piece.pieces(of: map).map { (name: $0.name, constant: $0.lipschitz) }
  if let box, let sides, domain.count <= 2, map.kind.form == .piecewiseAffine,
    map.kind.regularity <= .continuous
  {
    do {
      return try exact(map, box, sides, domain, factors)
    } catch let error as PiecewiseAffineError {
      switch error {
      // What cannot be cut, or not into so many cells, is still bounded.
      case .notPiecewiseAffine, .branches, .tooManyCells: break
      case .notFinite, .wrongPoint, .coordinateNotFinite, .boxShape, .boxCorners, .needsSlice,
        .badSlice, .notOnLine:
        throw error
      }
    }
  }
  let found = try steepest(map, domain, sides)
  let bounds = LipschitzBounds(
    lower: found.stretch, upper: nil, steepest: found.point, factors: factors,
    basis: .bounds(samples: found.count))
  // A product may be a rounding smaller than a stretch it bounds.
  return LipschitzBounds(
    lower: found.stretch, upper: bounds.product.map { max($0, found.stretch) },
    steepest: found.point, factors: factors, basis: bounds.basis)
}

private func exact(
  _ map: SmoothMap, _ box: Tensor, _ sides: [ClosedRange<Double>], _ domain: Shape,
  _ factors: [(name: String, constant: Double?)]
) throws -> LipschitzBounds {
  let m = map.codomain.dimension ?? 1
  var matrices: [Double] = []
  var middles: [[Double]] = []
  if domain.count == 1 {
    let leaves = try intervals(of: map, sides[0], domain, limit: Regions.limit)
    matrices = leaves.flatMap { $0.coefficients[m...] }
    middles = leaves.map { [$0.cell.middle] }
  } else {
    let found = try regions(of: map, box: box)
    matrices = found.cells.flatMap(\.matrix)
    middles = found.cells.map { cell in
      let count = Double(cell.corners.count)
      return [
        cell.corners.reduce(0) { $0 + $1.x } / count, cell.corners.reduce(0) { $0 + $1.y } / count,
      ]
    }
  }
  let values = try Tensor(
    shape: Shape.checked([middles.count, m, domain.count]), elements: matrices
  ).singularValues()
  let (width, elements) = (values.shape[1], values.elements)
  let worst = middles.indices.max { elements[$0 * width] < elements[$1 * width] } ?? 0
  return LipschitzBounds(
    lower: elements[worst * width], upper: elements[worst * width],
    steepest: try Tensor(shape: domain, elements: middles[worst]), factors: factors,
    basis: .cells(middles.count))
}

/// The steepest point found: of reproducible samples, then of steps from the best of them.
private func steepest(
  _ map: SmoothMap, _ domain: Shape, _ sides: [ClosedRange<Double>]?
) throws -> (stretch: Double, point: Tensor, count: Int) {
  let n = domain.count
  let (entries, overflow) = n.multipliedReportingOverflow(by: max(map.codomain.dimension ?? 1, 1))
  let isLarge = overflow || entries > 100_000
  let samples = isLarge ? 4 : max(16, min(512, 2_000_000 / entries))
  var generator = RandomGenerator(seed: 0).named("steepest point")
  var points: [[Double]]
  if let sides {
    let uniform = try generator.uniform(Shape.checked([samples, n])).elements
    points = (0..<samples).map { row in
      (0..<n).map {
        sides[$0].lowerBound + uniform[row * n + $0] * (sides[$0].upperBound - sides[$0].lowerBound)
      }
    }
  } else {
    let normal = try generator.normal(Shape.checked([samples, n])).elements
    points = (0..<samples).map { row in
      let width = row.isMultiple(of: 2) ? 1.0 : 3
      return normal[row * n..<(row + 1) * n].map { width * $0 }
    }
  }
  var count = points.count
  var best =
    isLarge ? try reached(map, domain, points, &generator) : try stretches(map, domain, points)
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
    best += try stretches(map, domain, points)
    count += points.count
    radius *= 0.75
  }
  let winner = best.max { $0.stretch < $1.stretch } ?? best[0]
  return (winner.stretch, try Tensor(shape: domain, elements: winner.point), count)
}

/// A stretch that each point's derivative reaches, without its matrix: |J v| for a direction v that is
/// turned towards the steepest by J and its transpose.
private func reached(
  _ map: SmoothMap, _ domain: Shape, _ points: [[Double]], _ generator: inout RandomGenerator
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
  _ map: SmoothMap, _ domain: Shape, _ points: [[Double]]
) throws -> [(point: [Double], stretch: Double)] {
  let rows = try Tensor(shape: Shape([points.count] + domain.dims), elements: points.flatMap { $0 })
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
