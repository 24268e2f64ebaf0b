import Autodiff
import Tensors

/// Where the images of two cells meet, for a map into more dimensions than it comes from.
extension WholeMap {
  /// The most parts of which every two are compared.
  static let pairLimit = 400

  /// Whether f(x) = f(y) for points of two cells: by the cone of all such x, of which every
  /// extreme ray must be its own y.
  func meeting() throws -> Verdict? {
    guard pieces.count <= Self.pairLimit else { return nil }
    let boxes = pieces.map { ImageBounds($0, target) }
    var compared = 0
    for i in pieces.indices {
      for j in pieces.indices where j < i {
        guard boxes[i].meets(boxes[j]) else { continue }
        compared += 1
        if compared & 15 == 0 { try Interruption.check() }
        guard let meeting = meeting(pieces[i], pieces[j]) else { continue }
        let (x, y) = meeting
        let value = value(pieces[i], at: x)
        return Verdict(
          .no, .refuted, "\(call(x)) = \(call(y)) = \(showValue(value))",
          evidence: [("x", located(x)), ("y", located(y))])
      }
    }
    let space = Notation.space(target)
    return .proved(
      "its derivative has rank \(source) on \(everyCell), and no two of their images meet in \(space) "
        + "but where the \(source == 1 ? "pieces" : "cells") do")
  }

  /// Points x ≠ y of two pieces with one value; nil where there are none.
  private func meeting(_ first: Piece, _ second: Piece) -> (x: [Double], y: [Double])? {
    guard let other = Partner(of: second, for: first, source) else { return nil }
    var rays = first.cell.corners.map(ExactCell.weighed)
    for equation in other.equations where !equation.isZero {
      rays = Self.clipped(Self.clipped(rays, by: equation), by: -equation)
      if rays.isEmpty { return nil }
    }
    for edge in second.cell.edges {
      rays = Self.clipped(rays, by: other.pulled(edge))
      if rays.isEmpty { return nil }
    }
    guard let base = rays.first(where: { $0[0].sign > 0 }) else { return nil }
    guard let moving = rays.first(where: { !other.isFixed($0) }) else { return nil }
    // Between the two, the point is not its own partner, and it is not at infinity.
    let x = moving[0].sign > 0 ? moving : base + moving
    let y = other.image(of: x)
    return (
      x.rough.dropFirst().map { $0 / x.rough[0] }, y.rough.dropFirst().map { $0 / y.rough[0] }
    )
  }

  /// The part of a convex cone, given by rays in order, where a function is not negative.
  private static func clipped(_ rays: [ExactVector], by form: ExactVector) -> [ExactVector] {
    let signs = rays.map { ExactVector.sign(form, $0) }
    guard signs.contains(where: { $0 < 0 }) else { return rays }
    var result: [ExactVector] = []
    for index in rays.indices {
      let next = index + 1 == rays.count ? 0 : index + 1
      if signs[index] >= 0 { result.append(rays[index]) }
      // Two rays have one segment between them.
      guard signs[index] * signs[next] < 0, rays.count > 2 || index == 0 else { continue }
      let (a, b) = (
        ExactVector.product(form, rays[index]), ExactVector.product(form, rays[next])
      )
      let crossing =
        signs[index] > 0
        ? rays[index] * (-b) + rays[next] * a : rays[index] * b + rays[next] * (-a)
      result.append(ExactCell.weighed(crossing))
    }
    return result
  }
}

/// For points x of one piece the only point y at which another one, continued, can have the same value.
private struct Partner {
  /// y in homogeneous coordinates, one function of x for each.
  private let rows: [ExactVector]
  /// What must be 0 for the values to be equal.
  let equations: [ExactVector]

  /// Answers nil when the other piece has not the rank of its space.
  init?(of piece: WholeMap.Piece, for first: WholeMap.Piece, _ dimension: Int) {
    let (f, g) = (first.map, piece.map)
    let unit = (0...dimension).map { axis in
      ExactVector((0...dimension).map { $0 == axis ? 1.0 : 0 })
    }
    /// f − b of the other piece, for a coordinate of the values.
    func wanted(_ row: Int) -> ExactVector { f[row] - unit[0] * g[row][0] }
    if dimension == 1 {
      guard let pivot = g.indices.first(where: { g[$0][1].sign != 0 }) else { return nil }
      let slope = g[pivot][1]
      let sign = ExactNumber(Double(slope.sign))
      rows = [unit[0] * (slope * sign), wanted(pivot) * sign]
      equations = g.indices.filter { $0 != pivot }.map { row in
        wanted(row) * slope - wanted(pivot) * g[row][1]
      }
      return
    }
    for i in g.indices {
      for j in g.indices where j > i {
        let determinant = g[i][1] * g[j][2] - g[i][2] * g[j][1]
        guard determinant.sign != 0 else { continue }
        let sign = ExactNumber(Double(determinant.sign))
        let (u, v) = (wanted(i), wanted(j))
        let solved = [u * g[j][2] - v * g[i][2], v * g[i][1] - u * g[j][1]]
        rows = [unit[0] * (determinant * sign)] + solved.map { $0 * sign }
        equations = g.indices.filter { $0 != i && $0 != j }.map { row in
          wanted(row) * determinant - solved[0] * g[row][1] - solved[1] * g[row][2]
        }
        return
      }
    }
    return nil
  }

  func image(of x: ExactVector) -> ExactVector {
    ExactVector(rows.map { ExactVector.product($0, x) })
  }

  /// A function of y as one of x.
  func pulled(_ form: ExactVector) -> ExactVector {
    zip(rows.dropFirst(), form.entries.dropFirst()).reduce(rows[0] * form[0]) {
      $0 + $1.0 * $1.1
    }
  }

  /// Whether a point, or a direction, is its own partner.
  func isFixed(_ x: ExactVector) -> Bool {
    // The factor by which homogeneous coordinates grow.
    let factor = rows[0][0]
    return (image(of: x) - x * factor).isZero
  }
}

/// Between which numbers the image of a piece lies along some directions, a little widened.
private struct ImageBounds {
  private let ranges: [ClosedRange<Double>]

  init(_ piece: WholeMap.Piece, _ target: Int) {
    var directions: [[Double]] = []
    for axis in 0..<min(target, 16) { directions.append((0..<target).map { $0 == axis ? 1 : 0 }) }
    // Some more, the same for all pieces.
    for seed in 1...12 {
      var direction: [Double] = []
      for row in 0..<target {
        let residue = (seed * 7919 + (row + 1) * 104_729) % 2003
        direction.append(Double(residue) / 1001.5 - 1)
      }
      directions.append(direction)
    }
    ranges = directions.map { Self.range(piece, $0) }
  }

  private static func range(
    _ piece: WholeMap.Piece, _ direction: [Double]
  ) -> ClosedRange<Double> {
    var (low, high, size) = (Double.infinity, -Double.infinity, 0.0)
    for corner in piece.cell.corners {
      var (value, terms) = (0.0, 0.0)
      for (row, weight) in zip(piece.map, direction) where weight != 0 {
        for (x, y) in zip(row.rough, corner.rough) {
          let term = weight * x * y
          value += term
          terms += term.magnitude
        }
      }
      let h = corner.rough[0]
      if h > 0 {
        low = min(low, value / h)
        high = max(high, value / h)
        size = max(size, terms / h)
      } else {
        // Along a direction in which the value hardly changes it is taken to change either way.
        if value > -1e-9 * terms { high = .infinity }
        if value < 1e-9 * terms { low = -.infinity }
      }
    }
    let slack = 1e-9 * size
    guard slack.isFinite, low <= high else { return -.infinity ... .infinity }
    return (low - slack)...(high + slack)
  }

  func meets(_ other: ImageBounds) -> Bool {
    zip(ranges, other.ranges).allSatisfy { $0.overlaps($1) }
  }
}
