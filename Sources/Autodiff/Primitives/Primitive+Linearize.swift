import Tensors

extension Primitive {
  /// The derivative table: tangents of the results from tangents of the operands.
  ///
  /// `x` are the operands, `y` the results, `d` the operands' tangents, nil where zero. At least one
  /// tangent is not nil. What is built on tangents is linear in them, which is what `transpose`
  /// relies on. At kinks: ties in a maximum share equally, and the derivative of |x| at 0 is 0.
  ///
  /// - Throws: `.notDifferentiable` where there is no derivative.
  func linearize(
    _ x: [Term], _ y: [Term], _ d: [Term?]
  ) throws(AutodiffError) -> [Term?] {
    switch self {
    case .literal, .argmax, .argsort, .stopGradient: return [nil]
    case .corner(let operation):
      throw .notDifferentiable(operation: operation, reason: "it has a corner at 0")
    case .add: return [try Term.sum(d[0], d[1])]
    case .negate, .broadcast, .sum, .permute, .reshape, .slice, .pad, .gather, .scatterAdd:
      guard let dx = d[0] else { return [nil] }
      return [try .apply(self, dx)]
    case .multiply, .contract:
      // d(xy) = dx y + x dy
      let first = try d[0].map { dx throws(AutodiffError) in try Term.apply(self, dx, x[1]) }
      let second = try d[1].map { dy throws(AutodiffError) in try Term.apply(self, x[0], dy) }
      return [try Term.sum(first, second)]
    case .concatenate:
      return try Term.apply(self, zip(d, x).map { $0 ?? .filled(0, $1.shape) })
    case .takeAlong, .scatterAddAlong:
      guard let dx = d[0] else { return [nil] }
      return [try .apply(self, dx, x[1])]
    case .select:
      if d[1] == nil, d[2] == nil { return [nil] }
      let zero = Term.filled(0, x[1].shape)
      return [try .apply(.select, x[0], d[1] ?? zero, d[2] ?? zero)]
    case .solve:
      // A y = b, so A dy = db − dA y
      let moved = try d[0].map { dA throws(AutodiffError) in try -Term.matrixProduct(dA, y[0]) }
      guard let right = try Term.sum(d[1], moved) else { return [nil] }
      return [try .apply(.solve, x[0], right)]
    case .loop(let loop): return try loop.pushingForward(x, d).tangents
    case .map(let function):
      guard let dx = d[0], let slope = try Self.slope(function, x[0], y[0]) else { return [nil] }
      return [try dx * slope]
    case .combine(let function): return [try Self.linearize(function, x, y[0], d)]
    case .raise(let p):
      // d xᵖ = p xᵖ⁻¹ dx
      guard let dx = d[0], p != 0 else { return [nil] }
      return [try dx * (Term(p) * .apply(.raise(p - 1), x[0]))]
    case .maximum(let axis):
      guard let dx = d[0] else { return [nil] }
      let greatest = try y[0].inserted(axis, extent: x[0].shape[axis])
      let ties = try Term.apply(.combine(.equal), x[0], greatest)
      let count = try Term.apply(.sum(axes: [axis]), ties)
      return [try .apply(.sum(axes: [axis]), dx * ties) / count]
    case .determinant:
      // d det A = det A · tr(A⁻¹ dA)
      guard let dA = d[0] else { return [nil] }
      if x[0].shape[x[0].rank - 1] <= 3 { return [try x[0].determinantTangent(dA)] }
      return [try y[0] * Term.apply(.solve, x[0], dA).trace()]
    case .logAbsDeterminant:
      // d log|det A| = tr(A⁻¹ dA)
      guard let dA = d[0] else { return [nil] }
      return [try Term.apply(.solve, x[0], dA).trace()]
    case .cholesky: return [try d[0].map { dA throws(AutodiffError) in try Self.dL(y[0], dA) }]
    case .symmetricEigen:
      guard let dA = d[0] else { return [nil, nil] }
      return try Self.linearizeEigen(values: y[0], vectors: y[1], dA)
    case .singularValueDecomposition:
      guard let dA = d[0] else { return [nil, nil, nil] }
      return try Self.linearizeSVD(u: y[0], s: y[1], v: y[2], dA)
    case .reciprocalGaps:
      // d 1/(xⱼ − xᵢ) = −(dxⱼ − dxᵢ) / (xⱼ − xᵢ)²
      guard let dx = d[0] else { return [nil] }
      let n = x[0].shape[x[0].rank - 1]
      let column = try dx.inserted(dx.rank, extent: n)
      return [try (column - column.transposed()) * (y[0] * y[0])]
    }
  }

  /// f′ for y = f(x); nil where it is zero.
  private static func slope(
    _ function: UnaryOperation, _ x: Term, _ y: Term
  ) throws(AutodiffError) -> Term? {
    switch function {
    case .negate: return .filled(-1, x.shape)
    case .reciprocal: return try -(y * y)
    case .squareRoot: return try Term(0.5) / y
    case .cubeRoot: return try (Term(3) * y * y).applying(.reciprocal)
    case .exp: return y
    case .expm1: return try .apply(.map(.exp), x)
    case .log: return try .apply(.map(.reciprocal), x)
    case .log2: return try .apply(.map(.reciprocal), Term(0.693147180559945309417) * x)
    case .log10: return try .apply(.map(.reciprocal), Term(2.302585092994045684018) * x)
    case .log1p: return try .apply(.map(.reciprocal), x + Term(1))
    case .sin: return try .apply(.map(.cos), x)
    case .cos: return try -Term.apply(.map(.sin), x)
    case .tanh: return try .apply(.map(.tanhSlope), x)
    case .tanhSlope:
      // d/dx 1/cosh² x = −2 tanh x / cosh² x: no difference of near equals anywhere.
      return try Term(-2) * y * .apply(.map(.tanh), x)
    case .sinh: return try .apply(.map(.cosh), x)
    case .cosh: return try .apply(.map(.sinh), x)
    case .sigmoid: return try .apply(.map(.sigmoidSlope), x)
    case .sigmoidSlope:
      // σ″(x) = −σ′(x) tanh(x/2): no difference of near equals anywhere.
      return try -(y * .apply(.map(.tanh), Term(0.5) * x))
    case .softplus: return try .apply(.map(.sigmoid), x)
    case .erf: return try Term(2 / Double.pi.squareRoot()) * .apply(.map(.exp), -(x * x))
    case .erfc: return try Term(-2 / Double.pi.squareRoot()) * .apply(.map(.exp), -(x * x))
    case .abs: return try .apply(.map(.sign), x)
    case .sign, .floor, .ceil, .round, .isNaN, .logicalNot: return nil
    }
  }

  private static func linearize(
    _ function: BinaryOperation, _ x: [Term], _ y: Term, _ d: [Term?]
  ) throws(AutodiffError) -> Term? {
    let (a, b) = (x[0], x[1])
    func partial(_ tangent: Term?, _ slope: () throws(AutodiffError) -> Term)
      throws(AutodiffError) -> Term?
    {
      guard let tangent else { return nil }
      return try tangent * slope()
    }
    switch function {
    case .add: return try Term.sum(d[0], d[1])
    case .subtract:
      return try Term.sum(d[0], d[1].map { db throws(AutodiffError) in try -db })
    case .multiply:
      return try Term.sum(
        partial(d[0]) { () throws(AutodiffError) in b },
        partial(d[1]) { () throws(AutodiffError) in a })
    case .divide:
      let inverse = try Term.apply(.map(.reciprocal), b)
      return try Term.sum(
        partial(d[0]) { () throws(AutodiffError) in inverse },
        partial(d[1]) { () throws(AutodiffError) in try -(y * inverse) })
    case .power:
      return try Term.sum(
        partial(d[0]) { () throws(AutodiffError) in
          // x⁰ is 1 also at 0, where b xᵇ⁻¹ would be 0 · ∞. Elsewhere nothing is selected: at b = 0
          // the slope is 0 but its derivative in b is not.
          let isCorner = try Term.equal(a, Term(0)) * .equal(b, Term(0))
          let base = try Term.select(isCorner, .filled(1, a.shape), a)
          return try b * .apply(.combine(.power), base, b - Term(1))
        },
        partial(d[1]) { () throws(AutodiffError) in
          // 0ᵇ = 0 for every b > 0, where y log a would be 0 · ∞.
          let isZero = try Term.apply(.map(.logicalNot), a)
          let base = try Term.apply(.select, isZero, .filled(1, a.shape), a)
          return try y * .apply(.map(.log), base)
        })
    case .maximum, .minimum:
      let tie = try Term(0.5) * .apply(.combine(.equal), a, b)
      let (low, high) = function == .maximum ? (b, a) : (a, b)
      let first = try Term.apply(.combine(.less), low, high) + tie
      return try Term.sum(
        partial(d[0]) { () throws(AutodiffError) in first },
        partial(d[1]) { () throws(AutodiffError) in
          try Term.apply(.combine(.less), high, low) + tie
        })
    case .atan2:
      // d atan2(a, b) = (b da − a db) / (a² + b²)
      let scale = try Term.apply(.map(.reciprocal), a * a + b * b)
      return try Term.sum(
        partial(d[0]) { () throws(AutodiffError) in try b * scale },
        partial(d[1]) { () throws(AutodiffError) in try -(a * scale) })
    case .remainder:
      // a − b ⌊a/b⌋
      let quotient = try Term.apply(.combine(.divide), a, b)
      return try Term.sum(
        d[0],
        partial(d[1]) { () throws(AutodiffError) in try -Term.apply(.map(.floor), quotient) })
    case .less, .lessOrEqual, .equal, .notEqual: return nil
    }
  }

  /// dL = L Φ(L⁻¹ dA L⁻ᵀ) with Φ the lower triangle and half the diagonal (Smith, 1995).
  private static func dL(_ l: Term, _ dA: Term) throws(AutodiffError) -> Term {
    let symmetric = try Term(0.5) * (dA + dA.transposed())
    let half = try Term.apply(.solve, l, symmetric)
    let inner = try Term.apply(.solve, l, half.transposed())
    let n = l.shape[l.rank - 1]
    return try Term.matrixProduct(l, inner * Term(Literal.lowerHalf(n)))
  }

  /// dλ = diag(Vᵀ dA V), dV = V (F ∘ Vᵀ dA V) with Fᵢⱼ = 1/(λⱼ − λᵢ) (Magnus, 1985).
  private static func linearizeEigen(
    values: Term, vectors v: Term, _ dA: Term
  ) throws(AutodiffError) -> [Term?] {
    let symmetric = try Term(0.5) * (dA + dA.transposed())
    let rotated = try Term.matrixProduct(v.transposed(), Term.matrixProduct(symmetric, v))
    let gaps = try Term.apply(.reciprocalGaps, values)
    return [try rotated.diagonal(), try Term.matrixProduct(v, gaps * rotated)]
  }

  /// 1/σᵢ as the gaps to the value 0 of the directions that are left out, refused where one is none.
  private static func reciprocals(of s: Term) throws(AutodiffError) -> Term {
    let (axis, k) = (s.rank - 1, s.shape[s.rank - 1])
    let zero = Term.filled(0, Shape(s.shape.dims.dropLast() + [1]))
    let gaps = try Term.apply(.reciprocalGaps, Term.concatenate([s, zero], axis: axis))
    // Row k holds 1/(σⱼ − 0).
    return try gaps.sliced(axis, k..<k + 1).sliced(axis + 1, 0..<k).reshaped(s.shape)
  }

  /// dσᵢ = uᵢᵀ dA vᵢ, and the vectors through F = 1/((σⱼ − σᵢ)(σⱼ + σᵢ)) (Townsend, 2016).
  private static func linearizeSVD(
    u: Term, s: Term, v: Term, _ dA: Term
  ) throws(AutodiffError) -> [Term?] {
    let (m, n, k) = (u.shape[u.rank - 2], v.shape[v.rank - 2], s.shape[s.rank - 1])
    let p = try Term.matrixProduct(u.transposed(), Term.matrixProduct(dA, v))
    let column = try s.inserted(s.rank, extent: k)
    let row = try column.transposed()
    // The identity keeps the diagonal away from 1/0; its gaps are zero anyway.
    let sums = try column + row + .identity(k)
    let f = try Term.apply(.reciprocalGaps, s) / sums
    let pt = try p.transposed()
    let inU = try Term.matrixProduct(u, f * (p * row + column * pt))
    let inV = try Term.matrixProduct(v, f * (column * p + pt * row))
    let inverse = try m > k || n > k ? reciprocals(of: s) : s
    let moved = try Term.matrixProduct(dA, v)
    let movedBack = try Term.matrixProduct(dA.transposed(), u)
    let outU = try (moved - Term.matrixProduct(u, p)) * inverse.inserted(s.rank - 1, extent: m)
    let outV = try (movedBack - Term.matrixProduct(v, pt)) * inverse.inserted(s.rank - 1, extent: n)
    return [m > k ? try inU + outU : inU, try p.diagonal(), n > k ? try inV + outV : inV]
  }
}
