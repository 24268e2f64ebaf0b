import Autodiff
import Geometry
import Maps
import Tensors
import Testing

@Suite("Jacobians at many points, a tile at a time")
struct JacobiansTests {
  private static func net(_ widths: [Int]) throws -> SmoothMap {
    var generator = RandomGenerator(seed: 7)
    var layers: [SmoothMap] = []
    for (source, target) in zip(widths, widths.dropFirst()) {
      if !layers.isEmpty { layers.append(.elementwise(.tanh)) }
      layers.append(try .affine(source, target, using: &generator))
    }
    return try .composed(layers)
  }

  private static func points(_ shape: Shape) throws -> Tensor {
    var generator = RandomGenerator(seed: 8)
    return try generator.normal(shape)
  }

  @Test(
    "have the singular values, ranks and determinants of those that are kept",
    arguments: [[2, 8, 2], [3, 16, 2, 16, 3], [2, 64, 64, 3], [7, 5, 4]])
  func sameAnswers(_ widths: [Int]) throws {
    let net = try Self.net(widths)
    let points = try Self.points([700, widths[0]])
    let jacobians = try #require(Jacobians(of: net, at: Term(points)))
    let kept = try jacobian(net, at: Term(points)).known("matrices")
    #expect(kept.shape == [700, jacobians.rows, jacobians.columns])
    let evidence = try jacobians.rankEvidence()
    let expected = try kept.rankEvidence()
    #expect(evidence.ranks == expected.ranks)
    #expect(isClose(evidence.singularValues, expected.singularValues, 1e-14))
    if jacobians.rows == jacobians.columns {
      let determinants = try jacobians.reduced { try $0.determinant() }
      #expect(isClose(determinants, try kept.determinant(), 1e-13))
    }
  }

  @Test("keep the axes that count points")
  func severalAxes() throws {
    let jacobians = try #require(
      Jacobians(of: Self.net([2, 5, 3]), at: Term(Self.points([4, 6, 2]))))
    #expect(try jacobians.singularValues().shape == [4, 6, 2])
  }

  @Test("of no points are no answers")
  func noPoints() throws {
    let jacobians = try #require(
      Jacobians(of: Self.net([2, 5, 3]), at: Term(Tensor(repeating: 0, shape: [0, 2]))))
    #expect(try jacobians.singularValues().shape == [0, 2])
    #expect(try jacobians.rankEvidence().ranks.isEmpty)
  }

  @Test("are there for points in rows of maps between spaces of vectors alone")
  func kinds() throws {
    let net = try Self.net([2, 3])
    #expect(Jacobians(of: net, at: Term(Tensor([1, 2]))) == nil)
    #expect(try Jacobians(of: net, at: Term(Self.points([5, 3]))) == nil)
  }

  @Test("name the point where they are not finite")
  func notFinite() throws {
    let root = try SmoothMap.traced(name: "root", domain: .real(1)) { x in
      try x.applying(.squareRoot)
    }
    var elements = [Double](repeating: 1, count: 600)
    elements[411] = 0
    let points = try Tensor(shape: [600, 1], elements: elements)
    let jacobians = try #require(Jacobians(of: root, at: Term(points)))
    let error = #expect(throws: TensorError.self) { try jacobians.singularValues() }
    guard case .notFinite(_, let sample, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(sample == 411)
  }

  private func isClose(_ a: Tensor, _ b: Tensor, _ tolerance: Double) -> Bool {
    a.shape == b.shape
      && zip(a.elements, b.elements).allSatisfy { abs($0 - $1) <= tolerance * max(1, abs($1)) }
  }
}
