extension Tensor {
  /// Applies a function to every element.
  ///
  /// - Throws: `.tooLarge` or `.outOfMemory`.
  public func mapped(_ operation: UnaryOperation) throws(TensorError) -> Tensor {
    try LongWork.perform(LongWork.cost(count, 6)) { () throws(TensorError) in
      let result = try Storage(count: count)
      withElements { source in
        guard let x = source.baseAddress else { return }
        VectorFunctions.apply(operation, x, into: result.base, count: source.count)
      }
      return Tensor(shape: shape, storage: result)
    }
  }

  /// Raises every element to one power; 1, −1 and 2 are computed as x, 1/x and x·x.
  ///
  /// - Throws: `.tooLarge` or `.outOfMemory`.
  public func raised(to exponent: Double) throws(TensorError) -> Tensor {
    if exponent == 1 { return self }
    return try LongWork.perform(LongWork.cost(count, 20)) { () throws(TensorError) in
      let result = try Storage(count: count)
      withElements { source in
        guard let x = source.baseAddress else { return }
        VectorFunctions.raise(x, to: exponent, into: result.base, count: source.count)
      }
      return Tensor(shape: shape, storage: result)
    }
  }

  /// Combines two tensors element by element; axes are matched from the last, extent 1 repeats.
  ///
  /// *Shapes*: `[2, 1, 3]` and `[4, 3]` give `[2, 4, 3]`.
  /// - Throws: `.shapeMismatch`, `.tooLarge` or `.outOfMemory`.
  public static func combine(
    _ operation: BinaryOperation, _ a: Tensor, _ b: Tensor
  ) throws(TensorError) -> Tensor {
    let shape = try Shape.broadcast(a.shape, b.shape, operation: operation.rawValue)
    return try LongWork.perform(LongWork.cost(shape.count, 4)) { () throws(TensorError) in
      let result = try Storage(count: shape.count)
      a.withElements { x in
        b.withElements { y in
          guard let x = x.baseAddress, let y = y.baseAddress else { return }
          if a.shape == b.shape {
            VectorFunctions.apply(operation, x, y, into: result.base, count: shape.count)
            return
          }
          let walk = StridedWalk(
            dims: shape.dims,
            strides: [
              a.shape.strides(broadcastTo: shape), b.shape.strides(broadcastTo: shape),
              shape.strides,
            ])
          StridedPair(walk: walk, a: x, b: y, result: result.base).combine(operation)
        }
      }
      return Tensor(shape: shape, storage: result)
    }
  }

  /// Takes each element of `a` where the condition is not 0, and of `b` where it is.
  ///
  /// Elements not taken have no influence, whatever they are. *Shapes*: all equal.
  /// - Throws: `.shapeMismatch`, `.tooLarge` or `.outOfMemory`.
  public static func select(
    _ condition: Tensor, _ a: Tensor, _ b: Tensor
  ) throws(TensorError) -> Tensor {
    for operand in [a, b] where operand.shape != condition.shape {
      throw .shapeMismatch(operation: "select", lhs: condition.shape, rhs: operand.shape)
    }
    return try LongWork.perform(LongWork.cost(condition.count, 2)) { () throws(TensorError) in
      let result = try Storage(count: condition.count)
      condition.withElements { c in
        a.withElements { x in
          b.withElements { y in
            let z = result.base
            for i in 0..<c.count { z[i] = c[i] != 0 ? x[i] : y[i] }
          }
        }
      }
      return Tensor(shape: condition.shape, storage: result)
    }
  }
}
