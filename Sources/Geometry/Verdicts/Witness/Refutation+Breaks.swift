import Autodiff
import Maps
import Tensors

/// Witnesses against smoothness and continuity in formulas with corners and jumps: abs, max, relu, floor, sign.
extension Refutation {
  /// What is sought.
  enum Break {
    case jump
    /// A corner, or a jump.
    case kink
  }

  private static let points = 12
  private static let axes = 4
  /// Where along an axis the decisions of a formula are compared.
  private static let places = stride(from: -4.1, through: 4.1, by: 0.3123)

  /// A place at which the formulas of both sides differ in their values, or in their slopes.
  ///
  /// Along a line parallel to an axis the decisions of the formula are compared, and a change is narrowed
  /// down to neighbouring numbers. The formulas of both sides are smooth and hold on their side. If both,
  /// asked at the same place, give other values, the map jumps there; if they give other slopes, it has one
  /// slope on the left and another on the right. That each hardly changes from one end to the other shows
  /// that no steepness is taken for a break.
  func formulaBreak(_ wanted: Break) throws -> Verdict? {
    guard !samples.map.iterates, let start = list.first,
      let path = try? Path.traced(
        at: [Term(located(start.point))], { [try samples.map($0[0])] }),
      path.isStraight, let derivative = try? path.graph.jacobian()
    else { return nil }
    let captures = path.captures.compactMap(\.concrete)
    guard captures.count == path.captures.count,
      let values = FrozenGraph(path.graph, captures),
      let slopes = FrozenGraph(derivative, captures)
    else { return nil }
    for sample in list.prefix(Self.points) {
      for axis in 0..<min(samples.source, Self.axes) {
        try Interruption.check()
        let line = Line(point: sample.point, axis: axis)
        if let verdict = try find(wanted, along: line, values, slopes) { return verdict }
      }
      if samples.source == 1 { break }
    }
    return nil
  }

  /// A line parallel to an axis.
  private struct Line {
    let point: [Double]
    let axis: Int

    func at(_ t: Double) -> [Double] {
      var result = point
      result[axis] = t
      return result
    }
  }

  private func find(
    _ wanted: Break, along line: Line, _ values: FrozenGraph, _ slopes: FrozenGraph
  ) throws -> Verdict? {
    func decisions(_ t: Double) throws -> FrozenGraph.Decisions? {
      try values.run(located(line.at(t)))?.decisions
    }
    var found: [(t: Double, decisions: FrozenGraph.Decisions?)] = []
    for t in Self.places {
      let here = try decisions(t)
      if let here, here.isEmpty { return nil }
      found.append((t, here))
    }
    // The places nearest to 0 are the easiest to read.
    let steps = zip(found, found.dropFirst()).sorted {
      ($0.0.t + $0.1.t).magnitude < ($1.0.t + $1.1.t).magnitude
    }
    for (left, right) in steps {
      guard let first = left.decisions, let second = right.decisions, !first.agrees(with: second)
      else { continue }
      // The last place with the decisions of the left end, and its neighbour.
      var (low, high) = (left.t, right.t)
      while true {
        let middle = low + (high - low) / 2
        guard middle > low, middle < high, let found = try decisions(middle) else { break }
        if found.agrees(with: first) { low = middle } else { high = middle }
      }
      if let verdict = try judged(wanted, line, low, high, values, slopes) { return verdict }
    }
    return nil
  }

  private func judged(
    _ wanted: Break, _ line: Line, _ low: Double, _ high: Double, _ values: FrozenGraph,
    _ slopes: FrozenGraph
  ) throws -> Verdict? {
    // The decisions must hold for a stretch on either side: one that is met at a single place, such as
    // sign 0, says nothing of the sides.
    let reach = 1e-7 * max(1, low.magnitude)
    let (left, right) = (located(line.at(low)), located(line.at(high)))
    let (far, away) = (located(line.at(low - reach)), located(line.at(high + reach)))
    guard let a = try values.run(far), let b = try values.run(away),
      let leftHere = try values.run(left, a.decisions)?.value.elements,
      let leftThere = try values.run(right, a.decisions)?.value.elements,
      let rightHere = try values.run(left, b.decisions)?.value.elements,
      let rightThere = try values.run(right, b.decisions)?.value.elements,
      !a.decisions.agrees(with: b.decisions)
    else { return nil }
    let size = max(1, leftHere.greatestMagnitude, rightHere.greatestMagnitude)
    let step = distance(leftThere, rightThere)
    let drift = distance(leftHere, leftThere) + distance(rightHere, rightThere)
    let place = line.at(high)
    if step > 1e-6 * size, drift <= 1e-6 * step {
      return refuted(
        "at \(point(place)) its value jumps from \(value(leftThere)) to \(value(rightThere))",
        ("x", located(place)), ("left", valued(leftThere)), ("right", valued(rightThere)))
    }
    guard wanted == .kink, step <= 1e-9 * size else { return nil }
    guard let c = try slopes.run(far), let d = try slopes.run(away),
      let slopeHere = try slopes.run(left, c.decisions)?.value.elements,
      let slopeThere = try slopes.run(right, c.decisions)?.value.elements,
      let otherHere = try slopes.run(left, d.decisions)?.value.elements,
      let otherThere = try slopes.run(right, d.decisions)?.value.elements
    else { return nil }
    let n = samples.source
    func column(_ jacobian: [Double]) -> [Double] {
      stride(from: line.axis, to: jacobian.count, by: n).map { jacobian[$0] }
    }
    let (before, after) = (column(slopeThere), column(otherThere))
    let bend = distance(before, after)
    let change = distance(column(slopeHere), before) + distance(column(otherHere), after)
    guard bend > 1e-6 * max(1, before.greatestMagnitude, after.greatestMagnitude),
      change <= 1e-6 * bend
    else { return nil }
    let index =
      before.indices.max {
        (before[$0] - after[$0]).magnitude < (before[$1] - after[$1]).magnitude
      } ?? 0
    let what =
      before.count == 1
      ? "its slope"
      : "the slope of \(Notation.component(index, of: name, in: samples.map.codomain))"
    let direction = n == 1 ? "" : " in x[\(line.axis)]"
    return refuted(
      "at \(point(place)) \(what)\(direction) is "
        + "\(Notation.number(before[index], against: after[index])) on the left and "
        + "\(Notation.number(after[index], against: before[index])) on the right",
      ("x", located(place)), ("left", Tensor(before)), ("right", Tensor(after)))
  }
}

extension FrozenGraph.Decisions {
  /// Whether they are the same.
  fileprivate func agrees(with other: FrozenGraph.Decisions) -> Bool {
    count == other.count
      && allSatisfy { index, decision in
        other[index].map { $0.elements == decision.elements } ?? false
      }
  }
}
