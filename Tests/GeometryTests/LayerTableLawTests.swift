import Autodiff
import Foundation
import Geometry
import Maps
import Tensors
import Testing

/// What each layer does to the line and the plane: where its values lie, and what it joins.
@Suite("Images of layers")
struct LayerTableLawTests {
  /// The numbers from −10 to 10 in steps of 1/256.
  private let line = (-2560...2560).map { Double($0) / 256 }

  private func values(_ map: SmoothMap, at numbers: [Double]) throws -> [Double] {
    try elements(map(Term(Tensor(numbers))))
  }

  private func slope(_ map: SmoothMap, at x: Double) throws -> Double {
    try elements(jacobian(map, at: vector(x)))[0]
  }

  static let bounded: [(ElementwiseFunction, low: Double, high: Double)] = [
    (.tanh, -1, 1), (.sigmoid, 0, 1), (.softplus, 0, .infinity),
  ]

  @Test(
    "tanh, sigmoid and softplus are diffeomorphisms onto (−1, 1), (0, 1) and (0, ∞), not onto ℝ",
    arguments: bounded)
  func ontoIntervals(_ function: ElementwiseFunction, _ low: Double, _ high: Double) throws {
    let map = SmoothMap.elementwise(function)
    for property in [Property.smooth, .injective, .embedding, .immersion] {
      try expect(map, property, .yes, .proved)
    }
    for property in [Property.surjective, .homeomorphism, .diffeomorphism] {
      try expect(map, property, .no)
    }
    let found = try values(map, at: line)
    #expect(found.allSatisfy { low < $0 && $0 < high })
    #expect(zip(found, found.dropFirst()).allSatisfy { $0 < $1 })
    // Every number inside is a value, and the ends are none.
    let top = high.isFinite ? high : 30
    let inside = (1..<64).map { low + (top - low) * Double($0) / 64 }
    let back = try inverse(of: map)
    try expectClose(map(back(Term(Tensor(inside)))), Tensor(inside), 1e-13)
    for end in [low, high] where end.isFinite {
      #expect(throws: (any Error).self) { try back(vector(end)) }
    }
  }

  @Test(
    "leaky ReLU with slope > 0 is a piecewise linear homeomorphism onto ℝ",
    arguments: [0.01, 0.1, 0.5, 3])
  func leaky(_ slope: Double) throws {
    let map = SmoothMap.leakyReLU(slope: slope)
    for property in [Property.piecewiseAffine, .homeomorphism, .injective, .surjective] {
      try expect(map, property, .yes, .proved)
    }
    for property in [Property.smooth, .diffeomorphism, .linear] { try expect(map, property, .no) }
    let sources = line.map { $0 < 0 ? $0 / slope : $0 }
    try expectClose(map(Term(Tensor(sources))), Tensor(line), 1e-15)
  }

  @Test("ELU is injective onto (−α, ∞), and C¹ for α = 1 only", arguments: [0.5, 1, 2])
  func elu(_ alpha: Double) throws {
    let map = SmoothMap.elu(alpha: alpha)
    try expect(map, .injective, .yes, .proved)
    try expect(map, .embedding, .yes, .proved)
    try expect(map, .surjective, .no)
    let found = try values(map, at: line)
    #expect(found.allSatisfy { $0 > -alpha })
    #expect(zip(found, found.dropFirst()).allSatisfy { $0 < $1 })
    let inside = (1...64).map { -alpha + Double($0) / 16 }
    let sources = inside.map { $0 < 0 ? log1p($0 / alpha) : $0 }
    try expectClose(map(Term(Tensor(sources))), Tensor(inside), 1e-13)
    let (left, right) = (try slope(map, at: -1e-12), try slope(map, at: 1e-12))
    #expect(abs(left - alpha) < 1e-11 && right == 1)
    try expect(map, .immersion, alpha == 1 ? .yes : .no)
    try expect(map, .smooth, .no)
  }

  @Test("ReLU collapses onto [0, ∞)ⁿ, is idempotent and monotone")
  func rectified() throws {
    let found = try values(relu, at: line)
    #expect(found.allSatisfy { $0 >= 0 })
    #expect(zip(found, found.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(try values(relu, at: found) == found)
    // All points left of 0 become one.
    #expect(Set(zip(line, found).filter { $0.0 < 0 }.map(\.1)) == [0])
    for map in [relu, relu.specialized(to: .real(2))] {
      try expect(map, .injective, .no)
      try expect(map, .surjective, .no, .proved)
    }
  }

  @Test("abs folds onto [0, ∞)ⁿ: x and −x meet, and no more than they")
  func folded() throws {
    let fold = SmoothMap.elementwise(.abs)
    let found = try values(fold, at: line)
    #expect(found == found.reversed())
    #expect(found.min() == 0)
    #expect(Set(found).count == (line.count + 1) / 2)
    #expect(try values(fold, at: found) == found)
    try expect(fold, .injective, .no)
    try expect(fold, .surjective, .no, .proved)
    try expect(fold, .immersion, .no)
  }

  static let folding: [(ElementwiseFunction, low: Double, high: Double)] = [
    (.sin, -1, 1), (.cos, -1, 1), (.gelu, -0.16997120747, .infinity),
    (.silu, -0.27846454276, .infinity),
  ]

  @Test(
    "sin and cos are bounded, GELU and SiLU bounded below, and all of them fold",
    arguments: folding)
  func folds(_ function: ElementwiseFunction, _ low: Double, _ high: Double) throws {
    let map = SmoothMap.elementwise(function)
    let found = try values(map, at: line)
    #expect(found.allSatisfy { low - 1e-10 <= $0 && $0 <= high })
    #expect((found.min() ?? 0) < low + 1e-4)
    let steps = zip(found, found.dropFirst()).map { $1 - $0 }
    #expect(steps.contains { $0 > 0 } && steps.contains { $0 < 0 })
    try expect(map, .smooth, .yes, .proved)
    for property in [Property.injective, .surjective, .immersion] {
      try expect(map, property, .no)
    }
    try expect(map.specialized(to: .real(1)), .injective, .no)
  }

  @Test(
    "softmax maps onto the open simplex, is constant along (1, …, 1), of rank n − 1",
    arguments: 2...5)
  func simplex(_ n: Int) throws {
    var generator = RandomGenerator(seed: UInt64(n)).named("simplex")
    let x = Term(try generator.normal([n]))
    let value = try SmoothMap.softmax(x)
    let parts = try elements(value)
    #expect(parts.allSatisfy { $0 > 0 })
    #expect(abs(parts.reduce(0, +) - 1) < 1e-15)
    try expectClose(SmoothMap.softmax(x + Term(7)), Tensor(parts), 1e-15)
    let derivative = try jacobian(.softmax, at: x).known("J")
    #expect(try derivative.rank().rank == n - 1)
    try expectClose(
      Term.product(Term(derivative), Term(Tensor(repeating: 1, shape: [n]))),
      Tensor(repeating: 0, shape: [n]), 1e-15)
    // A point of the simplex is the value at its logarithms.
    try expectClose(SmoothMap.softmax(Term(Tensor(parts.map { log($0) }))), Tensor(parts), 1e-15)
    let map = SmoothMap.softmax.specialized(to: .real(n))
    for property in [Property.injective, .surjective, .immersion, .submersion] {
      try expect(map, property, .no, .proved)
    }
  }

  @Test("identity + g is undone by x ← y − g(x), which gains a factor Lip g a step")
  func fixedPoint() throws {
    let weight = try Tensor(rows: [[0.3, 0.2], [-0.1, 0.4]])
    let factor = try weight.singularValues().elements[0]
    #expect(factor < 1)
    let g = try SmoothMap.linear(Term(weight)) |> tanh
    let y = vector(1.5, -2)
    let exact = try inverse(of: .residual(g))(y)
    var x = y
    var error = try elements(x - exact)
    for _ in 0..<40 {
      x = try y - g(x)
      let next = try elements(x - exact)
      #expect(Tensor(next).norm <= factor * Tensor(error).norm + 1e-14)
      error = next
    }
    #expect(Tensor(error).norm < 1e-13)
  }

  @Test("a flow leads from the identity through diffeomorphisms: times add, and none turns over")
  func isotopy() throws {
    let field = try affine([[1, 2], [-1, 0.5]], [0.1, 0]) |> tanh |> linear([1, 0.5], [-1, 1])
    func flow(_ time: Double) throws -> SmoothMap { try .flow(field, time: Term(time)) }
    let x = vector(0.4, -1.3)
    try expectClose(flow(0)(x), Tensor(elements(x)), 0)
    for time in [0.25, 0.5, 0.75, 1] {
      let map = try flow(time)
      try expect(map, .diffeomorphism, .yes, .proved)
      try expect(map, .orientationPreserving, .yes, .proved)
      try expectClose((try flow(1 - time) |> map)(x), Tensor(elements(flow(1)(x))), 1e-8)
      // The path is continuous: no point moves faster than the field, and |field| ≤ 2.5.
      let before = try flow(time - 0.01)(x)
      #expect(Tensor(try elements(map(x) - before)).norm <= 0.025)
    }
  }
}
