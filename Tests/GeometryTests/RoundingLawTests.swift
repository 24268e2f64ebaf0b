import Autodiff
import Geometry
import Maps
import Tensors
import Testing

/// A computed number within its own rounding error proves nothing.
@Suite("Verdicts and rounding")
struct RoundingLawTests {
  static func traced(
    _ domain: Space, _ body: @escaping @Sendable (Term) throws -> Term
  ) throws -> SmoothMap {
    try .traced(name: "f", domain: domain) { try body($0) }
  }

  @Test("a chain has at most the rank of its narrowest width, whatever its product rounds to")
  func narrowWidth() throws {
    let chain =
      try linear([0.5811181041963531, 0.36457239618607573])
      |> linear([0.294132496655526], [0.02842224131579679])
      |> linear(
        [0.015538808435978947, -0.16080605570631817], [-0.02093167577876618, 0.21661507928196624])
    for property in [Property.homeomorphism, .injective, .surjective, .immersion] {
      try expect(chain, property, .no, .proved)
      try expect(chain |> tanh, property, .no, .proved)
    }
    let vanishing =
      try linear([1.000000000931322574615478515625], [1], [9.31322574615478515625e-10])
      |> linear([
        1.000000000931322574615478515625, -1.00000000186264514923095703125,
        -9.31322574615478515625e-10,
      ])
    for property in [Property.injective, .homeomorphism, .surjective] {
      #expect(try judge(vanishing, property).answer != .yes)
      #expect(try judge(vanishing |> tanh, property).answer != .yes)
    }
  }

  @Test("a chain of injective links is injective though its product underflows or overflows")
  func extremes() throws {
    for scale in [1e-200, 1e200] {
      let f = try linear([scale])
      try expect(f |> f, .injective, .yes, .proved)
      try expect(f |> f |> tanh, .injective, .yes, .proved)
      try expect(f |> f, .linear, .yes, .proved)
    }
  }

  @Test("a derivative that may be rounding proves no rank at a point")
  func pointwise() throws {
    let g = try Self.traced(.line) { x in
      let next = try x + Term(1)
      return try next * next - x * x - Term(2) * x
    }
    for x in [0.1, 0.3, 1.7, -2.3] {
      for property in [Property.immersion, .submersion, .localDiffeomorphism] {
        #expect(try judge(g, property, at: Term(x)).answer != .yes, "\(x)")
      }
    }
    let verdict = try judge(Self.traced(.line) { try $0 * $0 }, .immersion, at: Term(3))
    #expect(verdict.answer == .yes && verdict.basis == .tested)
    #expect(verdict.reason.contains("tolerance"))
  }

  // swift-format-ignore
  static let equations: [([[Double]], Property, Verdict.Answer, Verdict.Basis?)] = [
    ([[1e13, 1], [0, 1]], .symmetric, .no, .refuted),
    ([[1e-13, 2e-13], [0, 1]], .symmetric, .no, .refuted),
    ([[1e13, 0, 0], [0, 3, 4], [0, -4, 3]], .positiveDefinite, .no, .refuted),
    ([[1, 1e13, 0], [0, 0, 0], [0, 0, 2]], .idempotent, .no, .refuted),
    ([[1, 1e13], [0, 1]], .orthogonal, .no, .refuted),
    ([[0.1, 0.3], [0.30000000000000004, 0.1]], .symmetric, .yes, .tested),
    ([[1e-300, 0], [0, 1e300]], .positiveDefinite, .yes, .proved),
    ([[1e200, 0], [0, 1e200]], .conformal, .yes, .proved),
    ([[1e-200, 0], [0, 1e-200]], .conformal, .yes, .proved),
    ([[1e200, 0], [0, 2e200]], .conformal, .no, .refuted),
    ([[67108864, 67108865], [67108863, 67108864]], .volumePreserving, .yes, .proved),
    ([[67108864, 67108865], [67108863, 67108865]], .volumePreserving, .no, nil),
    ([[1, 0], [1e9, 1]], .injective, .yes, .proved),
    ([[1, 0], [1e9, 1]], .volumePreserving, .yes, .proved),
    ([[1, 0], [1e9, 1]], .orientationPreserving, .yes, .proved),
    ([[1, 0], [0, 1e-20]], .singular, .no, .proved),
    ([[1, 0], [0, 0]], .singular, .yes, .proved),
    ([[1, 2, 3], [4, 5, 6], [7, 8, 9]], .singular, .yes, .proved),
    ([[0.1, 0.3], [0.2, 0.6000000000000001]], .singular, .unknown, .unknown),
    ([[0.6, -0.8], [0.8, 0.6]], .isometry, .yes, .tested),
    ([[0.9999999999999999]], .contraction, .yes, .proved),
  ]

  @Test("each entry is compared with its own rounding, after scaling", arguments: equations)
  func matrices(
    _ rows: [[Double]], _ property: Property, _ answer: Verdict.Answer, _ basis: Verdict.Basis?
  ) throws {
    let verdict = try judge(Tensor(rows: rows), property)
    #expect(verdict.answer == answer, "\(rows) is \(property): \(verdict.summary)")
    if let basis { #expect(verdict.basis == basis, "\(rows) is \(property): \(verdict.summary)") }
  }

  @Test("a badly scaled Jacobian that keeps volumes is no witness against it")
  func areaPreserving() throws {
    let henon = try Self.traced(.real(2)) { p in
      let x = try p.row(0)
      let y = try p.row(1) + x * x * x
      return try Term.stack([x + y * y * y, y])
    }
    let shear = try Self.traced(.real(2)) { p in
      let x = try p.row(0)
      return try Term.stack([x, p.row(1) + Term(1e9) * x * x])
    }
    for map in [henon, shear] {
      for property in [
        Property.immersion, .localDiffeomorphism, .diffeomorphism, .volumePreserving, .injective,
        .orientationPreserving,
      ] {
        let verdict = try judge(map, property)
        #expect(verdict.answer != .no, "\(property): \(verdict.summary)")
      }
    }
    let doubled = try Self.traced(.real(2)) { p in
      try Term.stack([Term(2) * p.row(0), p.row(1) + p.row(0) * p.row(0)])
    }
    try expect(doubled, .volumePreserving, .no, .refuted)
  }

  @Test("equal values are no witness where a component saturates or is tiny")
  func saturatedEquality() throws {
    let last: [@Sendable (Term) throws -> Term] = [
      { try ($0 * Term(10)).applying(.tanh) }, { try ($0 * Term(3)).applying(.erf) },
      { try ($0 * Term(20)).applying(.sigmoid) }, { try $0 * Term(1e-16) },
    ]
    for component in last {
      let helix = try Self.traced(.line) {
        try Term.stack([$0.applying(.cos), $0.applying(.sin), component($0)])
      }
      let verdict = try judge(helix, .injective)
      #expect(verdict.answer != .no, "\(verdict.summary)")
    }
    let bent = try Self.traced(.real(2)) { p in
      let x = try p.row(0)
      return try Term.stack([Term.maximum(x, x * Term(1e-17)), p.row(1)])
    }
    for property in [Property.injective, .embedding, .homeomorphism] {
      let verdict = try judge(bent, property)
      #expect(verdict.answer != .no, "\(verdict.summary)")
    }
  }

  @Test("a defect of linearity must exceed the rounding of the values it is made of")
  func cancelling() throws {
    let f = try Self.traced(.line) { x in
      let far = try x + Term(1e9)
      return try (far * far - x * x - Term(1e18)) / Term(2e9)
    }
    for property in [Property.affine, .linear, .isometry, .conformal, .volumePreserving] {
      let verdict = try judge(f, property)
      #expect(verdict.answer != .no, "\(property): \(verdict.summary)")
    }
    try expect(Self.traced(.line) { try $0 * $0 * $0 }, .affine, .no, .refuted)
  }
}
