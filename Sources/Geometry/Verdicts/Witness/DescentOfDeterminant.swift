import Autodiff
import Maps
import Tensors

/// The search for a point at which det J has the other sign: from the points where it is smallest,
/// relative to the lengths of the rows, by reproducible steps at random that shrink when none helps.
struct DescentOfDeterminant {
  let samples: Samples

  private static let starts = 32
  private static let tries = 6
  private static let rounds = 16
  /// Jacobians of this many entries in all are affordable.
  private static let budget = 400_000

  init(_ samples: Samples) { self.samples = samples }

  /// A point at which det J has the sign opposite to the one given.
  ///
  /// - Throws: `.interrupted`.
  func point(against sign: Double) throws -> Samples.Sample? {
    let n = samples.source
    let perRound = Self.starts * Self.tries
    let rounds = min(Self.rounds, Self.budget / max(1, n * n * perRound))
    guard n > 0, rounds > 0, n <= 16, !samples.map.iterates else { return nil }
    func measure(_ determinant: Double, _ jacobian: [Double]) -> Double {
      let product = stride(from: 0, to: n * n, by: n).reduce(1.0) { product, start in
        product * Tensor(Array(jacobian[start..<start + n])).norm
      }
      return product > 0 ? (sign > 0 ? determinant : -determinant) / product : .infinity
    }
    var ranked = samples.list.map { sample in
      (point: sample.point, measure: measure(sample.determinant, sample.jacobian.elements))
    }
    ranked = ranked.filter(\.measure.isFinite).enumerated().sorted {
      ($0.element.measure, $0.offset) < ($1.element.measure, $1.offset)
    }.map(\.element)
    var best = Array(ranked.prefix(Self.starts))
    guard !best.isEmpty else { return nil }
    var reach = [Double](repeating: 0.5, count: best.count)
    var generator = RandomGenerator(seed: 0).named("determinants")
    for _ in 0..<rounds {
      try Interruption.check()
      let steps = try generator.normal(Shape.checked([best.count * Self.tries, n])).elements
      let points = (0..<best.count * Self.tries).map { row in
        combination(
          best[row / Self.tries].point, reach[row / Self.tries],
          Array(steps[row * n..<(row + 1) * n]))
      }
      let found = try samples.jets(at: points)
      let matrices = try Tensor(
        shape: [points.count, n, n],
        elements: found.flatMap { $0?.jacobian ?? [Double](repeating: 0, count: n * n) })
      let determinants = try matrices.determinant().elements
      var improved = [Bool](repeating: false, count: best.count)
      for (row, jet) in found.enumerated() {
        guard let jet else { continue }
        let measure = measure(determinants[row], jet.jacobian)
        // Far beyond 0, so that the sign is no rounding.
        if measure < -1e-6,
          let sample = try Samples.samples(of: samples.map, at: [points[row]]).first
        {
          return sample
        }
        if measure < best[row / Self.tries].measure {
          best[row / Self.tries] = (points[row], measure)
          improved[row / Self.tries] = true
        }
      }
      for index in best.indices { reach[index] *= improved[index] ? 1.5 : 0.6 }
    }
    return nil
  }
}
