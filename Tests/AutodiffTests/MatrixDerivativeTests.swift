import Tensors
import Testing

@testable import Autodiff

@Suite("Derivatives of matrix functions")
struct MatrixDerivativeTests {
  private static let regular: [Tensor] = {
    var random = SplitMix(seed: 21)
    return (1...4).compactMap { n in
      try? Operand.regular([n, n]).sample(using: &random)
    }
  }()

  /// The derivative along a direction, forward, of a function of one matrix.
  private static func along(
    _ v: Tensor, at x: Tensor, _ function: @escaping @Sendable (Term) throws -> Term
  ) throws -> Tensor {
    try answer(Ask.jvp, at: x, extra: [v], function)
  }

  @Test("d det A is the cofactors, at singular matrices too up to 3 × 3")
  func determinant() throws {
    let matrices: [[[Double]]] = [
      [[5]], [[0]], [[1, 2], [3, 4]], [[1, 2], [2, 4]], [[0, 0], [0, 0]],
      [[2, 1, 0], [-1, 3, 1], [0.5, 0, 4]], [[1, 2, 3], [4, 5, 6], [7, 8, 9]],
      [[1, 2, 3], [2, 4, 6], [0, 1, 1]], [[1, 1, 1], [1, 1, 1], [1, 1, 1]],
      [[2, 1, 0, 1], [-1, 3, 1, 0], [0.5, 0, 4, 2], [1, 1, 0, 5]],
    ]
    for rows in matrices {
      let gradient = try answer(Ask.gradient, at: Tensor(rows: rows)) { try $0.determinant() }
      let n = rows.count
      for i in 0..<n {
        for j in 0..<n {
          let expected = try cofactor(rows, i, j)
          #expect(agree(gradient[flat: i * n + j], expected, 1e-12), "\(rows) \(i) \(j)")
        }
      }
    }
  }

  private func cofactor(_ rows: [[Double]], _ i: Int, _ j: Int) throws -> Double {
    let minor = rows.indices.filter { $0 != i }.map { row in
      rows.indices.filter { $0 != j }.map { rows[row][$0] }
    }
    let value =
      minor.isEmpty ? 1 : try Tensor(rows: minor).determinant()[flat: 0]
    return (i + j).isMultiple(of: 2) ? value : -value
  }

  @Test("the second derivative of det of a 2 × 2 matrix is constant")
  func determinantHessian() throws {
    let expected: [Double] = [0, 0, 0, 1, 0, 0, -1, 0, 0, -1, 0, 0, 1, 0, 0, 0]
    for rows in [[[1.0, 2], [3, 4]], [[0, 0], [0, 0]]] {
      let hessian = try answer(Ask.hessian, at: Tensor(rows: rows)) { try $0.determinant() }
      #expect(hessian.elements == expected)
    }
  }

  @Test("a singular 4 × 4 matrix has no derivative of det, and says so")
  func singularDeterminant() throws {
    let zero = try Tensor(repeating: 0, shape: [4, 4])
    #expect(try answer(Ask.value, at: zero) { try $0.determinant() }[flat: 0] == 0)
    #expect(throws: AutodiffError.self) {
      try answer(Ask.gradient, at: zero) { try $0.determinant() }
    }
  }

  @Test("d log |det A| = tr A⁻¹ dA", arguments: regular)
  func logAbsDeterminant(_ a: Tensor) throws {
    let gradient = try answer(Ask.gradient, at: a) { try $0.logAbsDeterminant() }
    #expect(agree(gradient, try a.inverse().transposed(), 1e-13))
  }

  @Test("d A⁻¹ = −A⁻¹ dA A⁻¹", arguments: regular)
  func inverse(_ a: Tensor) throws {
    var random = SplitMix(seed: 22)
    let v = try random.tensor(a.shape)
    let found = try Self.along(v, at: a) { try $0.inverse() }
    let inverse = try a.inverse()
    let expected = try inverse.matrixProduct(v).matrixProduct(inverse).mapped(.negate)
    #expect(agree(found, expected, 1e-13))
  }

  @Test("solving differentiates through the matrix and the right-hand side", arguments: regular)
  func solve(_ a: Tensor) throws {
    var random = SplitMix(seed: 23)
    let b = try random.tensor([a.shape[0]])
    let x = try a.solve(b)
    // The gradient of Σx is A⁻ᵀ1 in b and −A⁻ᵀ1 xᵀ in A.
    let ones = try Tensor(repeating: 1, shape: b.shape)
    let w = try a.transposed().solve(ones)
    let inB = try answer(Ask.gradient, at: b) { try Term(a).solve($0).sum() }
    let inA = try answer(Ask.gradient, at: a) { try $0.solve(Term(b)).sum() }
    #expect(agree(inB, w, 1e-13))
    let outer = try Tensor.contract(w, x, .init(lhs: [0], rhs: [1], output: [0, 1]))
    #expect(agree(inA, try outer.mapped(.negate), 1e-13))
  }

  @Test("L Lᵀ stays A along a symmetric direction, and the gradient is symmetric")
  func cholesky() throws {
    var random = SplitMix(seed: 24)
    let operand = Operand.positiveDefinite([3, 3])
    let a = try operand.sample(using: &random)
    let v = try operand.direction(using: &random)
    let product = try Self.along(v, at: a) { a in
      let l = try a.cholesky()
      return try Term.product(l, l.transposed())
    }
    #expect(agree(product, v, 1e-13))
    let weights = Term(try random.tensor([3, 3]))
    let gradient = try answer(Ask.gradient, at: a) { try ($0.cholesky() * weights).sum() }
    #expect(agree(gradient, try gradient.transposed(), 1e-14))
  }

  @Test("V diag λ Vᵀ stays A, V stays orthogonal, and dλ = diag Vᵀ dA V")
  func symmetricEigen() throws {
    var random = SplitMix(seed: 25)
    let operand = Operand.symmetric([4, 4])
    let a = try operand.sample(using: &random)
    let v = try operand.direction(using: &random)
    let product = try Self.along(v, at: a) { a in
      let (values, vectors) = try a.symmetricEigen()
      let scaled = try Term.product(vectors, values.diagonalMatrix())
      return try Term.product(scaled, vectors.transposed())
    }
    #expect(agree(product, v, 1e-12))
    let gram = try Self.along(v, at: a) { a in
      let vectors = try a.symmetricEigen().vectors
      return try Term.product(vectors.transposed(), vectors)
    }
    #expect(agree(gram, try Tensor(repeating: 0, shape: [4, 4]), 1e-13))
    let q = try a.symmetricEigen().vectors
    let expected = try q.transposed().matrixProduct(v).matrixProduct(q).diagonal()
    #expect(agree(try Self.along(v, at: a) { try $0.symmetricEigen().values }, expected, 1e-13))
  }

  @Test("U diag s Vᵀ stays A and dσᵢ = uᵢᵀ dA vᵢ", arguments: [[3, 3], [5, 3], [2, 4], [1, 3]])
  func svd(_ dims: [Int]) throws {
    var random = SplitMix(seed: 26)
    let a = try Operand.regular(Shape(dims)).sample(using: &random)
    let v = try random.tensor(Shape(dims))
    let product = try Self.along(v, at: a) { a in
      let (u, s, v) = try a.svd()
      return try Term.product(Term.product(u, s.diagonalMatrix()), v.transposed())
    }
    #expect(agree(product, v, 1e-12))
    let factors = try a.svd()
    let expected = try factors.u.transposed().matrixProduct(v).matrixProduct(factors.v).diagonal()
    #expect(agree(try Self.along(v, at: a) { try $0.svd().s }, expected, 1e-13))
  }

  @Test("the gradient of the sum of singular values is U Vᵀ, equal ones or not")
  func nuclearNorm() throws {
    for rows in [[[3.0, 1], [0, 2]], [[2, 0], [0, 2]], [[0, 1], [-1, 0]]] {
      let a = try Tensor(rows: rows)
      let factors = try a.svd()
      let gradient = try answer(Ask.gradient, at: a) { try $0.svd().s.sum() }
      let expected = try factors.u.matrixProduct(factors.v.transposed())
      #expect(agree(gradient, expected, 1e-13))
    }
  }

  @Test("vectors of equal eigenvalues or singular values have no derivative")
  func degenerate() throws {
    let a = try Tensor(rows: [[2, 0], [0, 2]])
    func isDegenerate(_ error: any Error) -> Bool {
      guard case AutodiffError.degenerate(_, let gap) = error else { return false }
      return gap < 1e-10
    }
    #expect(
      performing: {
        try answer(Ask.jacobian, at: a) { try $0.symmetricEigen().vectors }
      }, throws: isDegenerate)
    #expect(
      performing: {
        try answer(Ask.jacobian, at: a) { try $0.svd().u }
      }, throws: isDegenerate)
    let nearly = try Tensor(rows: [[1, 0], [0, 1 + 1e-14]])
    #expect(
      performing: {
        try answer(Ask.gradient, at: nearly) { try $0.symmetricEigen().vectors.sum() }
      }, throws: isDegenerate)
  }

  @Test("products, traces and Kronecker products have the derivatives of their formulas")
  func products() throws {
    var random = SplitMix(seed: 27)
    let a = try random.tensor([2, 3])
    let b = try random.tensor([3, 2])
    // d tr(AB) = tr(dA B): the gradient in A is Bᵀ.
    let inA = try answer(Ask.gradient, at: a) { try Term.product($0, Term(b)).trace() }
    #expect(agree(inA, try b.transposed(), 1e-15))
    let v = try random.tensor([2, 3])
    let kronecker = try Self.along(v, at: a) { try $0.kronecker(Term(b)) }
    #expect(agree(kronecker, try Term(v).kronecker(Term(b)).known("v ⊗ b"), 1e-15))
    let x = Tensor([1, 2, 3])
    let w = Tensor([-1, 0.5, 2])
    let cross = try Self.along(w, at: x) { try $0.cross(Term(Tensor([4, 5, 6]))) }
    #expect(try cross == Term(w).cross(Term(Tensor([4, 5, 6]))).known("w × b"))
    let dot = try answer(Ask.gradient, at: x) { try $0.dot($0) }
    #expect(dot.elements == [2, 4, 6])
  }

  @Test("samples of matrices keep apart")
  func samples() throws {
    var random = SplitMix(seed: 28)
    let stack = try Operand.positiveDefinite([3, 2, 2]).sample(using: &random)
    let functions: [@Sendable (Term) throws -> Term] = [
      { try $0.determinant() }, { try $0.inverse() }, { try $0.cholesky() },
      { try $0.symmetricEigen().vectors }, { try $0.svd().u }, { try $0.logAbsDeterminant() },
    ]
    for function in functions {
      let rows = try Pointwise(function).atRows(Term(stack), Ask.jacobian).known("rows")
      for row in 0..<3 {
        let matrix = try Term(stack).row(row).known("matrix")
        let alone = try answer(Ask.jacobian, at: matrix, function)
        #expect(agree(try Term(rows).row(row).known("row"), alone, 1e-12))
      }
    }
  }
}
