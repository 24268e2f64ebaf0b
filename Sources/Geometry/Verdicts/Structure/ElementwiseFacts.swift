import Autodiff
import Glibc
import Maps

/// What analysis knows of a function φ of one number, and so of φ applied to every element.
struct ElementwiseFacts: Sendable {
  /// How the function runs from left to right, which decides whether it is injective.
  enum Course: Sendable {
    case increasing
    case decreasing
    /// Injective without being monotone, with the reason.
    case oneToOne(String)
    /// Not injective, with the equation that shows it.
    case folded(String)
  }

  /// How far the function can be differentiated.
  enum Smoothness: Sendable {
    case smooth
    /// Once but not infinitely often, with the reason.
    case once(String)
    /// Not everywhere, with the reason.
    case corner(String)
    /// Not continuous, with the reason.
    case jump(String)
  }

  /// Where the function goes at an end of its domain.
  enum End: Sendable {
    case down
    case bounded
    case up
  }

  /// How it runs.
  var course: Course
  /// What happens towards −∞ and +∞, or the ends of the domain.
  var ends: (left: End, right: End)
  /// The image, nil for all of ℝ.
  var image: String?
  /// The domain, nil for all of ℝ.
  var domain: String?
  var smoothness = Smoothness.smooth
  /// A place where the derivative is 0; nil when there is none.
  var criticalPoint: Double?
  /// A bound of |φ′|, nil when there is none.
  var lipschitz: Double?
  /// Whether the derivative is 1 or −1 wherever there is one.
  var keepsSizes = false
  /// Whether derivatives that are not 0 can round to 0 or drown in rounding.
  var saturates = false

  /// What is known of a layer that works element by element; nil for other layers.
  init?(_ layer: Layer) {
    switch layer {
    case .elementwise(let function): self.init(function)
    case .leakyReLU(let slope):
      guard slope.isFinite else { return nil }
      self.init(leakySlope: slope)
    case .elu(let alpha):
      guard alpha.isFinite else { return nil }
      self.init(eluAlpha: alpha)
    case .approximateGELU:
      self.init(.gelu)
      course = .folded("gelu(-1.051) = gelu(-0.5) = -0.1543, on both sides of its least value")
    case .elementwiseInverse(let inverse): self.init(inverse)
    case .identity, .affine, .translation, .constant, .scaling, .geometric, .permutation, .reshape,
      .image, .normalization, .dropout, .softmax, .function:
      return nil
    }
  }

  private init(
    _ course: Course, _ left: End, _ right: End, onto image: String? = nil,
    from domain: String? = nil
  ) {
    self.course = course
    ends = (left, right)
    self.image = image
    self.domain = domain
  }

  /// Whether the function is not affine on any interval.
  var isCurved: Bool {
    switch smoothness {
    case .smooth, .once: true
    // Of the functions with corners those made of straight lines are the ones that do not saturate.
    case .corner: saturates
    case .jump: false
    }
  }

  private func lipschitz(_ bound: Double) -> ElementwiseFacts { with { $0.lipschitz = bound } }

  private func critical(at point: Double) -> ElementwiseFacts { with { $0.criticalPoint = point } }

  private func rough(_ smoothness: Smoothness) -> ElementwiseFacts {
    with { $0.smoothness = smoothness }
  }

  private var saturating: ElementwiseFacts { with { $0.saturates = true } }

  private func with(_ change: (inout ElementwiseFacts) -> Void) -> ElementwiseFacts {
    var copy = self
    change(&copy)
    return copy
  }

  private init(leakySlope slope: Double) {
    if slope > 0 {
      self = Self(.increasing, .down, .up).rough(.corner("it has a corner at 0"))
        .lipschitz(max(1, slope))
    } else if slope == 0 {
      self = Self(.relu)
    } else {
      let (size, value) = (Notation.number(-1), Notation.number(-slope))
      self = Self(
        .folded("leaky_relu(\(size)) = leaky_relu(\(value)) = \(value)"), .up, .up,
        onto: "[0, ∞)"
      ).rough(.corner("it has a corner at 0")).lipschitz(max(1, -slope))
        .with { $0.keepsSizes = slope == -1 }
    }
  }

  private init(eluAlpha alpha: Double) {
    if alpha > 0 {
      let image = "(\(Notation.number(-alpha)), ∞)"
      self = Self(.increasing, .bounded, .up, onto: image).lipschitz(max(1, alpha)).saturating
        .rough(
          alpha == 1
            ? .once("its second derivative jumps at 0") : .corner("it has a corner at 0"))
    } else if alpha == 0 {
      self = Self(.relu)
    } else {
      let value = Notation.number(alpha * expm1(-1))
      self =
        Self(
          .folded("elu(-1) = elu(\(value)) = \(value)"), .bounded, .up,
          onto: "[0, ∞)"
        ).rough(.corner("it has a corner at 0")).lipschitz(max(1, -alpha)).saturating
    }
  }

  // swift-format-ignore
  private init(_ function: ElementwiseFunction) {
    let halfTurn = 1.5707963267948966
    switch function {
    case .exp: self = Self(.increasing, .bounded, .up, onto: "(0, ∞)").saturating
    case .expm1: self = Self(.increasing, .bounded, .up, onto: "(-1, ∞)").saturating
    case .log, .log2, .log10: self = Self(.increasing, .down, .up, from: "(0, ∞)").saturating
    case .log1p: self = Self(.increasing, .down, .up, from: "(-1, ∞)").saturating
    case .squareRoot:
      self = Self(.increasing, .bounded, .up, onto: "[0, ∞)", from: "[0, ∞)").saturating
        .rough(.corner("it has no derivative at 0"))
    case .cubeRoot:
      self = Self(.increasing, .down, .up).saturating
        .rough(.corner("its tangent at 0 is vertical"))
    case .square:
      self = Self(.folded("square(-1) = square(1) = 1"), .up, .up, onto: "[0, ∞)").critical(at: 0)
    case .reciprocal:
      self = Self(.oneToOne("1/x = 1/y only for x = y"), .down, .up, onto: "ℝ without 0", from: "ℝ without 0").saturating
    case .abs:
      self = Self(.folded("abs(-1) = abs(1) = 1"), .up, .up, onto: "[0, ∞)").lipschitz(1)
        .rough(.corner("it has a corner at 0")).with { $0.keepsSizes = true }
    case .sign:
      self = Self(.folded("sign(1) = sign(2) = 1"), .bounded, .bounded, onto: "{-1, 0, 1}")
        .rough(.jump("it jumps at 0"))
    case .floor:
      self = Self(.folded("floor(0) = floor(0.5) = 0"), .down, .up, onto: "the whole numbers")
        .rough(.jump("it jumps at 0"))
    case .ceil:
      self = Self(.folded("ceil(0.5) = ceil(1) = 1"), .down, .up, onto: "the whole numbers")
        .rough(.jump("it jumps at 0"))
    case .round:
      self = Self(.folded("round(0) = round(0.25) = 0"), .down, .up, onto: "the whole numbers")
        .rough(.jump("it jumps at 0.5"))
    case .sin:
      self = Self(.folded("sin(x + 2π) = sin(x)"), .bounded, .bounded, onto: "[-1, 1]")
        .critical(at: halfTurn).lipschitz(1)
    case .cos:
      self = Self(.folded("cos(-x) = cos(x)"), .bounded, .bounded, onto: "[-1, 1]")
        .critical(at: 0).lipschitz(1)
    case .tan:
      self = Self(.folded("tan(x + π) = tan(x)"), .down, .up, from: "ℝ without the odd multiples of π/2").saturating
    case .asin:
      self = Self(.increasing, .bounded, .bounded, onto: "[-π/2, π/2]", from: "[-1, 1]").saturating
        .rough(.corner("it has no derivative at -1 and 1"))
    case .acos:
      self = Self(.decreasing, .bounded, .bounded, onto: "[0, π]", from: "[-1, 1]").saturating
        .rough(.corner("it has no derivative at -1 and 1"))
    case .atan: self = Self(.increasing, .bounded, .bounded, onto: "(-π/2, π/2)").lipschitz(1).saturating
    case .sinh: self = Self(.increasing, .down, .up).saturating
    case .cosh:
      self = Self(.folded("cosh(-x) = cosh(x)"), .up, .up, onto: "[1, ∞)").critical(at: 0).saturating
    case .tanh: self = Self(.increasing, .bounded, .bounded, onto: "(-1, 1)").lipschitz(1).saturating
    case .asinh: self = Self(.increasing, .down, .up).lipschitz(1).saturating
    case .acosh:
      self = Self(.increasing, .bounded, .up, onto: "[0, ∞)", from: "[1, ∞)").saturating
        .rough(.corner("it has no derivative at 1"))
    case .atanh: self = Self(.increasing, .down, .up, from: "(-1, 1)").saturating
    case .sigmoid:
      self = Self(.increasing, .bounded, .bounded, onto: "(0, 1)").lipschitz(0.25).saturating
    case .softplus: self = Self(.increasing, .bounded, .up, onto: "(0, ∞)").lipschitz(1).saturating
    case .relu:
      self = Self(.folded("relu(-2) = relu(-1) = 0"), .bounded, .up, onto: "[0, ∞)").lipschitz(1)
        .rough(.corner("it has a corner at 0"))
    case .leakyReLU: self = Self(leakySlope: 0.01)
    case .elu: self = Self(eluAlpha: 1)
    case .gelu:
      self = Self(.folded("gelu(-1.049) = gelu(-0.5) = -0.1543, on both sides of its least value, at -0.7518"), .bounded, .up, onto: "[-0.17, ∞)")
        .critical(at: -0.7518).lipschitz(1.13).saturating
    case .silu:
      self = Self(.folded("silu(-2.509) = silu(-0.5) = -0.1888, on both sides of its least value, at -1.278"), .bounded, .up, onto: "[-0.278, ∞)")
        .critical(at: -1.2785).lipschitz(1.1).saturating
    case .erf: self = Self(.increasing, .bounded, .bounded, onto: "(-1, 1)").lipschitz(1.1283792).saturating
    case .erfc: self = Self(.decreasing, .bounded, .bounded, onto: "(0, 2)").lipschitz(1.1283792).saturating
    }
  }

  /// The inverse of a function: its values are where the function is defined.
  private init(_ inverse: ElementwiseInverse) {
    let image = inverse.image?.text
    switch inverse {
    case .ofELU(let alpha):
      self = Self(.increasing, .down, .up, from: image).saturating
        .rough(
          alpha == 1
            ? .once("its second derivative jumps at 0") : .corner("it has a corner at 0"))
    case .of(let function):
      let forward = ElementwiseFacts(function)
      let course: Course = if case .decreasing = forward.course { .decreasing } else { .increasing }
      switch function {
      case .elu:
        self = Self(.increasing, .down, .up, from: image).saturating
          .rough(.once("its second derivative jumps at 0"))
      case .log2, .log10: self = Self(.increasing, .bounded, .up, onto: "(0, ∞)").saturating
      case .cubeRoot: self = Self(.increasing, .down, .up).critical(at: 0).saturating
      case .squareRoot, .acosh:
        let least = function == .acosh ? "[1, ∞)" : "[0, ∞)"
        self = Self(.increasing, .bounded, .up, onto: least, from: image).critical(at: 0).saturating
      case .asin:
        self =
          Self(.increasing, .bounded, .bounded, onto: "[-1, 1]", from: image)
          .critical(at: 1.5707963267948966).lipschitz(1).saturating
      case .acos:
        self =
          Self(.decreasing, .bounded, .bounded, onto: "[-1, 1]", from: image)
          .critical(at: 0).lipschitz(1).saturating
      case .erfc: self = Self(course, .up, .down, from: image).saturating
      default: self = Self(course, .down, .up, onto: forward.domain, from: image).saturating
      }
    }
  }
}
