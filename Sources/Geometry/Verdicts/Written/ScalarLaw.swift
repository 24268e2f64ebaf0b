import Autodiff
import Glibc
import Maps
import Tensors

/// What a function of one number does to the numbers of an interval.
struct ScalarLaw {
  /// Its values.
  var image: Enclosure
  /// Its difference quotients (φ(y) − φ(x)) / (y − x).
  var quotients: Enclosure
  /// Whether its derivative is nowhere 0, where there is one.
  var isSteep: Bool
  /// Where it goes at −∞ and ∞.
  var ends: (left: ElementwiseFacts.End?, right: ElementwiseFacts.End?)
  var regularity = Kind.Regularity.smooth
  /// Whether it is bounded wherever its argument is.
  var isBounded = true
}

extension ScalarLaw {
  /// The functions whose law is known.
  enum Function: Equatable {
    case exp, expm1, log, log1p, squareRoot, cubeRoot, reciprocal, abs, sin, cos, sinh, cosh, tanh
    case asinh, atan, sigmoid, softplus, erf, erfc, gelu, silu
    case leaky(Double)
    case elu(Double)
    case power(Int)
  }

  /// Answers nil where the function is not defined for all numbers of the interval.
  init?(_ function: Function, on x: Enclosure) {
    let infinity = Double.infinity
    func rising(
      _ f: (Double) -> Double,
      within limits: ClosedRange<Double> = -Double.infinity...Double.infinity
    ) -> Enclosure {
      Enclosure(
        max(limits.lowerBound, Rounding.below(f(x.low))),
        min(limits.upperBound, Rounding.above(f(x.high))))
    }
    // φ′ is even and falls on both sides of 0.
    func bell(_ slope: (Double) -> Double, _ top: Double) -> Enclosure {
      let most = x.leastMagnitude == 0 ? top : min(top, Rounding.above(slope(x.leastMagnitude)))
      let least = x.greatestMagnitude.isFinite ? slope(x.greatestMagnitude) : 0
      return Enclosure(max(0, Rounding.below(least)), most, isNonzero: true)
    }
    switch function {
    case .exp:
      let image = rising(Glibc.exp, within: 0...infinity).withoutZero
      self.init(image: image, quotients: image, isSteep: true, ends: (.bounded, .up))
    case .expm1:
      self.init(
        image: rising(Glibc.expm1, within: -1...infinity),
        quotients: rising(Glibc.exp, within: 0...infinity).withoutZero, isSteep: true,
        ends: (.bounded, .up))
    case .log, .log1p:
      let shift = function == .log ? 0.0 : 1
      let argument = x + Enclosure(shift)
      guard argument.isPositive else { return nil }
      self.init(
        image: rising(function == .log ? Glibc.log : Glibc.log1p),
        quotients: Enclosure(
          argument.high.isFinite ? Rounding.below(1 / argument.high) : 0,
          argument.low > 0 ? Rounding.above(1 / argument.low) : infinity, isNonzero: true),
        isSteep: true, ends: (nil, .up), isBounded: argument.low > 0)
    case .squareRoot:
      guard x.isNonnegative else { return nil }
      self.init(
        image: Enclosure(
          max(0, Rounding.below(x.low.squareRoot())), Rounding.above(x.high.squareRoot()),
          isNonzero: x.isNonzero),
        quotients: Enclosure(
          x.high.isFinite ? Rounding.below(0.5 / x.high.squareRoot()) : 0,
          x.low > 0 ? Rounding.above(0.5 / x.low.squareRoot()) : infinity, isNonzero: true),
        isSteep: true, ends: (nil, .up), regularity: x.isPositive ? .smooth : .continuous)
    case .cubeRoot:
      self.init(
        image: rising(Glibc.cbrt), quotients: Enclosure(0, infinity, isNonzero: true),
        isSteep: true, ends: (.down, .up), regularity: x.sign != 0 ? .smooth : .continuous)
    case .reciprocal:
      guard x.sign != 0 else { return nil }
      func inverse(_ y: Double, _ zero: Double) -> Double { y == 0 ? zero : 1 / y }
      let positive = x.isPositive
      let image = Enclosure(
        Rounding.below(inverse(x.high, -infinity)), Rounding.above(inverse(x.low, infinity)),
        isNonzero: true)
      let clipped = Enclosure(
        positive ? max(0, image.low) : image.low, positive ? image.high : min(0, image.high),
        isNonzero: true)
      self.init(
        image: clipped, quotients: -(clipped * clipped), isSteep: true,
        ends: (.bounded, .bounded), isBounded: x.leastMagnitude > 0)
    case .abs:
      if x.isNonnegative || x.isNonpositive {
        let sign = x.isNonnegative ? 1.0 : -1
        self.init(
          image: x.isNonnegative ? x : -x, quotients: Enclosure(sign), isSteep: true,
          ends: (.up, .up))
      } else {
        self.init(
          image: Enclosure(0, x.greatestMagnitude, isNonzero: x.isNonzero),
          quotients: Enclosure(-1, 1), isSteep: true, ends: (.up, .up), regularity: .continuous)
      }
    case .sin, .cos:
      self.init(
        image: Enclosure(-1, 1), quotients: Enclosure(-1, 1), isSteep: false,
        ends: (.bounded, .bounded))
    case .sinh:
      self.init(
        image: rising(Glibc.sinh),
        quotients: Enclosure(
          max(1, Rounding.below(Glibc.cosh(x.leastMagnitude))),
          Rounding.above(Glibc.cosh(x.greatestMagnitude))), isSteep: true, ends: (.down, .up))
    case .cosh:
      self.init(
        image: Enclosure(
          max(1, Rounding.below(Glibc.cosh(x.leastMagnitude))),
          Rounding.above(Glibc.cosh(x.greatestMagnitude))),
        quotients: Self.halved(x, rising(Glibc.sinh)), isSteep: x.sign != 0, ends: (.up, .up))
    case .tanh:
      self.init(
        image: Self.signed(x, rising(Glibc.tanh, within: -1...1)),
        quotients: bell({ 1 / (Glibc.cosh($0) * Glibc.cosh($0)) }, 1), isSteep: true,
        ends: (.bounded, .bounded))
    case .asinh:
      self.init(
        image: Self.signed(x, rising(Glibc.asinh)),
        quotients: bell({ 1 / Glibc.hypot(1, $0) }, 1),
        isSteep: true, ends: (.down, .up))
    case .atan:
      self.init(
        image: Self.signed(x, rising(Glibc.atan)),
        quotients: bell({ 1 / (1 + $0 * $0) }, 1),
        isSteep: true, ends: (.bounded, .bounded))
    case .sigmoid:
      let slope = { (y: Double) in 1 / (2 + Glibc.exp(y) + Glibc.exp(-y)) }
      self.init(
        image: rising(Self.sigmoid, within: 0...1).withoutZero, quotients: bell(slope, 0.25),
        isSteep: true, ends: (.bounded, .bounded))
    case .softplus:
      self.init(
        image: rising({ max($0, 0) + Glibc.log1p(Glibc.exp(-$0.magnitude)) }, within: 0...infinity)
          .withoutZero,
        quotients: rising(Self.sigmoid, within: 0...1).withoutZero, isSteep: true,
        ends: (.bounded, .up))
    case .erf, .erfc:
      let isRising = function == .erf
      let top = 1.1283791670955128  // 2/√π, rounded up
      let slopes = bell({ top * Glibc.exp(-$0 * $0) }, top)
      let image =
        isRising
        ? Self.signed(x, rising(Glibc.erf, within: -1...1))
        : Enclosure(
          max(0, Rounding.below(Glibc.erfc(x.high))), min(2, Rounding.above(Glibc.erfc(x.low))),
          isNonzero: true)
      self.init(
        image: image, quotients: isRising ? slopes : -slopes, isSteep: true,
        ends: (.bounded, .bounded))
    case .gelu:
      // The least value is −0.16997…, at −0.7518; the slopes are extreme at ±√2: ½ ± 0.62890….
      self.init(
        image: Enclosure(-0.17, max(0, x.high)), quotients: Enclosure(-0.129, 1.129),
        isSteep: false, ends: (.bounded, .up))
    case .silu:
      // The least value is −0.27846…, at −1.2785; the slopes are extreme at ±2.3994: ½ ± 0.59984….
      self.init(
        image: Enclosure(-0.279, max(0, x.high)), quotients: Enclosure(-0.0999, 1.0999),
        isSteep: false, ends: (.bounded, .up))
    case .leaky(let slope):
      self = Self.bent(x, slope)
    case .elu(let alpha) where alpha == 0 || x.isNonnegative:
      self = Self.bent(x, 0)
    case .elu(let alpha):
      guard alpha > 0 else { return nil }
      self.init(
        image: rising({ $0 > 0 ? $0 : alpha * Glibc.expm1($0) }, within: -alpha.nextUp...infinity),
        quotients: Enclosure(0, max(1, alpha), isNonzero: true), isSteep: true,
        ends: (.bounded, .up), regularity: .continuous)
    case .power(let n):
      guard n >= 1 else { return nil }
      let f = { (y: Double) in Glibc.pow(y, Double(n)) }
      let slope = { (y: Double) in Double(n) * Glibc.pow(y, Double(n - 1)) }
      if n.isMultiple(of: 2) {
        self.init(
          image: Enclosure(
            max(0, Rounding.below(f(x.leastMagnitude))), Rounding.above(f(x.greatestMagnitude)),
            isNonzero: x.isNonzero),
          quotients: Self.halved(x, rising(slope)), isSteep: x.isNonzero, ends: (.up, .up))
      } else {
        self.init(
          image: Self.signed(x, rising(f)),
          quotients: Enclosure(
            max(0, Rounding.below(slope(x.leastMagnitude))),
            Rounding.above(slope(x.greatestMagnitude)), isNonzero: true),
          isSteep: x.isNonzero || n == 1, ends: (.down, .up))
      }
    }
  }

  /// x for positive x, slope·x otherwise.
  private static func bent(_ x: Enclosure, _ slope: Double) -> ScalarLaw {
    if x.isNonnegative {
      return ScalarLaw(image: x, quotients: .one, isSteep: true, ends: (.down, .up))
    }
    let f = { (y: Double) in y > 0 || slope == 0 && y == -.infinity ? max(y, 0) : slope * y }
    let values = [f(x.low), f(x.high), 0]
    let left: ElementwiseFacts.End = slope > 0 ? .down : slope < 0 ? .up : .bounded
    let image = Enclosure(
      min(values.min() ?? 0, 0).nextDown, Rounding.above(values.max() ?? 0),
      isNonzero: x.isNonzero && slope != 0)
    return ScalarLaw(
      image: slope <= 0 ? Enclosure(0, image.high, isNonzero: image.isNonzero) : image,
      quotients: Enclosure(min(1, slope), max(1, slope)), isSteep: slope != 0, ends: (left, .up),
      regularity: .continuous)
  }

  private static func sigmoid(_ x: Double) -> Double {
    x >= 0 ? 1 / (1 + Glibc.exp(-x)) : Glibc.exp(x) / (1 + Glibc.exp(x))
  }

  /// The quotients of an even function that rises on the right of 0: of one sign on each side.
  private static func halved(_ x: Enclosure, _ slopes: Enclosure) -> Enclosure {
    if x.isNonnegative { return Enclosure(max(0, slopes.low), slopes.high, isNonzero: true) }
    if x.isNonpositive { return Enclosure(slopes.low, min(0, slopes.high), isNonzero: true) }
    return slopes.withZero
  }

  /// The image under a function with the sign of its argument.
  private static func signed(_ x: Enclosure, _ image: Enclosure) -> Enclosure {
    Enclosure(
      x.isNonnegative ? max(0, image.low) : image.low,
      x.isNonpositive ? min(0, image.high) : image.high, isNonzero: x.isNonzero)
  }
}

extension ScalarLaw.Function {
  /// A primitive of graphs; nil where it has no law or where its domain is not an interval.
  init?(_ operation: UnaryOperation) {
    switch operation {
    case .reciprocal: self = .reciprocal
    case .squareRoot: self = .squareRoot
    case .exp: self = .exp
    case .log: self = .log
    case .expm1: self = .expm1
    case .log1p: self = .log1p
    case .cubeRoot: self = .cubeRoot
    case .sin: self = .sin
    case .cos: self = .cos
    case .tanh: self = .tanh
    case .sinh: self = .sinh
    case .cosh: self = .cosh
    case .sigmoid: self = .sigmoid
    case .softplus: self = .softplus
    case .erf: self = .erf
    case .erfc: self = .erfc
    case .abs: self = .abs
    case .negate, .log2, .log10, .tanhSlope, .sigmoidSlope, .sign, .floor, .ceil, .round, .isNaN,
      .logicalNot:
      return nil
    }
  }

  /// A layer that works element by element; nil where it has no law.
  init?(_ layer: Layer) {
    switch layer {
    case .leakyReLU(let slope): self = .leaky(slope)
    case .elu(let alpha): self = .elu(alpha)
    case .elementwise(let function):
      switch function {
      case .exp: self = .exp
      case .expm1: self = .expm1
      case .log: self = .log
      case .log1p: self = .log1p
      case .squareRoot: self = .squareRoot
      case .cubeRoot: self = .cubeRoot
      case .square: self = .power(2)
      case .reciprocal: self = .reciprocal
      case .abs: self = .abs
      case .sin: self = .sin
      case .cos: self = .cos
      case .sinh: self = .sinh
      case .cosh: self = .cosh
      case .tanh: self = .tanh
      case .asinh: self = .asinh
      case .atan: self = .atan
      case .sigmoid: self = .sigmoid
      case .softplus: self = .softplus
      case .relu: self = .leaky(0)
      case .leakyReLU: self = .leaky(0.01)
      case .elu: self = .elu(1)
      case .gelu: self = .gelu
      case .silu: self = .silu
      case .erf: self = .erf
      case .erfc: self = .erfc
      case .log2, .log10, .sign, .floor, .ceil, .round, .tan, .asin, .acos, .acosh, .atanh:
        return nil
      }
    case .elementwiseInverse(.of(.cubeRoot)): self = .power(3)
    case .identity, .affine, .translation, .constant, .scaling, .geometric, .permutation, .reshape,
      .image, .normalization, .dropout, .elementwiseInverse, .approximateGELU, .softmax, .function:
      return nil
    }
  }
}
