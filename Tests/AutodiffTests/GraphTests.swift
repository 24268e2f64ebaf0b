import Tensors
import Testing

@testable import Autodiff

@Suite("Graphs")
struct GraphTests {
  private static func graph(
    _ shapes: [Shape], _ function: ([Term]) throws -> Term
  ) throws -> Graph {
    try Graph.recording(shapes) { [try function($0)] }
  }

  @Test("equal nodes are shared")
  func sharing() throws {
    let graph = try Self.graph([[3], [3]]) { x in
      let first = try (x[0] * x[1]).applying(.sin)
      let second = try (x[0] * x[1]).applying(.sin)
      return try first + second
    }
    #expect(graph.nodes.count == 3)
    let same = try Self.graph([[3]]) { try $0[0].applying(.exp) * $0[0].applying(.exp) }
    #expect(same.count { $0 == .map(.exp) } == 1)
  }

  @Test("nodes with other operands or parameters are not shared")
  func notSharing() throws {
    let graph = try Self.graph([[2, 2]]) { x in
      try x[0].sum(axes: [0]) + x[0].sum(axes: [1])
    }
    #expect(graph.count { if case .sum = $0 { true } else { false } } == 2)
  }

  @Test("arithmetic of constants is done once, when recording")
  func folding() throws {
    let graph = try Self.graph([[3]]) { x in
      let four = try x[0] * Term(0) + Term(4)
      return try x[0] + (Term(2) * Term(3)) + (Term(1) + Term(1)).applying(.exp) + four
    }
    #expect(graph.count { $0 == .map(.exp) } == 0)
    let trace = Trace()
    let x = trace.input([2], witness: nil)
    let ones = try trace.recording(.filled(1, [2]))
    let literals = try trace.finish([try x * (ones + ones).applying(.square)])
    #expect(literals.count { $0 == .add } == 0)
    #expect(literals.count { $0 == .multiply } == 1)
    #expect(try literals.run([Tensor([1, 2])])[0].elements == [4, 8])
  }

  @Test("neutral elements and double operations disappear")
  func simplification() throws {
    let functions: [@Sendable (Term) throws -> Term] = [
      { try $0 + Term(0) }, { try Term(0) + $0 }, { try $0 * Term(1) }, { try Term(1) * $0 },
      { try -(-$0) }, { try $0.transposed().transposed() }, { try .power($0, Term(1)) },
      { try $0.reshaped([6]).reshaped([2, 3]) }, { try $0.permuted([0, 1]) },
      { try $0.sum(axes: []) },
    ]
    for function in functions {
      let graph = try Self.graph([[2, 3]]) { try function($0[0]) }
      #expect(graph.nodes.isEmpty)
      #expect(graph.outputs == [ValueID(index: 0)])
    }
  }

  @Test("a constant is not mistaken for a neutral element of another sign or shape")
  func notSimplified() throws {
    let x = Tensor([1, 2])
    #expect(try Self.graph([[2]]) { try $0[0] - Term(1) }.run([x])[0].elements == [0, 1])
    #expect(try Self.graph([[2]]) { try $0[0] * Term(0) }.run([x])[0].elements == [0, 0])
    let nan = try Self.graph([[2]]) { try $0[0] * Term(0) }.run([Tensor([.nan, .infinity])])[0]
    #expect(nan.elements.allSatisfy { $0.isNaN })
    let wide = try Self.graph([[1]]) { try $0[0] + .filled(0, [3]) }
    #expect(try wide.run([Tensor([5])])[0].elements == [5, 5, 5])
  }

  @Test("nodes no output needs are dropped")
  func pruning() throws {
    let trace = Trace()
    let x = trace.input([2], witness: nil)
    _ = try x.applying(.exp).applying(.sin)
    let graph = try trace.finish([try x.applying(.cos)])
    #expect(graph.nodes.map(\.primitive) == [.map(.cos)])
    let both = try Graph.recording([[2]]) { [try $0[0].applying(.cos), try $0[0].applying(.exp)] }
    #expect(both.selecting(outputs: [1]).nodes.map(\.primitive) == [.map(.exp)])
    #expect(both.selecting(outputs: [1, 0, 1]).outputs.count == 3)
  }

  @Test("eigenvalues alone do not ask for the gaps between them")
  func pruningEigenvectors() throws {
    let graph = try Self.graph([[3, 3]]) { try $0[0].symmetricEigen().values }
    #expect(try graph.jvp().count { $0 == .reciprocalGaps } == 0)
    #expect(try graph.vjp().count { $0 == .reciprocalGaps } == 0)
  }

  @Test("an ill-shaped node cannot be made")
  func shapes() throws {
    #expect(throws: AutodiffError.self) {
      try Self.graph([[2], [3]]) { try Term.apply(.add, $0[0], $0[1]) }
    }
    #expect(throws: AutodiffError.self) {
      try Self.graph([[2, 3], [2, 3]]) { try Term.product($0[0], $0[1]) }
    }
    #expect(throws: AutodiffError.self) { try Self.graph([[2, 3]]) { try $0[0].determinant() } }
    #expect(throws: AutodiffError.self) { try Self.graph([[6]]) { try $0[0].reshaped([4]) } }
  }

  @Test("indices and axes out of range are errors, on known and on traced terms")
  func bounds() throws {
    let attempts: [@Sendable (Term) throws -> Term] = [
      { try $0.row(2) }, { try $0.row(-1) }, { try $0.row(.max) }, { try $0.sum().row(0) },
      { try $0.sliced(2, 0..<1) }, { try $0.sliced(-1, 0..<1) }, { try $0.sliced(0, 1..<4) },
      { try $0.gathered([2], axis: 0) }, { try $0.gathered([-1], axis: 0) },
      { try $0.gathered([0], axis: 5) }, { try $0.sum(axes: [2]) }, { try $0.sum(axes: [0, 0]) },
      { try $0.maximum(axis: 3) }, { try $0.argsorted(axis: -1) }, { try $0.permuted([0]) },
      { try $0.permuted([0, 0]) }, { try $0.broadcast(to: [2]) }, { try $0.broadcast(to: [3, 3]) },
      { try .concatenate([$0, $0.sum()], axis: 0) }, { _ in try .stack([]) },
      { try $0.sliced(starts: [0, 2], ends: [2, 1], steps: [1, 1]) },
      { try $0.sliced(starts: [0, 0], ends: [2, 3], steps: [0, 1]) },
    ]
    let matrix = Term(try Tensor(repeating: 1, shape: [2, 3]))
    for attempt in attempts {
      #expect(throws: AutodiffError.self) { try attempt(matrix) }
      #expect(throws: AutodiffError.self) { try Self.graph([[2, 3]]) { try attempt($0[0]) } }
    }
  }

  @Test("a step beyond the extent takes one element")
  func longStep() throws {
    let graph = try Self.graph([[5]]) {
      try $0[0].sliced(starts: [1], ends: [4], steps: [.max])
    }
    #expect(try graph.run([Tensor([0, 1, 2, 3, 4])])[0].elements == [1])
    #expect(
      try graph.vjp().run([Tensor([0, 1, 2, 3, 4]), Tensor([7])])[0].elements == [0, 7, 0, 0, 0])
  }

  @Test("a captured tensor is an input, a number a constant")
  func captures() throws {
    let weights = Term(Tensor([1, 2, 3]))
    let path = try Path.traced(at: [Term(Tensor([4, 5, 6]))]) { x in
      [try (Term(2) * x[0] * weights + weights).sum()]
    }
    #expect(path.captures.count == 1)
    #expect(path.captures.first?.concrete?.elements == [1, 2, 3])
    #expect(path.graph.inputShapes == [[3], [3]])
    #expect(path.conditions == nil)
  }

  @Test("a captured tensor that is broadcast is captured as it is")
  func capturesBroadcast() throws {
    let bias = Term(Tensor([1, 2, 3]))
    let points = Term(try Tensor(repeating: 1, shape: [5, 3]))
    let path = try Path.traced(at: [points]) { [try Term(3) * $0[0] + bias] }
    #expect(path.graph.inputShapes == [[5, 3], [3]])
  }

  @Test("equal tensors in blocks of their own are inputs of their own")
  func separateCaptures() throws {
    let (a, b) = (Term(Tensor([1, 2])), Term(Tensor([1, 2])))
    let path = try Path.traced(at: [Term(Tensor([4, 5]))]) { [try $0[0] * a + b + a] }
    #expect(path.captures.count == 2)
  }

  @Test("transforms add no inputs of their own")
  func transformsCaptureNothing() throws {
    let graph = try Self.graph([[2, 2], [2]]) { x in
      let scaled = try Term(3) * x[0].applying(.tanh) + .identity(2)
      return try (scaled.inverse() * .identity(2) + x[1].softmax()).sum()
    }
    #expect(try graph.linearized(moving: [0, 1]).inputCount == 4)
    #expect(try graph.jvp().inputCount == 3)
    #expect(try graph.vjp().inputCount == 3)
    #expect(try graph.gradient().inputCount == 2)
    #expect(try graph.hessian().inputCount == 2)
    #expect(try graph.hessian().batched([true, false], size: 4).inputCount == 2)
    #expect(try graph.batched([false, false], size: 4).hessianOfSum().inputCount == 2)
  }

  @Test("sizes that depend on a traced value are refused")
  func dataDependent() throws {
    #expect(throws: AutodiffError.dataDependent(what: "a size")) {
      try Path.traced(at: [Term(3)]) { x in [Term(try x[0].known("a size"))] }
    }
    #expect(throws: AutodiffError.dataDependent(what: "a condition")) {
      try Graph.recording([[]]) { x in [try x[0].decide() ? x[0] : Term(0)] }
    }
  }
}

extension Graph {
  /// The Hessian of the sum of the output.
  fileprivate func hessianOfSum() throws -> Graph {
    try Graph.recording(inputShapes) { [try self($0)[0].sum()] }.hessian()
  }
}
