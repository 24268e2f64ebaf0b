/// What the derivative of a polynomial tells of it as a map of the line.
struct PolynomialCourse {
  let coefficients: [Double]

  var degree: Int { coefficients.count - 1 }

  private var derivative: [Double] {
    coefficients.enumerated().dropFirst().map { Double($0) * $1 }
  }

  enum Growth {
    /// The derivative has one sign everywhere.
    case steep
    /// It has one sign except at points where it is 0.
    case flat
    case undecided
  }

  /// Whether it increases or decreases throughout: by the signs of the even powers of the derivative, or
  /// by its discriminant.
  var growth: Growth {
    let derivative = derivative
    guard let leading = derivative.last, leading != 0, derivative.allSatisfy(\.isFinite) else {
      return .undecided
    }
    let isEven = derivative.enumerated().allSatisfy { $0.isMultiple(of: 2) || $1 == 0 }
    if isEven, derivative.allSatisfy({ $0 * leading >= 0 }) {
      return derivative[0] == 0 ? .flat : .steep
    }
    guard derivative.count == 3 else { return .undecided }
    var discriminant = ExactNumber()
    discriminant.add(derivative[1], times: derivative[1])
    var product = ExactNumber()
    product.add(derivative[0], times: derivative[2])
    discriminant.add(product, times: -4)
    return discriminant.sign < 0 ? .steep : discriminant.sign == 0 ? .flat : .undecided
  }

  /// Whether it increases where it grows.
  var increases: Bool { (coefficients.last ?? 0) > 0 }

  /// `2 + x - x³`.
  var text: String {
    var result = ""
    for (power, value) in coefficients.enumerated() where value != 0 {
      let size = Notation.number(value.magnitude)
      let unknown = power == 0 ? "" : power == 1 ? "x" : "x^\(power)"
      let term = power == 0 ? size : value.magnitude == 1 ? unknown : "\(size) \(unknown)"
      if result.isEmpty {
        result = (value < 0 ? "-" : "") + term
      } else {
        result += (value < 0 ? " - " : " + ") + term
      }
    }
    return result.isEmpty ? "0" : result
  }
}
