import Autodiff
import Geometry
import Maps
import Tensors
import Testing

/// The laws of linear and affine maps, row by row.
@Suite("Linear and affine maps")
struct AffineLawTests {
  let f: SmoothMap
  let x = vector(1, -2)
  let y = vector(0.5, 3)
  let b = Tensor([1, 0])

  init() throws {
    f = try .composed([linear([2, 1], [0, 1]), .translation(vector(1, 0))])
  }

  @Test("f(0) is b")
  func atZero() throws { try expectClose(f(vector(0, 0)), b, 0) }

  @Test("f(x+y) - f(x) - f(y) is -b")
  func additivity() throws {
    try expectClose(f(x + y) - f(x) - f(y), Tensor([-1, 0]), 1e-15)
  }

  @Test("f(c x) - c f(x) is (1-c) b")
  func homogeneity() throws {
    try expectClose(f(Term(3) * x) - Term(3) * f(x), Tensor([-2, 0]), 1e-15)
  }

  @Test("affine combinations are kept, others miss by (1-Σλ) b")
  func combinations() throws {
    let kept = try f(Term(0.25) * x + Term(0.75) * y) - (Term(0.25) * f(x) + Term(0.75) * f(y))
    try expectClose(kept, Tensor([0, 0]), 1e-15)
    let missed = try f(Term(0.25) * x + Term(0.25) * y) - (Term(0.25) * f(x) + Term(0.25) * f(y))
    try expectClose(missed, Tensor([0.5, 0]), 1e-15)
  }

  @Test("a deep linear net has rank at most its narrowest width")
  func deepLinearNet() throws {
    var generator = RandomGenerator(seed: 1)
    let net = try SmoothMap.composed([
      .linear(5, 4, using: &generator), .linear(4, 2, using: &generator),
      .linear(2, 6, using: &generator),
    ])
    let point = Term(try generator.normal([5]))
    #expect(try jacobian(net, at: point).known("J").rank().rank == 2)
    try expect(net, .injective, .no)
    try expect(net, .surjective, .no)
  }

  @Test("f is linear iff b = 0")
  func isLinear() throws {
    try expect(f, .linear, .no, .refuted)
    try expect(linear([2, 1], [0, 1]), .linear, .yes, .proved)
    try expect(affine([[2, 1], [0, 1]], [0, 0]), .linear, .yes, .proved)
  }

  // swift-format-ignore
  static let decided: [(String, [[Double]], yes: [Property], no: [Property])] = [
    ("a square of full rank", [[2, 1], [0, 1]],
      [.injective, .surjective, .bijective, .homeomorphism, .diffeomorphism, .embedding,
        .immersion, .submersion, .localDiffeomorphism, .orientationPreserving],
      [.isometry, .conformal, .volumePreserving, .contraction]),
    ("a square of rank 1", [[1, 2], [2, 4]], [.smooth, .continuous],
      [.injective, .surjective, .bijective, .homeomorphism, .diffeomorphism, .embedding, .immersion,
        .submersion, .localDiffeomorphism, .conformal, .orientationPreserving, .volumePreserving]),
    ("a tall matrix of full rank", [[1, 0], [0, 1], [1, 1]], [.injective, .embedding, .immersion],
      [.surjective, .bijective, .homeomorphism, .submersion, .localDiffeomorphism,
        .volumePreserving, .orientationPreserving, .isometry]),
    ("a wide matrix of full rank", [[1, 0, 1], [0, 1, 1]], [.surjective, .submersion],
      [.injective, .embedding, .immersion, .homeomorphism, .isometry, .conformal]),
    ("a rotation", [[0, -1], [1, 0]],
      [.isometry, .conformal, .volumePreserving, .orientationPreserving], [.contraction]),
    ("a reflection", [[0, 1], [1, 0]], [.isometry, .conformal, .volumePreserving],
      [.orientationPreserving, .contraction]),
    ("twice a rotation", [[0, -2], [2, 0]], [.conformal, .orientationPreserving],
      [.isometry, .volumePreserving, .contraction]),
    ("a shear", [[1, 1], [0, 1]], [.volumePreserving, .orientationPreserving],
      [.isometry, .conformal, .contraction]),
    ("a halving", [[0.5, 0], [0, 0.25]], [.contraction, .injective],
      [.isometry, .conformal, .volumePreserving]),
    ("an inclusion", [[1, 0], [0, 1], [0, 0]], [.isometry, .conformal, .embedding], [.surjective]),
  ]

  @Test("A decides every property", arguments: decided)
  func decisions(_ name: String, _ rows: [[Double]], _ yes: [Property], _ no: [Property]) throws {
    let map = try SmoothMap.linear(Term(Tensor(rows: rows))).named(name)
    for property in yes { try expect(map, property, .yes, .proved) }
    for property in no { try expect(map, property, .no) }
    // A bias changes none of them.
    let shifted = try affine(rows, rows.indices.map { Double($0) + 1 })
    for property in yes { try expect(shifted, property, .yes, .proved) }
    for property in no { try expect(shifted, property, .no) }
  }

  @Test("exact arithmetic proves a rank, and a tolerance that is not exceeded leaves it open")
  func rankEvidence() throws {
    let whole = try judge(linear([1, 2], [2, 4], [3, 6]), .injective)
    #expect(whole.basis == .proved && whole.reason.contains("rank A = 1 < 2"))
    let exact = try judge(linear([0.1, 0.3], [0.2, 0.6]), .injective)
    #expect(exact.answer == .no && exact.basis == .proved)
    let rounded = try judge(linear([0.1, 0.3], [0.2, 0.6000000000000001]), .injective)
    #expect(rounded.answer == .unknown && rounded.reason.contains("(tolerance "))
  }

  @Test("weights that are not numbers are an error")
  func notFinite() throws {
    #expect(throws: TensorError.self) { try judge(linear([.nan, 1], [0, 1]), .injective) }
    #expect(throws: TensorError.self) {
      try judge(.translation(vector(.infinity)), .linear)
    }
  }

  @Test("the sentences of the language's examples")
  func sentences() throws {
    let g = f.named("g")
    let linearVerdict = try judge(g, .linear)
    #expect(
      linearVerdict.summary == "no, refuted: g(0) = [1, 0], and a linear map sends 0 to 0")
    #expect(
      linearVerdict.details == [
        "g is affine: g(x) = A x + b with A = [2, 1; 0, 1], b = [1, 0]"
      ])
    let shear = try linear([1, 1], [0, 1]).named("shear")
    #expect(try judge(shear, .volumePreserving).summary == "yes, proved: |det A| = 1")
    #expect(
      try judge(shear, .isometry).summary
        == "no, refuted: A'A = [1, 1; 1, 2], not the identity; it stretches by 1.618 along "
        + "[0.5257, 0.8507]")
  }

  @Test("functions that are linear or affine by tracing are decided like layers")
  func tracedFunctions() throws {
    let swap = try SmoothMap.traced(name: "swap", domain: .real(2)) {
      try Term.stack([$0.row(1), $0.row(0)])
    }
    try expect(swap, .isometry, .yes, .proved)
    try expect(swap, .orientationPreserving, .no, .refuted)
    let next = try SmoothMap.traced(name: "next", domain: .line) { try $0 + Term(1) }
    try expect(next, .linear, .no, .refuted)
    try expect(next, .homeomorphism, .yes, .proved)
    #expect(try judge(next, .linear).reason.hasPrefix("next(0) = "))
  }
}
