import Tensors

/// A function of points, and derivatives of it, at one point or at every row of many.
///
/// Every question about a map comes through here: the function is traced, the graph is transformed
/// once (`identity` for the value, `Graph.jacobian` for the derivative, …) and run at the point, or
/// batched and run at all of them.
public struct Pointwise: Sendable {
  /// What to make of a function's graph.
  public typealias Transform = @Sendable (Graph) throws(AutodiffError) -> Graph

  private let function: @Sendable (Term) throws -> Term

  /// The points one batch runs at a time, so that intermediate values stay in the cache.
  static let tile = 256

  /// A function from a point to a value.
  public init(_ function: @escaping @Sendable (Term) throws -> Term) {
    self.function = function
  }

  /// The transformed function at one point.
  ///
  /// `extra` are further inputs of the transformed graph, such as a tangent.
  public func at(
    _ point: Term, extra: [Term] = [], _ transform: Transform
  ) throws -> Term {
    let path = try Path.traced(at: [point]) { [try function($0[0])] }
    return try path.run(transform(path.graph), [point], extra: extra)[0]
  }

  /// The transformed function at every row of the leading axis.
  ///
  /// The rows are grouped by the branches they take, each group run by its own path. `extra` are
  /// further inputs of the transformed graph, one row for every point.
  /// - Throws: what the function throws at a row; `.notMatrix` when the points have no rows axis.
  public func atRows(
    _ points: Term, extra: [Term] = [], _ transform: Transform
  ) throws -> Term {
    guard points.rank > 0 else {
      throw AutodiffError.tensor(.notMatrix(operation: "points", shape: points.shape))
    }
    let count = points.shape[0]
    if count == 0 { return try atNoRows(points.shape, transform) }
    var pending = Array(0..<count)
    var order: [Int] = []
    var results: [Term] = []
    while let first = pending.first {
      let point = try points.row(first)
      let path = try Path.traced(at: [point]) { [try function($0[0])] }
      let candidates = pending.count == count ? points : try points.gathered(pending, axis: 0)
      var holds = try path.holds(forRows: candidates)
      // The path was traced here, so it is right here, even where a condition is NaN.
      holds[0] = true
      let members = zip(pending, holds).filter(\.1).map(\.0)
      let graph = try transform(path.graph)
      if members.count == count { return try joined(path.runRows(graph, points, extra: extra)) }
      var own: [Term] = []
      for term in extra { own.append(try term.gathered(members, axis: 0)) }
      let rows = try points.gathered(members, axis: 0)
      results += try path.runRows(graph, rows, extra: own)
      order += members
      pending = zip(pending, holds).filter { !$0.1 }.map(\.0)
    }
    var inverse = order
    for (position, row) in order.enumerated() { inverse[row] = position }
    return try joined(results).gathered(inverse, axis: 0)
  }

  /// What no rows give: a tensor without elements, whose shape is found by tracing anywhere.
  private func atNoRows(_ shape: Shape, _ transform: Transform) throws -> Term {
    let point = Term.filled(0.5, Shape(Array(shape.dims.dropFirst())))
    let path = try Path.traced(at: [point]) { [try function($0[0])] }
    return .filled(0, Shape([0] + (try transform(path.graph)).outputShapes[0].dims))
  }

  private func joined(_ parts: [Term]) throws(AutodiffError) -> Term {
    try Term.concatenate(parts, axis: 0)
  }
}

extension Path {
  /// Runs a derived graph at rows that all take this path: in tiles, or at once while being traced.
  fileprivate func runRows(
    _ derived: Graph, _ rows: Term, extra: [Term]
  ) throws(AutodiffError) -> [Term] {
    let count = rows.shape[0]
    let tile = rows.isTraced ? count : min(count, Pointwise.tile)
    let marks =
      [true] + [Bool](repeating: false, count: captures.count)
      + [Bool](repeating: true, count: extra.count)
    let full = try derived.batched(marks, size: tile)
    var results: [Term] = []
    for start in stride(from: 0, to: count, by: tile) {
      let range = start..<min(start + tile, count)
      let graph = range.count == tile ? full : try derived.batched(marks, size: range.count)
      var operands = [try rows.sliced(0, range)] + captures
      for term in extra { operands.append(try term.sliced(0, range)) }
      results.append(try graph(operands)[0])
    }
    return results
  }
}
