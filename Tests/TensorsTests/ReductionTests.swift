import Tensors
import Testing

@Suite("Reductions")
struct ReductionTests {
  @Test("sums over any axes agree with the definition", arguments: [0, 1, 7, 8, 17, 300])
  func sums(n: Int) throws {
    var random = SplitMix(seed: 2)
    let dims = [2, n, 3]
    let x = try sample(Shape(dims), &random)
    for axes in [[], [0], [1], [2], [0, 1], [1, 2], [2, 0], [0, 1, 2]] {
      let kept = (0..<3).filter { !axes.contains($0) }
      var expected = [Double](repeating: 0, count: kept.reduce(1) { $0 * dims[$1] })
      var position = 0
      forEachIndex(dims) { index in
        expected[kept.reduce(0) { $0 * dims[$1] + index[$1] }] += x[flat: position]
        position += 1
      }
      let result = try x.sum(axes: axes)
      #expect(result.shape == Shape(kept.map { dims[$0] }))
      expectClose(result.elements, expected, 1e-13)
    }
  }

  @Test("long sums, along rows and down columns, keep nearly all digits")
  func longSums() throws {
    let n = 1 << 20
    let x = try Tensor(repeating: 0.1, shape: [n])
    let exact = Double(n) * 0.1
    #expect(abs(x.total / exact - 1) < 1e-15)
    let columns = try Tensor(repeating: 0.1, shape: [n, 2]).sum(axes: [0])
    expectClose(columns.elements.map { $0 / exact }, [1, 1], 1e-12)
  }

  @Test("sum refuses axes that do not exist or repeat", arguments: [[2], [-1], [0, 0]])
  func sumRefusals(axes: [Int]) throws {
    let x = try counting([2, 3])
    #expect(throws: TensorError.invalidAxes(operation: "sum", axes: axes, rank: 2)) {
      try x.sum(axes: axes)
    }
  }

  @Test("extremes along an axis agree with the definition", arguments: [1, 7, 8, 17])
  func extremes(n: Int) throws {
    var random = SplitMix(seed: 4)
    let x = try sample([2, n, 3], &random)
    let (greatest, least) = (try x.maximum(axis: 1), try x.minimum(axis: 1))
    for i in 0..<2 {
      for k in 0..<3 {
        let line = (0..<n).map { x[flat: (i * n + $0) * 3 + k] }
        #expect(greatest[flat: i * 3 + k] == line.max())
        #expect(least[flat: i * 3 + k] == line.min())
      }
    }
  }

  @Test("a NaN anywhere makes the extreme NaN")
  func nanExtremes() throws {
    for line in [[.nan, 1, 2], [1, .nan, 2], [1, 2, .nan]] as [[Double]] {
      #expect(try Tensor(line).maximum(axis: 0).scalar?.isNaN == true)
      #expect(try Tensor(line).minimum(axis: 0).scalar?.isNaN == true)
    }
  }

  @Test("an empty axis has no extreme, unless nothing is asked")
  func emptyExtremes() throws {
    let x = try Tensor(repeating: 0, shape: [0, 3])
    #expect(throws: TensorError.emptyOperand(operation: "maximum", shape: [0, 3])) {
      try x.maximum(axis: 0)
    }
    #expect(try x.maximum(axis: 1).shape == [0])
    #expect(throws: TensorError.axisOutOfRange(operation: "minimum", axis: 0, rank: 0)) {
      try Tensor(1).minimum(axis: 0)
    }
  }
}
