import Autodiff
import Maps
import Tensors

/// Whether a linear or affine map agrees with the values, and properties of the derivatives.
extension DataJudge {
  /// The least-squares map of the form asked for meets every value.
  func fitted() throws -> Verdict {
    let n = points[0].coordinates.count
    let m = values[0].count
    let columns = property == .affine ? n + 1 : n
    var (sources, targets): ([Double], [Double]) = ([], [])
    sources.reserveCapacity(count * columns)
    targets.reserveCapacity(count * m)
    for index in points.indices {
      if index & 1023 == 0 { try Interruption.check() }
      sources += points[index].coordinates
      if property == .affine { sources.append(1) }
      targets += values[index]
    }
    let rows = try Tensor(shape: [count, columns], elements: sources)
    let solution = try rows.leastSquares(Tensor(shape: [count, m], elements: targets))
    let fitted = try rows.matrixProduct(solution).elements
    var worst = (index: 0, defect: 0.0)
    for index in points.indices {
      if index & 1023 == 0 { try Interruption.check() }
      let defect = distance(values[index], Array(fitted[index * m..<(index + 1) * m]))
      if defect > worst.defect { worst = (index, defect) }
    }
    let coefficients = solution.elements
    let matrix = try Tensor(
      shape: [m, n],
      elements: (0..<m).flatMap { row in (0..<n).map { coefficients[$0 * m + row] } })
    var formula = "A x with A = \(Notation.tensor(matrix))"
    var found: [(name: String, value: Tensor)] = [("A", matrix)]
    if property == .affine {
      let shift = Tensor(Array(coefficients[n * m..<(n + 1) * m]))
      formula = "A x + b with A = \(Notation.tensor(matrix)), b = \(Notation.tensor(shift))"
      found.append(("b", shift))
    }
    found.append(("x", Samples.shaped(points[worst.index].coordinates, map.domain)))
    let size = values.map(\.greatestMagnitude).max() ?? 0
    let noise = try rounding(worst.index, worst.index)
    let tolerance = noise + 1e-10 * size
    let numbers =
      "misses \(call(worst.index)) = \(value(worst.index)) by \(Notation.number(worst.defect))"
    if worst.defect > tolerance {
      return Verdict(
        .no, .refuted,
        "the \(property.predicate) map nearest to it on the points, \(formula), \(numbers)",
        evidence: found)
    }
    let isTrivial = count <= columns
    return Verdict(
      .yes, .tested,
      "\(formula) agrees with it at \(all) (worst defect \(Notation.number(worst.defect)), "
        + "tolerance \(Notation.number(tolerance)))",
      details: isTrivial
        ? ["so few points say little: \(columns) in general position fix such a map"] : [],
      evidence: found)
  }

  /// Whether the derivative is as it should be at every point: the worst ones are asked singly.
  func pointwise() throws -> Verdict {
    let (n, m) = (points[0].coordinates.count, values[0].count)
    if property != .immersion, property != .submersion, property != .conformal, n != m {
      return .disproved(Notation.unequal(name, n, m, property))
    }
    var ranked: [(index: Int, measure: Double)] = []
    let tile = max(1, min(256, 1_000_000 / max(1, n * m)))
    for start in stride(from: 0, to: count, by: tile) {
      let range = start..<min(count, start + tile)
      let samples = try Samples.samples(of: map, at: range.map { points[$0].coordinates })
      guard samples.count == range.count else {
        let found = Set(samples.map(\.point))
        let missing = range.first { !found.contains(points[$0].coordinates) } ?? start
        return .unknown("\(name) has no finite derivative at \(place(missing))")
      }
      for (index, sample) in zip(range, samples) { ranked.append((index, measure(sample))) }
    }
    ranked.sort { ($0.measure, $0.index) < ($1.measure, $1.index) }
    var worst: (index: Int, verdict: Verdict)?
    for (index, _) in ranked.prefix(4) {
      let point = try Tensor(
        shape: map.domain.shape ?? [n], elements: points[index].coordinates)
      let verdict = try judge.verdict(on: property, at: point)
      if verdict.answer == .no {
        return Verdict(
          .no, verdict.basis, "at \(place(index)): \(verdict.reason)", details: verdict.details,
          evidence: [("x", Samples.shaped(points[index].coordinates, map.domain))]
            + verdict.evidence)
      }
      if worst == nil || worst?.verdict.answer == .yes { worst = (index, verdict) }
    }
    guard let (index, verdict) = worst else { throw GeometryError.noPoints(property) }
    let reason = "at \(place(index)): \(verdict.reason)"
    guard verdict.answer == .yes else { return .unknown(reason) }
    return Verdict(
      .yes, .tested, "it holds at each of \(all), least clearly \(reason)",
      evidence: [("x", Samples.shaped(points[index].coordinates, map.domain))] + verdict.evidence)
  }

  /// Small where the property is nearest to failing.
  private func measure(_ sample: Samples.Sample) -> Double {
    switch property {
    case .conformal: -sample.greatest / sample.least
    case .volumePreserving: -(sample.determinant.magnitude - 1).magnitude
    case .orientationPreserving: sample.determinant
    case .linear, .affine, .piecewiseAffine, .smooth, .continuous, .injective, .surjective,
      .bijective, .homeomorphism, .diffeomorphism, .embedding, .immersion, .submersion,
      .localDiffeomorphism, .isometry, .contraction, .symmetric, .orthogonal, .positiveDefinite,
      .singular, .idempotent, .diagonal:
      sample.least
    }
  }
}
