import Tensors

/// An operand as the transposition table sees it.
enum Linear {
  /// A value that does not depend on the linear inputs.
  case known(Term)
  /// A linear value, of which only the shape is known.
  case unknown(Shape)

  var known: Term? {
    if case .known(let term) = self { return term }
    return nil
  }

  var shape: Shape {
    switch self {
    case .known(let term): term.shape
    case .unknown(let shape): shape
    }
  }
}

extension Primitive {
  /// The cotangents of the linear operands from those of the results, nil where zero.
  func transpose(_ x: [Linear], _ ct: [Term?]) throws(AutodiffError) -> [Term?] {
    if case .loop(let loop) = self { return try loop.transpose(x, ct) }
    // Every other primitive of the table has one result.
    guard let ct = ct[0] else { return x.map { _ in nil } }
    return try transpose(x, ct)
  }

  /// The transposition table: cotangents of the linear operands from the result's.
  ///
  /// Each primitive that `linearize` puts on tangents is here; of a bilinear one exactly one operand
  /// is linear.
  ///
  /// - Throws: `.notDifferentiable` for a primitive that is not linear: a defect of a derivative rule.
  private func transpose(_ x: [Linear], _ ct: Term) throws(AutodiffError) -> [Term?] {
    switch self {
    case .add: return x.map { $0.known == nil ? ct : nil }
    case .negate: return [try -ct]
    case .multiply:
      return [
        try x[1].known.map { y throws(AutodiffError) in try ct * y },
        try x[0].known.map { y throws(AutodiffError) in try ct * y },
      ]
    case .contract(let c):
      return [
        try x[1].known.map { y throws(AutodiffError) in
          try .apply(.contract(.init(lhs: c.output, rhs: c.rhs, output: c.lhs)), ct, y)
        },
        try x[0].known.map { y throws(AutodiffError) in
          try .apply(.contract(.init(lhs: c.output, rhs: c.lhs, output: c.rhs)), ct, y)
        },
      ]
    case .broadcast(let target, let axes):
      // Sum over the axes that were added, then over those that were stretched from 1.
      let source = x[0].shape
      let stretched = axes.indices.filter { source[$0] == 1 && target[axes[$0]] != 1 }
      let summed = target.dims.indices.filter { !axes.contains($0) } + stretched.map { axes[$0] }
      let reduced = try Term.apply(.sum(axes: summed), ct)
      // What is left stands in the order of the target; put it in the order of the source.
      let kept = axes.indices.filter { !stretched.contains($0) }
      let order = kept.sorted { axes[$0] < axes[$1] }
      let permutation = kept.map { axis in order.firstIndex(of: axis) ?? 0 }
      return [
        try .apply(.reshape(source), Term.apply(.permute(permutation), reduced))
      ]
    case .sum(let axes):
      let source = x[0].shape
      let kept = source.dims.indices.filter { !axes.contains($0) }
      return [try .apply(.broadcast(to: source, axes: kept), ct)]
    case .permute(let axes):
      var inverse = axes
      for (position, axis) in axes.enumerated() { inverse[axis] = position }
      return [try .apply(.permute(inverse), ct)]
    case .reshape: return [try .apply(.reshape(x[0].shape), ct)]
    case .slice(let starts, _, let steps):
      let source = x[0].shape
      var high: [Int] = []
      for axis in starts.indices {
        let count = ct.shape[axis]
        let last = starts[axis] + max(count - 1, 0) * steps[axis] + (count > 0 ? 1 : 0)
        high.append(source[axis] - last)
      }
      return [try .apply(.pad(low: starts, high: high, interior: steps.map { $0 - 1 }), ct)]
    case .pad(let low, let high, let interior):
      let ends = high.indices.map { ct.shape[$0] - high[$0] }
      return [
        try .apply(.slice(starts: low, ends: ends, steps: interior.map { $0 + 1 }), ct)
      ]
    case .concatenate(let axis):
      var start = 0
      var parts: [Term?] = []
      for operand in x {
        let end = start + operand.shape[axis]
        parts.append(operand.known == nil ? try ct.sliced(axis, start..<end) : nil)
        start = end
      }
      return parts
    case .gather(let indices, let axis):
      return [try .apply(.scatterAdd(indices, axis: axis, extent: x[0].shape[axis]), ct)]
    case .scatterAdd(let indices, let axis, _):
      return [try .apply(.gather(indices, axis: axis), ct)]
    case .takeAlong(let axis):
      guard let indices = x[1].known else { break }
      let extent = x[0].shape[axis]
      return [try .apply(.scatterAddAlong(axis: axis, extent: extent), ct, indices), nil]
    case .scatterAddAlong(let axis, _):
      guard let indices = x[1].known else { break }
      return [try .apply(.takeAlong(axis: axis), ct, indices), nil]
    case .select:
      guard let condition = x[0].known else { break }
      let zero = Term.filled(0, ct.shape)
      return [
        nil,
        x[1].known == nil ? try .apply(.select, condition, ct, zero) : nil,
        x[2].known == nil ? try .apply(.select, condition, zero, ct) : nil,
      ]
    case .solve:
      // y = A⁻¹ b, so b̄ = A⁻ᵀ ȳ
      guard let matrix = x[0].known else { break }
      return [nil, try .apply(.solve, matrix.transposed(), ct)]
    case .combine(.subtract):
      return [x[0].known == nil ? ct : nil, x[1].known == nil ? try -ct : nil]
    case .combine(.divide):
      guard let divisor = x[1].known else { break }
      return [try ct / divisor, nil]
    case .literal, .map, .combine, .raise, .maximum, .argmax, .argsort, .determinant,
      .logAbsDeterminant, .cholesky, .symmetricEigen, .singularValueDecomposition,
      .reciprocalGaps, .stopGradient, .corner, .loop:
      break
    }
    throw .notDifferentiable(operation: "\(self)", reason: "it is not linear in this operand")
  }
}
