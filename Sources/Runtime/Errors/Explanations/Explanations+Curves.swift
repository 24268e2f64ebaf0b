import Language

extension Explanations {
  /// Curves, and sets of points.
  static let curves: [Explanation] = [
    Explanation(
      "curve.shape",
      "A closed polygon has one corner per row, at least three of them; its last corner is joined to\n"
        + "its first. In the plane a row has 2 numbers, in space 3.",
      wrong: "winding([0, 0; 1, 0], [0, 1])", right: "winding([0, 0; 1, 0; 0, 1], [0.2, 0.2])",
      advice: "Give at least three corners, or a map from R to R^2 with its interval."),
    Explanation(
      "curve.point",
      "A curve goes around the points that are not on it.",
      wrong: "winding([0, 0; 1, 0; 0, 1], [0.5, 0])",
      right: "winding([0, 0; 1, 0; 0, 1], [0.2, 0.2])",
      advice: "Move the point off the curve; `.distance` tells how far it then is."),
    Explanation(
      "curve.open",
      "A curve that ends elsewhere than it begins does not go around anything a whole number of times.",
      wrong: "c(t: R) = [cos(t), sin(t)]; winding(c, [0, 0], interval: [0, 3])",
      right: "c(t: R) = [cos(t), sin(t)]; winding(c, [0, 0], interval: [0, 2 * pi])",
      advice: "Choose the interval so that the curve comes back."),
    Explanation(
      "curve.meet",
      "The linking number changes when curves pass through each other, and has no value where they\n"
        + "meet.",
      wrong: "linking([0, 0, 0; 1, 0, 0; 0, 1, 0], [0, 0, 0; 1, 0, 1; 0, 1, 1])",
      right: "linking([0, 0, 0; 1, 0, 0; 0, 1, 0], [0, 0, 1; 1, 0, 1; 0, 1, 1])",
      advice: "Move one of the curves."),
    Explanation(
      "data.sets",
      "A hyperplane separates two sets of points of one space, one point per row, none empty.",
      wrong: "separable([0, 0; 0, 1], [1, 2, 3; 4, 5, 6])",
      right: "separable([0, 0; 0, 1], [2, 0; 2, 1])",
      advice: "`shape` of each set tells its rows and columns."),
    Explanation(
      "data.labels",
      "Classes are told apart by labels, of which there must be at least two.",
      wrong: "separable([0, 0; 0, 1; 2, 0])", right: "separable([0, 0; 0, 1], [2, 0; 2, 1])",
      advice: "Give the classes as two sets, or read data with a column of words, its labels."),
    Explanation(
      "limit.pairs",
      "A linking number is a sum over all pairs of edges, and these are more than can be summed.",
      advice: "Leave out corners."),
  ]
}
