import Tensors

extension Trace {
  /// Records rounds of a body as one loop.
  ///
  /// The body is traced once, for the first round: it gets the index, from 0 on, and the carries, and
  /// answers the next carries. What else it uses are constants of the loop. A carry that neither is
  /// nor meets anything traced stays known.
  ///
  /// Answers the final carries; nil when the rounds may differ in what they do: the body met a
  /// condition on what goes round, needed a value, did more than compute, or changed the shape of a carry.
  /// - Throws: what the body throws but for that, and what a round refuses at the point
  ///   traced.
  public static func loop(
    count: Int, carries: [Term], _ body: (_ index: Term, _ carries: [Term]) throws -> [Term]
  ) throws -> [Term]? {
    let trace = Trace()
    let index = trace.input(.scalar, witness: Tensor(0))
    let inputs = carries.map { trace.input($0.shape, witness: $0.witness) }
    let outputs: [Term]
    do {
      outputs = try Reuse.recording { try body(index, inputs) }
    } catch AutodiffError.dataDependent, AutodiffError.notReusable {
      return nil
    }
    guard trace.guards.isEmpty, outputs.map(\.shape) == carries.map(\.shape) else { return nil }
    let graph = try trace.finish(outputs)
    let loop = Loop(graph, length: count, .forward, carryCount: carries.count, sliceCount: 0)
    let operands = carries + trace.captures
    let isTraced = loop.spread(operands.map(\.isTraced))
    return try loop.finishing(operands, isTraced)
  }
}

extension Loop {
  /// The final carries, of which those that are not traced are computed by themselves.
  fileprivate func finishing(_ x: [Term], _ isTraced: [Bool]) throws(AutodiffError) -> [Term] {
    var final = try Self.apply(
      body, length: length, direction, carries: Array(x[carries]), slices: [],
      constants: Array(x[constants]))
    let known = carries.filter { !isTraced[$0] }
    if known.isEmpty || !x.contains(where: \.isTraced) { return final }
    let kept = carries.map { !isTraced[$0] } + constants.map { _ in true }
    let own = try Self.apply(
      body.answering(known.map { body.outputs[$0] }).keepingInputs([true] + kept),
      length: length, direction, carries: known.map { x[$0] }, slices: [],
      constants: constants.map { isTraced[$0] ? nil : x[$0] })
    for (carry, value) in zip(known, own) { final[carry] = value }
    return final
  }
}
