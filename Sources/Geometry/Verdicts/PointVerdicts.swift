import Autodiff
import Maps
import Tensors

/// Properties of the derivative at one point.
extension MapJudge {
  static func verdict(
    on property: Property, of map: SmoothMap, at point: Term
  ) throws -> Verdict {
    let map = map.specialized(to: Space(point.shape))
    guard try map.points(in: point) == .one else {
      throw GeometryError.manyPoints(property, count: point.shape[0])
    }
    guard point.shape.count > 0 else { throw GeometryError.noCoordinates(property) }
    let x0 = try point.known("a point")
    if let index = x0.firstNonFinite {
      throw GeometryError.pointNotFinite(property, index: index)
    }
    return try MapJudge(map).verdict(on: property, at: x0)
  }

  /// The verdict at a point of the domain whose coordinates are finite.
  func verdict(on property: Property, at x0: Tensor) throws -> Verdict {
    let (source, target) = (x0.count, map.codomain.dimension ?? x0.count)
    let comparesSpaces =
      property == .localDiffeomorphism || property == .volumePreserving
      || property == .orientationPreserving
    if comparesSpaces, source != target {
      return .disproved(Notation.unequal(name, source, target, property))
    }
    if let form {
      let verdict = try form.verdict(on: property)
      if verdict.answer != .unknown { return verdict }
    }
    let needed = property == .submersion ? target : source
    if let narrow = proof.bottleneck(below: needed, among: proof.pieces[...]) {
      return .disproved(proof.passage(narrow))
    }
    guard let sample = try Samples.samples(of: map, at: [x0.elements]).first else {
      return .unknown("\(name) has no finite derivative there")
    }
    // What holds everywhere holds here, also where rounding hides it.
    let everywhere = proof.pieces.isEmpty ? nil : proof.verdict(on: property)
    if let everywhere, everywhere.answer == .yes { return everywhere }
    if map.kind.regularity != .smooth, let jump = try cornerNearby(sample) {
      return .unknown(jump)
    }
    let noise = try Noise(of: map, at: x0.elements)
    let verdict =
      switch property {
      case .isometry: try lengths(sample, noise)
      case .conformal: try angles(sample, noise)
      case .volumePreserving: volumes(sample, noise)
      case .orientationPreserving: side(sample, noise)
      case .linear, .affine, .piecewiseAffine, .smooth, .continuous, .injective, .surjective,
        .bijective, .homeomorphism, .diffeomorphism, .embedding, .immersion, .submersion,
        .localDiffeomorphism, .contraction, .symmetric, .orthogonal, .positiveDefinite, .singular,
        .idempotent, .diagonal:
        rank(property, needed, sample, noise)
      }
    return Verdict(
      verdict.answer, verdict.basis, verdict.reason, details: verdict.details,
      evidence: [("J", sample.jacobian), ("σ", Tensor(sample.singularValues))])
  }

  private func tolerance(_ sample: Samples.Sample, _ noise: Noise?) -> Double {
    sample.tolerance + (noise?.size ?? 1e-8 * max(1, sample.greatest))
  }

  /// Whether the Jacobian has the rank needed.
  private func rank(
    _ property: Property, _ needed: Int, _ sample: Samples.Sample, _ noise: Noise?
  ) -> Verdict {
    let bound = sample.singularValues.count
    if bound < needed { return .disproved("rank J ≤ \(bound) < \(needed)") }
    let tolerance = tolerance(sample, noise)
    let shown = Notation.number(tolerance)
    let sigma = sample.singularValues[needed - 1]
    let text = "\(Notation.sigma(needed)) = \(Notation.number(sigma))"
    if sigma > tolerance {
      let shape = property == .submersion ? "onto" : "injective"
      return Verdict(
        .yes, .tested,
        "rank J = \(needed), so the derivative is \(shape) there (\(text) > tolerance \(shown))")
    }
    if let rank = sample.exactRank(noise), rank < needed, !proof.pieces.contains(where: \.saturates)
    {
      return Verdict(
        .no, .tested, "rank J = \(rank) < \(needed) (\(text) ≤ tolerance \(shown))")
    }
    return .unknown("\(text) may be 0 or not (tolerance \(shown))")
  }

  /// Whether J'J = I there: lengths are kept to first order.
  private func lengths(_ sample: Samples.Sample, _ noise: Noise?) throws -> Verdict {
    let tolerance = tolerance(sample, noise)
    let values = sample.singularValues + (sample.isWide ? [0] : [])
    let worst = values.max { ($0 - 1).magnitude < ($1 - 1).magnitude } ?? 0
    let defect = (worst - 1).magnitude
    if defect <= tolerance {
      return Verdict(
        .yes, .tested,
        "J'J = I, so lengths are kept to first order (to \(Notation.number(defect)), tolerance "
          + "\(Notation.number(tolerance)))")
    }
    let change =
      worst >= 1
      ? "stretches a direction by \(Notation.number(worst))"
      : "shrinks a direction to \(Notation.number(worst)) of its length"
    return Verdict(.no, .tested, "it \(change) there")
  }

  /// Whether J'J is a positive multiple of I there.
  private func angles(_ sample: Samples.Sample, _ noise: Noise?) throws -> Verdict {
    let full = rank(.immersion, sample.point.count, sample, noise)
    guard full.answer == .yes else {
      return Verdict(
        full.answer, full.basis,
        full.answer == .no ? "no angle survives: \(full.reason)" : full.reason)
    }
    let (tolerance, spread) = (tolerance(sample, noise), sample.greatest - sample.least)
    if spread / 2 <= tolerance {
      return Verdict(
        .yes, .tested,
        "J'J is a multiple of I: every direction is stretched by \(Notation.number(sample.greatest)) "
          + "(to \(Notation.number(spread)), tolerance \(Notation.number(2 * tolerance)))")
    }
    return Verdict(
      .no, .tested,
      "it multiplies lengths in one direction by \(Notation.number(sample.greatest)) there and in "
        + "another by \(Notation.number(sample.least))")
  }

  /// Whether |det J| = 1 there.
  private func volumes(_ sample: Samples.Sample, _ noise: Noise?) -> Verdict {
    let volume = sample.determinant.magnitude
    let tolerance = determinantTolerance(sample, noise)
    let defect = (volume - 1).magnitude
    if defect <= tolerance {
      guard tolerance <= 1e-6 else {
        return .unknown(
          "|det J| = \(Notation.number(volume)) is 1 to rounding (tolerance "
            + "\(Notation.number(tolerance)))")
      }
      return Verdict(
        .yes, .tested,
        "|det J| = 1 (to \(Notation.number(defect)), tolerance \(Notation.number(tolerance)))")
    }
    return Verdict(.no, .tested, "volumes are multiplied by |det J| = \(Notation.number(volume))")
  }

  /// Whether det J > 0 there.
  private func side(_ sample: Samples.Sample, _ noise: Noise?) -> Verdict {
    let determinant = sample.determinant
    let tolerance = determinantTolerance(sample, noise)
    let text = "det J = \(Notation.number(determinant))"
    if determinant > tolerance { return Verdict(.yes, .tested, "\(text) > 0") }
    if determinant < -tolerance { return Verdict(.no, .tested, "\(text) < 0") }
    let full = rank(.immersion, sample.point.count, sample, noise)
    if full.answer == .no { return full }
    return .unknown("\(text) may have either sign (tolerance \(Notation.number(tolerance)))")
  }

  private func determinantTolerance(_ sample: Samples.Sample, _ noise: Noise?) -> Double {
    sample.jacobian.determinantRounding
      + (noise?.determinant ?? 1e-8 * max(1, sample.determinant.magnitude))
  }

  /// A reason to doubt the derivative: it is another one a step of 1e-6 away.
  private func cornerNearby(_ sample: Samples.Sample) throws -> String? {
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
