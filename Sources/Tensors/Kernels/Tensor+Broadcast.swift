extension Shape {
  /// The common shape of two operands whose axes are matched from the last.
  ///
  /// - Throws: `.shapeMismatch` when two matched extents differ and neither is 1; `.tooLarge`.
  public static func broadcast(
    _ a: Shape, _ b: Shape, operation: String
  ) throws(TensorError) -> Shape {
    if a == b { return a }
    var dims = [Int](repeating: 1, count: Swift.max(a.rank, b.rank))
    for position in 1...dims.count {
      let x = position <= a.rank ? a[a.rank - position] : 1
      let y = position <= b.rank ? b[b.rank - position] : 1
      guard x == y || x == 1 || y == 1 else {
        throw .shapeMismatch(operation: operation, lhs: a, rhs: b)
      }
      dims[dims.count - position] = x == 1 ? y : x
    }
    return try checked(dims)
  }

  /// The strides that read this shape as a larger one; repeated axes have stride 0.
  func strides(broadcastTo target: Shape) -> [Int] {
    let own = strides
    let added = target.rank - rank
    return target.dims.indices.map { axis in
      axis < added || self[axis - added] == 1 ? 0 : own[axis - added]
    }
  }
}

extension Tensor {
  /// Repeats the tensor along new leading axes and along axes of extent 1.
  ///
  /// *Shapes*: `[3]` and `[2, 1]` both become `[2, 3]`.
  /// - Throws: `.shapeMismatch`, `.tooLarge` or `.outOfMemory`.
  public func broadcast(to target: Shape) throws(TensorError) -> Tensor {
    if shape == target { return self }
    guard rank <= target.rank,
      try Shape.broadcast(shape, target, operation: "broadcast") == target
    else { throw .shapeMismatch(operation: "broadcast", lhs: shape, rhs: target) }
    return try copied(from: Layout(strides: shape.strides(broadcastTo: target)), as: target)
  }

  /// Repeats the tensor along axes it does not have: operand axis i becomes result axis `axes[i]`.
  ///
  /// *Shapes*: `[3]` to `[3, 2]` with axes `[0]` repeats each element along the new last axis.
  /// - Throws: `.invalidAxes` unless `axes` names one distinct axis of the result per operand axis;
  ///   `.shapeMismatch` when an extent differs from the result's and is not 1.
  public func broadcast(to target: Shape, axes: [Int]) throws(TensorError) -> Tensor {
    guard axes.count == rank, axes.allSatisfy(target.dims.indices.contains),
      Set(axes).count == rank
    else { throw .invalidAxes(operation: "broadcast", axes: axes, rank: target.rank) }
    let own = shape.strides
    var strides = [Int](repeating: 0, count: target.rank)
    for (axis, extent) in shape.enumerated() where extent != 1 {
      guard extent == target[axes[axis]] else {
        throw .shapeMismatch(operation: "broadcast", lhs: shape, rhs: target)
      }
      strides[axes[axis]] = own[axis]
    }
    return try copied(from: Layout(strides: strides), as: target)
  }
}
