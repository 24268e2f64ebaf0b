import Tensors
import Testing

@Suite("Shape and storage")
struct ShapeAndStorageTests {
  @Test("the element count is the product of the extents and strides are row-major")
  func countAndStrides() {
    #expect(Shape.scalar.count == 1)
    #expect(Shape.scalar.strides == [])
    #expect(Shape([2, 3, 4]).count == 24)
    #expect(Shape([2, 3, 4]).strides == [12, 4, 1])
    #expect(Shape([2, 0, 4]).count == 0)
    #expect(Shape([2, 3]).description == "[2, 3]")
    #expect(Array(Shape([2, 3])) == [2, 3])
  }

  @Test(
    "shapes beyond memory or beyond counting are refused",
    arguments: [
      [1_000_000_000, 1_000_000_000], [Int.max, Int.max], [Int.max], [0, Int.max],
      [1 << 40, 0, 1 << 40],
    ])
  func hugeShapes(dims: [Int]) {
    #expect(throws: TensorError.tooLarge(dims: dims, limit: Shape.elementLimit)) {
      try Shape.checked(dims)
    }
  }

  @Test("a shape has at most 64 axes")
  func rankLimit() throws {
    #expect(try Shape.checked(Array(repeating: 1, count: 64)).count == 1)
    #expect(throws: TensorError.tooManyAxes(rank: 65, limit: 64)) {
      try Shape.checked(Array(repeating: 1, count: 65))
    }
    let most = try Tensor(3).reshaped(Shape(Array(repeating: 1, count: 64)))
    #expect(throws: TensorError.tooManyAxes(rank: 65, limit: 64)) { try Tensor.stack([most]) }
    #expect(throws: TensorError.tooManyAxes(rank: 65, limit: 64)) { try most.diagonalMatrix() }
    #expect(try most.svd().s.count == 1)
    #expect(try most.determinant().count == 1)
    #expect(try most.sum(axes: Array(0..<64)) == Tensor(3))
  }

  @Test("negative extents are refused by axis")
  func negativeExtent() {
    #expect(throws: TensorError.negativeExtent(axis: 1, extent: -3)) {
      try Shape.checked([2, -3])
    }
  }

  @Test("elements must be as many as the shape has, and rows equally long")
  func constructors() throws {
    #expect(throws: TensorError.elementCount(shape: [2, 2], found: 3)) {
      try Tensor(shape: [2, 2], elements: [1, 2, 3])
    }
    #expect(throws: TensorError.raggedRows(row: 1, found: 1, expected: 2)) {
      try Tensor(rows: [[1, 2], [3]])
    }
    #expect(try Tensor(rows: [[1, 2], [3, 4]]).elements == [1, 2, 3, 4])
    #expect(try Tensor(rows: []).shape == [0, 0])
    #expect(Tensor(3).scalar == 3)
    #expect(Tensor([3]).scalar == nil)
    #expect(Tensor([]).shape == [0])
    let filled = try Tensor(shape: [3]) { buffer in
      for i in buffer.indices { buffer[i] = Double(i) }
    }
    #expect(filled == Tensor([0, 1, 2]))
  }

  @Test("a copy written to leaves the original as it was")
  func copyOnWrite() throws {
    let original = Tensor([1, 2, 3])
    var copy = original
    #expect(copy.storageID == original.storageID)
    try copy.withMutableElements { $0[0] = 9 }
    #expect(original.elements == [1, 2, 3])
    #expect(copy.elements == [9, 2, 3])
    #expect(copy.storageID != original.storageID)
    let before = copy.storageID
    try copy.withMutableElements { $0[1] = 8 }
    #expect(copy.storageID == before)
  }

  @Test("a reshaped tensor shares storage until it is written to")
  func reshapedSharing() throws {
    let original = try counting([2, 3])
    var other = try original.reshaped([3, 2])
    #expect(other.storageID == original.storageID)
    try other.withMutableElements { $0[5] = -1 }
    #expect(original[flat: 5] == 5)
  }

  @Test("factorisations leave their operand as it was")
  func operandsSurvive() throws {
    let a = try Tensor(rows: [[4, 1], [1, 3]])
    let before = a.elements
    _ = try (a.svd(), a.qr(), a.cholesky(), a.symmetricEigen(), a.eigen(), a.inverse())
    #expect(a.elements == before)
  }

  @Test("finiteness names the first offender")
  func finiteness() {
    #expect(Tensor([1, 2]).isFinite)
    #expect(Tensor([1, .nan, .infinity]).firstNonFinite == 1)
    #expect(Tensor([]).isFinite)
  }

  @Test("equality follows the numbers and the shape")
  func equality() throws {
    #expect(Tensor([0]) == Tensor([-0.0]))
    #expect(Tensor([.nan]) != Tensor([.nan]))
    let matrix = try Tensor([1]).reshaped([1, 1])
    #expect(Tensor([1]) != matrix)
  }

  @Test("every error has a sentence")
  func messages() {
    let errors: [TensorError] = [
      .shapeMismatch(operation: "add", lhs: [2], rhs: [3]),
      .raggedRows(row: 1, found: 1, expected: 2),
      .singular(operation: "solve", sample: 0, pivot: 1, reciprocalCondition: 0),
      .singular(operation: "solve", sample: 0, pivot: nil, reciprocalCondition: 1e-17),
    ]
    #expect(
      errors.map(\.description) == [
        "add: shapes [2] and [3] do not fit",
        "row 1 has 1 entry, row 0 has 2",
        "solve: the matrix is singular, pivot 1 is zero",
        "solve: the matrix is singular to working precision, "
          + "its reciprocal condition number is 1e-17",
      ])
  }
}
