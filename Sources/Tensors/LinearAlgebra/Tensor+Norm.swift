extension Tensor {
  /// The square root of the sum of squares of all elements, free of overflow and underflow.
  ///
  /// An infinite element gives ∞ and a NaN gives NaN.
  public var norm: Double {
    withElements { x in
      var greatest = 0.0
      for value in x {
        if value.isNaN { return .nan }
        greatest = Swift.max(greatest, value.magnitude)
      }
      guard greatest > 0, greatest.isFinite, let start = x.baseAddress else { return greatest }
      let safe = 0x1p-450...0x1p450
      if safe.contains(greatest) {
        return ReductionKernel.dot(start, start, count: x.count).squareRoot()
      }
      // Powers of two lose no digit, and the squares of the extremes fit between them.
      let scale = greatest < 1 ? 0x1p600 : 0x1p-600
      let sum = x.reduce(0) { $0 + ($1 * scale) * ($1 * scale) }
      return sum.squareRoot() / scale
    }
  }

  /// The greatest singular value: how far the matrix can stretch a vector.
  ///
  /// *Shapes*: `[..., m, n] → [...]`; 0 for a matrix without elements.
  /// - Throws: as `singularValues()`.
  public func spectralNorm() throws(TensorError) -> Tensor {
    let values = try singularValues()
    let last = values.rank - 1
    let shape = Shape(Array(values.shape.dims.dropLast()))
    if values.shape[last] == 0 { return try Tensor(repeating: 0, shape: shape) }
    return try values.maximum(axis: last)
  }

  /// The greatest sum of magnitudes in a column of one matrix.
  var columnSumNorm: Double {
    let columns = shape[rank - 1]
    var sums = [Double](repeating: 0, count: columns)
    withElements { x in for (i, value) in x.enumerated() { sums[i % columns] += value.magnitude } }
    return sums.max() ?? 0
  }
}
