import Tensors

/// What to make of a function's graph, by name: equal transforms of a path are made once.
public enum Transform: Hashable, Sendable {
  /// The function itself.
  case value
  /// J v; one more input.
  case jvp
  /// Jᵀ u; one more input.
  case vjp
  /// The Jacobian.
  case jacobian
  /// The gradient of a function whose values are numbers.
  case gradient
  /// The Hessian of a function whose values are numbers, else the Jacobian of the Jacobian.
  case hessian
  /// H v of a function whose values are numbers; one more input.
  case hvp
  /// The Taylor coefficients along v up to an order; one more input.
  case jet(order: Int)
  /// The trace of the Jacobian.
  case divergence
  /// The rotation of a field in the plane or in space.
  case curl
  /// The trace of the Hessian, of each component.
  case laplacian
  /// One transform after another.
  indirect case composed(Transform, then: Transform)

  /// Transforms a graph.
  public func callAsFunction(_ graph: Graph) throws(AutodiffError) -> Graph {
    switch self {
    case .value: return graph
    case .jvp: return try graph.jvp()
    case .vjp: return try graph.vjp()
    case .jacobian: return try graph.jacobian()
    case .gradient: return try graph.gradient()
    case .hessian:
      return graph.outputShapes[0] == .scalar
        ? try graph.hessian() : try graph.jacobian().jacobian()
    case .hvp: return try graph.hessianVectorProduct()
    case .jet(let order): return try graph.jet(order: order)
    case .divergence: return try graph.divergence()
    case .curl: return try graph.curl()
    case .laplacian: return try graph.laplacian()
    case .composed(let first, let second): return try second(first(graph))
    }
  }
}
