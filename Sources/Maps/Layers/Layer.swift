public import Autodiff
import Tensors

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
  /// A named function of every element.
  case elementwise(ElementwiseFunction)
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
    case .identity: .identity
    case .affine(_, let bias): bias == nil ? .linear : .affine
    case .translation, .constant: .affine
    case .elementwise(let function): function.kind
    case .leakyReLU(let slope): slope == 1 ? .identity : .piecewiseAffine
    case .elu: .continuous
    case .approximateGELU, .softmax: .smooth
    case .function(_, let kind): kind
    }
  }

  /// The weights, by name, in the order of the parameter vector.
  public var parameters: [(name: String, value: Term)] {
    switch self {
    case .affine(let weight, let bias):
      [("weight", weight)] + (bias.map { [("bias", $0)] } ?? [])
    case .translation(let bias): [("bias", bias)]
    case .identity, .constant, .elementwise, .leakyReLU, .elu, .approximateGELU, .softmax,
      .function:
      []
    }
  }

  /// The value at one point, or at every row of `x` where `rows` are points.
  func apply(_ x: Term, _ points: Points) throws -> Term {
    switch self {
    case .identity: return x
    case .affine(let weight, let bias):
      let product: Term
      switch points {
      case .one: product = try Term.product(weight, x)
      case .rows: product = try Term.product(x, weight.transposed())
      }
      return try bias.map { try product + $0 } ?? product
    case .translation(let bias): return try x + bias
    case .constant(let value):
      return try points == .one
        ? value : value.broadcast(to: Shape.checked([x.shape[0]] + value.shape.dims))
    case .elementwise(let function): return try x.applying(function)
    case .leakyReLU(let slope): return try x.leakyReLU(slope: slope)
    case .elu(let alpha): return try x.elu(alpha: alpha)
    case .approximateGELU: return try x.approximateGELU()
    case .softmax: return try x.softmax()
    case .function(let pointwise, _):
      return points == .one ? try pointwise(x) : try pointwise.atRows(x, .value)
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
