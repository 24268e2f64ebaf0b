public import Autodiff
public import Tensors

/// The maps that are not made of other maps.
public enum Layer: Sendable {
  /// x ↦ x.
  case identity
  /// x ↦ W x + b with W `[out, in]`; linear where there is no b.
  case affine(weight: Term, bias: Term?)
  /// x ↦ x + b.
  case translation(Term)
  /// x ↦ v.
  case constant(Term)
  /// x ↦ c x for a number c, or (cᵢ xᵢ) for a vector c.
  case scaling(Term)
  /// x ↦ A x with a matrix made to be a rotation, a reflection, a shear or a projection.
  case geometric(GeometricNature, weight: Term)
  /// x ↦ (x_p(0), x_p(1), …).
  case permutation([Int])
  /// The same numbers, row by row, in another shape; nil for a vector of them all.
  case reshape(to: Shape?)
  /// A layer that takes images.
  case image(ImageLayer)
  /// Layer and batch normalization.
  case normalization(Normalization)
  /// The identity, for which training puts a random choice of coordinates.
  case dropout(rate: Double)
  /// A named function of every element.
  case elementwise(ElementwiseFunction)
  /// The inverse of a function of every element, where it has values.
  case elementwiseInverse(ElementwiseInverse)
  /// x for positive x, slope·x otherwise.
  case leakyReLU(slope: Double)
  /// x for positive x, α (eˣ − 1) otherwise.
  case elu(alpha: Double)
  /// GELU through tanh.
  case approximateGELU
  /// exp xᵢ / Σ exp xⱼ.
  case softmax
  /// A function someone wrote, with what tracing it showed.
  case function(Pointwise, kind: Kind)

  /// What the structure proves of the layer.
  public var kind: Kind {
    switch self {
    case .identity, .dropout: .identity
    case .image(let layer): layer.kind
    case .normalization(let normalization): normalization.kind
    case .affine(_, let bias): bias == nil ? .linear : .affine
    case .scaling, .geometric, .permutation, .reshape: .linear
    case .translation, .constant: .affine
    case .elementwise(let function): function.kind
    case .elementwiseInverse(let inverse): inverse.kind
    case .leakyReLU(let slope): slope == 1 ? .identity : .piecewiseAffine
    case .elu: .continuous
    case .approximateGELU, .softmax: .smooth
    case .function(_, let kind): kind
    }
  }

  /// The value at one point, or at every row of `x` where `rows` are points.
  func apply(_ x: Term, _ points: Points) throws -> Term {
    switch self {
    case .identity, .dropout: return x
    case .image(let layer): return try layer.apply(x, points)
    case .normalization(let normalization): return try normalization.apply(x, points)
    case .affine(let weight, let bias):
      let product = try Self.product(weight, x, points)
      return try bias.map { try product + $0 } ?? product
    case .geometric(_, let weight): return try Self.product(weight, x, points)
    case .translation(let bias): return try x + bias
    case .constant(let value):
      return try points == .one
        ? value : value.broadcast(to: Shape.checked([x.shape[0]] + value.shape.dims))
    case .scaling(let factor): return try factor * x
    case .permutation(let order): return try x.gathered(order, axis: x.rank - 1)
    case .reshape(let shape):
      let leading = points == .one ? [] : [x.shape[0]]
      let count = x.shape.dims.dropFirst(leading.count).reduce(1, *)
      return try x.reshaped(Shape.checked(leading + (shape?.dims ?? [count])))
    case .elementwise(let function): return try x.applying(function)
    case .elementwiseInverse(let inverse): return try inverse.apply(x)
    case .leakyReLU(let slope): return try x.leakyReLU(slope: slope)
    case .elu(let alpha): return try x.elu(alpha: alpha)
    case .approximateGELU: return try x.approximateGELU()
    case .softmax: return try x.softmax()
    case .function(let pointwise, _):
      return points == .one ? try pointwise(x) : try pointwise.atRows(x, .value)
    }
  }

  private static func product(_ weight: Term, _ x: Term, _ points: Points) throws -> Term {
    switch points {
    case .one: try Term.product(weight, x)
    case .rows: try Term.product(x, weight.transposed())
    }
  }
}

/// Whether a tensor is one point or one point per row.
public enum Points: Sendable {
  case one
  case rows
}

extension ElementwiseFunction {
  /// What is known of the function on all of ℝ, or on the interval where it is defined.
  public var kind: Kind {
    switch self {
    case .exp, .expm1, .square, .sin, .cos, .sinh, .cosh, .tanh, .asinh, .atan, .sigmoid,
      .softplus, .gelu, .silu, .erf, .erfc:
      .smooth
    case .abs, .relu, .leakyReLU: .piecewiseAffine
    case .cubeRoot, .elu: .continuous
    case .log, .log1p, .log2, .log10, .squareRoot, .asin, .acos, .acosh, .atanh:
      .continuous
    case .reciprocal, .tan, .sign, .floor, .ceil, .round: .unknown
    }
  }
}
