import Foundation
import Tensors
import Testing

@Suite("Equations, rank and matrix functions")
struct EquationTests {
  @Test("a determinant whose elimination overflows is infinite or NaN, not a trap")
  func overflowingDeterminant() throws {
    let huge = try Tensor(rows: [
      [1e300, 1e300, 0.5], [-1e300, 1e300, 1], [1e-300, 1e308, 1e308],
    ])
    let product = try Tensor.stack([huge, huge]).determinant()
    #expect(product.elements.allSatisfy { !$0.isFinite })
  }

  @Test("in a stack each determinant is exact or not as it is alone")
  func stackedDeterminants() throws {
    let whole = try Tensor(rows: [[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    let fraction = try Tensor(rows: [[0.1, 2, 3], [4, 5, 6], [7, 8, 9]])
    let both = try Tensor.stack([fraction, whole]).determinant()
    #expect(both[flat: 0] == (try fraction.determinant().scalar))
    #expect(both[flat: 1] == 0)
  }

  @Test("the solution solves, for vectors, several right-hand sides and batches")
  func solving() throws {
    var random = SplitMix(seed: 21)
    for dims in [
      [1, 1], [2, 2], [8, 8], [17, 17], [2, 3, 5, 5], [0, 0], [0, 2, 2], [2, 0, 0],
    ] {
      let a = try sample(Shape(dims), &random)
      for count in [0, 1, 3] {
        let b = try sample(Shape(dims.dropLast() + [count]), &random)
        expectClose(try a.times(try a.solve(b)), b, 1e-11, "\(dims)")
        expectClose(try a.leastSquares(b), try a.solve(b), 1e-9, "\(dims)")
      }
      let vector = try sample(Shape(Array(dims.dropLast())), &random)
      let column = try vector.reshaped(Shape(dims.dropLast() + [1]))
      expectClose(
        try a.solve(vector).elements, try a.solve(column).elements, 1e-15, "\(dims)")
      let identity = try Tensor.identity(dims[dims.count - 1]).broadcast(to: a.shape)
      expectClose(try a.times(try a.inverse()), identity, 1e-11, "\(dims)")
    }
  }

  @Test("singular matrices are diagnosed with pivot and condition")
  func singular() throws {
    let exact = try Tensor(rows: [[1, 2], [2, 4]])
    #expect(
      throws: TensorError.singular(
        operation: "solve", sample: 0, pivot: 1, reciprocalCondition: 0)
    ) {
      try exact.solve(Tensor([1, 2]))
    }
    let near = try Tensor(rows: [[1, 1], [1, 1 + 1e-17], [0, 0]]).sliced(
      starts: [0, 0], ends: [2, 2], steps: [1, 1])
    #expect(throws: TensorError.self) { try near.inverse() }
    let hilbert = try Tensor(rows: (1...16).map { i in (1...16).map { 1 / Double(i + $0 - 1) } })
    #expect(throws: TensorError.self) { try hilbert.inverse() }
    // Rows and columns that only differ in scale are no obstacle.
    let graded = try Tensor(rows: [[1e-9, 0], [2, 1e12]])
    let inverse = try graded.inverse()
    #expect(abs(inverse[flat: 0] / 1e9 - 1) < 1e-15 && abs(inverse[flat: 3] / 1e-12 - 1) < 1e-15)
    #expect(abs(inverse[flat: 2] + 2e-3) < 1e-17)
    let batch = try Tensor.stack([try Tensor.identity(2), exact])
    #expect(
      throws: TensorError.singular(
        operation: "inverse", sample: 1, pivot: 1, reciprocalCondition: 0)
    ) {
      try batch.inverse()
    }
  }

  @Test("right-hand sides must fit and be finite")
  func badRightHandSides() throws {
    let a = try Tensor.identity(2)
    for b in [Tensor(1), Tensor([1, 2, 3]), try counting([3, 2]), try counting([2, 2, 2])] {
      #expect(throws: TensorError.shapeMismatch(operation: "solve", lhs: [2, 2], rhs: b.shape)) {
        try a.solve(b)
      }
    }
    #expect(throws: TensorError.notFinite(operation: "solve", sample: 0, index: 1)) {
      try a.solve(Tensor([1, .nan]))
    }
    #expect(throws: TensorError.notSquare(operation: "solve", shape: [2, 3])) {
      try counting([2, 3]).solve(Tensor([1, 2]))
    }
  }

  @Test("least squares leaves a residual orthogonal to the columns, and is shortest")
  func leastSquares() throws {
    for a in try testMatrices() where a.rank == 2 && a.count > 0 {
      let b = Tensor((0..<a.shape[0]).map { Foundation.cos(Double($0)) })
      let x = try a.leastSquares(b)
      let column = try x.reshaped([a.shape[1], 1])
      let residual = try Tensor.combine(
        .subtract, try a.times(column), try b.reshaped([a.shape[0], 1]))
      let normal = try a.transposed().times(residual)
      expectClose(normal, try Tensor(repeating: 0, shape: normal.shape), 1e-12)
      let kernel = try a.nullSpace()
      let inKernel = try kernel.transposed().times(column)
      expectClose(inKernel, try Tensor(repeating: 0, shape: inKernel.shape), 1e-12)
    }
    let line = try Tensor(rows: [[1, 0], [1, 1], [1, 2]]).leastSquares(Tensor([1, 3, 5]))
    expectClose(line, Tensor([1, 2]), 1e-14)
  }

  @Test("the pseudoinverse meets the four conditions of Penrose")
  func pseudoinverse() throws {
    for a in try testMatrices() {
      let p = try a.pseudoinverse()
      let (ap, pa) = (try a.times(p), try p.times(a))
      expectClose(try ap.times(a), a, 1e-12)
      expectClose(try pa.times(p), p, 1e-12)
      expectClose(try ap.transposed(), ap, 1e-12)
      expectClose(try pa.transposed(), pa, 1e-12)
    }
  }

  @Test("rank counts singular values above the tolerance and shows the evidence")
  func rank() throws {
    let a = try Tensor([1, 1e-3, 1e-9, 0]).diagonalMatrix()
    let cases: [(RankTolerance, Int, Double?, Double?)] = [
      (.default, 3, 1e-9, 0), (.relative(1e-6), 2, 1e-3, 1e-9), (.absolute(0.5), 1, 1, 1e-3),
      (.absolute(2), 0, nil, 1), (.absolute(0), 3, 1e-9, 0),
    ]
    for (tolerance, expected, kept, dropped) in cases {
      let evidence = try a.rank(tolerance: tolerance)
      #expect(evidence.rank == expected)
      expectClose(
        [evidence.lastKept ?? -1, evidence.firstDropped ?? -1], [kept ?? -1, dropped ?? -1], 1e-18)
    }
    #expect(try a.rank().tolerance == 4 * Double.ulpOfOne)
    #expect(try Tensor.identity(3).rank().firstDropped == nil)
    #expect(try Tensor(repeating: 0, shape: [0, 3]).rank().rank == 0)
    #expect(try counting([5, 4, 4]).rankEvidence().map(\.rank) == [2, 2, 2, 2, 2])
    #expect(try Tensor(repeating: 0, shape: [2, 0, 3]).rankEvidence().map(\.rank) == [0, 0])
    for bad in [-1.0, .infinity] {
      #expect(throws: TensorError.invalidTolerance(bad)) { try a.rank(tolerance: .absolute(bad)) }
      #expect(throws: TensorError.invalidTolerance(bad)) { try a.rank(tolerance: .relative(bad)) }
    }
    #expect(throws: TensorError.self) { try a.rank(tolerance: .absolute(.nan)) }
  }

  @Test("null space and column space have the dimensions of the rank theorem")
  func spaces() throws {
    for a in try testMatrices() where a.rank == 2 {
      let (m, n) = (a.shape[0], a.shape[1])
      let rank = try a.rank().rank
      let (kernel, image) = (try a.nullSpace(), try a.columnSpace())
      #expect(kernel.shape == [n, n - rank])
      #expect(image.shape == [m, rank])
      try expectOrthonormal(kernel)
      try expectOrthonormal(image)
      let gone = try a.times(kernel)
      expectClose(gone, try Tensor(repeating: 0, shape: gone.shape), 1e-13)
      expectClose(try image.times(try image.transposed()).times(a), a, 1e-13)
    }
    let tall = try Tensor(repeating: 1, shape: [200_000, 2])
    #expect(try tall.nullSpace().shape == [2, 1])
  }

  @Test("determinants of whole numbers are exact, others agree with the product of values")
  func determinants() throws {
    let exact: [([[Double]], Double)] = [
      ([[1, 2], [3, 4]], -2), ([[1, 2], [2, 4]], 0), ([[1, 2, 3], [4, 5, 6], [7, 8, 9]], 0),
      ([[0, 1], [1, 0]], -1), ([[0, 2, 0], [0, 0, 3], [4, 0, 0]], 24),
      ([[2, -1, 0], [-1, 2, -1], [0, -1, 2]], 4), ([[5]], 5), ([[0, 0], [0, 1]], 0),
    ]
    for (rows, expected) in exact {
      #expect(try Tensor(rows: rows).determinant().scalar == expected)
    }
    #expect(try Tensor(repeating: 0, shape: [0, 0]).determinant().scalar == 1)
    for a in try testMatrices() where a.shape[a.rank - 1] == a.shape[a.rank - 2] {
      let (determinant, parts) = (try a.determinant(), try a.logAbsDeterminant())
      let restored = try Tensor.combine(.multiply, parts.sign, try parts.log.mapped(.exp))
      expectClose(determinant, restored, 1e-12)
      if a.rank == 2 && a.count > 0 {
        let product = try a.singularValues().elements.reduce(1, *)
        expectClose([determinant[flat: 0].magnitude], [product], 1e-12)
      }
    }
    let wide = try Tensor([1e200, 1e200, 1.5e-200, 1e-200]).diagonalMatrix()
    expectClose(try wide.determinant().elements, [1.5], 1e-14)
    let big = try Tensor([1e200, -1e200]).diagonalMatrix()
    #expect(try big.determinant().scalar == -.infinity)
    expectClose(try big.logAbsDeterminant().log.elements, [400 * Foundation.log(10.0)], 1e-14)
    let singular = try Tensor(rows: [[1, 2], [2, 4]]).logAbsDeterminant()
    #expect(singular.sign.scalar == 0 && singular.log.scalar == -.infinity)
  }

  @Test("the exponential of matrices known in closed form")
  func exponentials() throws {
    let third = Double.pi / 3
    let turn = try Tensor(rows: [[0, -third], [third, 0]]).matrixExponential()
    let (c, s) = (Foundation.cos(third), Foundation.sin(third))
    expectClose(turn.elements, [c, -s, s, c], 1e-15)
    let nilpotent = try Tensor(rows: [[0, 1, 2], [0, 0, 3], [0, 0, 0]]).matrixExponential()
    expectClose(nilpotent.elements, [1, 1, 3.5, 0, 1, 3, 0, 0, 1], 1e-15)
    let dense = try Tensor(rows: [[1, 2], [3, 4]]).matrixExponential()
    let expected = [
      51.968956198705000, 74.736564567003213, 112.104846850504820, 164.073803049209820,
    ]
    expectClose(dense.elements, expected, 1e-14)
    let spread = Tensor([-2000, -1, 0, 1e-10, 2, 20])
    expectClose(
      try spread.diagonalMatrix().matrixExponential().diagonal(), try spread.mapped(.exp), 1e-12)
    #expect(try Tensor.identity(0).matrixExponential().shape == [0, 0])
    var random = SplitMix(seed: 31)
    let batch = try Tensor.combine(.multiply, try sample([3, 4, 4], &random), Tensor(3))
    let inverse = try batch.mapped(.negate).matrixExponential()
    let identity = try Tensor.identity(4).broadcast(to: batch.shape)
    expectClose(try batch.matrixExponential().times(inverse), identity, 1e-11)
  }

  @Test("an exponential beyond the greatest number is refused", arguments: [1e3, 1e300, 1.7e308])
  func exponentialOverflow(entry: Double) throws {
    #expect(throws: TensorError.overflow(operation: "expm", sample: 0)) {
      try Tensor(rows: [[entry, entry], [entry, entry]]).matrixExponential()
    }
    let batch = try Tensor(shape: [2, 1, 1], elements: [1, entry])
    #expect(throws: TensorError.overflow(operation: "expm", sample: 1)) {
      try batch.matrixExponential()
    }
  }

  @Test("the norm neither overflows nor underflows")
  func norms() throws {
    let tiny = Double(bitPattern: 0x1000)
    let cases: [([Double], Double)] = [
      ([3, 4], 5), ([], 0), ([0, 0], 0), ([3e200, 4e200], 5e200), ([3e-200, -4e-200], 5e-200),
      ([3 * tiny, 4 * tiny], 5 * tiny), ([.infinity, 1], .infinity),
      ([1e308, 1e308], 1e308 * 2.0.squareRoot()),
    ]
    for (elements, expected) in cases {
      let found = Tensor(elements).norm
      #expect(
        found == expected || (found / expected - 1).magnitude < 1e-12, "\(elements): \(found)")
    }
    #expect(Tensor([.infinity, .nan]).norm.isNaN)
    expectClose(try Tensor(rows: [[3, 0], [0, -4]]).spectralNorm(), Tensor(4), 1e-15)
    #expect(try Tensor(repeating: 1, shape: [2, 0, 3]).spectralNorm() == Tensor([0, 0]))
  }

  @Test("diagonals and traces follow the definition")
  func diagonals() throws {
    let x = try counting([2, 3, 4])
    #expect(try x.diagonal().elements == [0, 5, 10, 12, 17, 22])
    #expect(try counting([2, 3, 3]).trace() == Tensor([12, 39]))
    #expect(try Tensor([1, 2]).diagonalMatrix().elements == [1, 0, 0, 2])
    #expect(try counting([2, 3]).diagonalMatrix().diagonal() == (try counting([2, 3])))
    #expect(try Tensor([]).diagonalMatrix().shape == [0, 0])
    #expect(throws: TensorError.self) { try Tensor(1).diagonalMatrix() }
    #expect(throws: TensorError.notSquare(operation: "trace", shape: [2, 3])) {
      try counting([2, 3]).trace()
    }
    #expect(throws: TensorError.self) { try Tensor.identity(1 << 40) }
    #expect(throws: TensorError.negativeExtent(axis: 0, extent: -1)) { try Tensor.identity(-1) }
  }

  @Test("the reciprocal condition is 1 for the identity, 0 for singular matrices")
  func conditions() throws {
    let batch = try Tensor.stack([
      try Tensor.identity(2), try Tensor(rows: [[1, 2], [2, 4]]),
      try Tensor([1, 1e-8]).diagonalMatrix(),
    ])
    expectClose(try batch.reciprocalCondition(), Tensor([1, 0, 1e-8]), 1e-20)
  }
}
