import Autodiff
import Maps
import Tensors

/// Immersion, submersion and local diffeomorphism at one point: the rank of the Jacobian there.
extension MapJudge {
  static func verdict(
    on property: Property, of map: SmoothMap, at point: Term
  ) throws -> Verdict {
    let map = map.specialized(to: Space(point.shape))
    guard try map.points(in: point) == .one else {
      throw GeometryError.manyPoints(property, count: point.shape[0])
    }
    let x0 = try point.known("a point")
    if let index = x0.firstNonFinite {
      throw GeometryError.pointNotFinite(property, index: index)
    }
    let (source, target) = (x0.count, map.codomain.dimension ?? x0.count)
    let (shape, needed): (String, Int) =
      switch property {
      case .submersion: ("onto", target)
      default: ("injective", source)
      }
    if property == .localDiffeomorphism, source != target {
      return .disproved(Notation.unequal(name(of: map), source, target, property))
    }
    let judge = try MapJudge(map)
    if let form = judge.form {
      let verdict = try form.verdict(on: property)
      if verdict.answer != .unknown { return verdict }
    }
    if let narrow = judge.proof.bottleneck(below: needed, among: judge.proof.pieces[...]) {
      return .disproved(judge.proof.passage(narrow))
    }
    guard let sample = try Samples.samples(of: map, at: [x0.elements]).first else {
      return .unknown("\(name(of: map)) has no finite derivative there")
    }
    // What holds everywhere holds here, also where rounding hides it.
    let everywhere = judge.proof.pieces.isEmpty ? nil : judge.proof.verdict(on: property)
    if map.kind.regularity != .smooth, everywhere?.answer != .yes,
      let jump = try cornerNearby(map, sample)
    {
      return .unknown(jump)
    }
    let evidence = [
      (name: "J", value: sample.jacobian), (name: "σ", value: Tensor(sample.singularValues)),
    ]
    if let everywhere, everywhere.answer == .yes { return everywhere }
    let bound = min(source, target)
    if bound < needed {
      return Verdict(.no, .proved, "rank J ≤ \(bound) < \(needed)", evidence: evidence)
    }
    let noise = try Noise(of: map, at: x0.elements)
    let tolerance = sample.tolerance + (noise?.size ?? 1e-8 * max(1, sample.greatest))
    let shown = Notation.number(tolerance)
    let sigma = sample.singularValues[needed - 1]
    let text = "\(Notation.sigma(needed)) = \(Notation.number(sigma))"
    if sigma > tolerance {
      return Verdict(
        .yes, .tested,
        "rank J = \(needed), so the derivative is \(shape) there (\(text) > tolerance \(shown))",
        evidence: evidence)
    }
    if let rank = sample.exactRank(noise), rank < needed,
      !judge.proof.pieces.contains(where: \.saturates)
    {
      return Verdict(
        .no, .tested, "rank J = \(rank) < \(needed) (\(text) ≤ tolerance \(shown))",
        evidence: evidence)
    }
    return Verdict(
      .unknown, .unknown, "\(text) may be 0 or not (tolerance \(shown))", evidence: evidence)
  }

  /// A reason to doubt the derivative: it is another one a step of 1e-6 away.
  private static func cornerNearby(
    _ map: SmoothMap, _ sample: Samples.Sample
  ) throws -> String? {
    var generator = RandomGenerator(seed: 0).named("corner")
    let step = 1e-6 * max(1, sample.point.greatestMagnitude)
    let directions = try generator.normal(Shape.checked([8, sample.point.count])).elements
    let n = sample.point.count
    let around = (0..<8).flatMap { row in
      let direction = Array(directions[row * n..<(row + 1) * n])
      return [
        combination(sample.point, step, direction), combination(sample.point, -step, direction),
      ]
    }
    for neighbour in try Samples.samples(of: map, at: around) {
      let change = try Tensor.combine(.subtract, neighbour.jacobian, sample.jacobian).elements
        .greatestMagnitude
      guard change > 1e-3 * max(neighbour.greatest, sample.greatest) else { continue }
      return "the derivative jumps at or near that point: it is "
        + "\(Notation.tensor(sample.jacobian)) there and \(Notation.tensor(neighbour.jacobian)) "
        + "within \(Notation.number(step * 4))"
    }
    return nil
  }
}
