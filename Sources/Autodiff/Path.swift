import Tensors

/// The straight line a function took at one point: its graph, and the conditions it met on the way.
///
/// A function with branches is traced at a point. Its path is right wherever every condition goes the
/// same way; elsewhere the function is traced again. So only a branch that is taken is ever computed,
/// and the derivative is that of the branch taken.
public struct Path: Sendable {
  /// The function's outputs from the arguments, then the captures.
  public let graph: Graph
  /// The conditions from the same inputs; nil where there were none.
  let conditions: Graph?
  /// Which way each condition went.
  let expected: [Bool]
  /// Whether no condition was met, so that the graph is the function everywhere.
  public var isStraight: Bool { conditions == nil }
  /// What the function used besides its arguments.
  public let captures: [Term]

  /// Traces a function at the values its arguments have.
  ///
  /// - Throws: what the function throws.
  public static func traced(
    at arguments: [Term], _ function: ([Term]) throws -> [Term]
  ) throws -> Path {
    let trace = Trace()
    let inputs = arguments.map { trace.input($0.shape, witness: $0.witness) }
    let outputs = try function(inputs)
    // Finishing lifts the outputs, which may capture more: the captures are read afterwards.
    let graph = try trace.finish(outputs)
    return Path(
      graph: graph, conditions: trace.finishConditions(), expected: trace.guards.map(\.holds),
      captures: trace.captures)
  }

  /// Runs a graph derived from this path at arguments for which the path is right.
  ///
  /// `extra` are inputs the derived graph has after this path's, such as a tangent. Where the
  /// arguments are being traced themselves, the path's conditions become guards of that trace.
  public func run(
    _ derived: Graph, _ arguments: [Term], extra: [Term] = []
  ) throws(AutodiffError) -> [Term] {
    let operands = arguments + captures
    if let conditions, operands.contains(where: \.isTraced) {
      for condition in try conditions(operands) { _ = try condition.decide() }
    }
    return try derived(operands + extra)
  }

  /// Which inputs of the graph have a row for every point: the first.
  var marks: [Bool] {
    [true] + [Bool](repeating: false, count: graph.inputCount - 1)
  }
}
