import Tensors
import Testing

@Suite("Gathering")
struct GatheringTests {
  @Test("gathering takes slices at indices of any shape")
  func gathering() throws {
    let x = try counting([3, 2])
    let rows = try x.gathered(Tensor([2, 0, 2]), axis: 0)
    #expect(rows.elements == [4, 5, 0, 1, 4, 5])
    let columns = try x.gathered(try Tensor(rows: [[1, 0]]), axis: 1)
    #expect(columns.shape == [3, 1, 2])
    #expect(columns.elements == [1, 0, 3, 2, 5, 4])
    #expect(try x.gathered(Tensor(1), axis: 0) == Tensor([2, 3]))
    #expect(try x.gathered(Tensor([]), axis: 0).shape == [0, 2])
  }

  @Test("indices must be whole, in range, and the axis must exist")
  func refusals() throws {
    let x = try counting([3, 2])
    for index in [-1.0, 3.0, 1e15] {
      #expect(throws: TensorError.indexOutOfRange(index: Int(index), axis: 0, extent: 3)) {
        try x.gathered(Tensor(index), axis: 0)
      }
    }
    for index in [0.5, .infinity, 1e300] {
      #expect(throws: TensorError.notAnIndex(value: index, position: 0)) {
        try x.gathered(Tensor(index), axis: 0)
      }
    }
    #expect(throws: TensorError.self) { try x.gathered(Tensor(.nan), axis: 0) }
    #expect(throws: TensorError.axisOutOfRange(operation: "gather", axis: 2, rank: 2)) {
      try x.gathered(Tensor(0), axis: 2)
    }
    #expect(throws: TensorError.self) { try x.takenAlong(Tensor([0]), axis: 0) }
    #expect(throws: TensorError.self) {
      try Tensor.scatterAdd(x, Tensor([0, 1]), axis: 0, extent: 5)
    }
    #expect(throws: TensorError.self) {
      try Tensor.scatterAdd(x, Tensor([0, 1, 2]), axis: 0, extent: .max)
    }
    #expect(throws: TensorError.self) {
      try Tensor.scatterAdd(x, Tensor([0, 1, 2]), axis: 0, extent: -1)
    }
  }

  @Test("scattering is the transpose of gathering", arguments: 0..<40)
  func scatterIsTranspose(seed: Int) throws {
    var random = SplitMix(seed: UInt64(seed))
    let dims = (0..<Int.random(in: 1...3, using: &random)).map { _ in
      Int.random(in: 1...4, using: &random)
    }
    let axis = Int.random(in: 0..<dims.count, using: &random)
    let indexDims = (0..<Int.random(in: 0...2, using: &random)).map { _ in
      Int.random(in: 0...3, using: &random)
    }
    let indices = try positions(Shape(indexDims), below: dims[axis], &random)
    let x = try sample(Shape(dims), &random)
    let taken = try x.gathered(indices, axis: axis)
    let y = try sample(taken.shape, &random)
    let back = try Tensor.scatterAdd(y, indices, axis: axis, extent: dims[axis])
    #expect(back.shape == x.shape)
    expectClose([inner(taken, y)], [inner(x, back)], 1e-14)

    var alongDims = dims
    alongDims[axis] = Int.random(in: 0...5, using: &random)
    let along = try positions(Shape(alongDims), below: dims[axis], &random)
    let picked = try x.takenAlong(along, axis: axis)
    let z = try sample(picked.shape, &random)
    let spread = try Tensor.scatterAddAlong(z, along, axis: axis, extent: dims[axis])
    expectClose([inner(picked, z)], [inner(x, spread)], 1e-14)
  }

  @Test("taking along an axis by argsort sorts it")
  func sorting() throws {
    var random = SplitMix(seed: 5)
    for n in [0, 1, 7, 8, 17] {
      let x = try sample([3, n, 2], &random)
      let sorted = try x.takenAlong(try x.argsort(axis: 1), axis: 1)
      for i in 0..<3 {
        for k in 0..<2 {
          let line = (0..<n).map { x[flat: (i * n + $0) * 2 + k] }
          #expect((0..<n).map { sorted[flat: (i * n + $0) * 2 + k] } == line.sorted())
        }
      }
    }
  }

  @Test("argsort keeps equal elements in order and puts NaN last")
  func argsortTies() throws {
    let x = Tensor([2, .nan, 1, 2, -.infinity, .nan, 1, -0.0, 0])
    #expect(try x.argsort(axis: 0).elements == [4, 7, 8, 2, 6, 0, 3, 1, 5])
  }

  @Test("argmax finds the first of the greatest, and the first NaN before them")
  func argmax() throws {
    #expect(try Tensor([1, 3, 3, 2]).argmax(axis: 0) == Tensor(1))
    #expect(try Tensor([1, .nan, 9, .nan]).argmax(axis: 0) == Tensor(1))
    #expect(try Tensor([-.infinity, -.infinity]).argmax(axis: 0) == Tensor(0))
    #expect(try Tensor(rows: [[1, 5], [2, 4]]).argmax(axis: 0) == Tensor([1, 0]))
    #expect(throws: TensorError.emptyOperand(operation: "argmax", shape: [0])) {
      try Tensor([]).argmax(axis: 0)
    }
  }

  private func positions(
    _ shape: Shape, below extent: Int, _ random: inout SplitMix
  ) throws -> Tensor {
    try Tensor(
      shape: shape,
      elements: (0..<shape.count).map { _ in Double(Int.random(in: 0..<extent, using: &random)) })
  }
}
