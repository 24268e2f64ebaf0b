import Tensors
import Testing

@testable import Autodiff

@Suite("Derivatives of norms and softened maxima")
struct ReductionDerivativeTests {
  @Test("the gradient of logSumExp is softmax, also at ties")
  func logSumExp() throws {
    for elements in [[1.0, 1, 1], [2, 2, 0], [1000, 1000, -1000], [-5, 3, 0.5]] {
      let x = Tensor(elements)
      let gradient = try answer(Ask.gradient, at: x) { try $0.logSumExp() }
      let softmax = try Term(x).softmax().known("softmax")
      #expect(agree(gradient, softmax, 1e-15))
    }
    let tied = try answer(Ask.gradient, at: Tensor([4, 4, 4, 4])) { try $0.logSumExp() }
    #expect(tied.elements == [0.25, 0.25, 0.25, 0.25])
  }

  @Test("the Hessian of logSumExp is diag p − p pᵀ, also at ties")
  func logSumExpHessian() throws {
    let hessian = try answer(Ask.hessian, at: Tensor([7, 7])) { try $0.logSumExp() }
    #expect(agree(hessian, try Tensor(rows: [[0.25, -0.25], [-0.25, 0.25]]), 1e-15))
  }

  @Test("the Jacobian of softmax is diag p − p pᵀ")
  func softmax() throws {
    for elements in [[1.0, 1, 1], [0.2, -1, 3], [800, 800, 0]] {
      let x = Tensor(elements)
      let p = try Term(x).softmax().known("p").elements
      let jacobian = try answer(Ask.jacobian, at: x) { try $0.softmax() }
      for i in 0..<3 {
        for j in 0..<3 {
          let expected = (i == j ? p[i] : 0) - p[i] * p[j]
          #expect(agree(jacobian[flat: 3 * i + j], expected, 1e-15))
        }
      }
    }
  }

  @Test("the gradient of the norm is the unit vector, without overflow or underflow")
  func norm() throws {
    for scale in [1.0, 1e200, 1e-200] {
      let x = Tensor([3 * scale, -4 * scale])
      #expect(agree(try answer(Ask.gradient, at: x) { try $0.norm() }, Tensor([0.6, -0.8]), 1e-15))
      let value = try Term(x).norm().known("norm")[flat: 0]
      #expect(abs(value / scale - 5) < 1e-14)
    }
    let hessian = try answer(Ask.hessian, at: Tensor([3, 4])) { try $0.norm() }
    #expect(agree(hessian, try Tensor(rows: [[0.128, -0.096], [-0.096, 0.072]]), 1e-14))
  }

  @Test("the norm at 0 has a value and no derivative")
  func normAtZero() throws {
    let zero = Tensor([0, 0, 0])
    #expect(try Term(zero).norm().known("norm")[flat: 0] == 0)
    #expect(try answer(Ask.value, at: zero) { try $0.norm() }[flat: 0] == 0)
    for ask in [Ask.gradient, Ask.jacobian, Ask.jvp] {
      #expect {
        try answer(ask, at: zero, extra: []) { try $0.norm() }
      } throws: { error in
        guard case AutodiffError.notDifferentiable("norm", _) = error else { return false }
        return true
      }
    }
    #expect(try answer(Ask.gradient, at: zero) { try $0.squaredNorm() } == zero)
  }

  @Test("the norm of nothing is 0, of an infinite vector ∞, of a NaN NaN")
  func normEdges() throws {
    #expect(try Term(Tensor([])).norm().known("norm")[flat: 0] == 0)
    #expect(try Term(Tensor([1, -.infinity])).norm().known("norm")[flat: 0] == .infinity)
    #expect(try Term(Tensor([1, .nan])).norm().known("norm")[flat: 0].isNaN)
    #expect(try answer(Ask.gradient, at: Tensor([.nan, 1])) { try $0.norm() }[flat: 0].isNaN)
  }

  @Test("rows at 0 and elsewhere have their own norms")
  func normRows() throws {
    let points = Term(try Tensor(rows: [[3, 4], [0, 0], [6, 8]]))
    let norms = try Pointwise { try $0.norm() }.atRows(points, Ask.value).known("norms")
    #expect(norms.elements == [5, 0, 10])
  }

  @Test("the root of a sum of squares at 0 is the trap the norm avoids")
  func root() throws {
    #expect(try derivative(1, at: 0) { try $0.applying(.squareRoot) } == .infinity)
    #expect(try derivative(1, at: 0) { try ($0 * $0).applying(.squareRoot) }.isNaN)
  }

  @Test("sorting permutes derivatives; the mean shares them")
  func sorting() throws {
    let x = Tensor([3, 1, 2.0])
    let jacobian = try answer(Ask.jacobian, at: x) { try $0.sorted(axis: 0) }
    #expect(jacobian.elements == [0, 1, 0, 0, 0, 1, 1, 0, 0])
    let mean = try answer(Ask.gradient, at: x) { try $0.mean() }
    #expect(agree(mean, Tensor([1.0 / 3, 1.0 / 3, 1.0 / 3]), 1e-16))
  }
}
