public import Tensors

/// Operations that move elements without changing them.
extension Term {
  /// The same elements in another shape.
  public func reshaped(_ target: Shape) throws(AutodiffError) -> Term {
    shape == target ? self : try .apply(.reshape(target), self)
  }

  /// The axes in another order: result axis i is axis `axes[i]`.
  public func permuted(_ axes: [Int]) throws(AutodiffError) -> Term {
    try .apply(.permute(axes), self)
  }

  /// The last two axes exchanged; vectors and numbers stay as they are.
  public func transposed() throws(AutodiffError) -> Term {
    rank < 2 ? self : try permuted(Array(0..<rank - 2) + [rank - 1, rank - 2])
  }

  /// The term repeated to a larger shape whose last axes it matches.
  public func broadcast(to target: Shape) throws(AutodiffError) -> Term {
    if shape == target { return self }
    let first = target.rank - rank
    guard first >= 0 else {
      throw .tensor(.shapeMismatch(operation: "broadcast", lhs: shape, rhs: target))
    }
    return try .apply(.broadcast(to: target, axes: Array(first..<target.rank)), self)
  }

  /// The term repeated along a new axis at the given position.
  func inserted(_ axis: Int, extent: Int) throws(AutodiffError) -> Term {
    var dims = shape.dims
    dims.insert(extent, at: axis)
    let full = dims
    let target = try reporting { () throws(TensorError) in try Shape.checked(full) }
    return try .apply(.broadcast(to: target, axes: dims.indices.filter { $0 != axis }), self)
  }

  /// The elements start, start + step, … below end along every axis.
  public func sliced(
    starts: [Int], ends: [Int], steps: [Int]
  ) throws(AutodiffError) -> Term {
    try .apply(.slice(starts: starts, ends: ends, steps: steps), self)
  }

  /// A range of one axis.
  public func sliced(_ axis: Int, _ range: Range<Int>) throws(AutodiffError) -> Term {
    guard shape.dims.indices.contains(axis) else {
      throw .tensor(.axisOutOfRange(operation: "slice", axis: axis, rank: rank))
    }
    var (starts, ends) = ([Int](repeating: 0, count: rank), shape.dims)
    starts[axis] = range.lowerBound
    ends[axis] = range.upperBound
    return try sliced(starts: starts, ends: ends, steps: [Int](repeating: 1, count: rank))
  }

  /// The slices at the given indices along one axis.
  public func gathered(_ indices: [Int], axis: Int) throws(AutodiffError) -> Term {
    try .apply(.gather(indices, axis: axis), self)
  }

  /// One slice of the leading axis, which disappears.
  public func row(_ index: Int) throws(AutodiffError) -> Term {
    let extent = shape.first ?? 0
    guard (0..<extent).contains(index) else {
      throw .tensor(.indexOutOfRange(index: index, axis: 0, extent: extent))
    }
    return try sliced(0, index..<index + 1).reshaped(shape.removing([0]))
  }

  /// Terms joined along an axis they have.
  public static func concatenate(_ parts: [Term], axis: Int) throws(AutodiffError) -> Term {
    parts.count == 1 ? parts[0] : try .apply(.concatenate(axis: axis), parts)[0]
  }

  /// Terms of equal shape joined along a new leading axis.
  public static func stack(_ parts: [Term]) throws(AutodiffError) -> Term {
    guard let first = parts.first else {
      throw .tensor(.emptyOperand(operation: "stack", shape: [0]))
    }
    let known = parts.compactMap(\.concrete)
    if known.count == parts.count {
      return Term(try reporting { () throws(TensorError) in try Tensor.stack(known) })
    }
    var rows: [Term] = []
    rows.reserveCapacity(parts.count)
    for (index, part) in parts.enumerated() {
      if index & 1023 == 1023 { try Interruption.check() }
      guard part.shape == first.shape else {
        throw .tensor(.shapeMismatch(operation: "stack", lhs: first.shape, rhs: part.shape))
      }
      let row = try reporting { () throws(TensorError) in
        try Shape.checked([1] + part.shape.dims)
      }
      rows.append(try part.reshaped(row))
    }
    return try concatenate(rows, axis: 0)
  }

  /// The diagonal of the last two axes.
  ///
  /// *Shapes*: `[…, m, n]` → `[…, min(m, n)]`.
  public func diagonal() throws(AutodiffError) -> Term {
    guard rank >= 2 else { throw .tensor(.notMatrix(operation: "diag", shape: shape)) }
    let (m, n) = (shape[rank - 2], shape[rank - 1])
    let batch = Array(shape.dims.dropLast(2))
    let flat = try reshaped(Shape(batch + [m * n]))
    return try flat.gathered((0..<min(m, n)).map { $0 * (n + 1) }, axis: batch.count)
  }

  /// The square matrix with this vector on its diagonal and zeros elsewhere.
  ///
  /// *Shapes*: `[…, n]` → `[…, n, n]`.
  public func diagonalMatrix() throws(AutodiffError) -> Term {
    guard rank >= 1 else { throw .tensor(.notMatrix(operation: "diag", shape: shape)) }
    let n = shape[rank - 1]
    return try inserted(rank, extent: n) * .identity(n)
  }
}
