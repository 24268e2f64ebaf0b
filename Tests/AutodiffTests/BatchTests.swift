import Tensors
import Testing

@testable import Autodiff

@Suite("Batching a graph")
struct BatchTests {
  private static let size = 3
  /// The patterns double with every operand; loops of many are batched in `LoopTests`.
  private static let instances = PrimitiveTable.instances.filter { $0.operands.count <= 4 }

  @Test(
    "is running each sample alone, whichever operands are batched",
    arguments: instances)
  func everyPattern(_ instance: PrimitiveInstance) throws {
    try check(try instance.graph(), instance, seed: 11) { _ in [] }
  }

  @Test("commutes with the derivative forward", arguments: instances)
  func forward(_ instance: PrimitiveInstance) throws {
    try check(try instance.pushforward(), instance, seed: 12) { random in
      try instance.moving.map { try instance.operands[$0].direction(using: &random) }
    }
  }

  @Test("commutes with the derivative backward", arguments: instances)
  func backward(_ instance: PrimitiveInstance) throws {
    let shapes = try instance.graph().outputShapes
    try check(try instance.pullback(), instance, seed: 13) { random in
      try shapes.map { try random.tensor($0) }
    }
  }

  /// Runs a graph of an instance's operands and `extra` ones batched, and sample by sample.
  private func check(
    _ graph: Graph, _ instance: PrimitiveInstance, seed: Int,
    extra: (inout SplitMix) throws -> [Tensor]
  ) throws {
    var random = SplitMix(seed: seed)
    var samples: [[Tensor]] = []
    for _ in 0..<Self.size {
      samples.append(try instance.point(using: &random) + extra(&random))
    }
    let count = graph.inputCount
    for pattern in 0..<(1 << count) {
      let marks = (0..<count).map { pattern >> $0 & 1 == 1 }
      let batched = try graph.batched(marks, size: Self.size)
      #expect(batched.isWellFormed)
      let inputs = try marks.indices.map { i in
        marks[i] ? try Tensor.stacked(samples.map { $0[i] }) : samples[0][i]
      }
      let together = try batched.run(inputs)
      let alone = try samples.map { sample in
        try graph.run(marks.indices.map { marks[$0] ? sample[$0] : samples[0][$0] })
      }
      #expect(together.count == graph.outputs.count)
      for (output, found) in together.enumerated() {
        let expected = try Tensor.stacked(alone.map { $0[output] })
        #expect(agree(found, expected, 1e-12), "pattern \(marks): \(found) \(expected)")
      }
    }
  }
}
