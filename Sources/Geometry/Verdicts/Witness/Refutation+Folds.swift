import Maps
import Tensors

/// Witnesses against injectivity and rank.
extension Refutation {
  /// A witness that the map is not injective.
  mutating func fold() throws -> Verdict? {
    if let verdict = try coincidence() ?? collision() ?? collapse() { return verdict }
    let turnover = try turnover()
    guard let pair = try meeting() else { return turnover }
    guard let turnover else { return pair }
    return Verdict(
      pair.answer, pair.basis, pair.reason, details: pair.details + [turnover.reason],
      evidence: pair.evidence)
  }

  /// Two points found by the search, with a certificate that their values meet.
  private mutating func meeting() throws -> Verdict? {
    let search = PairSearch(samples)
    starts = search.starts
    var (found, tries): (Verdict?, Int) = (nil, 0)
    try search.visit { pair in
      tries += 1
      guard let certificate = try Certificate(samples.map, pair.x, pair.y) else {
        return tries < Self.closeLooks
      }
      let residual = Notation.number(certificate.residual)
      found = Verdict(
        .no, .refuted, "\(call(pair.x)) = \(call(pair.y)) = \(value(certificate.value))",
        details: [
          "computed, they differ by \(residual); within \(Notation.number(certificate.radius)) of "
            + "these points are two whose values are equal (Newton-Kantorovich)"
        ],
        evidence: [
          ("x", located(pair.x)), ("y", located(pair.y)), ("f(x)", valued(certificate.value)),
          ("residual", Tensor(certificate.residual)), ("radius", Tensor(certificate.radius)),
        ])
      return false
    }
    return found
  }

  /// Two of the first points with one value where nothing was rounded on the way.
  private func coincidence() throws -> Verdict? {
    var first: [[Double]: Samples.Sample] = [:]
    var looks = 0
    for sample in list.prefix(60) {
      guard let other = first.updateValue(sample, forKey: sample.value),
        distance(other.point, sample.point) > 0, looks < Self.closeLooks
      else { continue }
      looks += 1
      let noises = try [other, sample].map {
        try Noise(of: samples.map, at: $0.point, coordinates: .exact)
      }
      guard noises.allSatisfy({ $0?.value.allSatisfy { $0 == 0 } ?? false }) else { continue }
      return refuted(
        "\(call(other.point)) = \(call(sample.point)) = \(value(sample.value))",
        ("x", located(other.point)), ("y", located(sample.point)))
    }
    return nil
  }

  /// Two points with one value: opposite ones, mirror images, or a turn apart.
  ///
  /// Equal values count only where the map is so steep at both points that equality to rounding means
  /// equality near by: far out in a saturated layer all values agree.
  private func collision() throws -> Verdict? {
    // What is found by iteration takes too long, and is not right enough, to be compared so often.
    guard !samples.map.iterates else { return nil }
    let period = 6.283185307179586
    var pairs: [(Samples.Sample, [Double])] = []
    for sample in list.prefix(40) where sample.least > 1e-3 {
      pairs.append((sample, sample.point.map { -$0 }))
      for i in 0..<min(samples.source, 4) {
        var mirrored = sample.point
        mirrored[i] = -mirrored[i]
        pairs.append((sample, mirrored))
        var turned = sample.point
        turned[i] += period
        pairs.append((sample, turned))
      }
    }
    pairs = pairs.filter { distance($0.0.point, $0.1) > 0.1 }
    let values = try samples.values(at: pairs.map(\.1))
    for ((sample, other), found) in zip(pairs, values) {
      guard let found else { continue }
      let size = max(sample.value.greatestMagnitude, found.greatestMagnitude)
      let gap = combination(sample.value, -1, found).greatestMagnitude
      guard gap <= 1e-14 * max(size, 1),
        let second = try Samples.samples(of: samples.map, at: [other]).first,
        second.least > 1e-3, try tellsApart(sample, second)
      else { continue }
      return refuted(
        "\(call(sample.point)) = \(call(other)) = \(value(sample.value))",
        ("x", located(sample.point)), ("y", located(other)))
    }
    return nil
  }

  /// Whether equality of the values computed at two points is more than rounding.
  ///
  /// Of a map between spaces of one dimension a nonsingular Jacobian turns a small gap into a nearby
  /// point without one. Elsewhere each component must change near both points, or be free of rounding:
  /// one that is saturated, or tiny beside 1, agrees with itself everywhere.
  private func tellsApart(_ a: Samples.Sample, _ b: Samples.Sample) throws -> Bool {
    guard let first = try Noise(of: samples.map, at: a.point),
      let second = try Noise(of: samples.map, at: b.point)
    else { return false }
    guard a.least > 10 * first.size, b.least > 10 * second.size else { return false }
    if isSquare { return true }
    let n = samples.source
    return a.value.indices.allSatisfy { i in
      if first.value[i] == 0, second.value[i] == 0 { return a.value[i] == b.value[i] }
      let scale = max(1, a.value[i].magnitude)
      return [a, b].allSatisfy { sample in
        let row = Array(sample.jacobian.elements[i * n..<(i + 1) * n])
        return Tensor(row).norm > 1e-3 * scale
      }
    }
  }

  /// Two points at which det J has opposite signs: an injective map of ℝⁿ to itself would keep one
  /// orientation, and so would one that is injective near every point.
  func turnover() throws -> Verdict? {
    guard isSquare, isContinuous else { return nil }
    func clear(_ sample: Samples.Sample) -> Bool { sample.least > 1e-7 * sample.greatest }
    let positive = list.first { $0.determinant > 0 && clear($0) }
    let negative = list.first { $0.determinant < 0 && clear($0) }
    if let positive, let negative, try isCertain(positive), try isCertain(negative) {
      return try turned(positive, negative)
    }
    guard let start = positive ?? negative, try isCertain(start) else { return nil }
    let sought = try DescentOfDeterminant(samples).point(against: start.determinant)
    guard let sought, try isCertain(sought) else { return nil }
    return start.determinant > 0 ? try turned(start, sought) : try turned(sought, start)
  }

  private func turned(
    _ kept: Samples.Sample, _ reversed: Samples.Sample
  ) throws -> Verdict {
    var details: [String] = []
    var evidence = [
      (name: "x", value: located(kept.point)), (name: "y", value: located(reversed.point)),
    ]
    if proof.verdict(on: .smooth).answer == .yes, let between = try crossing(kept, reversed) {
      details.append(
        "on the way det J passes 0, near \(point(between.point)), where it is "
          + Notation.number(between.determinant))
      evidence += [("z", located(between.point)), ("J", between.jacobian)]
    }
    return Verdict(
      .no, .refuted,
      "det J is \(Notation.number(kept.determinant)) at \(point(kept.point)) and "
        + "\(Notation.number(reversed.determinant)) at \(point(reversed.point)), so it folds in "
        + "between", details: details, evidence: evidence)
  }

  /// Where det J changes sign on a segment, by bisection.
  private func crossing(
    _ a: Samples.Sample, _ b: Samples.Sample
  ) throws -> Samples.Sample? {
    var (low, high, last): ([Double], [Double], Samples.Sample?) = (a.point, b.point, nil)
    for _ in 0..<50 {
      let middle = combination(low, 1, high).map { $0 / 2 }
      guard let sample = try Samples.samples(of: samples.map, at: [middle]).first else { break }
      last = sample
      if sample.determinant == 0 || middle == low || middle == high { break }
      if sample.determinant > 0 { low = middle } else { high = middle }
    }
    return last
  }

  /// Whether the sign of det J at a sample is beyond rounding.
  func isCertain(_ sample: Samples.Sample) throws -> Bool {
    guard let noise = try Noise(of: samples.map, at: sample.point) else { return false }
    return sample.least > 10 * (noise.size + sample.tolerance)
      && sample.determinant.magnitude > noise.determinant
  }

  /// How many samples whose rank looks low are examined closely.
  private static let closeLooks = 16

  /// The samples of lower rank than needed at which that is more than rounding.
  private func deficient(_ needed: Int) throws -> [Samples.Sample] {
    try list.filter { $0.rank < needed }.prefix(Self.closeLooks).filter { sample in
      let rank = sample.exactRank(try Noise(of: samples.map, at: sample.point))
      return rank.map { $0 < needed } ?? false
    }
  }

  /// A piecewise affine map that is constant along a segment.
  private func collapse() throws -> Verdict? {
    guard kind.form == .piecewiseAffine, isContinuous, !saturates else { return nil }
    for sample in try deficient(samples.source) {
      let basis = try sample.jacobian.nullSpace().transposed().elements
      let direction = Array(basis.prefix(samples.source))
      let steps = (0..<12).map { 1 / Double(1 << $0) }
      let ends = steps.map { combination(sample.point, $0, direction) }
      for (end, found) in zip(ends, try samples.values(at: ends)) {
        guard let found else { continue }
        let size = max(sample.value.greatestMagnitude, sample.greatest)
        guard combination(sample.value, -1, found).greatestMagnitude <= 1e-14 * size else {
          continue
        }
        return refuted(
          "\(call(sample.point)) = \(call(end)) = \(value(sample.value)): it is constant along "
            + "\(Notation.vector(direction)) there",
          ("x", located(sample.point)), ("y", located(end)))
      }
    }
    return nil
  }

  /// A point at which the Jacobian's rank is below what is needed.
  ///
  /// In layers that saturate derivatives may round to 0 over whole regions; there a point counts only
  /// if the rank is regained at once on moving away.
  func rankLoss(_ needed: Int) throws -> Verdict? {
    for sample in try deficient(needed) {
      if saturates {
        let neighbours = try Samples.samples(
          of: samples.map,
          at: sample.point.indices.prefix(8).map { index in
            sample.point.enumerated().map { $0 == index ? $1 + 1e-3 : $1 + 1e-4 * Double($0 + 1) }
          })
        guard !neighbours.isEmpty,
          neighbours.allSatisfy({ $0.least > 1e6 * $0.tolerance })
        else { continue }
      }
      let sigma = Notation.sigma(sample.rank + 1)
      let shown =
        sample.singularValues.indices.contains(sample.rank)
        ? Notation.number(sample.singularValues[sample.rank]) : "0"
      return refuted(
        "at \(point(sample.point)) its Jacobian \(Notation.tensor(sample.jacobian)) has rank "
          + "\(sample.rank) < \(needed) (\(sigma) = \(shown) ≤ tolerance "
          + "\(Notation.number(sample.tolerance)))",
        ("x", located(sample.point)), ("J", sample.jacobian))
    }
    return nil
  }
}
