import Autodiff
import Maps
import Tensors

/// Why two points whose computed values agree have two near them whose values are equal.
///
/// F(x, y) = f(x) − f(y) has the derivative M = [J(x), −J(y)]. If the least singular value s of M and a
/// Lipschitz constant L of the Jacobians near by satisfy L |F| / s² ≤ ½, there is a zero of F within
/// 2|F|/s (Kantorovich). |F| counts with the rounding of both values; L is measured around both points
/// and taken ten times as large.
struct Certificate {
  let value: [Double]
  /// |F|, without rounding.
  let residual: Double
  /// Within this of the points is a pair with equal values.
  let radius: Double

  private static let safety = 10.0
  private static let directions = 6
  /// The greatest L |F| / s² accepted.
  private static let threshold = 0.05

  /// Answers nil where the numbers do not show it.
  init?(_ map: SmoothMap, _ x: [Double], _ y: [Double]) throws {
    guard let a = try Samples.samples(of: map, at: [x]).first,
      let b = try Samples.samples(of: map, at: [y]).first,
      let first = try Noise(of: map, at: x), let second = try Noise(of: map, at: y)
    else { return nil }
    let (n, m) = (x.count, a.value.count)
    guard m <= 2 * n else { return nil }
    let (left, right) = (a.jacobian.elements, b.jacobian.elements)
    var rows: [Double] = []
    for row in 0..<m {
      rows += left[row * n..<(row + 1) * n]
      rows += right[row * n..<(row + 1) * n].map { -$0 }
    }
    let values = try Tensor(shape: [m, 2 * n], elements: rows).singularValues().elements
    let least = (values.last ?? 0) - first.size - second.size - a.tolerance - b.tolerance
    guard least > 0 else { return nil }
    residual = distance(a.value, b.value)
    let size = residual + Tensor(first.value).norm + Tensor(second.value).norm
    radius = 2 * size / least
    value = a.value
    let apart = distance(x, y)
    guard radius.isFinite, radius <= 1e-4 * min(1, apart) else { return nil }
    let reach = max(8 * radius, 1e-6 * max(1, x.greatestMagnitude, y.greatestMagnitude))
    guard let around = try Self.change(of: map, around: a, reach),
      let aroundOther = try Self.change(of: map, around: b, reach)
    else { return nil }
    let change: Double = around + aroundOther + first.size + second.size
    let lipschitz = Self.safety * change / reach
    guard lipschitz * size / (least * least) <= Self.threshold else { return nil }
  }

  /// The greatest change of the Jacobian a step away, nil where there is none.
  private static func change(
    of map: SmoothMap, around sample: Samples.Sample, _ reach: Double
  ) throws -> Double? {
    let n = sample.point.count
    var generator = RandomGenerator(seed: 0).named("around")
    let normal = try generator.normal(Shape.checked([directions, n])).elements
    let points = (0..<directions).flatMap { row -> [[Double]] in
      let direction = Array(normal[row * n..<(row + 1) * n])
      let size = max(Tensor(direction).norm, 1e-3)
      return [1, -1].map { combination(sample.point, $0 * reach / size, direction) }
    }
    let found = try Samples.samples(of: map, at: points)
    guard found.count == points.count else { return nil }
    return try found.map {
      try Tensor.combine(.subtract, $0.jacobian, sample.jacobian).norm
    }.max()
  }
}
