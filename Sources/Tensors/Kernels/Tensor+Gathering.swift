extension Tensor {
  /// Takes whole slices along one axis, at indices that may themselves have any shape.
  ///
  /// *Shapes*: `shape[..axis] + indices.shape + shape[axis+1..]`.
  /// - Throws: `.axisOutOfRange`, `.notAnIndex`, `.indexOutOfRange`, `.tooLarge`.
  public func gathered(_ indices: Tensor, axis: Int) throws(TensorError) -> Tensor {
    try LongWork.perform(LongWork.cost(count + indices.count, 4)) { () throws(TensorError) in
      try shape.checkAxis(axis, operation: "gather")
      let positions = try indices.positions(axis: axis, extent: shape[axis])
      let target = try Shape.checked(
        Array(shape.dims[..<axis]) + indices.shape.dims + Array(shape.dims[(axis + 1)...]))
      let result = try Storage(count: target.count)
      if target.count == 0 { return Tensor(shape: target, storage: result) }
      let (outer, extent, inner) = shape.split(at: axis)
      withElements { source in
        guard let x = source.baseAddress else { return }
        var y = result.base
        for o in 0..<outer {
          for position in positions {
            y.update(from: x + (o * extent + position) * inner, count: inner)
            y += inner
          }
        }
      }
      return Tensor(shape: target, storage: result)
    }
  }

  /// Adds slices into zeros at indices along one axis: the transpose of `gathered`.
  ///
  /// *Shapes*: `values` is `before + indices.shape + after`; the result `before + [extent] + after`.
  /// - Throws: `.shapeMismatch`, `.axisOutOfRange`, `.notAnIndex`, `.indexOutOfRange`, `.tooLarge`.
  public static func scatterAdd(
    _ values: Tensor, _ indices: Tensor, axis: Int, extent: Int
  ) throws(TensorError) -> Tensor {
    try LongWork.perform(LongWork.cost(values.count, 4)) { () throws(TensorError) in
      guard axis >= 0, axis <= values.rank else {
        throw .axisOutOfRange(operation: "scatterAdd", axis: axis, rank: values.rank)
      }
      let dims = values.shape.dims
      guard axis + indices.rank <= dims.count,
        dims[axis..<(axis + indices.rank)].elementsEqual(indices.shape.dims)
      else {
        throw .shapeMismatch(operation: "scatterAdd", lhs: values.shape, rhs: indices.shape)
      }
      let positions = try indices.positions(axis: axis, extent: extent)
      let before = Array(dims[..<axis])
      let after = Array(dims[(axis + indices.rank)...])
      let target = try Shape.checked(before + [extent] + after)
      let result = try Storage(count: target.count, repeating: 0)
      if values.count == 0 { return Tensor(shape: target, storage: result) }
      let (outer, _, inner) = target.split(at: axis)
      values.withElements { source in
        guard var x = source.baseAddress else { return }
        for o in 0..<outer {
          for position in positions {
            let y = result.base + (o * extent + position) * inner
            for i in 0..<inner { y[i] += x[i] }
            x += inner
          }
        }
      }
      return Tensor(shape: target, storage: result)
    }
  }

  /// Takes single elements along one axis, at indices that agree with the tensor on the others.
  ///
  /// *Shapes*: that of `indices`, which differs from the tensor's along `axis` only.
  /// - Throws: `.shapeMismatch`, `.axisOutOfRange`, `.notAnIndex`, `.indexOutOfRange`.
  public func takenAlong(_ indices: Tensor, axis: Int) throws(TensorError) -> Tensor {
    try LongWork.perform(LongWork.cost(indices.count, 6)) { () throws(TensorError) in
      try shape.checkAxis(axis, operation: "takeAlong")
      guard shape.agrees(with: indices.shape, exceptAlong: axis) else {
        throw .shapeMismatch(operation: "takeAlong", lhs: shape, rhs: indices.shape)
      }
      let positions = try indices.positions(axis: axis, extent: shape[axis])
      let result = try Storage(count: indices.count)
      let extent = shape[axis]
      let (_, length, inner) = indices.shape.split(at: axis)
      withElements { x in
        for (i, position) in positions.enumerated() {
          let (o, rest) = i.quotientAndRemainder(dividingBy: length * inner)
          result.base[i] = x[(o * extent + position) * inner + rest % inner]
        }
      }
      return Tensor(shape: indices.shape, storage: result)
    }
  }

  /// Adds single elements into zeros at indices along one axis: the transpose of `takenAlong`.
  ///
  /// *Shapes*: `values` and `indices` equal; the result has `extent` along `axis`.
  /// - Throws: `.shapeMismatch`, `.axisOutOfRange`, `.notAnIndex`, `.indexOutOfRange`, `.tooLarge`.
  public static func scatterAddAlong(
    _ values: Tensor, _ indices: Tensor, axis: Int, extent: Int
  ) throws(TensorError) -> Tensor {
    try LongWork.perform(LongWork.cost(values.count, 6)) { () throws(TensorError) in
      guard values.shape == indices.shape else {
        throw .shapeMismatch(operation: "scatterAddAlong", lhs: values.shape, rhs: indices.shape)
      }
      try values.shape.checkAxis(axis, operation: "scatterAddAlong")
      let positions = try indices.positions(axis: axis, extent: extent)
      var dims = values.shape.dims
      dims[axis] = extent
      let target = try Shape.checked(dims)
      let result = try Storage(count: target.count, repeating: 0)
      let (_, length, inner) = indices.shape.split(at: axis)
      values.withElements { x in
        for (i, position) in positions.enumerated() {
          let (o, rest) = i.quotientAndRemainder(dividingBy: length * inner)
          result.base[(o * extent + position) * inner + rest % inner] += x[i]
        }
      }
      return Tensor(shape: target, storage: result)
    }
  }

  /// The elements as indices of an axis.
  private func positions(axis: Int, extent: Int) throws(TensorError) -> [Int] {
    if extent < 0 { throw .negativeExtent(axis: axis, extent: extent) }
    var positions: [Int] = []
    positions.reserveCapacity(count)
    try withElements { values throws(TensorError) in
      for (i, value) in values.enumerated() {
        guard let position = Int(exactly: value) else {
          throw .notAnIndex(value: value, position: i)
        }
        guard position >= 0, position < extent else {
          throw .indexOutOfRange(index: position, axis: axis, extent: extent)
        }
        positions.append(position)
      }
    }
    return positions
  }
}

extension Shape {
  fileprivate func agrees(with other: Shape, exceptAlong axis: Int) -> Bool {
    guard rank == other.rank else { return false }
    return dims.indices.allSatisfy { $0 == axis || self[$0] == other[$0] }
  }
}
