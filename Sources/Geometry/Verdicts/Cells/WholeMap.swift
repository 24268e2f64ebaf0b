import Autodiff
import Maps
import Tensors

/// A continuous piecewise affine map of the line or the plane, on all of its cells, without rounding.
///
/// What can be asked of it is then a question about finitely many affine maps, bounded cells and
/// unbounded ones alike.
struct WholeMap {
  /// What became of the attempt to find the cells.
  enum Outcome {
    case found(WholeMap)
    /// There are at least so many cells.
    case tooMany(cells: Int)
    case unavailable
  }

  let map: SmoothMap
  /// What a sentence calls the map.
  let name: String
  let pieces: [Piece]
  /// The number of cells of equal activation.
  let cellCount: Int
  /// Whether a layer computes the numbers it works with from its weights, with rounding.
  let hasRoundedConstants: Bool

  let source: Int
  let target: Int

  /// A convex part of the domain with the map on it.
  struct Piece {
    let cell: ExactCell
    /// (bᵢ, Aᵢ) for each coordinate i of the values.
    let map: [ExactVector]
    /// det A of a square matrix; of a map into one dimension of the line, the slope.
    let determinant: ExactNumber?
    let pattern: [Int]

    var sign: Int { determinant?.sign ?? 0 }
  }

  /// The cells of a continuous piecewise affine map of one or two dimensions.
  static func cells(of map: SmoothMap, name: String) throws -> Outcome {
    guard let domain = map.domain.dimension, (1...2).contains(domain),
      let target = map.codomain.dimension, target > 0, map.kind.form == .piecewiseAffine,
      map.kind.regularity <= .continuous
    else { return .unavailable }
    do {
      var walk = try ExactWalk(map)
      switch try walk.run() {
      case .unsupported: return .unavailable
      case .tooMany(let count): return .tooMany(cells: count)
      case .cells(let leaves):
        guard !leaves.isEmpty else { return .unavailable }
        return .found(
          WholeMap(map, name, leaves, domain, target))
      }
    } catch is PiecewiseAffineError {
      return .unavailable
    }
  }

  private init(
    _ map: SmoothMap, _ name: String, _ leaves: [ExactWalk.Leaf], _ source: Int, _ target: Int
  ) {
    self.map = map
    self.name = name
    self.source = source
    self.target = target
    hasRoundedConstants = map.computesConstants
    cellCount = Set(leaves.map(\.pattern)).count
    pieces = leaves.map { leaf in
      var determinant: ExactNumber?
      if source == 1, target == 1 { determinant = leaf.map[0][1] }
      if source == 2, target == 2 {
        let (a, b) = (leaf.map[0], leaf.map[1])
        determinant = a[1] * b[2] - a[2] * b[1]
      }
      return Piece(
        cell: leaf.cell, map: leaf.map, determinant: determinant, pattern: leaf.pattern)
    }
  }

  /// The same map without the cells that are no wider than the rounding of the weights may have made
  /// them; nil where there are none.
  func withoutSlivers() -> WholeMap? {
    let thick = pieces.filter { !$0.cell.isSliver }
    guard thick.count < pieces.count, !thick.isEmpty else { return nil }
    return WholeMap(self, thick)
  }

  private init(_ whole: WholeMap, _ pieces: [Piece]) {
    map = whole.map
    name = whole.name
    source = whole.source
    target = whole.target
    hasRoundedConstants = whole.hasRoundedConstants
    self.pieces = pieces
    cellCount = Set(pieces.map(\.pattern)).count
  }

  /// How the maps of the cells compare.
  enum Unity {
    /// One affine map is the map on all cells.
    case one
    /// They differ by no more than the rounding of the weights may have made them.
    case oneToRounding
    case several
  }

  var unity: Unity {
    if pieces.allSatisfy({ zip($0.map, pieces[0].map).allSatisfy { $0 == $1 } }) { return .one }
    let scale = pieces.reduce(0) { size, piece in
      piece.map.reduce(size) { max($0, $1.rough.greatestMagnitude) }
    }
    let isClose = pieces.allSatisfy { piece in
      zip(piece.map, pieces[0].map).allSatisfy {
        combination($0.rough, -1, $1.rough).greatestMagnitude <= Self.rounding * scale
      }
    }
    return isClose ? .oneToRounding : .several
  }

  /// What rounding of weights may do to what is computed from them.
  static let rounding = 1e-13

  /// The matrix and shift of a map that is affine; their roundings are bounded.
  func affineForm(_ unity: Unity) throws(TensorError) -> AffineForm {
    let rows = pieces[0].map
    let entries = rows.flatMap { $0.entries.dropFirst() }
    let matrix = try Tensor(
      shape: Shape.checked([target, source]), elements: entries.map(\.approximation))
    let shift = rows.map { $0[0].approximation }
    let scale = max(1, matrix.elements.greatestMagnitude)
    let isExact = if case .one = unity { !hasRoundedConstants } else { false }
    let bounds = entries.map { entry in
      !isExact
        ? 1e-12 * scale : entry.whole == nil ? 2 * entry.approximation.ulp : 0
    }
    let tolerance =
      !isExact || rows.contains { $0[0].whole == nil }
      ? 1e-12 * max(1, shift.greatestMagnitude) : 0
    return try AffineForm(
      name: name, matrix: matrix, shift: Tensor(shift), shiftTolerance: tolerance, bounds: bounds)
  }

  // MARK: Values

  /// The value of a piece at a point in homogeneous coordinates, with h times as large coordinates.
  func value(_ piece: Piece, _ point: ExactVector) -> [ExactNumber] {
    piece.map.map { ExactVector.product($0, point) }
  }

  /// The value of a piece at a point, rounded.
  func value(_ piece: Piece, at point: [Double]) -> [Double] {
    let exact = ExactVector([1] + point)
    return piece.map.map { ExactVector.product($0, exact).approximation }
  }

  /// The matrix of a piece, rounded.
  func matrix(_ piece: Piece) throws -> Tensor {
    try Tensor(
      shape: Shape.checked([target, source]), elements: piece.map.flatMap { $0.rough.dropFirst() })
  }

  /// A point in float64, in homogeneous coordinates.
  static func homogeneous(_ point: [Double]) -> ExactVector { ExactVector([1] + point) }

  /// A point of float64 numbers inside a cell, with few digits where that is enough; nil for a cell
  /// too thin to hold one.
  func inner(_ cell: ExactCell) -> [Double]? {
    let middle = cell.middle
    guard middle.allSatisfy(\.isFinite) else { return nil }
    for digits in [1.0, 2, 10, 100, 1000] {
      let short = middle.map { ($0 * digits).rounded() / digits + 0 }
      if cell.side(of: Self.homogeneous(short)) > 0 { return short }
    }
    return cell.side(of: Self.homogeneous(middle)) > 0 ? middle : nil
  }

  /// A point inside of some piece that is chosen.
  func point(where isChosen: (Piece) -> Bool) -> (piece: Piece, point: [Double])? {
    for piece in pieces where isChosen(piece) {
      if let point = inner(piece.cell) { return (piece, point) }
    }
    return nil
  }

  // MARK: Words

  func show(_ point: [Double]) -> String {
    Notation.point(point, in: map.domain)
  }

  func showValue(_ value: [Double]) -> String {
    Notation.point(value, in: map.codomain)
  }

  func call(_ point: [Double]) -> String { "\(name)(\(show(point)))" }

  func located(_ point: [Double]) -> Tensor { Samples.shaped(point, map.domain) }

  /// `each of its 4 cells of ℝ²`.
  var everyCell: String {
    cellCount == 1
      ? "all of \(Notation.space(source))"
      : source == 1
        ? "each of its \(cellCount) pieces" : "each of its \(cellCount) cells of ℝ²"
  }

  /// A verdict that rests on constants the map computes from its weights is not quite a proof.
  func finished(_ verdict: Verdict) -> Verdict {
    hasRoundedConstants
      ? Self.softened(verdict, "the constants of its layers were taken as they are rounded")
      : verdict
  }

  /// A verdict that holds as far as rounding lets one see.
  static func softened(_ verdict: Verdict, _ detail: String) -> Verdict {
    guard verdict.basis == .proved else { return verdict }
    return Verdict(
      verdict.answer, .tested, verdict.reason, details: verdict.details + [detail],
      evidence: verdict.evidence)
  }
}

extension SmoothMap {
  /// Whether a layer computes the numbers it works with from its weights, with rounding.
  fileprivate var computesConstants: Bool {
    switch structure {
    case .layer(.normalization): true
    case .layer, .flow, .solved: false
    case .chain(let layers): layers.contains(where: \.computesConstants)
    case .sum(let f, let g), .product(let f, let g), .directSum(let f, let g),
      .branch(let f, let g):
      f.computesConstants || g.computesConstants
    case .scaled(_, let f): f.computesConstants
    case .coupling(let coupling):
      coupling.scale.computesConstants || coupling.shift.computesConstants
    }
  }
}
