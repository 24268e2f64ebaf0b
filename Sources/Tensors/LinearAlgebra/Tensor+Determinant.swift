import Glibc

extension Tensor {
  /// The determinant; exact for matrices of whole numbers as long as float64 holds every step.
  ///
  /// *Shapes*: `[..., n, n] → [...]`.
  /// - Throws: `.notMatrix`, `.notSquare`, `.notFinite`, `.extentTooLarge`; memory errors.
  public func determinant() throws(TensorError) -> Tensor {
    try LongWork.perform(lengthOf(.factorisation)) { () throws(TensorError) in
      let matrices = try MatrixBatch.square(self, operation: "determinant")
      let shape = try matrices.shape()
      if matrices.isEmpty { return try Tensor(repeating: 1, shape: shape) }
      let size = matrices.rows
      let exact = (0..<matrices.samples).map { sample in
        let start = sample * size * size
        return withElements { wholeDeterminant($0[start..<(start + size * size)], size) }
      }
      if !exact.contains(nil) {
        return try Tensor(shape: shape, elements: exact.compactMap { $0 })
      }
      let factors = try LUFactors(matrices)
      return try Tensor(
        shape: shape,
        elements: exact.enumerated().map { sample, value in
          if let value { return value }
          let diagonal = factors.diagonal(sample)
          if diagonal.pivots.allSatisfy(\.isFinite) { return product(of: diagonal) }
          // LAPACK divides by way of reciprocals, and that of a subnormal pivot is infinite.
          let start = sample * size * size
          return withElements {
            product(of: dividedPivots($0[start..<(start + size * size)], size))
          }
        })
    }
  }

  /// The sign of the determinant and the logarithm of its magnitude, which does not overflow.
  ///
  /// *Shapes*: `[..., n, n] → sign: [...], log: [...]`; a singular matrix gives 0 and −∞.
  /// - Throws: `.notMatrix`, `.notSquare`, `.notFinite`, `.extentTooLarge`; memory errors.
  public func logAbsDeterminant() throws(TensorError) -> (sign: Tensor, log: Tensor) {
    try LongWork.perform(lengthOf(.factorisation)) { () throws(TensorError) in
      let matrices = try MatrixBatch.square(self, operation: "logAbsDeterminant")
      let shape = try matrices.shape()
      if matrices.isEmpty {
        return (try Tensor(repeating: 1, shape: shape), try Tensor(repeating: 0, shape: shape))
      }
      let factors = try LUFactors(matrices)
      var signs: [Double] = []
      var logs: [Double] = []
      for sample in 0..<matrices.samples {
        let (sign, pivots) = factors.diagonal(sample)
        signs.append(pivots.reduce(sign) { $0 * ScalarFunctions.sign($1) })
        logs.append(pivots.reduce(0) { $0 + ScalarFunctions.log($1.magnitude) })
      }
      return (
        try Tensor(shape: shape, elements: signs), try Tensor(shape: shape, elements: logs)
      )
    }
  }
}

/// The product with exponents kept apart, so that it overflows only if the result does.
private func product(of factors: (sign: Double, pivots: [Double])) -> Double {
  var significand = factors.sign
  var exponent = 0
  for pivot in factors.pivots {
    if pivot == 0 { return 0 }
    // Elimination overflowed; infinities and NaN have no exponent to keep apart.
    guard pivot.isFinite else { return factors.pivots.reduce(factors.sign, *) }
    significand *= pivot.sign == .minus ? -pivot.significand : pivot.significand
    exponent += Int(pivot.exponent) + Int(significand.exponent)
    significand = scalbn(significand, -Int32(significand.exponent))
  }
  let limit = 5000
  return scalbn(significand, Int32(max(-limit, min(limit, exponent))))
}

/// The pivots of elimination that divides, whose multipliers never exceed 1.
private func dividedPivots(
  _ entries: some Collection<Double>, _ n: Int
) -> (sign: Double, pivots: [Double]) {
  var a = Array(entries)
  var sign = 1.0
  var pivots: [Double] = []
  for k in 0..<n {
    let pivotRow =
      (k..<n).max { a[$0 * n + k].magnitude < a[$1 * n + k].magnitude } ?? k
    if pivotRow != k {
      for j in 0..<n { a.swapAt(k * n + j, pivotRow * n + j) }
      sign = -sign
    }
    let pivot = a[k * n + k]
    pivots.append(pivot)
    guard pivot != 0 else { break }
    for i in (k + 1)..<max(n, k + 1) {
      let factor = a[i * n + k] / pivot
      for j in (k + 1)..<n { a[i * n + j] -= factor * a[k * n + j] }
    }
  }
  return (sign, pivots)
}

/// The determinant of whole numbers by fraction-free elimination, nil when a step might round.
///
/// Every entry met on the way is a minor of the matrix and every division leaves no remainder.
/// *Source*: Bareiss (1968), one-step method.
private func wholeDeterminant(_ entries: some Collection<Double>, _ n: Int) -> Double? {
  let limit = 0x1p52
  guard n <= 32, entries.allSatisfy({ $0.magnitude < limit && $0 == $0.rounded() }) else {
    return nil
  }
  var a = Array(entries)
  var sign = 1.0
  var previous = 1.0
  for k in 0..<n {
    guard let pivotRow = (k..<n).first(where: { a[$0 * n + k] != 0 }) else { return 0 }
    if pivotRow != k {
      for j in 0..<n { a.swapAt(k * n + j, pivotRow * n + j) }
      sign = -sign
    }
    let pivot = a[k * n + k]
    for i in (k + 1)..<max(n, k + 1) {
      for j in (k + 1)..<n {
        let (x, y) = (pivot * a[i * n + j], a[i * n + k] * a[k * n + j])
        guard x.magnitude < limit, y.magnitude < limit else { return nil }
        a[i * n + j] = (x - y) / previous
      }
    }
    previous = pivot
  }
  return sign * previous
}
