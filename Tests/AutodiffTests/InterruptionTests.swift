import Synchronization
import Tensors
import Testing

@testable import Autodiff

/// Counts the questions asked, and answers yes from a given one on.
private final class Requests: Sendable {
  private let asked = Atomic<Int>(0)
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  var count: Int { asked.load(ordering: .relaxed) }

  func next() -> Bool {
    asked.wrappingAdd(1, ordering: .relaxed).newValue > limit
  }
}

/// Runs work that asks the requests whether it should stop.
private func interrupting(by requests: Requests, _ work: () throws -> Void) rethrows {
  try Interruption.asking({ requests.next() }, work)
}

@Suite("Interruption")
struct InterruptionTests {
  private static let function: @Sendable (Term) throws -> Term = { x in
    try (0..<50).reduce(x) { y, _ in try y.applying(.sin) + Term(1) }
  }

  @Test("stops a running graph between two nodes")
  func running() throws {
    let graph = try Graph.recording([[3]]) { [try Self.function($0[0])] }
    let requests = Requests(limit: 10)
    interrupting(by: requests) {
      #expect(throws: AutodiffError.interrupted) { try graph.run([Tensor([1, 2, 3])]) }
    }
    #expect(requests.count == 11)
  }

  @Test("stops a transform")
  func transforming() throws {
    let graph = try Graph.recording([[3]]) { [try Self.function($0[0])] }
    interrupting(by: Requests(limit: 0)) {
      #expect(throws: AutodiffError.interrupted) { try graph.linearized(moving: [0]) }
      #expect(throws: AutodiffError.interrupted) { try graph.batched([true], size: 2) }
    }
    let tangents = try graph.jvp()
    interrupting(by: Requests(limit: 0)) {
      #expect(throws: AutodiffError.interrupted) { try tangents.transposed(linear: [1]) }
    }
  }

  @Test("stops a batch, and is not taken for a row that leaves its path")
  func batch() throws {
    let points = Term(Tensor((0..<1000).map { Double($0) - 500 }))
    let branching: @Sendable (Term) throws -> Term = { x in
      try Term.less(Term(0), x).decide() ? Self.function(x) : x
    }
    let whole = Requests(limit: .max)
    try interrupting(by: whole) {
      _ = try Pointwise(branching).atRows(points, Ask.jacobian)
    }
    for limit in stride(from: 0, to: whole.count, by: max(1, whole.count / 20)) {
      let requests = Requests(limit: limit)
      interrupting(by: requests) {
        #expect(throws: AutodiffError.interrupted) {
          try Pointwise(branching).atRows(points, Ask.jacobian)
        }
      }
      #expect(requests.count == limit + 1)
    }
  }

  @Test("stops a loop that is traced without end")
  func tracing() throws {
    let requests = Requests(limit: 1000)
    interrupting(by: requests) {
      #expect(throws: AutodiffError.interrupted) {
        try Path.traced(at: [Term(1)]) { x in
          var y = x[0]
          while try Term.less(Term(0), y).decide() { y = try y + Term(1) }
          return [y]
        }
      }
    }
  }

  @Test("asks nobody when the work is over, and the outer question when an inner one is")
  func nesting() throws {
    let (outer, inner) = (Requests(limit: .max), Requests(limit: .max))
    try interrupting(by: outer) {
      try Interruption.check()
      try interrupting(by: inner) { try Interruption.check() }
      try Interruption.check()
    }
    try Interruption.check()
    #expect(outer.count == 2)
    #expect(inner.count == 1)
  }
}
