/// The walls between the cells of a box, each with one cell on either side.
///
/// A cut is one straight wall. Later cuts may end at it from one side only; then it is in pieces,
/// from each corner of a cell on it to the next.
struct Walls {
  typealias Point = (x: Double, y: Double)

  /// The pieces.
  let segments: [(from: Point, to: Point)]

  init(of cells: [Polygon], tolerance: Double) {
    var ends: [Int: [Point]] = [:]
    for cell in cells {
      for (i, corner) in cell.corners.enumerated() where corner.wall != Polygon.outside {
        let next = cell.corners[i + 1 == cell.corners.count ? 0 : i + 1]
        ends[corner.wall, default: []] += [(corner.x, corner.y), (next.x, next.y)]
      }
    }
    segments = ends.keys.sorted().flatMap { wall in
      Walls.pieces(ends[wall] ?? [], tolerance)
    }
  }

  /// The segments between neighbouring points of one line, in the order of the line.
  private static func pieces(
    _ points: [Point], _ tolerance: Double
  ) -> [(from: Point, to: Point)] {
    guard let first = points.first else { return [] }
    let far = points.max { distance($0, first) < distance($1, first) } ?? first
    let (dx, dy) = (far.x - first.x, far.y - first.y)
    let sorted = points.sorted { $0.x * dx + $0.y * dy < $1.x * dx + $1.y * dy }
    var pieces: [(from: Point, to: Point)] = []
    var last = sorted[0]
    for point in sorted.dropFirst() where distance(point, last) > 4 * tolerance {
      pieces.append((last, point))
      last = point
    }
    return pieces
  }

  private static func distance(_ a: Point, _ b: Point) -> Double {
    ((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)).squareRoot()
  }
}
