import Autodiff
import Geometry
import Maps
import Tensors
import Testing

/// Verdicts restricted to points, and verdicts at one point.
@Suite("Verdicts on points")
struct DataVerdictTests {
  private func square() throws -> SmoothMap {
    try SmoothMap.traced(name: "square", domain: .line) { try $0 * $0 }
  }

  private func plane() throws -> SmoothMap {
    try SmoothMap.traced(name: "bend", domain: .real(2)) {
      let (x, y) = (try $0.sliced(0, 0..<1), try $0.sliced(0, 1..<2))
      return try Term.concatenate([x, y + x * x], axis: 0)
    }
  }

  private func points(_ rows: [Double]...) throws -> Term { Term(try Tensor(rows: rows)) }

  @Test("a map that folds is injective on one side of the fold")
  func oneSide() throws {
    let right = try judge(square(), .injective, on: vector(0.5, 1, 2, 3))
    #expect(right.answer == .yes && right.basis == .tested)
    #expect(
      right.reason
        == "the 4 points have 4 values: the closest two are 0.75 apart, those of points 0 and 1, "
        + "which are 0.5 apart")
    let both = try judge(square(), .injective, on: vector(0.5, 2, -2, 3))
    #expect(
      both.summary
        == "no, refuted: square(2) = square(-2) = 4 for points 1 and 2, which are 4 apart")
    #expect(both.evidence.map(\.name) == ["x", "y", "f(x)", "f(y)"])
  }

  @Test("a repeated point meets itself and is no witness")
  func repetition() throws {
    let verdict = try judge(square(), .injective, on: vector(1, 2, 2, 3))
    #expect(verdict.answer == .yes)
    #expect(verdict.details == ["1 point repeats another and counts once"])
  }

  @Test("what is proved everywhere is proved on points, where rounding would hide it")
  func everywhere() throws {
    let verdict = try judge(tanh, .injective, on: vector(20, 21, 22))
    #expect(verdict.answer == .yes && verdict.basis == .proved)
  }

  @Test("values that agree to rounding under a layer that saturates decide nothing")
  func saturated() throws {
    let net = try affine([[1], [1], [-1]], [0, 1, 0]) |> tanh |> linear([1, 1, 0.5])
    #expect(try judge(net, .injective, on: points([30], [31])).answer == .unknown)
  }

  @Test("derivatives are asked at every point, and the worst is named")
  func pointwise() throws {
    let cube = try SmoothMap.traced(name: "cube", domain: .line) { try $0 * $0 * $0 }
    let away = try judge(cube, .immersion, on: vector(1, -1, 2))
    #expect(away.answer == .yes && away.basis == .tested)
    #expect(away.reason.contains("each of the 3 points"))
    let at = try judge(cube, .immersion, on: vector(1, -1, 0, 2))
    #expect(at.answer == .no)
    #expect(at.reason.hasPrefix("at point 2, 0: rank J = 0 < 1"))
    let bent = try plane()
    let square = try points([0, 0], [1, 0], [0, 1], [1, 1])
    for property in [Property.volumePreserving, .orientationPreserving, .localDiffeomorphism] {
      #expect(try judge(bent, property, on: square).answer == .yes, "\(property)")
    }
    #expect(try judge(bent, .conformal, on: square).answer == .no)
    #expect(try judge(bent, .conformal, on: points([0, 0], [0, 1])).answer == .yes)
  }

  @Test("distances are compared pair by pair")
  func distances() throws {
    let bent = try plane()
    #expect(try judge(bent, .isometry, on: points([0, 0], [0, 1], [0, 5])).answer == .yes)
    let stretched = try judge(bent, .isometry, on: points([0, 0], [1, 0], [0, 1]))
    #expect(stretched.answer == .no && stretched.basis == .refuted)
    #expect(try judge(square(), .contraction, on: vector(0.1, 0.2, 0.3)).answer == .yes)
    #expect(try judge(square(), .contraction, on: vector(0.1, 0.2, 1)).answer == .no)
  }

  @Test("a map that is not affine may be so on points")
  func fitted() throws {
    #expect(try judge(square(), .affine, on: vector(0, 1, 2)).basis == .refuted)
    #expect(try judge(square(), .affine, on: vector(0, 1)).answer == .yes)
    #expect(try judge(square(), .linear, on: vector(0, 1)).answer == .yes)
    #expect(try judge(square(), .linear, on: vector(1, 2)).answer == .no)
  }

  @Test("at a point the derivative alone is judged")
  func atPoint() throws {
    let bent = try plane()
    #expect(try judge(bent, .isometry, at: vector(0, 3)).answer == .yes)
    #expect(try judge(bent, .isometry, at: vector(1, 3)).answer == .no)
    #expect(try judge(bent, .conformal, at: vector(1, 3)).answer == .no)
    #expect(try judge(bent, .volumePreserving, at: vector(1, 3)).answer == .yes)
    #expect(try judge(bent, .orientationPreserving, at: vector(1, 3)).answer == .yes)
  }

  @Test("questions that points cannot answer are refused by name")
  func refusals() throws {
    for property in Property.allCases where property.subject == .map && !property.holdsOnData {
      #expect(throws: GeometryError.notOnData(property)) {
        try judge(tanh, property, on: vector(1, 2))
      }
    }
    #expect(throws: GeometryError.needsMatrix(.symmetric)) {
      try judge(tanh, .symmetric, on: vector(1, 2))
    }
    #expect(throws: GeometryError.noPoints(.injective)) {
      try judge(tanh, .injective, on: Term(Tensor([])))
    }
    #expect(throws: GeometryError.pointNotFinite(.injective, index: 0)) {
      try judge(tanh, .injective, on: vector(1, .nan))
    }
  }
}
