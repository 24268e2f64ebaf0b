import Tensors

/// Reductions; an axis counts from 0, and no axis means all elements.
extension Term {
  /// The sum over some axes, or over all.
  public func sum(axes: [Int]? = nil) throws(AutodiffError) -> Term {
    try .apply(.sum(axes: axes ?? Array(shape.dims.indices)), self)
  }

  /// The mean over some axes, or over all.
  ///
  /// - Throws: `.emptyOperand` when there is nothing to average.
  public func mean(axes: [Int]? = nil) throws(AutodiffError) -> Term {
    let total = try sum(axes: axes)
    let count = total.shape.count == 0 ? 0 : shape.count / total.shape.count
    guard count > 0 else { throw .tensor(.emptyOperand(operation: "mean", shape: shape)) }
    return try total / Term(Double(count))
  }

  /// The greatest element along an axis, or of all.
  public func maximum(axis: Int? = nil) throws(AutodiffError) -> Term {
    guard let axis else {
      return try .apply(.maximum(axis: 0), reshaped([shape.count]))
    }
    return try .apply(.maximum(axis: axis), self)
  }

  /// The least element along an axis, or of all.
  public func minimum(axis: Int? = nil) throws(AutodiffError) -> Term {
    try -(-self).maximum(axis: axis)
  }

  /// The index of the first greatest element along an axis, or among all.
  public func argmax(axis: Int? = nil) throws(AutodiffError) -> Term {
    guard let axis else { return try .apply(.argmax(axis: 0), reshaped([shape.count])) }
    return try .apply(.argmax(axis: axis), self)
  }

  /// The order that sorts an axis: ascending, equal elements as they stand, NaN last.
  public func argsorted(axis: Int) throws(AutodiffError) -> Term {
    try .apply(.argsort(axis: axis), self)
  }

  /// The elements of an axis in ascending order.
  public func sorted(axis: Int) throws(AutodiffError) -> Term {
    try .apply(.takeAlong(axis: axis), self, argsorted(axis: axis))
  }

  /// log Σ exp along the last axis, without overflow.
  ///
  /// The greatest element is a constant shift, so that derivatives at ties are right.
  public func logSumExp() throws(AutodiffError) -> Term {
    guard rank >= 1 else { return self }
    let (shift, shifted) = try shiftedByMaximum(keeping: .finite)
    return try shift + shifted.applying(.exp).sum(axes: [rank - 1]).applying(.log)
  }

  /// exp x / Σ exp x along the last axis.
  public func softmax() throws(AutodiffError) -> Term {
    guard rank >= 1 else { throw .tensor(.emptyOperand(operation: "softmax", shape: shape)) }
    let weights = try shiftedByMaximum(keeping: .everything).shifted.applying(.exp)
    let total = try weights.sum(axes: [rank - 1])
    return try weights / total.inserted(rank - 1, extent: shape[rank - 1])
  }

  private enum Shift {
    /// An infinite maximum is no shift: ∞ − ∞ would be NaN where the sum is ±∞.
    case finite
    case everything
  }

  private func shiftedByMaximum(
    keeping kind: Shift
  ) throws(AutodiffError) -> (shift: Term, shifted: Term) {
    var shift = try maximum(axis: rank - 1).stoppingGradient()
    if kind == .finite {
      let isInfinite = try Term.equal(shift.applying(.abs), Term(.infinity))
      shift = try .select(isInfinite, Term(0), shift)
    }
    return (shift, try self - shift.inserted(rank - 1, extent: shape[rank - 1]))
  }
}
