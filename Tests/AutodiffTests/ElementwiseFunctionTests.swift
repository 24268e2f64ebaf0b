import Foundation
import Tensors
import Testing

@testable import Autodiff

/// A function with points of its domain at which it is smooth, and what it is there.
struct ElementwiseCase: Sendable, CustomTestStringConvertible {
  let function: ElementwiseFunction
  let points: [Double]
  let reference: @Sendable (Double) -> Double

  var testDescription: String { function.rawValue }

  static let all: [ElementwiseCase] = ElementwiseFunction.allCases.map(of)

  private static let anywhere = [-2.3, -1.1, -0.4, 0.25, 0.9, 1.7]
  private static let positive = [0.05, 0.4, 0.9, 1.3, 4.7]
  private static let insideOne = [-0.95, -0.6, -0.1, 0.3, 0.8]

  private static func of(_ function: ElementwiseFunction) -> ElementwiseCase {
    switch function {
    case .exp: .init(function: function, points: anywhere) { exp($0) }
    case .expm1: .init(function: function, points: anywhere + [1e-12]) { expm1($0) }
    case .log: .init(function: function, points: positive) { log($0) }
    case .log1p: .init(function: function, points: insideOne + [1e-12]) { log1p($0) }
    case .log2: .init(function: function, points: positive) { log2($0) }
    case .log10: .init(function: function, points: positive) { log10($0) }
    case .squareRoot: .init(function: function, points: positive) { $0.squareRoot() }
    case .cubeRoot: .init(function: function, points: anywhere) { cbrt($0) }
    case .square: .init(function: function, points: anywhere) { $0 * $0 }
    case .reciprocal: .init(function: function, points: anywhere) { 1 / $0 }
    case .abs: .init(function: function, points: anywhere) { abs($0) }
    case .sign: .init(function: function, points: anywhere) { $0 < 0 ? -1 : 1 }
    case .floor: .init(function: function, points: anywhere) { floor($0) }
    case .ceil: .init(function: function, points: anywhere) { ceil($0) }
    case .round: .init(function: function, points: anywhere) { rint($0) }
    case .sin: .init(function: function, points: anywhere) { sin($0) }
    case .cos: .init(function: function, points: anywhere) { cos($0) }
    case .tan: .init(function: function, points: anywhere) { tan($0) }
    case .asin: .init(function: function, points: insideOne) { asin($0) }
    case .acos: .init(function: function, points: insideOne) { acos($0) }
    case .atan: .init(function: function, points: anywhere) { atan($0) }
    case .sinh: .init(function: function, points: anywhere) { sinh($0) }
    case .cosh: .init(function: function, points: anywhere) { cosh($0) }
    case .tanh: .init(function: function, points: anywhere) { tanh($0) }
    case .asinh: .init(function: function, points: anywhere + [0, 1e-9]) { asinh($0) }
    case .acosh: .init(function: function, points: [1.05, 1.5, 3, 40]) { acosh($0) }
    case .atanh: .init(function: function, points: insideOne) { atanh($0) }
    case .sigmoid: .init(function: function, points: anywhere) { 1 / (1 + exp(-$0)) }
    case .softplus: .init(function: function, points: anywhere + [0]) { log(1 + exp($0)) }
    case .relu: .init(function: function, points: anywhere) { max($0, 0) }
    case .leakyReLU: .init(function: function, points: anywhere) { $0 > 0 ? $0 : 0.01 * $0 }
    case .elu: .init(function: function, points: anywhere) { $0 > 0 ? $0 : expm1($0) }
    case .gelu:
      .init(function: function, points: anywhere + [0]) { $0 / 2 * (1 + erf($0 / 2.squareRoot())) }
    case .silu: .init(function: function, points: anywhere + [0]) { $0 / (1 + exp(-$0)) }
    case .erf: .init(function: function, points: anywhere + [0]) { erf($0) }
    case .erfc: .init(function: function, points: anywhere + [0]) { erfc($0) }
    }
  }
}

@Suite("Elementwise functions")
struct ElementwiseFunctionTests {
  @Test("have the values of the standard library", arguments: ElementwiseCase.all)
  func values(_ item: ElementwiseCase) throws {
    let computed = try Term(Tensor(item.points)).applying(item.function).known("values")
    for (x, y) in zip(item.points, computed.elements) {
      let expected = item.reference(x)
      #expect(abs(y - expected) <= 4e-15 * abs(expected), "at \(x): \(y), not \(expected)")
    }
  }

  @Test("have the first three derivatives central differences find", arguments: ElementwiseCase.all)
  func derivatives(_ item: ElementwiseCase) throws {
    for x in item.points {
      for order in 1...3 {
        let step = 1e-4 * min(1, max(abs(x), 0.05))
        let exact = try derivative(order, at: x) { try $0.applying(item.function) }
        let above = try derivative(order - 1, at: x + step) { try $0.applying(item.function) }
        let below = try derivative(order - 1, at: x - step) { try $0.applying(item.function) }
        let found = (above - below) / (2 * step)
        #expect(agree(exact, found, 1e-5), "order \(order) at \(x): \(exact), not \(found)")
      }
    }
  }

  @Test("give each sample of a batch the derivative it has alone", arguments: ElementwiseCase.all)
  func rows(_ item: ElementwiseCase) throws {
    let together = try Pointwise { try $0.applying(item.function) }
      .atRows(Term(Tensor(item.points)), Ask.gradient).known("rows")
    for (row, x) in item.points.enumerated() {
      let alone = try derivative(1, at: x) { try $0.applying(item.function) }
      #expect(alone.bitPattern == together[flat: row].bitPattern)
    }
  }
}
