import Maps
import Tensors

/// Witnesses against injectivity and rank.
extension Refutation {
  /// A witness that the map is not injective.
  func fold() throws -> Verdict? { try collision() ?? turnover() ?? collapse() }

  /// Two points with one value: opposite ones, mirror images, or a turn apart.
  ///
  /// Equal values count only where the map is so steep at both points that equality to rounding means
  /// equality near by: far out in a saturated layer all values agree.
  private func collision() throws -> Verdict? {
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
        second.least > 1e-3
      else { continue }
      return refuted(
        "\(call(sample.point)) = \(call(other)) = \(value(sample.value))",
        ("x", Tensor(sample.point)), ("y", Tensor(other)))
    }
    return nil
  }

  /// Two points at which det J has opposite signs: an injective map of ℝⁿ to itself would keep one
  /// orientation, and so would one that is injective near every point.
  func turnover() throws -> Verdict? {
    guard isSquare, isContinuous else { return nil }
    func clear(_ sample: Samples.Sample) -> Bool { sample.least > 1e-7 * sample.greatest }
    guard let kept = list.first(where: { $0.determinant > 0 && clear($0) }),
      let reversed = list.first(where: { $0.determinant < 0 && clear($0) })
    else { return nil }
    return refuted(
      "det J is \(Notation.number(kept.determinant)) at \(point(kept.point)) and "
        + "\(Notation.number(reversed.determinant)) at \(point(reversed.point)), so it folds in "
        + "between", ("x", Tensor(kept.point)), ("y", Tensor(reversed.point)))
  }

  /// A piecewise affine map that is constant along a segment.
  private func collapse() throws -> Verdict? {
    guard kind.form == .piecewiseAffine, isContinuous, !saturates else { return nil }
    for sample in list where sample.rank < samples.source {
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
          ("x", Tensor(sample.point)), ("y", Tensor(end)))
      }
    }
    return nil
  }

  /// A point at which the Jacobian's rank is below what is needed.
  ///
  /// In layers that saturate derivatives may round to 0 over whole regions; there a point counts only
  /// if the rank is regained at once on moving away.
  func rankLoss(_ needed: Int) throws -> Verdict? {
    for sample in list where sample.rank < needed {
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
        ("x", Tensor(sample.point)), ("J", sample.jacobian))
    }
    return nil
  }
}
