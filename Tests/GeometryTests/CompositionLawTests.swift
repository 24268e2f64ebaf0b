import Autodiff
import Geometry
import Maps
import Tensors
import Testing

/// The table of layers and the rules of composition.
@Suite("Layers and compositions")
struct CompositionLawTests {
  // swift-format-ignore
  static let table: [(SmoothMap, yes: [Property], no: [Property])] = [
    (tanh, [.smooth, .injective, .embedding, .immersion, .localDiffeomorphism, .orientationPreserving],
      [.linear, .affine, .piecewiseAffine, .surjective, .homeomorphism, .diffeomorphism, .isometry,
        .conformal, .volumePreserving, .contraction]),
    (.elementwise(.sigmoid), [.smooth, .embedding, .immersion, .contraction], [.surjective]),
    (.elementwise(.softplus), [.smooth, .embedding, .immersion], [.surjective, .homeomorphism]),
    (.leakyReLU(slope: 0.1), [.piecewiseAffine, .continuous, .injective, .surjective, .homeomorphism],
      [.linear, .smooth, .diffeomorphism, .immersion]),
    (.leakyReLU(slope: 1), [.linear, .isometry, .diffeomorphism], [.contraction]),
    (.leakyReLU(slope: -1), [.continuous], [.injective, .surjective, .smooth]),
    (.elu(alpha: 1), [.continuous, .injective, .embedding, .immersion], [.surjective, .smooth]),
    (.elu(alpha: 2), [.continuous, .embedding], [.surjective, .smooth, .immersion]),
    (relu, [.piecewiseAffine, .continuous], [.injective, .surjective, .smooth, .embedding,
      .immersion, .contraction, .orientationPreserving, .isometry]),
    (.elementwise(.abs), [.piecewiseAffine, .continuous], [.injective, .surjective, .smooth, .isometry]),
    (.elementwise(.sin), [.smooth], [.injective, .surjective, .immersion, .piecewiseAffine]),
    (.elementwise(.cos), [.smooth], [.injective, .surjective, .embedding]),
    (.elementwise(.gelu), [.smooth], [.injective, .surjective, .immersion]),
    (.elementwise(.silu), [.smooth], [.injective, .surjective, .immersion]),
    (.approximateGELU, [.smooth], [.injective, .surjective]),
    (.elementwise(.sinh), [.smooth, .diffeomorphism, .homeomorphism, .bijective], [.linear]),
    (.elementwise(.cubeRoot), [.continuous, .homeomorphism], [.smooth, .diffeomorphism]),
    (.elementwise(.square), [.smooth], [.injective, .surjective, .immersion, .orientationPreserving]),
    (.elementwise(.floor), [], [.continuous, .smooth, .injective, .surjective, .embedding]),
    (.elementwise(.exp), [.injective, .embedding, .immersion], [.surjective]),
    (.softmax, [.smooth, .contraction], [.injective, .surjective, .immersion, .embedding]),
  ]

  @Test("the table of layers", arguments: table)
  func layers(_ map: SmoothMap, _ yes: [Property], _ no: [Property]) throws {
    for property in yes { try expect(map, property, .yes, .proved) }
    for property in no { try expect(map, property, .no) }
  }

  @Test("x³ is a homeomorphism but not a diffeomorphism")
  func cube() throws {
    let cube = try SmoothMap.traced(name: "cube", domain: .line) { try $0 * $0 * $0 }
    for property in [Property.injective, .surjective, .bijective, .embedding, .homeomorphism] {
      try expect(cube, property, .yes, .proved)
    }
    try expect(cube, .immersion, .no, .refuted)
    try expect(cube, .diffeomorphism, .no, .refuted)
    #expect(try judge(cube, .immersion, at: Term(1)).answer == .yes)
    #expect(try judge(cube, .immersion, at: Term(0)).answer == .no)
  }

  @Test("identity + g with Lip g < 1 is a homeomorphism, and smooth g makes it a diffeomorphism")
  func residual() throws {
    let g = try linear([0.3, 0.2], [-0.1, 0.4]) |> tanh
    let block = try SmoothMap.identity(2) + g
    for property in [Property.injective, .surjective, .homeomorphism, .diffeomorphism] {
      try expect(block, property, .yes, .proved)
    }
    let rough = try SmoothMap.identity(2) + relu.scaled(by: Term(0.5))
    try expect(rough, .homeomorphism, .yes, .proved)
    let steep = try SmoothMap.identity(2) + tanh.scaled(by: Term(-3))
    try expect(steep, .injective, .no, .refuted)
  }

  @Test("[tanh layer, square, nonsingular] is an embedding and not a homeomorphism of ℝⁿ")
  func tanhLayer() throws {
    let layer = try affine([[2, 1], [0, 1]], [1, -1]) |> tanh
    for map in [layer, try layer |> layer |> linear([1, 2], [3, 4])] {
      try expect(map, .embedding, .yes, .proved)
      try expect(map, .immersion, .yes, .proved)
      try expect(map, .homeomorphism, .no, .proved)
    }
    let verdict = try judge((layer |> linear([1, 2], [3, 4])).named("net"), .homeomorphism)
    #expect(
      verdict.summary
        == "no, proved: tanh is bounded, so the image is bounded and cannot be all of ℝ²")
    #expect(
      verdict.details == ["(ask `net is embedding` for a homeomorphism onto its image)"])
  }

  @Test("a bounded layer bounds every image after it")
  func boundedImage() throws {
    var generator = RandomGenerator(seed: 2)
    let net = try SmoothMap.composed([
      .affine(2, 8, using: &generator), tanh, .affine(8, 8, using: &generator), relu,
      .affine(8, 2, using: &generator),
    ])
    try expect(net, .surjective, .no, .proved)
    let half = try linear([1, 2], [3, 4]) |> relu |> linear([1, 1], [1, -1])
    #expect(try judge(half, .surjective).reason.contains("coordinate 0"))
    // relu reaches every direction again through weights of both signs.
    let both = try linear([1], [-1]) |> relu |> linear([1, -1])
    try expect(both, .surjective, .yes, .proved)
  }

  @Test("1→2→1: tanh(x+1) - tanh(x-1) folds, shown by f(1) = f(-1) = 0.964")
  func bump() throws {
    let net = try affine([[1], [1]], [1, -1]) |> tanh |> linear([1, -1])
    let value = try net(vector(1))
    try expectClose(value, Tensor([0.9640275800758169]), 1e-15)
    let verdict = try judge(net, .injective)
    #expect(verdict.summary == "no, refuted: f([1]) = f([-1]) = [0.964]")
    try expect(net, .embedding, .no, .refuted)
    let (x, y) = (verdict.evidence[0].value, verdict.evidence[1].value)
    try expectClose(net(Term(x)), Tensor(elements(net(Term(y)))), 1e-15)
  }

  @Test("expand, then contract, is unknown where neither minors nor a witness decide")
  func expandContract() throws {
    // With five coordinates there are too many minors to look at.
    let unit = (0..<5).map { i in (0..<5).map { $0 == i ? 1.0 : 0 } }
    let net =
      try affine(unit + [[1, 1, 1, 1, 1]], [0, 0, 0, 0, 0, 0]) |> tanh
      |> affine(unit.map { $0 + [0.1] }, [0, 0, 0, 0, 0])
    for property in [Property.injective, .embedding, .immersion, .localDiffeomorphism] {
      let verdict = try judge(net, property)
      #expect(verdict.answer == .unknown, "\(property): \(verdict.summary)")
      #expect(verdict.reason.contains("sampled points (smallest |det J| = "))
    }
    #expect(try judge(net, .embedding).reason.contains("no fold found from 200 starts, and it is"))
    #expect(try judge(net, .injective).reason.contains("affine(6, 5) is not injective on ℝ⁶"))
  }

  @Test("no continuous map to fewer dimensions is injective, also by way of a bottleneck")
  func invarianceOfDomain() throws {
    var generator = RandomGenerator(seed: 3)
    let direct = try SmoothMap.affine(3, 2, using: &generator) |> tanh
    let narrow = try SmoothMap.composed([
      .affine(3, 3, using: &generator), tanh, .affine(3, 1, using: &generator), tanh,
      .affine(1, 3, using: &generator), tanh,
    ])
    for map in [direct, narrow] {
      try expect(map, .injective, .no, .proved)
      try expect(map, .embedding, .no, .proved)
      try expect(map, .immersion, .no, .proved)
    }
    try expect(narrow, .surjective, .no, .proved)
    try expect(narrow, .submersion, .no, .proved)
    let flat = try tanh.specialized(to: .real(2)) |> linear([1, 2], [2, 4])
    try expect(flat, .injective, .no, .proved)
  }

  @Test("a smooth image of fewer dimensions has measure zero")
  func sard() throws {
    let curve = try SmoothMap.traced(name: "curve", domain: .line) {
      try Term.stack([$0 * $0 * $0, $0 * $0])
    }
    try expect(curve, .surjective, .no, .proved)
  }

  @Test("a layer that is not injective spoils what comes after, and only what it is fed")
  func spoiled() throws {
    try expect(relu.specialized(to: .real(2)) |> linear([1, 0], [0, 1]), .injective, .no)
    try expect(linear([1, 2], [3, 4]) |> relu |> tanh, .injective, .no)
    // After exp, relu is the identity: its folding elsewhere does no harm.
    let harmless = try SmoothMap.elementwise(.exp).specialized(to: .real(1)) |> relu
    try expect(harmless, .injective, .yes, .proved)
    try expect(harmless, .smooth, .yes, .proved)
  }

  @Test("corners show unless something hides them")
  func corners() throws {
    try expect(linear([1, 2], [3, 4]) |> relu |> linear([1, 2], [3, 4]), .smooth, .no)
    try expect(affine([[1], [1]], [0, 1]) |> relu |> linear([1, -1]), .smooth, .no, .proved)
    let hidden = try affine([[1], [-1]], [0, 0]) |> relu |> linear([1, -1])
    // relu(x) - relu(-x) = x.
    #expect(try judge(hidden, .smooth).answer != .no)
    #expect(try judge(hidden, .affine).answer != .no)
  }

  @Test("Lipschitz constants multiply, and a product below 1 proves a contraction")
  func contraction() throws {
    let net = try linear([0.9, 0], [0, 0.5]) |> tanh |> linear([1, 0], [0, 1])
    try expect(net, .contraction, .yes, .proved)
    try expect(linear([2, 0], [0, 0.5]) |> tanh, .contraction, .no, .refuted)
    try expect(linear([0.6, 0.8], [-0.8, 0.6]), .contraction, .no)
  }

  @Test("orientation is the product of the layers' signs")
  func orientation() throws {
    let swap = try linear([0, 1], [1, 0])
    try expect(swap |> tanh, .orientationPreserving, .no)
    try expect(swap |> tanh |> swap, .orientationPreserving, .yes, .proved)
    try expect(tanh.scaled(by: Term(-1)), .orientationPreserving, .no)
    try expect(tanh.scaled(by: Term(-1)).specialized(to: .real(2)), .orientationPreserving, .yes)
  }

  @Test("a direct sum is what both parts are")
  func directSums() throws {
    let f = try linear([1, 2], [3, 4])
    let g = try SmoothMap.identity(1) |> tanh
    try expect(f.directSum(g), .embedding, .yes, .proved)
    try expect(f.directSum(g), .surjective, .no, .proved)
    try expect(f.directSum(f), .diffeomorphism, .yes, .proved)
    try expect(f.directSum(.identity(1) |> relu), .injective, .no)
  }

  @Test("sin and cos of an angle close a circle")
  func circle() throws {
    let circle = try SmoothMap.traced(name: "circle", domain: .line) {
      try Term.stack([$0.applying(.cos), $0.applying(.sin)])
    }
    try expect(circle, .injective, .no, .refuted)
    try expect(circle, .isometry, .no, .refuted)
    try expect(circle, .immersion, .yes, .proved)
  }

  @Test("a saturated layer is never taken for one that lost rank or folds")
  func saturation() throws {
    let steep = try SmoothMap.traced(name: "steep", domain: .real(2)) {
      try ($0 * Term(1000) + Term(500)).applying(.tanh)
    }
    for property in [Property.injective, .immersion, .localDiffeomorphism, .embedding] {
      #expect(try judge(steep, property).answer == .yes, "\(property)")
    }
    let chain = try affine([[1000, 0], [0, 900]], [500, 400]) |> tanh
    try expect(chain, .immersion, .yes, .proved)
    #expect(try judge(chain, .immersion, at: vector(3, 3)).answer == .yes)
  }

  @Test("a map with a branch is judged by what is sampled, never proved")
  func branch() throws {
    let bend = try SmoothMap.traced(name: "bend", domain: .line) { x in
      try Term.less(Term(100), x).decide() ? -x : x
    }
    for property in Property.allCases where property.subject == .map {
      #expect(try judge(bend, property).answer != .yes, "\(property)")
    }
    try expect(bend, .linear, .unknown)
  }

  @Test("every property of every layer has an answer with a reason")
  func total() throws {
    for function in ElementwiseFunction.allCases {
      for property in Property.allCases where property.subject == .map {
        let verdict = try judge(.elementwise(function), property)
        #expect(!verdict.reason.isEmpty, "\(function) \(property)")
        #expect((verdict.answer == .unknown) == (verdict.basis == .unknown))
      }
    }
  }
}
