import Geometry
import Maps
import Tensors

extension PiecewiseAffineError {
  /// The problem in words.
  var problem: Problem {
    let text = problemText
    return .custom(id: text.id, title: text.title, facts: text.facts, hint: text.hint)
  }

  private var problemText: ProblemText {
    switch self {
    case .notPiecewiseAffine(let map, let operation):
      return ProblemText(
        "map.kind", "\(map.subject) is not piecewise affine",
        facts: [map.curvedLayer ?? "it \(operation)"],
        hint: "jacobian(f, x) is the linear map nearest to f at a point")
    case .branches(let map):
      return ProblemText(
        "map.kind", "\(map.subject) is not known to be piecewise affine",
        facts: ["it decides by an `if` or `while`, which is followed one point at a time"],
        hint: "write it with relu, abs, max and min")
    case .tooManyCells(let map, let limit):
      return ProblemText(
        "limit.cells", "\(map.subject) has more than \(limit) cells there",
        hint: "ask about a smaller box")
    case .notFinite(let map):
      return ProblemText(
        "number.notFinite", "\(map.subject) has a weight that is infinite or not a number",
        facts: ["or one so large that products of weights overflow"])
    case .wrongPoint(let map, let found):
      return ProblemText(
        "shape.domain", "\(map.subject) takes points of \(map.domain), and this is \(found.phrase)",
        facts: ["one point is asked about at a time"])
    case .coordinateNotFinite(let index):
      return ProblemText(
        "number.notFinite", "the point is not finite",
        facts: ["coordinate \(index) is infinite or not a number"])
    case .boxShape(let axes, let found):
      return ProblemText(
        "shape.box",
        axes == 1
          ? "an interval is a vector `[lo, hi]`, and this is \(found.phrase)"
          : "a box of \(Space.real(axes)) has one row `lo, hi` for each of its \(axes) axes, and this "
            + "is \(found.phrase)",
        hint: axes == 1 ? "[-1, 1]" : axes == 2 ? "[-1, 1; -1, 1]" : nil)
    case .boxCorners(let row, let low, let high):
      let (lo, hi) = (NumberText(low).text, NumberText(high).text)
      let place = "row \(row) of the box goes from \(lo) to \(hi)"
      guard low.isFinite, high.isFinite else {
        return ProblemText("number.box", place, facts: ["the ends of an axis are finite numbers"])
      }
      guard low >= high else {
        return ProblemText("number.box", place, facts: ["an axis is from 1e-100 to 1e+100 long"])
      }
      return ProblemText(
        "number.box", place, facts: ["each row is `lo, hi` with lo below hi"],
        hint: low > high ? "swap them: \(hi), \(lo)" : nil)
    case .needsSlice(let map, let dimension):
      return ProblemText(
        "shape.slice",
        "cells are cut in the plane, and \(map.subject) has the domain \(map.domain)",
        facts: dimension == 1 ? ["of a map of ℝ, `pieces` are the cells"] : [],
        hint: dimension == 1
          ? "pieces(f, [-1, 1])"
          : "give an affine map from R^2: slice: affine(A, b) with A of \(dimension) rows, 2 columns"
      )
    case .badSlice(let slice, let map, .domain):
      return ProblemText(
        "shape.slice", "a slice is an affine map from ℝ² to \(map.domain)",
        facts: ["\(slice.subject) has the domain \(slice.domain)"])
    case .badSlice(let slice, let map, .codomain):
      return ProblemText(
        "shape.slice", "a slice is an affine map from ℝ² to \(map.domain)",
        facts: ["\(slice.subject) gives points of \(slice.codomain)"])
    case .badSlice(let slice, _, .notAffine):
      return ProblemText(
        "shape.slice", "a slice is affine, so that cells are cut along straight lines",
        facts: ["\(slice.subject) is \(slice.kind)"])
    case .notOnLine(let map):
      return ProblemText(
        "shape.line", "pieces are those of a map from ℝ to ℝ",
        facts: ["\(map.subject) goes from \(map.domain) to \(map.codomain)"],
        hint: map.domain.dimension == 2 ? "regions(f, [-1, 1; -1, 1]) cuts the plane" : nil)
    }
  }
}

extension SmoothMap {
  /// What a sentence calls the map: its name, unless that only says how it is made.
  var subject: String {
    let makes = ["chain", "sum", "difference", "product", "multiple", "direct sum"]
    return makes.contains(name) ? "the map" : name
  }

  /// The first layer that is certainly more than piecewise affine.
  fileprivate var curvedLayer: String? {
    guard layers.count > 1,
      let index = layers.firstIndex(where: {
        $0.kind.form == .general && $0.kind.regularity != .unknown
      })
    else { return nil }
    return "layer \(index), \(layers[index].name), is \(layers[index].kind)"
  }
}
