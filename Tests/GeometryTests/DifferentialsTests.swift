import Autodiff
import Geometry
import Maps
import Tensors
import Testing

@Suite("Differentials")
struct DifferentialsTests {
  /// (x, y) ↦ (x² y, sin x, x y): J = [2xy, x²; cos x, 0; y, x].
  static func surface() throws -> SmoothMap {
    try .traced(name: "surface", domain: .real(2)) { p in
      let (x, y) = (try p.row(0), try p.row(1))
      return try Term.stack([x * x * y, x.applying(.sin), x * y])
    }
  }

  /// x ↦ Σ x³.
  static func cubes() throws -> SmoothMap {
    try .traced(name: "cubes", domain: .real(2)) { try ($0 * $0 * $0).sum() }
  }

  let rows: Term
  let points = [[0.5, -1.2], [0, 0], [2, 3]]

  init() throws { rows = Term(try Tensor(rows: points)) }

  @Test("the Jacobian is the matrix of partial derivatives")
  func jacobianByHand() throws {
    let (x, y) = (0.5, -1.2)
    let expected = try Tensor(rows: [
      [2 * x * y, x * x], [0.8775825618903728, 0], [y, x],
    ])
    try expectClose(jacobian(Self.surface(), at: vector(x, y)), expected, 1e-15)
  }

  @Test("gradient and Hessian of a sum of cubes are 3x² and 6x")
  func gradientByHand() throws {
    let differentials = try Differentials(of: Self.cubes(), at: vector(2, -1))
    try expectClose(differentials.gradient(at: vector(2, -1)), Tensor([12, 3]), 1e-14)
    try expectClose(
      differentials.hessian(at: vector(2, -1)), Tensor(rows: [[12, 0], [0, -6]]), 1e-14)
  }

  @Test("the Hessian of a vector-valued map is one matrix per component")
  func vectorHessian() throws {
    let x = vector(0.5, -1.2)
    let hessian = try Differentials(of: Self.surface(), at: x).hessian(at: x)
    #expect(hessian.shape == [3, 2, 2])
    let expected = try Tensor(rows: [[-2.4, 1], [1, 0]])
    try expectClose(hessian.row(0), expected, 1e-14)
    try expectClose(hessian.row(2), Tensor(rows: [[0, 1], [1, 0]]), 1e-14)
  }

  @Test("derivatives at rows are those at each row alone")
  func rowsAlone() throws {
    let surface = try Self.surface()
    let cubes = try Self.cubes()
    let vectorValued = try Differentials(of: surface, at: rows)
    let numberValued = try Differentials(of: cubes, at: rows)
    let jacobians = try vectorValued.jacobian(at: rows)
    let gradients = try numberValued.gradient(at: rows)
    let hessians = try numberValued.hessian(at: rows)
    #expect(jacobians.shape == [3, 3, 2] && gradients.shape == [3, 2])
    for (index, point) in points.enumerated() {
      let x = Term(Tensor(point))
      try expectClose(
        jacobians.row(index), jacobian(surface, at: x).known("J"), 1e-14)
      let alone = try Differentials(of: cubes, at: x)
      try expectClose(gradients.row(index), alone.gradient(at: x).known("g"), 1e-14)
      try expectClose(hessians.row(index), alone.hessian(at: x).known("H"), 1e-14)
    }
  }

  @Test("points may have several leading axes")
  func leadingAxes() throws {
    let surface = try Self.surface()
    let grid = try Term(Tensor(shape: [2, 2, 2], elements: [1, 2, 3, 4, 5, 6, 7, 8]))
    let flat = try grid.reshaped([4, 2])
    let found = try jacobian(surface, at: grid)
    #expect(found.shape == [2, 2, 3, 2])
    try expectClose(found.reshaped([4, 3, 2]), jacobian(surface, at: flat).known("J"), 0)
  }

  @Test("J v and Jᵀ u agree with the Jacobian, and ⟨Jv, u⟩ = ⟨v, Jᵀu⟩")
  func products() throws {
    let surface = try Self.surface()
    let (x, v, u) = (vector(0.5, -1.2), vector(0.3, 0.7), vector(1, -2, 0.5))
    let differentials = try Differentials(of: surface, at: x)
    let full = try differentials.jacobian(at: x)
    let forward = try differentials.jvp(at: x, along: v)
    let backward = try differentials.vjp(at: x, along: u)
    try expectClose(forward, Term.product(full, v).known("J v"), 1e-14)
    try expectClose(backward, Term.product(full.transposed(), u).known("Jᵀ u"), 1e-14)
    let (left, right) = (try elements(forward.dot(u))[0], try elements(v.dot(backward))[0])
    #expect(abs(left - right) < 1e-14)
  }

  @Test("products at rows take one direction for all points, or one for each")
  func productsAtRows() throws {
    let surface = try Self.surface()
    let differentials = try Differentials(of: surface, at: rows)
    let v = vector(0.3, 0.7)
    let u = vector(1, -2, 0.5)
    let each = try Term.stack([v, v + Term(1), v * Term(2)])
    let (shared, own) = (
      try differentials.jvp(at: rows, along: v), try differentials.jvp(at: rows, along: each)
    )
    let pulled = try differentials.vjp(at: rows, along: u)
    for (index, point) in points.enumerated() {
      let x = Term(Tensor(point))
      let alone = try Differentials(of: surface, at: x)
      try expectClose(shared.row(index), alone.jvp(at: x, along: v).known("Jv"), 1e-14)
      try expectClose(own.row(index), alone.jvp(at: x, along: each.row(index)).known("Jv"), 1e-14)
      try expectClose(pulled.row(index), alone.vjp(at: x, along: u).known("Jᵀu"), 1e-14)
    }
  }

  @Test("the cotangents of a function of numbers are one number per row")
  func numbersAtRows() throws {
    let cubes = try Self.cubes()
    let pulled = try Differentials(of: cubes, at: rows).vjp(at: rows, along: vector(1, 2, 3))
    try expectClose(
      pulled, Tensor(rows: [[0.75, 4.32], [0, 0], [36, 81]]), 1e-14)
  }

  @Test("a direction of another shape is an error, not a crash")
  func wrongDirection() throws {
    let surface = try Self.surface()
    for wrong in [vector(1, 2, 3), vector(1), try matrix([1, 2])] {
      #expect(throws: AutodiffError.self) {
        try Differentials(of: surface, at: rows).jvp(at: rows, along: wrong)
      }
      #expect(throws: AutodiffError.self) {
        let x = vector(1, 2)
        return try Differentials(of: surface, at: x).jvp(at: x, along: wrong)
      }
    }
  }

  @Test("a point outside the domain is an error that knows the map")
  func wrongDomain() throws {
    #expect(throws: MapError.self) { try jacobian(Self.surface(), at: vector(1, 2, 3)) }
  }

  @Test("float64 keeps the derivative of tanh where 1 - tanh² is 0")
  func saturation() throws {
    try expectClose(jacobian(tanh, at: Term(20)), Tensor(1.6993417021166355e-17), 1e-25)
    #expect(try elements(jacobian(tanh, at: Term(20)))[0] > 0)
  }
}
