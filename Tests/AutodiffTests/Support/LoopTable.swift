import Tensors
import Testing

@testable import Autodiff

/// A loop of the table, and the same rounds written out one after another.
struct LoopExample: Sendable, CustomTestStringConvertible {
  /// The body as a function of index, carries, slices and constants.
  typealias Body =
    @Sendable (
      _ index: Term, _ carries: [Term], _ slices: [Term], _ constants: [Term]
    ) throws -> (carries: [Term], results: [Term])

  let name: String
  let length: Int
  let direction: Loop.Direction
  let carries: [Operand]
  /// The shapes are those of one round.
  let slices: [Operand]
  let constants: [Operand]
  let body: Body

  var testDescription: String { "\(name), \(direction), \(length)" }

  /// The operands with the slices stacked.
  var operands: [Operand] {
    carries
      + slices.map {
        Operand(shape: Shape([length] + $0.shape.dims), domain: $0.domain, role: $0.role)
      } + constants
  }

  func loop() throws -> Loop {
    let all = carries + slices + constants
    let graph = try Graph.recording([.scalar] + all.map(\.shape)) { x in
      let (next, results) = try body(
        x[0], Array(x[1...][..<(1 + carries.count)]),
        Array(x[(1 + carries.count)...][..<(1 + carries.count + slices.count)]),
        Array(x[(1 + carries.count + slices.count)...]))
      return next + results
    }
    return Loop(
      graph, length: length, direction, carryCount: carries.count, sliceCount: slices.count)
  }

  func instance() throws -> PrimitiveInstance {
    PrimitiveInstance(.loop(try loop()), operands)
  }

  /// The loop as a graph of one node.
  func looped() throws -> Graph { try instance().graph() }

  /// The same as a graph without a loop.
  func unrolled() throws -> Graph {
    try Graph.recording(operands.map(\.shape)) { x in
      var current = Array(x[..<carries.count])
      let stacks = x[carries.count..<carries.count + slices.count]
      let constants = Array(x[(carries.count + slices.count)...])
      let order = direction == .forward ? Array(0..<length) : (0..<length).reversed()
      var rounds = [[Term]](repeating: [], count: length)
      for index in order {
        let (next, results) = try body(
          Term(Double(index)), current, try stacks.map { try $0.row(index) }, constants)
        current = next
        rounds[index] = results
      }
      let shapes = try loop().shapes(operands.map(\.shape)).dropFirst(carries.count)
      for (position, shape) in shapes.enumerated() {
        current.append(
          length == 0 ? .filled(0, shape) : try Term.stack(rounds.map { $0[position] }))
      }
      return current
    }
  }
}

/// Loops of every shape: how many rounds, which way, and what goes round.
enum LoopTable {
  static let examples: [LoopExample] = [0, 1, 3].flatMap { length in
    [Loop.Direction.forward, .backward].flatMap { direction in
      [pendulum, recurrence, sums, shapes, steps, factors, nested].map { make in
        make(length, direction)
      }
    }
  }

  static let instances: [PrimitiveInstance] = examples.compactMap { try? $0.instance() }

  /// One number through a function that bends, with the index.
  private static func pendulum(_ length: Int, _ direction: Loop.Direction) -> LoopExample {
    LoopExample(
      name: "pendulum", length: length, direction: direction,
      carries: [.free([]), .free([])], slices: [], constants: []
    ) { index, y, _, _ in
      let next = try y[0] + Term(0.3) * y[1] * (Term(1) + Term(0.1) * index)
      return ([next, try y[1] - Term(0.3) * next.applying(.sin)], [])
    }
  }

  /// A recurrent network: a weight matrix as a constant, inputs as slices, states as results.
  private static func recurrence(_ length: Int, _ direction: Loop.Direction) -> LoopExample {
    LoopExample(
      name: "recurrence", length: length, direction: direction, carries: [.free([3])],
      slices: [.free([2])], constants: [.free([3, 3]), .free([3, 2]), .fixed([3])]
    ) { _, h, x, c in
      let state = try (Term.product(c[0], h[0]) + Term.product(c[1], x[0]) + c[2]).applying(.tanh)
      return ([state], [try state * h[0], try x[0].squaredNorm()])
    }
  }

  /// Linear in everything, with a carry that knows nothing of the others.
  private static func sums(_ length: Int, _ direction: Loop.Direction) -> LoopExample {
    LoopExample(
      name: "sums", length: length, direction: direction, carries: [.fixed([]), .free([2])],
      slices: [.free([2])], constants: [.fixed([2]), .free([2])]
    ) { _, s, x, c in
      ([try s[0] * Term(0.5) + Term(1), try s[1] + s[0] * x[0] * c[0] + c[1]], [s[0]])
    }
  }

  /// Carries of several shapes, one of which is only written.
  private static func shapes(_ length: Int, _ direction: Loop.Direction) -> LoopExample {
    LoopExample(
      name: "shapes", length: length, direction: direction,
      carries: [.free([]), .free([2]), .free([2, 2]), .free([0])], slices: [],
      constants: [.within([2, 2], -0.5...0.5)]
    ) { _, y, _, c in
      let matrix = try Term.product(c[0], y[2]) + .identity(2)
      let vector = try Term.product(matrix, y[1]) * Term(0.5)
      return ([try vector.sum(), vector, matrix, y[3]], [matrix, y[3]])
    }
  }

  /// Passes values on from carry to carry, and keeps what has no derivative.
  private static func steps(_ length: Int, _ direction: Loop.Direction) -> LoopExample {
    LoopExample(
      name: "steps", length: length, direction: direction,
      carries: [.betweenSteps([2]), .free([2]), .free([2])], slices: [.fixed([2])], constants: []
    ) { _, y, x, _ in
      let floor = try y[0].stoppingGradient().applying(.floor)
      return ([y[0], try y[0] * x[0] + floor, try y[1] * y[2]], [])
    }
  }

  /// Matrices, some of them alike in all rounds.
  private static func factors(_ length: Int, _ direction: Loop.Direction) -> LoopExample {
    LoopExample(
      name: "factors", length: length, direction: direction, carries: [.free([2])], slices: [],
      constants: [.free([2, 2])]
    ) { _, y, _, c in
      let square = try Term.product(c[0], c[0].transposed()) + .identity(2) + .identity(2)
      let bent = try square + y[0].outer(y[0])
      let next = try bent.solve(y[0] + square.cholesky().diagonal())
      return ([next], [try square.solve(y[0])])
    }
  }

  /// A loop within the loop, over what goes round outside.
  private static func nested(_ length: Int, _ direction: Loop.Direction) -> LoopExample {
    LoopExample(
      name: "nested", length: length, direction: direction, carries: [.free([2])], slices: [],
      constants: [.free([2])]
    ) { index, y, _, c in
      let inner = try Trace.loop(count: 3, carries: [y[0], Term(0)]) { j, z in
        [
          try (z[0] + Term(0.2) * c[0] * y[0] + Term(0.1) * (index + j)).applying(.sin),
          try z[1] + z[0].sum(),
        ]
      }
      guard let inner else { throw AutodiffError.dataDependent(what: "a loop") }
      return ([try Term(0.2) * inner[0] * inner[1] + y[0]], [])
    }
  }
}
