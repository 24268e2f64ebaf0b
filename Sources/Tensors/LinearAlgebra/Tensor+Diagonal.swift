extension Tensor {
  /// The identity matrix.
  ///
  /// - Throws: `.negativeExtent`, `.tooLarge` or `.outOfMemory`.
  public static func identity(_ size: Int) throws(TensorError) -> Tensor {
    try Tensor(repeating: 1, shape: try Shape.checked([size])).diagonalMatrix()
  }

  /// The square matrix with these numbers on its diagonal and zeros elsewhere.
  ///
  /// *Shapes*: `[..., n] → [..., n, n]`.
  /// - Throws: `.axisOutOfRange` for rank 0; `.tooLarge` or `.outOfMemory`.
  public func diagonalMatrix() throws(TensorError) -> Tensor {
    try shape.checkAxis(rank - 1, operation: "diagonalMatrix")
    let size = shape[rank - 1]
    let target = try Shape.checked(shape.dims + [size])
    // A row of n numbers followed by n zeros is a row of n × (n + 1), which lacks only the end.
    if size <= 1 { return try reshaped(target) }
    let batch = shape.dims.dropLast()
    let spread = try reshaped(Shape(batch + [size, 1])).padded(
      low: Array(repeating: 0, count: rank + 1),
      high: Array(repeating: 0, count: rank) + [size],
      interior: Array(repeating: 0, count: rank + 1))
    let flat = try spread.reshaped(Shape(batch + [size * (size + 1)]))
    return try flat.sliced(
      starts: Array(repeating: 0, count: rank), ends: batch + [size * size],
      steps: Array(repeating: 1, count: rank)
    ).reshaped(target)
  }

  /// The elements with equal last two indices.
  ///
  /// *Shapes*: `[..., m, n] → [..., min(m, n)]`.
  /// - Throws: `.notMatrix`, `.tooLarge` or `.outOfMemory`.
  public func diagonal() throws(TensorError) -> Tensor {
    guard rank >= 2 else { throw .notMatrix(operation: "diagonal", shape: shape) }
    let strides = shape.strides
    let length = Swift.min(shape[rank - 2], shape[rank - 1])
    return try copied(
      from: Layout(strides: strides.dropLast(2) + [strides[rank - 2] + strides[rank - 1]]),
      as: Shape(shape.dims.dropLast(2) + [length]))
  }

  /// The sum of the diagonal.
  ///
  /// *Shapes*: `[..., n, n] → [...]`.
  /// - Throws: `.notMatrix`, `.notSquare`, `.tooLarge` or `.outOfMemory`.
  public func trace() throws(TensorError) -> Tensor {
    guard rank >= 2 else { throw .notMatrix(operation: "trace", shape: shape) }
    guard shape[rank - 1] == shape[rank - 2] else {
      throw .notSquare(operation: "trace", shape: shape)
    }
    return try diagonal().sum(axes: [rank - 2])
  }
}
