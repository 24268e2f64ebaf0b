import Geometry
import Maps
import Tensors

extension CurveError {
  /// The problem in words.
  var problem: Problem {
    let text = problemText
    return .custom(id: text.id, title: text.title, facts: text.facts, hint: text.hint)
  }

  private var problemText: ProblemText {
    let number = { (x: Double) in NumberText(x).text }
    switch self {
    case .shape(let dimension, let found):
      return ProblemText(
        "curve.shape",
        "a closed polygon in \(Space.real(dimension)) has rows of \(dimension) numbers, and this is "
          + found.phrase,
        hint: dimension == 2 ? "[0, 0; 1, 0; 0, 1]" : nil)
    case .fewCorners(let count):
      return ProblemText(
        "curve.shape", "a closed polygon has at least 3 corners, and this has \(count)",
        facts: ["the last corner is joined to the first"])
    case .notFinite(let row):
      return ProblemText(
        "number.notFinite", "a curve needs finite numbers",
        facts: ["row \(row) has one that is infinite or not a number"])
    case .badPoint(let found):
      return found == [2]
        ? ProblemText("number.notFinite", "the point is not finite")
        : ProblemText(
          "shape.domain", "a curve winds around a point of ℝ², and this is \(found.phrase)")
    case .onCurve(let edge):
      return ProblemText(
        "curve.point", "the point lies on the curve, which does not go around it",
        facts: ["it is on the edge that begins at row \(edge); its distance from the curve is 0"])
    case .notClosed(let gap):
      return ProblemText(
        "curve.open", "the curve does not end where it begins",
        facts: ["its ends are \(number(gap)) apart"],
        hint: "an interval such as [0, 2 * pi] goes around once")
    case .notPlaneCurve(let map):
      return ProblemText(
        "curve.shape", "a curve in the plane is a map from ℝ to ℝ²",
        facts: ["\(map.subject) goes from \(map.domain) to \(map.codomain)"])
    case .tooClose(let distance, let samples):
      return ProblemText(
        "curve.point", "the curve passes the point too closely to be followed",
        facts: ["of \(samples) points of it the nearest edge is \(number(distance)) away"])
    case .curvesMeet(let distance):
      return ProblemText(
        "curve.meet", "curves that meet have no linking number",
        facts: ["their distance is \(number(distance))"])
    case .notWhole(let value, let distance):
      return ProblemText(
        "curve.meet", "the linking number is not a whole number",
        facts: [
          "the sum is \(number(value)), off by \(number((value - value.rounded()).magnitude))",
          "the curves come within \(number(distance)) of each other",
        ])
    case .tooManyPairs(let count, let limit):
      return ProblemText(
        "limit.pairs", "\(count) pairs of edges are too many",
        facts: ["the limit is \(limit)"], hint: "leave out corners")
    }
  }
}

extension SeparationError {
  /// The problem in words.
  var problem: Problem {
    let text = problemText
    return .custom(id: text.id, title: text.title, facts: text.facts, hint: text.hint)
  }

  private var problemText: ProblemText {
    switch self {
    case .empty(let set):
      ProblemText(
        "data.sets", "the \(set == 0 ? "first" : "second") set has no points",
        facts: ["a hyperplane separates two sets of points"])
    case .shapes(let first, let second):
      ProblemText(
        "data.sets", "points to be separated are rows of equally many numbers",
        facts: ["these are \(first.phrase) and \(second.phrase)"]
          + (second == [first.rank == 2 ? first[0] : 0, 1]
            ? ["labels are no points: give the rows of one class, then the rows of the other"] : [])
      )
    case .notFinite(let set, let row):
      ProblemText(
        "number.notFinite", "separating needs finite numbers",
        facts: [
          "row \(row) of the \(set == 0 ? "first" : "second") set has one that is infinite or not a "
            + "number"
        ])
    }
  }
}
