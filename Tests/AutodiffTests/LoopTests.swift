import Tensors
import Testing

@testable import Autodiff

@Suite("Loops")
struct LoopTests {
  private static let examples = LoopTable.examples

  /// The transforms a loop must survive, with what their graphs need besides the operands.
  private static let transforms: [@Sendable (Graph) throws -> Graph] = [
    { $0 },
    { try $0.linearized(moving: [0, 1]) },
    { try $0.moving().jvp() },
    { try $0.moving().vjp() },
    { try $0.moving().jvp().jvp() },
    { try $0.moving().jvp().vjp() },
    { try $0.moving().vjp().jvp() },
    { try $0.moving().vjp().vjp() },
    { try $0.moving().jacobian() },
    { try $0.moving().gradientOfSquares().jacobian() },
    { try $0.moving().gradientOfSquares().gradientOfSquares().gradientOfSquares() },
    { try $0.batchedThroughout(size: 3) },
    { try $0.batchedFirst(size: 3) },
    { try $0.batchedFirst(size: 2).moving().gradientOfSquares() },
    { try $0.moving().gradientOfSquares().jacobian().batchedFirst(size: 2) },
    { try $0.moving().vjp().batchedThroughout(size: 2).moving().jvp() },
  ]

  @Test(
    "every transform of a loop is the transform of its rounds written out",
    arguments: examples, Array(transforms.indices))
  func asUnrolled(_ example: LoopExample, _ transform: Int) throws {
    let change = Self.transforms[transform]
    let (looped, unrolled) = (try change(example.looped()), try change(example.unrolled()))
    #expect(looped.isWellFormed)
    #expect(looped.inputShapes == unrolled.inputShapes)
    var random = SplitMix(seed: 7 + transform)
    let x = try looped.inputShapes.map { try random.tensor($0, in: 0.1...0.9) }
    for (a, b) in zip(try looped.run(x), try unrolled.run(x)) {
      #expect(agree(a, b, 1e-12), "\(a) \(b)")
    }
  }

  @Test("a batch of loops is the loops one by one", arguments: examples, 1...3)
  func batch(_ example: LoopExample, _ period: Int) throws {
    var random = SplitMix(seed: 8)
    let instance = try example.instance()
    let samples = try (0..<3).map { _ in try instance.point(using: &random) }
    let shared = instance.operands.indices.filter { $0 % 3 + 1 == period }
    let marks = instance.operands.indices.map { !shared.contains($0) }
    let operands = try marks.indices.map { operand in
      marks[operand] ? try Tensor.stacked(samples.map { $0[operand] }) : samples[0][operand]
    }
    let together = try example.looped().batched(marks, size: 3).run(operands)
    for (row, sample) in samples.enumerated() {
      let own = marks.indices.map { marks[$0] ? sample[$0] : samples[0][$0] }
      for (all, alone) in zip(together, try example.looped().run(own)) {
        #expect(agree(try all.row(row), alone, 1e-14))
      }
    }
  }

  @Test("transposed in some of the operands, the others being held", arguments: examples)
  func partialTranspose(_ example: LoopExample) throws {
    let count = example.operands.count
    let moving = Array(0..<count)
    let outputs = try example.looped().outputs.count
    func pullback(_ graph: Graph) throws -> Graph {
      // Linear in the tangent of the last operand alone, at zero tangents of the others.
      let tangents = try graph.linearized(moving: moving)
        .selecting(outputs: Array(outputs..<2 * outputs))
      return try tangents.transposed(linear: [2 * count - 1])
    }
    let (looped, unrolled) = (try pullback(example.looped()), try pullback(example.unrolled()))
    var random = SplitMix(seed: 9)
    var x = try looped.inputShapes.map { try random.tensor($0, in: 0.1...0.9) }
    for held in count..<2 * count - 1 {
      x[held] = try Tensor(repeating: 0, shape: looped.inputShapes[held])
    }
    for (a, b) in zip(try looped.run(x), try unrolled.run(x)) { #expect(agree(a, b, 1e-12)) }
  }

  @Test("equal loops are one node, different ones are not")
  func sharing() throws {
    let example = Self.examples[0]
    let (a, b) = (try example.loop(), try example.loop())
    #expect(a == b && a.hashValue == b.hashValue)
    for other in Self.examples.dropFirst() { #expect(try other.loop() != a) }
    let graph = try Graph.recording(example.operands.map(\.shape)) { x in
      try Term.apply(.loop(a), x) + Term.apply(.loop(b), x)
    }
    #expect(graph.nodes.count == 1)
  }

  @Test("operands that do not fit are refused")
  func shapes() throws {
    for example in Self.examples {
      let loop = try example.loop()
      let shapes = example.operands.map(\.shape)
      for operand in shapes.indices {
        var wrong = shapes
        wrong[operand] = Shape(shapes[operand].dims + [2])
        #expect(throws: TensorError.self) { try loop.shapes(wrong) }
      }
    }
  }

  @Test("stacks larger than memory are refused before anything runs")
  func tooLarge() throws {
    let body = try Graph.recording([[], [1024]]) { [$0[1], $0[1]] }
    let loop = Loop(body, length: 1 << 50, .forward, carryCount: 1, sliceCount: 0)
    #expect(throws: AutodiffError.self) {
      try Term.apply(.loop(loop), [Term(Tensor(repeating: 1, shape: [1024]))])
    }
  }

  @Test("a loop is stopped between two rounds")
  func interruption() throws {
    let body = try Graph.recording([[], []]) { [$0[1]] }
    let loop = Loop(body, length: 1 << 50, .forward, carryCount: 1, sliceCount: 0)
    let start = ContinuousClock.now
    func run() { #expect(throws: AutodiffError.interrupted) { try loop.evaluate([Tensor(1)]) } }
    Interruption.asking({ ContinuousClock.now - start > .milliseconds(20) }, run)
  }

  @Test("what a round refuses, the loop refuses")
  func refusal() throws {
    let body = try Graph.recording([[], [2, 2]]) { x in
      [try Term.apply(.cholesky, x[1] - .identity(2))]
    }
    let loop = Loop(body, length: 50, .forward, carryCount: 1, sliceCount: 0)
    #expect(throws: AutodiffError.self) { try Term.apply(.loop(loop), [Term.identity(2)]) }
  }
}

extension Graph {
  /// The results joined to one vector.
  fileprivate func moving() throws -> Graph {
    try composed { results in
      try Term.concatenate(results.map { try $0.reshaped([$0.shape.count]) }, axis: 0)
    }
  }

  fileprivate func gradientOfSquares() throws -> Graph {
    try composed { results in
      try results.reduce(Term(0)) { try $0 + $1.squaredNorm() + $1.sum() }
    }.gradient()
  }

  /// A function of the results, recorded as transforms are: without captures.
  private func composed(_ function: ([Term]) throws -> Term) throws -> Graph {
    let trace = Trace()
    let results = try recorded(in: trace, inputShapes.map { trace.input($0, witness: nil) })
    return try trace.finishClosed([try function(results)])
  }

  fileprivate func batchedThroughout(size: Int) throws -> Graph {
    try batched([Bool](repeating: true, count: inputCount), size: size)
  }

  fileprivate func batchedFirst(size: Int) throws -> Graph {
    try batched([true] + [Bool](repeating: false, count: inputCount - 1), size: size)
  }
}
