import Autodiff
import Tensors

/// The shortest vector from the convex hull of one set of points to that of another.
///
/// It is the shortest convex combination of the differences a − b. The algorithm keeps a few of these,
/// affinely independent: it adds the one that reaches farthest towards 0, and drops those that the
/// shortest combination of all in the affine sense would need negative parts of.
struct NearestPoints {
  /// A difference of two points, with its part in the combination.
  private struct Atom {
    let first: Int
    let second: Int
    var part: Double
  }

  private let a: PointRows
  private let b: PointRows
  private var atoms: [Atom]
  /// The shortest vector so far, from the second hull to the first.
  private var shortest: [Double]
  /// The greatest coordinate of a difference.
  private let scale: Double

  private static let stepLimit = 10_000

  init(_ a: PointRows, _ b: PointRows) {
    self.a = a
    self.b = b
    let n = a.width
    var largest = 0.0
    for axis in 0..<n {
      var (low, high) = (Double.infinity, -Double.infinity)
      for rows in [a, b] {
        for row in 0..<rows.count {
          low = min(low, rows.elements[row * n + axis])
          high = max(high, rows.elements[row * n + axis])
        }
      }
      largest = max(largest, high - low)
    }
    scale = largest
    atoms = [Atom(first: 0, second: 0, part: 1)]
    shortest = (0..<n).map { a.elements[$0] - b.elements[$0] }
  }

  /// Walks to the shortest vector; every step makes it shorter, so that no set of atoms comes twice.
  mutating func run() throws {
    for _ in 0..<Self.stepLimit {
      try Interruption.check()
      let square = dot(shortest, shortest)
      guard square.squareRoot() > 1e-14 * scale else { return }
      let first = a.least(shortest).row
      let second = b.least(shortest.map { -$0 }).row
      let reach = dot(difference(first, second), shortest)
      // Nothing reaches farther towards 0: the vector is the shortest.
      if square - reach <= 1e-14 * square { return }
      if atoms.contains(where: { $0.first == first && $0.second == second }) { return }
      atoms.append(Atom(first: first, second: second, part: 0))
      try shorten()
      guard dot(shortest, shortest) < square else { return }
    }
  }

  /// Takes the combination to the shortest one of all its atoms whose parts are not negative.
  private mutating func shorten() throws {
    while true {
      let parts = try affineParts()
      if parts.allSatisfy({ $0 > 1e-15 }) {
        for index in atoms.indices { atoms[index].part = parts[index] }
        break
      }
      // As far as all parts stay, and no farther.
      var step = 1.0
      for (atom, part) in zip(atoms, parts) where part <= 1e-15 {
        let change = atom.part - part
        if change > 0 { step = min(step, atom.part / change) }
      }
      for index in atoms.indices {
        atoms[index].part += step * (parts[index] - atoms[index].part)
      }
      let count = atoms.count
      atoms.removeAll { $0.part <= 1e-15 }
      if atoms.isEmpty || atoms.count == count { break }
    }
    let total = atoms.reduce(0) { $0 + $1.part }
    guard total > 0 else { return }
    for index in atoms.indices { atoms[index].part /= total }
    var sum = [Double](repeating: 0, count: a.width)
    for atom in atoms {
      for (k, entry) in difference(atom.first, atom.second).enumerated() {
        sum[k] += atom.part * entry
      }
    }
    shortest = sum
  }

  /// The parts of the shortest affine combination of the atoms: least squares in the differences from
  /// the first of them.
  private func affineParts() throws -> [Double] {
    guard atoms.count > 1 else { return [1] }
    let vectors = atoms.map { difference($0.first, $0.second) }
    let (n, k) = (a.width, atoms.count - 1)
    let matrix = try Tensor(shape: [n, k]) { entries in
      for row in 0..<n {
        for column in 0..<k {
          entries[row * k + column] = vectors[column + 1][row] - vectors[0][row]
        }
      }
    }
    let right = Tensor(vectors[0].map { -$0 })
    let rest = try matrix.leastSquares(right).elements
    return [1 - rest.reduce(0, +)] + rest
  }

  private func difference(_ first: Int, _ second: Int) -> [Double] {
    let n = a.width
    return (0..<n).map { a.elements[first * n + $0] - b.elements[second * n + $0] }
  }

  /// What the shortest vector proves, checked against all points.
  var separation: Separation {
    let distance = dot(shortest, shortest).squareRoot()
    let rounding = 1e-13 * max(scale, Double.leastNormalMagnitude)
    if distance > 0 {
      let normal = shortest.map { $0 / distance }
      let low = a.least(normal).value
      let high = -b.least(normal.map { -$0 }).value
      if low - high > rounding {
        return Separation(
          answer: .hyperplane(normal: normal, offset: low / 2 + high / 2, gap: low - high),
          distance: distance, slack: max(0, distance - (low - high)))
      }
    }
    guard distance <= 1e-10 * scale || scale == 0 else {
      return Separation(
        answer: .undecided(distance: distance), distance: distance, slack: distance)
    }
    let (first, second) = (weights(\.first), weights(\.second))
    // The greatest coordinate: a square may vanish where the numbers do not.
    let residual = shortest.greatestMagnitude
    return Separation(
      answer: .commonPoint(a.combination(first), first: first, second: second, residual: residual),
      distance: distance, slack: 0)
  }

  private func weights(_ row: KeyPath<Atom, Int>) -> [Separation.Weight] {
    var parts: [Int: Double] = [:]
    for atom in atoms { parts[atom[keyPath: row], default: 0] += atom.part }
    return parts.keys.sorted().map { Separation.Weight(row: $0, part: parts[$0] ?? 0) }
  }
}

private func dot(_ a: [Double], _ b: [Double]) -> Double {
  zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
}
