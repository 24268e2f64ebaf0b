import Tensors

extension Graph {
  /// Runs the graph on values with tangents, nil where a tangent is zero.
  ///
  /// On known terms this is arithmetic of dual numbers; on traced ones it records the derivative.
  func pushingForward(
    _ primals: [Term], _ tangents: [Term?],
    apply: (Primitive, [Term]) throws(AutodiffError) -> [Term] = Term.apply
  ) throws(AutodiffError) -> (values: [Term], tangents: [Term?]) {
    typealias Dual = (value: Term, tangent: Term?)
    let inputs: [Dual] = zip(primals, tangents).map { ($0, $1) }
    let outputs = try interpret(inputs) { node, x throws(AutodiffError) -> [Dual] in
      let operands = x.map(\.value)
      guard x.contains(where: { $0.tangent != nil }) else {
        return try apply(node.primitive, operands).map { ($0, nil) }
      }
      if case .loop(let loop) = node.primitive {
        // Its values come with the record its tangents need, in one run.
        let (results, moved) = try loop.pushingForward(operands, x.map(\.tangent))
        return zip(results, moved).map { ($0, $1) }
      }
      let results = try apply(node.primitive, operands)
      let moved = try node.primitive.linearize(operands, results, x.map(\.tangent))
      return zip(results, moved).map { ($0, $1) }
    }
    return (outputs.map(\.value), outputs.map(\.tangent))
  }

  /// The derivative along a tangent, as a graph.
  ///
  /// *Inputs*: those of this graph, then one tangent for each input in `moving`. *Outputs*: those of
  /// this graph, then a tangent for each, linear in the input tangents.
  public func linearized(moving: [Int]) throws(AutodiffError) -> Graph {
    let trace = Trace()
    let primals = inputShapes.map { trace.input($0, witness: nil) }
    var tangents = [Term?](repeating: nil, count: inputCount)
    for input in moving { tangents[input] = trace.input(inputShapes[input], witness: nil) }
    let (values, moved) = try pushingForward(primals, tangents, apply: trace.apply)
    return try trace.finishClosed(
      values + zip(values, moved).map { $1 ?? .filled(0, $0.shape) })
  }
}
