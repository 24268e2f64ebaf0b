import Synchronization
import Tensors

/// A path with everything derived from it so far: transformed graphs, batched graphs, plans.
final class CachedPath: Sendable {
  /// Which graph of a path: what was made of the function, and over how many rows.
  struct Key: Hashable {
    let transform: Transform
    /// The extent of the batch; nil for one point.
    let rows: Int?
    /// How many inputs the transform has after the path's own.
    let extras: Int
  }

  private static let planLimit = 32

  let path: Path
  private let graphs = Mutex<[Key: Graph]>([:])
  private let plans = Mutex<[Key: Plan]>([:])
  private let conditionPlans = Mutex<[Int: Plan]>([:])

  /// How many numbers the path captured itself.
  let elementCount: Int

  init(_ path: Path) {
    self.path = path
    elementCount = path.captures.reduce(0) { $0 + $1.shape.count }
  }

  /// Checks that further inputs, such as a tangent, are shaped as the transform needs them at a point.
  ///
  /// - Throws: `.shapeMismatch` with the shape it needs.
  func check(_ extras: [Shape], _ transform: Transform) throws(AutodiffError) {
    let single = try graph(Key(transform: transform, rows: nil, extras: extras.count))
    for (expected, found) in zip(single.inputShapes.suffix(extras.count), extras)
    where expected != found {
      throw .wrongDirection(expected: expected, found: found)
    }
  }

  /// The transformed graph, at one point or over rows.
  ///
  /// - Throws: what the transform refuses.
  func graph(_ key: Key) throws(AutodiffError) -> Graph {
    if let known = graphs.withLock({ $0[key] }) { return known }
    let graph: Graph
    if let rows = key.rows {
      let single = try self.graph(
        Key(transform: key.transform, rows: nil, extras: key.extras))
      graph = try single.batched(
        path.marks + [Bool](repeating: true, count: key.extras), size: rows)
    } else {
      graph = try key.transform(path.graph)
    }
    graphs.withLock { graphs in
      if graphs.count >= Self.planLimit { graphs.removeAll() }
      graphs[key] = graph
    }
    return graph
  }

  /// The plan of a transformed graph.
  func plan(_ key: Key) throws(AutodiffError) -> Plan {
    if let known = plans.withLock({ $0[key] }) { return known }
    let plan = try Plan.make(graph(key))
    plans.withLock { plans in
      // Batches of many different sizes make many plans, of which the others are seldom needed again.
      if plans.count >= Self.planLimit { plans.removeAll() }
      plans[key] = plan
    }
    return plan
  }

  /// The plan of the path's conditions; nil where it has none.
  ///
  /// - Parameter rows: the extent of a batch, 0 for one point.
  func conditionPlan(rows: Int) throws(AutodiffError) -> Plan? {
    guard let conditions = path.conditions else { return nil }
    if let known = conditionPlans.withLock({ $0[rows] }) { return known }
    let graph = rows == 0 ? conditions : try conditions.batched(path.marks, size: rows)
    let plan = try Plan.make(graph)
    conditionPlans.withLock { plans in
      if plans.count >= Self.planLimit { plans.removeAll() }
      plans[rows] = plan
    }
    return plan
  }

  /// Whether every condition of the path goes its way at one point.
  ///
  /// - Throws: `.dataDependent` when there are conditions and the point is not known.
  func holds(at operands: [Term]) throws(AutodiffError) -> Bool {
    guard let plan = try conditionPlan(rows: 0) else { return true }
    var known: [Tensor] = []
    for operand in operands {
      guard let value = operand.witness else { throw .dataDependent(what: "a condition") }
      known.append(value)
    }
    do {
      let values = try plan(known)
      return zip(values, path.expected).allSatisfy { ($0[flat: 0] != 0) == $1 }
    } catch .interrupted {
      throw .interrupted
    } catch {
      // A point that leaves the path may fail at a condition met later, which alone it never meets.
      return false
    }
  }
}
