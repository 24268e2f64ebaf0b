public import Autodiff

/// A tensor a layer is made with.
public struct LayerTensor: Sendable {
  /// What training may do with it.
  public enum Role: Sendable {
    /// It is a weight, an entry of the parameter vector.
    case trained
    /// It belongs to what the layer is, and training leaves it alone.
    case fixed
    /// A function someone wrote uses it.
    case captured
  }

  /// What a program calls it: `weight`, `bias`.
  public let name: String
  /// The tensor.
  public let value: Term
  /// What training may do with it.
  public let role: Role

  init(_ name: String, _ value: Term, _ role: Role = .trained) {
    self.name = name
    self.value = value
    self.role = role
  }
}

extension Layer {
  /// The tensors the layer is made with, in the order of `replacing`.
  public var tensors: [LayerTensor] {
    switch self {
    case .affine(let weight, let bias):
      [LayerTensor("weight", weight)] + (bias.map { [LayerTensor("bias", $0)] } ?? [])
    case .translation(let bias): [LayerTensor("bias", bias)]
    case .constant(let value): [LayerTensor("value", value, .fixed)]
    case .scaling(let factor): [LayerTensor("weight", factor)]
    case .geometric(_, let weight): [LayerTensor("weight", weight, .fixed)]
    case .image(.convolution(let weight, let bias, _)):
      [LayerTensor("weight", weight)] + (bias.map { [LayerTensor("bias", $0)] } ?? [])
    case .image(.maximumPooling), .image(.averagePooling), .image(.globalAverage): []
    case .normalization(.layer(let gain, let bias, _)):
      [LayerTensor("gain", gain), LayerTensor("bias", bias)]
    case .normalization(.batch(let mean, let variance, let gain, let bias, _)):
      [
        LayerTensor("gain", gain), LayerTensor("bias", bias), LayerTensor("mean", mean, .fixed),
        LayerTensor("variance", variance, .fixed),
      ]
    case .function(let pointwise, _): pointwise.captured.map { LayerTensor("", $0, .captured) }
    case .identity, .dropout, .permutation, .reshape, .elementwise, .elementwiseInverse, .leakyReLU,
      .elu,
      .approximateGELU, .softmax:
      []
    }
  }

  /// The weights, by name, in the order of the parameter vector.
  public var parameters: [(name: String, value: Term)] {
    tensors.filter { $0.role == .trained }.map { ($0.name, $0.value) }
  }

  /// The same layer made with other tensors, in the order of `tensors`.
  func replacing(_ tensors: [Term]) -> Layer {
    switch self {
    case .affine(_, let bias): .affine(weight: tensors[0], bias: bias == nil ? nil : tensors[1])
    case .translation: .translation(tensors[0])
    case .constant: .constant(tensors[0])
    case .scaling: .scaling(tensors[0])
    case .geometric(let nature, _): .geometric(nature, weight: tensors[0])
    case .image(.convolution(_, let bias, let windows)):
      .image(
        .convolution(weight: tensors[0], bias: bias == nil ? nil : tensors[1], windows))
    case .image(.maximumPooling), .image(.averagePooling), .image(.globalAverage): self
    case .normalization(.layer(_, _, let epsilon)):
      .normalization(.layer(gain: tensors[0], bias: tensors[1], epsilon: epsilon))
    case .normalization(.batch(_, _, _, _, let epsilon)):
      .normalization(
        .batch(
          mean: tensors[2], variance: tensors[3], gain: tensors[0], bias: tensors[1],
          epsilon: epsilon))
    case .function(let pointwise, let kind):
      .function(pointwise.replacing(captured: tensors), kind: kind)
    case .identity, .dropout, .permutation, .reshape, .elementwise, .elementwiseInverse, .leakyReLU,
      .elu,
      .approximateGELU, .softmax:
      self
    }
  }

  /// Adds what the layer is apart from its tensors.
  ///
  /// - Returns: false when it is a function that is not known by a signature.
  func append(to signature: inout Signature) -> Bool {
    switch self {
    case .identity: signature.append(0)
    case .affine(_, let bias): signature.append(bias == nil ? 1 : 2)
    case .translation: signature.append(3)
    case .constant: signature.append(4)
    case .elementwise(let function):
      signature.append(5)
      signature.append(function.rawValue)
    case .leakyReLU(let slope):
      signature.append(6)
      signature.append(slope)
    case .elu(let alpha):
      signature.append(7)
      signature.append(alpha)
    case .approximateGELU: signature.append(8)
    case .softmax: signature.append(9)
    case .function(let pointwise, _):
      signature.append(10)
      return pointwise.append(to: &signature)
    case .scaling: signature.append(20)
    case .geometric(let nature, _):
      signature.append(21)
      signature.append(nature.name)
      if case .projection(let rank) = nature { signature.append(rank) }
    case .permutation(let order):
      signature.append(22)
      signature.append(order.count)
      for index in order { signature.append(index) }
    case .elementwiseInverse(let inverse):
      signature.append(24)
      signature.append(inverse.name)
      if case .ofELU(let alpha) = inverse { signature.append(alpha) }
    case .image(let layer):
      signature.append(25)
      signature.append(layer.name)
      if let windows = layer.windows {
        for extent in windows.size + [windows.stride, windows.padding] { signature.append(extent) }
      }
      if case .convolution(_, let bias, _) = layer { signature.append(bias == nil ? 0 : 1) }
    case .normalization(let normalization):
      signature.append(26)
      if case .layer = normalization { signature.append(0) } else { signature.append(1) }
      signature.append(normalization.epsilon)
    case .dropout(let rate):
      signature.append(27)
      signature.append(rate)
    case .reshape(let shape):
      signature.append(23)
      signature.append(shape == nil ? 0 : 1)
      if let shape { signature.append(shape) }
    }
    return true
  }
}
