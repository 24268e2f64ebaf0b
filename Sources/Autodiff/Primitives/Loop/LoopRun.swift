public import Tensors

/// A loop under way: what the next round starts with, and what the rounds have given.
public struct LoopRun {
  private let loop: Loop
  private let stacks: ArraySlice<Tensor>
  private let constants: ArraySlice<Tensor>
  private var carries: [Tensor]
  private var results: [Tensor]
  private var round = 0

  /// Begins a loop; the memory for its stacked results is taken at once.
  ///
  /// - Throws: operands that do not fit; `.tooLarge` or `.outOfMemory`.
  public init(_ loop: Loop, _ operands: [Tensor]) throws(AutodiffError) {
    let results = try reporting { () throws(TensorError) in
      var results: [Tensor] = []
      for shape in try loop.shapes(operands.map(\.shape)).dropFirst(loop.carries.count) {
        results.append(try Tensor(repeating: 0, shape: shape))
      }
      return results
    }
    self.loop = loop
    self.results = results
    carries = Array(operands[loop.carries])
    stacks = operands[loop.slices]
    constants = operands[loop.constants]
  }

  /// The inputs of the body in the next round; nil when the loop is over.
  ///
  /// - Throws: `.interrupted`; `.outOfMemory`.
  public func inputs() throws(AutodiffError) -> [Tensor]? {
    guard round < loop.length else { return nil }
    try Interruption.check()
    let index = loop.index(ofRound: round)
    var inputs = [Tensor(Double(index))]
    inputs.reserveCapacity(loop.body.inputCount)
    inputs += carries
    for stack in stacks {
      inputs.append(try reporting { () throws(TensorError) in try stack.row(index) })
    }
    inputs += constants
    return inputs
  }

  /// Ends the round with the outputs of the body.
  public mutating func end(with outputs: [Tensor]) throws(AutodiffError) {
    let index = loop.index(ofRound: round)
    carries = Array(outputs[loop.carries])
    for (position, output) in loop.stacked.enumerated() {
      do { try results[position].setRow(index, to: outputs[output]) } catch { throw .tensor(error) }
    }
    round += 1
  }

  /// The results of the loop, once it is over.
  public var values: [Tensor] { carries + results }
}

extension Loop {
  /// Runs the loop.
  ///
  /// - Throws: what the body's kernels refuse; `.interrupted`; `.tooLarge` or `.outOfMemory`.
  func evaluate(_ x: [Tensor]) throws(AutodiffError) -> [Tensor] {
    var run = try LoopRun(self, x)
    var body = try PreparedBody(self, x)
    while let inputs = try run.inputs() { try run.end(with: body.run(inputs)) }
    return run.values
  }
}

/// A body of which what every round would compute alike has been computed.
private struct PreparedBody {
  private let nodes: [Graph.Node]
  /// For each node, the values no later node reads.
  private let finished: [[Int]]
  private let outputs: [ValueID]
  private var values: [Tensor?]

  init(_ loop: Loop, _ x: [Tensor]) throws(AutodiffError) {
    let body = loop.body
    let changes = body.dependents(
      on: [true] + loop.operands.map { !loop.constants.contains($0) })
    var values = [Tensor?](repeating: nil, count: body.shapes.count)
    for operand in loop.constants { values[Loop.input(of: operand)] = x[operand] }
    var nodes: [Graph.Node] = []
    // A loop without rounds computes nothing.
    for node in body.nodes where loop.length > 0 {
      guard !changes[node.results.lowerBound] else {
        nodes.append(node)
        continue
      }
      let operands = node.operands.compactMap { values[$0.index] }
      for (index, value) in zip(node.results, try node.primitive.evaluate(operands)) {
        values[index] = value
      }
    }
    var seen = [Bool](repeating: false, count: body.shapes.count)
    for output in body.outputs { seen[output.index] = true }
    var finished: [[Int]] = []
    for node in nodes.reversed() {
      let last = Set(node.operands.map(\.index)).filter { !seen[$0] && changes[$0] }
      for index in last { seen[index] = true }
      finished.append(Array(last))
    }
    self.values = values
    self.nodes = nodes
    self.finished = finished.reversed()
    outputs = body.outputs
  }

  mutating func run(_ inputs: [Tensor]) throws(AutodiffError) -> [Tensor] {
    for (index, input) in inputs.enumerated() { values[index] = input }
    var operands: [Tensor] = []
    for (node, finished) in zip(nodes, finished) {
      try Interruption.check()
      operands.removeAll(keepingCapacity: true)
      for operand in node.operands {
        if let value = values[operand.index] { operands.append(value) }
      }
      for index in finished { values[index] = nil }
      for (index, value) in zip(node.results, try node.primitive.evaluate(operands)) {
        values[index] = value
      }
    }
    return outputs.compactMap { values[$0.index] }
  }
}
