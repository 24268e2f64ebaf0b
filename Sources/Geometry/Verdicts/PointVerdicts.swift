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
    guard let sample = try Samples.samples(of: map, at: [x0.elements]).first else {
      return .unknown("\(name(of: map)) has no finite derivative there")
    }
    let judge = try MapJudge(map)
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
    if sample.rank >= needed {
      return Verdict(
        .yes, .proved,
        "rank J = \(needed), so the derivative is \(shape) there "
          + "(\(Notation.sigma(needed)) = \(Notation.number(sample.singularValues[needed - 1])) > "
          + "tolerance \(Notation.number(sample.tolerance)))", evidence: evidence)
    }
    if let everywhere, everywhere.answer == .yes { return everywhere }
    let bound = min(source, target)
    let small =
      sample.rank < bound
      ? " (\(Notation.sigma(sample.rank + 1)) = "
        + "\(Notation.number(sample.singularValues[sample.rank])) ≤ tolerance "
        + "\(Notation.number(sample.tolerance)))" : ""
    return Verdict(
      .no, bound < needed ? .proved : .tested, "rank J = \(sample.rank) < \(needed)\(small)",
      evidence: evidence)
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
