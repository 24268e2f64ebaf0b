extension Tensor {
  /// The matrix exponential Σ Aᵏ/k! by scaling, a Padé approximant and squaring.
  ///
  /// *Shapes*: `[..., n, n] → [..., n, n]`.
  /// - Throws: `.notMatrix`, `.notSquare`, `.notFinite`; `.overflow` when the result exceeds float64.
  /// - Complexity: about 6 + log₂ ‖A‖ products of n×n matrices each.
  ///
  /// *Source*: Higham (2005), The scaling and squaring method for the matrix exponential revisited.
  public func matrixExponential() throws(TensorError) -> Tensor {
    try LongWork.perform(LongWork.cost(count, shape.last ?? 1)) { () throws(TensorError) in
      let matrices = try MatrixBatch.square(self, operation: "expm")
      if matrices.samples == 0 { return self }
      let size = matrices.rows
      let flat = try reshaped(try Shape.checked([matrices.samples, size, size]))
      var parts: [Tensor] = []
      for sample in 0..<matrices.samples {
        let matrix = try flat.sliced(
          starts: [sample, 0, 0], ends: [sample + 1, size, size], steps: [1, 1, 1]
        ).reshaped([size, size])
        let result = try exponential(matrix, sample: sample)
        if !result.isFinite { throw .overflow(operation: "expm", sample: sample) }
        parts.append(result)
      }
      return try Tensor.stack(parts).reshaped(shape)
    }
  }
}

/// A Padé approximant of eˣ of equal degrees: numerator coefficients and the norm up to which its
/// backward error stays below the unit roundoff (Higham 2005, table 2.3).
private struct Approximant {
  let greatestNorm: Double
  let coefficients: [Double]

  static let all = [
    Approximant(greatestNorm: 1.495585217958292e-2, degree: 3),
    Approximant(greatestNorm: 2.539398330063230e-1, degree: 5),
    Approximant(greatestNorm: 9.504178996162932e-1, degree: 7),
    Approximant(greatestNorm: 2.097847961257068, degree: 9),
  ]
  static let last = Approximant(greatestNorm: 5.371920351148152, degree: 13)

  /// bⱼ = (2q − j)! / ((q − j)! j!), so that each is (q − j)(2q − j)⁻¹(j + 1)⁻¹ times the one before,
  /// here scaled to a last coefficient of 1.
  init(greatestNorm: Double, degree q: Int) {
    self.greatestNorm = greatestNorm
    var coefficients = [Double](repeating: 1, count: q + 1)
    for j in stride(from: q - 1, through: 0, by: -1) {
      coefficients[j] = coefficients[j + 1] * Double((2 * q - j) * (j + 1)) / Double(q - j)
    }
    self.coefficients = coefficients
  }
}

private func exponential(_ matrix: Tensor, sample: Int) throws(TensorError) -> Tensor {
  let norm = matrix.columnSumNorm
  if let approximant = Approximant.all.first(where: { norm <= $0.greatestNorm }) {
    return try evaluate(approximant, matrix)
  }
  let approximant = Approximant.last
  var squarings = 0
  var scale = 1.0
  while norm * scale > approximant.greatestNorm {
    // The norm of a huge finite matrix may itself be infinite; its exponential overflows.
    if scale == 0 || norm.isInfinite { throw .overflow(operation: "expm", sample: sample) }
    squarings += 1
    scale /= 2
  }
  var result = try evaluate(approximant, try Tensor.combine(.multiply, matrix, Tensor(scale)))
  for _ in 0..<squarings { result = try result.matrixProduct(result) }
  return result
}

/// (V − U)⁻¹ (V + U), where U has the odd powers and V the even ones.
private func evaluate(_ approximant: Approximant, _ a: Tensor) throws(TensorError) -> Tensor {
  let b = approximant.coefficients
  let square = try a.matrixProduct(a)
  var even = [try Tensor.identity(a.shape[0]), square]
  let needed = b.count == 14 ? 4 : b.count / 2
  while even.count < needed { even.append(try even[even.count - 1].matrixProduct(square)) }
  func sum(_ terms: [(Double, Tensor)]) throws(TensorError) -> Tensor {
    var total = try Tensor(repeating: 0, shape: a.shape)
    for (factor, power) in terms {
      total = try Tensor.combine(
        .add, total, try Tensor.combine(.multiply, power, Tensor(factor)))
    }
    return total
  }
  func series(_ first: Int) throws(TensorError) -> Tensor {
    let low = try sum(even.indices.map { (b[2 * $0 + first], even[$0]) })
    if b.count < 14 { return low }
    // Degree 13 shares A⁶: the powers 8, 10 and 12 are A⁶ times those of 2, 4 and 6.
    let high = try sum((1...3).map { (b[2 * $0 + 6 + first], even[$0]) })
    return try Tensor.combine(.add, try even[3].matrixProduct(high), low)
  }
  let odd = try a.matrixProduct(try series(1))
  let pair = try series(0)
  return try Tensor.combine(.subtract, pair, odd).solve(try Tensor.combine(.add, pair, odd))
}
