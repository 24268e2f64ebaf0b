public import Tensors

extension Pointwise {
  /// The most points one batch runs at a time, so that intermediate values stay in the cache.
  static let tile = 256

  /// The transformed function at every row of the leading axis.
  ///
  /// The rows are grouped by the branches they take, each group run by its own path. `extra` are
  /// further inputs of the transformed graph, one row for every point.
  /// - Throws: what the function throws at a row; `.notMatrix` when the points have no rows axis;
  ///   memory errors before anything is computed.
  public func atRows(
    _ points: Term, extra: [Term] = [], _ transform: Transform
  ) throws -> Term {
    guard points.rank > 0 else {
      throw AutodiffError.tensor(.notMatrix(operation: "points", shape: points.shape))
    }
    if points.shape[0] == 0 { return try atNoRows(points.shape, transform) }
    if let check = Execution.current.finiteCheck {
      return try checkedRows(points, extra: extra, transform, check)
    }
    let groups = try groupedByPath(points)
    let single = extra.map { Shape(Array($0.shape.dims.dropFirst())) }
    for group in groups { try group.recorded.cached.check(single, transform) }
    if let known = try Pointwise.known([points] + extra + groups.flatMap(\.recorded.operands)) {
      return Term(
        try collected(groups, known[0], Array(known[1..<(1 + extra.count)]), transform))
    }
    return try tracedRows(groups, points, extra, transform)
  }

  /// One answer per row, from what a function makes of the results of a tile of rows.
  ///
  /// The results themselves are not kept. *Shapes*: `reduce` takes `[k] + single` and gives
  /// `[k] + each`; the answer is `[rows] + each`. It is called from several threads.
  /// - Throws: as `atRows`, `.shapeMismatch` where a branch gives another shape than `single`, and
  ///   what `reduce` throws, samples counted among all rows.
  public func atRows(
    _ points: Tensor, _ transform: Transform, single: Shape, each: Shape,
    reducing reduce: @escaping @Sendable (Tensor) throws -> Tensor
  ) throws -> Tensor {
    let result = try Tensor.uninitialized(Shape.checked([points.shape[0]] + each.dims))
    if points.shape[0] == 0 { return result }
    if let check = Execution.current.finiteCheck {
      return try checkedRows(points, transform, each: each, check, reduce)
    }
    for group in try groupedByPath(Term(points)) {
      guard let operands = try Pointwise.known(group.recorded.operands) else {
        throw AutodiffError.dataDependent(what: "a point")
      }
      let run = try RowRun(
        group, points: points, captured: Array(operands.dropFirst()), extra: [], transform)
      guard run.resultShape == single else {
        throw AutodiffError.tensor(
          .shapeMismatch(operation: "concatenate", lhs: single, rhs: run.resultShape))
      }
      try run.reduce(into: result, width: each.count, reduce)
    }
    return result
  }

  /// The shape of the result at one point of the given shape.
  public func resultShape(at point: Term, _ transform: Transform) throws -> Shape {
    let key = CachedPath.Key(transform: transform, rows: nil, extras: 0)
    return try FiniteCheck.unwatched {
      try recorded(at: point).cached.graph(key).outputShapes[0]
    }
  }

  /// Rows that take the same path.
  struct RowGroup {
    let recorded: Recorded
    let rows: [Int]
    /// How many rows there are in all.
    let total: Int

    /// Whether the group is all rows, in their order.
    var isWhole: Bool { rows.count == total }

    /// The rows of a tensor that belong to the group.
    func members(of tensor: Term) throws(AutodiffError) -> Term {
      isWhole ? tensor : try tensor.gathered(rows, axis: 0)
    }
  }

  /// Every row with a path that is right for it: paths known already first, then new recordings.
  private func groupedByPath(_ points: Term) throws -> [RowGroup] {
    let count = points.shape[0]
    var pending = Array(0..<count)
    var groups: [RowGroup] = []
    func take(_ recorded: Recorded, _ holds: [Bool]) {
      let rows = zip(pending, holds).filter(\.1).map(\.0)
      if rows.isEmpty { return }
      groups.append(RowGroup(recorded: recorded, rows: rows, total: count))
      pending = zip(pending, holds).filter { !$0.1 }.map(\.0)
    }
    func candidates() throws(AutodiffError) -> Term {
      pending.count == count ? points : try points.gathered(pending, axis: 0)
    }
    for known in knownPaths(like: try points.row(0)) where !pending.isEmpty {
      let holds = try known.holds(forRows: candidates())
      take(known, holds)
    }
    while let first = pending.first {
      let recorded = try record(at: points.row(first))
      var holds = try recorded.holds(forRows: candidates())
      // The path was recorded here, so it is right here, even where a condition is NaN.
      holds[0] = true
      take(recorded, holds)
    }
    return groups
  }

  /// What no rows give: a tensor without elements, whose shape is found by recording anywhere.
  private func atNoRows(_ shape: Shape, _ transform: Transform) throws -> Term {
    let point = try Term(Tensor(repeating: 0.5, shape: Shape(Array(shape.dims.dropFirst()))))
    return .filled(0, Shape([0] + (try resultShape(at: point, transform)).dims))
  }

  /// The results of all groups in one tensor.
  private func collected(
    _ groups: [RowGroup], _ points: Tensor, _ extra: [Tensor], _ transform: Transform
  ) throws -> Tensor {
    var result: Tensor?
    for group in groups {
      let operands = try group.recorded.operands.map { try $0.known("an operand") }
      let run = try RowRun(
        group, points: points, captured: Array(operands.dropFirst()), extra: extra, transform)
      let shape = try Shape.checked([group.total] + run.resultShape.dims)
      let target = try result ?? Tensor.uninitialized(shape)
      guard target.shape == shape else {
        throw AutodiffError.tensor(
          .shapeMismatch(operation: "concatenate", lhs: target.shape, rhs: shape))
      }
      result = target
      try run.collect(into: target)
    }
    return try result ?? Tensor(repeating: 0, shape: [0])
  }

  /// The results where something is being traced: recorded as one batch per group.
  private func tracedRows(
    _ groups: [RowGroup], _ points: Term, _ extra: [Term], _ transform: Transform
  ) throws -> Term {
    var parts: [Term] = []
    for group in groups {
      let rows = group.rows.count
      let key = CachedPath.Key(transform: transform, rows: rows, extras: extra.count)
      var own: [Term] = []
      for term in extra { own.append(try group.members(of: term)) }
      let operands =
        [try group.members(of: points)] + group.recorded.operands.dropFirst() + own
      parts.append(try group.recorded.cached.graph(key)(operands)[0])
    }
    let joined = try Term.concatenate(parts, axis: 0)
    let order = groups.flatMap(\.rows)
    if groups.allSatisfy(\.isWhole) { return joined }
    var inverse = order
    for (position, row) in order.enumerated() { inverse[row] = position }
    return try joined.gathered(inverse, axis: 0)
  }
}

extension Pointwise.Recorded {
  /// For each row of the leading axis, whether every condition goes this path's way.
  func holds(forRows points: Term) throws(AutodiffError) -> [Bool] {
    let count = points.shape[0]
    if cached.path.isStraight { return [Bool](repeating: true, count: count) }
    var result: [Bool] = []
    result.reserveCapacity(count)
    for start in stride(from: 0, to: count, by: Pointwise.tile) {
      let end = min(start + Pointwise.tile, count)
      result += try holdsOrFails(forRows: points.sliced(0, start..<end))
    }
    return result
  }

  private func holdsOrFails(forRows points: Term) throws(AutodiffError) -> [Bool] {
    let count = points.shape[0]
    do {
      return try evaluated(forRows: points)
    } catch .interrupted {
      throw .interrupted
    } catch {
      // A row that leaves the path may fail at a condition met later, which alone it never meets.
      // If it fails on the path, it will say so when it is recorded itself.
      if count == 1 { return [false] }
      let half = count / 2
      return try holdsOrFails(forRows: points.sliced(0, 0..<half))
        + holdsOrFails(forRows: points.sliced(0, half..<count))
    }
  }

  private func evaluated(forRows points: Term) throws(AutodiffError) -> [Bool] {
    let count = points.shape[0]
    var holds = [Bool](repeating: true, count: count)
    guard let conditions = cached.path.conditions else { return holds }
    let operands = [points] + operands.dropFirst()
    let values: [Term]
    if operands.contains(where: \.isTraced) {
      values = try conditions.batched(cached.path.marks, size: count)(operands)
    } else {
      var known: [Tensor] = []
      for operand in operands { known.append(try operand.known("an operand")) }
      values = try cached.conditionPlan(rows: count)?(known).map { Term($0) } ?? []
    }
    for (condition, expected) in zip(values, cached.path.expected) {
      guard let found = condition.witness else { throw .dataDependent(what: "a condition") }
      for row in 0..<count where (found[flat: row] != 0) != expected { holds[row] = false }
      guard condition.isTraced else { continue }
      // The rows are split as they fall now; the outer trace is right while they fall the same way.
      for row in 0..<count { _ = try condition.row(row).decide() }
    }
    return holds
  }
}
