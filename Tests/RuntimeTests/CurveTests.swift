import Runtime
import Testing

@Suite("Profiles, curves and classes in the language")
struct CurveTests {
  static let cases = [
    Case(
      "push = linear([1, 1; 0, 1]) |> translation([0, 3]); defects push",
      """
        f(0)                              [0, 3]   a linear map gives 0
        f(x+y) - f(x) - f(y)              [0, -3]  for every x and y
        f(2x) - 2 f(x)                    [0, -3]  for every x
        f(x/3 + 2y/3) - f(x)/3 - 2f(y)/3  [0, 0]   affine maps keep weighted means
      """),
    Case("defects(tanh).affine", "false"),
    Case("f(x: R) = 2 * x + 1; defects(f).sum", "-1"),
    Case("profile(linear([1, 2; 3, 4]), [1, 1]).layers[0].rank", "2"),
    Case("profile(linear([1, 2; 3, 4]) |> linear([1, 0; 0, 0]), [1, 1]).layers[1].chain.rank", "1"),
    Case("profile(linear([1, 2; 3, 4]) |> tanh, [0, 0]).residual", "0"),
    Case("profile(tanh, [0, 0]).jacobian", "[1, 0;\n 0, 1]"),
    Case("lipschitz(abs, [-1, 1]).exact", "true"),
    Case("f(t: R) = abs(3 * t); lipschitz(f, [-1, 1]) + 0", "3"),
    Case("lipschitz(square).upper", "inf"),
    Case("winding([1, 0; 0, 1; -1, 0; 0, -1], [0, 0]).distance < 0.71", "true"),
    Case("c(t: R) = [cos t, sin t]; winding(c, [0, 0], interval: [0, 2 * pi])", "1"),
    Case("if separable([0, 0], [1, 1]) then 1 else 2", "1"),
    Case("separable([0, 0; 1, 1], [0, 1; 1, 0]).point", "[0.5, 0.5]"),
    Case("separable([1, 2, 3], [4, 5]).offset", "-3.5"),
    Case("[r.separable for r in separability(abs, [-1; 1], [0.5; -0.5]).rows]", "[false, true]"),
    Case(
      "t = affine([1; 1], [0, -0.5]) |> relu |> affine([[2, -4]], [0]); local_affine(t, 0.25).A",
      "[[2]]"),
  ]

  @Test("answers", arguments: cases)
  func answers(_ example: Case) {
    #expect(Prompt().shows(example.program) == example.output)
  }

  @Test("labelled data is separated class by class, before the net and after each layer")
  func labels() throws {
    let folder = try TemporaryFolder()
    try folder.write("x,y,kind\n0,0,a\n1,0,a\n5,5,b\n6,5,b\n0,9,c\n1,9,c\n", to: "t.csv")
    try folder.write("x,y,kind\n0,0,a\n1,0,a\n", to: "one.csv")
    try folder.write("x,y\n0,0\n1,0\n", to: "none.csv")
    let prompt = Prompt(files: .folder(folder.path))
    #expect(prompt.shows("d = read \"t.csv\"\nseparable(d).pairs[1].b") == "c")
    #expect(prompt.shows("separable(d) and true") == "true")
    #expect(prompt.shows("separability(linear([1, 0; 0, 0]), d).rows[1].separable") == "false")
    #expect(
      prompt.shows("separable(read \"one.csv\")") == "data.labels: all points have the label a")
    #expect(prompt.shows("separable(read \"none.csv\")") == "data.labels: the data has no labels")
  }

  static let mistakes = [
    Case("profile(linear(2, 2), [1, nan])", "number.notFinite: the point is not finite"),
    Case(
      "profile(linear(2, 2), [1])",
      "shape.domain: linear takes points of ℝ², and this is a vector of 1 number"),
    Case(
      "lipschitz(linear(3, 2) |> relu, [-1, 1; -1, 1])",
      "shape.box: a box of ℝ³ has one row `lo, hi` for each of its 3 axes, and this is a 2×2 matrix"
    ),
    Case(
      "winding([0, 0; 1, 0; 0, 1], [0.5, 0])",
      "curve.point: the point lies on the curve, which does not go around it"),
    Case(
      "winding([0, 0; 1, 0], [0.5, 0])",
      "curve.shape: a closed polygon has at least 3 corners, and this has 2"),
    Case("winding([0, 0; 1, 0; 0, nan], [1, 1])", "number.notFinite: a curve needs finite numbers"),
    Case(
      "c(t: R) = [cos t, sin t]; winding(c, [0, 0])",
      "call.missing: winding needs interval: [a, b] for the curve of a map"),
    Case(
      "linking([0, 0, 0; 1, 0, 0; 0, 1, 0], [0, 0, 0; 1, 0, 1; 0, 1, 1])",
      "curve.meet: curves that meet have no linking number"),
    Case("separable([0, 0; 1, 1])", "data.labels: these points have no labels"),
    Case("separable([0, 0], zeros(0, 2))", "data.sets: the second set has no points"),
    Case("separable([0, 0; 1, nan], [1, 2])", "number.notFinite: separating needs finite numbers"),
    Case(
      "regions(abs, [-1e200, 1e200; -1, 1])",
      "number.box: row 0 of the box goes from -1e+200 to 1e+200"),
  ]

  @Test("wrong input is told what is wrong with it", arguments: mistakes)
  func wrongInput(_ example: Case) {
    #expect(Prompt().shows(example.program) == example.output)
  }
}
