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

  /// For each row of the leading axis of the first argument, whether every condition goes this way.
  func holds(forRows points: Term) throws(AutodiffError) -> [Bool] {
    let count = points.shape[0]
    guard let conditions else { return [Bool](repeating: true, count: count) }
    do {
      return try holds(conditions, forRows: points)
    } catch .interrupted {
      throw .interrupted
    } catch {
      // A row that leaves the path may fail at a condition met later, which alone it never meets.
      // If it fails on the path, it will say so when it is traced itself.
      if count == 1 { return [false] }
      let half = count / 2
      return try holds(forRows: points.sliced(0, 0..<half))
        + holds(forRows: points.sliced(0, half..<count))
    }
  }

  private func holds(
    _ conditions: Graph, forRows points: Term
  ) throws(AutodiffError) -> [Bool] {
    let count = points.shape[0]
    let marks = [true] + [Bool](repeating: false, count: captures.count)
    let batched = try conditions.batched(marks, size: count)
    var holds = [Bool](repeating: true, count: count)
    for (condition, expected) in zip(try batched([points] + captures), expected) {
      guard let values = condition.witness else { throw .dataDependent(what: "a condition") }
      for row in 0..<count where (values[flat: row] != 0) != expected { holds[row] = false }
      guard condition.isTraced else { continue }
      // The rows are split as they fall now; the outer trace is right while they fall the same way.
      for row in 0..<count { _ = try condition.row(row).decide() }
    }
    return holds
  }
}
