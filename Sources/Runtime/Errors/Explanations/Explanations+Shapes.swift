import Language

extension Explanations {
  /// Shapes of tensors and matrices.
  static let shapes: [Explanation] = [
    Explanation(
      "shape.mismatch",
      "Plain + and - are those of a vector space: both sides have the same shape, and there is no\n"
        + "“plus a number”.",
      wrong: "[1, 2, 3] + 1", right: "[1, 2, 3] .+ 1",
      advice: "Write `.+` or `.-` to work element by element; a number or a row is then repeated."),
    Explanation(
      "shape.broadcast",
      "Operators with a dot work element by element and repeat axes of extent 1; these shapes match\n"
        + "in neither way.",
      wrong: "[1, 2] .* [1, 2, 3]", right: "[1, 2, 4] .* [1, 2, 3]",
      advice: "Compare shapes from the right: each pair of extents must be equal, or one of them 1."
    ),
    Explanation(
      "shape.product",
      "A product of matrices needs as many columns on the left as rows on the right.",
      wrong: "[1, 2; 3, 4] * [1, 2, 3]", right: "[1, 2; 3, 4] * [1, 2]",
      advice:
        "`A'` transposes, `.*` multiplies element by element, and vectors have dot(a, b) and\n"
        + "outer(a, b)."),
    Explanation(
      "shape.ragged",
      "The rows of a matrix, or blocks side by side, are not equally long.",
      wrong: "[1, 2; 3]", right: "[1, 2; 3, 4]",
      advice: "Fill the short row. Rows of different lengths are kept by a list of tuples."),
    Explanation(
      "shape.count",
      "A new shape has more or fewer elements than there are.",
      wrong: "reshape(1...6, [2, 2])", right: "reshape(1...6, [2, 3])",
      advice: "The product of the extents must be the number of elements."),
    Explanation(
      "shape.wrong",
      "A tensor has not the axes that an operation needs.",
      wrong: "[1, 2] \\ [3, 4]", right: "eye(2) \\ [3, 4]",
      advice: "`shape A` tells its axes; they count from 0."),
    Explanation(
      "data.count",
      "Points, labels and columns of data must be equally many.",
      advice: "One label for each point, one name for each column."),
    Explanation(
      "matrix.singular",
      "The matrix has no inverse: it flattens some direction to nothing.",
      wrong: "[1, 2; 2, 4] \\ [1, 1]", right: "pinv([1, 2; 2, 4]) * [1, 1]",
      advice:
        "`rank A` tells how many directions survive, `null_space A` which are lost. pinv(A) * b is\n"
        + "the least-squares answer."),
    Explanation(
      "matrix.kind",
      "An operation is for symmetric, or for positive definite matrices, and this is none.",
      wrong: "cholesky [1, 2; 2, 1]", right: "cholesky [2, 1; 1, 2]",
      advice:
        "`A is symmetric` and `A is positive_definite` answer with reasons; (A + A') / 2 is symmetric."
    ),
    Explanation(
      "tensor.failed",
      "A computation with matrices has no answer within the numbers of the machine.",
      wrong: "expm [1000, 0; 0, 1]", right: "expm [1, 0; 0, 1]",
      advice: "Scale the matrix, or look whether it holds what it should."),
  ]
}
