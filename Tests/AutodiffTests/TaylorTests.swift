import Foundation
import Tensors
import Testing

@testable import Autodiff

/// A function whose Taylor coefficients at a point are known.
struct Expansion: Sendable, CustomTestStringConvertible {
  let name: String
  let x: Double
  let function: @Sendable (Term) throws -> Term
  let coefficient: @Sendable (Int) -> Double

  init(
    _ name: String, at x: Double, _ function: @escaping @Sendable (Term) throws -> Term,
    _ coefficient: @escaping @Sendable (Int) -> Double
  ) {
    self.name = name
    self.x = x
    self.function = function
    self.coefficient = coefficient
  }

  var testDescription: String { "\(name) at \(x)" }

  private static func factorial(_ n: Int) -> Double { (0..<n).reduce(1) { $0 * Double($1 + 1) } }

  private static let tangents: [Double] = [
    0, 1, 0, -1.0 / 3, 0, 2.0 / 15, 0, -17.0 / 315, 0,
  ]

  private static func binomial(_ n: Int, _ k: Int) -> Double {
    k > n ? 0 : factorial(n) / (factorial(k) * factorial(n - k))
  }

  private static func sine(_ k: Int) -> Double {
    let shifted = 0.4 + Double(k) * Double.pi / 2
    return sin(shifted) / factorial(k)
  }

  private static func logarithm(_ k: Int) -> Double {
    k == 0 ? log1p(0.5) : -pow(-1 / 1.5, Double(k)) / Double(k)
  }

  /// σ(x) = ½ + ½ tanh(x/2).
  private static func logistic(_ k: Int) -> Double {
    let constant = k == 0 ? 0.5 : 0
    return constant + 0.5 * tangents[k] / pow(2, Double(k))
  }

  private static func fifth(_ k: Int) -> Double { binomial(5, k) * pow(2, Double(5 - k)) }

  private static func root(_ k: Int) -> Double {
    var result = 1.0
    for j in 0..<k { result *= (0.5 - Double(j)) / Double(j + 1) }
    return result
  }

  /// k! times these is OEIS A005727.
  private static func tower(_ k: Int) -> Double {
    let derivatives: [Double] = [1, 1, 2, 3, 8, 10, 54, -42, 944]
    return derivatives[k] / factorial(k)
  }

  private static func exponential(_ k: Int) -> Double { exp(0.7) / factorial(k) }

  private static func tangent(_ k: Int) -> Double { tangents[k] }

  private static func geometric(_ k: Int) -> Double { pow(2, Double(k + 1)) }

  static let all: [Expansion] = [
    Expansion("exp", at: 0.7, { try $0.applying(.exp) }, exponential),
    Expansion("sin", at: 0.4, { try $0.applying(.sin) }, sine),
    Expansion("log1p", at: 0.5, { try $0.applying(.log1p) }, logarithm),
    Expansion("tanh", at: 0, { try $0.applying(.tanh) }, tangent),
    Expansion("sigmoid", at: 0, { try $0.applying(.sigmoid) }, logistic),
    Expansion("x⁵", at: 2, { try .power($0, Term(5)) }, fifth),
    Expansion("1/(1 − x)", at: 0.5, { try Term(1) / (Term(1) - $0) }, geometric),
    Expansion("√x", at: 1, { try $0.applying(.squareRoot) }, root),
    Expansion("xˣ", at: 1, { try .power($0, $0) }, tower),
  ]
}

@Suite("Taylor expansions")
struct TaylorTests {
  @Test("have the closed coefficients to order 8", arguments: Expansion.all)
  func closedForms(_ expansion: Expansion) throws {
    let found = try answer(
      .jet(order: 8), at: Tensor(expansion.x), extra: [Tensor(1)], expansion.function)
    #expect(agree(found, Tensor((0...8).map(expansion.coefficient)), 1e-13))
  }

  @Test(
    "are the nested derivatives over k!, of every primitive", arguments: PrimitiveTable.instances)
  func nested(_ instance: PrimitiveInstance) throws {
    if PrimitiveKind(instance.primitive) == .corner { return }
    var random = SplitMix(seed: 51)
    let point = try instance.point(using: &random)
    let direction = try instance.moving.map {
      try instance.operands[$0].direction(using: &random)
    }
    let graph = try instance.graph()
    let count = graph.outputs.count
    let series = try graph.taylor(moving: instance.moving, order: 3).run(point + direction)
    #expect(series.count == 4 * count)
    var nested = graph
    var inputs = point
    var factorial = 1.0
    for order in 1...3 {
      nested = try nested.linearized(moving: instance.moving)
        .selecting(outputs: Array(count..<2 * count))
      inputs += direction
      factorial *= Double(order)
      let expected = try nested.run(inputs)
      for (found, expected) in zip(series[(order * count)..<((order + 1) * count)], expected) {
        let scaled = try Tensor.combine(.multiply, found, Tensor(factorial))
        #expect(agree(scaled, expected, 1e-9), "order \(order)")
      }
    }
  }

  @Test("a linear combination of directions, squared or not, counts as it should")
  func scaling() throws {
    let f: @Sendable (Term) throws -> Term = { try ($0.applying(.sin) * $0).sum() }
    let x = Tensor([0.3, -1.2])
    let once = try answer(.jet(order: 5), at: x, extra: [Tensor([1, 2])], f)
    let twice = try answer(.jet(order: 5), at: x, extra: [Tensor([2, 4])], f)
    for k in 0...5 {
      #expect(agree(twice[flat: k], once[flat: k] * pow(2, Double(k)), 1e-13))
    }
    let derivative = try answer(.jvp, at: x, extra: [Tensor([1, 2])], f)
    #expect(agree(once[flat: 1], derivative[flat: 0], 1e-15))
  }

  @Test("grow with a power of the order, not exponentially")
  func growth() throws {
    let graph = try Graph.recording([[2], [8, 2], [8], [2, 8], [2]]) { p in
      let hidden = try (Term.product(p[1], p[0]) + p[2]).applying(.tanh)
      return [try Term.product(p[3], hidden) + p[4]]
    }
    let counts = try [6, 12, 24].map { try graph.jet(order: $0).nodes.count }
    #expect(counts[2] < 4000, "\(counts)")
    // Of the third power: doubling the order multiplies the nodes by at most 8.
    #expect(counts[1] < 8 * counts[0] && counts[2] < 8 * counts[1], "\(counts)")
  }

  @Test("of an order below 0 or above the limit are an error that names both")
  func orders() throws {
    for order in [-1, Graph.taylorLimit + 1, .max, .min] {
      #expect(
        throws: AutodiffError.orderOutOfRange(
          operation: "jet", order: order, limit: Graph.taylorLimit)
      ) { try answer(.jet(order: order), at: Tensor(1), extra: [Tensor(1)]) { $0 } }
    }
    let constant = try answer(.jet(order: 0), at: Tensor(3), extra: [Tensor(1)]) { $0 }
    #expect(constant.elements == [3])
  }

  @Test("stop where a derivative does not exist")
  func corner() throws {
    #expect(throws: AutodiffError.self) {
      try answer(.jet(order: 2), at: Tensor([0, 0]), extra: [Tensor([1, 0])]) { try $0.norm() }
    }
  }
}
