import Autodiff
import Tensors

/// Properties of pairs of points.
extension DataJudge {
  /// The most pairs that are all compared.
  private static let pairLimit = 2_000_000

  /// Different points have different values.
  func injective() throws -> Verdict {
    guard let (i, j, gap) = try closestValues() else {
      return Verdict(.yes, .tested, "there is one point, and nothing for it to meet")
    }
    let bound = try rounding(i, j)
    let apart = Notation.number(distance(points[i].coordinates, points[j].coordinates))
    let numbers = "points \(points[i].number) and \(points[j].number), which are \(apart) apart"
    let found = evidence(i, j)
    if gap > bound {
      return Verdict(
        .yes, .tested,
        "\(all) have \(count) values: the closest two are \(Notation.number(gap)) apart, those of "
          + numbers, evidence: found)
    }
    if gap == 0, bound == 0 {
      return Verdict(
        .no, .refuted, "\(call(i)) = \(call(j)) = \(value(i)) for \(numbers)", evidence: found)
    }
    let equality =
      "\(call(i)) and \(call(j)) agree to \(Notation.number(gap)) (rounding may be "
      + "\(Notation.number(bound))) for \(numbers)"
    // Points so near each other, or values so flattened, may differ below rounding.
    let steepness = try Samples.samples(of: map, at: [points[i].coordinates]).first?.greatest ?? 0
    let expected = distance(points[i].coordinates, points[j].coordinates) * steepness
    if judge.proof.pieces.contains(where: \.saturates) && expected < 1e-3
      || expected <= 1e4 * bound
    {
      return Verdict(.unknown, .unknown, equality, evidence: found)
    }
    return Verdict(.no, .tested, equality, evidence: found)
  }

  /// The two values closest to each other, found by going along the coordinate they spread most in.
  private func closestValues() throws -> (Int, Int, Double)? {
    guard count > 1 else { return nil }
    let m = values[0].count
    let spreads = try (0..<m).map { axis in
      var (low, high) = (Double.infinity, -Double.infinity)
      for (row, value) in values.enumerated() {
        if row & 1023 == 0 { try Interruption.check() }
        (low, high) = (min(low, value[axis]), max(high, value[axis]))
      }
      return high - low
    }
    let axis = spreads.indices.max { spreads[$0] < spreads[$1] } ?? 0
    let along = values.map { $0[axis] }
    let order = try LongWork.perform(LongWork.cost(count, 400)) {
      along.indices.sorted { (along[$0], $0) < (along[$1], $1) }
    }
    var best: (Int, Int, Double)?
    for (position, i) in order.enumerated() {
      if position.isMultiple(of: 64) { try Interruption.check() }
      for j in order[(position + 1)...] {
        let limit = best?.2 ?? .infinity
        if values[j][axis] - values[i][axis] > limit { break }
        let gap = distance(values[i], values[j])
        if gap < limit { best = (min(i, j), max(i, j), gap) }
      }
      if best?.2 == 0 { break }
    }
    return best
  }

  /// All distances stay what they were.
  func isometry() throws -> Verdict {
    guard count > 1 else {
      return Verdict(.yes, .tested, "there is one point, and no distance to keep")
    }
    let (worst, compared) = try worstPair { before, after in (after - before).magnitude / before }
    let (i, j) = worst
    let (before, after) = lengths(i, j)
    let bound = try rounding(i, j) + 8 * Double.ulpOfOne * (before + after)
    let defect = (after - before).magnitude
    let numbers =
      "points \(points[i].number) and \(points[j].number) are \(Notation.number(before)) apart, "
      + "their values \(Notation.number(after))"
    if defect > bound { return Verdict(.no, .refuted, numbers, evidence: evidence(i, j)) }
    return Verdict(
      .yes, .tested,
      "each of \(compared) distances is kept (worst defect \(Notation.number(defect)), tolerance "
        + "\(Notation.number(bound)))", evidence: evidence(i, j))
  }

  /// All distances shrink.
  func contraction() throws -> Verdict {
    guard count > 1 else {
      return Verdict(.yes, .tested, "there is one point, and no distance to shrink")
    }
    let (worst, compared) = try worstPair { before, after in after / before }
    let (i, j) = worst
    let (before, after) = lengths(i, j)
    let bound = try rounding(i, j) + 8 * Double.ulpOfOne * (before + after)
    let numbers =
      "points \(points[i].number) and \(points[j].number) are \(Notation.number(before)) apart, "
      + "their values \(Notation.number(after))"
    if after < before - bound {
      return Verdict(
        .yes, .tested,
        "each of \(compared) distances shrinks, at worst to \(Notation.number(after / before)) of "
          + "itself: \(numbers)", evidence: evidence(i, j))
    }
    if after >= before + bound { return Verdict(.no, .refuted, numbers, evidence: evidence(i, j)) }
    return Verdict(
      .unknown, .unknown, "\(numbers), equal to rounding (\(Notation.number(bound)))",
      evidence: evidence(i, j))
  }

  private func lengths(_ i: Int, _ j: Int) -> (before: Double, after: Double) {
    (distance(points[i].coordinates, points[j].coordinates), distance(values[i], values[j]))
  }

  /// The pair whose distances before and after have the greatest measure, with how many were compared:
  /// all, or of many points each with some of those after it.
  private func worstPair(
    _ measure: (Double, Double) -> Double
  ) throws -> (pair: (Int, Int), compared: Int) {
    let reach = max(1, min(count - 1, Self.pairLimit / count))
    var (worst, pair, compared) = (-Double.infinity, (0, 1), 0)
    for i in 0..<count {
      try Interruption.check()
      for j in (i + 1)..<max(min(count, i + 1 + reach), i + 1) {
        let (before, after) = lengths(i, j)
        compared += 1
        let size = measure(before, after)
        if size > worst { (worst, pair) = (size, (i, j)) }
      }
    }
    return (pair, compared)
  }
}
