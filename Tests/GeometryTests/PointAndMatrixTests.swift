import Autodiff
import Geometry
import Maps
import Tensors
import Testing

@Suite("Properties at a point")
struct PointVerdictTests {
  @Test("full rank at x0 shows a local diffeomorphism there and nothing more")
  func local() throws {
    let polar = try SmoothMap.traced(name: "polar", domain: .real(2)) { p in
      let (r, t) = (try p.row(0), try p.row(1))
      return try Term.stack([r * t.applying(.cos), r * t.applying(.sin)])
    }
    let verdict = try judge(polar, .localDiffeomorphism, at: vector(2, 0.3))
    #expect(verdict.answer == .yes && verdict.basis == .tested)
    #expect(verdict.reason.contains("σ₂ = 1 > tolerance"))
    #expect(try judge(polar, .localDiffeomorphism, at: vector(0, 0.3)).answer == .no)
    #expect(try judge(polar, .injective).answer == .no)
  }

  @Test("an immersion need not be a submersion")
  func rectangular() throws {
    let curve = try SmoothMap.traced(name: "curve", domain: .line) {
      try Term.stack([$0, $0 * $0])
    }
    #expect(try judge(curve, .immersion, at: Term(0)).answer == .yes)
    #expect(try judge(curve, .submersion, at: Term(0)).answer == .no)
    #expect(try judge(curve, .localDiffeomorphism, at: Term(0)).answer == .no)
  }

  @Test("at a corner there is no derivative to decide by")
  func corner() throws {
    #expect(try judge(relu, .immersion, at: vector(1, 2)).answer == .yes)
    #expect(try judge(relu, .immersion, at: vector(1, -2)).answer == .no)
    #expect(try judge(.leakyReLU(slope: 0.1), .immersion, at: vector(1, 0)).answer == .unknown)
  }

  @Test("wrong questions are errors")
  func errors() throws {
    let f = try linear([1, 2], [3, 4])
    #expect(throws: GeometryError.notAtPoint(.injective)) {
      try judge(f, .injective, at: vector(1, 2))
    }
    #expect(throws: GeometryError.manyPoints(.immersion, count: 2)) {
      try judge(f, .immersion, at: matrix([1, 2], [3, 4]))
    }
    #expect(throws: GeometryError.pointNotFinite(.immersion, index: 1)) {
      try judge(f, .immersion, at: vector(1, .nan))
    }
    #expect(throws: MapError.self) { try judge(f, .immersion, at: vector(1, 2, 3)) }
    #expect(throws: GeometryError.needsMatrix(.symmetric)) { try judge(f, .symmetric) }
  }
}

@Suite("Properties of matrices")
struct MatrixVerdictTests {
  // swift-format-ignore
  static let table: [([[Double]], yes: [Property], no: [Property])] = [
    ([[2, 1], [1, 2]], [.symmetric, .positiveDefinite, .bijective], [.orthogonal, .singular, .diagonal, .idempotent]),
    ([[1, 2], [2, 1]], [.symmetric], [.positiveDefinite]),
    ([[1, 1], [1, 1]], [.symmetric, .singular], [.positiveDefinite, .injective]),
    ([[0.6, -0.8], [0.8, 0.6]], [.orthogonal, .isometry], [.symmetric, .positiveDefinite]),
    ([[1, 0], [0, 0]], [.symmetric, .idempotent, .diagonal, .singular], [.orthogonal]),
    ([[0.5, 0.5], [0.5, 0.5]], [.idempotent, .symmetric], [.diagonal, .isometry]),
    ([[1, 0, 0], [0, 2, 0]], [.diagonal, .surjective], [.symmetric, .orthogonal, .idempotent, .positiveDefinite]),
    ([[0.1, 0.3], [0.2, 0.6]], [.singular], [.symmetric]),
  ]

  @Test("the table of matrices", arguments: table)
  func matrices(_ rows: [[Double]], _ yes: [Property], _ no: [Property]) throws {
    let matrix = try Tensor(rows: rows)
    for property in yes {
      let verdict = try judge(matrix, property)
      #expect(verdict.answer == .yes, "\(rows) is \(property): \(verdict.summary)")
    }
    for property in no {
      let verdict = try judge(matrix, property)
      #expect(verdict.answer == .no, "\(rows) is \(property): \(verdict.summary)")
    }
  }

  @Test("a near equality is accepted with its tolerance stated")
  func tolerance() throws {
    let (c, s) = (0.955336489125606, 0.295520206661339)
    let verdict = try judge(Tensor(rows: [[c, -s], [s, c]]), .orthogonal)
    #expect(verdict.answer == .yes)
    let off = try judge(Tensor(rows: [[1, 1e-9], [0, 1]]), .symmetric)
    #expect(off.answer == .no && off.reason == "A[0, 1] = 1e-9 but A[1, 0] = 0")
    let near = try judge(Tensor(rows: [[1, 0.3], [0.1 + 0.2, 1]]), .symmetric)
    #expect(
      near.answer == .yes && near.basis == .tested && near.reason.contains("tolerance 8.882e-16"))
  }

  @Test("what is not a matrix, or not square, or not finite, is an error")
  func errors() throws {
    #expect(throws: GeometryError.notMatrix(.symmetric, [3])) {
      try judge(Tensor([1, 2, 3]), .symmetric)
    }
    #expect(throws: GeometryError.notMatrix(.singular, [0, 0])) {
      try judge(Tensor(shape: [0, 0], elements: []), .singular)
    }
    #expect(throws: GeometryError.notSquare(.singular, [1, 2])) {
      try judge(Tensor(rows: [[1, 2]]), .singular)
    }
    #expect(throws: TensorError.self) { try judge(Tensor(rows: [[.nan]]), .diagonal) }
  }

  @Test(
    "numbers are written short: four digits or the whole part, and powers of ten beyond a million")
  func notation() throws {
    func shown(_ x: Double) throws -> String {
      try judge(linear([1], [1]) |> .translation(vector(x, 0)), .linear).reason
    }
    for (value, text) in [
      (1.0 / 3, "[0.3333, 0]"), (99999.6, "[99999.6, 0]"), (-1.5, "[-1.5, 0]"),
      (12345, "[12345, 0]"), (0.99999, "[0.99999, 0]"), (1 + 1e-15, "[1, 0]"),
      (123_456_789, "[1.235e8, 0]"), (0.00012345, "[0.0001235, 0]"), (-2e-7, "[-2e-7, 0]"),
    ] {
      let found = try shown(value)
      #expect(found.contains(text), "\(found)")
    }
  }
}
