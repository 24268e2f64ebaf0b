import Autodiff
import Maps
import Tensors
import Testing

@testable import Geometry

/// Witnesses are sought from many starts, and count only with a reason why a true pair is near.
@Suite("The search for folds")
struct FoldSearchTests {
  /// The pair of a verdict that refutes injectivity.
  private func pair(_ verdict: Verdict) throws -> (x: Tensor, y: Tensor) {
    let x = try #require(verdict.evidence.first { $0.name == "x" }, "\(verdict.summary)").value
    let y = try #require(verdict.evidence.first { $0.name == "y" }, "\(verdict.summary)").value
    return (x, y)
  }

  private func expectMeeting(_ map: SmoothMap) throws {
    let verdict = try judge(map, .injective)
    #expect(verdict.answer == .no && verdict.basis == .refuted, "\(verdict.summary)")
    let (x, y) = try pair(verdict)
    #expect(distance(x.elements, y.elements) > 1e-3)
    try expectClose(
      map(Term(x)),
      Tensor(
        shape: map.codomain.shape ?? .scalar,
        elements: elements(map(Term(y)))), 1e-9)
  }

  @Test("no symmetry is needed for two points with one value to be found")
  func asymmetric() throws {
    try expectMeeting(affine([[1], [1.3]], [1.1, -0.7]) |> tanh |> affine([[1, -1.2]], [0.3]))
    try expectMeeting(
      SmoothMap.traced(name: "fold", domain: .real(2)) { p in
        let (x, y) = (try p.sliced(0, 0..<1), try p.sliced(0, 1..<2))
        return try Term.concatenate([x * x + Term(0.3) * x + y, y * Term(1.7) - x], axis: 0)
      })
    // A curve that crosses itself, once, at no special parameters: a loop of the cubic t³ − t, t² + t/3.
    try expectMeeting(
      SmoothMap.traced(name: "loop", domain: .line) {
        try Term.stack([$0 * $0 * $0 - Term(1.7) * $0, $0 * $0 + Term(0.1) * $0])
      })
  }

  @Test("a random net that folds is caught, with the residual and the radius", arguments: 0..<6)
  func nets(seed: Int) throws {
    var generator = RandomGenerator(seed: UInt64(seed))
    let net = try SmoothMap.composed([
      .affine(2, 8, using: &generator), tanh, .affine(8, 2, using: &generator),
    ])
    let verdict = try judge(net, .embedding)
    guard verdict.answer == .no, verdict.evidence.contains(where: { $0.name == "radius" }) else {
      return
    }
    try expectMeeting(net)
    let radius = try #require(verdict.evidence.first { $0.name == "radius" }).value.elements[0]
    let (x, y) = try pair(verdict)
    #expect(radius < 1e-4 * distance(x.elements, y.elements))
  }

  @Test("the same question has the same answer, to the last bit")
  func reproducible() throws {
    let net =
      try affine([[1, 2], [0.5, -1], [1, 1]], [0.1, 0, -0.3]) |> tanh
      |> linear([1, -2, 0.5], [0.3, 1, -1])
    let (first, second) = (try judge(net, .injective), try judge(net, .injective))
    #expect(first.summary == second.summary)
    for (a, b) in zip(first.evidence, second.evidence) { #expect(a.value == b.value) }
  }

  @Test("maps that are injective are never refuted, however flat they are")
  func neverRefuted() throws {
    let flat = [
      try SmoothMap.traced(name: "cube", domain: .line) { try $0 * $0 * $0 },
      try .traced(name: "steps", domain: .line) {
        try Term(4) * $0 + (Term(4) * $0).applying(.sin)
      },
      try .traced(name: "fifth", domain: .line) { try $0 * $0 * $0 * $0 * $0 * Term(1e-3) },
      try .traced(name: "twist", domain: .real(2)) { p in
        // A rotation by an angle that grows with the distance.
        let square = try (p * p).sum(axes: [0])
        let (c, s) = (try square.applying(.cos), try square.applying(.sin))
        let (x, y) = (try p.sliced(0, 0..<1), try p.sliced(0, 1..<2))
        return try Term.concatenate([c * x - s * y, s * x + c * y], axis: 0)
      },
      try affine([[3], [2]], [1, -5]) |> tanh |> linear([1, 1]),
      try affine([[40], [2]], [1, -5]) |> .elementwise(.sigmoid) |> linear([1, 1e-3]),
      try .elementwise(.exp) |> linear([1, 2], [3, 5]) |> tanh,
    ]
    for map in flat {
      let verdict = try judge(map, .injective)
      #expect(verdict.answer != .no, "\(map.name): \(verdict.summary)")
    }
  }

  @Test("a determinant of the other sign is sought downhill where no sample has it")
  func downhill() throws {
    // det J = 1 + x² + y² - 2.2 exp(-40 |p - c|²): negative only near c.
    let map = try SmoothMap.traced(name: "dent", domain: .real(2)) { p in
      let (x, y) = (try p.sliced(0, 0..<1), try p.sliced(0, 1..<2))
      let bump = try (Term(-6) * (y - Term(0.8)) * (y - Term(0.8))).applying(.exp)
      return try Term.concatenate(
        [
          x,
          y - Term(0.9) * (Term(5) * (x - Term(0.4))).applying(.tanh) * Term(0.1)
            + Term(0.6) * bump,
        ], axis: 0)
    }
    let verdict = try judge(map, .localDiffeomorphism)
    #expect(verdict.answer == .no, "\(verdict.summary)")
    #expect(verdict.details.first?.hasPrefix("on the way det J passes 0, near ") == true)
    let z = try #require(verdict.evidence.first { $0.name == "z" }).value
    let jacobian = try elements(Geometry.jacobian(map, at: Term(z)))
    #expect(abs(jacobian[0] * jacobian[3] - jacobian[1] * jacobian[2]) < 1e-10)
  }

  @Test("a search that is stopped stops")
  func interrupted() throws {
    var generator = RandomGenerator(seed: 9)
    let net = try SmoothMap.composed([
      .affine(2, 64, using: &generator), tanh, .affine(64, 64, using: &generator), tanh,
      .affine(64, 2, using: &generator),
    ])
    #expect(throws: (any Error).self) {
      try Interruption.asking({ true }, { try judge(net, .injective) })
    }
  }
}
