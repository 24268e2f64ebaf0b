public import Autodiff
public import Maps
import Tensors

/// Derivatives of a map at a point, or at every row of many points.
///
/// *Shapes*: with values of shape `v` and points of shape `p`, the Jacobian is `v + p`, the gradient
/// `p`, the Hessian `p + p` (for vector values `v + p + p`); with points in rows all have the rows as
/// their leading axis.
public struct Differentials: Sendable {
  private let function: Pointwise
  private let points: Points

  /// The derivatives of a map at `x`, which holds one point of its domain, or one per row.
  ///
  /// - Throws: `.wrongDomain`.
  public init(of map: SmoothMap, at x: Term) throws(MapError) {
    function = map.pointwise
    points = try map.points(in: x)
  }

  /// The derivatives of a plain function, for which all of `x` is one point.
  public init(of function: @escaping @Sendable (Term) throws -> Term) {
    self.function = Pointwise(function)
    points = .one
  }

  /// The derivative as a matrix, or a tensor with the axes of the value before those of the point.
  public func jacobian(at x: Term) throws -> Term {
    try evaluate(x) { graph throws(AutodiffError) in try graph.jacobian() }
  }

  /// The gradient of a function whose values are numbers.
  public func gradient(at x: Term) throws -> Term {
    try evaluate(x) { graph throws(AutodiffError) in try graph.gradient() }
  }

  /// The second derivatives; of a vector-valued function one matrix per component.
  public func hessian(at x: Term) throws -> Term {
    try evaluate(x) { graph throws(AutodiffError) in
      graph.outputShapes[0] == .scalar ? try graph.hessian() : try graph.jacobian().jacobian()
    }
  }

  /// J v, without forming J.
  ///
  /// *Shapes*: v like a point, or one for every row of points.
  public func jvp(at x: Term, along v: Term) throws -> Term {
    try evaluate(x, with: v, like: { $0.inputShapes[0] }) { graph throws(AutodiffError) in
      try graph.jvp()
    }
  }

  /// Jᵀ u, without forming J.
  ///
  /// *Shapes*: u like a value, or one for every row of points.
  public func vjp(at x: Term, along u: Term) throws -> Term {
    try evaluate(x, with: u, like: { $0.outputShapes[0] }) { graph throws(AutodiffError) in
      try graph.vjp()
    }
  }

  private func evaluate(_ x: Term, _ transform: Pointwise.Transform) throws -> Term {
    switch points {
    case .one: try function.at(x, transform)
    case .rows: try function.atRows(x, transform)
    }
  }

  private func evaluate(
    _ x: Term, with extra: Term, like: @escaping @Sendable (Graph) -> Shape,
    _ transform: @escaping Pointwise.Transform
  ) throws -> Term {
    let checked: Pointwise.Transform = { graph throws(AutodiffError) in
      let expected = like(graph)
      let found = points == .one ? extra.shape : Shape(Array(extra.shape.dropFirst()))
      guard found == expected else {
        throw .tensor(.shapeMismatch(operation: "product", lhs: expected, rhs: found))
      }
      return try transform(graph)
    }
    switch points {
    case .one: return try function.at(x, extra: [extra], checked)
    case .rows:
      // One direction serves every point.
      let needsRows = extra.rank == 0 || extra.shape[0] != x.shape[0] || extra.rank < x.rank
      let rows =
        needsRows
        ? try extra.broadcast(to: Shape([x.shape[0]] + extra.shape.dims)) : extra
      return try function.atRows(x, extra: [rows], checked)
    }
  }
}

/// The Jacobian of a map at a point, or one per row of points.
///
/// *Shapes*: `[out, in]`, or `[points, out, in]`.
public func jacobian(_ map: SmoothMap, at x: Term) throws -> Term {
  try Differentials(of: map, at: x).jacobian(at: x)
}
