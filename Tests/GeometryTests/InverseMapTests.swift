import Autodiff
import Geometry
import Glibc
import Maps
import Tensors
import Testing

@Suite("Couplings, flows, residuals and inverses")
struct InverseMapTests {
  let x = vector(0.4, -1.3)

  func coupling(_ n: Int) throws -> SmoothMap {
    var generator = RandomGenerator(seed: 5)
    return try .coupling(n, hidden: 7, using: &generator)
  }

  /// x ↦ x + g(x) with Lip g < 1.
  func residual() throws -> SmoothMap {
    try .residual(linear([0.3, 0.2], [-0.1, 0.4]) |> tanh |> linear([0.5, 0], [0.2, 0.4]))
  }

  @Test("coupling: undone exactly, a diffeomorphism, log det = Σ s")
  func couplings() throws {
    let map = try coupling(5)
    let point = vector(0.1, -2, 0.7, 3, -0.4)
    let back = try inverse(of: map)
    try expectClose(back(map(point)), Tensor(elements(point)), 1e-14)
    try expect(map, .diffeomorphism, .yes, .proved)
    try expect(map, .orientationPreserving, .yes, .proved)
    try expect(map, .volumePreserving, .no, .refuted)
    guard case .coupling(let parts) = map.structure else { return }
    let logs = try elements(parts.scale(point.sliced(0, 0..<2))).reduce(0, +)
    let determinant = try jacobian(map, at: point).determinant().known("det").elements[0]
    #expect(abs(log(determinant) - logs) < 1e-13)
    let rows = try Term.stack([point, -point])
    try expectClose(map(rows).row(1), Tensor(elements(map(-point))), 1e-15)
  }

  @Test("flow of a linear field is the matrix exponential, with its derivative")
  func linearFlow() throws {
    let a = try Tensor(rows: [[0.3, -1], [1, -0.2]])
    let map = try SmoothMap.flow(.linear(Term(a)), time: Term(1.5))
    let expected = try Tensor(shape: [2, 2], elements: a.elements.map { 1.5 * $0 })
      .matrixExponential()
    try expectClose(jacobian(map, at: x), expected, 1e-9)
    // Where the field vanishes the derivative is as good as elsewhere.
    try expectClose(jacobian(map, at: vector(0, 0)), expected, 1e-9)
    try expectClose(map(x), Tensor(elements(Term.product(Term(expected), x))), 1e-9)
    try expectClose(
      inverse(of: map)(map(x)), Tensor(elements(x)), 1e-9)
  }

  @Test("flow of x' = x(1 − x): value, first and second derivative in closed form")
  func logistic() throws {
    let field = try SmoothMap.traced(name: "logistic", domain: .real(1)) { try $0 * (Term(1) - $0) }
    let map = try SmoothMap.flow(field, time: Term(1.0))
    let (start, e) = (0.3, exp(1.0))
    let below = 1 - start + start * e
    try expectClose(map(vector(start)), Tensor([start * e / below]), 1e-10)
    try expectClose(
      jacobian(map, at: vector(start)), Tensor(rows: [[e / (below * below)]]), 1e-9)
    let second = try Differentials(of: map, at: vector(start)).hessian(at: vector(start))
    try expectClose(
      second, Tensor(shape: [1, 1, 1], elements: [-2 * e * (e - 1) / pow(below, 3)]), 1e-8)
    // It is not Lipschitz: from −1 the solution runs away before time 1.
    try expect(map, .injective, .yes, .proved)
    // No solution that lasted so long ends above e / (e − 1).
    try expect(map, .diffeomorphism, .no, .proved)
    #expect(throws: MapError.self) { try map(vector(-1)) }
  }

  @Test("flow of a Lipschitz field: a diffeomorphism, the same alone and among others")
  func lipschitzFlow() throws {
    let field = try affine([[1, 2], [0, 1]], [0.1, 0]) |> tanh |> linear([0.5, 0], [1, -1])
    let map = try SmoothMap.flow(field, time: Term(0.5))
    try expect(map, .diffeomorphism, .yes, .proved)
    try expect(map, .orientationPreserving, .yes, .proved)
    try expect(map, .isometry, .no)
    let rows = try map(Term.stack([x, vector(0, 0), vector(3, 3)]))
    #expect(try elements(rows.row(0)) == elements(map(x)))
    let kinked = try SmoothMap.flow(linear([1, 0], [0, 1]) |> relu, time: Term(1.0))
    try expect(kinked, .homeomorphism, .yes, .proved)
    try expect(kinked, .diffeomorphism, .unknown)
    let turn = try SmoothMap.flow(linear([0, -1], [1, 0]), time: Term(1.0))
    for property in [Property.isometry, .volumePreserving, .linear, .conformal] {
      #expect(try judge(turn, property).answer != .no, "\(property)")
    }
  }

  @Test("identity + g with Lip g < 1: a homeomorphism, its inverse the fixed point x ← y − g(x)")
  func residuals() throws {
    let map = try residual()
    try expect(map, .homeomorphism, .yes, .proved)
    try expect(map, .diffeomorphism, .yes, .proved)
    let back = try inverse(of: map)
    try expectClose(map(back(x)), Tensor(elements(x)), 1e-13)
    try expect(back, .diffeomorphism, .yes, .proved)
    let report = try back.reported(at: x).reports[0].numbers
    #expect(report[1].name == "residual" && report[1].value < 1e-12)
    let twice = try inverse(of: back)
    try expectClose(twice(x), Tensor(elements(map(x))), 1e-15)
  }

  @Test("the derivative of a solved inverse is J⁻¹, and the second that of the implicit function")
  func implicit() throws {
    let map = try residual()
    let back = try inverse(of: map)
    let point = try back(x)
    let product = try Term.product(jacobian(map, at: point), jacobian(back, at: x))
    try expectClose(product, Tensor.identity(2), 1e-13)
    // f(f⁻¹(y)) = y has no second derivative.
    let both = try back |> map
    let second = try Differentials(of: both, at: x).hessian(at: x)
    try expectClose(second, Tensor(repeating: 0, shape: [2, 2, 2]), 1e-12)
    let rows = try jacobian(back, at: Term.stack([x, vector(2, 2)]))
    try expectClose(rows.row(0), Tensor(elements: elements(jacobian(back, at: x)), [2, 2]), 1e-13)
  }

  @Test("chains are undone in reverse, direct sums part by part, others by Newton's method")
  func structures() throws {
    let net = try affine([[1, 2], [0, 1]], [1, 0]) |> tanh |> linear([2, 1], [1, 1])
    try expectClose(inverse(of: net)(net(x)), Tensor(elements(x)), 1e-12)
    let wide = try linear([1, 0], [0, 1], [1, 1]) |> linear([1, 0, 1], [0, 2, 0])
    try expectClose(inverse(of: wide)(wide(x)), Tensor(elements(x)), 1e-13)
    let sum = try linear([2]).directSum(linear([0.5]) |> tanh)
    try expectClose(inverse(of: sum)(sum(x)), Tensor(elements(x)), 1e-13)
    let cubic = try SmoothMap.traced(name: "cubic", domain: .real(1)) { try $0 + $0 * $0 * $0 }
    try expectClose(inverse(of: cubic)(vector(10)), Tensor([2]), 1e-12)
    try expectClose(
      jacobian(inverse(of: cubic), at: vector(10)), Tensor(rows: [[1.0 / 13]]), 1e-12)
  }

  @Test("no inverse, with the reason")
  func none() throws {
    let fold = try SmoothMap.traced(name: "fold", domain: .real(1)) { try $0 * $0 }
    for (map, word) in try [
      (relu, "relu(-2) = relu(-1)"), (linear([1, 2], [2, 4]), "rank A = 1 < 2"),
      (linear([1, 2]), "equal dimensions"), (fold, "fold([1]) = fold([-1])"),
      (linear([1, 1], [0, 1]) |> relu, "only row 0 is active"),
    ] {
      do {
        _ = try inverse(of: map)
        Issue.record("\(map.name) has an inverse")
      } catch GeometryError.noInverse(_, let reason, _) {
        #expect(reason.contains(word), "\(reason)")
      }
    }
  }

  @Test("branch: injective where one branch is, onto only where both are")
  func branches() throws {
    let graph = try SmoothMap.branch(linear([1, 2]) |> tanh, .identity(2))
    try expect(graph, .injective, .yes, .proved)
    try expect(graph, .embedding, .yes, .proved)
    try expect(graph, .immersion, .yes, .proved)
    try expect(graph, .surjective, .no)
    try expectClose(
      SmoothMap.branch(linear([1, 1]), .identity(2))(vector(3, 4)), Tensor([7, 3, 4]), 0)
    let folds = try SmoothMap.branch(linear([1, 0], [0, 1]) |> relu, linear([1, 1]) |> relu)
    try expect(folds, .injective, .no)
  }

  @Test("inverses of functions of one number: monotone on the image they are defined on")
  func elementwiseVerdicts() throws {
    for name in [ElementwiseFunction.tanh, .exp, .sigmoid, .softplus, .atan, .squareRoot] {
      let back = try inverse(of: .elementwise(name))
      try expect(back, .injective, .yes, .proved)
      try expect(back, .linear, .no)
    }
    try expect(inverse(of: .elementwise(.cubeRoot)), .homeomorphism, .yes, .proved)
    try expect(inverse(of: .elementwise(.cubeRoot)), .diffeomorphism, .no)
  }
}

extension Tensor {
  fileprivate init(elements: [Double], _ shape: Shape) throws {
    try self.init(shape: shape, elements: elements)
  }
}
