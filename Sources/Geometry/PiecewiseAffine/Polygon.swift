/// A convex polygon in the plane: a cell of two parameters.
///
/// Cutting it leaves every corner where it is and adds one for each edge that is crossed. A corner
/// nearer to the cut than the tolerance lies on it, so that lines through corners, along edges and
/// close to one another make no slivers.
struct Polygon: ConvexCell {
  /// A corner, with the wall along which the edge to the next corner runs.
  struct Corner: Sendable {
    var x: Double
    var y: Double
    var wall: Int
  }

  /// The corners, anticlockwise.
  let corners: [Corner]
  /// A length.
  let tolerance: Double

  /// The wall of the edges that bound the whole box.
  static let outside = -1

  /// A box, with a tolerance relative to its diagonal.
  init(x: ClosedRange<Double>, y: ClosedRange<Double>, relativeTolerance: Double) {
    corners = [
      (x.lowerBound, y.lowerBound), (x.upperBound, y.lowerBound), (x.upperBound, y.upperBound),
      (x.lowerBound, y.upperBound),
    ].map { Corner(x: $0, y: $1, wall: Self.outside) }
    let (width, height) = (x.upperBound - x.lowerBound, y.upperBound - y.lowerBound)
    tolerance = relativeTolerance * (width * width + height * height).squareRoot()
  }

  private init(_ corners: [Corner], _ tolerance: Double) {
    self.corners = corners
    self.tolerance = tolerance
  }

  /// The area by Gauss's formula, seen from the first corner.
  var area: Double {
    guard let first = corners.first else { return 0 }
    var doubled = 0.0
    for (a, b) in zip(corners.dropFirst(), corners.dropFirst(2)) {
      doubled += (a.x - first.x) * (b.y - first.y) - (b.x - first.x) * (a.y - first.y)
    }
    return doubled / 2
  }

  /// The mean of the corners, which lies inside.
  var middle: (x: Double, y: Double) {
    let count = Double(corners.count)
    return (
      corners.reduce(0) { $0 + $1.x } / count, corners.reduce(0) { $0 + $1.y } / count
    )
  }

  func isPositive(_ form: LinearForm) -> Bool {
    let (x, y) = middle
    return form.constant + form.slope(0) * x + form.slope(1) * y > 0
  }

  func cut(by form: LinearForm, wall: Int) -> Cut<Polygon> {
    let (c, gx, gy) = (form.constant, form.slope(0), form.slope(1))
    let slack = tolerance * (gx * gx + gy * gy).squareRoot()
    var (isBelow, isAbove) = (false, false)
    for corner in corners {
      let value = c + gx * corner.x + gy * corner.y
      if value > slack { isAbove = true } else if value < -slack { isBelow = true }
    }
    switch (isBelow, isAbove) {
    case (true, false): return .below(self)
    case (false, true): return .above(self)
    case (false, false): return isPositive(form) ? .above(self) : .below(self)
    case (true, true): break
    }
    let values = corners.map { c + gx * $0.x + gy * $0.y }
    let sides = values.map { Side($0, tolerance: slack) }
    var (below, above): ([Corner], [Corner]) = ([], [])
    for (i, corner) in corners.enumerated() {
      let j = i + 1 == corners.count ? 0 : i + 1
      var (onCut, crossing) = (corner, corner)
      onCut.wall = wall
      switch (sides[i], sides[j]) {
      case (.above, .below), (.below, .above):
        let t = values[i] / (values[i] - values[j])
        crossing.x = corner.x + (corners[j].x - corner.x) * t
        crossing.y = corner.y + (corners[j].y - corner.y) * t
        var leaving = crossing
        leaving.wall = wall
        if sides[i] == .above {
          above += [corner, leaving]
          below.append(crossing)
        } else {
          below += [corner, leaving]
          above.append(crossing)
        }
      case (.above, .above), (.above, .on): above.append(corner)
      case (.below, .below), (.below, .on): below.append(corner)
      // From a corner on the cut, one part follows the edge and the other the cut.
      case (.on, .above):
        above.append(corner)
        below.append(onCut)
      case (.on, .below):
        below.append(corner)
        above.append(onCut)
      case (.on, .on):
        above.append(corner)
        below.append(corner)
      }
    }
    return .both(below: Polygon(below, tolerance), above: Polygon(above, tolerance))
  }
}
