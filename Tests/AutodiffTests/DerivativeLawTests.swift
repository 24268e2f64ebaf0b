import Foundation
import Tensors
import Testing

@testable import Autodiff

@Suite("Laws of derivatives")
struct DerivativeLawTests {
  /// R³ → R² and R² → R³, so that composing them in either order has a meaning.
  private static let f: @Sendable (Term) throws -> Term = { x in
    let a = Term(try Tensor(rows: [[1, -2, 0.5], [0.3, 1, 2]]))
    return try Term.product(a, x.applying(.tanh)).applying(.sin)
  }
  private static let g: @Sendable (Term) throws -> Term = { y in
    let b = Term(try Tensor(rows: [[0.4, 1], [-1, 0.7], [2, 0.1]]))
    return try Term.product(b, y * y) + Term(Tensor([1, 2, 3])).applying(.exp)
  }
  private static let x = Tensor([0.3, -0.8, 1.1])

  @Test("the Jacobian of a composition is the product of the Jacobians")
  func chainRule() throws {
    let y = try Self.f(Term(Self.x)).known("f")
    let jf = try answer(Ask.jacobian, at: Self.x, Self.f)
    let jg = try answer(Ask.jacobian, at: y, Self.g)
    let both = try answer(Ask.jacobian, at: Self.x) { try Self.g(Self.f($0)) }
    #expect(agree(both, try jg.matrixProduct(jf), 1e-13))
  }

  @Test("the derivative is linear in the function")
  func linearity() throws {
    let sum = try answer(Ask.jacobian, at: Self.x) { x in
      try Term(2.5) * Self.f(x) - Term(0.5) * Self.f(x * x)
    }
    let first = try answer(Ask.jacobian, at: Self.x, Self.f)
    let second = try answer(Ask.jacobian, at: Self.x) { try Self.f($0 * $0) }
    let expected = try Tensor.combine(
      .subtract, .combine(.multiply, Tensor(2.5), first),
      .combine(.multiply, Tensor(0.5), second))
    #expect(agree(sum, expected, 1e-13))
  }

  @Test("forward and backward give one Jacobian")
  func forwardIsBackward() throws {
    let graph = try Path.traced(at: [Term(Self.x)]) { [try Self.g(Self.f($0[0]))] }
    let rows = try (0..<3).map { row in
      let unit = Tensor((0..<3).map { $0 == row ? 1 : 0 })
      return try graph.run(graph.graph.vjp(), [Term(Self.x)], extra: [Term(unit)])[0]
        .known("row")
    }
    let columns = try (0..<3).map { column in
      let unit = Tensor((0..<3).map { $0 == column ? 1 : 0 })
      return try graph.run(graph.graph.jvp(), [Term(Self.x)], extra: [Term(unit)])[0]
        .known("column")
    }
    let whole = try answer(Ask.jacobian, at: Self.x) { try Self.g(Self.f($0)) }
    #expect(agree(whole, try .stack(rows), 1e-14))
    #expect(agree(whole, try Tensor.stack(columns).transposed(), 1e-14))
  }

  @Test("tall Jacobians go forward and wide ones backward, and both agree with differences")
  func shapesChooseTheMode() throws {
    for (m, n) in [(5, 2), (2, 5), (4, 4), (1, 3), (3, 1)] {
      var random = SplitMix(seed: 10 * m + n)
      let w = Term(try random.tensor([m, n]))
      let x = try random.tensor([n])
      let function: @Sendable (Term) throws -> Term = { try Term.product(w, $0).applying(.sin) }
      let jacobian = try answer(Ask.jacobian, at: x, function)
      #expect(jacobian.shape == [m, n])
      let v = try random.tensor([n])
      let found = try centralDifference(at: [x], along: [v]) {
        [try function(Term($0[0])).known("value")]
      }
      let exact = try Tensor.contract(jacobian, v, .init(lhs: [0, 1], rhs: [1], output: [0]))
      #expect(agree(exact, found[0], 1e-7))
    }
  }

  @Test("the Jacobian has the output's axes, then the input's, whatever their ranks")
  func jacobianShapes() throws {
    let x = try Tensor(shape: [2, 3], elements: [1, 2, 3, 4, 5, 6])
    let transposed = try answer(Ask.jacobian, at: x) { try $0.transposed() }
    #expect(transposed.shape == [3, 2, 2, 3])
    for i in 0..<3 {
      for j in 0..<2 {
        for (k, l) in [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)] {
          let index = ((i * 2 + j) * 2 + k) * 3 + l
          #expect(transposed[flat: index] == (i == l && j == k ? 1 : 0))
        }
      }
    }
    #expect(try answer(Ask.jacobian, at: x) { try $0.sum() }.shape == [2, 3])
    #expect(try answer(Ask.jacobian, at: Tensor(2)) { try .stack([$0, $0 * $0]) }.shape == [2])
    #expect(try answer(Ask.hessian, at: x) { try $0.squaredNorm() }.shape == [2, 3, 2, 3])
    let empty = try answer(Ask.jacobian, at: Tensor([1, 2])) { try $0.sliced(0, 1..<1) }
    #expect(empty.shape == [0, 2])
  }

  @Test("the Hessian is symmetric and what differences of the gradient find")
  func hessian() throws {
    let function: @Sendable (Term) throws -> Term = { try Self.g(Self.f($0)).logSumExp() }
    let hessian = try answer(Ask.hessian, at: Self.x, function)
    #expect(agree(hessian, try hessian.transposed(), 1e-13))
    let v = Tensor([0.2, -1, 0.7])
    let found = try centralDifference(at: [Self.x], along: [v]) {
      [try answer(Ask.gradient, at: $0[0], function)]
    }
    let exact = try Tensor.contract(hessian, v, .init(lhs: [0, 1], rhs: [1], output: [0]))
    #expect(agree(exact, found[0], 1e-6))
  }

  @Test("derivatives up to the fifth are the closed forms", arguments: [-1.3, -0.2, 0.0, 0.7, 2.1])
  func closedForms(_ x: Double) throws {
    let t = tanh(x)
    let s = 1 - t * t
    let sines = [sin(x), cos(x), -sin(x), -cos(x), sin(x), cos(x)]
    let tanhs = [t, s, -2 * t * s, (6 * t * t - 2) * s, (16 * t - 24 * t * t * t) * s]
    let polynomials = [
      2 * pow(x, 4) - x * x, 8 * x * x * x - 2 * x, 24 * x * x - 2, 48 * x, 48, 0,
    ]
    for order in 0...5 {
      #expect(agree(try derivative(order, at: x) { try $0.applying(.sin) }, sines[order], 1e-13))
      #expect(agree(try derivative(order, at: x) { try $0.applying(.exp) }, exp(x), 1e-13))
      let polynomial = try derivative(order, at: x) { x in
        try Term(2) * .power(x, Term(4)) - x * x
      }
      #expect(agree(polynomial, polynomials[order], 1e-12))
    }
    for (order, expected) in tanhs.enumerated() {
      #expect(agree(try derivative(order, at: x) { try $0.applying(.tanh) }, expected, 1e-12))
    }
  }

  @Test("a Taylor polynomial of degree n leaves an error of order n + 1")
  func taylor() throws {
    let function: @Sendable (Term) throws -> Term = { try Self.g(Self.f($0)).logSumExp() }
    let v = Tensor([0.5, 0.4, -0.6])
    let value = try function(Term(Self.x)).known("value")[flat: 0]
    let gradient = try answer(Ask.gradient, at: Self.x, function)
    let hessian = try answer(Ask.hessian, at: Self.x, function)
    let bent = try Tensor.contract(hessian, v, .init(lhs: [0, 1], rhs: [1], output: [0]))
    func errors(_ step: Double) throws -> (Double, Double) {
      let moved = try function(Term(Self.x.moved(step, along: v))).known("value")[flat: 0]
      let first = moved - value - step * gradient.inner(v)
      return (abs(first), abs(first - step * step / 2 * bent.inner(v)))
    }
    let (coarse, fine) = (try errors(4e-3), try errors(2e-3))
    #expect(log2(coarse.0 / fine.0) >= 1.95)
    #expect(log2(coarse.1 / fine.1) >= 2.95)
  }

  @Test("an input that is not used has derivative zero")
  func unused() throws {
    #expect(try derivative(1, at: 3) { _ in Term(7) } == 0)
    #expect(try derivative(2, at: 3) { try $0 + Term(1) } == 0)
    let jacobian = try answer(Ask.jacobian, at: Tensor([1, 2])) { try $0.gathered([1], axis: 0) }
    #expect(jacobian.elements == [0, 1])
    let constant = try answer(Ask.jacobian, at: Tensor([1, 2])) { _ in Term(Tensor([4, 5, 6])) }
    #expect(constant.shape == [3, 2] && constant.elements.allSatisfy { $0 == 0 })
  }

  @Test("the gradient asks for one number, and says what it got")
  func gradientOfVector() throws {
    #expect(throws: AutodiffError.self) { try answer(Ask.gradient, at: Self.x, Self.f) }
  }

  @Test("stopGradient keeps the value and has derivative zero")
  func stopGradient() throws {
    #expect(try derivative(0, at: 3) { try $0 * $0.stoppingGradient() } == 9)
    #expect(try derivative(1, at: 3) { try $0 * $0.stoppingGradient() } == 3)
  }

  @Test("a derivative too large to hold is refused, not attempted")
  func tooLarge() throws {
    let x = try Tensor(repeating: 1, shape: [200_000])
    #expect(throws: AutodiffError.self) { try answer(Ask.jacobian, at: x) { try $0 * $0 } }
    #expect(throws: AutodiffError.self) { try answer(Ask.hessian, at: x) { try $0.squaredNorm() } }
  }
}
