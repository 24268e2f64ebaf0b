import Glibc

extension Tensor {
  /// The solution of A x = b.
  ///
  /// *Shapes*: `[..., n, n]` with `b: [..., n] → [..., n]` or `b: [..., n, k] → [..., n, k]`.
  /// - Throws: `.notSquare`; `.shapeMismatch`; `.notFinite`; `.singular` when a pivot is exactly zero
  ///   or the reciprocal condition number is below ε, so that no digit of the answer would count.
  public func solve(_ b: Tensor) throws(TensorError) -> Tensor {
    try LongWork.perform(lengthOf(.factorisation)) { () throws(TensorError) in
      let matrices = try MatrixBatch.square(self, operation: "solve")
      let right = try RightHandSide(b, matrices)
      return try right.restored(
        try matrices.solution(of: right.columns, count: right.count), rows: matrices.rows)
    }
  }

  /// The inverse matrix.
  ///
  /// *Shapes*: `[..., n, n] → [..., n, n]`.
  /// - Throws: `.notSquare`, `.notFinite`, `.singular` as `solve(_:)`; memory errors.
  public func inverse() throws(TensorError) -> Tensor {
    try LongWork.perform(lengthOf(.factorisation)) { () throws(TensorError) in
      let matrices = try MatrixBatch.square(self, operation: "inverse")
      let identities = try matrices.identities(matrices.rows)
      return try matrices.solution(of: identities, count: matrices.rows)
    }
  }

  /// 1 / (‖A‖₁ ‖A⁻¹‖₁) as LAPACK estimates it: 1 at best, 0 for a singular matrix.
  ///
  /// *Shapes*: `[..., n, n] → [...]`.
  /// - Throws: `.notMatrix`, `.notSquare`, `.notFinite`; memory errors.
  public func reciprocalCondition() throws(TensorError) -> Tensor {
    try LongWork.perform(lengthOf(.factorisation)) { () throws(TensorError) in
      let matrices = try MatrixBatch.square(self, operation: "condition")
      let shape = try matrices.shape()
      if matrices.isEmpty { return try Tensor(repeating: 1, shape: shape) }
      return try Tensor(shape: shape, elements: try LUFactors(matrices).reciprocalConditions())
    }
  }

  /// The product of matrices batch by batch.
  ///
  /// *Shapes*: `a: [..., m, k], b: [..., k, n] → [..., m, n]` with equal leading axes.
  /// - Throws: `.invalidContraction` when the ranks differ or are below 2; `.shapeMismatch`.
  public static func batchedProduct(_ a: Tensor, _ b: Tensor) throws(TensorError) -> Tensor {
    let batch = Array(0..<Swift.max(a.rank - 2, 0))
    return try contract(
      a, b, Contraction(lhs: batch + [-1, -2], rhs: batch + [-2, -3], output: batch + [-1, -3]))
  }
}

extension MatrixBatch {
  /// Solves for right-hand sides in columns, refusing matrices without a usable inverse.
  ///
  /// A matrix that only looks singular because its rows or columns differ in scale is solved with all
  /// of them brought near 1; the others are solved as they are.
  fileprivate func solution(of b: Tensor, count: Int) throws(TensorError) -> Tensor {
    if isEmpty { return b }
    do {
      return try unscaledSolution(of: b, count: count)
    } catch {
      guard case .singular(_, _, nil, _) = error else { throw error }
      let conditions = try LUFactors(self).reciprocalConditions()
      let needsScale = conditions.map { $0 < Double.ulpOfOne }
      let rowScale = try tensor.scales(along: tensor.rank - 1, where: needsScale)
      let rows = try Tensor.combine(.multiply, tensor, rowScale)
      let columnScale = try rows.scales(along: tensor.rank - 2, where: needsScale)
      let scaled = try MatrixBatch.square(
        Tensor.combine(.multiply, rows, columnScale), operation: operation)
      let solution = try scaled.unscaledSolution(
        of: Tensor.combine(.multiply, b, rowScale), count: count)
      return try Tensor.combine(.multiply, solution, columnScale.transposed())
    }
  }

  private func unscaledSolution(of b: Tensor, count: Int) throws(TensorError) -> Tensor {
    let factors = try LUFactors(self)
    for (sample, reciprocal) in try factors.reciprocalConditions().enumerated()
    where reciprocal < Double.ulpOfOne {
      throw .singular(
        operation: operation, sample: sample, pivot: factors.zeroPivots[sample],
        reciprocalCondition: reciprocal)
    }
    return try factors.solve(try b.transposed(), count: count).transposed()
  }
}

extension Tensor {
  /// Powers of 2 that bring the greatest magnitude along an axis near 1, in the matrices marked; the
  /// axis keeps extent 1.
  fileprivate func scales(along axis: Int, where marked: [Bool]) throws(TensorError) -> Tensor {
    let greatest = try mapped(.abs).maximum(axis: axis)
    let perMatrix = greatest.count / Swift.max(marked.count, 1)
    let factors = greatest.elements.enumerated().map { position, magnitude in
      marked[position / perMatrix] && magnitude > 0 && magnitude.isFinite
        ? scalbn(1, -Int32(clamping: magnitude.exponent)) : 1
    }
    var dims = shape.dims
    dims[axis] = 1
    return try Tensor(shape: Shape.checked(dims), elements: factors)
  }
}

/// The right-hand sides of equations: one vector per matrix, or several in columns.
struct RightHandSide {
  /// The right-hand sides in columns.
  let columns: Tensor

  /// How many there are for each matrix.
  let count: Int

  private let matrices: MatrixBatch
  private let isVector: Bool

  /// Checks that `b` fits the matrices.
  ///
  /// - Throws: `.shapeMismatch`; `.notFinite`.
  init(_ b: Tensor, _ matrices: MatrixBatch) throws(TensorError) {
    self.matrices = matrices
    let vectorDims = matrices.batch + [matrices.rows]
    isVector = b.shape.dims == vectorDims
    guard isVector || b.rank == vectorDims.count + 1 && b.shape.dims.starts(with: vectorDims) else {
      throw .shapeMismatch(
        operation: matrices.operation, lhs: matrices.tensor.shape, rhs: b.shape)
    }
    count = isVector ? 1 : b.shape[b.rank - 1]
    if let index = b.firstNonFinite {
      throw .notFinite(
        operation: matrices.operation, sample: index / (matrices.rows * count), index: index)
    }
    columns = isVector ? try b.reshaped(try Shape.checked(vectorDims + [1])) : b
  }

  /// Gives solutions in columns the form the right-hand sides had.
  func restored(_ solution: Tensor, rows: Int) throws(TensorError) -> Tensor {
    isVector ? try solution.reshaped(try matrices.shape(rows)) : solution
  }
}
