import Maps
import Tensors

/// Witnesses against linearity: numbers that a linear or affine map would not give.
extension Refutation {
  enum Conclusion {
    case itself
    case smoothToo
  }

  /// Below this a defect, relative to the values it is made of, may be rounding.
  private static let threshold = 1e-8

  func nonlinear() throws -> Verdict? {
    let origin = [Double](repeating: 0, count: samples.source)
    let size = list.map(\.value.greatestMagnitude).max() ?? 0
    if let value = try samples.values(at: [origin]).first ?? nil,
      value.greatestMagnitude > Self.threshold * size,
      try exceedsRounding(value.greatestMagnitude, at: origin)
    {
      return refuted(
        "\(call(origin)) = \(self.value(value)), and a linear map sends 0 to 0",
        ("f(0)", valued(value)))
    }
    return try nonaffine()
  }

  /// Whether a difference of values is more than the rounding of the values at the points.
  func exceedsRounding(_ difference: Double, at points: [Double]...) throws -> Bool {
    var bound = 0.0
    for point in points {
      guard let noise = try Noise(of: samples.map, at: point) else { continue }
      bound += noise.value.greatestMagnitude
    }
    return difference > bound
  }

  /// Whether a difference of derivatives is more than their rounding at the points.
  func changes(_ difference: Double, at points: [Double]...) throws -> Bool {
    var bound = 0.0
    for point in points {
      guard let noise = try Noise(of: samples.map, at: point) else { continue }
      bound += noise.size
    }
    return difference > bound
  }

  /// The value in the middle of two points is not the mean of the values there.
  func nonaffine(_ conclusion: Conclusion = .itself) throws -> Verdict? {
    // Opposite points are neighbours in the list, and an odd map sees no defect between them.
    let pairs = zip(list, list.dropFirst(2)).prefix(samples.map.iterates ? 3 : 64)
    let middles = pairs.map { a, b in combination(a.point, 1, b.point).map { $0 / 2 } }
    var worst: (defect: Double, index: Int)?
    let values = try samples.values(at: middles)
    for (index, ((a, b), middle)) in zip(pairs, values).enumerated() {
      guard let middle else { continue }
      let mean = combination(a.value, 1, b.value).map { $0 / 2 }
      let size = max(a.value.greatestMagnitude, b.value.greatestMagnitude, middle.greatestMagnitude)
      let defect = size > 0 ? combination(middle, -1, mean).greatestMagnitude / size : 0
      if defect > worst?.defect ?? 0 { worst = (defect, index) }
      // The first clear case is among the simplest points.
      if defect > 0.01 { break }
    }
    guard let worst, worst.defect > Self.threshold, let middle = values[worst.index] else {
      return nil
    }
    let (a, b) = Array(pairs)[worst.index]
    let mean = combination(a.value, 1, b.value).map { $0 / 2 }
    guard
      try exceedsRounding(
        combination(middle, -1, mean).greatestMagnitude, at: a.point, b.point, middles[worst.index])
    else { return nil }
    let numbers =
      "half way from \(point(a.point)) to \(point(b.point)) its value is "
      + "\(value(middle, against: mean)), and the mean of its values there is "
      + value(mean, against: middle)
    let reason =
      switch conclusion {
      case .itself: numbers
      case .smoothToo: "a smooth map that is piecewise affine is affine, but \(numbers)"
      }
    return refuted(reason, ("x", located(a.point)), ("y", located(b.point)))
  }

  /// A piecewise affine map whose derivative is not the same everywhere has a corner in between.
  func changingDerivative() throws -> Verdict? {
    guard let first = list.first else { return nil }
    for other in list.dropFirst() {
      let difference = try Tensor.combine(.subtract, first.jacobian, other.jacobian).elements
      let size = max(first.greatest, other.greatest)
      guard difference.greatestMagnitude > Self.threshold * size,
        try changes(difference.greatestMagnitude, at: first.point, other.point)
      else { continue }
      return refuted(
        "its derivative is \(Notation.tensor(first.jacobian)) at \(point(first.point)) and "
          + "\(Notation.tensor(other.jacobian)) at \(point(other.point)), so a piecewise affine map "
          + "has a corner between", ("x", located(first.point)), ("y", located(other.point)))
    }
    return nil
  }
}
