import Autodiff
import Maps
import Tensors
import Testing

@testable import Geometry

/// Verdicts on random maps whose truth is known by other means never contradict it.
@Suite("Verdicts and the truth")
struct TruthTests {
  /// A chain ℝ → ℝʰ → ℝ of affine layers with whole weights around a piecewise linear function.
  private static func line(
    _ seed: Int
  ) throws -> (map: SmoothMap, value: (Double) -> Double, kinks: [Double]) {
    var generator = RandomGenerator(seed: UInt64(seed)).named("truth on the line")
    func whole(_ count: Int) throws -> [Double] {
      try generator.normal([count]).elements.map { ($0 * 1.3).rounded() }
    }
    let h = seed % 4 + 1
    let slope = [0, 0.25, -1][seed % 3]
    let (w, b, v) = (try whole(h), try whole(h), try whole(h))
    let map = try affine(w.map { [$0] }, b) |> .leakyReLU(slope: slope) |> linear(v)
    let value = { (x: Double) in
      zip(zip(w, b), v).reduce(0) { sum, unit in
        let z = unit.0.0 * x + unit.0.1
        return sum + unit.1 * (z > 0 ? z : slope * z)
      }
    }
    return (map, value, zip(w, b).filter { $0.0 != 0 }.map { -$1 / $0 }.sorted())
  }

  @Test("piecewise linear maps of the line", arguments: 0..<60)
  func line(seed: Int) throws {
    let (map, value, kinks) = try Self.line(seed)
    // Values at the kinks and beyond both ends decide everything.
    let places = [(kinks.first ?? 0) - 1] + kinks + [(kinks.last ?? 0) + 1]
    let slopes = zip(places, places.dropFirst()).filter { $1 > $0 }.map {
      (value($1) - value($0)) / ($1 - $0)
    }
    let rises = slopes.allSatisfy { $0 > 1e-9 }
    let falls = slopes.allSatisfy { $0 < -1e-9 }
    let isAffine = slopes.allSatisfy { abs($0 - slopes[0]) < 1e-9 }
    let ends = (slopes.first ?? 0, slopes.last ?? 0)
    let isOnto = ends.0 * ends.1 > 1e-9
    let truth: [(Property, Bool)] = [
      (.injective, rises || falls), (.embedding, rises || falls), (.surjective, isOnto),
      (.homeomorphism, (rises || falls) && isOnto), (.affine, isAffine), (.smooth, isAffine),
      (.contraction, slopes.allSatisfy { abs($0) < 1 - 1e-9 }), (.continuous, true),
      (.isometry, isAffine && abs(abs(slopes[0]) - 1) < 1e-9),
    ]
    for (property, holds) in truth {
      let verdict = try judge(map, property)
      let agrees = verdict.answer == .unknown || (verdict.answer == .yes) == holds
      #expect(agrees, "seed \(seed), \(property), slopes \(slopes): \(verdict.summary)")
    }
  }

  @Test("polynomials of the line", arguments: 0..<40)
  func polynomials(seed: Int) throws {
    var generator = RandomGenerator(seed: UInt64(seed)).named("truth of polynomials")
    let coefficients = try generator.normal([seed % 4 + 2]).elements.map { ($0 * 2).rounded() }
    let map = try SmoothMap.traced(name: "p", domain: .line) { x in
      try coefficients.reversed().reduce(Term(0)) { try $0 * x + Term($1) }
    }
    func value(_ x: Double) -> Double { coefficients.reversed().reduce(0) { $0 * x + $1 } }
    let grid = (-4000...4000).map { value(Double($0) / 500) }
    let steps = zip(grid, grid.dropFirst()).map { $1 - $0 }
    // A clear rise and a clear fall: not injective, for certain.
    let turns = steps.contains { $0 > 1e-9 } && steps.contains { $0 < -1e-9 }
    for property in [Property.injective, .embedding, .homeomorphism, .diffeomorphism] {
      let verdict = try judge(map, property)
      if turns { #expect(verdict.answer != .yes, "\(coefficients): \(verdict.summary)") }
    }
    let injective = try judge(map, .injective)
    if injective.answer == .no {
      let isConstant = coefficients.dropFirst().allSatisfy { $0 == 0 }
      #expect(turns || isConstant, "\(coefficients): \(injective.summary)")
    }
  }

  @Test("a function with branches jumps, bends or does neither")
  func branches() throws {
    let step = try SmoothMap.traced(name: "step", domain: .line) {
      try Term.less(Term(0), $0).decide() ? Term(1) + Term(0) * $0 : Term(0) * $0
    }
    let verdict = try judge(step, .continuous)
    #expect(verdict.answer == .no && verdict.basis == .refuted, "\(verdict.summary)")
    try expect(step, .smooth, .no, .refuted)
    try expect(step, .injective, .no, .refuted)
    let joined = try SmoothMap.traced(name: "joined", domain: .line) {
      try Term.less(Term(0), $0).decide() ? Term(2) * $0 : $0
    }
    #expect(try judge(joined, .continuous).answer != .no)
    #expect(try judge(joined, .injective).answer != .no)
    let steep = try SmoothMap.traced(name: "steep", domain: .line) {
      try Term.less(Term(0.3), $0).decide()
        ? (Term(1e20) * ($0 - Term(0.3))).applying(.tanh) : Term(0) * $0
    }
    #expect(try judge(steep, .continuous).answer != .no)
  }
}
