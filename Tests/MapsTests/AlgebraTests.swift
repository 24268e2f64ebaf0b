import Autodiff
import Maps
import Tensors
import Testing

@Suite("Maps form an algebra")
struct AlgebraTests {
  let f: SmoothMap
  let g: SmoothMap
  let h: SmoothMap
  let points: Term

  init() throws {
    var net = Net()
    f = try SmoothMap.composed([net.affine(2, 3), tanh])
    g = try net.affine(2, 3)
    h = try SmoothMap.composed([net.affine(2, 3), relu])
    points = try net.points([5, 2])
  }

  @Test("+, -, .* and multiples are taken point by point")
  func pointwise() throws {
    let (a, b) = (try f(points), try g(points))
    try expectClose((f + g)(points), a + b)
    try expectClose((f - g)(points), a - b)
    try expectClose((f .* g)(points), a * b)
    try expectClose(f.scaled(by: Term(2.5))(points), Term(2.5) * a)
  }

  @Test("addition is commutative and associative, and multiplication distributes")
  func laws() throws {
    try expectClose((f + g)(points), (g + f)(points))
    try expectClose(((f + g) + h)(points), (f + (g + h))(points))
    try expectClose((f .* (g + h))(points), (f .* g + f .* h)(points))
    try expectClose((f - f)(points), f.scaled(by: Term(0))(points))
  }

  @Test("composition on the right distributes over sums")
  func composition() throws {
    let inner = try SmoothMap.linear(matrix([1, 2], [3, 4]))
    try expectClose((inner |> (f + g))(points), ((inner |> f) + (inner |> g))(points))
  }

  @Test("unequal domains or codomains are an error that names the operation")
  func misfits() throws {
    var net = Net()
    let others = [try net.affine(3, 3), try net.affine(2, 2)]
    for other in others {
      for (name, combine) in [
        ("+", { try $0 + $1 }), ("-", { try $0 - $1 }), (".*", { try $0 .* $1 }),
      ] as [(String, (SmoothMap, SmoothMap) throws -> SmoothMap)] {
        guard case .spacesDiffer(let operation, _, _) = mapError({ try combine(f, other) }) else {
          Issue.record("\(name) took maps of different spaces")
          continue
        }
        #expect(operation == name)
      }
    }
  }

  @Test("a direct sum applies each map to its own coordinates")
  func directSum() throws {
    let double = try SmoothMap.linear(matrix([2], [4]))
    let swap = try SmoothMap.linear(matrix([0, 1], [1, 0]))
    let both = try double.directSum(swap)
    #expect(both.domain == .real(3) && both.codomain == .real(4))
    try expectClose(both(vector(1, 2, 3)), vector(2, 4, 3, 2), 0)
    try expectClose(both(matrix([1, 2, 3], [0, 5, 6])), matrix([2, 4, 3, 2], [0, 0, 6, 5]), 0)
    #expect(both.kind == .linear)
  }

  @Test("direct sums compose part by part")
  func directSumLaw() throws {
    var net = Net()
    let (a, b) = (try net.affine(2, 2), try net.affine(1, 1))
    let (c, d) = (try net.affine(2, 3), try net.affine(1, 2))
    let x = try net.points([4, 3])
    try expectClose(
      (a.directSum(b) |> c.directSum(d))(x), (a |> c).directSum(b |> d)(x))
  }

  @Test("a direct sum needs vectors on all sides")
  func directSumMisfit() throws {
    let cube = try SmoothMap.traced(name: "cube", domain: .line) { try $0 * $0 * $0 }
    for (first, second) in [(cube, f), (f, cube), (tanh, f)] {
      guard case .needsVectors = mapError({ try first.directSum(second) }) else {
        Issue.record("\(first.name) ⊕ \(second.name) was made")
        continue
      }
    }
  }
}
