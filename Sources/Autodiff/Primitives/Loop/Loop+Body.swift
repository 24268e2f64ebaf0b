import Tensors

extension Graph {
  /// Which values depend on the inputs marked.
  func dependents(on inputs: [Bool]) -> [Bool] {
    var depends = inputs
    depends.reserveCapacity(shapes.count)
    for node in nodes {
      let result = node.operands.contains { depends[$0.index] }
      for _ in node.results { depends.append(result) }
    }
    return depends
  }

  /// Which inputs a node reads or an output is.
  var usedInputs: [Bool] {
    var used = [Bool](repeating: false, count: inputCount)
    for node in nodes {
      for operand in node.operands where operand.index < inputCount { used[operand.index] = true }
    }
    for output in outputs where output.index < inputCount { used[output.index] = true }
    return used
  }

  /// The same graph with other values as its outputs.
  func answering(_ outputs: [ValueID]) -> Graph {
    Graph.pruned(inputCount: inputCount, nodes: nodes, outputs: outputs, shapes: shapes)
  }

  /// The same graph without the inputs not marked, which it must not use.
  func keepingInputs(_ kept: [Bool]) -> Graph {
    let positions = (0..<inputCount).filter { kept[$0] }
    let dropped = inputCount - positions.count
    if dropped == 0 { return self }
    var renumbered = shapes.indices.map { $0 - dropped }
    for (position, input) in positions.enumerated() { renumbered[input] = position }
    func renamed(_ id: ValueID) -> ValueID { ValueID(index: renumbered[id.index]) }
    return Graph(
      inputCount: positions.count,
      nodes: nodes.map { node in
        Node(
          primitive: node.primitive, operands: node.operands.map(renamed),
          results: node.results.lowerBound - dropped..<node.results.upperBound - dropped)
      },
      outputs: outputs.map(renamed),
      shapes: positions.map { shapes[$0] } + shapes[inputCount...])
  }
}

extension Graph {
  /// A body without what depends on its last inputs alone, which become more such inputs.
  ///
  /// What only rearranges a constant stays in the body, where it costs nothing.
  fileprivate func hoisting(
    _ constants: [Term?], _ apply: (Primitive, [Term]) throws(AutodiffError) -> [Term]
  ) throws(AutodiffError) -> (body: Graph, constants: [Term?]) {
    let firstConstant = inputCount - constants.count
    let changes = dependents(on: (0..<inputCount).map { $0 < firstConstant })
    let hasConstant = dependents(on: (0..<inputCount).map { $0 >= firstConstant })
    let isAlike = nodes.map { !changes[$0.results.lowerBound] }
    func isHoisted(_ node: Node) -> Bool {
      let value = node.results.lowerBound
      return hasConstant[value] && !changes[value] && !node.primitive.isFree
    }
    guard nodes.contains(where: isHoisted) else {
      return (self, constants)
    }
    var outside = [Term?](repeating: nil, count: firstConstant) + constants
    var added = constants
    let trace = Trace()
    var inside = inputShapes.map { Optional(trace.input($0, witness: nil)) }
    /// The value within the body; one that was computed before becomes an input.
    func value(_ id: ValueID) throws(AutodiffError) -> Term {
      if let known = inside[id.index] { return known }
      let input = trace.input(shapes[id.index], witness: nil)
      added.append(outside[id.index])
      inside[id.index] = input
      return input
    }
    for (node, isAlike) in zip(nodes, isAlike) {
      if isAlike {
        let operands = node.operands.compactMap { outside[$0.index] }
        guard operands.count == node.operands.count else {
          preconditionFailure("a body uses an operand that was left out")
        }
        outside += try apply(node.primitive, operands)
      } else {
        outside += node.results.map { _ in nil }
      }
      if isHoisted(node) {
        inside += node.results.map { _ in nil }
      } else {
        var operands: [Term] = []
        for operand in node.operands { operands.append(try value(operand)) }
        inside += try trace.apply(node.primitive, operands)
      }
    }
    var results: [Term] = []
    for output in outputs { results.append(try value(output)) }
    return (try trace.finishClosed(results), added)
  }
}

extension Primitive {
  /// Whether a plan gives the result without computing anything.
  fileprivate var isFree: Bool {
    switch self {
    case .literal, .broadcast, .permute, .reshape, .slice, .stopGradient, .corner: true
    case .add, .negate, .multiply, .contract, .sum, .pad, .concatenate, .gather, .scatterAdd,
      .takeAlong, .scatterAddAlong, .select, .solve, .loop, .map, .combine, .raise, .maximum,
      .argmax, .argsort, .determinant, .logAbsDeterminant, .cholesky, .symmetricEigen,
      .singularValueDecomposition, .reciprocalGaps:
      false
    }
  }
}

extension Loop {
  /// Marks the carries that come to depend on the operands marked, from one round to the next.
  func spread(_ marks: [Bool]) -> [Bool] {
    var marks = marks
    while true {
      let depends = body.dependents(on: [false] + marks)
      let grown = carries.filter { !marks[$0] && depends[body.outputs[$0].index] }
      if grown.isEmpty { return marks }
      for carry in grown { marks[carry] = true }
    }
  }

  /// Applies rounds of a body: what is alike in all rounds is computed once, before them.
  ///
  /// Slices and constants that the body does not use are left out; those may be nil.
  static func apply(
    _ body: Graph, length: Int, _ direction: Direction, carries: [Term], slices: [Term?],
    constants: [Term?]
  ) throws(AutodiffError) -> [Term] {
    let trace = Term.innermostTrace(of: carries + (slices + constants).compactMap { $0 })
    var (body, constants) = (body, constants)
    if length > 0 {
      (body, constants) = try body.hoisting(constants) { primitive, x throws(AutodiffError) in
        guard let trace else { return try Term.apply(primitive, x) }
        return try trace.apply(primitive, x)
      }
    }
    var kept = body.usedInputs
    let firstSlice = Loop.input(of: carries.count)
    for input in 0..<firstSlice { kept[input] = true }
    var operands = carries
    var sliceCount = 0
    for (position, operand) in (slices + constants).enumerated() where kept[firstSlice + position] {
      guard let operand else { preconditionFailure("a body uses an operand that was left out") }
      operands.append(operand)
      if position < slices.count { sliceCount += 1 }
    }
    let loop = Loop(
      body.keepingInputs(kept), length: length, direction, carryCount: carries.count,
      sliceCount: sliceCount)
    return try Term.apply(.loop(loop), operands)
  }

  /// Runs the loop once and keeps what some of its carries were before each round.
  func recording(
    _ kept: [Int], _ x: [Term]
  ) throws(AutodiffError) -> (results: [Term], stacks: [Int: Term]) {
    var outputs = body.outputs
    var positions: [Int: Int] = [:]
    for carry in kept {
      let value = ValueID(index: Self.input(of: carry))
      // A carry that is stacked already is not stacked again.
      let known = stacked.first { outputs[$0] == value }
      positions[carry] = known ?? outputs.count
      if known == nil { outputs.append(value) }
    }
    let loop = Loop(
      body.answering(outputs), length: length, direction, carryCount: carries.count,
      sliceCount: slices.count)
    let results = try Term.apply(.loop(loop), x)
    return (Array(results[..<body.outputs.count]), positions.mapValues { results[$0] })
  }
}
