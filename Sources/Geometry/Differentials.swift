public import Autodiff
public import Maps
import Tensors

/// Derivatives of a map at a point, or at every row of many points.
///
/// *Shapes*: with values of shape `v` and points of shape `p`, the Jacobian is `v + p`, the gradient
/// `p`, the Hessian `p + p` (for vector values `v + p + p`); with points in rows all have the rows as
/// their leading axis. The Jacobian of a map of images or other tensors is the matrix of their
/// coordinates, row by row: as many rows as a value has numbers, as many columns as a point.
public struct Differentials: Sendable {
  let function: Pointwise
  let layout: Layout
  /// The shape of the Jacobian as a matrix, where it would have more axes.
  private var matrix: Shape?

  /// How the points lie in a tensor.
  enum Layout {
    case one
    /// One per row, counted by all the axes before those of a point.
    case rows(point: Shape, value: Shape?)
  }

  /// The derivatives of a map at `x`, which holds one point of its domain, or one per row.
  ///
  /// - Throws: `.wrongDomain`.
  public init(of map: SmoothMap, at x: Term) throws(MapError) {
    let map = try map.placed(for: x)
    function = map.pointwise
    switch (try map.points(in: x), map.domain.shape) {
    case (.rows, let point?): layout = .rows(point: point, value: map.codomain.shape)
    case (.rows, nil):
      let point: Shape = [x.shape[x.rank - 1]]
      layout = .rows(point: point, value: point)
    case (.one, _): layout = .one
    }
    if let point = map.domain.shape, let value = map.codomain.shape, max(point.rank, value.rank) > 1
    {
      matrix = Shape(
        (value.rank > 1 ? [value.count] : value.dims)
          + (point.rank > 1 ? [point.count] : point.dims))
    }
  }

  /// The derivatives of a plain function, for which all of `x` is one point.
  public init(of function: Pointwise) {
    self.function = function
    layout = .one
  }

  /// The derivatives of a plain function nobody will ask about again.
  public init(of function: @escaping @Sendable (Term) throws -> Term) {
    self.init(of: Pointwise(signature: nil, captured: []) { x, _ in try function(x) })
  }

  /// The derivative as a matrix; of a plain function, a tensor with the axes of the value before those
  /// of the point.
  public func jacobian(at x: Term) throws -> Term {
    let tensor = try evaluate(x, .jacobian)
    guard let matrix else { return tensor }
    switch layout {
    case .one: return try tensor.reshaped(matrix)
    case .rows(let point, _):
      return try tensor.reshaped(
        Shape.checked(Array(x.shape.dims.dropLast(point.rank)) + matrix.dims))
    }
  }

  /// The gradient of a function whose values are numbers.
  public func gradient(at x: Term) throws -> Term {
    try evaluate(x, .gradient)
  }

  /// The second derivatives; of a vector-valued function one matrix per component.
  public func hessian(at x: Term) throws -> Term {
    try evaluate(x, .hessian)
  }

  /// J v, without forming J.
  ///
  /// *Shapes*: v like a point, or one for every row of points.
  public func jvp(at x: Term, along v: Term) throws -> Term {
    try evaluate(x, with: v, .point, .jvp)
  }

  /// Jᵀ u, without forming J.
  ///
  /// *Shapes*: u like a value, or one for every row of points.
  public func vjp(at x: Term, along u: Term) throws -> Term {
    try evaluate(x, with: u, .value, .vjp)
  }

  /// What a direction is like.
  enum Likeness {
    case point
    case value
  }

  func evaluate(_ x: Term, _ transform: Transform) throws -> Term {
    switch layout {
    case .one: return try function.at(x, transform)
    case .rows(let point, _):
      return try x.withRowsInOneAxis(point) { try function.atRows($0, transform) }
    }
  }

  func evaluate(
    _ x: Term, with direction: Term, _ likeness: Likeness, _ transform: Transform
  ) throws -> Term {
    switch layout {
    case .one:
      return try function.at(x, extra: [direction], transform)
    case .rows(let point, let value):
      let leading = Array(x.shape.dims.dropLast(point.rank))
      let single =
        switch likeness {
        case .point: point
        case .value: value
        }
      let isShared = direction.shape == single
      guard isShared || direction.shape.dims.starts(with: leading) else {
        throw AutodiffError.wrongDirection(
          expected: single ?? point, found: direction.shape)
      }
      let each =
        isShared ? direction.shape : Shape(Array(direction.shape.dims.dropFirst(leading.count)))
      return try x.withRowsInOneAxis(point) { rows in
        let all = try Shape.checked([rows.shape[0]] + each.dims)
        // One direction serves every point.
        let directions = try isShared ? direction.broadcast(to: all) : direction.reshaped(all)
        return try function.atRows(rows, extra: [directions], transform)
      }
    }
  }
}

extension Term {
  /// What a function of points in rows gives, with the axes before those of a point taken as one and
  /// given back.
  fileprivate func withRowsInOneAxis(_ point: Shape, _ body: (Term) throws -> Term) throws -> Term {
    let leading = Array(shape.dims.dropLast(point.rank))
    if leading.count == 1 { return try body(self) }
    let values = try body(reshaped(Shape.checked([leading.reduce(1, *)] + point.dims)))
    return try values.reshaped(Shape.checked(leading + values.shape.dims.dropFirst()))
  }
}

/// The Jacobian of a map at a point, or one per row of points.
///
/// *Shapes*: `[out, in]`, or `[points, out, in]`.
public func jacobian(_ map: SmoothMap, at x: Term) throws -> Term {
  try Differentials(of: map, at: x).jacobian(at: x)
}
