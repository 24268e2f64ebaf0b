import Autodiff
import Foundation
import Geometry
import Maps
import Tensors
import Testing

/// What the numbers of a matrix decide, each criterion worked out beside the verdict.
@Suite("The numbers that decide")
struct MathematicsNumbersTests {
  /// A matrix of small whole numbers, of at most three rows and columns.
  private struct Whole {
    let rows: [[Double]]

    var m: Int { rows.count }
    var n: Int { rows[0].count }

    init(seed: Int) throws {
      var generator = RandomGenerator(seed: UInt64(seed)).named("whole matrices")
      let (m, n) = (seed % 3 + 1, seed / 3 % 3 + 1)
      let numbers = try generator.uniform([m * n]).elements.map { ($0 * 3).rounded(.down) - 1 }
      rows = (0..<m).map { Array(numbers[$0 * n..<($0 + 1) * n]) }
    }

    /// AᵀA.
    var gram: [[Double]] {
      (0..<n).map { i in (0..<n).map { j in rows.reduce(0) { $0 + $1[i] * $1[j] } } }
    }

    /// The determinant by expansion.
    static func determinant(_ a: [[Double]]) -> Double {
      guard a.count > 1 else { return a[0][0] }
      return a.indices.reduce(0) { sum, column in
        let minor = a.dropFirst().map { row in
          row.indices.filter { $0 != column }.map { row[$0] }
        }
        return sum + (column.isMultiple(of: 2) ? 1 : -1) * a[0][column] * determinant(minor)
      }
    }

    /// c where AᵀA = c I.
    var scale: Double? {
      let gram = gram
      let isScaled = (0..<n).allSatisfy { i in
        (0..<n).allSatisfy { gram[i][$0] == (i == $0 ? gram[0][0] : 0) }
      }
      return isScaled ? gram[0][0] : nil
    }
  }

  @Test(
    "rank A = n, rank A = m, det A ≠ 0, AᵀA = I, AᵀA = c²I, |det A| = 1, det A > 0 and σ_max < 1",
    arguments: 0..<90)
  func criteria(_ seed: Int) throws {
    let a = try Whole(seed: seed)
    let matrix = try Tensor(rows: a.rows)
    let map = try affine(a.rows, a.rows.indices.map { Double($0) - 1 })
    let rank = try matrix.rank().rank
    let determinant = a.m == a.n ? Whole.determinant(a.rows) : 0
    // Injective columns and onto rows, by the determinants of AᵀA and AAᵀ.
    #expect((rank == a.n) == (Whole.determinant(a.gram) != 0))
    let criteria: [(Property, Bool)] = [
      (.injective, rank == a.n), (.embedding, rank == a.n), (.immersion, rank == a.n),
      (.surjective, rank == a.m), (.submersion, rank == a.m),
      (.bijective, determinant != 0), (.homeomorphism, determinant != 0),
      (.diffeomorphism, determinant != 0), (.localDiffeomorphism, determinant != 0),
      (.isometry, a.scale == 1), (.conformal, (a.scale ?? 0) > 0),
      (.volumePreserving, abs(determinant) == 1), (.orientationPreserving, determinant > 0),
      // Whole numbers other than 0 are no contraction.
      (.contraction, a.rows.allSatisfy { $0.allSatisfy { $0 == 0 } }),
    ]
    for (property, holds) in criteria { try expect(map, property, holds ? .yes : .no) }
  }

  @Test("σ_min |x − y| ≤ |f(x) − f(y)| ≤ σ_max |x − y|, and both are reached", arguments: 0..<6)
  func stretch(_ seed: Int) throws {
    var generator = RandomGenerator(seed: UInt64(seed)).named("stretch")
    let weight = try generator.normal([4, 3])
    let f = try SmoothMap.affine(Term(weight), Term(generator.normal([4])))
    let svd = try weight.svd()
    let (greatest, least) = (svd.s.elements[0], svd.s.elements[2])
    func ratio(_ x: Term, _ y: Term) throws -> Double {
      try Tensor(elements(f(x) - f(y))).norm / Tensor(elements(x - y)).norm
    }
    for _ in 0..<50 {
      let found = try ratio(Term(generator.normal([3])), Term(generator.normal([3])))
      #expect(found <= greatest * (1 + 1e-12) && found >= least * (1 - 1e-12))
    }
    let directions = try svd.v.transposed()
    let x = Term(try generator.normal([3]))
    #expect(abs(try ratio(x + Term(directions.row(0)), x) - greatest) < 1e-12)
    #expect(abs(try ratio(x + Term(directions.row(2)), x) - least) < 1e-12)
    #expect(abs(try lipschitz(of: f).lower - greatest) < 1e-12)
  }

  @Test("neither is every affine map a homeomorphism, nor every homeomorphism affine")
  func neither() throws {
    let projection = try linear([1, 0], [0, 0])
    try expect(projection, .affine, .yes, .proved)
    try expect(projection, .homeomorphism, .no, .proved)
    try expect(tanh, .embedding, .yes, .proved)
    try expect(tanh, .affine, .no)
    try expect(.elementwise(.sinh), .homeomorphism, .yes, .proved)
    try expect(.elementwise(.sinh), .affine, .no)
  }

  @Test("a turn with a step keeps lengths as the turn does, whatever its angle")
  func motions() throws {
    for angle in [0.1, 0.3, 1, 2.5] {
      let turn = try SmoothMap.rotation(angle: Term(angle))
      let mirror = try SmoothMap.reflection(normal: vector(angle, 1))
      for map in [
        try turn |> SmoothMap.translation(vector(1, 2)),
        try SmoothMap.translation(vector(1, 2)) |> turn,
        try mirror |> SmoothMap.translation(vector(0, 0.1)),
      ] {
        for property in [Property.isometry, .conformal, .volumePreserving] {
          try expect(map, property, .yes, .proved)
        }
        try expect(map, .linear, .no)
        try expect(map, .contraction, .no, .proved)
      }
    }
  }

  static let chained: [Property] = [
    .linear, .affine, .piecewiseAffine, .smooth, .continuous, .injective, .surjective, .bijective,
    .homeomorphism, .diffeomorphism, .embedding, .immersion, .submersion, .localDiffeomorphism,
    .isometry, .conformal, .volumePreserving, .orientationPreserving, .contraction,
  ]

  @Test("what two maps are, the one after the other is", arguments: chained)
  func closure(_ property: Property) throws {
    let maps: [SmoothMap] = try [
      linear([2, 1], [0, 1]), affine([[0, 1], [1, 0]], [1, 2]), .rotation(angle: Term(0.3)),
      .scaling(Term(0.5)).specialized(to: .real(2)), tanh.specialized(to: .real(2)),
      .leakyReLU(slope: 0.2).specialized(to: .real(2)),
      .elementwise(.sinh).specialized(to: .real(2)),
      .residual(linear([0.3, 0.2], [-0.1, 0.4]) |> tanh),
    ]
    var count = 0
    for f in maps where try judge(f, property).answer == .yes {
      for g in maps where try judge(g, property).answer == .yes {
        try expect(f |> g, property, .yes)
        count += 1
      }
    }
    #expect(count > 0)
  }

  @Test("a derivative that is nowhere singular does not make a map injective")
  func winding() throws {
    let exponential = try SmoothMap.traced(name: "w", domain: .real(2)) { z in
      let (x, y) = (try z.row(0), try z.row(1))
      let r = try x.applying(.exp)
      return try Term.stack([r * y.applying(.cos), r * y.applying(.sin)])
    }
    for point in [vector(0, 0), vector(1, 2), vector(-3, 9)] {
      #expect(try judge(exponential, .localDiffeomorphism, at: point).answer == .yes)
    }
    // It glues: z and z + 2πi are one point of the image.
    try expectClose(
      exponential(vector(0.3, 1)), Tensor(elements(exponential(vector(0.3, 1 + 2 * Double.pi)))),
      1e-14)
    try expect(exponential, .injective, .no, .refuted)
    #expect(try judge(exponential, .localDiffeomorphism).answer != .no)
  }
}

/// A disc of radius 1/3 in a ring from radius 2/3 to 1.
@Suite("A disc in a ring")
struct AnnulusTests {
  private func circle(_ radius: Double, _ count: Int = 720) throws -> Tensor {
    try Tensor(
      rows: (0..<count).map {
        let angle = 2 * Double.pi * Double($0) / Double(count)
        return [radius * cos(angle), radius * sin(angle)]
      })
  }

  @Test(
    "through any depth of layers of two monotone units the winding number stays 1 or −1",
    arguments: 1...6)
  func monotone(_ depth: Int) throws {
    var generator = RandomGenerator(seed: UInt64(depth)).named("annulus")
    var layers: [SmoothMap] = []
    var sign = 1.0
    while layers.count < depth {
      let weight = try generator.normal([2, 2])
      let determinant = try weight.determinant().elements[0]
      guard abs(determinant) > 0.5 else { continue }
      sign *= determinant > 0 ? 1 : -1
      let activation = layers.count.isMultiple(of: 2) ? tanh : SmoothMap.leakyReLU(slope: 0.3)
      let layer = try SmoothMap.affine(Term(weight), Term(generator.normal([2]))) |> activation
      layers.append(layer)
    }
    let net = try SmoothMap.composed(layers)
    try expect(net, .embedding, .yes, .proved)
    let image = try net(Term(circle(2.0 / 3, 4000))).known("a curve")
    let centre = try net(vector(0, 0)).known("a point")
    #expect(try winding(of: image, around: centre).turns == Int(sign))
  }

  @Test("two units that fold part them: |x| + |y| ≤ 0.4714 on the disc, ≥ 0.6667 on the ring")
  func folded() throws {
    let fold = try SmoothMap.elementwise(.abs) |> linear([1, 1])
    let disc = try (0...20).flatMap {
      try elements(fold(Term(circle(Double($0) / 60))))
    }
    let ring = try (0...20).flatMap {
      try elements(fold(Term(circle(2.0 / 3 + Double($0) / 60))))
    }
    #expect(abs((disc.max() ?? 0) - 2.0.squareRoot() / 3) < 1e-12)
    #expect(abs((ring.min() ?? 0) - 2.0 / 3) < 1e-12)
  }

  @Test("three monotone units part them: their sum is at most 1/3 on the disc, ≥ 0.577 on the ring")
  func three() throws {
    let half = 0.75.squareRoot()
    let sum = try linear([1, 0], [-0.5, half], [-0.5, -half]) |> relu |> linear([1, 1, 1])
    let disc = try elements(sum(Term(circle(1.0 / 3))))
    let ring = try elements(sum(Term(circle(2.0 / 3))))
    #expect(abs((disc.max() ?? 0) - 1.0 / 3) < 1e-12)
    #expect(abs((ring.min() ?? 0) - half * 2 / 3) < 1e-12)
  }
}
