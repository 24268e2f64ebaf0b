public import Tensors

/// What can go wrong while a computation is recorded, transformed or run; facts without wording.
public enum AutodiffError: Error, Sendable, Equatable {
  /// An operation on tensors failed.
  case tensor(TensorError)
  /// A size, an index or an option would depend on a value that is being differentiated.
  case dataDependent(what: String)
  /// The operation has no derivative, or none at the point in question.
  case notDifferentiable(operation: String, reason: String)
  /// A gradient was asked of a function whose values are not numbers.
  case notScalar(operation: String, shape: Shape)
  /// A direction is not like the point or the value it belongs to.
  case wrongDirection(expected: Shape, found: Shape)
  /// An operation on vector fields was asked of a map between spaces it is not defined for.
  case notVectorField(operation: String, source: Shape, target: Shape)
  /// A derivative of an order that is negative or beyond the limit.
  case orderOutOfRange(operation: String, order: Int, limit: Int)
  /// Two eigenvalues or singular values are too close for their vectors to have derivatives.
  case degenerate(operation: String, gap: Double)
  /// A recorded computation grew beyond the number of operations allowed.
  case graphTooLarge(limit: Int)
  /// The function does something that a graph of it cannot repeat.
  case notReusable
  /// A number that is not finite was made, in work that is checked for such.
  case notFinite(NonFinite)
  /// The work was asked to stop.
  case interrupted
}

extension AutodiffError {
  /// Whether the work stopped because it was asked to, in this layer or the one below.
  public var isInterruption: Bool {
    switch self {
    case .interrupted, .tensor(.interrupted): true
    default: false
    }
  }
}

/// Runs tensor work and reports its failure as this module's error.
func reporting<Result>(
  _ body: () throws(TensorError) -> Result
) throws(AutodiffError) -> Result {
  do { return try body() } catch { throw error == .interrupted ? .interrupted : .tensor(error) }
}
