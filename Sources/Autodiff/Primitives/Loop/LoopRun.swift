public import Tensors

/// A loop under way: what the next round starts with, and what the rounds have given.
public struct LoopRun {
  private let loop: Loop
  private let stacks: ArraySlice<Tensor>
  private let constants: ArraySlice<Tensor>
  private var carries: [Tensor]
  private var results: [Tensor]
  private var round = 0

  /// Begins a loop; the memory for its stacked results is taken at once.
  ///
  /// - Throws: operands that do not fit; `.tooLarge` or `.outOfMemory`.
  public init(_ loop: Loop, _ operands: [Tensor]) throws(AutodiffError) {
    let results = try reporting { () throws(TensorError) in
      var results: [Tensor] = []
      for shape in try loop.shapes(operands.map(\.shape)).dropFirst(loop.carries.count) {
        results.append(try Tensor(repeating: 0, shape: shape))
      }
      return results
    }
    self.loop = loop
    self.results = results
    carries = Array(operands[loop.carries])
    stacks = operands[loop.slices]
    constants = operands[loop.constants]
  }

  /// The inputs of the body in the next round; nil when the loop is over.
  ///
  /// - Throws: `.interrupted`; `.outOfMemory`.
  public func inputs() throws(AutodiffError) -> [Tensor]? {
    guard round < loop.length else { return nil }
    try Interruption.check()
    let index = loop.index(ofRound: round)
    var inputs = [Tensor(Double(index))]
    inputs.reserveCapacity(loop.body.inputCount)
    inputs += carries
    for stack in stacks {
      inputs.append(try reporting { () throws(TensorError) in try stack.row(index) })
    }
    inputs += constants
    return inputs
  }

  /// Ends the round with the outputs of the body.
  public mutating func end(with outputs: [Tensor]) throws(AutodiffError) {
    let index = loop.index(ofRound: round)
    carries = Array(outputs[loop.carries])
    for (position, output) in loop.stacked.enumerated() {
      do { try results[position].setRow(index, to: outputs[output]) } catch { throw .tensor(error) }
    }
    round += 1
  }

  /// The results of the loop, once it is over.
  public var values: [Tensor] { carries + results }
}
