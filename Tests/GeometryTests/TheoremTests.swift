import Autodiff
import Geometry
import Maps
import Tensors
import Testing

/// Theorems that decide a question on the whole space, each on maps whose truth is known, and on
/// neighbours of them for which its hypotheses fail.
@Suite("Theorems")
struct TheoremTests {
  private func line(
    _ name: String, _ formula: @escaping @Sendable (Term) throws -> Term
  ) throws -> SmoothMap {
    try .traced(name: name, domain: .line) { try formula($0) }
  }

  private func plane(
    _ name: String, _ formula: @escaping @Sendable (Term, Term) throws -> [Term]
  ) throws -> SmoothMap {
    try .traced(name: name, domain: .real(2)) { p in
      try Term.concatenate(
        formula(p.sliced(0, 0..<1), p.sliced(0, 1..<2)), axis: 0)
    }
  }

  private func all(
    _ map: SmoothMap, _ yes: [Property], no: [Property] = [], unknown: [Property] = [],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for property in yes {
      try expect(map, property, .yes, .proved, sourceLocation: sourceLocation)
    }
    for property in no { try expect(map, property, .no, sourceLocation: sourceLocation) }
    for property in unknown { try expect(map, property, .unknown, sourceLocation: sourceLocation) }
  }

  @Test("strictly monotone functions of the line are embeddings, onto where both ends run away")
  func monotone() throws {
    try all(
      line("steep") { try (Term(100) * $0).applying(.tanh) },
      [.injective, .embedding, .immersion, .orientationPreserving],
      no: [.surjective, .diffeomorphism])
    try all(line("bell") { try $0.applying(.erf) }, [.embedding, .immersion], no: [.surjective])
    try all(line("gain") { try $0 + $0.applying(.tanh) }, [.diffeomorphism])
    try all(
      line("logistic") { try Term(1) / (Term(1) + (-$0).applying(.exp)) }, [.embedding, .smooth])
    // 1 + cos x is never negative, and 0 at single points only, for it is analytic.
    let wave = try line("wave") { try $0 + $0.applying(.sin) }
    try all(wave, [.homeomorphism, .smooth])
    #expect(try judge(wave, .immersion).answer != .yes)
    // What has corners may rest for a while.
    try all(line("rest") { try $0 + $0.applying(.abs) }, [.continuous], no: [.injective])
    try all(
      line("turn") { try $0 + Term(1.1) * $0.applying(.sin) }, [.surjective], no: [.injective])
    // A flat point keeps the homeomorphism and spoils the diffeomorphism.
    try all(
      line("flat") { try ($0 * $0 * $0).applying(.sinh) }, [.homeomorphism], no: [.diffeomorphism])
    // Functions with holes are asked on what their arguments are.
    try all(
      line("root") { try (Term(1) + $0 * $0).applying(.squareRoot) }, [.smooth], no: [.injective])
    #expect(try judge(line("hole") { try $0.applying(.log) }, .continuous).answer != .no)
  }

  @Test("triangular maps: each value increases with its own coordinate, given those before")
  func triangular() throws {
    try all(
      plane("strip") { [$0, try $1.applying(.exp)] }, [.embedding, .immersion],
      no: [.surjective, .diffeomorphism])
    try all(
      plane("stretch") { [$0, try $1 * $0.applying(.exp)] },
      [.diffeomorphism, .orientationPreserving], no: [.volumePreserving])
    try all(
      plane("mirror") { [try -$0, try $1 + $0 * $1 * $1 * $1 * $0] }, [.diffeomorphism],
      no: [.orientationPreserving])
    // x₀ scales x₁ and may be 0.
    try all(plane("pinch") { [$0, try $0 * $1] }, [.smooth], no: [.injective, .immersion])
  }

  @Test(
    "identity + f with Lip f < 1 is a homeomorphism (Behrmann et al.), also where norms are too large"
  )
  func residual() throws {
    let small = try SmoothMap.residual(linear([0.4, 0.3], [-0.2, 0.4]) |> tanh)
    try all(small, [.diffeomorphism, .orientationPreserving])
    // The diagonal may be as large as it likes where it only adds.
    let large = try SmoothMap.residual(linear([50, 0.3], [-0.2, 70]) |> tanh)
    #expect(try judge(large, .injective).answer != .no)
    try all(.residual(tanh.specialized(to: .real(2))), [.diffeomorphism])
    try all(.residual(SmoothMap.identity(1) |> tanh), [.diffeomorphism])
    try all(
      .residual(SmoothMap.identity(1) |> .elementwise(.abs) |> .scaling(Term(0.5))),
      [.homeomorphism],
      no: [.smooth, .diffeomorphism])
    try all(.residual(SmoothMap.identity(1) |> .elementwise(.abs)), [.continuous], no: [.injective])
  }

  @Test("a Jacobian near one nonsingular matrix makes a diffeomorphism of ℝⁿ (Hadamard and Lévy)")
  func hadamard() throws {
    try all(
      plane("swirl") { x, y in
        [
          try Term(2) * x + y + Term(0.3) * y.applying(.sin),
          try y - x + Term(0.3) * x.applying(.cos),
        ]
      }, [.diffeomorphism, .orientationPreserving])
    try all(
      plane("bent") { x, y in
        [
          try Term(2) * x + Term(0.5) * y.applying(.abs),
          try Term(2) * y - Term(0.5) * x.applying(.abs),
        ]
      }, [.homeomorphism], no: [.smooth])
    // Slopes of one sign in the right places need no bound.
    try all(
      plane("spiral") { x, y in [try x * x * x + x + y, try y * y * y + y - x] },
      [.injective, .embedding, .immersion])
  }

  @Test("minors of one sign make V φ(W x) injective for every increasing φ (Cauchy and Binet)")
  func minors() throws {
    let (wide, narrow) = (
      try linear([1, 0], [0, 1], [1, 1]), try linear([1, 0, 0.1], [0, 1, 0.1])
    )
    try all(
      wide |> tanh |> narrow, [.injective, .embedding, .immersion, .localDiffeomorphism],
      no: [.surjective])
    try all(wide |> .leakyReLU(slope: 0.1) |> narrow, [.homeomorphism], no: [.smooth])
    // What is injective link by link stays so.
    try all(wide |> tanh |> narrow |> tanh |> wide |> tanh |> narrow, [.embedding, .immersion])
    // One minor of another sign, and it folds.
    try all(wide |> tanh |> linear([1, 0, 0.1], [0, 1, -0.1]), [], no: [.injective])
    // A function that is not monotone folds as before.
    #expect(try judge(wide |> .elementwise(.sin) |> narrow, .injective).answer != .yes)
  }

  @Test("a polynomial of a complex number takes every value; its exponential misses 0 alone")
  func complex() throws {
    try all(
      plane("square") { [try $0 * $0 - $1 * $1, try Term(2) * $0 * $1] }, [.surjective],
      no: [.injective, .immersion])
    try all(
      plane("cube") { x, y in
        [try x * x * x - Term(3) * x * y * y, try Term(3) * x * x * y - y * y * y]
      }, [.surjective], no: [.injective])
    try all(
      plane("wind") {
        [try $0.applying(.exp) * $1.applying(.cos), try $0.applying(.exp) * $1.applying(.sin)]
      },
      [.immersion, .submersion, .localDiffeomorphism, .conformal, .orientationPreserving],
      no: [.surjective, .injective, .isometry])
    // Not a function of z: the equations of Cauchy and Riemann fail.
    #expect(
      try judge(plane("other") { [try $0 * $0 - $1 * $1, try $0 * $1] }, .surjective).answer
        == .unknown)
  }

  @Test(
    "flows: defined and onto for Lipschitz fields (Picard and Lindelöf), linear for linear ones")
  func flows() throws {
    let pendulum = try plane("pendulum") { [$1, try -($0.applying(.sin))] }
    try all(
      .flow(pendulum, time: Term(2)), [.diffeomorphism, .orientationPreserving],
      no: [.linear, .isometry])
    let shrink = try SmoothMap.flow(linear([-1]), time: Term(1))
    try all(shrink, [.linear, .contraction, .diffeomorphism], no: [.volumePreserving])
    #expect(shrink.kind == .linear)
    let turn = try SmoothMap.flow(linear([0, -1], [1, 0]), time: Term(1.5707963267948966))
    try all(turn, [.isometry, .volumePreserving, .orientationPreserving], no: [.contraction])
    try all(.flow(linear([1, 3], [2, -1]), time: Term(0.5)), [.volumePreserving], no: [.isometry])
    let drift = try SmoothMap.flow(affine([[0.0]], [2.0]), time: Term(3))
    try all(drift, [.affine, .isometry], no: [.linear])
  }

  @Test("x′ = x² leaves every bound in finite time, x′ = −x³ never does, and comes from infinity")
  func escape() throws {
    let blowing = try SmoothMap.flow(SmoothMap.identity(1) |> .elementwise(.square), time: Term(1))
    try all(blowing, [.injective, .smooth], no: [.surjective, .homeomorphism, .diffeomorphism])
    #expect(try judge(blowing, .injective).reason.contains("runs away to infinity"))
    let cubic = try line("cubic") { try -($0 * $0 * $0) }
    let calm = try SmoothMap.flow(cubic, time: Term(1))
    let verdict = try judge(calm, .embedding)
    #expect(verdict.answer == .yes && !verdict.reason.contains("where it is defined"))
    try all(calm, [.embedding, .immersion], no: [.surjective])
    // Backwards it is the other way round.
    let back = try SmoothMap.flow(cubic, time: Term(-1))
    try all(back, [.surjective, .injective])
    #expect(try judge(back, .injective).reason.contains("where it is defined"))
  }

  @Test("corners and jumps of formulas are shown with the numbers of both sides")
  func breaks() throws {
    let fold = try plane("fold") { [try $0.applying(.abs) * $1] }
    let verdict = try judge(fold, .smooth)
    #expect(verdict.answer == .no && verdict.basis == .refuted, "\(verdict.summary)")
    try expect(fold, .continuous, .yes, .proved)
    let roof = try line("roof") { try .maximum($0.applying(.sin), $0.applying(.cos)) }
    #expect(
      try judge(roof, .smooth).reason
        == "at 0.7854 its slope is -0.7071 on the left and 0.7071 on the right")
    let stairs = try line("stairs") { try $0.applying(.floor) + $0 }
    #expect(try judge(stairs, .continuous).reason.contains("its value jumps from"))
    // sign² x is x but for 0, |x|² is x²: nothing breaks.
    let hidden = try line("hidden") { try $0.applying(.sign) * $0.applying(.sign) * $0 }
    #expect(try judge(hidden, .smooth).answer != .no)
    let square = try line("square") { try $0.applying(.abs) * $0.applying(.abs) }
    #expect(try judge(square, .smooth).answer != .no)
    let steep = try line("steep") {
      try (Term(1e20) * ($0 - Term(0.3))).applying(.tanh) + Term(0) * $0.applying(.abs)
    }
    #expect(try judge(steep, .smooth).answer != .no)
  }

  @Test("volumes and orientation are asked almost everywhere where there are corners")
  func almostEverywhere() throws {
    let leaky = SmoothMap.leakyReLU(slope: 0.1).specialized(to: .real(2))
    try expect(leaky, .volumePreserving, .no, .refuted)
    try expect(leaky, .orientationPreserving, .yes, .proved)
    let fold = try SmoothMap.identity(1) |> .elementwise(.abs)
    try expect(fold, .volumePreserving, .yes, .proved)
    try expect(fold, .orientationPreserving, .no, .refuted)
  }

  @Test(
    "turns, mirrors and scalings by one number are conformal; a window of one number is nothing")
  func made() throws {
    let map =
      try SmoothMap.rotation(angle: Term(0.7)) |> .scaling(Term(3))
      |> .reflection(normal: vector(1, 2))
    try all(map, [.conformal], no: [.isometry, .orientationPreserving])
    let pool = try SmoothMap.pooling(.maximum, size: [1, 1], stride: 1).specialized(
      to: Space([1, 4, 4]))
    try all(pool, [.linear, .isometry, .diffeomorphism])
    let half = try SmoothMap.pooling(.maximum, size: [2, 2], stride: 2).specialized(
      to: Space([1, 4, 4]))
    try all(
      half, [.surjective, .piecewiseAffine], no: [.contraction, .smooth, .submersion, .injective])
  }

  @Test("the inverse on the line is found where Newton's method fails")
  func bisection() throws {
    let cube = try line("cube") { try $0 * $0 * $0 }
    let root = try inverse(of: cube)
    for (y, x) in [(0.0, 0.0), (-1e-9, -1e-3), (27, 3), (-1e6, -100)] {
      let found = try elements(root(Term(y)))[0]
      #expect((found - x).magnitude <= 1e-12 * max(1, x.magnitude), "\(y): \(found)")
    }
    let rows = Term(Tensor([-8, 0, 27]))
    try expectClose(root(rows), Tensor([-2, 0, 3]), 1e-12)
    try expect(root, .homeomorphism, .yes, .proved)
    try expectClose(jacobian(root, at: Term(8)), Tensor(1.0 / 12), 1e-9)
  }
}
