public import Autodiff
import Tensors

/// The flow of a vector field: where a point is after a time when its velocity is the field.
///
/// Dormand and Prince's Runge–Kutta pair of order 5(4) takes 4, 8, 16, … equal steps until the
/// estimated error of every one of them is below the tolerance, for the point and for a tangent vector
/// that is carried along: where the field vanishes the point alone says nothing. The steps are a loop of the graph, and
/// that the estimate suffices is a condition of its path: at another point for which it does not,
/// more steps are recorded. So derivatives of any order are those of the steps that were taken, and a
/// point has the same value alone and among others.
///
/// *Source*: Dormand and Prince, A family of embedded Runge–Kutta formulae (1980).
public struct Flow: Sendable {
  /// The velocity at a point.
  public let field: SmoothMap
  /// For how long; negative to go back.
  public let time: Term
  /// What the estimated error of a step may be, relative to 1 or the greatest coordinate.
  public let tolerance: Double

  /// The most steps that are tried.
  static let stepLimit = 8192
  /// From so many steps on, numbers that are not finite mean that the solution runs away.
  private static let escapeSteps = 256
  private static let firstSteps = 4

  /// A field that grows no faster than a constant times the distance has solutions for all time.
  ///
  /// Elsewhere a solution may run away before the time is over, and the flow has no value.
  ///
  /// That of an affine field is affine: its matrix is an exponential.
  var kind: Kind {
    if field.kind.form <= .affine { return field.kind.form <= .linear ? .linear : .affine }
    return switch field.kind.regularity {
    case .smooth: field.isLipschitz ? .smooth : .continuous
    case .continuous: field.isLipschitz ? .continuous : .unknown
    case .unknown: .unknown
    }
  }

  /// Where a flow led, and how well that is known.
  struct Result {
    let value: Term
    let steps: Int
    /// The greatest estimated error of a step, relative to the tolerance.
    let error: Double?
  }

  func run(from x: Term) throws -> Result {
    var steps = Self.firstSteps
    while steps <= Self.stepLimit {
      let (value, error) = try integrated(x, steps)
      if try Term.lessOrEqual(error, Term(1)).decide() {
        return Result(value: value, steps: steps, error: error.witness?.scalar)
      }
      if steps >= Self.escapeSteps, try !Term.less(error, Term(.infinity)).decide() { break }
      steps *= 2
    }
    throw MapError.notConverged(
      layer: "flow", .steps(min(steps, Self.stepLimit), time: time.witness?.scalar ?? .nan))
  }

  /// The point after so many equal steps, and the greatest estimated error in tolerances.
  private func integrated(_ x: Term, _ steps: Int) throws -> (value: Term, error: Term) {
    let h = try time / Term(Double(steps))
    let start = [x, Self.tangent(x.shape), Term.filled(0, .scalar)]
    func round(_ carries: [Term]) throws -> [Term] {
      let (next, tangent, error) = try step(carries[0], carries[1], h)
      return [next, tangent, try Term.maximum(carries[2], error)]
    }
    if let carries = try Trace.loop(count: steps, carries: start, { _, x in try round(x) }) {
      return (carries[0], carries[2])
    }
    // A field that branches is followed step by step.
    var carries = start
    for _ in 0..<steps {
      carries = try round(carries)
      // What has run away does not come back.
      if let error = carries[2].witness?.scalar, !error.isFinite { break }
    }
    return (carries[0], carries[2])
  }

  /// A vector without a pattern, so that it has a share of every direction.
  private static func tangent(_ shape: Shape) -> Term {
    let elements = (0..<shape.count).map { i in
      let fraction = (Double(i) + 1) * 0.6180339887498949
      return 0.5 + (fraction - fraction.rounded(.down)) / 2
    }
    return (try? Term(Tensor(shape: shape, elements: elements))) ?? .filled(1, shape)
  }

  /// One step of the point and of the tangent vector, and its estimated error in tolerances.
  private func step(
    _ x: Term, _ w: Term, _ h: Term
  ) throws -> (next: Term, tangent: Term, error: Term) {
    let velocity = field.pointwise
    var slopes: [Term] = []
    var turns: [Term] = []
    let rate = try h.stoppingGradient()
    func visit(_ point: Term, _ tangent: Term) throws {
      slopes.append(try field.apply(point, .one))
      turns.append(try velocity.at(point.stoppingGradient(), extra: [tangent], .jvp))
    }
    for row in Self.stages {
      guard !row.isEmpty else {
        try visit(x, w)
        continue
      }
      try visit(
        x + h * Self.weighted(slopes, row), w + rate * Self.weighted(turns, row))
    }
    let next = try x + h * Self.weighted(slopes, Self.fifth)
    let tangent = try w + rate * Self.weighted(turns, Self.fifth)
    // The method is first same as last: its seventh stage is the velocity at the next point.
    try visit(next, tangent)
    let errors = [
      try error(of: Self.weighted(slopes, Self.errors), h, from: x, to: next),
      try error(of: Self.weighted(turns, Self.errors), h, from: w, to: tangent),
    ]
    return (next, tangent, try Term.maximum(errors[0], errors[1]))
  }

  /// The greatest coordinate of an estimated error, relative to 1 or the values, in tolerances.
  private func error(
    of difference: Term, _ h: Term, from a: Term, to b: Term
  ) throws -> Term {
    let greatest = try (h * difference).applying(.abs).maximum()
    let size = try Term.maximum(a.applying(.abs).maximum(), b.applying(.abs).maximum())
    return try (greatest / (Term(tolerance) * Term.maximum(Term(1), size))).stoppingGradient()
  }

  private static func weighted(_ slopes: [Term], _ weights: [Double]) throws -> Term {
    var sum: Term?
    for (slope, weight) in zip(slopes, weights) where weight != 0 {
      let part = try Term(weight) * slope
      sum = try sum.map { try $0 + part } ?? part
    }
    return sum ?? slopes[0]
  }

  // swift-format-ignore
  private static let stages: [[Double]] = [
    [],
    [1.0 / 5],
    [3.0 / 40, 9.0 / 40],
    [44.0 / 45, -56.0 / 15, 32.0 / 9],
    [19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729],
    [9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656],
  ]

  private static let fifth = [
    35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84,
  ]

  /// The fifth order less the fourth.
  private static let errors = [
    71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40,
  ]
}

extension SmoothMap {
  /// Whether the structure shows a constant that bounds |f(x) − f(y)| / |x − y|.
  public var isLipschitz: Bool {
    if kind.form <= .piecewiseAffine, kind.regularity <= .continuous { return true }
    switch structure {
    case .layer(let layer): return layer.isLipschitz
    case .chain(let layers): return layers.allSatisfy(\.isLipschitz)
    case .sum(let f, let g), .directSum(let f, let g), .branch(let f, let g):
      return f.isLipschitz && g.isLipschitz
    case .scaled(_, let f): return f.isLipschitz
    case .flow(let flow): return flow.field.isLipschitz
    case .product, .coupling, .solved: return false
    }
  }
}

extension Layer {
  fileprivate var isLipschitz: Bool {
    switch self {
    case .elu, .leakyReLU, .approximateGELU, .softmax: true
    case .elementwise(let function):
      switch function {
      case .sin, .cos, .tanh, .asinh, .atan, .sigmoid, .softplus, .relu, .leakyReLU, .elu, .gelu,
        .silu, .erf, .erfc, .abs:
        true
      case .exp, .expm1, .log, .log1p, .log2, .log10, .squareRoot, .cubeRoot, .square,
        .reciprocal, .sign, .floor, .ceil, .round, .tan, .asin, .acos, .sinh, .cosh, .acosh,
        .atanh:
        false
      }
    case .identity, .affine, .translation, .constant, .scaling, .geometric, .permutation, .reshape,
      .image, .normalization, .dropout:
      true
    case .elementwiseInverse, .function: false
    }
  }
}
