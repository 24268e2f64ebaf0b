import Tensors

/// Linear algebra on the last two axes; axes before them are samples.
extension Term {
  /// The product of linear algebra.
  ///
  /// *Shapes*: number × anything; `[m, k] × [k, n]`, `[m, k] × [k]`, `[k] × [k, n]`; of two vectors
  /// none. Leading axes of either side are samples; on both sides they must be equal.
  /// - Throws: `.shapeMismatch`.
  public static func product(_ a: Term, _ b: Term) throws(AutodiffError) -> Term {
    if a.rank == 0 || b.rank == 0 { return try a * b }
    if a.rank == 1, b.rank == 1 {
      throw .tensor(.shapeMismatch(operation: "product", lhs: a.shape, rhs: b.shape))
    }
    return try matrixProduct(a, b)
  }

  /// The product of matrices, sample by sample; a vector is a column on the right, a row on the left.
  static func matrixProduct(_ a: Term, _ b: Term) throws(AutodiffError) -> Term {
    let samplesA = Array(2..<max(a.rank, 2))
    let samplesB = Array(2..<max(b.rank, 2))
    guard samplesA.isEmpty || samplesB.isEmpty || samplesA == samplesB else {
      throw .tensor(.shapeMismatch(operation: "product", lhs: a.shape, rhs: b.shape))
    }
    let (row, inner, column) = (0, 1, -1)
    return try contract(
      a, b,
      .init(
        lhs: samplesA + (a.rank == 1 ? [inner] : [row, inner]),
        rhs: samplesB + (b.rank == 1 ? [inner] : [inner, column]),
        output: (samplesA.isEmpty ? samplesB : samplesA) + (a.rank == 1 ? [] : [row])
          + (b.rank == 1 ? [] : [column])))
  }

  private static func contract(
    _ a: Term, _ b: Term, _ contraction: Contraction
  ) throws(AutodiffError) -> Term {
    do {
      return try .apply(.contract(contraction), a, b)
    } catch .tensor(.shapeMismatch) {
      throw .tensor(.shapeMismatch(operation: "product", lhs: a.shape, rhs: b.shape))
    }
  }

  /// Σ aᵢ bᵢ over the last axis of two terms of equal shape.
  public func dot(_ other: Term) throws(AutodiffError) -> Term {
    guard shape == other.shape, rank >= 1 else {
      throw .tensor(.shapeMismatch(operation: "dot", lhs: shape, rhs: other.shape))
    }
    return try (self * other).sum(axes: [rank - 1])
  }

  /// a × b of vectors with three components.
  public func cross(_ other: Term) throws(AutodiffError) -> Term {
    guard shape == other.shape, shape.last == 3 else {
      throw .tensor(.shapeMismatch(operation: "cross", lhs: shape, rhs: other.shape))
    }
    let axis = rank - 1
    let (next, after) = ([1, 2, 0], [2, 0, 1])
    return try gathered(next, axis: axis) * other.gathered(after, axis: axis)
      - gathered(after, axis: axis) * other.gathered(next, axis: axis)
  }

  /// aᵢ bⱼ.
  ///
  /// *Shapes*: `[m]`, `[n]` → `[m, n]`.
  public func outer(_ other: Term) throws(AutodiffError) -> Term {
    guard rank == 1, other.rank == 1 else {
      throw .tensor(.shapeMismatch(operation: "outer", lhs: shape, rhs: other.shape))
    }
    return try .contract(self, other, .init(lhs: [0], rhs: [1], output: [0, 1]))
  }

  /// The Kronecker product of two matrices, or of two vectors.
  ///
  /// *Shapes*: `[m, n]`, `[p, q]` → `[m p, n q]`; `[m]`, `[p]` → `[m p]`.
  public func kronecker(_ other: Term) throws(AutodiffError) -> Term {
    guard rank == other.rank, rank == 1 || rank == 2 else {
      throw .tensor(.shapeMismatch(operation: "kron", lhs: shape, rhs: other.shape))
    }
    let dims = zip(shape.dims, other.shape.dims).map { $0.multipliedReportingOverflow(by: $1) }
    guard !dims.contains(where: \.overflow) else {
      throw .tensor(.tooLarge(dims: shape.dims + other.shape.dims, limit: Shape.elementLimit))
    }
    let target = try reporting { () throws(TensorError) in
      try Shape.checked(dims.map(\.partialValue))
    }
    let contraction =
      rank == 1
      ? Contraction(lhs: [0], rhs: [1], output: [0, 1])
      : Contraction(lhs: [0, 2], rhs: [1, 3], output: [0, 1, 2, 3])
    return try Term.contract(self, other, contraction).reshaped(target)
  }

  /// The sum of the diagonal of a square matrix.
  ///
  /// - Throws: `.notSquare`.
  public func trace() throws(AutodiffError) -> Term {
    guard rank >= 2, shape[rank - 1] == shape[rank - 2] else {
      throw .tensor(.notSquare(operation: "trace", shape: shape))
    }
    return try diagonal().sum(axes: [rank - 2])
  }

  /// The determinant of a square matrix; up to 3 × 3 its derivatives exist at singular matrices too.
  public func determinant() throws(AutodiffError) -> Term { try .apply(.determinant, self) }

  /// Σ Cᵢⱼ dAᵢⱼ with C the cofactors of this matrix, polynomials and so smooth everywhere.
  func determinantTangent(_ tangent: Term) throws(AutodiffError) -> Term {
    let n = shape[rank - 1]
    var total: Term?
    for row in 0..<n {
      let otherRows = try gathered((0..<n).filter { $0 != row }, axis: rank - 2)
      for column in 0..<n {
        let minor = try otherRows.gathered((0..<n).filter { $0 != column }, axis: rank - 1)
        let cofactor = try minor.expandedDeterminant()
        let entry = try tangent.sliced(rank - 2, row..<row + 1)
          .sliced(rank - 1, column..<column + 1).reshaped(cofactor.shape)
        let part = try entry * cofactor
        total = try Term.sum(total, (row + column).isMultiple(of: 2) ? part : -part)
      }
    }
    return total ?? .filled(0, shape.removing([rank - 2, rank - 1]))
  }

  /// Laplace's expansion along the first row, a polynomial and so smooth everywhere.
  private func expandedDeterminant() throws(AutodiffError) -> Term {
    let n = shape[rank - 1]
    if n == 0 { return .filled(1, shape.removing([rank - 2, rank - 1])) }
    let first = try sliced(rank - 2, 0..<1).reshaped(shape.removing([rank - 2]))
    if n == 1 { return try first.reshaped(shape.removing([rank - 2, rank - 1])) }
    let below = try sliced(rank - 2, 1..<n)
    var total: Term?
    for column in 0..<n {
      let rest = (0..<n).filter { $0 != column }
      let minor = try below.gathered(rest, axis: rank - 1).expandedDeterminant()
      let entry = try first.sliced(rank - 2, column..<column + 1).reshaped(minor.shape)
      let part = try entry * minor
      total = try Term.sum(total, column.isMultiple(of: 2) ? part : -part)
    }
    return total ?? .filled(0, .scalar)
  }

  /// log |det A|.
  public func logAbsDeterminant() throws(AutodiffError) -> Term {
    try .apply(.logAbsDeterminant, self)
  }

  /// The solution x of A x = b for a square A.
  ///
  /// *Shapes*: b `[n]` or `[n, k]`, the result like b.
  /// - Throws: `.singular` with the reciprocal condition number.
  public func solve(_ b: Term) throws(AutodiffError) -> Term {
    if b.rank == rank - 1 {
      let column = try b.reshaped(Shape(b.shape.dims + [1]))
      return try Term.apply(.solve, self, column).reshaped(b.shape)
    }
    return try .apply(.solve, self, b)
  }

  /// A⁻¹.
  ///
  /// - Throws: `.notSquare`, `.singular`.
  public func inverse() throws(AutodiffError) -> Term {
    guard rank >= 2, shape[rank - 1] == shape[rank - 2] else {
      throw .tensor(.notSquare(operation: "inverse", shape: shape))
    }
    do {
      return try .apply(.solve, self, Term.identity(shape[rank - 1]).broadcast(to: shape))
    } catch .tensor(.singular(_, let sample, let pivot, let reciprocalCondition)) {
      throw .tensor(
        .singular(
          operation: "inverse", sample: sample, pivot: pivot,
          reciprocalCondition: reciprocalCondition))
    }
  }

  /// The lower triangular L with A = L Lᵀ, for a symmetric positive definite A.
  public func cholesky() throws(AutodiffError) -> Term { try .apply(.cholesky, self) }

  /// The eigenvalues, ascending, and the eigenvectors, as columns, of a symmetric matrix.
  public func symmetricEigen() throws(AutodiffError) -> (values: Term, vectors: Term) {
    let results = try Term.apply(.symmetricEigen, [self])
    return (results[0], results[1])
  }

  /// The thin singular value decomposition A = U diag(s) Vᵀ, s descending.
  public func svd() throws(AutodiffError) -> (u: Term, s: Term, v: Term) {
    let results = try Term.apply(.singularValueDecomposition, [self])
    return (results[0], results[1], results[2])
  }

  /// Σ xᵢ² over all elements.
  public func squaredNorm() throws(AutodiffError) -> Term { try (self * self).sum() }

  /// √Σ xᵢ² over all elements, without overflow; where it is 0 it has no derivative, and asking for
  /// one throws `.notDifferentiable`.
  public func norm() throws(AutodiffError) -> Term {
    guard shape.count > 0 else { return .filled(0, .scalar) }
    let greatest = try applying(.abs).maximum().stoppingGradient()
    if try Term.equal(greatest, Term(0)).decide() {
      return try .apply(.corner(of: "norm"), applying(.abs).maximum())
    }
    // An infinite element is divided by a finite scale, and stays one.
    let scale = try Term.minimum(greatest, Term(.greatestFiniteMagnitude))
    return try scale * (self / scale).squaredNorm().applying(.squareRoot)
  }
}
