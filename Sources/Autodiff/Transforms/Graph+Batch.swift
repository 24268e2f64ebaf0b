import Tensors

extension Graph {
  /// The graph over samples: a leading axis of extent `size` on the inputs marked and on every output.
  public func batched(_ isBatched: [Bool], size: Int) throws(AutodiffError) -> Graph {
    typealias Sample = (value: Term, isBatched: Bool)
    let trace = Trace()
    var inputs: [Sample] = []
    for (shape, batched) in zip(inputShapes, isBatched) {
      let full = batched ? try shape.batched(size) : shape
      inputs.append((trace.input(full, witness: nil), batched))
    }
    let outputs = try interpret(inputs) { node, x throws(AutodiffError) -> [Sample] in
      let operands = x.map(\.value)
      if !x.contains(where: \.isBatched) {
        return try trace.apply(node.primitive, operands).map { ($0, false) }
      }
      return try node.primitive.batch(operands, x.map(\.isBatched), size: size).map { ($0, true) }
    }
    var results: [Term] = []
    for output in outputs {
      results.append(
        output.isBatched ? output.value : try output.value.inserted(0, extent: size))
    }
    return try trace.finishClosed(results)
  }
}
