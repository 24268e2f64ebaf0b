import Tensors

/// The order in which the chain rule's product of Jacobians is multiplied out.
public enum JacobianOrder: Hashable, Sendable {
  /// From the input on: one tangent for each of its numbers.
  case forward
  /// From the output back: one cotangent for each of its numbers.
  case reverse
  /// J = J₂ J₁ at a value through which everything passes: backwards below it, forwards above.
  case cut(at: ValueID)
}

/// The Jacobian of output 0 with respect to input 0 of a graph.
extension Graph {
  /// The Jacobian, in the order that costs the fewest operations.
  ///
  /// *Output*: the output's axes, then those of input 0.
  public func jacobian() throws(AutodiffError) -> Graph {
    try jacobian(JacobianCost(self).cheapest)
  }

  /// The Jacobian in a given order.
  public func jacobian(_ order: JacobianOrder) throws(AutodiffError) -> Graph {
    let source = inputShapes[0]
    let target = outputShapes[0]
    let shape = try reporting { () throws(TensorError) in
      try Shape.checked(target.dims + source.dims)
    }
    let trace = Trace()
    let inputs = inputShapes.map { trace.input($0, witness: nil) }
    let result: Term
    switch order {
    case .forward:
      let product = try jvp().overUnits(source, in: trace, inputs)
      result = try product.permuted(Array(1..<product.rank) + [0])
    case .reverse: result = try vjp().overUnits(target, in: trace, inputs)
    case .cut(let value): result = try cutJacobian(at: value, in: trace, inputs)
    }
    return try trace.finishClosed([result.reshaped(shape)])
  }

  /// The results of a graph for every unit vector in place of its last input.
  ///
  /// *Shapes*: `[units, …]`.
  func overUnits(
    _ unit: Shape, in trace: Trace, _ inputs: [Term]
  ) throws(AutodiffError) -> Term {
    let marks = [Bool](repeating: false, count: inputCount - 1) + [true]
    let all = try reporting { () throws(TensorError) in
      try Shape.checked([unit.count] + unit.dims)
    }
    let units = try trace.constant(.identity(unit.count)).reshaped(all)
    return try batched(marks, size: unit.count).recorded(in: trace, inputs + [units])[0]
  }

  private func cutJacobian(
    at value: ValueID, in trace: Trace, _ inputs: [Term]
  ) throws(AutodiffError) -> Term {
    let below = Graph.pruned(
      inputCount: inputCount, nodes: nodes, outputs: [value], shapes: shapes)
    let above = try startingAt(value)
    let middle = try below.recorded(in: trace, inputs)[0]
    let lower = try below.jacobian(below.plainOrder).recorded(in: trace, inputs)[0]
    let upper = try above.jacobian(above.plainOrder)
      .recorded(in: trace, [middle] + inputs)[0]
    let (m, b, n) = (outputShapes[0].count, middle.shape.count, inputShapes[0].count)
    return try Term.matrixProduct(upper.reshaped([m, b]), lower.reshaped([b, n]))
  }

  /// Forward or reverse, whichever costs less.
  private var plainOrder: JacobianOrder {
    let cost = JacobianCost(self)
    return cost.forward <= cost.reverse ? .forward : .reverse
  }

  /// The graph from a value on: it is input 0, and the inputs of this graph follow.
  private func startingAt(_ value: ValueID) throws(AutodiffError) -> Graph {
    let trace = Trace()
    let start = trace.input(shapes[value.index], witness: nil)
    var values = inputShapes.map { Optional(trace.input($0, witness: nil)) }
    let check = Execution.current.finiteCheck
    let outer = check?.provenance
    defer { check?.provenance = outer }
    for node in nodes {
      check?.provenance = node.provenance ?? outer
      var operands: [Term] = []
      for id in node.operands {
        let known = id == value ? start : values[id.index]
        guard let known else { break }
        operands.append(known)
      }
      let isComplete = operands.count == node.operands.count
      // What lies below the cut is not needed, and depends on what is not there.
      let results = isComplete ? try trace.apply(node.primitive, operands) : []
      for index in node.results {
        values.append(isComplete ? results[index - node.results.lowerBound] : nil)
      }
    }
    let output = outputs[0] == value ? start : values[outputs[0].index]
    return try trace.finishClosed([output ?? start])
  }
}
