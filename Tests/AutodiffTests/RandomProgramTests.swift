import Tensors
import Testing

@testable import Autodiff

/// A small random program over vectors of three numbers, matrices made of them, and captures.
struct RandomProgram: Sendable {
  let seed: Int

  static let width = 3

  /// Runs the program; the same seed takes the same steps.
  func callAsFunction(_ x: Term) throws -> Term {
    var random = SplitMix(seed: seed)
    let captured = Term(try random.tensor([Self.width]))
    let matrix = Term(try random.tensor([Self.width, Self.width]))
    var values = [x, captured, try captured * x]
    for _ in 0..<Int.random(in: 3...9, using: &random) {
      let a = values[Int.random(in: 0..<values.count, using: &random)]
      let b = values[Int.random(in: 0..<values.count, using: &random)]
      values.append(try step(Int.random(in: 0..<17, using: &random), a, b, matrix))
    }
    return try values.suffix(3).reduce(Term(0)) { try $0 + $1 }
  }

  private func step(_ kind: Int, _ a: Term, _ b: Term, _ matrix: Term) throws -> Term {
    let n = Self.width
    switch kind {
    case 0: return try a + b
    case 1: return try a * b
    case 2: return try a - Term(0.5) * b
    case 3: return try a.applying(.tanh)
    case 4: return try a.applying(.sin) * b.applying(.cos)
    case 5: return try Term.product(matrix, a).applying(.sigmoid)
    case 6: return try a / (Term(1) + b * b)
    case 7: return try a.softmax() + b.logSumExp()
    case 8: return try Term.product(a.applying(.tanh).outer(b.applying(.sin)), a)
    case 9: return try a.gathered([2, 0, 2], axis: 0)
    case 10: return try .concatenate([a.sliced(0, 1..<3), b.sliced(0, 0..<1)], axis: 0)
    case 11:
      let square = try a.applying(.tanh).outer(b.applying(.tanh))
      return try (Term(3) * .identity(n) + square).solve(b)
    case 12:
      let shifted = try Term(4) * .identity(n) + a.applying(.sin).outer(a.applying(.sin))
      return try a * shifted.determinant() / Term(60)
    case 13: return try Term.select(.less(a, b), a * a, b.applying(.softplus))
    case 14: return try b * a.applying(.tanh).mean() + Term(0.25)
    case 15: return try a.applying(.tanh).diagonalMatrix().sum(axes: [0]) * b
    default: return try a.applying(.atan) + b.stoppingGradient().applying(.erf)
    }
  }
}

@Suite("Random programs")
struct RandomProgramTests {
  private static let seeds = Array(1...24)

  private static func point(_ seed: Int) throws -> Tensor {
    var random = SplitMix(seed: 1000 + seed)
    return try random.tensor([RandomProgram.width])
  }

  @Test("run as they compute, and stay well-formed under every transform", arguments: seeds)
  func wellFormed(_ seed: Int) throws {
    let program = RandomProgram(seed: seed)
    let x = try Self.point(seed)
    let path = try Path.traced(at: [Term(x)]) { [try program($0[0])] }
    let run = try path.run(path.graph, [Term(x)])[0].known("value")
    #expect(agree(run, try program(Term(x)).known("value"), 1e-14))
    let count = path.graph.inputCount
    let marks = [true] + [Bool](repeating: false, count: count - 1)
    let transforms: [(Graph, Int)] = [
      (path.graph, count), (try path.graph.jvp(), count + 1), (try path.graph.vjp(), count + 1),
      (try path.graph.jacobian(), count), (try path.graph.batched(marks, size: 4), count),
      (try path.graph.jacobian().batched(marks, size: 4), count),
      (try path.graph.jacobian().jacobian(), count), (try path.graph.vjp().jvp(), count + 2),
      (try path.graph.vjp().vjp(), count + 2),
      (try path.graph.batched(marks, size: 2).jvp(), count + 1),
    ]
    for (graph, inputs) in transforms {
      #expect(graph.isWellFormed)
      #expect(graph.inputCount == inputs)
    }
  }

  @Test("forward, backward and differences agree", arguments: seeds)
  func derivatives(_ seed: Int) throws {
    let program = RandomProgram(seed: seed)
    let x = try Self.point(seed)
    var random = SplitMix(seed: 2000 + seed)
    let v = try random.tensor(x.shape)
    let u = try random.tensor(x.shape)
    let forward = try answer(Ask.jvp, at: x, extra: [v]) { try program($0) }
    let backward = try answer(Ask.vjp, at: x, extra: [u]) { try program($0) }
    #expect(agree(forward.inner(u), v.inner(backward), 1e-12))
    let stopsGradient =
      try Path.traced(at: [Term(x)]) { [try program($0[0])] }
      .graph.count { $0 == .stopGradient } > 0
    guard !stopsGradient else { return }
    let found = try centralDifference(at: [x], along: [v]) {
      [try program(Term($0[0])).known("value")]
    }
    #expect(agree(forward, found[0], 1e-5))
  }

  @Test(
    "the second derivative is what differences of the first find, and symmetric", arguments: seeds)
  func secondDerivatives(_ seed: Int) throws {
    let program = RandomProgram(seed: seed)
    let function: @Sendable (Term) throws -> Term = { try program($0).applying(.tanh).sum() }
    let x = try Self.point(seed)
    var random = SplitMix(seed: 3000 + seed)
    let v = try random.tensor(x.shape)
    let hessian = try answer(Ask.hessian, at: x, function)
    let stopsGradient =
      try Path.traced(at: [Term(x)]) { [try function($0[0])] }
      .graph.count { $0 == .stopGradient } > 0
    guard !stopsGradient else { return }
    #expect(agree(hessian, try hessian.transposed(), 1e-11))
    let found = try centralDifference(at: [x], along: [v]) {
      [try answer(Ask.gradient, at: $0[0], function)]
    }
    let exact = try Tensor.contract(hessian, v, .init(lhs: [0, 1], rhs: [1], output: [0]))
    #expect(agree(exact, found[0], 1e-5))
  }

  @Test("rows of a batch have the values and Jacobians they have alone", arguments: seeds)
  func rows(_ seed: Int) throws {
    let program = RandomProgram(seed: seed)
    var random = SplitMix(seed: 4000 + seed)
    let points = Term(try random.tensor([5, RandomProgram.width]))
    for ask in [Ask.value, Ask.jacobian] {
      let pointwise = Pointwise { try program($0) }
      let together = try pointwise.atRows(points, ask)
      for row in 0..<5 {
        let alone = try pointwise.at(points.row(row), ask).known("alone")
        #expect(agree(try together.row(row).known("row"), alone, 1e-12))
      }
    }
  }
}
