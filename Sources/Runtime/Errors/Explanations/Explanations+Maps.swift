import Language

extension Explanations {
  /// Maps, chains and their spaces.
  static let maps: [Explanation] = [
    Explanation(
      "shape.compose",
      "A chain is a sequence of maps, each of which takes what the one before gives. Here one gives\n"
        + "points of another space than the next takes.",
      wrong: "net = affine(2, 8) |> tanh |> affine(4, 2)",
      right: "net = affine(2, 8) |> tanh |> affine(8, 2)",
      advice:
        "affine(n, m) takes vectors of n numbers and gives vectors of m; tanh and other elementwise\n"
        + "maps keep the space. `net` shows a table of the spaces on the way."),
    Explanation(
      "shape.domain",
      "A map is applied to a point that is not of its domain.",
      wrong: "f = linear([1, 0; 0, 2]); f([1, 2, 3])", right: "f = linear([1, 0; 0, 2]); f([1, 2])",
      advice:
        "A map of ℝⁿ takes a vector of n numbers, or a matrix with one point in each row. A matrix\n"
        + "with points in its columns is transposed: f(X')."),
    Explanation(
      "map.codomain",
      "The values of a map lie in one space, and the function it is made of gives points of another\n"
        + "on some of its branches.",
      wrong: "f(x: R^2) = if x[0] > 0 then [1, 2] else [1, 2, 3]\nf([-1, 0])",
      right: "f(x: R^2) = if x[0] > 0 then [1, 2] else [1, 3]\nf([-1, 0])",
      advice: "Let every branch give as many numbers."),
    Explanation(
      "shape.spaces",
      "Sums and products of maps are taken point by point, so that both go between the same spaces.",
      wrong: "linear(2, 2) + linear(2, 3)", right: "linear(2, 2) + linear(2, 2)",
      advice: "`f ⊕ g` puts maps of different spaces side by side, `f |> g` one after another."),
    Explanation(
      "shape.vectors",
      "The operation joins coordinates, and a map whose points are matrices has none in a row.",
      wrong: "f(X: R^(2, 2)) = X; f ⊕ f", right: "f(x: R^2) = x; f ⊕ f",
      advice: "Take vectors as points."),
    Explanation(
      "shape.weights",
      "A weight is a matrix with a row for each output and a column for each input; the bias has one\n"
        + "entry for each output.",
      wrong: "affine([1, 2; 3, 4], [1, 2, 3])", right: "affine([1, 2; 3, 4], [1, 2])",
      advice: "Transpose a weight that is stored the other way: affine(W', b)."),
    Explanation(
      "shape.width",
      "A space has at least one coordinate, and not more than a tensor can hold.",
      wrong: "affine(0, 3)", right: "affine(1, 3)",
      advice: "Give the number of inputs and the number of outputs."),
    Explanation(
      "shape.unknown",
      "The map works on any space, and here it must be known on which.",
      wrong: "map(x -> x, tanh.domain)", right: "map(x -> x, R^2)",
      advice: "Say where it starts: `identity(2) |> tanh`."),
    Explanation(
      "map.value",
      "A map gives a point, which is a number or a tensor, and this function gives something else.",
      wrong: "f(x: R^2) = \"x\"", right: "f(x: R^2) = 2 * x",
      advice: "Leave out the space for a plain function, which may give anything."),
    Explanation(
      "trace.dataDependent",
      "A map is recorded once and run for every point, so that nothing but numbers may depend on the\n"
        + "point: neither a size, nor a string, nor the number of rounds.",
      wrong: "f(x: R^2) = zeros(x[0])", right: "f(x: R^2) = zeros(2)",
      advice:
        "Conditions on the point are fine: `if x[0] > 0 then … else …`. For the rest leave out the\n"
        + "space, and call the function with numbers."),
    Explanation(
      "trace.once",
      "What was recorded has an effect, such as printing or drawing a random number, and cannot run\n"
        + "again unseen.",
      advice: "Draw or print before, and hand the value in."),
    Explanation(
      "property.subject",
      "The property is not one of such things: some are of maps, some of matrices.",
      wrong: "linear([1, 0; 0, 1]) is symmetric", right: "linear([1, 0; 0, 1]).weight is symmetric",
      advice:
        "Of a map ask linear, injective, isometry …; of a matrix symmetric, orthogonal, singular …"),
    Explanation(
      "property.point",
      "`at` asks about one point, and this property belongs to the whole map, or to one point alone.",
      wrong: "tanh is linear at [1, 2]", right: "(identity(2) |> tanh) is immersion at [1, 2]",
      advice:
        "At a point there are the properties of the derivative: immersion, submersion,\n"
        + "local_diffeomorphism, isometry, conformal, volume_preserving, orientation_preserving."),
    Explanation(
      "property.data",
      "`on` restricts a question to points, and this property belongs to the space between them.",
      wrong: "sin is continuous on [1, 2, 3]", right: "sin is injective on [1, 2, 3]",
      advice:
        "On data there are linear, affine, injective, contraction and the properties of the\n"
        + "derivative, such as immersion. Points are rows; a vector is points of the line."),
  ]

  /// Derivatives.
  static let derivatives: [Explanation] = [
    Explanation(
      "derivative.none",
      "At this point the function has no derivative.",
      wrong: "laplacian(norm, [0, 0])", right: "laplacian(norm2, [0, 0])",
      advice: "Ask at another point, or use a smooth relative: norm2 for norm."),
    Explanation(
      "derivative.scalar",
      "Gradients and Hessians are of functions whose values are numbers.",
      wrong: "grad(x -> x, [1, 2])", right: "jacobian(x -> x, [1, 2])",
      advice: "jacobian takes functions with any values."),
    Explanation(
      "derivative.field",
      "Divergence and curl are of vector fields: maps of a space to itself.",
      wrong: "divergence(x -> norm2 x, [1, 2])", right: "divergence(grad norm2, [1, 2])",
      advice: "The gradient of a function is a vector field."),
    Explanation(
      "derivative.order",
      "The order of a derivative is a whole number within bounds.",
      advice: "Give an order within the bounds that the message names."),
    Explanation(
      "derivative.degenerate",
      "Where values coincide, their vectors are not determined, and have no derivative.",
      wrong: "jacobian(t -> eigen([1, t; t, 1]).vectors, 0)",
      right: "jacobian(t -> eigen([1, t; t, 2]).vectors, 0)",
      advice: "Differentiate the values alone, or a point where they lie apart."),
    Explanation(
      "derivative.family",
      "A categorical family needs one logit for each category, so a vector.",
      wrong: "fvp(norm2, [1, 2], [1, 2], \"categorical\")",
      right: "fvp(norm2, [1, 2], [1, 2], \"bernoulli\")",
      advice: "A single number is one logit of the family \"bernoulli\"."),
    Explanation(
      "shape.direction",
      "A derivative in a direction needs a direction of the shape of the point.",
      wrong: "d = directional(norm2, v: [1, 2, 3]); d([1, 2])",
      right: "d = directional(norm2, v: [1, 2]); d([1, 2])",
      advice: "Give one number for each coordinate."),
  ]
}
