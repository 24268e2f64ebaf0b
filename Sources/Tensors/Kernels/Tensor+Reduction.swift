extension Tensor {
  /// Sums over the axes given, which disappear; the order of summation depends on the shape alone.
  ///
  /// - Throws: `.invalidAxes` when an axis does not exist or is named twice.
  public func sum(axes: [Int]) throws(TensorError) -> Tensor {
    guard axes.allSatisfy(shape.dims.indices.contains), Set(axes).count == axes.count else {
      throw .invalidAxes(operation: "sum", axes: axes, rank: rank)
    }
    var result = self
    // Neighbouring axes are summed as one, the last group first.
    var pending = axes.sorted()
    while let last = pending.popLast() {
      var first = last
      while let axis = pending.last, axis == first - 1 {
        first = axis
        pending.removeLast()
      }
      result = try result.sum(first...last)
    }
    return result
  }

  /// The sum of all elements.
  public var total: Double {
    withElements { x in
      guard let start = x.baseAddress else { return 0 }
      return ReductionKernel.sum(start, count: x.count)
    }
  }

  private func sum(_ axes: ClosedRange<Int>) throws(TensorError) -> Tensor {
    try LongWork.perform(LongWork.cost(count, 2)) { () throws(TensorError) in
      let dims = shape.dims
      let target = try Shape.checked(
        Array(dims[..<axes.lowerBound]) + Array(dims[(axes.upperBound + 1)...]))
      if count == 0 { return try Tensor(repeating: 0, shape: target) }
      let result = try Storage(count: target.count)
      let outer = dims[..<axes.lowerBound].reduce(1, *)
      let extent = dims[axes].reduce(1, *)
      let inner = dims[(axes.upperBound + 1)...].reduce(1, *)
      let sum = BlockSum(outer: outer, extent: extent, inner: inner)
      withElements { source in
        guard let x = source.baseAddress else { return }
        sum.run(x, into: result.base)
      }
      return Tensor(shape: target, storage: result)
    }
  }

  /// The greatest element along an axis, which disappears; NaN when there is one.
  ///
  /// - Throws: `.axisOutOfRange`; `.emptyOperand` when the axis is empty and the result is not.
  public func maximum(axis: Int) throws(TensorError) -> Tensor {
    try LongWork.perform(LongWork.cost(count, 3)) { () throws(TensorError) in
      try folded(axis, operation: "maximum") { ScalarFunctions.maximum($0, $1) }
    }
  }

  /// The least element along an axis, which disappears; NaN when there is one.
  ///
  /// - Throws: `.axisOutOfRange`; `.emptyOperand` when the axis is empty and the result is not.
  public func minimum(axis: Int) throws(TensorError) -> Tensor {
    try LongWork.perform(LongWork.cost(count, 3)) { () throws(TensorError) in
      try folded(axis, operation: "minimum") { ScalarFunctions.minimum($0, $1) }
    }
  }

  @inline(__always)
  private func folded(
    _ axis: Int, operation: String, _ function: (Double, Double) -> Double
  ) throws(TensorError) -> Tensor {
    let target = try shape.removing(axis, operation: operation)
    let (outer, extent, inner) = shape.split(at: axis)
    let result = try Storage(count: target.count)
    withElements { source in
      guard let x = source.baseAddress, target.count > 0 else { return }
      for o in 0..<outer {
        let y = result.base + o * inner
        let start = x + o * extent * inner
        y.update(from: start, count: inner)
        for row in 1..<extent {
          for i in 0..<inner { y[i] = function(y[i], start[row * inner + i]) }
        }
      }
    }
    return Tensor(shape: target, storage: result)
  }
}

extension Shape {
  /// The shape without one axis, which may be empty only if nothing is asked of it.
  func removing(_ axis: Int, operation: String) throws(TensorError) -> Shape {
    try checkAxis(axis, operation: operation)
    var dims = dims
    let extent = dims.remove(at: axis)
    let target = try Shape.checked(dims)
    if extent == 0 && target.count > 0 { throw .emptyOperand(operation: operation, shape: self) }
    return target
  }
}
