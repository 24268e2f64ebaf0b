extension Tensor {
  /// Sums products of the elements of two tensors as the labels of their axes say.
  ///
  /// *Shapes*: `a: [m, k], b: [k, n] → [m, n]` for `Contraction.matrixProduct`.
  /// - Throws: `.invalidContraction`, `.shapeMismatch`, `.tooLarge` or `.outOfMemory`.
  public static func contract(
    _ a: Tensor, _ b: Tensor, _ labels: Contraction
  ) throws(TensorError) -> Tensor {
    let shape = try labels.shape(a.shape, b.shape)
    let plan = ContractionPlan(labels, a.shape, b.shape, shape)
    // A multiplication takes some 0.05 ns and an element some 2.
    let cost = LongWork.cost(shape.count, 2 + plan.depth / 20)
    return try LongWork.perform(cost) { () throws(TensorError) in
      try contracted(a, b, labels, plan, shape)
    }
  }

  private static func contracted(
    _ a: Tensor, _ b: Tensor, _ labels: Contraction, _ plan: ContractionPlan, _ shape: Shape
  ) throws(TensorError) -> Tensor {
    if shape.count == 0 || plan.depth == 0 { return try Tensor(repeating: 0, shape: shape) }
    if plan.depth == 1 { return try products(a, b, plan, shape) }
    if plan.isColumnMajor {
      // Cᵀ = Bᵀ Aᵀ, and the rows of Cᵀ are contiguous.
      let swapped = Contraction(lhs: labels.rhs, rhs: labels.lhs, output: labels.output)
      return try ordered(b, a, swapped, shape)
    }
    return try ordered(a, b, labels, shape)
  }

  /// The product of two matrices.
  ///
  /// *Shapes*: `self: [m, k], other: [k, n] → [m, n]`.
  /// - Throws: `.invalidContraction` unless both have rank 2; `.shapeMismatch`.
  public func matrixProduct(_ other: Tensor) throws(TensorError) -> Tensor {
    try Tensor.contract(self, other, .matrixProduct)
  }

  /// Each element of the result as a single product.
  private static func products(
    _ a: Tensor, _ b: Tensor, _ plan: ContractionPlan, _ shape: Shape
  ) throws(TensorError) -> Tensor {
    let order = plan.output.labels
    let walk = StridedWalk(
      dims: shape.dims,
      strides: [
        plan.lhs.strides(along: order), plan.rhs.strides(along: order), shape.strides,
      ])
    let result = try Storage(count: shape.count)
    a.withElements { x in
      b.withElements { y in
        guard let x = x.baseAddress, let y = y.baseAddress else { return }
        StridedPair(walk: walk, a: x, b: y, result: result.base).combine(.multiply)
      }
    }
    return Tensor(shape: shape, storage: result)
  }

  /// Copies what cannot be read or written in place, then multiplies.
  private static func ordered(
    _ a: Tensor, _ b: Tensor, _ labels: Contraction, _ shape: Shape
  ) throws(TensorError) -> Tensor {
    var (a, b, labels) = (a, b, labels)
    let plan = ContractionPlan(labels, a.shape, b.shape, shape)
    if !plan.readsLHS {
      let order = plan.batch + plan.rows + plan.inner
      a = try a.permuted(plan.lhs.permutation(to: order))
      labels.lhs = order
    }
    if !plan.readsRHS {
      let order = plan.batch + plan.inner + plan.columns
      b = try b.permuted(plan.rhs.permutation(to: order))
      labels.rhs = order
    }
    if plan.writesOutput {
      return try multiplied(a, b, ContractionPlan(labels, a.shape, b.shape, shape), shape)
    }
    let asked = labels.output
    labels.output = plan.batch + plan.rows + plan.columns
    let inOrder = try labels.shape(a.shape, b.shape)
    let result = try multiplied(
      a, b, ContractionPlan(labels, a.shape, b.shape, inOrder), inOrder)
    return try result.permuted(asked.compactMap { labels.output.firstIndex(of: $0) })
  }

  private static func multiplied(
    _ a: Tensor, _ b: Tensor, _ plan: ContractionPlan, _ shape: Shape
  ) throws(TensorError) -> Tensor {
    let result = try Storage(count: shape.count)
    let product = StridedProduct(plan)
    try a.withElements { (x) throws(TensorError) in
      try b.withElements { (y) throws(TensorError) in
        guard let x = x.baseAddress, let y = y.baseAddress else { return }
        try product.run(x, y, into: result.base, poll: Supervision.check)
      }
    }
    return Tensor(shape: shape, storage: result)
  }
}
