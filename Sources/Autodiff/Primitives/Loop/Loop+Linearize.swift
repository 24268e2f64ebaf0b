import Tensors

extension Loop {
  /// The results and their tangents, nil where zero.
  ///
  /// The tangents of the carries go round in a loop of their own, whose body is the linearized one.
  /// It needs what the carries were before each round, so the loop is run recording them.
  func pushingForward(
    _ x: [Term], _ d: [Term?]
  ) throws(AutodiffError) -> (results: [Term], tangents: [Term?]) {
    let moves = spread(d.map { $0 != nil })
    let (tangentBody, movingResults) = try linearizedBody(moves)
    let used = tangentBody.usedInputs
    let movingCarries = carries.filter { moves[$0] }
    let firstSlice = Self.input(of: movingCarries.count)
    let kept = carries.filter { used[firstSlice + $0] }
    let (results, stacks) = try recording(kept, x)
    func tangents(_ operands: Range<Int>) -> [Term] {
      operands.filter { moves[$0] }.map { d[$0] ?? .filled(0, x[$0].shape) }
    }
    let known = carries.map { stacks[$0] } + x[slices].map(Optional.some)
    let moved = try Self.apply(
      tangentBody, length: length, direction, carries: tangents(carries),
      slices: known + tangents(slices),
      constants: x[constants] + tangents(constants))
    var answer = [Term?](repeating: nil, count: body.outputs.count)
    for (output, tangent) in zip(movingCarries + movingResults, moved) { answer[output] = tangent }
    return (results, answer)
  }

  /// The body of the loop of tangents, and which stacked results have one.
  ///
  /// *Inputs*: index; tangents of the moving carries; carries, slices, tangents of the moving slices;
  /// constants, tangents of the moving constants. *Outputs*: tangents of the moving carries, tangents
  /// of the results that move.
  private func linearizedBody(
    _ moves: [Bool]
  ) throws(AutodiffError) -> (body: Graph, movingResults: [Int]) {
    let trace = Trace()
    var primals = [Term?](repeating: nil, count: body.inputCount)
    var tangents = primals
    func addPrimals(_ operands: Range<Int>) {
      for input in operands.map(Self.input) {
        primals[input] = trace.input(body.shapes[input], witness: nil)
      }
    }
    func addTangents(_ operands: Range<Int>) {
      for operand in operands where moves[operand] {
        let input = Self.input(of: operand)
        tangents[input] = trace.input(body.shapes[input], witness: nil)
      }
    }
    primals[0] = trace.input(.scalar, witness: nil)
    addTangents(carries)
    addPrimals(carries)
    addPrimals(slices)
    addTangents(slices)
    addPrimals(constants)
    addTangents(constants)
    let (_, moved) = try body.pushingForward(
      primals.compactMap { $0 }, tangents, apply: trace.apply)
    var outputs: [Term] = []
    for carry in carries where moves[carry] {
      outputs.append(moved[carry] ?? .filled(0, body.outputShapes[carry]))
    }
    let movingResults = stacked.filter { moved[$0] != nil }
    outputs += movingResults.compactMap { moved[$0] }
    return (try trace.finishClosed(outputs), movingResults)
  }
}
