import Autodiff
import Maps
import Tensors

/// Witnesses against continuity.
extension Refutation {
  /// A place where a function with branches jumps from one branch to another.
  ///
  /// A segment between two samples is halved until its ends are neighbours. The formulas taken at the ends
  /// are then both asked at both: each must hardly change from one end to the other, and they must
  /// differ, so that the jump is one between formulas and no steep slope.
  func jump() throws -> Verdict? {
    guard kind.regularity == .unknown else { return nil }
    for (a, b) in zip(list, list.dropFirst()).prefix(64) where a.point != b.point {
      try Interruption.check()
      guard let (low, high) = try narrowed(a, b) else { continue }
      guard let left = try branch(at: low.point), let right = try branch(at: high.point),
        let leftThere = try values(of: left, at: high.point),
        let rightHere = try values(of: right, at: low.point)
      else { continue }
      let size = distance(low.value, high.value)
      let drift = distance(low.value, leftThere) + distance(high.value, rightHere)
      guard size > 1e-6 * max(1, low.value.greatestMagnitude), drift <= 1e-6 * size,
        distance(low.value, rightHere) > 0.5 * size
      else { continue }
      let apart = Notation.number(distance(low.point, high.point))
      return refuted(
        "at \(point(high.point)) its value jumps from \(value(low.value)) to \(value(high.value)), "
          + "between points \(apart) apart on two branches of its formula",
        ("x", located(low.point)), ("y", located(high.point)), ("f(x)", valued(low.value)),
        ("f(y)", valued(high.value)))
    }
    return nil
  }

  private typealias End = (point: [Double], value: [Double])

  /// The ends of the smallest segment between two points on which most of the change remains.
  private func narrowed(
    _ a: Samples.Sample, _ b: Samples.Sample
  ) throws -> (End, End)? {
    var (low, high): (End, End) = ((a.point, a.value), (b.point, b.value))
    for _ in 0..<70 {
      let middle = combination(low.point, 1, high.point).map { $0 / 2 }
      guard middle != low.point, middle != high.point else { break }
      guard let found = try samples.values(at: [middle])[0] else { return nil }
      if distance(low.value, found) >= distance(found, high.value) {
        high = (middle, found)
      } else {
        low = (middle, found)
      }
    }
    let scale = max(1, low.point.greatestMagnitude)
    return distance(low.point, high.point) <= 1e-12 * scale && low.value != high.value
      ? (low, high) : nil
  }

  /// The formula taken at a point; nil where it has no branches.
  private func branch(at point: [Double]) throws -> Path? {
    let x = Term(located(point))
    guard let path = try? Path.traced(at: [x], { [try samples.map($0[0])] }), !path.isStraight
    else { return nil }
    return path
  }

  private func values(of path: Path, at point: [Double]) throws -> [Double]? {
    guard let value = try? path.run(path.graph, [Term(located(point))]).first,
      let known = value.concrete, known.firstNonFinite == nil
    else { return nil }
    return known.elements
  }
}
