import Autodiff
import Tensors

/// The inverse of a map found by iteration: the x with f(x) = y.
///
/// That an iterate is near enough is a condition of the path, so each point is solved with the
/// iterations it needs. The derivative is that of the implicit function theorem: the solution as a
/// number is followed by two Newton steps in which y is a variable. Each doubles the order to which the
/// answer is right, so derivatives up to the third are exact, and none is that of the iteration.
public struct Solved: Sendable {
  /// How x is found.
  public indirect enum Method: Sendable {
    /// f = A + g with A affine and Lip g less than A stretches: x ← A⁻¹(y − g(x)), which converges
    /// from everywhere.
    case fixedPoint(inverse: SmoothMap, rest: SmoothMap)
    /// Newton's method from y itself, with shortened steps where full ones do not help.
    case newton
  }

  /// The map that is inverted.
  public let forward: SmoothMap
  /// How.
  public let method: Method

  /// What |f(x) − y| may be, relative to 1 or the greatest coordinate of y.
  public static let tolerance = 1e-13
  static let roundLimit = 8192
  private static let newtonLimit = 60

  /// The inverse of a sum that a contraction does not spoil is as smooth as the sum.
  var kind: Kind {
    switch method {
    case .fixedPoint: forward.kind.regularity == .smooth ? .smooth : .continuous
    case .newton: .unknown
    }
  }

  /// A solution, and how well it is one.
  struct Result {
    let value: Term
    let iterations: Int
    /// The greatest coordinate of |f(x) − y|.
    let residual: Double?
  }

  func run(for y: Term) throws -> Result {
    let fixed = try y.stoppingGradient()
    let (x, iterations) =
      switch method {
      case .fixedPoint(let inverse, let rest): try iterated(fixed, inverse, rest)
      case .newton: try searched(fixed)
      }
    var solution = try x.stoppingGradient()
    do {
      for _ in 0..<2 {
        solution = try solution - correction(try forward.apply(solution, .one) - y, at: solution)
      }
    } catch AutodiffError.tensor(.singular) {
      // The value is right already; only a derivative needs the steps, and there is none.
      guard !y.isTraced else {
        throw failure(try residual(solution, fixed), iterations, isSingular: .yes)
      }
    }
    let residual = try (forward.apply(solution, .one) - y).applying(.abs).maximum()
    return Result(value: solution, iterations: iterations, residual: residual.witness?.scalar)
  }

  /// The values at the rows of `y`.
  ///
  /// Recorded, a value comes with its derivative; where there is a value and no derivative, the rows are
  /// found one by one.
  func run(forRows y: Term, _ recorded: Pointwise) throws -> Term {
    do {
      return try recorded.atRows(y, .value)
    } catch MapError.notConverged(_, .singular(_, _)) where !y.isTraced && y.shape[0] > 0 {
      return try Term.stack((0..<y.shape[0]).map { try run(for: y.row($0)).value })
    }
  }

  /// J(x)⁻¹ r.
  private func correction(_ r: Term, at x: Term) throws -> Term {
    let n = x.shape.count
    let jacobian = try forward.pointwise.at(x, .jacobian).reshaped(Shape.checked([n, n]))
    return try jacobian.solve(r.reshaped([n])).reshaped(x.shape)
  }

  /// The greatest residual that counts as none.
  private func goal(_ y: Term) throws -> Term {
    try Term(Self.tolerance) * Term.maximum(Term(1), y.applying(.abs).maximum())
  }

  private func residual(_ x: Term, _ y: Term) throws -> Term {
    try (forward.apply(x, .one) - y).applying(.abs).maximum()
  }

  private func iterated(
    _ y: Term, _ inverse: SmoothMap, _ rest: SmoothMap
  ) throws -> (Term, Int) {
    let goal = try goal(y)
    var x = try inverse.apply(y, .one)
    var (rounds, total) = (16, 0)
    func round(_ x: Term) throws -> Term {
      try inverse.apply(y - rest.apply(x, .one), .one)
    }
    while total < Self.roundLimit {
      if let next = try Trace.loop(count: rounds, carries: [x], { _, x in [try round(x[0])] }) {
        x = next[0]
      } else {
        for _ in 0..<rounds { x = try round(x) }
      }
      total += rounds
      if try Term.lessOrEqual(residual(x, y), goal).decide() { return (x, total) }
      rounds *= 2
    }
    throw MapError.notConverged(
      layer: "inverse", .residual(try residual(x, y).witness?.scalar ?? .nan, iterations: total))
  }

  /// Newton's method, and on the line bisection where it fails.
  private func searched(_ y: Term) throws -> (Term, Int) {
    do {
      return try newton(y)
    } catch MapError.notConverged(let layer, let reason) {
      guard y.shape.count == 1, let found = try bisected(y) else {
        throw MapError.notConverged(layer: layer, reason)
      }
      return found
    }
  }

  /// The place where f(x) − y changes sign, between two numbers at which it has either.
  ///
  /// Nil where the signs are one at ± 1, ± 8, ± 64, ….
  private func bisected(_ y: Term) throws -> (Term, Int)? {
    var reach = 1.0
    func defect(_ x: Term) throws -> Term { try forward.apply(x, .one) - y }
    while reach < Self.farthest {
      let (low, high) = (Term.filled(-reach, y.shape), Term.filled(reach, y.shape))
      let (left, right) = (try defect(low), try defect(high))
      reach *= 8
      guard try Term.lessOrEqual(left * right, Term(0)).minimum().decide() else { continue }
      let direction = try Term.lessOrEqual(left, right).minimum().decide() ? 1.0 : -1
      func halved(_ ends: [Term]) throws -> [Term] {
        let middle = try Term(0.5) * (ends[0] + ends[1])
        let isBelow = try Term.less(Term(direction) * defect(middle), Term.filled(0, y.shape))
        return [
          try Term.select(isBelow, middle, ends[0]), try Term.select(isBelow, ends[1], middle),
        ]
      }
      var ends = [low, high]
      if let found = try Trace.loop(count: Self.halvings, carries: ends, { _, x in try halved(x) })
      {
        ends = found
      } else {
        for _ in 0..<Self.halvings { ends = try halved(ends) }
      }
      let isEnough = try Term.lessOrEqual(residual(ends[1], y), Term(1e3) * goal(y)).decide()
      return isEnough ? (ends[1], Self.halvings) : nil
    }
    return nil
  }

  private static let farthest = 1e9
  private static let halvings = 128

  private func newton(_ y: Term) throws -> (Term, Int) {
    let goal = try goal(y)
    var x = y
    var r = try residual(x, y)
    for iteration in 0..<Self.newtonLimit {
      if try Term.lessOrEqual(r, goal).decide() { return (x, iteration) }
      let step: Term
      do {
        step = try correction(try forward.apply(x, .one) - y, at: x)
      } catch AutodiffError.tensor(.singular), AutodiffError.tensor(.notFinite) {
        throw failure(r, iteration, isSingular: .yes)
      }
      var length = 1.0
      var isBetter = false
      while length > 1e-4 {
        let next = try x - Term(length) * step
        let after = try residual(next, y)
        if try Term.less(after, r).decide() {
          (x, r) = (next, after)
          isBetter = true
          break
        }
        length /= 2
      }
      // At the rounding of f itself no step helps any more.
      if !isBetter {
        if try Term.lessOrEqual(r, Term(1e3) * goal).decide() { return (x, iteration) }
        throw failure(r, iteration, isSingular: .no)
      }
    }
    throw failure(r, Self.newtonLimit, isSingular: .no)
  }

  private enum Singularity {
    case yes
    case no
  }

  private func failure(
    _ residual: Term, _ iterations: Int, isSingular: Singularity
  ) -> MapError {
    let found = residual.witness?.scalar ?? .nan
    return .notConverged(
      layer: "inverse",
      isSingular == .yes
        ? .singular(residual: found, iterations: iterations)
        : .residual(found, iterations: iterations))
  }
}

/// Why an iteration has no answer, with its numbers.
public enum Nonconvergence: Sendable, Equatable {
  /// A flow needs more steps than this.
  case steps(Int, time: Double)
  /// f(x) stays away from y.
  case residual(Double, iterations: Int)
  /// The derivative of f is singular where the search came to.
  case singular(residual: Double, iterations: Int)
}
