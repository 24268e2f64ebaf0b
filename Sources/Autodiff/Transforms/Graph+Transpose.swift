import Tensors

extension Graph {
  /// The transpose of a graph that is linear in some of its inputs.
  ///
  /// *Inputs*: the other inputs in order, then a cotangent for each output. *Outputs*: a cotangent
  /// for each input in `linear`, in that order. What does not depend on the linear inputs is run as
  /// it is; the rest is walked backwards once.
  public func transposed(linear: [Int]) throws(AutodiffError) -> Graph {
    let trace = Trace()
    var values = [Term?](repeating: nil, count: shapes.count)
    for (input, shape) in inputShapes.enumerated() where !linear.contains(input) {
      values[input] = trace.input(shape, witness: nil)
    }
    var moving: [Node] = []
    let check = Execution.current.finiteCheck
    let outer = check?.provenance
    defer { check?.provenance = outer }
    for node in nodes {
      try Interruption.check()
      check?.provenance = node.provenance ?? outer
      let operands = node.operands.compactMap { values[$0.index] }
      guard operands.count == node.operands.count else {
        moving.append(node)
        continue
      }
      for (index, value) in zip(node.results, try trace.apply(node.primitive, operands)) {
        values[index] = value
      }
    }
    var cotangents = [Term?](repeating: nil, count: shapes.count)
    for output in outputs {
      let cotangent = trace.input(shapes[output.index], witness: nil)
      cotangents[output.index] = try Term.sum(cotangents[output.index], cotangent)
    }
    for node in moving.reversed() {
      try Interruption.check()
      check?.provenance = node.provenance ?? outer
      let own = Array(cotangents[node.results])
      guard own.contains(where: { $0 != nil }) else { continue }
      let operands = node.operands.map { operand in
        values[operand.index].map(Linear.known) ?? .unknown(shapes[operand.index])
      }
      for (operand, part) in zip(
        node.operands, try node.primitive.transpose(operands, own))
      where values[operand.index] == nil {
        cotangents[operand.index] = try Term.sum(cotangents[operand.index], part)
      }
      for index in node.results { cotangents[index] = nil }
    }
    return try trace.finishClosed(linear.map { cotangents[$0] ?? .filled(0, shapes[$0]) })
  }
}
