public import Autodiff
import Tensors

/// The inverse of an injective function of one number, on the image of the function.
///
/// Functions whose inverse is a named function of all numbers, such as sinh, need none of this.
public enum ElementwiseInverse: Hashable, Sendable {
  /// Of a named function.
  case of(ElementwiseFunction)
  /// Of ELU with an α > 0.
  case ofELU(alpha: Double)

  /// The interval the values of the function fill, where it is not all of ℝ.
  public struct Image: Sendable {
    /// The ends, infinite where there is none.
    public let ends: ClosedRange<Double>
    /// Whether the ends belong to it.
    public let isClosed: Bool
    /// The interval as it is written.
    public let text: String
  }

  /// The name of the function that is undone.
  public var name: String {
    switch self {
    case .of(let function): function.rawValue
    case .ofELU: "elu"
    }
  }

  /// The image of the function, outside of which there is no inverse; nil for all of ℝ.
  public var image: Image? {
    let half = 1.5707963267948966
    let infinity = Double.infinity
    func open(_ low: Double, _ high: Double, _ text: String) -> Image {
      Image(ends: low...high, isClosed: false, text: text)
    }
    func closed(_ low: Double, _ high: Double, _ text: String) -> Image {
      Image(ends: low...high, isClosed: true, text: text)
    }
    switch self {
    case .ofELU(let alpha): return open(-alpha, infinity, "(-\(alpha), ∞)")
    case .of(let function):
      switch function {
      case .exp, .softplus: return open(0, infinity, "(0, ∞)")
      case .expm1, .elu: return open(-1, infinity, "(-1, ∞)")
      case .tanh, .erf: return open(-1, 1, "(-1, 1)")
      case .sigmoid: return open(0, 1, "(0, 1)")
      case .erfc: return open(0, 2, "(0, 2)")
      case .atan: return open(-half, half, "(-π/2, π/2)")
      case .asin: return closed(-half, half, "[-π/2, π/2]")
      case .acos: return closed(0, Double.pi, "[0, π]")
      case .squareRoot, .acosh: return closed(0, infinity, "[0, ∞)")
      case .log, .log1p, .log2, .log10, .cubeRoot, .square, .reciprocal, .abs, .sign, .floor, .ceil,
        .round, .sin, .cos, .tan, .sinh, .cosh, .asinh, .atanh, .relu, .leakyReLU, .gelu, .silu:
        return nil
      }
    }
  }

  /// What is known of the inverse on the image.
  var kind: Kind {
    switch self {
    case .of(.cubeRoot), .of(.log2), .of(.log10): .smooth
    case .of, .ofELU: .continuous
    }
  }

  /// The number whose function value is given, element by element.
  ///
  /// - Throws: `MapError.outsideImage` for a number that is no value of the function. In a trace the
  ///   test becomes a condition of the path, so that no point outside runs through it.
  func apply(_ y: Term) throws -> Term {
    try check(y)
    switch self {
    case .ofELU(let alpha): return try Self.elu(alpha, y)
    case .of(let function): return try Self.inverse(of: function, y)
    }
  }

  private func check(_ y: Term) throws {
    guard let image, let witness = y.witness, witness.count > 0 else { return }
    let (low, high) = (Term(image.ends.lowerBound), Term(image.ends.upperBound))
    // An infinite end is no number of the interval.
    let isInside =
      image.isClosed
      ? try Term.lessOrEqual(low, y) * Term.lessOrEqual(y, high)
      : try Term.less(low, y) * Term.less(y, high)
    guard try isInside.minimum().decide() else {
      let bad = witness.elements.first {
        image.isClosed
          ? !($0 >= image.ends.lowerBound && $0 <= image.ends.upperBound)
          : !($0 > image.ends.lowerBound && $0 < image.ends.upperBound)
      }
      throw MapError.outsideImage(function: name, value: bad ?? .nan, image: image.text)
    }
  }

  private static func inverse(of function: ElementwiseFunction, _ y: Term) throws -> Term {
    switch function {
    case .exp: return try y.applying(.log)
    case .expm1: return try y.applying(.log1p)
    case .tanh: return try y.applying(.atanh)
    case .atan: return try y.applying(.tan)
    case .asin: return try y.applying(.sin)
    case .acos: return try y.applying(.cos)
    case .acosh: return try y.applying(.cosh)
    case .squareRoot: return try y.applying(.square)
    case .cubeRoot: return try y * y * y
    case .log2: return try (y * Term(0.693147180559945309417)).applying(.exp)
    case .log10: return try (y * Term(2.30258509299404568402)).applying(.exp)
    case .sigmoid: return try y.applying(.log) - (-y).applying(.log1p)
    case .softplus: return try y + (-(-y).applying(.expm1)).applying(.log)
    case .elu: return try elu(1, y)
    case .erf: return try erf(y)
    case .erfc: return try erf(Term(1) - y)
    case .reciprocal: return try y.applying(.reciprocal)
    case .log: return try y.applying(.exp)
    case .log1p: return try y.applying(.expm1)
    case .sinh: return try y.applying(.asinh)
    case .asinh: return try y.applying(.sinh)
    case .atanh: return try y.applying(.tanh)
    case .leakyReLU: return try y.leakyReLU(slope: 100)
    case .square, .abs, .sign, .floor, .ceil, .round, .sin, .cos, .tan, .cosh, .relu, .gelu, .silu:
      throw MapError.outsideImage(function: function.rawValue, value: .nan, image: "nothing")
    }
  }

  private static func elu(_ alpha: Double, _ y: Term) throws -> Term {
    // The logarithm never sees the positive y, where it may have no value.
    let isPositive = try Term.less(Term(0), y)
    let clipped = try Term.select(isPositive, .filled(0, y.shape), y)
    return try .select(isPositive, y, (clipped / Term(alpha)).applying(.log1p))
  }

  /// The inverse error function: Winitzki's approximation (2008), then Newton's method, whose error
  /// is squared by each step, for value and derivatives alike.
  private static func erf(_ y: Term) throws -> Term {
    let a = Term(0.147)
    let rest = try ((-y).applying(.log1p) + y.applying(.log1p))
    let middle = try Term(4.330746750799873) + Term(0.5) * rest
    let inner = try (middle * middle - rest / a).applying(.squareRoot) - middle
    // √x is not smooth at 0, where the approximation is linear: y √π/2.
    let isSmall = try Term.less(y.applying(.abs), Term(1e-3))
    let safe = try Term.select(isSmall, .filled(1, y.shape), inner)
    let large =
      try Term.select(Term.less(y, Term(0)), Term(-1), Term(1))
      * safe.applying(.squareRoot)
    var x = try Term.select(isSmall, y * Term(0.886226925452758), large)
    for _ in 0..<4 {
      let slope = try Term(0.886226925452758) * (x * x).applying(.exp)
      x = try x - (x.applying(.erf) - y) * slope
    }
    return x
  }
}
