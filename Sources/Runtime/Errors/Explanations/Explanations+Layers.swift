import Language

extension Explanations {
  /// Layers, the numbers they are made of, and inverses.
  static let layers: [Explanation] = [
    Explanation(
      "layer.matrix",
      "A rotation has a matrix with A'A = I and det A = 1; the numbers of the message say how far\n"
        + "this one is from that.",
      wrong: "rotation([1, 1; 0, 1])", right: "linear([1, 1; 0, 1])",
      advice: "rotation(angle) makes the matrix of an angle; linear(A) takes any matrix."),
    Explanation(
      "layer.direction",
      "An axis or a normal is a vector with a direction: finite numbers that are not all 0, and three\n"
        + "of them for an axis of rotation.",
      wrong: "reflection([0, 0])", right: "reflection([1, 0])",
      advice: "Its length does not matter, only its direction."),
    Explanation(
      "layer.permutation",
      "A permutation of n coordinates names each of 0, …, n - 1 once.",
      wrong: "permutation([0, 0, 1])", right: "permutation([2, 0, 1])",
      advice: "Coordinate i of the result is coordinate p(i) of the point; count from 0."),
    Explanation(
      "layer.option",
      "A number a layer is made with lies outside of what makes sense.",
      wrong: "shear(1, 3, from: 1, to: 1)", right: "shear(1, 3, from: 1, to: 0)",
      advice: "The message names the number and the bounds."),
    Explanation(
      "layer.tensor",
      "The layer is not made with a tensor of this name.",
      wrong: "with(tanh, 0, weight: [1])", right: "with(linear(1, 1), 0, weight: 2 * eye 1)",
      advice: "The message names the tensors it has; a layer made of maps has those of its parts."),
    Explanation(
      "limit.layer",
      "The layer or its matrix would be larger than is worth making.",
      wrong: "shear(1, 1000000)", right: "shear(1, 100)",
      advice: "Work on fewer coordinates."),
    Explanation(
      "map.notAffine",
      "Only an affine map x ↦ A x + b has one matrix.",
      wrong: "homogeneous(linear(2, 2) |> tanh)", right: "homogeneous(linear(2, 2))",
      advice: "jacobian(f, x) is the matrix of the best affine approximation of f at x."),
    Explanation(
      "map.noInverse",
      "A map has an inverse when no two points go to one, between spaces of equal dimension.",
      wrong: "inverse(relu)", right: "inverse(leaky_relu)",
      advice: "The message says why there is none: a collapse, a fold, a lost direction."),
    Explanation(
      "map.outsideImage",
      "The inverse of a function is defined on its image only.",
      wrong: "inverse(tanh)(2)", right: "inverse(tanh)(0.5)",
      advice: "Take a number that is a value of the function."),
    Explanation(
      "inverse.residual",
      "The search for an x with f(x) = y came to no end, so there may be none.",
      wrong: "inverse(map(x -> x .+ exp x, R^1) |> softplus |> map(x -> x .* 2, R^1))([-1])",
      right: "f(x: R^1) = x + x .^ 3; inverse(f)([2])",
      advice: "Ask for a y in the image of f: inverse(f)(f(x0)) has an answer."),
    Explanation(
      "flow.steps",
      "A solution of a differential equation may run away before its time is over, and one that\n"
        + "changes very fast takes more steps than are allowed.",
      wrong: "flow(map(x -> x .* x, R^1), 1)([2])", right: "flow(map(x -> x .* x, R^1), 0.4)([2])",
      advice: "Take a shorter time, or a larger tolerance: flow(field, time, tol: 1e-6)."),
    Explanation(
      "layer.window",
      "The window of a convolution or a pooling must fit into the image with its padding.",
      wrong: "max_pool(9)(zeros(1, 8, 8))", right: "max_pool(2)(zeros(1, 8, 8))",
      advice: "Take a smaller window, or more padding."),
    Explanation(
      "shape.images",
      "The layer takes images: tensors of channels × height × width.",
      wrong: "identity(64) |> conv(1, 2, 3)", right: "reshape(R^(1, 8, 8)) |> conv(1, 2, 3)",
      advice: "reshape(R^(1, 8, 8)) makes an image of 64 numbers; flatten goes back."),
  ]
}
