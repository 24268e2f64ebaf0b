import Tensors

extension Primitive {
  /// The results for operands whose values are known.
  ///
  /// - Throws: what the kernels refuse: shapes, a singular matrix, numbers that are not finite.
  func evaluate(_ x: [Tensor]) throws(AutodiffError) -> [Tensor] {
    let results = try evaluateUnchecked(x)
    if let check = Execution.current.finiteCheck { try check.note(self, x, results) }
    return results
  }

  private func evaluateUnchecked(_ x: [Tensor]) throws(AutodiffError) -> [Tensor] {
    if case .reciprocalGaps = self { return [try Self.reciprocalGaps(x[0])] }
    if case .loop(let loop) = self { return try loop.evaluate(x) }
    do { return try evaluateKernel(x) } catch { throw .tensor(error) }
  }

  private func evaluateKernel(_ x: [Tensor]) throws(TensorError) -> [Tensor] {
    switch self {
    case .literal(let literal): return [try literal.tensor()]
    case .add: return [try .combine(.add, x[0], x[1])]
    case .negate: return [try x[0].mapped(.negate)]
    case .multiply: return [try .combine(.multiply, x[0], x[1])]
    case .contract(let contraction): return [try .contract(x[0], x[1], contraction)]
    case .broadcast(let target, let axes): return [try x[0].broadcast(to: target, axes: axes)]
    case .sum(let axes): return [try x[0].sum(axes: axes)]
    case .permute(let axes): return [try x[0].permuted(axes)]
    case .reshape(let target): return [try x[0].reshaped(target)]
    case .slice(let starts, let ends, let steps):
      return [try x[0].sliced(starts: starts, ends: ends, steps: steps)]
    case .pad(let low, let high, let interior):
      return [try x[0].padded(low: low, high: high, interior: interior)]
    case .concatenate(let axis): return [try .concatenate(x, axis: axis)]
    case .gather(let indices, let axis):
      return [try x[0].gathered(Tensor(indices.map(Double.init)), axis: axis)]
    case .scatterAdd(let indices, let axis, let extent):
      return [try .scatterAdd(x[0], Tensor(indices.map(Double.init)), axis: axis, extent: extent)]
    case .takeAlong(let axis): return [try x[0].takenAlong(x[1], axis: axis)]
    case .scatterAddAlong(let axis, let extent):
      return [try .scatterAddAlong(x[0], x[1], axis: axis, extent: extent)]
    case .select: return [try .select(x[0], x[1], x[2])]
    case .solve: return [try x[0].solve(x[1])]
    case .map(let operation): return [try x[0].mapped(operation)]
    case .combine(let operation): return [try .combine(operation, x[0], x[1])]
    case .raise(let exponent): return [try x[0].raised(to: exponent)]
    case .maximum(let axis): return [try x[0].maximum(axis: axis)]
    case .argmax(let axis): return [try x[0].argmax(axis: axis)]
    case .argsort(let axis): return [try x[0].argsort(axis: axis)]
    case .determinant: return [try x[0].determinant()]
    case .logAbsDeterminant: return [try x[0].logAbsDeterminant().log]
    case .cholesky: return [try x[0].cholesky()]
    case .symmetricEigen:
      let eigen = try x[0].symmetricEigen()
      return [eigen.values, eigen.vectors]
    case .singularValueDecomposition:
      let factors = try x[0].svd()
      return [factors.u, factors.s, factors.v]
    case .reciprocalGaps, .loop: return []  // handled by the caller: errors that are not a tensor's
    case .stopGradient, .corner: return [x[0]]
    }
  }

  /// Below this fraction of the largest magnitude two values count as equal.
  private static let relativeGap = 1e-12

  private static func reciprocalGaps(_ values: Tensor) throws(AutodiffError) -> Tensor {
    let n = values.shape.last ?? 1
    let x = values.elements
    var result = [Double](repeating: 0, count: x.count * n)
    for start in stride(from: 0, to: x.count, by: max(n, 1)) {
      let scale = x[start..<start + n].reduce(0) { max($0, abs($1)) }
      for i in 0..<n {
        for j in 0..<n where j != i {
          let gap = x[start + j] - x[start + i]
          guard abs(gap) > relativeGap * scale else {
            throw .degenerate(operation: "eigen or svd", gap: abs(gap))
          }
          result[(start + i) * n + j] = 1 / gap
        }
      }
    }
    let elements = result
    return try reporting { () throws(TensorError) in
      try Tensor(shape: Shape(values.shape.dims + [n]), elements: elements)
    }
  }
}
