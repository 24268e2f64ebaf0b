import Tensors

extension Primitive {
  /// The batching table: the primitive applied to every sample at once.
  ///
  /// Batched operands have the samples along a new leading axis of extent `size`; the results do too.
  /// At least one operand is batched.
  func batch(
    _ x: [Term], _ isBatched: [Bool], size: Int
  ) throws(AutodiffError) -> [Term] {
    switch self {
    case .add, .negate, .multiply, .map, .combine, .raise, .select, .solve, .determinant,
      .logAbsDeterminant, .cholesky, .symmetricEigen, .singularValueDecomposition,
      .reciprocalGaps, .stopGradient, .corner:
      return try Term.apply(self, Self.aligned(x, isBatched, size))
    case .literal: return try Term.apply(self, [])
    case .contract(let c):
      let label = (c.lhs + c.rhs).reduce(0, max) + 1
      let batched = Contraction(
        lhs: (isBatched[0] ? [label] : []) + c.lhs, rhs: (isBatched[1] ? [label] : []) + c.rhs,
        output: [label] + c.output)
      return try Term.apply(.contract(batched), x)
    case .broadcast(let target, let axes):
      return try Term.apply(
        .broadcast(to: target.batched(size), axes: [0] + axes.map { $0 + 1 }), x)
    case .sum(let axes): return try Term.apply(.sum(axes: axes.map { $0 + 1 }), x)
    case .permute(let axes): return try Term.apply(.permute([0] + axes.map { $0 + 1 }), x)
    case .reshape(let target): return try Term.apply(.reshape(target.batched(size)), x)
    case .slice(let starts, let ends, let steps):
      return try Term.apply(
        .slice(starts: [0] + starts, ends: [size] + ends, steps: [1] + steps), x)
    case .pad(let low, let high, let interior):
      return try Term.apply(.pad(low: [0] + low, high: [0] + high, interior: [0] + interior), x)
    case .concatenate(let axis):
      return try Term.apply(.concatenate(axis: axis + 1), Self.aligned(x, isBatched, size))
    case .gather(let indices, let axis):
      return try Term.apply(.gather(indices, axis: axis + 1), x)
    case .scatterAdd(let indices, let axis, let extent):
      return try Term.apply(.scatterAdd(indices, axis: axis + 1, extent: extent), x)
    case .takeAlong(let axis):
      return try Term.apply(.takeAlong(axis: axis + 1), Self.aligned(x, isBatched, size))
    case .scatterAddAlong(let axis, let extent):
      return try Term.apply(
        .scatterAddAlong(axis: axis + 1, extent: extent), Self.aligned(x, isBatched, size))
    case .loop(let loop): return try loop.batch(x, isBatched, size: size)
    case .maximum(let axis): return try Term.apply(.maximum(axis: axis + 1), x)
    case .argmax(let axis): return try Term.apply(.argmax(axis: axis + 1), x)
    case .argsort(let axis): return try Term.apply(.argsort(axis: axis + 1), x)
    }
  }

  /// Every operand with the samples along its leading axis.
  private static func aligned(
    _ x: [Term], _ isBatched: [Bool], _ size: Int
  ) throws(AutodiffError) -> [Term] {
    var result: [Term] = []
    for (term, batched) in zip(x, isBatched) {
      result.append(batched ? term : try term.inserted(0, extent: size))
    }
    return result
  }
}
