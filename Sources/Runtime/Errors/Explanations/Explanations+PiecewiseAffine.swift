import Language

extension Explanations {
  /// Cells of piecewise affine maps.
  static let cells: [Explanation] = [
    Explanation(
      "map.kind",
      "Cells and pieces are those of a piecewise affine map: made of affine maps, ReLU, abs, max and\n"
        + "the like. The map does something else to values that depend on the point.",
      wrong: "regions(affine(2, 2) |> tanh, [-1, 1; -1, 1])",
      right: "regions(affine(2, 2) |> relu, [-1, 1; -1, 1])",
      advice: "`kind f` tells what is proved of a map; `jacobian(f, x)` is its linear part at x."),
    Explanation(
      "shape.box",
      "A box has one row `lo, hi` for each axis of the plane; an interval is one vector [lo, hi].",
      wrong: "regions(abs, [-1, 1])", right: "regions(abs, [-1, 1; -1, 1])",
      advice: "Give as many rows as the plane has axes, two."),
    Explanation(
      "number.box",
      "In each row of a box the first number is the lower end, and both are finite.",
      wrong: "regions(abs, [1, -1; -1, 1])", right: "regions(abs, [-1, 1; -1, 1])",
      advice: "Swap the ends."),
    Explanation(
      "shape.slice",
      "Cells are cut in the plane. A map of a larger space is looked at on a slice: after an affine\n"
        + "map from R^2 into its domain.",
      wrong: "regions(affine(3, 2) |> relu, [-1, 1; -1, 1])",
      right:
        "s = affine([1, 0; 0, 1; 1, 1], [0, 0, 0]);\n"
        + "regions(affine(3, 2) |> relu, [-1, 1; -1, 1], slice: s)",
      advice: "The slice's columns are the directions seen, its bias the point in the middle."),
    Explanation(
      "shape.line",
      "Pieces with breakpoints and slopes are those of a map from R to R.",
      wrong: "pieces(affine(2, 1) |> relu, [0, 1])", right: "pieces(relu, [-1, 1])",
      advice: "`regions` cuts the plane; f(t: R) = net([t, 0]) is a line through it."),
    Explanation(
      "limit.cells",
      "A net has more cells in the box than are kept.",
      advice: "Ask about a smaller box, or a smaller net."),
  ]
}
