import Autodiff
public import Maps
public import Tensors

/// By how much a map breaks each of the laws of linear maps, in numbers.
public struct LinearityDefects: Sendable {
  /// One law with what is left of it.
  public struct Defect: Sendable {
    /// What is computed.
    public let law: Law
    /// What comes out: everywhere for an affine map, else the worst that was found.
    public let value: Tensor
    /// Where it was found, one point for each letter of the law.
    public let points: [Tensor]
  }

  /// The laws.
  public enum Law: CaseIterable, Sendable {
    /// f(0) = 0.
    case origin
    /// f(x + y) = f(x) + f(y).
    case sum
    /// f(2x) = 2 f(x).
    case multiple
    /// f(x/3 + 2y/3) = f(x)/3 + 2 f(y)/3, which affine maps keep too.
    case mean
  }

  /// The defects, in the order of the laws.
  public let defects: [Defect]
  /// Whether the map is affine, so that the defects are the same everywhere.
  public let isAffine: Bool
  /// The number of pairs of points tried; 0 for an affine map.
  public let sampleCount: Int
  /// What a rounded 0 may be: a part of the greatest value met.
  public let rounding: Double

  /// The pairs that are tried.
  static let pairs = 200
}

/// The defects of a map: exact for an affine one, the worst of reproducible samples for another.
///
/// - Throws: `MapError.spaceUnknown`; what the map throws at the origin.
public func linearityDefects(of map: SmoothMap) throws -> LinearityDefects {
  let map = map.specialized(to: .real(2))
  guard let domain = map.domain.shape else { throw MapError.spaceUnknown(map: map) }
  if map.kind.form <= .affine, let form = try AffineForm(of: map, name: map.name) {
    return try ofAffine(form.shift, codomain: map.codomain)
  }
  let zero = try Tensor(repeating: 0, shape: domain)
  let origin = try map(Term(zero)).known("a value")
  var generator = RandomGenerator(seed: 0).named("linearity defects")
  let count = LinearityDefects.pairs
  let xs = try generator.normal(Shape.checked([count] + domain.dims))
  let ys = try generator.normal(Shape.checked([count] + domain.dims))
  func values(_ a: Double, _ b: Double) throws -> Tensor {
    let points = try Tensor.combine(
      .add, Tensor.combine(.multiply, Tensor(a), xs), Tensor.combine(.multiply, Tensor(b), ys))
    return try map(Term(points)).known("values")
  }
  let (fx, fy) = (try values(1, 0), try values(0, 1))
  let laws: [(LinearityDefects.Law, at: Tensor, [(Double, Tensor)], usesY: Bool)] = [
    (.sum, try values(1, 1), [(1, fx), (1, fy)], true),
    (.multiple, try values(2, 0), [(2, fx)], false),
    (.mean, try values(1.0 / 3, 2.0 / 3), [(1.0 / 3, fx), (2.0 / 3, fy)], true),
  ]
  var defects = [LinearityDefects.Defect(law: .origin, value: origin, points: [zero])]
  var largest = origin.elements.lazy.filter(\.isFinite).reduce(0) { max($0, $1.magnitude) }
  for (law, at, parts, usesY) in laws {
    var difference = at
    for (factor, part) in parts {
      difference = try Tensor.combine(
        .subtract, difference, Tensor.combine(.multiply, Tensor(factor), part))
    }
    largest = max(largest, at.elements.lazy.filter(\.isFinite).reduce(0) { max($0, $1.magnitude) })
    let (size, elements) = (difference.count / count, difference.elements)
    let sizes = (0..<count).map { row in
      elements[row * size..<(row + 1) * size].reduce(0) { $0 + $1 * $1 }
    }
    // Pairs at which there is no value say nothing.
    let finite = sizes.indices.filter { sizes[$0].isFinite }
    guard let worst = finite.max(by: { sizes[$0] < sizes[$1] }) else { continue }
    let points = usesY ? [try xs.row(worst), try ys.row(worst)] : [try xs.row(worst)]
    defects.append(
      LinearityDefects.Defect(law: law, value: try difference.row(worst), points: points))
  }
  return LinearityDefects(
    defects: defects, isAffine: false, sampleCount: count, rounding: 1e-13 * max(largest, 1))
}

/// b, −b, −b and 0: the weights of the third law sum to 1.
private func ofAffine(_ shift: Tensor, codomain: Space) throws -> LinearityDefects {
  let shape = codomain.shape ?? shift.shape
  let b = try shift.reshaped(shape)
  let minus = try Tensor(shape: shape, elements: b.elements.map { 0 - $0 })
  let values: [(LinearityDefects.Law, Tensor)] = [
    (.origin, b), (.sum, minus), (.multiple, minus),
    (.mean, try Tensor(repeating: 0, shape: shape)),
  ]
  return LinearityDefects(
    defects: values.map { LinearityDefects.Defect(law: $0, value: $1, points: []) },
    isAffine: true, sampleCount: 0, rounding: 0)
}
