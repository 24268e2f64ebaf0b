public import Tensors

/// A graph made ready to run: instructions on one arena, without a decision left to take.
///
/// A plan is immutable and may be run by several threads at once, each in a workspace of its own.
public final class Plan: Sendable {
  /// One step of a run.
  enum Instruction: Sendable {
    case chain(ElementwiseChain)
    case product(StridedProduct, BlockAddress, BlockAddress, BlockAddress)
    case transfer(StridedTransfer, BlockAddress, BlockAddress)
    case zeros(BlockAddress, count: Int)
    case sum(BlockSum, BlockAddress, BlockAddress)
    case evaluate(Evaluation)
  }

  private let instructions: [Instruction]
  private let constants: Tensor
  private let arenaExtent: Int
  private let scratchCount: Int
  private let inputCount: Int
  /// The shapes of the results.
  let outputShapes: [Shape]

  init(
    instructions: [Instruction], constants: [Double], arenaExtent: Int, scratchCount: Int,
    inputCount: Int, outputShapes: [Shape]
  ) {
    self.instructions = instructions
    self.constants = Tensor(constants)
    self.arenaExtent = arenaExtent
    self.scratchCount = scratchCount
    self.inputCount = inputCount
    self.outputShapes = outputShapes
  }

  /// Plans a graph.
  ///
  /// - Throws: a literal too large for memory.
  public static func make(_ graph: Graph) throws(AutodiffError) -> Plan {
    try Planner(graph).plan(graph)
  }

  /// The elements of memory a run needs besides its inputs and outputs.
  var workspaceCount: Int { arenaExtent + scratchCount }

  /// Runs the plan.
  ///
  /// - Throws: what a kernel refuses; `.interrupted`; memory errors.
  public func callAsFunction(_ inputs: [Tensor]) throws(AutodiffError) -> [Tensor] {
    precondition(inputs.count == inputCount, "a plan is run with as many values as it has inputs")
    var outputs: [Tensor] = []
    outputs.reserveCapacity(outputShapes.count)
    for shape in outputShapes {
      outputs.append(
        try reporting { () throws(TensorError) in try Tensor.uninitialized(shape) })
    }
    let workspace = try takeWorkspace()
    defer { putBack(workspace) }
    var bases = [workspace.base, constants.base]
    bases.reserveCapacity(2 + inputs.count + outputs.count)
    for tensor in inputs { bases.append(tensor.base) }
    for tensor in outputs { bases.append(tensor.base) }
    defer { withExtendedLifetime(inputs) {} }
    try run(bases, workspace)
    return outputs
  }

  /// A part of a tensor that a run reads or writes as one of its blocks.
  struct BlockSource {
    let tensor: Tensor
    let offset: Int
  }

  /// Memory to run in, which is given back by `putBack`.
  func takeWorkspace() throws(AutodiffError) -> Workspace {
    try Execution.current.cache.workspaces.take(workspaceCount)
  }

  func putBack(_ workspace: Workspace) { Execution.current.cache.workspaces.putBack(workspace) }

  /// Runs the plan on parts of tensors, which the caller keeps alive.
  func run(
    _ inputs: [BlockSource], _ outputs: [BlockSource], _ workspace: Workspace
  ) throws(AutodiffError) {
    var bases = [workspace.base, constants.base]
    bases.reserveCapacity(2 + inputs.count + outputs.count)
    for source in inputs { bases.append(source.tensor.base + source.offset) }
    for source in outputs { bases.append(source.tensor.base + source.offset) }
    try run(bases, workspace)
  }

  private func run(
    _ bases: [UnsafeMutablePointer<Double>], _ workspace: Workspace
  ) throws(AutodiffError) {
    let execution = Execution.current
    let scratch = workspace.base + arenaExtent
    try bases.withUnsafeBufferPointer { pointer throws(AutodiffError) in
      guard let blocks = pointer.baseAddress else { return }
      for instruction in instructions {
        try execution.check()
        try instruction.run(blocks, scratch, execution)
      }
    }
  }
}

extension Plan.Instruction {
  fileprivate func run(
    _ blocks: BlockBases, _ scratch: UnsafeMutablePointer<Double>, _ execution: Execution
  ) throws(AutodiffError) {
    switch self {
    case .chain(let chain):
      try chain.run(blocks, scratch: scratch) { () throws(AutodiffError) in
        try execution.check()
      }
    case .product(let product, let a, let b, let c):
      try product.run(blocks[a], blocks[b], into: blocks[c]) { () throws(AutodiffError) in
        try execution.check()
      }
    case .transfer(let transfer, let source, let target):
      transfer.run(blocks[source], into: blocks[target])
    case .zeros(let target, let count): blocks[target].update(repeating: 0, count: count)
    case .sum(let sum, let source, let target): sum.run(blocks[source], into: blocks[target])
    case .evaluate(let evaluation): try evaluation.run(blocks)
    }
  }
}
