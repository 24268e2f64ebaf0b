public import Autodiff
public import Maps
import Tensors

/// Whether a map has a property on points alone: one point per row.
///
/// Nothing is said about the space between the points. What is proved everywhere holds on them too;
/// else pairs of points, or the derivatives at them, decide.
/// - Throws: `GeometryError.needsMatrix`, `.notOnData`, `.noPoints`, `.pointNotFinite`;
///   `MapError.wrongDomain`; what the map throws at the points.
public func judge(
  _ map: SmoothMap, _ property: Property, on points: Term
) throws -> Verdict {
  guard property.subject == .map else { throw GeometryError.needsMatrix(property) }
  guard property.holdsOnData else { throw GeometryError.notOnData(property) }
  return try DataJudge(map, property, points).verdict()
}

/// The work of one question about one map on points.
struct DataJudge {
  let property: Property
  let judge: MapJudge
  /// The points that differ, with the number each has among all.
  let points: [(number: Int, coordinates: [Double])]
  /// How many points repeat another.
  let repetitions: Int
  /// The values at `points`.
  let values: [[Double]]

  var map: SmoothMap { judge.map }
  var name: String { judge.name }
  var count: Int { points.count }

  init(_ map: SmoothMap, _ property: Property, _ points: Term) throws {
    self.property = property
    let placed = try map.placed(for: points)
    let rows = try Self.rows(points, for: placed)
    let map = placed.specialized(to: rows.space)
    judge = try MapJudge(map)
    guard rows.count > 0, let n = rows.space.dimension, n > 0 else {
      throw GeometryError.noPoints(property)
    }
    let elements = rows.points.elements
    if let index = rows.points.firstNonFinite {
      throw GeometryError.pointNotFinite(property, index: index % n)
    }
    var seen: Set<[Double]> = []
    var distinct: [(number: Int, coordinates: [Double])] = []
    var kept: [Double] = []
    kept.reserveCapacity(elements.count)
    for row in 0..<rows.count {
      if row & 1023 == 0 { try Interruption.check() }
      let coordinates = Array(elements[row * n..<(row + 1) * n])
      guard seen.insert(coordinates).inserted else { continue }
      distinct.append((row, coordinates))
      kept += coordinates
    }
    self.points = distinct
    repetitions = rows.count - distinct.count
    let shape = try Shape.checked([distinct.count] + (rows.space.shape?.dims ?? []))
    let found = try map.apply(Term(Tensor(shape: shape, elements: kept)), .rows)
      .known("values").elements
    let m = found.count / distinct.count
    values = try distinct.indices.map { row in
      if row & 1023 == 0 { try Interruption.check() }
      return Array(found[row * m..<(row + 1) * m])
    }
  }

  /// The points as rows of a space; a vector holds numbers for a map that takes them.
  private static func rows(
    _ points: Term, for map: SmoothMap
  ) throws -> (points: Tensor, count: Int, space: Space) {
    let shape = points.shape
    if let point = map.domain.shape {
      switch try map.points(in: points) {
      case .one:
        return (try points.known("points"), 1, Space(point))
      case .rows:
        let count = shape.dims.dropLast(point.rank).reduce(1, *)
        return (try points.known("points"), count, Space(point))
      }
    }
    let point = Shape(Array(shape.dims.dropFirst()))
    return (try points.known("points"), shape.dims.first ?? 1, Space(point))
  }

  func verdict() throws -> Verdict {
    if let index = values.firstIndex(where: { !$0.allSatisfy(\.isFinite) }) {
      return .unknown("\(name) has no finite value at \(place(index))")
    }
    var verdict = try everywhere() ?? decided()
    if repetitions > 0 {
      let text =
        repetitions == 1 ? "1 point repeats another" : "\(repetitions) points repeat others"
      verdict = Verdict(
        verdict.answer, verdict.basis, verdict.reason,
        details: verdict.details + ["\(text) and counts once"], evidence: verdict.evidence)
    }
    return verdict
  }

  /// Yes where structure proves the property on the whole space.
  private func everywhere() throws -> Verdict? {
    guard let verdict = try judge.proved(property), verdict.answer == .yes else { return nil }
    return Verdict(
      .yes, verdict.basis, "\(verdict.reason); so it is everywhere, and on these points",
      details: verdict.details)
  }

  private func decided() throws -> Verdict {
    switch property {
    case .injective: try injective()
    case .isometry: try isometry()
    case .contraction: try contraction()
    case .linear, .affine: try fitted()
    case .immersion, .submersion, .localDiffeomorphism, .conformal, .volumePreserving,
      .orientationPreserving:
      try pointwise()
    case .piecewiseAffine, .smooth, .continuous, .surjective, .bijective, .homeomorphism,
      .diffeomorphism, .embedding, .symmetric, .orthogonal, .positiveDefinite, .singular,
      .idempotent, .diagonal:
      throw GeometryError.notOnData(property)
    }
  }

  // MARK: Words

  /// `point 3, [1, 2]`.
  func place(_ index: Int) -> String {
    "point \(points[index].number), \(show(points[index].coordinates, map.domain))"
  }

  func value(_ index: Int) -> String { show(values[index], map.codomain) }

  func call(_ index: Int) -> String {
    "\(name)(\(show(points[index].coordinates, map.domain)))"
  }

  private func show(_ coordinates: [Double], _ space: Space) -> String {
    Notation.point(coordinates, in: space)
  }

  /// `the 2 points`.
  var all: String { count == 1 ? "the one point" : "the \(count) points" }

  func evidence(_ i: Int, _ j: Int) -> [(name: String, value: Tensor)] {
    [
      ("x", Samples.shaped(points[i].coordinates, map.domain)),
      ("y", Samples.shaped(points[j].coordinates, map.domain)),
      ("f(x)", Samples.shaped(values[i], map.codomain)),
      ("f(y)", Samples.shaped(values[j], map.codomain)),
    ]
  }

  /// A bound of the rounding in the distance between two values.
  func rounding(_ i: Int, _ j: Int) throws -> Double {
    try [i, j].reduce(0) { sum, index in
      let noise = try Noise(
        of: map, at: points[index].coordinates, coordinates: .exact)
      let size = Tensor(values[index]).norm
      return sum + (noise.map { Tensor($0.value).norm } ?? 1e-12 * max(1, size))
    }
  }
}
