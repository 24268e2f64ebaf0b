import Tensors

extension Graph {
  /// The same computation without loops: every round written out.
  ///
  /// - Throws: `.graphTooLarge`.
  package func unrolled() throws(AutodiffError) -> Graph {
    guard nodes.contains(where: { $0.primitive.isLoop }) else { return self }
    let trace = Trace()
    let inputs = inputShapes.map { trace.input($0, witness: nil) }
    let outputs = try interpret(inputs) { node, x throws(AutodiffError) -> [Term] in
      guard case .loop(let loop) = node.primitive else {
        return try trace.apply(node.primitive, x)
      }
      return try loop.writtenOut(x, in: trace)
    }
    return try trace.finishClosed(outputs)
  }
}

extension Loop {
  /// The results of all rounds, recorded one after another.
  fileprivate func writtenOut(
    _ x: [Term], in trace: Trace
  ) throws(AutodiffError) -> [Term] {
    let body = try body.unrolled()
    var carried = Array(x[carries])
    var rows = [[Term?]](
      repeating: [Term?](repeating: nil, count: length), count: stacked.count)
    for round in 0..<length {
      try Interruption.check()
      let index = index(ofRound: round)
      var inputs = [try trace.constant(.filled(Double(index), .scalar))] + carried
      for operand in slices { inputs.append(try x[operand].row(index)) }
      inputs += x[constants]
      let outputs = try body.recorded(in: trace, inputs)
      carried = Array(outputs[..<carries.count])
      for (position, output) in outputs[stacked].enumerated() { rows[position][index] = output }
    }
    var results = carried
    for row in rows { results.append(try Term.stack(row.compactMap { $0 })) }
    return results
  }
}

extension Primitive {
  fileprivate var isLoop: Bool {
    if case .loop = self { return true }
    return false
  }
}
