import Tensors

/// Derivatives as graphs, composed of the three transforms.
///
/// All are taken with respect to input 0 of a graph with one output, at the same inputs.
extension Graph {
  /// The Jacobian–vector product.
  ///
  /// *Inputs*: this graph's, then v shaped like input 0. *Output*: J v.
  public func jvp() throws(AutodiffError) -> Graph {
    try linearized(moving: [0]).selecting(outputs: [1])
  }

  /// The vector–Jacobian product.
  ///
  /// *Inputs*: this graph's, then u shaped like the output. *Output*: Jᵀ u.
  public func vjp() throws(AutodiffError) -> Graph {
    try jvp().transposed(linear: [inputCount])
  }

  /// The gradient of a graph with one number as its output.
  ///
  /// *Output*: shaped like input 0.
  ///
  /// - Throws: `.notScalar` when the output is not a number.
  public func gradient() throws(AutodiffError) -> Graph {
    guard outputShapes[0] == .scalar else {
      throw .notScalar(operation: "grad", shape: outputShapes[0])
    }
    let trace = Trace()
    let inputs = inputShapes.map { trace.input($0, witness: nil) }
    let one = try trace.constant(.filled(1, .scalar))
    return try trace.finishClosed(vjp().recorded(in: trace, inputs + [one]))
  }

  /// The Hessian: the Jacobian of the gradient.
  ///
  /// *Output*: the axes of input 0 twice.
  public func hessian() throws(AutodiffError) -> Graph {
    try gradient().jacobian()
  }
}
