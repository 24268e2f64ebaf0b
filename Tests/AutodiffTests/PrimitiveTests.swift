import Tensors
import Testing

@testable import Autodiff

/// The laws every primitive keeps, checked for each instance of the table.
@Suite("Every primitive")
struct PrimitiveTests {
  @Test("is listed in the table")
  func isListed() {
    let listed = Set(PrimitiveTable.instances.map { PrimitiveKind($0.primitive) })
    #expect(listed == Set(PrimitiveKind.allCases))
    for operation in UnaryOperation.allCases {
      #expect(PrimitiveTable.instances.contains { $0.primitive == .map(operation) })
    }
    for operation in BinaryOperation.allCases {
      #expect(PrimitiveTable.instances.contains { $0.primitive == .combine(operation) })
    }
  }

  @Test("has results of the shapes its rule says", arguments: PrimitiveTable.instances)
  func shapes(_ instance: PrimitiveInstance) throws {
    var random = SplitMix(seed: 1)
    let x = try instance.point(using: &random)
    let results = try instance.primitive.evaluate(x)
    #expect(try instance.primitive.shapes(x.map(\.shape)) == results.map(\.shape))
    #expect(try instance.graph().outputShapes == results.map(\.shape))
  }

  @Test("gives the same values recorded as computed", arguments: PrimitiveTable.instances)
  func recorded(_ instance: PrimitiveInstance) throws {
    var random = SplitMix(seed: 2)
    let x = try instance.point(using: &random)
    let run = try instance.graph().run(x)
    for (a, b) in zip(run, try instance.primitive.evaluate(x)) { #expect(areIdentical(a, b)) }
  }

  @Test("has the derivative central differences find", arguments: PrimitiveTable.instances)
  func centralDifferences(_ instance: PrimitiveInstance) throws {
    var random = SplitMix(seed: 3)
    let x = try instance.point(using: &random)
    let v = try instance.direction(using: &random)
    let exact = try instance.graph().dual(x, instance.tangents(v))
    let found = try centralDifference(at: x, along: v) { try instance.primitive.evaluate($0) }
    for (a, b) in zip(exact, found) { #expect(agree(a, b, 1e-5), "\(a) \(b)") }
  }

  @Test("linearized, runs as dual numbers do", arguments: PrimitiveTable.instances)
  func dualNumbers(_ instance: PrimitiveInstance) throws {
    var random = SplitMix(seed: 4)
    let x = try instance.point(using: &random)
    let v = try instance.direction(using: &random)
    let graph = try instance.graph()
    let linearized = try graph.linearized(moving: instance.moving)
    let run = try linearized.run(x + instance.moving.map { v[$0] })
    let values = try graph.run(x)
    let tangents = try graph.dual(x, instance.tangents(v))
    #expect(run.count == values.count + tangents.count)
    for (a, b) in zip(run, values + tangents) { #expect(agree(a, b, 1e-13), "\(a) \(b)") }
  }

  @Test("transposed, satisfies ⟨Jv, u⟩ = ⟨v, Jᵀu⟩", arguments: PrimitiveTable.instances)
  func transposition(_ instance: PrimitiveInstance) throws {
    var random = SplitMix(seed: 5)
    let x = try instance.point(using: &random)
    let v = try instance.direction(using: &random)
    let jv = try instance.graph().dual(x, instance.tangents(v))
    let u = try jv.map { try random.tensor($0.shape) }
    let backward = try instance.pullback().run(x + u)
    let left = zip(jv, u).reduce(0) { $0 + $1.0.inner($1.1) }
    let right = zip(instance.moving, backward).reduce(0) { $0 + v[$1.0].inner($1.1) }
    #expect(agree(left, right, 1e-11), "\(left) \(right)")
  }

  @Test("has the second derivative central differences find", arguments: PrimitiveTable.instances)
  func secondOrder(_ instance: PrimitiveInstance) throws {
    var random = SplitMix(seed: 6)
    let x = try instance.point(using: &random)
    let w = try instance.direction(using: &random)
    let v = try instance.direction(using: &random)
    let u = try instance.graph().outputShapes.map { try random.tensor($0) }
    let forward = try instance.pushforward()
    try check(forward, x, w, held: instance.moving.map { v[$0] }, instance)
    try check(try instance.pullback(), x, w, held: u, instance)
  }

  /// Compares the linearization of a derivative with differences of the derivative itself.
  private func check(
    _ graph: Graph, _ x: [Tensor], _ w: [Tensor], held: [Tensor], _ instance: PrimitiveInstance
  ) throws {
    let linearized = try graph.linearized(moving: instance.moving)
    let run = try linearized.run(x + held + instance.moving.map { w[$0] })
    let exact = run.suffix(graph.outputs.count)
    let found = try centralDifference(at: x, along: w) { try graph.run($0 + held) }
    for (a, b) in zip(exact, found) { #expect(agree(a, b, 1e-5), "\(a) \(b)") }
  }
}

extension PrimitiveInstance {
  /// The direction as tangents, nil for operands that do not move.
  func tangents(_ direction: [Tensor]) -> [Tensor?] {
    operands.indices.map { moving.contains($0) ? direction[$0] : nil }
  }

  /// The tangents of the results from the operands and their tangents.
  func pushforward() throws -> Graph {
    let graph = try graph()
    let count = graph.outputs.count
    return try graph.linearized(moving: moving).selecting(outputs: Array(count..<2 * count))
  }

  /// The cotangents of the moving operands from the operands and the results' cotangents.
  func pullback() throws -> Graph {
    try pushforward().transposed(
      linear: Array(operands.count..<operands.count + moving.count))
  }
}
