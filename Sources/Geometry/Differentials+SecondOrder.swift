public import Autodiff
public import Maps
import Tensors

/// Second and higher derivatives along directions, and those of vector calculus; no Hessian is formed.
///
/// *Shapes*: v like a point, or one for every row of points.
extension Differentials {
  /// H v of a function whose values are numbers.
  ///
  /// - Throws: `.notScalar`, `.wrongDirection`.
  public func hvp(at x: Term, along v: Term) throws -> Term {
    try evaluate(x, with: v, .point, .hvp)
  }

  /// The Taylor coefficients of t ↦ f(x + t v): the k-th derivatives at t = 0 divided by k!.
  ///
  /// *Shapes*: values `v` → `[order + 1] + v`; with points in rows, the rows come first.
  /// - Throws: `.orderOutOfRange`, `.wrongDirection`.
  public func jet(at x: Term, along v: Term, order: Int) throws -> Term {
    try evaluate(x, with: v, .point, .jet(order: order))
  }

  /// tr J of a map of a space to itself.
  ///
  /// - Throws: `.notVectorField`.
  public func divergence(at x: Term) throws -> Term {
    try evaluate(x, .divergence)
  }

  /// The rotation of a field: a vector in space, a number in the plane.
  ///
  /// - Throws: `.notVectorField`.
  public func curl(at x: Term) throws -> Term {
    try evaluate(x, .curl)
  }

  /// tr H, of each component of the value.
  public func laplacian(at x: Term) throws -> Term {
    try evaluate(x, .laplacian)
  }
}

/// Products with the curvature of a loss, or of a family of distributions, seen through a model.
extension Differentials {
  /// The Gauss–Newton product Jᵀ H J v, J the Jacobian at x and H the Hessian of the loss at f(x).
  ///
  /// A map as the loss takes one point, or one per row of the model's value; then the losses of the
  /// rows are summed.
  /// - Throws: `.notScalar` when the loss is not a number, `.wrongDirection`.
  public func gnvp(at x: Term, along v: Term, loss: SmoothMap) throws -> Term {
    try pulledBack(at: x, along: v) { value, moved in
      try Differentials(of: loss, at: value).hvp(at: value, along: moved)
    }
  }

  /// The Gauss–Newton product Jᵀ H J v, H the Hessian of a plain function of the model's value.
  ///
  /// - Throws: `.notScalar` when the loss is not a number, `.wrongDirection`.
  public func gnvp(
    at x: Term, along v: Term, loss: Pointwise
  ) throws -> Term {
    try pulledBack(at: x, along: v) { value, moved in
      let point = Shape(Array(value.shape.dims.dropFirst(rowAxes(of: x))))
      let losses =
        switch layout {
        case .one: Differentials(of: loss)
        case .rows: Differentials(rowsOf: loss, point: point)
        }
      return try losses.hvp(at: value, along: moved)
    }
  }

  /// The Fisher product Jᵀ F J v, F the exact Fisher matrix of a family whose parameters the model
  /// gives: the expectation under the model itself, not over observed labels.
  ///
  /// A value of several rows is one distribution per row, and the product the sum over them.
  /// - Throws: `.noCategories`, `.wrongDirection`.
  public func fvp(at x: Term, along v: Term, family: OutputFamily) throws -> Term {
    try pulledBack(at: x, along: v) { value, moved in
      if family == .categorical, value.rank == rowAxes(of: x) { throw GeometryError.noCategories }
      return try family.fisherProduct(at: value, along: moved)
    }
  }

  private init(rowsOf function: Pointwise, point: Shape) {
    self.function = function
    layout = .rows(point: point, value: .scalar)
  }

  /// The number of axes that count points.
  private func rowAxes(of x: Term) -> Int {
    switch layout {
    case .one: 0
    case .rows(let point, _): x.rank - point.rank
    }
  }

  /// Jᵀ B J v for a symmetric form B at the value.
  private func pulledBack(
    at x: Term, along v: Term, _ form: (_ value: Term, _ moved: Term) throws -> Term
  ) throws -> Term {
    // The first two Taylor coefficients are f(x) and J v, from one pass.
    let pair = try jet(at: x, along: v, order: 1)
    let axis = rowAxes(of: x)
    let shape = Shape(pair.shape.dims.enumerated().filter { $0.offset != axis }.map(\.element))
    let value = try pair.sliced(axis, 0..<1).reshaped(shape)
    let moved = try pair.sliced(axis, 1..<2).reshaped(shape)
    return try vjp(at: x, along: form(value, moved))
  }
}
