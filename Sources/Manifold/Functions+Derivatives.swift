public import Autodiff
public import Geometry
public import Maps

// Derivatives of maps, by the names of the language; of a plain function, such as a loss of a vector of
// weights, ask `Differentials(of: function)`.
//
// *Shapes*: x is a point of the map's domain, or has one per row; v is like x, or one for all rows.

/// J v, the derivative of f along v; v is not scaled to length 1.
///
/// - Throws: `MapError.wrongDomain`, `AutodiffError.wrongDirection`.
public func directional(_ f: SmoothMap, at x: Term, along v: Term) throws -> Term {
  try Differentials(of: f, at: x).jvp(at: x, along: v)
}

/// H v of a map whose values are numbers, without forming the Hessian H.
///
/// - Throws: `MapError.wrongDomain`, `AutodiffError.notScalar`, `AutodiffError.wrongDirection`.
public func hvp(_ f: SmoothMap, at x: Term, along v: Term) throws -> Term {
  try Differentials(of: f, at: x).hvp(at: x, along: v)
}

/// The Gauss–Newton product Jᵀ H J v, J the Jacobian of the model at x and H the Hessian of the loss
/// at its value; neither is formed.
///
/// - Throws: as `hvp`.
public func gnvp(
  _ model: SmoothMap, _ loss: SmoothMap, at x: Term, along v: Term
) throws -> Term {
  try Differentials(of: model, at: x).gnvp(at: x, along: v, loss: loss)
}

/// The Fisher product Jᵀ F J v, F the exact Fisher matrix of the family whose parameters the model
/// gives.
///
/// - Throws: as `directional`; `GeometryError.noCategories`.
public func fvp(
  _ model: SmoothMap, at x: Term, along v: Term, family: OutputFamily
) throws -> Term {
  try Differentials(of: model, at: x).fvp(at: x, along: v, family: family)
}

/// The Taylor coefficients of t ↦ f(x + t v) at 0, along a new leading axis after that of the rows.
///
/// - Throws: as `directional`; `AutodiffError.orderOutOfRange`.
public func jet(_ f: SmoothMap, at x: Term, along v: Term, order: Int) throws -> Term {
  try Differentials(of: f, at: x).jet(at: x, along: v, order: order)
}

/// The trace of the Jacobian of a map of a space to itself.
///
/// - Throws: `MapError.wrongDomain`, `AutodiffError.notVectorField`.
public func divergence(_ f: SmoothMap, at x: Term) throws -> Term {
  try Differentials(of: f, at: x).divergence(at: x)
}

/// The rotation of a field: a vector in ℝ³, a number in ℝ².
///
/// - Throws: `MapError.wrongDomain`, `AutodiffError.notVectorField`.
public func curl(_ f: SmoothMap, at x: Term) throws -> Term {
  try Differentials(of: f, at: x).curl(at: x)
}

/// The trace of the Hessian, of each component of the value.
///
/// - Throws: `MapError.wrongDomain`.
public func laplacian(_ f: SmoothMap, at x: Term) throws -> Term {
  try Differentials(of: f, at: x).laplacian(at: x)
}
