/// A tensor seen as matrices: the last two axes, for every index of the axes before them.
struct MatrixBatch {
  let tensor: Tensor
  let operation: String
  let rows: Int
  let columns: Int

  /// The extents of the axes before the last two.
  let batch: [Int]

  /// Checks that the tensor holds matrices LAPACK can take.
  ///
  /// - Throws: `.notMatrix`; `.extentTooLarge` when an extent exceeds 32 bits; `.notFinite`, since
  ///   LAPACK may answer NaN without a word.
  init(_ tensor: Tensor, operation: String) throws(TensorError) {
    guard tensor.rank >= 2 else { throw .notMatrix(operation: operation, shape: tensor.shape) }
    self.tensor = tensor
    self.operation = operation
    rows = tensor.shape[tensor.rank - 2]
    columns = tensor.shape[tensor.rank - 1]
    batch = Array(tensor.shape.dims.dropLast(2))
    if max(rows, columns) > Int(Int32.max) {
      throw .extentTooLarge(operation: operation, extent: max(rows, columns))
    }
    if let index = tensor.firstNonFinite {
      let size = rows * columns
      throw .notFinite(operation: operation, sample: index / size, index: index % size)
    }
  }

  /// Checks that the matrices are square as well.
  static func square(
    _ tensor: Tensor, operation: String
  ) throws(TensorError) -> MatrixBatch {
    let matrices = try MatrixBatch(tensor, operation: operation)
    guard matrices.rows == matrices.columns else {
      throw .notSquare(operation: operation, shape: tensor.shape)
    }
    return matrices
  }

  /// Checks that the matrices are square and equal to their transposes, and makes them exactly so.
  ///
  /// - Throws: `.notSymmetric` when max |aᵢⱼ − aⱼᵢ| exceeds `Tensor.symmetryTolerance` · max |aᵢⱼ|.
  static func symmetric(
    _ tensor: Tensor, operation: String
  ) throws(TensorError) -> MatrixBatch {
    let matrices = try square(tensor, operation: operation)
    let n = matrices.rows
    for sample in 0..<matrices.samples {
      let asymmetry = tensor.asymmetry(start: sample * n * n, size: n)
      if asymmetry > Tensor.symmetryTolerance {
        throw .notSymmetric(operation: operation, sample: sample, asymmetry: asymmetry)
      }
    }
    // Halves are added, not the sum halved, so that numbers near the greatest do not overflow.
    let half = try Tensor.combine(.multiply, tensor, Tensor(0.5))
    return try MatrixBatch(
      try Tensor.combine(.add, half, try half.transposed()), operation: operation)
  }

  /// Checks that the tensor is one matrix, for answers whose shape depends on the numbers.
  static func single(
    _ tensor: Tensor, operation: String
  ) throws(TensorError) -> MatrixBatch {
    guard tensor.rank == 2 else { throw .notMatrix(operation: operation, shape: tensor.shape) }
    return try MatrixBatch(tensor, operation: operation)
  }

  /// The number of matrices that have elements.
  var samples: Int { isEmpty ? 0 : batch.reduce(1, *) }

  /// Whether the matrices have no elements.
  var isEmpty: Bool { rows == 0 || columns == 0 }

  /// The lesser extent.
  var smaller: Int { min(rows, columns) }

  /// The shape of an answer per matrix.
  func shape(_ trailing: Int...) throws(TensorError) -> Shape {
    try Shape.checked(batch + trailing)
  }

  /// An identity matrix per sample.
  func identities(_ size: Int) throws(TensorError) -> Tensor {
    try Tensor.identity(size).broadcast(to: try shape(size, size))
  }
}

extension Tensor {
  /// The relative asymmetry up to which a matrix counts as symmetric.
  public static let symmetryTolerance = 1e-10

  /// The greatest |aᵢⱼ − aⱼᵢ| of one matrix relative to its greatest |aᵢⱼ|.
  fileprivate func asymmetry(start: Int, size n: Int) -> Double {
    withElements { x in
      var greatest = 0.0
      var difference = 0.0
      for i in 0..<n {
        for j in 0...i {
          let (a, b) = (x[start + i * n + j], x[start + j * n + i])
          greatest = Swift.max(greatest, a.magnitude, b.magnitude)
          difference = Swift.max(difference, (a / 2 - b / 2).magnitude)
        }
      }
      return difference == 0 ? 0 : difference / greatest * 2
    }
  }
}
