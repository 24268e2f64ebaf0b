import Autodiff
public import Maps
public import Tensors

/// Between which numbers the best Lipschitz constant of a map lies.
public struct LipschitzBounds: Sendable {
  /// What the numbers rest on.
  public enum Basis: Sendable {
    /// The map is affine: the constant is its largest singular value, everywhere.
    case affine
    /// The box, or without one the whole space, is cut into so many cells; the constant is the largest
    /// of their maps'.
    case cells(Int)
    /// So many points were tried, and the layers' constants multiplied.
    case bounds(samples: Int)
    /// Two points nearly in one place have values far apart: it jumps, and there is no constant.
    case jump(Chord)
  }

  /// Two points and how much farther their values are apart.
  public struct Chord: Sendable {
    /// One point.
    public let x: Tensor
    /// The other point.
    public let y: Tensor
    /// The distance of the values.
    public let rise: Double
    /// The distance of the points.
    public let run: Double

    /// How many times as far apart the values are.
    public var stretch: Double { rise / run }
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
    case .bounds, .jump: false
    }
  }
}

/// The best Lipschitz constant of a map, exactly where that can be had, otherwise between two numbers.
///
/// It is exact for affine maps, and over the line or the plane or a box of them for continuous piecewise
/// affine ones: the box is convex, and a path through cells stretches no more than the worst of them.
/// A map with jumps has no constant.
///
/// *Shapes*: `box: [n, 2]`, one row `lo, hi` for each axis.
/// - Throws: `PiecewiseAffineError`; what the map throws.
public func lipschitz(of map: SmoothMap, box: Tensor? = nil) throws -> LipschitzBounds {
  let axes = box.map { $0.rank == 2 ? $0.shape[0] : 1 } ?? 2
  let map = map.specialized(to: .real(axes))
  guard let domain = map.domain.shape else { throw MapError.spaceUnknown(map: map) }
  guard domain.count > 0 else {
    throw PiecewiseAffineError.boxShape(axes: 1, found: box?.shape ?? [0, 2])
  }
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
  if box == nil,
    case .found(let whole) = try WholeMap.cells(of: map, name: MapJudge.name(of: map))
  {
    let steepest = try whole.steepest()
    return LipschitzBounds(
      lower: steepest.stretch, upper: steepest.stretch,
      steepest: try Tensor(shape: domain, elements: steepest.point), factors: factors,
      basis: .cells(whole.cellCount))
  }
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
  var search = SteepestSearch(map, domain, sides)
  let found = try search.stretch()
  if map.kind.regularity == .unknown, let chord = try search.jump() {
    return LipschitzBounds(
      lower: chord.stretch, upper: nil, steepest: chord.x, factors: factors, basis: .jump(chord))
  }
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
