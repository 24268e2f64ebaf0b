import Tensors
import Testing

@testable import Autodiff

/// A chain of affine maps with an activation between, from fixed random weights.
private struct Chain {
  let widths: [Int]
  let activation: ElementwiseFunction?
  let weights: [Term]

  init(_ widths: [Int], _ activation: ElementwiseFunction?, seed: Int = 1) throws {
    self.widths = widths
    self.activation = activation
    var random = SplitMix(seed: seed)
    weights = try zip(widths, widths.dropFirst()).map {
      Term(try random.tensor([$1, $0]))
    }
  }

  func graph() throws -> Graph {
    try Path.traced(at: [Term(try Tensor(repeating: 0.3, shape: [widths[0]]))]) { x in
      var value = x[0]
      for (index, weight) in weights.enumerated() {
        value = try Term.product(weight, value)
        if let activation, index < weights.count - 1 { value = try value.applying(activation) }
      }
      return [value]
    }.graph
  }

  func jacobian(_ order: JacobianOrder?, at x: Tensor) throws -> Tensor {
    let graph = try graph()
    let derived = try order.map { try graph.jacobian($0) } ?? graph.jacobian()
    let captures = try weights.map { try $0.known("a weight") }
    return try derived.run([x] + captures)[0]
  }
}

@Suite("The order of a Jacobian's products")
struct JacobianOrderTests {
  private static let widths = [
    [2, 64, 64, 3], [6, 5, 1, 5, 6], [8, 16, 2, 16, 8], [20, 7, 3], [3, 7, 20], [4, 4], [1, 9, 1],
    [12, 3, 12, 2, 12],
  ]

  @Test("changes nothing: forward = reverse = every cut", arguments: widths)
  func ordersAgree(_ widths: [Int]) throws {
    let chain = try Chain(widths, .tanh)
    var random = SplitMix(seed: 2)
    let x = try random.tensor([widths[0]])
    let forward = try chain.jacobian(.forward, at: x)
    #expect(forward.shape == [widths[widths.count - 1], widths[0]])
    #expect(agree(try chain.jacobian(.reverse, at: x), forward, 1e-12))
    #expect(agree(try chain.jacobian(nil, at: x), forward, 1e-12))
    let graph = try chain.graph()
    for node in graph.nodes {
      let value = ValueID(index: node.results.lowerBound)
      guard node.operands.count > 0, value != graph.outputs[0] else { continue }
      #expect(agree(try chain.jacobian(.cut(at: value), at: x), forward, 1e-12))
    }
  }

  @Test(
    "costs 2 n₀ (S − n₀ n₁) forward and 2 n_L (S − n_{L−1} n_L) in reverse", arguments: widths)
  func counts(_ widths: [Int]) throws {
    let cost = JacobianCost(try Chain(widths, nil).graph())
    let products = zip(widths, widths.dropFirst()).map { Double($0 * $1) }
    let sum = products.reduce(0, +)
    #expect(cost.forward == 2 * Double(widths[0]) * (sum - products[0]))
    #expect(
      cost.reverse == 2 * Double(widths[widths.count - 1]) * (sum - products[products.count - 1]))
  }

  @Test("is cut at a bottleneck, forward for few inputs, reverse for few outputs")
  func choices() throws {
    func choice(_ widths: [Int]) throws -> JacobianOrder {
      JacobianCost(try Chain(widths, .tanh).graph()).cheapest
    }
    #expect(try choice([2, 64, 64, 3]) == .forward)
    #expect(try choice([50, 128, 128, 20]) == .reverse)
    #expect(try choice([784, 256, 64, 10]) == .reverse)
    guard case .cut(let value) = try choice([100, 50, 3, 50, 100]) else {
      Issue.record("a bottleneck was not used")
      return
    }
    #expect(try Chain([100, 50, 3, 50, 100], .tanh).graph().shapes[value.index] == [3])
  }

  @Test("never cuts where something else passes beside the value")
  func skipConnections() throws {
    let graph = try Graph.recording([[30], [2, 30], [30, 2]]) { x in
      let narrow = try Term.product(x[1], x[0]).applying(.tanh)
      return [try Term.product(x[2], narrow) + x[0]]
    }
    guard case .cut = JacobianCost(graph).cheapest else { return }
    Issue.record("the sum has a path around the bottleneck")
  }

  @Test("a product with unit tangents selects weights instead of multiplying")
  func unitTangents() throws {
    let graph = try Chain([5, 7], nil).graph().jacobian(.forward)
    #expect(graph.nodes.allSatisfy { if case .contract = $0.primitive { false } else { true } })
  }
}
