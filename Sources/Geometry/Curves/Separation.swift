import Autodiff
public import Tensors

/// Whether a hyperplane separates two sets of points, with the numbers that prove it.
public struct Separation: Sendable {
  /// What was found.
  public enum Answer: Sendable {
    /// All points of the first set have normal · x > offset, all of the second less.
    ///
    /// `normal` has length 1, `gap` is the width of the empty strip between the sets.
    case hyperplane(normal: [Double], offset: Double, gap: Double)
    /// A point of both convex hulls.
    ///
    /// It is Σ λᵢ aᵢ, and Σ μⱼ bⱼ up to the residual.
    case commonPoint([Double], first: [Weight], second: [Weight], residual: Double)
    /// The hulls are so near to each other that rounding does not tell.
    case undecided(distance: Double)
  }

  /// A point of a set with its part in a convex combination.
  public struct Weight: Sendable {
    /// The row of the point.
    public let row: Int
    /// Its part; all parts sum to 1.
    public let part: Double
  }

  /// What was found.
  public let answer: Answer
  /// The distance of the convex hulls as computed, which no strip can be wider than.
  public let distance: Double
  /// By how much the strip found may be narrower than the widest.
  public let slack: Double

  /// The same answer for points so many times as large.
  func measured(by unit: Double) -> Separation {
    guard unit != 1 else { return self }
    let measured: Answer =
      switch answer {
      case .hyperplane(let normal, let offset, let gap):
        .hyperplane(normal: normal, offset: offset * unit, gap: gap * unit)
      case .commonPoint(let point, let first, let second, let residual):
        .commonPoint(
          point.map { $0 * unit }, first: first, second: second, residual: residual * unit)
      case .undecided(let distance): .undecided(distance: distance * unit)
      }
    return Separation(answer: measured, distance: distance * unit, slack: slack * unit)
  }

  /// Whether a hyperplane was found.
  public var isSeparated: Bool {
    if case .hyperplane = answer { return true }
    return false
  }
}

/// What can be wrong with a question about separating points; facts without wording.
public enum SeparationError: Error, Sendable {
  /// A set has no points.
  case empty(set: Int)
  /// Points are rows, and those of both sets have as many numbers.
  case shapes(Shape, Shape)
  /// A point that is not finite.
  case notFinite(set: Int, row: Int)
}

/// The widest strip between two sets of points, or a point of both convex hulls.
///
/// Wolfe's algorithm finds the shortest vector between the hulls. What it answers is checked against
/// all points, so that the answer does not depend on how it was found.
///
/// *Shapes*: `[m, n]` and `[k, n]`.
/// - Throws: `SeparationError`. *Source*: Wolfe, Finding the nearest point in a polytope (1976).
public func separation(of first: Tensor, from second: Tensor) throws -> Separation {
  for (set, points) in [first, second].enumerated() {
    guard points.rank == 2 else { throw SeparationError.shapes(first.shape, second.shape) }
    guard points.shape[0] > 0 else { throw SeparationError.empty(set: set) }
    if let index = points.firstNonFinite {
      throw SeparationError.notFinite(set: set, row: index / max(points.shape[1], 1))
    }
  }
  guard first.shape[1] == second.shape[1], first.shape[1] > 0 else {
    throw SeparationError.shapes(first.shape, second.shape)
  }
  let unit = unit(of: [first, second])
  var search = NearestPoints(PointRows(first, unit), PointRows(second, unit))
  try search.run()
  return search.separation.measured(by: unit)
}

/// Points in rows, without copies of the rows.
struct PointRows {
  let elements: [Double]
  let width: Int
  var count: Int { elements.count / width }

  /// The points, measured by a unit.
  init(_ points: Tensor, _ unit: Double) {
    elements = unit == 1 ? points.elements : points.elements.map { $0 / unit }
    width = points.shape[1]
  }

  func product(_ row: Int, _ w: [Double]) -> Double {
    var sum = 0.0
    for k in 0..<width { sum += elements[row * width + k] * w[k] }
    return sum
  }

  /// The row whose product with w is least, with the product.
  func least(_ w: [Double]) -> (row: Int, value: Double) {
    var best = (row: 0, value: product(0, w))
    for row in 1..<max(count, 1) {
      let value = product(row, w)
      if value < best.value { best = (row, value) }
    }
    return best
  }

  /// Σ parts · rows.
  func combination(_ weights: [Separation.Weight]) -> [Double] {
    var sum = [Double](repeating: 0, count: width)
    for weight in weights {
      for k in 0..<width { sum[k] += weight.part * elements[weight.row * width + k] }
    }
    return sum
  }
}
