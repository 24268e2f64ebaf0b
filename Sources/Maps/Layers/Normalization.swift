public import Autodiff
import Tensors

/// The layers that bring numbers to mean 0 and variance 1.
public enum Normalization: Sendable {
  /// Each point by the mean and the variance of its own coordinates, along the last axis.
  case layer(gain: Term, bias: Term, epsilon: Double)
  /// Each coordinate or channel by a mean and a variance that were found before: an affine map.
  case batch(mean: Term, variance: Term, gain: Term, bias: Term, epsilon: Double)

  /// What the structure proves.
  var kind: Kind {
    switch self {
    case .layer: .smooth
    case .batch: .affine
    }
  }

  /// The number of coordinates or channels.
  var width: Int {
    switch self {
    case .layer(let gain, _, _), .batch(_, _, let gain, _, _): gain.shape[0]
    }
  }

  /// The number added to a variance.
  public var epsilon: Double {
    switch self {
    case .layer(_, _, let epsilon), .batch(_, _, _, _, let epsilon): epsilon
    }
  }

  func apply(_ x: Term, _ points: Points) throws -> Term {
    switch self {
    case .layer(let gain, let bias, let epsilon):
      let axis = x.rank - 1
      let centred = try x - x.mean(axes: [axis]).reshaped(x.shape.replacingLast(by: 1))
      let variance = try (centred * centred).mean(axes: [axis])
      let scale = try (variance + Term(epsilon)).applying(.squareRoot)
        .reshaped(x.shape.replacingLast(by: 1))
      return try gain * (centred / scale) + bias
    case .batch(let mean, let variance, let gain, let bias, let epsilon):
      let factor = try gain / (variance + Term(epsilon)).applying(.squareRoot)
      let shift = try bias - factor * mean
      // A point is a vector, or an image whose channels come first.
      let rank = points == .one ? x.rank : x.rank - 1
      guard rank == 3 else { return try factor * x + shift }
      let channels: Shape = [width, 1, 1]
      return try factor.reshaped(channels) * x + shift.reshaped(channels)
    }
  }

  /// The map that undoes a batch normalization; nil where a gain is 0.
  func inverse() throws -> Normalization? {
    guard case .batch(let mean, let variance, let gain, let bias, let epsilon) = self,
      gain.witness.map({ !$0.elements.contains(0) }) ?? true
    else { return nil }
    let deviation = try (variance + Term(epsilon)).applying(.squareRoot)
    return .batch(
      mean: bias, variance: .filled(1 - epsilon, variance.shape), gain: try deviation / gain,
      bias: mean, epsilon: epsilon)
  }
}

extension SmoothMap {
  /// Layer normalization of ℝⁿ: (x − mean) / √(variance + ε), times a gain, plus a bias.
  ///
  /// *Shapes*: gain and bias `[n]`. *Source*: Ba, Kiros and Hinton (2016).
  /// - Throws: `.badLayer` for other shapes, and for ε that is not a positive number.
  public static func layerNormalization(
    gain: Term, bias: Term, epsilon: Double = 1e-5
  ) throws(MapError) -> SmoothMap {
    try checkVectors([("the gain", gain), ("the bias", bias)], epsilon, "layer_norm")
    return SmoothMap(
      "layer_norm", Space(gain.shape), Space(gain.shape),
      .layer(.normalization(.layer(gain: gain, bias: bias, epsilon: epsilon))))
  }

  /// Batch normalization as it is evaluated, with a mean and a variance that were found before.
  ///
  /// *Shapes*: all `[n]`, for ℝⁿ or for images with n channels. *Source*: Ioffe and Szegedy (2015).
  /// - Throws: `.badLayer` for other shapes, a negative variance, or an ε that is not positive.
  public static func batchNormalization(
    mean: Term, variance: Term, gain: Term, bias: Term, epsilon: Double = 1e-5
  ) throws(MapError) -> SmoothMap {
    try checkVectors(
      [("the mean", mean), ("the variance", variance), ("the gain", gain), ("the bias", bias)],
      epsilon, "batch_norm")
    if let least = variance.witness?.elements.min(), least < 0 {
      throw .badLayer(
        layer: "batch_norm", .outside(what: "a variance", value: least, interval: "[0, ∞)"))
    }
    return SmoothMap(
      "batch_norm", Space(gain.shape), Space(gain.shape),
      .layer(
        .normalization(
          .batch(mean: mean, variance: variance, gain: gain, bias: bias, epsilon: epsilon))))
  }

  /// The identity, which training replaces by leaving out coordinates at random.
  ///
  /// - Throws: `.badLayer` unless the rate lies in [0, 1).
  public static func dropout(rate: Double) throws(MapError) -> SmoothMap {
    guard rate >= 0, rate < 1 else {
      throw .badLayer(
        layer: "dropout", .outside(what: "the rate", value: rate, interval: "[0, 1)"))
    }
    return SmoothMap("dropout", .any, .any, .layer(.dropout(rate: rate)))
  }

  private static func checkVectors(
    _ tensors: [(String, Term)], _ epsilon: Double, _ layer: String
  ) throws(MapError) {
    for (what, tensor) in tensors {
      guard tensor.rank == 1, tensor.shape.count > 0, tensor.shape == tensors[0].1.shape else {
        throw .badLayer(
          layer: layer,
          .tensorShape(
            what: what, expected: "a vector, as long as the others", found: tensor.shape))
      }
      try checkFinite(tensor, layer, what)
    }
    guard epsilon > 0, epsilon.isFinite else {
      throw .badLayer(
        layer: layer, .outside(what: "epsilon", value: epsilon, interval: "(0, ∞)"))
    }
  }
}

extension Shape {
  fileprivate func replacingLast(by extent: Int) -> Shape {
    Shape(Array(dims.dropLast()) + [extent])
  }
}
