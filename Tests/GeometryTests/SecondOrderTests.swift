import Autodiff
import Foundation
import Geometry
import Maps
import Tensors
import Testing

@Suite("Second order and vector calculus")
struct SecondOrderTests {
  /// A function of three variables without symmetries.
  static func scalar() throws -> SmoothMap {
    try .traced(name: "scalar", domain: .real(3)) { p in
      let (x, y, z) = (try p.row(0), try p.row(1), try p.row(2))
      return try x * y.applying(.sin) + z * z * z * x + (x * y * z).applying(.exp)
    }
  }

  /// A vector field without symmetries.
  static func field() throws -> SmoothMap {
    try .traced(name: "field", domain: .real(3)) { p in
      let (x, y, z) = (try p.row(0), try p.row(1), try p.row(2))
      return try Term.stack([x * y * z, (x * y).applying(.sin), z.applying(.exp) * x])
    }
  }

  let point = vector(0.5, -1.2, 0.8)
  let v = vector(0.3, 0.7, -1)
  let rows: Term

  init() throws {
    rows = try matrix([0.5, -1.2, 0.8], [0, 0, 0], [1, 2, -0.3], [-0.4, 0.1, 0.9])
  }

  @Test("H v is the Hessian times v, at a point and at rows")
  func hessianProducts() throws {
    let scalar = try Self.scalar()
    let one = try Differentials(of: scalar, at: point)
    let expected = try Term.product(one.hessian(at: point), v).known("H v")
    try expectClose(one.hvp(at: point, along: v), expected, 1e-12)
    let many = try Differentials(of: scalar, at: rows)
    let (shared, own) = (
      try many.hvp(at: rows, along: v), try many.hvp(at: rows, along: rows)
    )
    for row in 0..<4 {
      let hessian = try many.hessian(at: rows).row(row)
      try expectClose(shared.row(row), Term.product(hessian, v).known("H v"), 1e-12)
      try expectClose(own.row(row), Term.product(hessian, rows.row(row)).known("H v"), 1e-12)
    }
  }

  @Test("a Hessian product of 300,000 variables forms no matrix")
  func large() throws {
    let n = 300_000
    let x = Term(Tensor((0..<n).map { sin(Double($0)) }))
    let cubes = Differentials { try ($0 * $0 * $0).sum() }
    let found = try elements(cubes.hvp(at: x, along: x))
    for index in [0, 1, 77, n - 1] {
      #expect(abs(found[index] - 6 * pow(sin(Double(index)), 2)) < 1e-12)
    }
  }

  @Test("Jᵀ H J v is the product of the matrices, and drops the curvature of the model")
  func gaussNewton() throws {
    let field = try Self.field()
    let scalar = try Self.scalar()
    let differentials = try Differentials(of: field, at: point)
    let jacobian = try differentials.jacobian(at: point)
    let value = try field(point)
    let hessian = try Differentials(of: scalar, at: value).hessian(at: value)
    let moved = try Term.product(hessian, Term.product(jacobian, v))
    let expected = try Term.product(jacobian.transposed(), moved).known("G v")
    try expectClose(differentials.gnvp(at: point, along: v, loss: scalar), expected, 1e-12)
    let plain = Pointwise { try scalar($0) }
    try expectClose(differentials.gnvp(at: point, along: v, loss: plain), expected, 1e-12)
    // A linear model has no curvature, so that nothing is dropped.
    let a = try linear([1, 2, 0], [0, -1, 1], [0.5, 0, 3])
    let whole = try Differentials(of: a |> scalar, at: point).hvp(at: point, along: v)
    try expectClose(
      Differentials(of: a, at: point).gnvp(at: point, along: v, loss: scalar),
      whole.known("H v"), 1e-12)
  }

  @Test("at rows there is one product per row, whether the loss is a map or a plain function")
  func gaussNewtonRows() throws {
    let (field, scalar) = (try Self.field(), try Self.scalar())
    let many = try Differentials(of: field, at: rows)
    let found = try many.gnvp(at: rows, along: v, loss: scalar)
    let plain = try many.gnvp(at: rows, along: v, loss: Pointwise { try scalar($0) })
    let fisher = try many.fvp(at: rows, along: v, family: .categorical)
    for row in 0..<4 {
      let x = try rows.row(row)
      let alone = try Differentials(of: field, at: x)
      let expected = try alone.gnvp(at: x, along: v, loss: scalar).known("G v")
      try expectClose(found.row(row), expected, 1e-12)
      try expectClose(plain.row(row), expected, 1e-12)
      try expectClose(
        fisher.row(row), alone.fvp(at: x, along: v, family: .categorical).known("F v"), 1e-12)
    }
  }

  /// −log p of each family for some observation, as a function of its parameters.
  private static let losses: [(OutputFamily, @Sendable (Term) throws -> Term)] = [
    (.normal, { try Term(0.5) * ($0 - vector(1, 2, 3)).squaredNorm() }),
    (.categorical, { try $0.logSumExp() - $0.row(2) }),
    (.bernoulli, { try ($0.applying(.softplus) - vector(1, 0, 1) * $0).sum() }),
  ]

  @Test("a Fisher product is the Gauss–Newton product of −log p", arguments: 0..<3)
  func fisher(_ index: Int) throws {
    let (family, loss) = Self.losses[index]
    let differentials = try Differentials(of: Self.field(), at: point)
    let fisher = try differentials.fvp(at: point, along: v, family: family)
    let newton = try differentials.gnvp(at: point, along: v, loss: Pointwise(loss))
    try expectClose(fisher, newton.known("G v"), 1e-13)
  }

  @Test("several rows of parameters are summed, and tails keep their digits")
  func fisherRows() throws {
    let z = try matrix([1, -2, 0.5], [0, 40, 3])
    let w = try matrix([1, 0, 2], [-1, 0.5, 0])
    let identity = Differentials { $0 }
    for family in OutputFamily.allCases {
      let product = try identity.fvp(at: z, along: w, family: family)
      for row in 0..<2 {
        let alone = try identity.fvp(at: z.row(row), along: w.row(row), family: family)
        try expectClose(product.row(row), alone.known("F w"), 1e-15)
      }
    }
    // σ(40) is 1 in float64, σ(40) σ(−40) is not 0.
    let tail = try elements(identity.fvp(at: Term(40), along: Term(1), family: .bernoulli))[0]
    #expect(abs(tail - 4.248354255291589e-18) < 1e-30)
    #expect(throws: GeometryError.noCategories) {
      try identity.fvp(at: Term(1), along: Term(1), family: .categorical)
    }
  }

  @Test("the Laplacian is the trace of the Hessian, of each component")
  func laplacianIsTrace() throws {
    let (scalar, field) = (try Self.scalar(), try Self.field())
    let one = try Differentials(of: scalar, at: point)
    try expectClose(one.laplacian(at: point), one.hessian(at: point).trace().known("tr H"), 1e-13)
    let each = try Differentials(of: field, at: rows)
    let traces = try each.hessian(at: rows).trace().known("traces")
    try expectClose(each.laplacian(at: rows), traces, 1e-13)
  }

  @Test("|x|² has the Laplacian 2n, and harmonic functions have 0")
  func harmonic() throws {
    for n in [1, 2, 7] {
      let x = Term(Tensor((0..<n).map { Double($0) - 0.3 }))
      let found = try Differentials { try $0.squaredNorm() }.laplacian(at: x)
      try expectClose(found, Tensor(2 * Double(n)), 1e-14)
    }
    let harmonic: [@Sendable (Term) throws -> Term] = [
      { try $0.row(0).applying(.exp) * $0.row(1).applying(.sin) },
      { try $0.row(0) * $0.row(0) - $0.row(2) * $0.row(2) },
      { try $0.squaredNorm().applying(.squareRoot).applying(.reciprocal) },
      { try $0.norm().applying(.reciprocal) },
      { try Term.atan2($0.row(1), $0.row(0)) },
    ]
    for function in harmonic {
      try expectClose(Differentials(of: function).laplacian(at: point), Tensor(0), 1e-13)
    }
  }

  @Test("div curl F = 0, curl grad f = 0 and div grad f = Δf, by nesting")
  func identities() throws {
    let (scalar, field) = (try Self.scalar(), try Self.field())
    let rotation = try SmoothMap.traced(name: "curl", domain: .real(3)) { x in
      try Differentials(of: field, at: x).curl(at: x)
    }
    let gradient = try SmoothMap.traced(name: "grad", domain: .real(3)) { x in
      try Differentials(of: scalar, at: x).gradient(at: x)
    }
    let zero = try Tensor(repeating: 0, shape: [4])
    try expectClose(Differentials(of: rotation, at: rows).divergence(at: rows), zero, 1e-13)
    let slopes = try Differentials(of: gradient, at: rows)
    try expectClose(slopes.curl(at: rows), Tensor(repeating: 0, shape: [4, 3]), 1e-13)
    let laplacian = try Differentials(of: scalar, at: rows).laplacian(at: rows)
    try expectClose(slopes.divergence(at: rows), laplacian.known("Δf"), 1e-12)
  }

  @Test("a rotation of the plane has curl 2 and divergence 0, a dilation curl 0 and divergence 2")
  func plane() throws {
    let x = vector(0.3, 4)
    for (map, curl, divergence) in [
      (try linear([0, -1], [1, 0]), 2.0, 0.0), (try linear([1, 0], [0, 1]), 0, 2),
    ] {
      let differentials = try Differentials(of: map, at: x)
      try expectClose(differentials.curl(at: x), Tensor(curl), 0)
      try expectClose(differentials.divergence(at: x), Tensor(divergence), 0)
    }
  }

  @Test("curl and divergence of other maps are errors that name the spaces")
  func wrongSpaces() throws {
    let tall = try linear([1, 2], [3, 4], [5, 6])
    let x = vector(1, 2)
    let differentials = try Differentials(of: tall, at: x)
    #expect(
      throws: AutodiffError.notVectorField(operation: "divergence", source: [2], target: [3])
    ) { try differentials.divergence(at: x) }
    #expect(throws: AutodiffError.notVectorField(operation: "curl", source: [2], target: [3])) {
      try differentials.curl(at: x)
    }
    let four = Differentials { $0 }
    #expect(throws: AutodiffError.notVectorField(operation: "curl", source: [4], target: [4])) {
      try four.curl(at: vector(1, 2, 3, 4))
    }
  }

  @Test("a jet at rows has one expansion per row")
  func jets() throws {
    let field = try Self.field()
    let many = try Differentials(of: field, at: rows).jet(at: rows, along: v, order: 3)
    #expect(many.shape == [4, 4, 3])
    for row in 0..<4 {
      let x = try rows.row(row)
      let alone = try Differentials(of: field, at: x).jet(at: x, along: v, order: 3)
      try expectClose(many.row(row), alone.known("a jet"), 1e-13)
    }
  }

  @Test("a direction that does not fit is an error with both shapes")
  func wrongDirections() throws {
    let scalar = try Self.scalar()
    let one = try Differentials(of: scalar, at: point)
    let short = vector(1, 2)
    let error = AutodiffError.wrongDirection(expected: [3], found: [2])
    #expect(throws: error) { try one.hvp(at: point, along: short) }
    #expect(throws: error) { try one.jet(at: point, along: short, order: 2) }
    #expect(throws: error) { try one.gnvp(at: point, along: short, loss: Pointwise { $0 }) }
    #expect(throws: error) { try one.fvp(at: point, along: short, family: .normal) }
    let many = try Differentials(of: scalar, at: rows)
    #expect(throws: error) { try many.hvp(at: rows, along: short) }
  }
}
