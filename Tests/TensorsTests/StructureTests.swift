import Tensors
import Testing

@Suite("Structure")
struct StructureTests {
  @Test("broadcasting repeats along missing axes and axes of extent 1")
  func broadcasting() throws {
    let row = Tensor([1, 2, 3])
    #expect(try row.broadcast(to: [2, 3]).elements == [1, 2, 3, 1, 2, 3])
    let column = try Tensor([1, 2]).reshaped([2, 1])
    #expect(try column.broadcast(to: [2, 3]).elements == [1, 1, 1, 2, 2, 2])
    #expect(try Tensor([1, 2]).broadcast(to: [2, 3], axes: [0]).elements == [1, 1, 1, 2, 2, 2])
    let swapped = try counting([2, 3]).broadcast(to: [3, 2], axes: [1, 0])
    #expect(swapped.elements == [0, 3, 1, 4, 2, 5])
    #expect(try Tensor(5).broadcast(to: [2, 0]).shape == [2, 0])
    #expect(throws: TensorError.self) { try row.broadcast(to: [3, 2]) }
    #expect(throws: TensorError.self) { try counting([2, 3]).broadcast(to: [3]) }
    #expect(throws: TensorError.invalidAxes(operation: "broadcast", axes: [2], rank: 2)) {
      try row.broadcast(to: [3, 3], axes: [2])
    }
    #expect(throws: TensorError.self) { try row.broadcast(to: [4, 3], axes: [0]) }
  }

  @Test("summing is the transpose of broadcasting", arguments: [0, 1, 7, 8, 17])
  func sumIsTransposeOfBroadcast(n: Int) throws {
    var random = SplitMix(seed: 3)
    let x = try sample([n, 3], &random)
    let y = try sample([2, n, 4, 3], &random)
    let spread = try x.broadcast(to: y.shape, axes: [1, 3])
    let back = try y.sum(axes: [0, 2])
    expectClose([inner(spread, y)], [inner(x, back)], 1e-13)
  }

  @Test("permuting moves every element to the permuted index")
  func permuting() throws {
    let shape: Shape = [2, 3, 1, 5]
    let x = try counting(shape)
    for axes in [[0, 1, 2, 3], [3, 2, 1, 0], [1, 0, 3, 2], [2, 0, 1, 3], [3, 0, 1, 2]] {
      let y = try x.permuted(axes)
      var expected: [Double] = []
      forEachIndex(axes.map { shape[$0] }) { index in
        expected.append(
          Double((0..<4).reduce(0) { $0 + index[$1] * shape.strides[axes[$1]] }))
      }
      #expect(y.elements == expected)
      #expect(y.shape == Shape(axes.map { shape[$0] }))
    }
    #expect(throws: TensorError.invalidAxes(operation: "permute", axes: [0, 0, 1, 2], rank: 4)) {
      try x.permuted([0, 0, 1, 2])
    }
    #expect(try Tensor(2).permuted([]) == Tensor(2))
  }

  @Test("slices with steps take the elements of the strided index")
  func slicing() throws {
    let x = try counting([4, 7])
    let y = try x.sliced(starts: [1, 0], ends: [4, 7], steps: [2, 3])
    #expect(y.shape == [2, 3])
    #expect(y.elements == [7, 10, 13, 21, 24, 27])
    #expect(try x.sliced(starts: [2, 7], ends: [2, 7], steps: [1, 1]).shape == [0, 0])
    #expect(try x.sliced(starts: [3, 6], ends: [4, 7], steps: [.max, .max]).elements == [27])
    for (start, end, step) in [(-1, 2, 1), (0, 5, 1), (3, 2, 1), (0, 4, 0), (0, 4, -1)] {
      #expect(
        throws: TensorError.invalidSlice(axis: 0, start: start, end: end, step: step, extent: 4)
      ) {
        try x.sliced(starts: [start, 0], ends: [end, 7], steps: [step, 1])
      }
    }
    #expect(throws: TensorError.self) { try x.sliced(starts: [0], ends: [1], steps: [1]) }
  }

  @Test("padding is the transpose of slicing", arguments: 0..<60)
  func padIsTransposeOfSlice(seed: Int) throws {
    var random = SplitMix(seed: UInt64(seed))
    var (dims, starts, ends, steps) = ([Int](), [Int](), [Int](), [Int]())
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      let extent = Int.random(in: 0...8, using: &random)
      let start = Int.random(in: 0...extent, using: &random)
      dims.append(extent)
      starts.append(start)
      ends.append(Int.random(in: start...extent, using: &random))
      steps.append(Int.random(in: 1...4, using: &random))
    }
    let x = try sample(Shape(dims), &random)
    let taken = try x.sliced(starts: starts, ends: ends, steps: steps)
    let y = try sample(taken.shape, &random)
    let high = dims.indices.map { axis in
      let n = taken.shape[axis]
      return dims[axis] - starts[axis] - (n == 0 ? 0 : (n - 1) * steps[axis] + 1)
    }
    let padded = try y.padded(low: starts, high: high, interior: steps.map { $0 - 1 })
    #expect(padded.shape == x.shape)
    expectClose([inner(taken, y)], [inner(x, padded)], 1e-14)
  }

  @Test("padding that is negative or too large is refused")
  func paddingRefusals() throws {
    let x = Tensor([1, 2])
    #expect(throws: TensorError.invalidPadding(axis: 0, low: -1, high: 0, interior: 0)) {
      try x.padded(low: [-1], high: [0], interior: [0])
    }
    for (low, high, interior) in [(Int.max, 0, 0), (0, Int.max, 5), (1, 1, Int.max)] {
      #expect(throws: TensorError.self) {
        try x.padded(low: [low], high: [high], interior: [interior])
      }
    }
    #expect(try Tensor([5]).padded(low: [1], high: [0], interior: [.max]).elements == [0, 5])
    #expect(try Tensor([]).padded(low: [1], high: [1], interior: [3]).elements == [0, 0])
  }

  @Test("concatenation and stacking keep the parts in order")
  func joining() throws {
    let (a, b) = (try counting([2, 2]), try counting([2, 1]))
    let joined = try Tensor.concatenate([a, b, a], axis: 1)
    #expect(joined.shape == [2, 5])
    #expect(joined.elements == [0, 1, 0, 0, 1, 2, 3, 1, 2, 3])
    #expect(try Tensor.concatenate([a, a], axis: 0).elements == [0, 1, 2, 3, 0, 1, 2, 3])
    #expect(try Tensor.stack([Tensor(1), Tensor(2)]) == Tensor([1, 2]))
    #expect(try Tensor.stack([a, a]).shape == [2, 2, 2])
    #expect(throws: TensorError.self) { try Tensor.concatenate([], axis: 0) }
    #expect(throws: TensorError.self) { try Tensor.stack([]) }
    #expect(throws: TensorError.self) { try Tensor.stack([a, b]) }
    #expect(throws: TensorError.self) { try Tensor.concatenate([a, b], axis: 0) }
    #expect(throws: TensorError.self) { try Tensor.concatenate([Tensor(1)], axis: 0) }
  }

  @Test("reshaping keeps the elements and refuses another count")
  func reshaping() throws {
    let x = try counting([2, 3])
    #expect(try x.reshaped([3, 2]).elements == x.elements)
    #expect(throws: TensorError.shapeMismatch(operation: "reshape", lhs: [2, 3], rhs: [5])) {
      try x.reshaped([5])
    }
  }
}
