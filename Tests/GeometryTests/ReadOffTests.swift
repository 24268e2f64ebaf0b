import Autodiff
import Maps
import Tensors
import Testing

@testable import Geometry

/// What a formula gives away: coordinates that can be read off the value one after another.
@Suite("Maps read off their formulas")
struct ReadOffTests {
  private func plane(
    _ name: String, _ formula: @escaping @Sendable (Term, Term) throws -> [Term]
  ) throws -> SmoothMap {
    try .traced(name: name, domain: .real(2)) { p in
      let (x, y) = (try p.sliced(0, 0..<1), try p.sliced(0, 1..<2))
      return try Term.concatenate(formula(x, y), axis: 0)
    }
  }

  @Test("a shear by any function keeps volumes and is a diffeomorphism")
  func shears() throws {
    let maps = [
      try plane("bend") { [$0, try $1 + $0 * $0] },
      try plane("wave") { [$0, try $1 + $0.applying(.sin)] },
      // Hénon's map with b = 1 up to sign.
      try plane("henon") { [try Term(1) - Term(1.4) * $0 * $0 + $1, $0] },
    ]
    for map in maps {
      for property in [
        Property.injective, .surjective, .homeomorphism, .diffeomorphism, .localDiffeomorphism,
        .volumePreserving,
      ] { try expect(map, property, .yes, .proved) }
    }
    try expect(maps[0], .orientationPreserving, .yes, .proved)
    try expect(maps[2], .orientationPreserving, .no, .proved)
    #expect(
      try judge(maps[0], .injective).reason
        == "x can be read off bend(x): bend(x)[0] gives x[0], then bend(x)[1] gives x[1]")
  }

  @Test("a curve with a coordinate that gives the parameter is an embedding and not onto")
  func graphs() throws {
    let helix = try SmoothMap.traced(name: "helix", domain: .line) {
      try Term.stack([$0.applying(.cos), $0.applying(.sin), $0])
    }
    for property in [Property.injective, .embedding, .immersion] {
      try expect(helix, property, .yes, .proved)
    }
    try expect(helix, .surjective, .no, .proved)
    try expect(helix, .isometry, .no, .refuted)
  }

  // swift-format-ignore
  static let polynomials: [(String, [Double], injective: Bool, onto: Bool, immersion: Bool)] = [
    ("x^3", [0, 0, 0, 1], true, true, false),
    ("x + x^3", [0, 1, 0, 1], true, true, true),
    ("x^3 + x^2 + x", [0, 1, 1, 1], true, true, true),
    ("x^3 - x", [0, -1, 0, 1], false, true, false),
    ("x^2", [0, 0, 1], false, false, false),
    ("-x^5", [0, 0, 0, 0, 0, -1], true, true, false),
    ("x^4 + x", [0, 1, 0, 0, 1], false, false, false),
  ]

  @Test("polynomials on the line", arguments: polynomials)
  func line(
    _ name: String, _ coefficients: [Double], _ injective: Bool, _ onto: Bool, _ immersion: Bool
  ) throws {
    let map = try SmoothMap.traced(name: "p", domain: .line) { x in
      // Horner.
      try coefficients.reversed().dropFirst().reduce(Term(coefficients.last ?? 0)) {
        try $0 * x + Term($1)
      }
    }
    try expect(map, .injective, injective ? .yes : .no)
    try expect(map, .surjective, onto ? .yes : .no, .proved)
    try expect(map, .homeomorphism, injective && onto ? .yes : .no)
    let verdict = try judge(map, .immersion)
    #expect(verdict.answer == (immersion ? .yes : .no), "\(name): \(verdict.summary)")
    let diffeomorphism = try judge(map, .diffeomorphism)
    #expect(diffeomorphism.answer == (injective && onto && immersion ? .yes : .no))
  }

  @Test("what cannot be read off is left open, and operations with holes prove nothing")
  func open() throws {
    let swirl = try plane("swirl") { x, y in [try x + y.applying(.sin), try y + x.applying(.sin)] }
    #expect(try judge(swirl, .injective).answer != .yes)
    let hole = try SmoothMap.traced(name: "hole", domain: .line) {
      try Term.stack([$0, Term(1) / $0])
    }
    #expect(try judge(hole, .embedding).answer != .yes)
    let cancelled = try plane("cancelled") { x, y in [try x - x + y, y] }
    try expect(cancelled, .injective, .no)
  }

  @Test("a factor that rounds to 1 keeps no volume for certain")
  func nearlyOne() throws {
    let third = try plane("third") { [try $0 * Term(3) * Term(1.0 / 3), $1] }
    #expect(try judge(third, .volumePreserving).basis != .proved)
    let half = try plane("half") { [try $0 * Term(2), try $1 * Term(0.5)] }
    #expect(try judge(half, .volumePreserving).answer == .yes)
  }
}
