import Tensors
import Testing

@testable import Autodiff

@Suite("Plans")
struct PlanTests {
  @Test("of random programs and their derivatives give what the graphs give", arguments: 1...40)
  func randomPrograms(_ seed: Int) throws {
    let program = RandomProgram(seed: seed)
    var random = SplitMix(seed: 5000 + seed)
    let x = try random.tensor([RandomProgram.width])
    let v = try random.tensor([RandomProgram.width])
    let path = try Path.traced(at: [Term(x)]) { [try program($0[0])] }
    let captures = try path.captures.map { try $0.known("a capture") }
    let marks = [true] + [Bool](repeating: false, count: captures.count)
    let points = try random.tensor([5, RandomProgram.width])
    let single = [x] + captures
    _ = try path.graph.run(single)
    _ = try path.graph.jvp().run(single + [v])
    _ = try path.graph.vjp().run(single + [v])
    _ = try path.graph.jacobian().run(single)
    _ = try path.graph.batched(marks, size: 5).run([points] + captures)
    _ = try path.graph.jacobian().batched(marks, size: 5).run([points] + captures)
    _ = try path.graph.jacobian().jacobian().run(single)
  }

  @Test("answer inputs, constants and one value twice")
  func trivialOutputs() throws {
    let x = try Tensor(shape: [2, 3], elements: [1, 2, 3, 4, 5, 6])
    let graph = try Graph.recording([[2, 3]]) { x in
      let sum = try x[0] + x[0]
      return [x[0], sum, sum, try x[0].transposed(), .filled(7, [2]), .identity(2)]
    }
    let results = try graph.run([x])
    #expect(results[3].elements == [1, 4, 2, 5, 3, 6])
    #expect(results[1] == results[2])
  }

  @Test("give empty tensors their shapes")
  func empty() throws {
    let graph = try Graph.recording([[0, 3], [3, 2]]) { x in
      let product = try Term.matrixProduct(x[0], x[1])
      return [product, try product.applying(.tanh), try x[0].sum(axes: [0]), try x[0].sum()]
    }
    let inputs = [
      try Tensor(repeating: 0, shape: [0, 3]), try Tensor(repeating: 1, shape: [3, 2]),
    ]
    let shapes = try graph.run(inputs).map(\.shape)
    #expect(shapes == [[0, 2], [0, 2], [3], []])
  }

  @Test("reuse memory: a chain of a hundred layers needs that of two values")
  func liveness() throws {
    let graph = try Graph.recording([[64, 64], [64, 64]]) { x in
      var value = x[0]
      for _ in 0..<100 { value = try Term.matrixProduct(value, x[1]).applying(.tanh) }
      return [value]
    }
    let plan = try Plan.make(graph)
    #expect(plan.workspaceCount <= 2 * 64 * 64 + 4096)
  }

  @Test("fuse an elementwise chain into one instruction that needs only registers")
  func fusion() throws {
    let graph = try Graph.recording([[100_000]]) { x in
      [try (x[0].applying(.sin) * Term(2) + Term(1)).applying(.exp) / (x[0] * x[0] + Term(1))]
    }
    #expect(try Plan.make(graph).workspaceCount <= 4096)
    var random = SplitMix(seed: 3)
    _ = try graph.run([try random.tensor([100_000])])
  }

  @Test("run on several threads at once", .timeLimit(.minutes(5)))
  func concurrently() async throws {
    let graph = try Graph.recording([[32, 32], [32, 32]]) { x in
      [try Term.matrixProduct(x[0], x[1]).applying(.tanh).sum(axes: [1])]
    }
    let plan = try Plan.make(graph)
    var random = SplitMix(seed: 9)
    let inputs = [try random.tensor([32, 32]), try random.tensor([32, 32])]
    let expected = try plan(inputs)[0]
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask {
          try (0..<50).allSatisfy { _ in areIdentical(try plan(inputs)[0], expected) }
        }
      }
      for try await isSame in group { #expect(isSame) }
    }
  }
}

@Suite("Views")
struct ViewTests {
  @Test("reshape without a copy exactly where strides can say it")
  func reshaping() {
    let matrix = View(.buffer(0), dims: [4, 6])
    #expect(matrix.reshaped([2, 2, 3, 2])?.strides == [12, 6, 2, 1])
    let transposed = matrix.permuted([1, 0])
    #expect(transposed.reshaped([6, 4])?.strides == [1, 6])
    #expect(transposed.reshaped([2, 3, 2, 2])?.strides == [3, 1, 12, 6])
    #expect(transposed.reshaped([24]) == nil)
    #expect(transposed.reshaped([3, 8]) == nil)
    let column = View(.buffer(0), offset: 2, dims: [4, 1], strides: [6, 1])
    #expect(column.reshaped([2, 2])?.strides == [12, 6])
    let repeated = View(.buffer(0), offset: 0, dims: [3, 4], strides: [0, 1])
    #expect(repeated.reshaped([12]) == nil)
    #expect(repeated.reshaped([3, 2, 2])?.strides == [0, 2, 1])
    let uniform = View(.constants, offset: 5, dims: [3, 4], strides: [0, 0])
    #expect(uniform.reshaped([12])?.strides == [0])
  }
}

@Suite("The arena")
struct ArenaTests {
  @Test("hands out stretches that do not overlap and reuses what is given back")
  func stretches() {
    var arena = Arena()
    var random = SplitMix(seed: 4)
    var live: [(start: Int, count: Int)] = []
    for _ in 0..<2000 {
      if live.count > 12 || !live.isEmpty && Bool.random(using: &random) {
        let gone = live.remove(at: Int.random(in: 0..<live.count, using: &random))
        arena.release(gone.start, gone.count)
      } else {
        let count = Int.random(in: 1...100, using: &random)
        let start = arena.allocate(count)
        #expect(start % 8 == 0 && start + count <= arena.extent)
        #expect(live.allSatisfy { start + count <= $0.start || $0.start + $0.count <= start })
        live.append((start, count))
      }
    }
    #expect(arena.extent < 4 * 12 * 104)
    for stretch in live { arena.release(stretch.start, stretch.count) }
    #expect(arena.allocate(arena.extent) == 0)
  }
}
