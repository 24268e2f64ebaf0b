import Autodiff
import Maps
import Tensors
import Testing

@Suite("Layers")
struct LayerTests {
  @Test("Glorot weights lie within ±√(6/(n + m)), fill that range, and biases are 0")
  func glorot() throws {
    var generator = RandomGenerator(seed: 0)
    let layer = try SmoothMap.affine(40, 20, using: &generator)
    let weights = try layer.parameters[0].value.known("weights").elements
    let bound = (6.0 / 60).squareRoot()
    #expect(weights.count == 800)
    #expect(weights.allSatisfy { abs($0) <= bound })
    #expect((weights.max() ?? 0) > 0.95 * bound && (weights.min() ?? 0) < -0.95 * bound)
    #expect(abs(weights.reduce(0, +) / 800) < 0.1 * bound)
    let biases = try layer.parameters[1].value.known("biases").elements
    #expect(biases == [Double](repeating: 0, count: 20))
  }

  @Test("the same seed gives the same weights, the next layer others")
  func reproducible() throws {
    var (first, second, other) = (
      RandomGenerator(seed: 3), RandomGenerator(seed: 3), RandomGenerator(seed: 4)
    )
    func weights(_ generator: inout RandomGenerator) throws -> [Double] {
      let layer = try SmoothMap.linear(3, 4, using: &generator)
      return try layer.parameters[0].value.known("weights").elements
    }
    let drawn = try weights(&first)
    #expect(try drawn == weights(&second))
    #expect(try drawn != weights(&first))
    #expect(try drawn != weights(&other))
  }

  @Test("parameters come in the order of the chain, weight before bias, each named by its layer")
  func parameters() throws {
    let net = try SmoothMap.composed([
      .affine(matrix([1, 2], [3, 4]), vector(5, 6)), tanh, .linear(matrix([7, 8])),
      .translation(vector(9)),
    ])
    #expect(net.parameters.map(\.name) == ["0.weight", "0.bias", "2.weight", "3.bias"])
    let all = try net.parameters.flatMap { try $0.value.known("a weight").elements }
    #expect(all == [1, 2, 3, 4, 5, 6, 7, 8, 9])
    #expect(net.parameterCount == 9)
    #expect(tanh.parameterCount == 0)
    let sum = try net + net.scaled(by: Term(2))
    #expect(sum.parameters.map(\.name).prefix(2) == ["0.0.weight", "0.0.bias"])
    #expect(sum.parameterCount == 18)
  }

  @Test("widths below 1 or beyond memory, and weights that do not fit, are errors")
  func badWidths() throws {
    var generator = RandomGenerator(seed: 0)
    for (n, m) in [(0, 2), (2, 0), (-1, 2), (2, Int.max), (Int.max, Int.max)] {
      let error = mapError { try SmoothMap.affine(n, m, using: &generator) }
      guard case .badWidth(let layer, let width) = error else {
        Issue.record("affine(\(n), \(m)) gave \(String(describing: error))")
        continue
      }
      #expect(layer == "affine" && (width == n || width == m))
    }
    #expect(mapError { try SmoothMap.affine(1 << 30, 1 << 30, using: &generator) } != nil)
    #expect(mapError { try SmoothMap.identity(0) } != nil)
    #expect(mapError { try SmoothMap.constant(Term(1), -3) } != nil)
    for (weight, bias) in [
      (vector(1, 2), vector(1)), (try matrix([1, 2]), vector(1, 2)), (Term(2), Term(1)),
    ] {
      guard case .badWeights = mapError({ try SmoothMap.affine(weight, bias) }) else {
        Issue.record("\(weight.shape) and \(bias.shape) made a layer")
        continue
      }
    }
    #expect(mapError { try SmoothMap.translation(Term(1)) } != nil)
  }

  @Test("a failed draw leaves the generator where it was")
  func failedDraw() throws {
    var generator = RandomGenerator(seed: 0)
    let before = generator
    _ = mapError { try SmoothMap.affine(2, 0, using: &generator) }
    #expect(generator == before)
  }

  @Test("layers compute what they say")
  func values() throws {
    let x = vector(-2, 0, 3)
    try expectClose(relu(x), vector(0, 0, 3), 0)
    try expectClose(SmoothMap.leakyReLU(slope: 0.5)(x), vector(-1, 0, 3), 0)
    try expectClose(SmoothMap.elu(alpha: 2)(x), vector(-1.7293294335267746, 0, 3), 1e-15)
    try expectClose(
      SmoothMap.softmax(vector(0, 0.6931471805599453)), vector(1.0 / 3, 2.0 / 3), 1e-15)
    try expectClose(
      SmoothMap.approximateGELU(vector(1)), vector(0.8411919906082768), 1e-15)
    try expectClose(SmoothMap.translation(vector(1, 1, 1))(x), vector(-1, 1, 4), 0)
    try expectClose(SmoothMap.constant(vector(7), 3)(x), vector(7), 0)
  }
}
