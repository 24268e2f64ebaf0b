import Maps
import Tensors

/// Witnesses against properties of length, angle, volume and orientation.
extension Refutation {
  private static let threshold = 1e-8

  /// Two points whose distance changes; a map that keeps all distances is affine.
  func changedLength() throws -> Verdict? {
    for (a, b) in zip(list, list.dropFirst()) {
      let (before, after) = (distance(a.point, b.point), distance(a.value, b.value))
      guard before > 0, (after - before).magnitude > Self.threshold * before,
        try exceedsRounding(
          (after - before).magnitude / Double(samples.target), at: a.point, b.point)
      else { continue }
      return refuted(
        "\(point(a.point)) and \(point(b.point)) are "
          + "\(Notation.number(before, against: after)) apart, their images "
          + Notation.number(after, against: before), ("x", located(a.point)),
        ("y", located(b.point)))
    }
    return nil
  }

  /// A point at which one direction is stretched more than another.
  func changedAngle() throws -> Verdict? {
    for sample in list where sample.greatest > 0 {
      guard sample.greatest - sample.least > Self.threshold * sample.greatest,
        try changes((sample.greatest - sample.least) / 2, at: sample.point)
      else { continue }
      let svd = try sample.jacobian.svd()
      let rows = try svd.v.transposed().elements
      let n = samples.source
      let (first, last) = (Array(rows[..<n]), Array(rows[rows.count - n..<rows.count]))
      return refuted(
        "at \(point(sample.point)) it multiplies lengths by "
          + "\(Notation.number(sample.greatest, against: sample.least)) along "
          + "\(Notation.vector(first)) and by "
          + "\(Notation.number(sample.least, against: sample.greatest)) along "
          + Notation.vector(last), ("x", located(sample.point)), ("J", sample.jacobian))
    }
    return try rankLoss(samples.source)
  }

  /// A point at which |det J| is not 1.
  func changedVolume() throws -> Verdict? {
    let found = try list.lazy.filter { ($0.determinant.magnitude - 1).magnitude > Self.threshold }
      .prefix(16).first { sample in
        guard let noise = try Noise(of: samples.map, at: sample.point) else { return false }
        let defect = (sample.determinant.magnitude - 1).magnitude
        return defect > noise.determinant + sample.jacobian.determinantRounding
      }
    guard let sample = found else { return nil }
    return refuted(
      "at \(point(sample.point)) volumes are multiplied by |det J| = "
        + Notation.number(sample.determinant.magnitude, against: 1), ("x", located(sample.point)),
      ("J", sample.jacobian))
  }

  /// A point at which det J is clearly negative, or around which a piecewise affine map collapses.
  func reversal() throws -> Verdict? {
    if let sample = list.first(where: {
      $0.determinant < 0 && $0.least > 1e-7 * $0.greatest
    }), try isCertain(sample) {
      return refuted(
        "det J = \(Notation.number(sample.determinant)) at \(point(sample.point))",
        ("x", located(sample.point)), ("J", sample.jacobian))
    }
    // At a single point the determinant of a map that keeps orientation may be 0, as that of x³ is.
    guard kind.form == .piecewiseAffine, isContinuous, !saturates else { return nil }
    return try rankLoss(samples.source)
  }

  /// Whether σ₁ ≥ 1 beyond rounding, or because an entry known without loss is.
  private func isStretched(_ sample: Samples.Sample) throws -> Bool {
    guard let noise = try Noise(of: samples.map, at: sample.point) else { return false }
    return sample.greatest - 1 > noise.size + sample.tolerance
      || zip(sample.jacobian.elements, noise.jacobian).contains { $0.magnitude - $1 >= 1 }
  }

  /// A point at which some direction is not shortened, or two points that do not come closer.
  func stretch() throws -> Verdict? {
    // A singular value that is 1 may be computed a little smaller.
    let steep = list.lazy.filter { $0.greatest >= 1 - 1e-12 }.prefix(8)
    if isContinuous, let sample = try steep.first(where: isStretched) {
      return refuted(
        "at \(point(sample.point)) its Jacobian has σ₁ = "
          + "\(Notation.number(sample.greatest, against: 1)), not below 1",
        ("x", located(sample.point)), ("J", sample.jacobian))
    }
    for (a, b) in zip(list, list.dropFirst()) {
      let (before, after) = (distance(a.point, b.point), distance(a.value, b.value))
      guard before > 0, after >= before * (1 + 1e-12),
        try exceedsRounding((after - before) / Double(samples.target), at: a.point, b.point)
      else { continue }
      return refuted(
        "\(point(a.point)) and \(point(b.point)) are "
          + "\(Notation.number(before, against: after)) apart, their images "
          + Notation.number(after, against: before), ("x", located(a.point)),
        ("y", located(b.point)))
    }
    return nil
  }
}
