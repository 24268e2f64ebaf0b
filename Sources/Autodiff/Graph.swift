public import Tensors

/// A value of a graph: an input or a result of one of its nodes.
public struct ValueID: Hashable, Sendable {
  /// The position among the graph's values, inputs first.
  public let index: Int
}

/// A computation over tensors of known shapes, in static single assignment form.
///
/// Values are numbered: the inputs first, then the results of the nodes in order. A node's operands
/// come before its results, so one pass from the first node to the last runs the graph. Graphs are
/// pure: what a program captured is an input of the graph, and only numbers and literals such as the
/// identity matrix are constants.
public struct Graph: Sendable {
  /// One application of a primitive.
  public struct Node: Sendable {
    /// What is applied.
    public let primitive: Primitive
    /// To what.
    public let operands: [ValueID]
    /// The positions of its results among the graph's values.
    public let results: Range<Int>
    /// The operation of the program it was recorded or derived from, in work that is checked.
    var provenance: Int?

    /// The same node among other values.
    func renumbered(operands: [ValueID], results: Range<Int>) -> Node {
      Node(
        primitive: primitive, operands: operands, results: results, provenance: provenance)
    }
  }

  /// The number of inputs; they are the first values.
  public let inputCount: Int
  /// The nodes in an order that runs.
  public let nodes: [Node]
  /// The values the graph answers.
  public let outputs: [ValueID]
  /// The shape of every value.
  package let shapes: [Shape]
  /// For every value, the position of the last node that reads it; outputs are never done with.
  private let lastUses: [Int]

  init(inputCount: Int, nodes: [Node], outputs: [ValueID], shapes: [Shape]) {
    self.inputCount = inputCount
    self.nodes = nodes
    self.outputs = outputs
    self.shapes = shapes
    var lastUses = [Int](repeating: -1, count: shapes.count)
    for (position, node) in nodes.enumerated() {
      for operand in node.operands { lastUses[operand.index] = position }
    }
    for output in outputs { lastUses[output.index] = nodes.count }
    self.lastUses = lastUses
    assert(isWellFormed, "a transform made an ill-formed graph")
  }

  /// The shapes of the inputs.
  public var inputShapes: [Shape] { Array(shapes[..<inputCount]) }

  /// The shapes of the outputs.
  public var outputShapes: [Shape] { outputs.map { shapes[$0.index] } }

  /// Whether operands precede results, numbering is dense and every shape is what its rule says.
  var isWellFormed: Bool {
    var next = inputCount
    for node in nodes {
      guard node.results.lowerBound == next, node.operands.allSatisfy({ $0.index < next }),
        let found = try? node.primitive.shapes(node.operands.map { shapes[$0.index] }),
        found == Array(shapes[node.results])
      else { return false }
      next = node.results.upperBound
    }
    return next == shapes.count && outputs.allSatisfy { $0.index < next }
  }

  /// Walks the graph with any kind of value: the one loop behind running it and transforming it.
  ///
  /// A value is dropped after the last node that reads it.
  ///
  /// *Complexity*: O(nodes) steps.
  func interpret<Value>(
    _ inputs: [Value],
    step: (Node, [Value]) throws(AutodiffError) -> [Value]
  ) throws(AutodiffError) -> [Value] {
    precondition(inputs.count == inputCount, "a graph is run with as many values as it has inputs")
    var values: [Value?] = inputs
    values.reserveCapacity(shapes.count)
    var operands: [Value] = []
    let check = Execution.current.finiteCheck
    let outer = check?.provenance
    defer { check?.provenance = outer }
    for (position, node) in nodes.enumerated() {
      try Interruption.check()
      check?.provenance = node.provenance ?? outer
      operands.removeAll(keepingCapacity: true)
      for id in node.operands {
        guard let value = values[id.index] else { preconditionFailure("a value was dropped early") }
        operands.append(value)
      }
      for id in node.operands where lastUses[id.index] == position { values[id.index] = nil }
      for result in try step(node, operands) { values.append(result) }
      for index in node.results where lastUses[index] < 0 { values[index] = nil }
    }
    return outputs.map { id in
      guard let value = values[id.index] else { preconditionFailure("an output was dropped") }
      return value
    }
  }

  /// Runs the graph: computes where the operands are known, records where they are traced.
  ///
  /// - Throws: what a node's kernel refuses; `.interrupted`.
  public func callAsFunction(_ operands: [Term]) throws(AutodiffError) -> [Term] {
    try interpret(operands) { node, x throws(AutodiffError) in
      try Term.apply(node.primitive, x)
    }
  }

  /// Records the graph in a trace, its literals included, as part of a transform.
  func recorded(in trace: Trace, _ operands: [Term]) throws(AutodiffError) -> [Term] {
    try interpret(operands) { node, x throws(AutodiffError) in
      try trace.apply(node.primitive, x)
    }
  }

  /// The same graph answering only some of its outputs, without the nodes they do not need.
  public func selecting(outputs positions: [Int]) -> Graph {
    Graph.pruned(
      inputCount: inputCount, nodes: nodes, outputs: positions.map { outputs[$0] }, shapes: shapes)
  }

  /// A graph without the nodes its outputs do not need.
  static func pruned(
    inputCount: Int, nodes: [Node], outputs: [ValueID], shapes: [Shape]
  ) -> Graph {
    var needed = [Bool](repeating: false, count: shapes.count)
    for output in outputs { needed[output.index] = true }
    for node in nodes.reversed() where node.results.contains(where: { needed[$0] }) {
      for operand in node.operands { needed[operand.index] = true }
    }
    var renumbered = Array(0..<shapes.count)
    var kept: [Node] = []
    var keptShapes = Array(shapes[..<inputCount])
    for node in nodes where node.results.contains(where: { needed[$0] }) {
      let first = keptShapes.count
      for (offset, index) in node.results.enumerated() {
        renumbered[index] = first + offset
        keptShapes.append(shapes[index])
      }
      kept.append(
        node.renumbered(
          operands: node.operands.map { ValueID(index: renumbered[$0.index]) },
          results: first..<keptShapes.count))
    }
    return Graph(
      inputCount: inputCount, nodes: kept,
      outputs: outputs.map { ValueID(index: renumbered[$0.index]) }, shapes: keptShapes)
  }
}
