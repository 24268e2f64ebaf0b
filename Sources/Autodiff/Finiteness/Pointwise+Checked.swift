import Tensors

/// Functions and derivatives in work that is checked: every point is recorded by itself, so that the
/// function runs with its own places around it, and the derivative is run node by node.
extension Pointwise {
  /// The transformed function at one point.
  func checked(
    at point: Term, extra: [Term], _ transform: Transform, _ check: FiniteCheck
  ) throws -> Term {
    if transform == .value { return try self(point) }
    let found = try recordOnce(at: point)
    if !extra.isEmpty { try found.cached.check(extra.map(\.shape), transform) }
    let key = CachedPath.Key(transform: transform, rows: nil, extras: extra.count)
    return try check.deriving {
      try found.cached.path.run(found.cached.graph(key), found.arguments, extra: extra)[0]
    }
  }

  /// The transformed function at every row of the leading axis, of which there is at least one.
  func checkedRows(
    _ points: Term, extra: [Term], _ transform: Transform, _ check: FiniteCheck
  ) throws -> Term {
    let count = points.shape[0]
    let rows = try (0..<count).map { row in
      try FiniteCheck.inside(.sample(row, of: count)) {
        try Interruption.check()
        let own = try extra.map { try $0.row(row) }
        return try checked(at: points.row(row), extra: own, transform, check)
          .inserted(0, extent: 1)
      }
    }
    return try Term.concatenate(rows, axis: 0)
  }

  /// What a function makes of the result at every row.
  func checkedRows(
    _ points: Tensor, _ transform: Transform, each: Shape, _ check: FiniteCheck,
    _ reduce: (Tensor) throws -> Tensor
  ) throws -> Tensor {
    let count = points.shape[0]
    let rows = try (0..<count).map { row in
      try FiniteCheck.inside(.sample(row, of: count)) {
        try Interruption.check()
        let value = try checked(at: Term(points).row(row), extra: [], transform, check)
          .inserted(0, extent: 1)
        do {
          return try Term(reduce(value.known("a point")).reshaped(Shape([1] + each.dims)))
        } catch let error as TensorError {
          throw error.renumbered { _ in row }
        }
      }
    }
    return try Term.concatenate(rows, axis: 0).known("the answers")
  }
}
