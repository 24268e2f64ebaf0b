import Autodiff
import Geometry
import Maps
import Tensors
import Testing

@Suite("Profiles and defects")
struct ProfileTests {
  @Test("the chain's Jacobian is the layer's times that of the chain before")
  func chainRule() throws {
    let net =
      try affine([[1, 2], [0.5, -1], [3, 1]], [0.1, 0.2, 0.3]) |> tanh
      |> affine([[1, 0, -1], [2, 1, 1]], [0, 1])
    let profile = try profile(of: net, at: vector(0.3, -0.7))
    #expect(profile.layers.count == 3)
    #expect(profile.residual < 1e-14)
    for (before, layer) in zip(profile.layers, profile.layers.dropFirst()) {
      let product = try layer.layer.jacobian.matrixProduct(before.chain.jacobian)
      try expectClose(Term(layer.chain.jacobian), product, 1e-14)
    }
    let last = try #require(profile.layers.last)
    try expectClose(net(vector(0.3, -0.7)), last.value, 0)
    try expectClose(jacobian(net, at: vector(0.3, -0.7)), last.chain.jacobian, 0)
    #expect(profile.layers[0].layer.determinant == nil)
    #expect(last.chain.determinant != nil)
  }

  @Test("determinants multiply, ranks only fall, and a deep linear net is no wider than its neck")
  func neck() throws {
    let net = try linear([1, 2], [3, 4]) |> linear([1, 1], [1, 1]) |> linear([2, 0], [0, 5])
    let profile = try profile(of: net, at: vector(1, 1))
    #expect(profile.layers.map(\.layer.rank) == [2, 1, 2])
    #expect(profile.layers.map(\.chain.rank) == [2, 1, 1])
    #expect(abs((profile.layers[0].layer.determinant ?? 0) + 2) < 1e-14)
    #expect(abs(profile.layers[2].chain.determinant ?? 1) < 1e-12)
  }

  @Test("an affine map's defects are b, −b, −b and 0: the weights of a mean sum to 1")
  func affineDefects() throws {
    let push = try linear([1, 1], [0, 1]) |> .translation(vector(0, 3))
    let found = try linearityDefects(of: push)
    #expect(found.isAffine)
    #expect(found.defects.map(\.value.elements) == [[0, 3], [0, -3], [0, -3], [0, 0]])
  }

  @Test("a linear map has no defects")
  func linearDefects() throws {
    let found = try linearityDefects(of: linear([1, 1], [0, 1]))
    #expect(found.defects.allSatisfy { $0.value.elements == [0, 0] })
  }

  @Test("the defects of a bent map are what the points shown give")
  func bentDefects() throws {
    let net = try affine([[1, 2], [0.5, -1]], [0.1, 0.2]) |> tanh
    let found = try linearityDefects(of: net)
    #expect(!found.isAffine)
    #expect(found.defects.map(\.law) == [.origin, .sum, .multiple, .mean])
    let sum = found.defects[1]
    let (x, y) = (Term(sum.points[0]), Term(sum.points[1]))
    try expectClose(net(x + y) - net(x) - net(y), sum.value, 1e-14)
    let mean = found.defects[3]
    let (u, v) = (Term(mean.points[0]), Term(mean.points[1]))
    let expected =
      try net(Term(1.0 / 3) * u + Term(2.0 / 3) * v)
      - (Term(1.0 / 3) * net(u) + Term(2.0 / 3) * net(v))
    try expectClose(expected, mean.value, 1e-12)
    #expect(try linearityDefects(of: net).defects[1].value == sum.value)
  }
}

@Suite("Lipschitz constants")
struct LipschitzTests {
  private func tent(_ times: Int) throws -> SmoothMap {
    let tent = try affine([[1], [1]], [0, -0.5]) |> relu |> affine([[2, -4]], [0])
    return try .composed([SmoothMap](repeating: tent, count: times))
  }

  @Test(
    "the tent map composed k times has constant 2^k, while the product of norms says (2√10)^k",
    arguments: 1...8)
  func tents(_ k: Int) throws {
    let found = try lipschitz(of: tent(k), box: Tensor(rows: [[0, 1]]))
    #expect(found.isExact)
    #expect(found.upper == Double(1 << k))
    var product = 1.0
    for _ in 0..<k { product *= 2 * 10.0.squareRoot() }
    #expect(abs((found.product ?? 0) / product - 1) < 1e-12)
  }

  @Test("an affine map's constant is its largest singular value")
  func affineMap() throws {
    let found = try lipschitz(of: affine([[3, 0], [4, 5]], [1, 1]))
    #expect(found.isExact)
    #expect(abs(found.lower - 45.0.squareRoot()) < 1e-12)
  }

  @Test("over a box of the plane the constant is the steepest cell's, between the two bounds")
  func plane() throws {
    var generator = RandomGenerator(seed: 3)
    let net =
      try SmoothMap.affine(2, 12, using: &generator) |> relu
      |> .affine(12, 12, using: &generator) |> relu |> .affine(12, 2, using: &generator)
    let box = try Tensor(rows: [[-1, 1], [-1, 1]])
    let exact = try lipschitz(of: net, box: box)
    #expect(exact.isExact)
    #expect(exact.lower == exact.upper)
    #expect(exact.lower <= (exact.product ?? 0))
    let cells = try regions(of: net, box: box).cells
    let steepest = try cells.map {
      try Tensor(shape: [2, 2], elements: $0.matrix).singularValues()[flat: 0]
    }.max()
    #expect(exact.lower == steepest)
    let point = try #require(exact.steepest)
    let there = try jacobian(net, at: Term(point)).known("J").singularValues()[flat: 0]
    #expect(abs(there - exact.lower) < 1e-12)
  }

  @Test("otherwise a stretch that is found and a product that is proved enclose it")
  func bounds() throws {
    let net = try affine([[1, 2], [0.5, -1]], [0, 0]) |> tanh |> linear([1, 1])
    let found = try lipschitz(of: net)
    #expect(!found.isExact)
    let upper = try #require(found.upper)
    #expect(found.lower > 0 && found.lower <= upper)
    // It is steepest where the first unit has slope 1 and the second is saturated: |(1, 2)|.
    #expect(found.lower <= 5.0.squareRoot())
    #expect(found.lower > 5.0.squareRoot() - 0.01)
    #expect(try lipschitz(of: .elementwise(.square)).upper == nil)
  }

  @Test("a large map is bounded without its matrix")
  func large() throws {
    var generator = RandomGenerator(seed: 1)
    let net = try SmoothMap.linear(400, 300, using: &generator) |> relu
    let found = try lipschitz(of: net)
    #expect(found.lower > 0.5)
    #expect(found.lower <= (try #require(found.upper)))
  }
}
