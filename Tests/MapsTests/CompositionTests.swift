import Autodiff
import Maps
import Tensors
import Testing

@Suite("Composition")
struct CompositionTests {
  @Test("composition is associative, to the bit and layer by layer")
  func associative() throws {
    var net = Net()
    let (f, g, h) = (try net.affine(2, 5), try tanh |> net.affine(5, 3), try net.affine(3, 2))
    let (left, right) = (try (f |> g) |> h, try f |> (g |> h))
    let points = try net.points([4, 2])
    try expectClose(left(points), right(points), 0)
    #expect(left.layers.map(\.name) == ["affine", "tanh", "affine", "affine"])
    #expect(right.layers.map(\.name) == left.layers.map(\.name))
    #expect(left.domain == .real(2) && left.codomain == .real(2))
  }

  @Test("identities are neutral")
  func neutral() throws {
    var net = Net()
    let f = try net.affine(2, 3)
    let x = try net.points([2])
    try expectClose((.identity(2) |> f)(x), f(x), 0)
    try expectClose((f |> .identity(3))(x), f(x), 0)
  }

  @Test("the composition is the value of the second at the value of the first")
  func meaning() throws {
    var net = Net()
    let (f, g) = (try net.affine(3, 2), try net.affine(2, 4))
    let x = try net.points([3])
    try expectClose((f |> g)(x), g(f(x)), 0)
  }

  @Test("a chain of one map is that map, of none an error")
  func short() throws {
    var net = Net()
    let f = try net.affine(2, 3)
    #expect(try SmoothMap.composed([f]).layer != nil)
    guard case .emptyChain = mapError({ try SmoothMap.composed([]) }) else {
      Issue.record("an empty chain was composed")
      return
    }
  }

  @Test("maps that keep any space get the space of their neighbours")
  func spacesFillIn() throws {
    var net = Net()
    let after = try net.affine(2, 8) |> tanh |> .softmax
    #expect(after.layers.map(\.domain) == [.real(2), .real(8), .real(8)])
    #expect(after.codomain == .real(8))
    let before = try tanh |> relu |> net.affine(3, 1)
    #expect(before.layers.map(\.domain) == [.real(3), .real(3), .real(3)])
    #expect(before.domain == .real(3) && before.codomain == .real(1))
    let open = try tanh |> relu
    #expect(open.domain == .any && open.codomain == .any)
    let closed = try net.affine(2, 4) |> open
    #expect(closed.layers.map(\.codomain) == [.real(4), .real(4), .real(4)])
  }

  @Test("combinations of maps that keep any space get one too")
  func combinationsFillIn() throws {
    var net = Net()
    let sum = try net.affine(2, 3) |> (tanh + relu.scaled(by: Term(2)))
    #expect(sum.codomain == .real(3))
    let x = try net.points([2])
    let z = try sum.layers[0](x)
    try expectClose(sum(x), tanh(z) + Term(2) * relu(z))
  }

  @Test("a chain that does not fit names the position of the layer and the chain up to it")
  func misfit() throws {
    var net = Net()
    let maps = [try net.affine(2, 8), tanh, try net.affine(4, 2), try net.affine(2, 2)]
    guard case .doesNotFit(let position, let chain) = mapError({ try SmoothMap.composed(maps) })
    else {
      Issue.record("a chain that does not fit was composed")
      return
    }
    #expect(position == 2)
    #expect(chain.map(\.name) == ["affine", "tanh", "affine"])
    #expect(chain[1].codomain == .real(8) && chain[2].domain == .real(4))
  }

  @Test("the position counts layers, also when chains are composed")
  func misfitOfChains() throws {
    var net = Net()
    let (first, second) = (try net.affine(2, 3) |> tanh, try tanh |> net.affine(5, 1))
    guard case .doesNotFit(let position, let chain) = mapError({ try first |> second }) else {
      Issue.record("chains that do not fit were composed")
      return
    }
    #expect(position == 2 && chain.count == 3)
  }

  @Test("affine after affine agrees with its collapsed form (A₂A₁, A₂b₁ + b₂)")
  func collapses() throws {
    let (a1, b1) = (try matrix([1, 2], [0, 1], [3, -1]), vector(1, 0, -2))
    let (a2, b2) = (try matrix([1, 0, 2], [-1, 1, 0]), vector(5, 7))
    let chain = try SmoothMap.affine(a1, b1) |> .affine(a2, b2)
    let collapsed = try SmoothMap.affine(Term.product(a2, a1), Term.product(a2, b1) + b2)
    let points = try matrix([0, 0], [1, -2], [0.3, 4])
    try expectClose(chain(points), collapsed(points))
    #expect(chain.kind == .affine)
  }

  @Test("the origin of a map survives the filling in of its space")
  func origin() throws {
    var net = Net()
    var marked = tanh
    marked.origin = Origin(index: 5)
    let chain = try net.affine(2, 3) |> marked
    #expect(chain.layers[1].origin == Origin(index: 5))
  }
}
