extension Tensor {
  /// Reorders the axes: result axis i is operand axis `axes[i]`.
  ///
  /// - Throws: `.invalidAxes` unless `axes` is a permutation; `.tooLarge` or `.outOfMemory`.
  public func permuted(_ axes: [Int]) throws(TensorError) -> Tensor {
    guard axes.count == rank, axes.allSatisfy(shape.dims.indices.contains),
      Set(axes).count == rank
    else { throw .invalidAxes(operation: "permute", axes: axes, rank: rank) }
    let strides = shape.strides
    let target = Shape(axes.map { shape[$0] })
    let moving = axes.filter { shape[$0] != 1 }
    if moving == moving.sorted() { return Tensor(shape: target, storage: storage) }
    return try copied(from: Layout(strides: axes.map { strides[$0] }), as: target)
  }

  /// Exchanges the last two axes.
  ///
  /// - Throws: `.notMatrix` when there are fewer than two.
  public func transposed() throws(TensorError) -> Tensor {
    guard rank >= 2 else { throw .notMatrix(operation: "transpose", shape: shape) }
    return try permuted(Array(0..<rank - 2) + [rank - 1, rank - 2])
  }

  /// Gives the same elements, in the same order, another shape.
  ///
  /// - Throws: `.shapeMismatch` when the element counts differ.
  public func reshaped(_ target: Shape) throws(TensorError) -> Tensor {
    guard target.count == count else {
      throw .shapeMismatch(operation: "reshape", lhs: shape, rhs: target)
    }
    return Tensor(shape: target, storage: storage)
  }

  /// Takes the elements start, start + step, … below end along every axis.
  ///
  /// - Throws: `.invalidAxes` unless there is one entry per axis; `.invalidSlice` unless
  ///   0 ≤ start ≤ end ≤ extent and step ≥ 1.
  public func sliced(
    starts: [Int], ends: [Int], steps: [Int]
  ) throws(TensorError) -> Tensor {
    for list in [starts, ends, steps] where list.count != rank {
      throw .invalidAxes(operation: "slice", axes: list, rank: rank)
    }
    let own = shape.strides
    var layout = Layout(strides: own)
    var dims: [Int] = []
    for (axis, extent) in shape.enumerated() {
      let (start, end, step) = (starts[axis], ends[axis], steps[axis])
      guard start >= 0, start <= end, end <= extent, step >= 1 else {
        throw .invalidSlice(axis: axis, start: start, end: end, step: step, extent: extent)
      }
      dims.append(end == start ? 0 : (end - start - 1) / step + 1)
      layout.start += start * own[axis]
      // A step beyond the extent leaves one element, so its stride is never used.
      layout.strides[axis] = step < extent ? step * own[axis] : own[axis]
    }
    if dims == shape.dims { return self }
    return try copied(from: layout, as: Shape(dims))
  }

  /// Puts zeros before, after and between the elements of every axis: the transpose of `sliced`.
  ///
  /// - Throws: `.invalidAxes` unless there is one entry per axis; `.invalidPadding` when one is
  ///   negative; `.tooLarge` or `.outOfMemory`.
  public func padded(
    low: [Int], high: [Int], interior: [Int]
  ) throws(TensorError) -> Tensor {
    for list in [low, high, interior] where list.count != rank {
      throw .invalidAxes(operation: "pad", axes: list, rank: rank)
    }
    var dims: [Int] = []
    for (axis, extent) in shape.enumerated() {
      let (before, after, between) = (low[axis], high[axis], interior[axis])
      guard before >= 0, after >= 0, between >= 0 else {
        throw .invalidPadding(axis: axis, low: before, high: after, interior: between)
      }
      let gaps = between.multipliedReportingOverflow(by: Swift.max(extent - 1, 0))
      var total = (partialValue: extent, overflow: gaps.overflow)
      for part in [gaps.partialValue, before, after] {
        let sum = total.partialValue.addingReportingOverflow(part)
        total = (sum.partialValue, total.overflow || sum.overflow)
      }
      dims.append(total.overflow ? Int.max : total.partialValue)
    }
    let target = try Shape.checked(dims)
    return try LongWork.perform(LongWork.cost(target.count, 4)) { () throws(TensorError) in
      let result = try Storage(count: target.count, repeating: 0)
      // Strides of axes with fewer than two elements are never used and might overflow.
      let own = target.strides
      let layout = Layout(
        start: count == 0 ? 0 : zip(low, own).reduce(0) { $0 + $1.0 * $1.1 },
        strides: own.indices.map { shape[$0] < 2 ? own[$0] : own[$0] * (interior[$0] + 1) })
      withElements { source in
        guard let x = source.baseAddress else { return }
        StridedCopy.copy(
          dims: shape.dims, from: x, Layout(strides: shape.strides), to: result.base, layout)
      }
      return Tensor(shape: target, storage: result)
    }
  }
}
