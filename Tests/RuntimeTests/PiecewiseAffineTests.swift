import Runtime
import Testing

@Suite("Piecewise affine maps in the language")
struct PiecewiseAffineTests {
  static let cases = [
    Case("regions(abs, [-1, 1; -1, 1]).cells", "4"),
    Case("regions(abs, [-1, 1; -1, 1]).maps", "4"),
    Case("regions(abs, [-1, 1; -1, 1]).pieces", "4"),
    Case("regions(abs, [-1, 1; -1, 1]).residual", "0"),
    Case("count(regions(abs, [-1, 1; -1, 1]).list)", "4"),
    Case("regions(abs, [-1, 1; -1, 1]).list[0].A", "[-1,  0;\n  0, -1]"),
    Case("sum([c.area for c in regions(abs, [-1, 1; -1, 1]).list])", "4"),
    Case("regions(abs, [-1, 1; -1, 1]) + 1", "5"),
    Case("local_affine(relu, [3, -4])([1, 1])", "[1, 0]"),
    Case("local_affine(relu, [0, 1]).on_wall", "true"),
    Case("f(x: R^2) = relu(x[0]) - relu(x[1]); regions(f, [-1, 1; -1, 1]).cells", "4"),
    // A long loop is one operation of the graph, written out for this.
    Case(
      "f(t: R) = { y = t; for k in 0..<50 { y = abs(y - 0.1) }; y }; pieces(f, [0, 5]).breakpoints[1]",
      "0.1"),
    Case(
      "slice = affine([1, 0; 0, 1; 1, 1], [0, 0, 0]); "
        + "regions(linear([1, 0, 0; 0, 1, 0; 0, 0, 1]) |> relu, [-1, 1; -1, 1], slice: slice).cells",
      "6"),
  ]

  @Test("answers", arguments: cases)
  func answers(_ example: Case) {
    #expect(Prompt().shows(example.program) == example.output)
  }

  static let mistakes = [
    Case("regions(abs, [1, -1; -1, 1])", "number.box: row 0 of the box goes from 1 to -1"),
    Case("regions(abs, [-1, 1; -1, nan])", "number.box: row 1 of the box goes from -1 to nan"),
    Case(
      "regions(abs, [-1, 1])",
      "shape.box: a box of ℝ² has one row `lo, hi` for each of its 2 axes, and this is a vector of "
        + "2 numbers"),
    Case("regions(tanh, [-1, 1; -1, 1])", "map.kind: tanh is not piecewise affine"),
    Case(
      "regions(linear(3, 2) |> relu, [-1, 1; -1, 1])",
      "shape.slice: cells are cut in the plane, and the map has the domain ℝ³"),
    Case(
      "regions(linear(3, 2) |> relu, [-1, 1; -1, 1], slice: linear(2, 4))",
      "shape.slice: a slice is an affine map from ℝ² to ℝ³"),
    Case(
      "regions(relu, [-1, 1; -1, 1], slice: linear(2, 2) |> relu)",
      "shape.slice: a slice is affine, so that cells are cut along straight lines"),
    Case(
      "f(x: R^2) = if x[0] > 0 then x else -x; regions(f, [-1, 1; -1, 1])",
      "map.kind: f is not known to be piecewise affine"),
    Case("local_affine(relu, [0, nan])", "number.notFinite: the point is not finite"),
    Case(
      "pieces(linear(2, 1) |> relu, [0, 1])", "shape.line: pieces are those of a map from ℝ to ℝ"),
    Case(
      "pieces(relu, [0, 1, 2])",
      "shape.box: an interval is a vector `[lo, hi]`, and this is a vector of 3 numbers"),
  ]

  @Test("wrong input is told what is wrong with it", arguments: mistakes)
  func wrongInput(_ example: Case) {
    #expect(Prompt().shows(example.program) == example.output)
  }
}
