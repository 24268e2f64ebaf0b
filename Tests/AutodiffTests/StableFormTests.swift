import Tensors
import Testing

@testable import Autodiff

/// A function at a point where careless forms overflow, cancel or divide by zero.
struct EdgeCase: Sendable, CustomTestStringConvertible {
  let function: ElementwiseFunction
  let x: Double
  let value: Double
  let slope: Double

  init(_ function: ElementwiseFunction, _ x: Double, _ value: Double, _ slope: Double) {
    self.function = function
    self.x = x
    self.value = value
    self.slope = slope
  }

  var testDescription: String { "\(function.rawValue)(\(x))" }

  // swift-format-ignore
  static let all: [EdgeCase] = [
    .init(.tanh, 20, 1, 1.699341702116e-17),
    .init(.tanh, -20, -1, 1.699341702116e-17),
    .init(.tanh, 1e-300, 1e-300, 1),
    .init(.tanh, 1000, 1, 0),
    .init(.sigmoid, -700, 9.85967654375977e-305, 9.85967654375977e-305),
    .init(.sigmoid, 40, 1, 4.248354255291589e-18),
    .init(.sigmoid, 1000, 1, 0),
    .init(.softplus, 1000, 1000, 1),
    .init(.softplus, -1000, 0, 0),
    .init(.softplus, -50, 1.928749847963918e-22, 1.928749847963918e-22),
    .init(.elu, 1000, 1000, 1),
    .init(.elu, -1000, -1, 0),
    .init(.elu, -1e-20, -1e-20, 1),
    .init(.silu, 1000, 1000, 1),
    .init(.silu, -1000, 0, 0),
    .init(.gelu, 1000, 1000, 1),
    .init(.gelu, -1000, 0, 0),
    .init(.gelu, -10, -7.61985302416052e-23, -7.69459862670642e-22 + 7.619853024160526e-24),
    .init(.relu, 1000, 1000, 1),
    .init(.relu, -1000, 0, 0),
    .init(.leakyReLU, -1000, -10, 0.01),
    .init(.sinh, 1e-20, 1e-20, 1),
    .init(.sinh, -1e-5, -1.0000000000166667e-05, 1.00000000005),
    .init(.sinh, 700, 5.071160273665e303, 5.071160273665e303),
    .init(.sinh, -700, -5.071160273665e303, 5.071160273665e303),
    .init(.sinh, 1000, .infinity, .infinity),
    .init(.sinh, -1000, -.infinity, .infinity),
    .init(.asinh, 0, 0, 1),
    .init(.asinh, -1e-20, -1e-20, 1),
    .init(.asinh, 1e-5, 9.999999999833334e-06, 0.99999999995),
    .init(.asinh, 1e8, 19.11382792451231, 1e-8),
    .init(.asinh, -1e10, -23.718998110500403, 1e-10),
    .init(.asinh, 1e200, 461.2101657793691, 1e-200),
    .init(.asinh, -1e300, -691.4686750787737, 1e-300),
    .init(.acosh, 1e200, 461.2101657793691, 1e-200),
    .init(.acosh, 1, 0, .infinity),
    .init(.atanh, 1e-20, 1e-20, 1),
    .init(.atanh, -0.5, -0.5493061443340549, 1.3333333333333333),
    .init(.atan, 1e200, 1.5707963267948966, 0),
    .init(.asin, 1, 1.5707963267948966, .infinity),
    .init(.acos, 1, 0, -.infinity),
    .init(.expm1, 1e-20, 1e-20, 1),
    .init(.log1p, 1e-20, 1e-20, 1),
    .init(.squareRoot, 0, 0, .infinity),
    .init(.cubeRoot, 0, 0, .infinity),
    .init(.cubeRoot, -8, -2, 1.0 / 12),
    .init(.log, 0, -.infinity, .infinity),
    .init(.erfc, 10, 2.088487583762545e-45, -4.197656231354417e-44),
    .init(.erf, 1e200, 1, 0),
    // Kinks: the derivative is the middle or the left one, as the design fixes it.
    .init(.relu, 0, 0, 0),
    .init(.abs, 0, 0, 0),
    .init(.sign, 0, 0, 0),
    .init(.leakyReLU, 0, 0, 0.01),
    .init(.elu, 0, 0, 1),
  ]
}

@Suite("Stable forms")
struct StableFormTests {
  @Test("keep value and slope, forward and backward", arguments: EdgeCase.all)
  func edges(_ edge: EdgeCase) throws {
    let function: @Sendable (Term) throws -> Term = { try $0.applying(edge.function) }
    let x = Tensor(edge.x)
    let value = try answer(Ask.value, at: x, function)[flat: 0]
    let forward = try answer(Ask.jvp, at: x, extra: [Tensor(1)], function)[flat: 0]
    let backward = try answer(Ask.vjp, at: x, extra: [Tensor(1)], function)[flat: 0]
    #expect(isNear(value, edge.value), "value \(value)")
    #expect(isNear(forward, edge.slope), "forward \(forward)")
    #expect(isNear(backward, edge.slope), "backward \(backward)")
  }

  @Test("do not let a neighbour in a vector spoil an element", arguments: [1000.0, -1000, 1e200])
  func neighbours(_ far: Double) throws {
    for function in [ElementwiseFunction.elu, .softplus, .relu, .silu, .gelu, .tanh, .asinh] {
      let x = Tensor([far, 0.5])
      let jacobian = try answer(Ask.jacobian, at: x) { try $0.applying(function) }
      let alone = try derivative(1, at: 0.5) { try $0.applying(function) }
      #expect(jacobian.isFinite, "\(function) \(jacobian.elements)")
      #expect(isNear(jacobian[flat: 3], alone))
    }
  }

  @Test("the second derivative of tanh keeps its digits where the first is all but 0")
  func tanhTwice() throws {
    for (x, expected) in [(20.0, -3.398683404233e-17), (-20, 3.398683404233e-17), (0, 0)] {
      let found = try derivative(2, at: x) { try $0.applying(.tanh) }
      #expect((found - expected).magnitude <= 1e-12 * expected.magnitude, "\(found) at \(x)")
    }
  }

  @Test("softplus has second derivative ¼ at 0")
  func softplus() throws {
    #expect(try derivative(2, at: 0) { try $0.applying(.softplus) } == 0.25)
    #expect(try derivative(3, at: 0) { try $0.applying(.softplus) } == 0)
  }

  @Test("second derivatives are finite far out", arguments: [-1000.0, 1000])
  func secondFarOut(_ x: Double) throws {
    for function in [ElementwiseFunction.elu, .softplus, .silu, .gelu, .tanh, .sigmoid] {
      let second = try derivative(2, at: x) { try $0.applying(function) }
      #expect(second == 0, "\(function): \(second)")
    }
  }

  @Test("approximate GELU is within 5e-4 of GELU and has its slope at 0")
  func approximateGELU() throws {
    for x in stride(from: -5.0, through: 5, by: 0.25) {
      let exact = try Term(x).applying(.gelu).known("gelu")[flat: 0]
      let close = try Term(x).approximateGELU().known("gelu")[flat: 0]
      #expect(abs(exact - close) < 5e-4)
    }
    #expect(try derivative(1, at: 0) { try $0.approximateGELU() } == 0.5)
  }

  @Test("ties in a maximum share the derivative equally")
  func ties() throws {
    let x = Tensor([2, 5, 5, 1, 5.0])
    let gradient = try answer(Ask.gradient, at: x) { try $0.maximum() }
    #expect(agree(gradient, Tensor([0, 1.0 / 3, 1.0 / 3, 0, 1.0 / 3]), 1e-15))
    let least = try answer(Ask.gradient, at: Tensor([2, 2, 5])) { try $0.minimum() }
    #expect(least.elements == [0.5, 0.5, 0])
    let pair = try derivative(1, at: 3) { try .maximum($0, Term(3)) }
    #expect(pair == 0.5)
  }

  @Test("powers have their derivatives at 0")
  func powers() throws {
    #expect(try derivative(1, at: 0) { try .power($0, Term(2)) } == 0)
    #expect(try derivative(2, at: 0) { try .power($0, Term(2)) } == 2)
    #expect(try derivative(3, at: 0) { try .power($0, Term(3)) } == 6)
    #expect(try derivative(4, at: 0) { try .power($0, Term(3)) } == 0)
    #expect(try derivative(1, at: 0) { try .power($0, Term(1)) } == 1)
    #expect(try derivative(1, at: 0) { try .power($0, Term(0)) } == 0)
    #expect(try derivative(1, at: -2) { try .power($0, Term(3)) } == 12)
    let slope = try derivative(1, at: 0) { try .power(Term(2), $0) }
    #expect(isNear(slope, 0.6931471805599453))
  }
}

private func isNear(_ a: Double, _ b: Double) -> Bool {
  a == b || abs(a - b) <= 1e-11 * abs(b)
}
