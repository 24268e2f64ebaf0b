import Tensors
import Testing

@testable import Autodiff

/// Derivatives inside functions that are differentiated themselves.
@Suite("Nested derivatives")
struct NestingTests {
  /// The derivative at a term, recorded in whatever traces the term and the function belong to.
  private static func slope(
    at x: Term, _ function: @escaping @Sendable (Term) throws -> Term
  ) throws -> Term {
    try Pointwise(function).at(x, Ask.gradient)
  }

  @Test("d/dx [x · d/dy (x y) at 2] at 1 is 2")
  func classic() throws {
    let result = try derivative(1, at: 1) { x in
      try x * Self.slope(at: Term(2)) { y in try x * y }
    }
    #expect(result == 2)
  }

  @Test("the same by tracing paths by hand")
  func byPaths() throws {
    let one = Term(1)
    let outer = try Path.traced(at: [one]) { x in
      let inner = try Path.traced(at: [Term(2)]) { y in [try x[0] * y[0]] }
      let slope = try inner.run(inner.graph.gradient(), [Term(2)])[0]
      return [try x[0] * slope]
    }
    let result = try outer.run(outer.graph.gradient(), [one])[0].known("slope")
    #expect(result[flat: 0] == 2)
  }

  @Test("d/dx [x · d/dy (x + y) at 1] is 1: perturbations are not confused")
  func sums() throws {
    let result = try derivative(1, at: 1) { x in
      try x * Self.slope(at: Term(1)) { y in try x + y }
    }
    #expect(result == 1)
  }

  @Test("the point of the inner derivative may depend on the outer variable")
  func movingPoint() throws {
    // d/dx [d/dy (x y²) at y = x²] = d/dx [2 x³] = 6 x²
    let result = try derivative(1, at: 3) { x in
      try Self.slope(at: x * x) { y in try x * y * y }
    }
    #expect(result == 54)
  }

  @Test("three levels keep apart")
  func threeLevels() throws {
    // d/dx [x · d/dy (y · d/dz (x y z²) at z = y) at y = x]; inner 2xy², so y ↦ 2xy³, slope 6xy²,
    // at y = x 6x³, times x gives 6x⁴, slope 24x³.
    let result = try derivative(1, at: 2) { x in
      try x
        * Self.slope(at: x) { y in
          try y * Self.slope(at: y) { z in try x * y * z * z }
        }
    }
    #expect(result == 192)
  }

  @Test("an inner derivative that ignores its variable is zero, and so is its slope")
  func constantInside() throws {
    let result = try derivative(1, at: 2) { x in
      try x + Self.slope(at: Term(5)) { _ in try x * x }
    }
    #expect(result == 1)
  }

  @Test("differentiating a derivative is the higher derivative")
  func iterated() throws {
    for x in [-0.7, 0.4, 1.9] {
      let nested = try derivative(1, at: x) { x in
        try Self.slope(at: x) { try $0.applying(.tanh) * $0 }
      }
      let second = try derivative(2, at: x) { try $0.applying(.tanh) * $0 }
      #expect(agree(nested, second, 1e-14))
    }
  }

  @Test("a Jacobian inside a function is differentiated through")
  func jacobianInside() throws {
    // J of x ↦ x∘x is 2 diag x; the sum of its squares is 4 |x|², with gradient 8 x.
    let x = Tensor([1, -2, 0.5])
    let gradient = try answer(Ask.gradient, at: x) { x in
      try Pointwise { try $0 * $0 }.at(x, Ask.jacobian).squaredNorm()
    }
    #expect(agree(gradient, Tensor([8, -16, 4]), 1e-14))
  }

  @Test("a batch inside a function is differentiated through")
  func rowsInside() throws {
    // Slopes of t ↦ t³ at the entries of x are 3 x², summed: gradient 6 x.
    let x = Tensor([1, -2, 0.5])
    let gradient = try answer(Ask.gradient, at: x) { x in
      try Pointwise { try $0 * $0 * $0 }.atRows(x, Ask.gradient).sum()
    }
    #expect(agree(gradient, Tensor([6, -12, 3]), 1e-14))
  }

  @Test("a function with an inner derivative can be batched")
  func rowsOutside() throws {
    let points = Term(Tensor([0.5, 1, 2]))
    let slopes = try Pointwise { x in
      try x * Self.slope(at: x) { y in try x * y * y }
    }
    .atRows(points, Ask.gradient).known("slopes")
    // x · 2x² = 2x³, slope 6x²
    #expect(agree(slopes, Tensor([1.5, 6, 24]), 1e-14))
  }
}
