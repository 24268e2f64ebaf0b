import Tensors

extension Loop {
  /// Runs the loop: the body is planned once and run in every round, on two sets of carries in turn.
  ///
  /// Slices are read and results written where they are in their stacks.
  /// - Throws: what the body's kernels refuse; `.interrupted`; `.tooLarge` or `.outOfMemory`.
  func evaluate(_ x: [Tensor]) throws(AutodiffError) -> [Tensor] {
    let resultShapes = try reporting { () throws(TensorError) in try shapes(x.map(\.shape)) }
    if length == 0 { return try Loop.tensors(resultShapes, startingWith: Array(x[carries])) }
    let plan = try self.plan()
    let workspace = try plan.takeWorkspace()
    defer { plan.putBack(workspace) }
    let counter = try Loop.tensors([.scalar])
    // What a round starts with stays as it is while the round runs.
    let sets = [
      try Loop.tensors(Array(resultShapes[carries])),
      try Loop.tensors(Array(resultShapes[carries])),
    ]
    let results = try Loop.tensors(Array(resultShapes[carries.upperBound...]))
    var current = Array(x[carries])
    let rows = slices.map { body.shapes[Self.input(of: $0)].count }
    let resultRows = stacked.map { body.outputShapes[$0].count }
    var inputs: [Plan.BlockSource] = []
    var outputs: [Plan.BlockSource] = []
    for round in 0..<length {
      try Interruption.check()
      let index = self.index(ofRound: round)
      counter[0].base.pointee = Double(index)
      inputs.removeAll(keepingCapacity: true)
      inputs.append(.init(tensor: counter[0], offset: 0))
      for carry in current { inputs.append(.init(tensor: carry, offset: 0)) }
      for (slice, row) in zip(slices, rows) {
        inputs.append(.init(tensor: x[slice], offset: index * row))
      }
      for constant in constants { inputs.append(.init(tensor: x[constant], offset: 0)) }
      outputs.removeAll(keepingCapacity: true)
      for carry in sets[round % 2] { outputs.append(.init(tensor: carry, offset: 0)) }
      for (result, row) in zip(results, resultRows) {
        outputs.append(.init(tensor: result, offset: index * row))
      }
      try plan.run(inputs, outputs, workspace)
      current = sets[round % 2]
    }
    return current + results
  }

  /// Tensors of the shapes whose elements are not yet set, after some that are given.
  private static func tensors(
    _ shapes: [Shape], startingWith given: [Tensor] = []
  ) throws(AutodiffError) -> [Tensor] {
    var tensors = given
    for shape in shapes[given.count...] {
      tensors.append(
        try reporting { () throws(TensorError) in try Tensor.uninitialized(shape) })
    }
    return tensors
  }
}
