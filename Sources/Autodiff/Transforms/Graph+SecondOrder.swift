import Tensors

/// Second and higher derivatives, and those of vector calculus, as graphs.
///
/// All are taken with respect to input 0 of a graph with one output, at the same inputs.
extension Graph {
  /// The product of the Hessian with a direction, forward over the gradient.
  ///
  /// *Inputs*: this graph's, then v shaped like input 0. *Output*: H v, shaped like input 0.
  ///
  /// - Throws: `.notScalar` when the output is not a number.
  public func hessianVectorProduct() throws(AutodiffError) -> Graph {
    guard outputShapes[0] == .scalar else {
      throw .notScalar(operation: "hvp", shape: outputShapes[0])
    }
    return try gradient().jvp()
  }

  /// The Taylor coefficients along a direction in one tensor.
  ///
  /// *Inputs*: this graph's, then v shaped like input 0. *Output*: the coefficients of t⁰ … tᵒʳᵈᵉʳ of
  /// t ↦ f(x + t v) along a new leading axis.
  ///
  /// - Throws: `.orderOutOfRange`.
  public func jet(order: Int) throws(AutodiffError) -> Graph {
    let expansion = try taylor(moving: [0], order: order)
    let trace = Trace()
    let inputs = expansion.inputShapes.map { trace.input($0, witness: nil) }
    return try trace.finishClosed([.stack(expansion.recorded(in: trace, inputs))])
  }

  /// tr J of a map of a space to itself.
  ///
  /// *Output*: a number.
  ///
  /// - Throws: `.notVectorField`.
  public func divergence() throws(AutodiffError) -> Graph {
    let (source, target) = (inputShapes[0], outputShapes[0])
    guard source == target else {
      throw .notVectorField(operation: "divergence", source: source, target: target)
    }
    return try jacobian().followed { matrix throws(AutodiffError) in
      try matrix.reshaped([source.count, source.count]).trace()
    }
  }

  /// The rotation of a field in the plane or in space.
  ///
  /// *Output*: ∂₀f₁ − ∂₁f₀ in the plane, (∂₁f₂ − ∂₂f₁, ∂₂f₀ − ∂₀f₂, ∂₀f₁ − ∂₁f₀) in space.
  ///
  /// - Throws: `.notVectorField`.
  public func curl() throws(AutodiffError) -> Graph {
    let (source, target) = (inputShapes[0], outputShapes[0])
    guard source == target, source == [2] || source == [3] else {
      throw .notVectorField(operation: "curl", source: source, target: target)
    }
    return try jacobian().followed { matrix throws(AutodiffError) in
      let rotation = try matrix - matrix.transposed()
      let entries = try rotation.reshaped([source.count * source.count])
      return source == [2]
        ? try entries.row(2) : try entries.gathered([7, 2, 3], axis: 0)
    }
  }

  /// tr H, of each component of the output.
  ///
  /// *Output*: shaped like this graph's.
  ///
  /// The sum of the second derivatives along the axes, each the double of a Taylor coefficient: neither
  /// the Hessian nor a gradient is formed.
  public func laplacian() throws(AutodiffError) -> Graph {
    let half = try taylor(moving: [0], order: 2).selecting(outputs: [2])
    let trace = Trace()
    let inputs = inputShapes.map { trace.input($0, witness: nil) }
    let along = try half.overUnits(inputShapes[0], in: trace, inputs)
    return try trace.finishClosed([Term(2) * along.sum(axes: [0])])
  }

  /// The graph whose output goes through a function.
  private func followed(
    by function: (Term) throws(AutodiffError) -> Term
  ) throws(AutodiffError) -> Graph {
    let trace = Trace()
    let inputs = inputShapes.map { trace.input($0, witness: nil) }
    return try trace.finishClosed([function(recorded(in: trace, inputs)[0])])
  }
}
