import Tensors
import Testing

@testable import Autodiff

/// Rounds of a function recorded by `Trace.loop`.
@Suite("Recorded loops")
struct RecordedLoopTests {
  /// `count` rounds from x, recorded; refused where they cannot be.
  private static func iterated(
    _ count: Int, _ round: @escaping @Sendable (Term) throws -> Term
  ) -> @Sendable (Term) throws -> Term {
    { x in
      guard let y = try Trace.loop(count: count, carries: [x], { _, y in [try round(y[0])] }) else {
        throw AutodiffError.dataDependent(what: "a loop")
      }
      return y[0]
    }
  }

  private static let logistic: @Sendable (Term) throws -> Term = { x in
    try Term(3.2) * x * (Term(1) - x)
  }

  @Test("derivatives up to the third of repeated multiplication have their closed form")
  func growth() throws {
    // y ↦ y (1 + 0.001) repeated 1000 times, of x³.
    let function: @Sendable (Term) throws -> Term = { x in
      try Self.iterated(1000) { try $0 * Term(1.001) }(x * x * x)
    }
    let growth = (0..<1000).reduce(1.0) { y, _ in y * 1.001 }
    for (order, factor) in [8.0, 12, 12, 6].enumerated() {
      #expect(agree(try derivative(order, at: 2) { try function($0) }, factor * growth, 1e-12))
    }
  }

  @Test("derivatives of Newton's iteration are those of what it finds")
  func newton() throws {
    // √a, with derivatives 1/(2√a), −1/(4a^{3/2}), 3/(8a^{5/2}).
    let root: @Sendable (Term) throws -> Term = { a in
      let y = try Trace.loop(count: 60, carries: [a]) { _, y in
        [try Term(0.5) * (y[0] + a / y[0])]
      }
      return try #require(y?[0])
    }
    for (order, expected) in [3, 1.0 / 6, -1.0 / 108, 1.0 / 648].enumerated() {
      #expect(agree(try derivative(order, at: 9, root), expected, 1e-12))
    }
  }

  @Test("the logistic map has the derivative of its rounds by hand")
  func chaos() throws {
    var (y, slope) = (0.3, 1.0)
    for _ in 0..<200 {
      slope *= 3.2 * (1 - 2 * y)
      y = 3.2 * y * (1 - y)
    }
    let function = Self.iterated(200, Self.logistic)
    #expect(try agree(derivative(0, at: 0.3, function), y, 1e-12))
    #expect(try agree(derivative(1, at: 0.3, function), slope, 1e-12))
  }

  @Test("forward, backward and differences agree, and Hessians are symmetric")
  func agreement() throws {
    let weights = Term(try Tensor(rows: [[0.3, -0.4], [0.5, 0.2]]))
    let function: @Sendable (Term) throws -> Term = { x in
      let y = try Trace.loop(count: 40, carries: [x, Term(1)]) { index, y in
        let next = try (Term.product(weights, y[0]) + Term(0.1) * x).applying(.tanh)
        return [next, try y[1] * Term(0.9) + next.sum() * (Term(0.01) * index).applying(.cos)]
      }
      return try #require(y).reduce(Term(0)) { try $0 + $1.squaredNorm() }
    }
    let x = Tensor([0.7, -0.2])
    let v = Tensor([0.3, 0.8])
    let gradient = try answer(Ask.gradient, at: x, function)
    let forward = try answer(Ask.jvp, at: x, extra: [v], function)
    #expect(agree(gradient.inner(v), forward[flat: 0], 1e-12))
    let found = try centralDifference(at: [x], along: [v]) {
      [try function(Term($0[0])).known("a value")]
    }
    #expect(agree(found[0], forward, 1e-6))
    let hessian = try answer(Ask.hessian, at: x, function)
    #expect(agree(hessian, try hessian.transposed(), 1e-12))
    let bend = try centralDifference(at: [x], along: [v]) {
      [try answer(Ask.gradient, at: $0[0], function)]
    }
    let product = try Tensor.contract(hessian, v, .init(lhs: [0, 1], rhs: [1], output: [0]))
    #expect(agree(bend[0], product, 1e-6))
    let rows = Term(try Tensor(rows: [[0.7, -0.2], [0.1, 0.4], [-1, 2]]))
    let together = try Pointwise(function).atRows(rows, Ask.hessian)
    #expect(agree(try together.row(0).known("a row"), hessian, 1e-13))
  }

  @Test("the graph does not grow with the rounds, and neither do its derivatives")
  func size() throws {
    func sizes(_ count: Int) throws -> [Int] {
      let path = try Path.traced(at: [Term(0.3)]) {
        [try Self.iterated(count, Self.logistic)($0[0])]
      }
      let graph = path.graph
      return try [
        graph, graph.gradient(), graph.gradient().gradient(), graph.jvp(), graph.hessian(),
      ].map(\.nodes.count)
    }
    #expect(try sizes(10_000) == sizes(50))
    #expect(try sizes(50).allSatisfy { $0 < 30 })
  }

  @Test("no rounds leave the carries, and one is the body")
  func few() throws {
    for (count, value) in [(0, 0.3), (1, 3.2 * 0.3 * 0.7)] {
      let function = Self.iterated(count, Self.logistic)
      #expect(try agree(derivative(0, at: 0.3, function), value, 1e-15))
    }
    #expect(try derivative(1, at: 0.3, Self.iterated(0, Self.logistic)) == 1)
  }

  @Test("the witness is what the loop gives at the point, so conditions after it are decided")
  func witness() throws {
    let path = try Path.traced(at: [Term(0.3)]) { x in
      let y = try Self.iterated(100, Self.logistic)(x[0])
      #expect(y.isTraced && y.witness?.scalar != nil)
      return [try Term.less(y, Term(0.6)).decide() ? y : -y]
    }
    let exact = (0..<100).reduce(0.3) { y, _ in 3.2 * y * (1 - y) }
    #expect(path.expected == [exact < 0.6])
    let rows = Term(Tensor([0.3, 0.301, 0.9]))
    #expect(try path.holds(forRows: rows).first == true)
  }

  @Test("a carry that meets nothing traced stays known")
  func knownCarries() throws {
    _ = try Path.traced(at: [Term(2)]) { x in
      let y = try #require(
        try Trace.loop(count: 100, carries: [x[0], Term(0), Term(1)]) { index, y in
          [try y[0] + y[1], try y[1] + index, try y[2] + y[0]]
        })
      #expect(y[1].concrete?.scalar == 4950)
      #expect(y[0].isTraced && y[2].isTraced)
      return [y[0]]
    }
  }

  @Test("rounds that are not alike are not recorded, and leave no trace")
  func notUniform() throws {
    typealias Body = (Term, [Term]) throws -> [Term]
    let bodies: [Body] = [
      { index, y in try Term.less(index, Term(5)).decide() ? y : [try -y[0]] },
      { _, y in try Term.less(y[0], Term(5)).decide() ? y : [try -y[0]] },
      { index, y in [try y[0] * Term(index.known("an index"))] },
      { _, y in [try Term.stack([y[0], y[0]])] },
      { _, y in [try Term.stack([y[0]]).norm()] },
    ]
    for body in bodies {
      let path = try Path.traced(at: [Term(2)]) { x in
        let recorded = try Trace.loop(count: 50, carries: [x[0]], body)
        #expect(recorded == nil)
        return [x[0]]
      }
      #expect(path.isStraight && path.graph.nodes.isEmpty)
    }
  }

  @Test("a condition on what is constant in the loop guards the path around it")
  func constantCondition() throws {
    let function: @Sendable (Term) throws -> Term = { x in
      let y = try Trace.loop(count: 50, carries: [Term(1)]) { _, y in
        [try Term.less(Term(0), x).decide() ? y[0] * (Term(1) + Term(0.01) * x) : y[0] - x]
      }
      return try #require(y?[0])
    }
    let slopes = try Pointwise(function).atRows(Term(Tensor([1, -1])), Ask.gradient)
    #expect(agree(try slopes.known("slopes"), Tensor([0.5 * power(1.01, 49), -50]), 1e-13))
  }

  @Test("what a round takes from outside is a constant, however deep")
  func captures() throws {
    let matrix = Term(try Tensor(rows: [[0.5, 0.25], [0, 0.5]]))
    let path = try Path.traced(at: [Term(Tensor([1, 2]))]) { x in
      let y = try Trace.loop(count: 40, carries: [x[0]]) { _, y in
        let inner = try Trace.loop(count: 40, carries: [y[0]]) { _, z in
          [try Term.product(matrix, z[0]) + x[0] + y[0]]
        }
        return [try #require(inner?[0]) * Term(0.1)]
      }
      return [try #require(y?[0])]
    }
    #expect(path.captures.count == 1 && path.graph.nodes.count == 1)
    let jacobian = try path.run(path.graph.jacobian(), [Term(Tensor([1, 2]))])[0].known("J")
    let found = try centralDifference(at: [Tensor([1, 2])], along: [Tensor([1, 0])]) {
      try path.run(path.graph, [Term($0[0])]).map { try $0.known("y") }
    }
    #expect(agree(Tensor([jacobian[flat: 0], jacobian[flat: 2]]), found[0], 1e-7))
  }
}

/// bⁿ by repeated multiplication.
private func power(_ base: Double, _ exponent: Int) -> Double {
  (0..<exponent).reduce(1.0) { y, _ in y * base }
}
