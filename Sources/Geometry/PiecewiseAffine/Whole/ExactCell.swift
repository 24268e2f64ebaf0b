import Tensors

/// A convex part of the line or the plane, bounded or not, in homogeneous coordinates (h, x) or (h, x, y).
///
/// A point x is (h, h x) for any h > 0, and (0, d) is the direction d, infinitely far. A function
/// c + ⟨g, x⟩ is the vector (c, g), whose inner product with a corner has its sign there. Edges are such
/// functions, positive inside; the edge (1, 0, 0) is at infinity. Nothing is rounded.
struct ExactCell: Sendable {
  /// Of an interval the lower end and the upper one; of a polygon the edges anticlockwise.
  let edges: [ExactVector]
  /// Corner i lies on edge i; of a polygon also on the next edge.
  let corners: [ExactVector]

  private init(_ edges: [ExactVector]) {
    self.edges = edges
    if edges[0].count == 2 {
      corners = [
        ExactVector([edges[0][1], -edges[0][0]]), ExactVector([-edges[1][1], edges[1][0]]),
      ]
    } else {
      corners = edges.indices.map {
        ExactVector.cross(edges[$0], edges[$0 + 1 == edges.count ? 0 : $0 + 1])
      }
    }
  }

  /// ℝ or ℝ² in parts whose corners span them: both halves of the line, or the quadrants.
  static func whole(_ dimension: Int) -> [ExactCell] {
    guard dimension == 2 else {
      return [
        ExactCell([[1, 0], [0, -1]].map { ExactVector($0) }),
        ExactCell([[0, 1], [1, 0]].map { ExactVector($0) }),
      ]
    }
    let (right, up): ([Double], [Double]) = ([0, 1, 0], [0, 0, 1])
    let (left, down): ([Double], [Double]) = ([0, -1, 0], [0, 0, -1])
    return [(up, right), (left, up), (down, left), (right, down)].map { first, last in
      ExactCell([first, [1, 0, 0], last].map { ExactVector($0) })
    }
  }

  var dimension: Int { edges[0].count - 1 }
  var isSound: Bool { corners.allSatisfy(\.isSound) }

  /// The parts where a function is negative and where it is positive; below where it is 0 throughout.
  func cut(by form: ExactVector) -> Cut<ExactCell> {
    let signs = corners.map { ExactVector.sign(form, $0) }
    guard signs.contains(1) else { return .below(self) }
    guard signs.contains(-1) else { return .above(self) }
    if dimension == 1 {
      let upper = ExactCell(signs[0] < 0 ? [form, edges[1]] : [edges[0], form])
      let lower = ExactCell(signs[0] < 0 ? [edges[0], -form] : [-form, edges[1]])
      return .both(below: lower, above: upper)
    }
    return .both(below: part(-form, signs.map { -$0 }), above: part(form, signs))
  }

  /// The polygon where a function with these signs at the corners is positive.
  private func part(_ form: ExactVector, _ signs: [Int]) -> ExactCell {
    let count = edges.count
    // Around the polygon the function becomes positive along one edge, and ceases to be along another.
    let first = (0..<count).first { signs[$0] > 0 && signs[$0 == 0 ? count - 1 : $0 - 1] <= 0 } ?? 0
    var kept: [ExactVector] = []
    for offset in 0..<count {
      let edge = (first + offset) % count
      kept.append(edges[edge])
      if signs[edge] <= 0 { break }
    }
    return ExactCell(kept + [form])
  }

  /// Whether a point, in homogeneous coordinates, lies inside: 1, on the boundary: 0, or outside: −1.
  func side(of point: ExactVector) -> Int {
    var least = 1
    for edge in edges {
      least = min(least, ExactVector.sign(edge, point))
      if least < 0 { return -1 }
    }
    return least
  }

  /// A point inside.
  var middle: [Double] {
    let finite = corners.filter { $0[0].sign > 0 }.map { corner in
      corner.rough.dropFirst().map { $0 / corner.rough[0] }
    }
    var point = [Double](repeating: 0, count: dimension)
    for corner in finite {
      for axis in point.indices { point[axis] += corner[axis] / Double(finite.count) }
    }
    for corner in corners where corner[0].sign == 0 {
      let direction = Array(corner.rough.dropFirst())
      let length = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for axis in point.indices { point[axis] += direction[axis] / length }
    }
    return point
  }

  /// Whether the cell is no wider than rounding, beside how far from the origin it lies: a short
  /// interval, a thin polygon, a wedge or strip whose sides are parallel.
  ///
  /// A half-line is never thin, however far away it begins.
  var isSliver: Bool {
    let directions = corners.filter { $0[0].sign == 0 }.map { corner in
      let direction = Array(corner.rough.dropFirst())
      let length = Tensor(direction).norm
      return direction.map { $0 / length }
    }
    let points = corners.filter { $0[0].sign > 0 }.map { corner in
      corner.rough.dropFirst().map { $0 / corner.rough[0] }
    }
    guard let first = points.first else { return false }
    let reach = points.reduce(0) { max($0, Tensor($1).norm) }
    let steps = points.map { point in zip(point, first).map { $0 - $1 } }
    if dimension == 1 {
      return directions.isEmpty && steps.allSatisfy { $0[0].magnitude <= WholeMap.rounding * reach }
    }
    let longest = steps.max { Tensor($0).norm < Tensor($1).norm } ?? [0, 0]
    let length = Tensor(longest).norm
    guard length > 0 || !directions.isEmpty else { return true }
    let along = directions.first ?? longest.map { $0 / length }
    func crosses(_ step: [Double]) -> Double {
      (step[0] * along[1] - step[1] * along[0]).magnitude
    }
    return steps.allSatisfy { crosses($0) <= WholeMap.rounding * reach }
      && directions.allSatisfy { direction in
        crosses(direction) <= WholeMap.rounding
          && direction[0] * along[0] + direction[1] * along[1] > 0
      }
  }

  /// The inner points of the edges that are not at infinity: of an interval its ends.
  var edgeMiddles: [ExactVector] {
    if dimension == 1 { return corners.filter { $0[0].sign > 0 } }
    return corners.indices.compactMap { index in
      let previous = corners[index == 0 ? corners.count - 1 : index - 1]
      let sum = Self.weighed(corners[index]) + Self.weighed(previous)
      return sum[0].sign > 0 ? sum : nil
    }
  }

  /// A positive multiple by a power of two, with h or the direction near 1.
  static func weighed(_ corner: ExactVector) -> ExactVector {
    let size = corner.rough[0] > 0 ? corner.rough[0] : corner.rough.greatestMagnitude
    guard size.isNormal else { return corner }
    let factor = Double(sign: .plus, exponent: -size.exponent, significand: 1)
    return corner * ExactNumber(factor)
  }
}
