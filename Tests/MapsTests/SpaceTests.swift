import Autodiff
import Maps
import Tensors
import Testing

@Suite("Spaces and traced maps")
struct SpaceTests {
  @Test("spaces are written as in mathematics")
  func descriptions() {
    let spaces: [(Space, String)] = [
      (.line, "ℝ"), (.real(1), "ℝ¹"), (.real(3), "ℝ³"), (.real(1024), "ℝ¹⁰²⁴"),
      (Space([1, 8, 8]), "ℝ^(1,8,8)"), (Space([2, 2]), "ℝ^(2,2)"), (.any, "ℝⁿ"),
    ]
    for (space, text) in spaces { #expect(space.description == text) }
    #expect(Space([2, 3]).dimension == 6 && Space.line.dimension == 1)
    #expect(Space.any.dimension == nil)
  }

  typealias Body = @Sendable (Term) throws -> Term

  static let codomains: [(Space, Body, Space)] = [
    (.real(3), { try $0.sum() }, .line),
    (.real(3), { try $0.outer($0) }, Space([3, 3])),
    (.line, { try Term.stack([$0, $0 * $0]) }, .real(2)),
    (Space([2, 3]), { try $0.transposed() }, Space([3, 2])),
    (.real(2), { _ in vector(1, 2, 3) }, .real(3)),
  ]

  @Test("the codomain of a function is found by tracing", arguments: codomains)
  func codomain(_ domain: Space, _ body: @escaping Body, _ expected: Space) throws {
    let map = try SmoothMap.traced(name: "f", domain: domain, function: body)
    #expect(map.domain == domain && map.codomain == expected && map.name == "f")
  }

  @Test("what a function throws while it is traced comes through")
  func failure() throws {
    struct Refusal: Error {}
    #expect(throws: Refusal.self) {
      try SmoothMap.traced(name: "f", domain: .real(2)) { _ in throw Refusal() }
    }
    #expect(throws: AutodiffError.self) {
      try SmoothMap.traced(name: "f", domain: .real(2)) { try $0 + vector(1, 2, 3) }
    }
  }

  @Test("a function needs a space of known shape")
  func unknownSpace() {
    guard
      case .spaceUnknown = mapError({
        try SmoothMap.traced(name: "f", domain: .any) { $0 }
      })
    else {
      Issue.record("a function was traced on no space")
      return
    }
  }

  @Test("traced maps follow matrices as points")
  func matrices() throws {
    let gram = try SmoothMap.traced(name: "gram", domain: Space([2, 2])) {
      try Term.product($0.transposed(), $0)
    }
    let a = try matrix([1, 2], [3, 4])
    try expectClose(gram(a), matrix([10, 14], [14, 20]))
    try expectClose(gram(Term.stack([a, a * Term(2)])).row(1), matrix([40, 56], [56, 80]))
  }
}
