import Autodiff
import Maps
import Tensors

/// The search for two points with one value: Levenberg and Marquardt's steps on f(x) − f(y) from many
/// pairs at once, with the distance of each pair kept.
///
/// Half of the pairs lie far apart, half on both sides of the points where the Jacobian is nearest to
/// losing rank, where a map folds first. The same map always gets the same pairs.
struct PairSearch {
  let samples: Samples
  /// How many pairs are followed; 0 where the map is too large to be searched.
  let starts: Int

  private static let mostStarts = 200
  private static let rounds = 24
  /// Roughly how many multiplications a search may take.
  private static let budget = 6e8
  /// Pairs nearer than this are not far apart.
  private static let leastDistance = 1e-3

  /// Two points whose values all but agree.
  struct Pair {
    var x: [Double]
    var y: [Double]
  }

  init(_ samples: Samples) {
    self.samples = samples
    let (n, m) = (Double(samples.source), Double(samples.target))
    let perPoint = (Double(samples.map.parameterCount) + n * m + 64) * (1 + min(n, m))
    let affordable = Self.budget / (2 * Double(Self.rounds) * perPoint)
    // Without fewer equations than unknowns a pair is found by accident only; what is found by
    // iteration costs too much, and is not right enough, to be searched.
    starts =
      samples.target > 2 * samples.source || affordable < 8 || samples.map.iterates
      ? 0 : Int(min(Double(Self.mostStarts), affordable))
  }

  /// Whether there are more unknowns than equations when the distance is kept as well.
  private var keepsDistance: Bool { samples.target + 1 <= 2 * samples.source }

  /// Pairs whose values agree to rounding, in the order they are found.
  ///
  /// The visitor answers false to end the search.
  /// - Throws: `.interrupted`.
  func visit(_ body: (Pair) throws -> Bool) throws {
    guard starts > 0 else { return }
    var pairs = try initialPairs()
    var damping = [Double](repeating: 1e-3, count: pairs.count)
    var isOpen = [Bool](repeating: true, count: pairs.count)
    var current = try jets(of: pairs)
    for _ in 0..<Self.rounds {
      try Interruption.check()
      let open = pairs.indices.filter { isOpen[$0] }
      guard !open.isEmpty else { return }
      var trials: [(index: Int, pair: Pair)] = []
      for index in open {
        guard let (a, b) = current[index],
          let step = step(from: pairs[index], a, b, damping[index])
        else {
          isOpen[index] = false
          continue
        }
        trials.append((index, step))
      }
      let found = try jets(of: trials.map(\.pair))
      for ((index, pair), jets) in zip(trials, found) {
        guard let (before, after) = current[index], let (a, b) = jets else {
          damping[index] *= 16
          continue
        }
        let (old, new) = (distance(before.value, after.value), distance(a.value, b.value))
        guard new < old else {
          damping[index] *= 16
          if damping[index] > 1e8 { isOpen[index] = false }
          continue
        }
        damping[index] = max(damping[index] / 8, 1e-12)
        (pairs[index], current[index]) = (pair, (a, b))
        let size = max(1, a.value.greatestMagnitude)
        guard new <= 1e-10 * size else { continue }
        isOpen[index] = false
        guard distance(pair.x, pair.y) > Self.leastDistance else { continue }
        guard try body(polished(pair, a, b)) else { return }
      }
    }
  }

  // MARK: Starts

  private func initialPairs() throws -> [Pair] {
    let n = samples.source
    var generator = RandomGenerator(seed: 0).named("pairs of points")
    let normal = try generator.normal(Shape.checked([2 * starts, n])).elements
    func drawn(_ row: Int) -> [Double] { Array(normal[row * n..<(row + 1) * n]) }
    var pairs: [Pair] = []
    // Where the Jacobian is nearest to losing rank, relative to its size, among points of either width.
    let steep = samples.list.indices.filter { samples.list[$0].greatest > 0 }.sorted {
      let (a, b) = (samples.list[$0], samples.list[$1])
      return (a.least / a.greatest, $0) < (b.least / b.greatest, $1)
    }
    for (rank, index) in steep.prefix(starts / 2).enumerated() {
      let sample = samples.list[index]
      let rows = try sample.jacobian.fullSVD().v.transposed().elements
      let direction = Array(rows.suffix(n))
      let reach = [0.2, 0.6, 1.5][rank % 3]
      pairs.append(
        Pair(
          x: combination(sample.point, -reach, direction),
          y: combination(sample.point, reach, direction)))
    }
    for row in 0..<(starts - pairs.count) {
      let width = [0.7, 2.0][row % 2]
      pairs.append(
        Pair(x: drawn(2 * row).map { width * $0 }, y: drawn(2 * row + 1).map { width * $0 }))
    }
    return pairs
  }

  // MARK: Steps

  typealias Jet = (value: [Double], jacobian: [Double])

  /// Values and Jacobians at both points of each pair, nil where one is not finite.
  private func jets(of pairs: [Pair]) throws -> [(Jet, Jet)?] {
    let points = pairs.flatMap { [$0.x, $0.y] }
    let found = try samples.jets(at: points)
    return pairs.indices.map { index in
      guard let a = found[2 * index], let b = found[2 * index + 1] else { return nil }
      return (a, b)
    }
  }

  /// The shortest damped step that makes f(x) − f(y) vanish to first order.
  private func step(from pair: Pair, _ a: Jet, _ b: Jet, _ damping: Double) -> Pair? {
    let (n, m) = (samples.source, samples.target)
    let apart = distance(pair.x, pair.y)
    guard apart > Self.leastDistance else { return nil }
    var rows: [[Double]] = (0..<m).map { row in
      Array(a.jacobian[row * n..<(row + 1) * n])
        + b.jacobian[row * n..<(row + 1) * n].map { -$0 }
    }
    var residual = combination(a.value, -1, b.value)
    if keepsDistance {
      let direction = combination(pair.y, -1, pair.x).map { $0 / apart }
      let size = max(a.jacobian.greatestMagnitude, b.jacobian.greatestMagnitude)
      rows.append(direction.map { -$0 * size } + direction.map { $0 * size })
      residual.append(0)
    }
    guard let step = SmallSystem.shortest(rows, residual, damping) else { return nil }
    // A step far beyond the scale of the points follows a derivative out of its range.
    let length = Tensor(step).norm
    let limit = 2 * max(1, apart)
    let factor = length > limit ? -limit / length : -1
    let moved = Pair(
      x: combination(pair.x, factor, Array(step[..<n])),
      y: combination(pair.y, factor, Array(step[n...])))
    guard (moved.x + moved.y).allSatisfy({ $0.isFinite && $0.magnitude < 1e4 }) else { return nil }
    return moved
  }

  /// A few more steps without damping, as long as they help.
  private func polished(_ pair: Pair, _ a: Jet, _ b: Jet) throws -> Pair {
    var (best, jets) = (pair, (a, b))
    for _ in 0..<3 {
      let (n, m) = (samples.source, samples.target)
      let rows: [[Double]] = (0..<m).map { row in
        Array(jets.0.jacobian[row * n..<(row + 1) * n])
          + jets.1.jacobian[row * n..<(row + 1) * n].map { -$0 }
      }
      let residual = combination(jets.0.value, -1, jets.1.value)
      guard let step = SmallSystem.shortest(rows, residual, 1e-14) else { break }
      let moved = Pair(
        x: combination(best.x, -1, Array(step[..<n])),
        y: combination(best.y, -1, Array(step[n...])))
      guard let next = try self.jets(of: [moved])[0],
        distance(next.0.value, next.1.value) < distance(jets.0.value, jets.1.value)
      else { break }
      (best, jets) = (moved, next)
    }
    return best
  }
}

/// Least squares with few unknowns.
enum SmallSystem {
  /// M'(M M' + μ I)⁻¹ r with μ relative to the trace: the shortest step for few equations, a damped one
  /// for many.
  static func shortest(_ rows: [[Double]], _ residual: [Double], _ damping: Double) -> [Double]? {
    let k = rows.count
    var gram = [[Double]](repeating: [Double](repeating: 0, count: k), count: k)
    for i in 0..<k {
      for j in 0...i { gram[i][j] = zip(rows[i], rows[j]).reduce(0) { $0 + $1.0 * $1.1 } }
    }
    let trace = (0..<k).reduce(0) { $0 + gram[$1][$1] }
    guard trace > 0, trace.isFinite else { return nil }
    for i in 0..<k { gram[i][i] += (damping + 1e-15) * trace }
    // Cholesky.
    for i in 0..<k {
      for j in 0...i {
        var sum = gram[i][j]
        for l in 0..<j { sum -= gram[i][l] * gram[j][l] }
        if i == j {
          guard sum > 0 else { return nil }
          gram[i][i] = sum.squareRoot()
        } else {
          gram[i][j] = sum / gram[j][j]
        }
      }
    }
    var z = residual
    for i in 0..<k {
      for l in 0..<i { z[i] -= gram[i][l] * z[l] }
      z[i] /= gram[i][i]
    }
    for i in (0..<k).reversed() {
      for l in (i + 1)..<max(k, i + 1) { z[i] -= gram[l][i] * z[l] }
      z[i] /= gram[i][i]
    }
    var step = [Double](repeating: 0, count: rows[0].count)
    for (row, factor) in zip(rows, z) {
      for i in step.indices { step[i] += factor * row[i] }
    }
    return step.allSatisfy(\.isFinite) ? step : nil
  }
}
