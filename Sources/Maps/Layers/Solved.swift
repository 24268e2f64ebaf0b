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
      case .newton: try newton(fixed)
      }
    var solution = try x.stoppingGradient()
    for _ in 0..<2 {
      solution = try solution - correction(try forward.apply(solution, .one) - y, at: solution)
    }
    let residual = try (forward.apply(solution, .one) - y).applying(.abs).maximum()
    return Result(value: solution, iterations: iterations, residual: residual.witness?.scalar)
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
