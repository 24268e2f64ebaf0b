/// Reading and writing one slice of the leading axis, for work that goes through a tensor row by row.
extension Tensor {
  /// One slice of the leading axis, which disappears.
  ///
  /// - Throws: `.notMatrix` for a number; `.indexOutOfRange`; `.outOfMemory`.
  public func row(_ index: Int) throws(TensorError) -> Tensor {
    let shape = try rowShape(index)
    let storage = try Storage(count: shape.count)
    withElements { source in
      guard let x = source.baseAddress else { return }
      storage.base.update(from: x + index * shape.count, count: shape.count)
    }
    return Tensor(shape: shape, storage: storage)
  }

  /// Replaces one slice of the leading axis.
  ///
  /// - Throws: as `row(_:)`; `.shapeMismatch` when the new slice has another shape.
  public mutating func setRow(_ index: Int, to row: Tensor) throws(TensorError) {
    let shape = try rowShape(index)
    guard row.shape == shape else {
      throw .shapeMismatch(operation: "row", lhs: shape, rhs: row.shape)
    }
    try makeUnique()
    let target = storage.base + index * shape.count
    row.withElements { source in
      guard let x = source.baseAddress else { return }
      target.update(from: x, count: shape.count)
    }
  }

  /// The first slice of the leading axis that has the elements of a tensor; nil where none has, or
  /// its shape is another.
  ///
  /// NaN is unequal to itself, as in `==`.
  ///
  /// - Throws: `.interrupted`.
  public func firstRow(equalTo row: Tensor) throws(TensorError) -> Int? {
    guard let extent = shape.first, row.shape.dims[...] == shape.dims.dropFirst() else {
      return nil
    }
    let width = row.count
    return try LongWork.perform(LongWork.cost(extent, width + 4)) { () throws(TensorError) in
      try withElements { (x) throws(TensorError) -> Int? in
        try row.withElements { (y) throws(TensorError) -> Int? in
          for index in 0..<extent {
            if index & 65535 == 65535 { try Supervision.check() }
            let start = index * width
            var column = 0
            while column < width, x[start + column] == y[column] { column += 1 }
            if column == width { return index }
          }
          return nil
        }
      }
    }
  }

  private func rowShape(_ index: Int) throws(TensorError) -> Shape {
    guard let extent = shape.first else { throw .notMatrix(operation: "row", shape: shape) }
    guard (0..<extent).contains(index) else {
      throw .indexOutOfRange(index: index, axis: 0, extent: extent)
    }
    return Shape(Array(shape.dims.dropFirst()))
  }
}
