import Autodiff

/// Hyperplanes through the origin of ℝᵈ, d ≤ 4, and the open cells between them.
///
/// A cell is named by the rows positive on it. Where the rows span the space every cell has an extreme
/// ray, on which d − 1 independent rows vanish; the cells around a ray are those of the rows that vanish
/// on it, one dimension lower. Signs are exact.
struct Arrangement {
  /// The rows, none of them 0 and at most 64, scaled by `DeterminantSign.scaled`.
  let rows: [[Double]]
  var reading = DeterminantSign.Reading.exact

  /// A set of rows, by index.
  typealias Rows = UInt64

  /// An open cell.
  struct Cell {
    /// The rows positive on it; the others are negative.
    let positive: Rows
    /// Directions u₀, u₁, …: u₀ + ε u₁ + ε² u₂ + … lies in the cell for small ε > 0.
    let directions: [[Double]]
  }

  /// Which rays count.
  enum Side {
    case both
    /// Those whose last coordinate is positive: in homogeneous coordinates, points.
    case affine
  }

  /// Hands every cell to a visitor, perhaps several times, until it answers false.
  ///
  /// - Throws: `.interrupted`.
  func visit(_ side: Side = .both, _ body: (Cell) throws -> Bool) throws {
    _ = try visit(rows, Array(rows.indices), side, body)
  }

  /// The cells of some rows in coordinates of their own.
  private func visit(
    _ rows: [[Double]], _ names: [Int], _ side: Side, _ body: (Cell) throws -> Bool
  ) throws -> Bool {
    guard let dimension = rows.first?.count else { return true }
    if dimension == 1 {
      for sign in [1.0, -1] {
        let positive = zip(names, rows).reduce(Rows(0)) { set, entry in
          entry.1[0] * sign > 0 ? set | 1 << Rows(entry.0) : set
        }
        guard try body(Cell(positive: positive, directions: [[sign]])) else { return false }
      }
      return true
    }
    var seen: Set<[Int]> = []
    for subset in Combinations(of: rows.count, taking: dimension - 1) {
      try Interruption.check()
      let chosen = subset.map { rows[$0] }
      let ray = Self.normal(chosen)
      // The coordinate along the ray that is left out, exactly not 0.
      let axes = ray.indices.sorted { ray[$0].magnitude > ray[$1].magnitude }
      guard let axis = axes.first(where: { sign(of: $0, chosen) != 0 }) else { continue }
      let signs = rows.map { DeterminantSign.determinant([$0] + chosen, reading) }
      let zeros = signs.indices.filter { signs[$0] == 0 }
      guard seen.insert(zeros).inserted else { continue }
      let local = zeros.map { row in
        rows[row].indices.filter { $0 != axis }.map { rows[row][$0] }
      }
      let last = side == .affine ? sign(of: dimension - 1, chosen) : 0
      for sign in [1, -1] where side == .both || last == sign {
        let away = signs.indices.reduce(Rows(0)) { set, index in
          signs[index] == sign ? set | 1 << Rows(names[index]) : set
        }
        let unit = Self.unit(ray, Double(sign))
        let goesOn = try visit(local, zeros.map { names[$0] }, .both) { cell in
          let directions = cell.directions.map { direction in
            var lifted = direction
            lifted.insert(0, at: axis)
            return lifted
          }
          return try body(
            Cell(positive: away | cell.positive, directions: [unit] + directions))
        }
        guard goesOn else { return false }
      }
    }
    return true
  }

  /// The vector n with ⟨w, n⟩ = det(w, rows) for every w.
  static func normal(_ rows: [[Double]]) -> [Double] {
    let d = rows.count + 1
    return (0..<d).map { axis in
      let minor = rows.map { row in row.indices.filter { $0 != axis }.map { row[$0] } }
      let value = determinant(minor)
      return axis.isMultiple(of: 2) ? value : -value
    }
  }

  /// The exact sign of one coordinate of `normal`.
  private func sign(of axis: Int, _ rows: [[Double]]) -> Int {
    let minor = rows.map { row in row.indices.filter { $0 != axis }.map { row[$0] } }
    let sign = DeterminantSign.determinant(minor, reading)
    return axis.isMultiple(of: 2) ? sign : -sign
  }

  private static func determinant(_ rows: [[Double]]) -> Double {
    guard rows.count > 1 else { return rows.first?.first ?? 1 }
    return rows[0].indices.reduce(0) { sum, column in
      let minor = rows.dropFirst().map { row in
        row.indices.filter { $0 != column }.map { row[$0] }
      }
      let term = rows[0][column] * determinant(minor)
      return column.isMultiple(of: 2) ? sum + term : sum - term
    }
  }

  private static func unit(_ vector: [Double], _ sign: Double) -> [Double] {
    let size = vector.greatestMagnitude
    return vector.map { sign * $0 / (size > 0 ? size : 1) }
  }
}

/// The subsets of 0, 1, …, n − 1 with k elements, in order.
struct Combinations: Sequence, IteratorProtocol {
  private let n: Int
  private var current: [Int]?

  init(of n: Int, taking k: Int) {
    self.n = n
    current = k <= n && k >= 0 ? Array(0..<k) : nil
  }

  mutating func next() -> [Int]? {
    guard let result = current else { return nil }
    var following = result
    var position = following.count - 1
    while position >= 0, following[position] == n - following.count + position { position -= 1 }
    if position < 0 {
      current = nil
    } else {
      following[position] += 1
      for later in following.indices where later > position {
        following[later] = following[later - 1] + 1
      }
      current = following
    }
    return result
  }

  /// How many there are, as far as numbers go.
  static func count(_ n: Int, _ k: Int) -> Double {
    (0..<Swift.max(k, 0)).reduce(1) { $0 * Double(n - $1) / Double($1 + 1) }
  }
}
