import Autodiff
import Foundation
import Geometry
import Maps
import Tensors
import Testing

/// The derivative of every layer found four ways: forwards column by column, backwards row by row, as a
/// whole at one point and for many, and from values alone.
@Suite("Derivatives of layers")
struct LayerDerivativeLawTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let map: SmoothMap
    /// How exact values are beyond rounding: a flow's are to its tolerance.
    let tolerance: Double

    init(_ name: String, _ map: SmoothMap, tolerance: Double = 1e-8) {
      self.name = name
      self.map = map
      self.tolerance = tolerance
    }

    var testDescription: String { name }
  }

  private static func weights(_ shape: Shape, _ name: String) -> Term {
    var generator = RandomGenerator(seed: 3).named(name)
    return Term((try? generator.normal(shape)) ?? Tensor(0))
  }

  static func table() throws -> [Case] {
    let image = Space([2, 4, 4])
    let field = try affine([[0.3, -0.5, 0.1], [0.2, 0.4, -0.6], [0, 0.7, 0.2]], [0.1, 0, -0.2])
    let net = try field |> tanh |> .linear(weights([3, 3], "second"))
    let mild = try SmoothMap.linear(Term(Tensor(repeating: 0.1, shape: [3, 3]))) |> tanh
    let cubic = try SmoothMap.traced(name: "x + x³", domain: .real(3)) { x in
      try x + x * x * x
    }
    var generator = RandomGenerator(seed: 11).named("coupling")
    let coupling = try SmoothMap.coupling(4, hidden: 5, using: &generator)
    func images(_ map: SmoothMap) throws -> SmoothMap { try .identity(on: image) |> map }
    let positive = Term(Tensor([0.5, 1, 2]))
    var cases = [
      Case("affine", field),
      Case("scaling", try SmoothMap.scaling(Term(1.7)).specialized(to: .real(3))),
      Case("rotation", try .rotation(angle: Term(0.7))),
      Case("reflection", try .reflection(normal: vector(1, 2, -1))),
      Case("permutation", try .permutation([2, 0, 1])),
      Case("translation", try .translation(vector(1, 2, 3))),
      Case(
        "batch_norm",
        try .batchNormalization(
          mean: vector(1, 0, -1), variance: positive, gain: vector(2, -1, 0.5),
          bias: vector(0, 1, 2))),
      Case(
        "batch_norm of images",
        try images(
          .batchNormalization(
            mean: vector(1, 0), variance: vector(0.3, 2), gain: vector(2, -1),
            bias: vector(0, 1)))),
      Case("layer_norm", try .layerNormalization(gain: vector(2, -1, 0.5), bias: vector(0, 1, 2))),
      Case("softmax", SmoothMap.softmax.specialized(to: .real(5))),
      Case("dropout", try SmoothMap.dropout(rate: 0.5).specialized(to: .real(3))),
      Case("leaky_relu", SmoothMap.leakyReLU(slope: 0.2).specialized(to: .real(4))),
      Case("elu", SmoothMap.elu(alpha: 1.5).specialized(to: .real(4))),
      Case("conv", try images(.convolution(weights([3, 2, 3, 3], "k"), bias: weights([3], "b")))),
      Case(
        "conv with stride and padding",
        try images(.convolution(weights([1, 2, 2, 3], "k"), bias: nil, stride: 2, padding: 1))),
      Case("max_pool", try images(.pooling(.maximum, size: [2, 2], stride: 2))),
      Case(
        "max_pool, windows that overlap", try images(.pooling(.maximum, size: [3, 2], stride: 1))),
      Case(
        "max_pool with padding",
        try images(.pooling(.maximum, size: [2, 2], stride: 2, padding: 1))),
      Case("average_pool", try images(.pooling(.average, size: [2, 2], stride: 1))),
      Case(
        "average_pool with padding",
        try images(.pooling(.average, size: [2, 2], stride: 2, padding: 1))),
      Case("global_average_pool", try images(.globalAveragePooling)),
      Case("residual", try .residual(net)), Case("branch", try .branch(net, field |> relu)),
      Case("direct sum", try net.directSum(field |> .elementwise(.abs))),
      Case("sum", try net + field), Case("difference", try field - net),
      Case("product", try net .* field), Case("multiple", net.scaled(by: Term(-1.5))),
      Case("coupling", coupling), Case("inverse of a coupling", try inverse(of: coupling)),
      Case("flow", try .flow(net, time: Term(0.8)), tolerance: 1e-5),
      Case("inverse of a flow", try inverse(of: .flow(net, time: Term(0.8))), tolerance: 1e-5),
      Case("inverse by a fixed point", try inverse(of: .residual(mild)), tolerance: 1e-6),
      Case("inverse by Newton's method", try inverse(of: cubic), tolerance: 1e-6),
      Case("inverse of tanh", try field |> tanh |> inverse(of: tanh)),
      Case("net", try net |> .layerNormalization(gain: positive, bias: positive) |> .softmax),
    ]
    let powers: [ElementwiseFunction] = [.log, .log2, .log10, .squareRoot, .reciprocal, .acosh]
    for function in ElementwiseFunction.allCases {
      let map = SmoothMap.elementwise(function).specialized(to: .real(3))
      // Inside of every domain: between 1 and 2, or between −1 and 1.
      let inside: SmoothMap =
        powers.contains(function)
        ? try .linear(Term(Tensor.identity(3))) |> .elementwise(.tanh) |> .elementwise(.square)
          |> .translation(vector(1.1, 1.1, 1.1))
        : try .elementwise(.tanh).specialized(to: .real(3)) |> .elementwise(.sin)
      cases.append(Case(function.rawValue, try inside |> map))
    }
    return cases
  }

  private func shifted(_ x: Tensor, _ index: Int, _ step: Double) throws -> Term {
    var elements = x.elements
    elements[index] += step
    return Term(try Tensor(shape: x.shape, elements: elements))
  }

  /// A column of the Jacobian from values alone: (4 D(h/2) − D(h)) / 3 is off by the fourth power of h.
  private func differences(_ map: SmoothMap, _ x: Tensor, _ index: Int, _ h: Double) throws
    -> [Double]
  {
    func central(_ h: Double) throws -> [Double] {
      let (a, b) = (
        try elements(map(shifted(x, index, h))), try elements(map(shifted(x, index, -h)))
      )
      return zip(a, b).map { ($0 - $1) / (2 * h) }
    }
    return zip(try central(h / 2), try central(h)).map { (4 * $0 - $1) / 3 }
  }

  private func agree(_ a: [Double], _ b: [Double], _ tolerance: Double) -> Bool {
    let size = max(1, b.reduce(0) { max($0, abs($1)) })
    return a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= tolerance * size }
  }

  @Test("forwards, backwards, as a whole, for many points and by differences they are the same")
  func fourWays() throws {
    for entry in try Self.table() {
      let map = entry.map
      let shape = try #require(map.domain.shape)
      let m = try #require(map.codomain.shape?.count)
      let n = shape.count
      var generator = RandomGenerator(seed: 21).named(entry.name)
      var points: [Tensor] = []
      for _ in 0..<4 { points.append(try generator.normal(shape)) }
      let batch = Term(try Tensor.stack(points))
      let many = try jacobian(map, at: batch).known("J").elements
      var compared = 0
      for (index, x) in points.enumerated() {
        let at = Term(x)
        let differentials = try Differentials(of: map, at: at)
        let whole = try jacobian(map, at: at).known("J").elements
        #expect(
          agree(Array(many[index * m * n..<(index + 1) * m * n]), whole, 1e-12), "\(entry.name)")
        for row in 0..<m {
          var unit = [Double](repeating: 0, count: m)
          unit[row] = 1
          let covector = Term(
            try Tensor(shape: map.codomain.shape ?? .scalar, elements: unit))
          let backward = try elements(differentials.vjp(at: at, along: covector))
          #expect(
            agree(backward, Array(whole[row * n..<(row + 1) * n]), min(1e-12, entry.tolerance)),
            "\(entry.name), row \(row)")
        }
        for column in 0..<n {
          var unit = [Double](repeating: 0, count: n)
          unit[column] = 1
          let direction = Term(try Tensor(shape: shape, elements: unit))
          let forward = try elements(differentials.jvp(at: at, along: direction))
          let expected = (0..<m).map { whole[$0 * n + column] }
          #expect(agree(forward, expected, 1e-12), "\(entry.name), column \(column)")
          // Where steps of two lengths do not tell the same, a corner lies between.
          let (coarse, fine) = (
            try differences(map, x, column, 2e-3), try differences(map, x, column, 1e-3)
          )
          guard agree(coarse, fine, 1e-6) else { continue }
          compared += 1
          #expect(agree(fine, expected, entry.tolerance), "\(entry.name), column \(column)")
        }
      }
      #expect(compared > 3 * n, "\(entry.name): \(compared) columns of \(4 * n)")
    }
  }
}
