import Autodiff
import Maps
import Tensors
import Testing

@Suite("Affine maps collapse")
struct CollapseTests {
  @Test("affine after affine is (A₂A₁, A₂b₁ + b₂)")
  func law() throws {
    let (a1, b1) = (try matrix([1, 2], [0, 1], [3, 1]), vector(1, -1, 2))
    let (a2, b2) = (try matrix([2, 0, 1], [1, 1, 1]), vector(5, 7))
    let chain = try SmoothMap.affine(a1, b1) |> .affine(a2, b2)
    let parts = try chain.affineParts()
    try expectClose(parts.matrix, Term.product(a2, a1), 0)
    try expectClose(#require(parts.shift), Term.product(a2, b1) + b2, 0)
    let collapse = try chain.collapsed()
    #expect(collapse.map.layers.count == 1 && collapse.merges.count == 1)
    #expect(collapse.defect <= 1e-13 * collapse.size && collapse.size > 0)
    let x = vector(0.3, 0.9)
    try expectClose(collapse.map(x), chain(x))
  }

  @Test("only neighbours merge, and what bends stays")
  func runs() throws {
    var net = Net()
    let chain =
      try net.affine(2, 5) |> net.affine(5, 3) |> tanh |> net.affine(3, 2)
      |> .rotation(angle: Term(1)) |> .translation(vector(1, 2)) |> relu
    let collapse = try chain.collapsed()
    #expect(collapse.map.layers.map(\.name) == ["affine", "tanh", "affine", "relu"])
    #expect(collapse.merges.map(\.layers) == [0...1, 3...5])
    #expect(collapse.merges.map(\.rankBound) == [2, 2])
    let points = try net.points([20, 2])
    try expectClose(collapse.map(points), chain(points), 1e-13)
    let bent = try net.affine(2, 2) |> tanh
    #expect(try bent.collapsed().merges.isEmpty)
  }

  @Test("a deep linear net has a rank of at most its narrowest width")
  func bottleneck() throws {
    var generator = RandomGenerator(seed: 1)
    let net =
      try SmoothMap.linear(6, 9, using: &generator)
      |> .linear(9, 2, using: &generator) |> .linear(2, 7, using: &generator)
      |> .linear(7, 6, using: &generator)
    let collapse = try net.collapsed()
    #expect(collapse.merges.first?.rankBound == 2)
    #expect(collapse.map.kind == .linear)
    let weight = try #require(collapse.map.parameters.first).value.known("a weight")
    #expect(try weight.rank().rank == 2)
  }

  @Test("homogeneous matrices multiply as maps compose, also between spaces of tensors")
  func homogeneous() throws {
    var net = Net()
    let (f, g) = (try net.affine(2, 3), try net.affine(3, 2))
    try expectClose(
      (f |> g).homogeneousMatrix(), Term.product(g.homogeneousMatrix(), f.homogeneousMatrix()),
      1e-14)
    let x = vector(0.4, -2)
    let lifted = try Term.product(
      f.homogeneousMatrix(), Term.concatenate([x, vector(1)], axis: 0))
    try expectClose(lifted, Term.concatenate([f(x), vector(1)], axis: 0))
    let image = SmoothMap.identity(on: Space([1, 2, 2]))
    try expectClose((image |> .flatten).homogeneousMatrix(), .identity(5), 0)
    #expect(mapError { try (f |> relu).homogeneousMatrix() } != nil)
  }

  @Test("the layer to blame is named where a map is not affine")
  func blame() throws {
    var net = Net()
    let chain = try net.affine(2, 2) |> relu |> net.affine(2, 2)
    guard case .notAffine(_, let layer, 1) = mapError({ try chain.affineParts() }) else {
      Issue.record("no layer is blamed")
      return
    }
    #expect(layer.name == "relu")
  }

  @Test("other weights of the same shape make another net; other shapes are refused")
  func replacing() throws {
    var net = Net()
    let chain = try net.affine(2, 3) |> tanh |> net.affine(3, 1)
    let weight = try matrix([1, 2, 3])
    let other = try chain.replacing("weight", ofLayer: -1, by: weight)
    try expectClose(other.parameters[2].value, weight, 0)
    try expectClose(chain.layers[0](vector(1, 1)), other.layers[0](vector(1, 1)), 0)
    guard
      case .wrongTensor(_, "weight", let expected, let found) = mapError({
        try chain.replacing("weight", ofLayer: 0, by: weight)
      })
    else {
      Issue.record("a weight of another shape was taken")
      return
    }
    #expect(expected == [3, 2] && found == [1, 3])
    #expect(mapError { try chain.replacing("weight", ofLayer: 1, by: weight) } != nil)
    #expect(mapError { try chain.replacing("weight", ofLayer: 3, by: weight) } != nil)
    #expect(mapError { try chain.replacing("gain", ofLayer: 0, by: weight) } != nil)
  }

  @Test("flatten takes any tensor, and reshape as many numbers as it gives")
  func shaped() throws {
    let x = try matrix([1, 2, 3], [4, 5, 6])
    try expectClose(SmoothMap.flatten(x), vector(1, 2, 3, 4, 5, 6), 0)
    let back = try SmoothMap.reshape(to: [2, 3])
    try expectClose(back(SmoothMap.flatten(x)), x, 0)
    let chain = try SmoothMap.flatten |> back
    #expect(chain.domain.isOpen)
    try expectClose(chain(x), x, 0)
    #expect(mapError { try chain(vector(1, 2, 3)) } != nil)
    let placed = try SmoothMap.identity(on: Space([1, 8, 8])) |> .flatten
    #expect(placed.codomain == .real(64))
    #expect(mapError { try SmoothMap.reshape(to: [0, 3]) } != nil)
  }
}
