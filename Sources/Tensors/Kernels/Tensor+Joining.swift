extension Tensor {
  /// Joins tensors along an axis they have.
  ///
  /// *Shapes*: `[2, 3]` and `[4, 3]` along axis 0 give `[6, 3]`.
  /// - Throws: `.emptyOperand` for no parts; `.axisOutOfRange`; `.shapeMismatch` when another axis
  ///   differs from the first part's.
  public static func concatenate(_ parts: [Tensor], axis: Int) throws(TensorError) -> Tensor {
    guard let first = parts.first else {
      throw .emptyOperand(operation: "concatenate", shape: [0])
    }
    try first.shape.checkAxis(axis, operation: "concatenate")
    var total = 0
    for (index, part) in parts.enumerated() {
      if index & 4095 == 4095 { try Supervision.check() }
      var dims = part.shape.dims
      guard dims.count == first.rank else {
        throw .shapeMismatch(operation: "concatenate", lhs: first.shape, rhs: part.shape)
      }
      let (sum, overflow) = total.addingReportingOverflow(dims[axis])
      total = overflow ? Int.max : sum
      dims[axis] = first.shape[axis]
      guard dims == first.shape.dims else {
        throw .shapeMismatch(operation: "concatenate", lhs: first.shape, rhs: part.shape)
      }
    }
    var dims = first.shape.dims
    dims[axis] = total
    let target = try Shape.checked(dims)
    if parts.count == 1 { return first }
    return try LongWork.perform(cost(of: parts, target)) { () throws(TensorError) in
      let result = try Storage(count: target.count)
      let strides = target.strides
      var start = 0
      for part in parts {
        part.withElements { source in
          guard let x = source.baseAddress else { return }
          StridedCopy.copy(
            dims: part.shape.dims, from: x, Layout(strides: part.shape.strides),
            to: result.base, Layout(start: start, strides: strides))
        }
        start += part.shape[axis] * strides[axis]
      }
      return Tensor(shape: target, storage: result)
    }
  }

  /// Joins tensors of one shape along a new first axis.
  ///
  /// - Throws: `.emptyOperand` for no parts; `.shapeMismatch` when two shapes differ.
  public static func stack(_ parts: [Tensor]) throws(TensorError) -> Tensor {
    guard let first = parts.first else { throw .emptyOperand(operation: "stack", shape: [0]) }
    if let other = parts.first(where: { $0.shape != first.shape }) {
      throw .shapeMismatch(operation: "stack", lhs: first.shape, rhs: other.shape)
    }
    let target = try Shape.checked([parts.count] + first.shape.dims)
    return try LongWork.perform(cost(of: parts, target)) { () throws(TensorError) in
      let result = try Storage(count: target.count)
      for (row, part) in parts.enumerated() {
        part.withElements { source in
          guard let x = source.baseAddress else { return }
          (result.base + row * part.count).update(from: x, count: part.count)
        }
      }
      return Tensor(shape: target, storage: result)
    }
  }
}

extension Tensor {
  /// About how many nanoseconds it takes to copy parts into a tensor.
  private static func cost(of parts: [Tensor], _ target: Shape) -> Int {
    let elements = LongWork.cost(target.count, 3)
    let (cost, overflow) = elements.addingReportingOverflow(LongWork.cost(parts.count, 300))
    return overflow ? .max : cost
  }
}

extension Shape {
  /// Checks that an axis exists.
  func checkAxis(_ axis: Int, operation: String) throws(TensorError) {
    guard dims.indices.contains(axis) else {
      throw .axisOutOfRange(operation: operation, axis: axis, rank: rank)
    }
  }

  /// The shape seen along one axis: the product of the axes before it, its extent, and the product
  /// of those after it.
  func split(at axis: Int) -> (outer: Int, extent: Int, inner: Int) {
    (dims[..<axis].reduce(1, *), dims[axis], dims[(axis + 1)...].reduce(1, *))
  }
}
