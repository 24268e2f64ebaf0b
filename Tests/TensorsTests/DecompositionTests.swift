import Tensors
import Testing

@Suite("Decompositions")
struct DecompositionTests {
  @Test("A is U diag(s) Vᵀ, thin and full, with orthonormal columns and descending values")
  func svd() throws {
    for a in try testMatrices() {
      let k = min(a.shape[a.rank - 2], a.shape[a.rank - 1])
      let thin = try a.svd()
      let full = try a.fullSVD()
      for (d, note) in [(thin, "thin"), (full, "full")] {
        try expectOrthonormal(d.u)
        try expectOrthonormal(d.v)
        let u = try leading(d.u, k)
        let v = try leading(d.v, k)
        let product = try u.times(try d.s.diagonalMatrix()).times(try v.transposed())
        expectClose(product, a, 1e-13, "\(note) \(a.shape)")
        expectClose(d.s, try a.singularValues(), 1e-13, "\(note) \(a.shape)")
        #expect(d.s.elements.allSatisfy { $0 >= 0 })
      }
      #expect(full.u.shape[a.rank - 1] == a.shape[a.rank - 2])
      #expect(full.v.shape[a.rank - 1] == a.shape[a.rank - 1])
    }
    let values = try counting([4, 4]).singularValues().elements
    #expect(values == values.sorted(by: >))
  }

  @Test("singular values known in closed form")
  func knownValues() throws {
    let golden = (1 + 5.0.squareRoot()) / 2
    expectClose(
      try Tensor(rows: [[1, 1], [0, 1]]).singularValues(), Tensor([golden, 1 / golden]), 1e-15)
    expectClose(
      try Tensor(rows: [[3, 0], [0, -4], [0, 0]]).singularValues(), Tensor([4, 3]), 1e-15)
  }

  @Test("the component of greatest magnitude of every left vector is positive")
  func signs() throws {
    for a in try testMatrices() where a.rank == 2 && a.count > 0 {
      let u = try a.svd().u
      for column in 0..<u.shape[1] {
        let entries = (0..<u.shape[0]).map { u[flat: $0 * u.shape[1] + column] }
        let greatest = entries.max { $0.magnitude < $1.magnitude } ?? 0
        #expect(greatest > 0)
      }
      // Turning the operand round turns the right vectors only.
      let turned = try a.mapped(.negate).svd()
      expectClose(turned.s, try a.svd().s, 1e-15)
    }
  }

  @Test("graded matrices keep their small singular values to the rounding of the greatest")
  func graded() throws {
    let scales = Tensor((0..<6).map { Double(sign: .plus, exponent: -8 * $0, significand: 1) })
    var random = SplitMix(seed: 8)
    let (q, p) = (try sample([6, 6], &random).qr().q, try sample([6, 6], &random).qr().q)
    let a = try q.times(try scales.diagonalMatrix()).times(p)
    for (found, expected) in zip(try a.singularValues().elements, scales.elements) {
      #expect((found - expected).magnitude < 1e-15)
    }
  }

  @Test("huge and tiny entries neither overflow nor vanish", arguments: [1e300, 1e-300])
  func extremeScales(scale: Double) throws {
    let a = try Tensor.combine(
      .multiply, try Tensor(rows: [[1, 1], [0, 1]]), Tensor(scale))
    let golden = (1 + 5.0.squareRoot()) / 2
    expectClose(
      try a.singularValues().elements.map { $0 / scale }, [golden, 1 / golden], 1e-14)
  }

  @Test("symmetric matrices are V diag(λ) Vᵀ with ascending λ")
  func symmetricEigen() throws {
    for a in try testMatrices() {
      let gram = try a.transposed().times(a)
      let result = try gram.symmetricEigen()
      try expectOrthonormal(result.vectors)
      let product = try result.vectors.times(try result.values.diagonalMatrix())
        .times(try result.vectors.transposed())
      expectClose(product, gram, 1e-12)
    }
    let result = try Tensor(rows: [[2, 1], [1, 2]]).symmetricEigen()
    expectClose(result.values, Tensor([1, 3]), 1e-15)
    expectClose(
      try result.vectors.mapped(.abs), try Tensor(repeating: 0.5.squareRoot(), shape: [2, 2]), 1e-15
    )
  }

  @Test("general matrices satisfy A v = λ v in real and imaginary parts")
  func eigen() throws {
    for a in try testMatrices() where a.shape[a.rank - 1] == a.shape[a.rank - 2] {
      let e = try a.eigen()
      let (real, imaginary) = (
        try e.values.diagonalMatrix(), try e.imaginaryValues.diagonalMatrix()
      )
      let (x, y) = (e.vectors, e.imaginaryVectors)
      let left = try Tensor.combine(.subtract, try x.times(real), try y.times(imaginary))
      let right = try Tensor.combine(.add, try x.times(imaginary), try y.times(real))
      expectClose(try a.times(x), left, 1e-12)
      expectClose(try a.times(y), right, 1e-12)
    }
    let turn = try Tensor(rows: [[0, -1], [1, 0]]).eigen()
    expectClose(turn.values, Tensor([0, 0]), 1e-15)
    expectClose(turn.imaginaryValues, Tensor([1, -1]), 1e-15)
    let triangular = try Tensor(rows: [[2, 1], [0, 3]]).eigen()
    expectClose(triangular.values.elements.sorted(), [2, 3], 1e-15)
    #expect(triangular.imaginaryVectors == (try Tensor(repeating: 0, shape: [2, 2])))
  }

  @Test("A is Q R, thin and full, with orthonormal Q and R triangular with diagonal ≥ 0")
  func qr() throws {
    for a in try testMatrices() {
      for d in [try a.qr(), try a.fullQR()] {
        try expectOrthonormal(d.q)
        expectClose(try d.q.times(d.r), a, 1e-13)
        let (rows, columns) = (d.r.shape[a.rank - 2], d.r.shape[a.rank - 1])
        for (position, value) in d.r.elements.enumerated() {
          let (i, j) = (position / columns % rows, position % columns)
          #expect(i < j ? true : i == j ? value >= 0 : value == 0)
        }
      }
      #expect(try a.fullQR().q.shape[a.rank - 1] == a.shape[a.rank - 2])
    }
  }

  @Test("A is L Lᵀ for positive definite A, with L lower triangular")
  func cholesky() throws {
    for a in try testMatrices() {
      let n = a.shape[a.rank - 1]
      let gram = try a.transposed().times(a)
      let shifted = try Tensor.combine(.add, gram, try Tensor.identity(n))
      let l = try shifted.cholesky()
      expectClose(try l.times(try l.transposed()), shifted, 1e-13)
      for (position, value) in l.elements.enumerated() where position % n > position / n % n {
        #expect(value == 0)
      }
    }
    #expect(try Tensor(rows: [[4, 2], [2, 10]]).cholesky().elements == [2, 0, 1, 3])
  }

  @Test("cholesky names the leading minor that fails, and the sample")
  func choleskyFailures() throws {
    #expect(throws: TensorError.notPositiveDefinite(sample: 0, order: 2)) {
      try Tensor(rows: [[1, 2], [2, 1]]).cholesky()
    }
    let batch = try Tensor.stack([
      try Tensor.identity(3), try Tensor([1, 1, -1]).diagonalMatrix(),
    ])
    #expect(throws: TensorError.notPositiveDefinite(sample: 1, order: 3)) { try batch.cholesky() }
    #expect(
      throws: TensorError.notSymmetric(operation: "cholesky", sample: 0, asymmetry: 0.5)
    ) {
      try Tensor(rows: [[4, 2], [0, 4]]).cholesky()
    }
  }

  @Test("no factorisation takes NaN, infinity, a vector, or what must be square and is not")
  func refusals() throws {
    typealias Operation = (Tensor) throws -> Void
    let all: [(String, Operation)] = [
      ("svd", { _ = try $0.svd() }), ("singularValues", { _ = try $0.singularValues() }),
      ("qr", { _ = try $0.qr() }), ("rank", { _ = try $0.rankEvidence() }),
      ("pseudoinverse", { _ = try $0.pseudoinverse() }), ("nullSpace", { _ = try $0.nullSpace() }),
    ]
    let square: [(String, Operation)] = [
      ("eigen", { _ = try $0.eigen() }), ("symmetricEigen", { _ = try $0.symmetricEigen() }),
      ("cholesky", { _ = try $0.cholesky() }), ("inverse", { _ = try $0.inverse() }),
      ("determinant", { _ = try $0.determinant() }), ("expm", { _ = try $0.matrixExponential() }),
      ("logAbsDeterminant", { _ = try $0.logAbsDeterminant() }),
      ("condition", { _ = try $0.reciprocalCondition() }),
    ]
    for (name, operation) in all + square {
      for bad in [Double.nan, .infinity, -.infinity] {
        #expect(throws: TensorError.notFinite(operation: name, sample: 0, index: 3), "\(name)") {
          try operation(try Tensor(rows: [[1, 2], [2, bad]]))
        }
      }
      #expect(throws: TensorError.notMatrix(operation: name, shape: [2]), "\(name)") {
        try operation(Tensor([1, 2]))
      }
    }
    for (name, operation) in square {
      #expect(throws: TensorError.notSquare(operation: name, shape: [2, 3]), "\(name)") {
        try operation(try counting([2, 3]))
      }
    }
    var batch = try Tensor(repeating: 0, shape: [5, 2, 2])
    try batch.withMutableElements { $0[14] = .nan }
    #expect(throws: TensorError.notFinite(operation: "svd", sample: 3, index: 2)) {
      try batch.svd()
    }
  }

  private func leading(_ a: Tensor, _ columns: Int) throws -> Tensor {
    var ends = a.shape.dims
    ends[a.rank - 1] = columns
    return try a.sliced(
      starts: Array(repeating: 0, count: a.rank), ends: ends,
      steps: Array(repeating: 1, count: a.rank))
  }
}
