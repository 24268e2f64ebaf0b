import Foundation
import Tensors
import Testing

@testable import Autodiff

/// A function of one number and its third derivative at a point.
struct ThirdDerivative: Sendable, CustomTestStringConvertible {
  let name: String
  let x: Double
  let function: @Sendable (Term) throws -> Term
  let expected: Double

  var testDescription: String { "\(name) at \(x)" }

  private static func logSumExp(_ x: Term) throws -> Term {
    try Term.stack([x, Term(0), Term(0)]).logSumExp()
  }

  private static let t = Foundation.tanh(0.6)
  private static let s = 1 / (1 + exp(-0.6))

  static let all: [ThirdDerivative] = [
    .init(name: "sin", x: 0.6, function: { try $0.applying(.sin) }, expected: -cos(0.6)),
    .init(name: "exp", x: 0.6, function: { try $0.applying(.exp) }, expected: exp(0.6)),
    // tanh‴ = −2 (1 − t²)(1 − 3t²)
    .init(
      name: "tanh", x: 0.6, function: { try $0.applying(.tanh) },
      expected: -2 * (1 - t * t) * (1 - 3 * t * t)),
    // σ‴ = σ (1 − σ)(1 − 6σ + 6σ²)
    .init(
      name: "logistic", x: 0.6, function: { try $0.applying(.sigmoid) },
      expected: s * (1 - s) * (1 - 6 * s + 6 * s * s)),
    // (x sin x · eˣ)‴ = eˣ (x (2 cos x − 2 sin x) + 6 cos x)
    .init(
      name: "a product", x: 0.6,
      function: { try $0 * $0.applying(.sin) * $0.applying(.exp) },
      expected: exp(0.6) * (0.6 * (2 * cos(0.6) - 2 * sin(0.6)) + 6 * cos(0.6))),
    .init(name: "softplus", x: 0, function: { try $0.applying(.softplus) }, expected: 0),
    // σ″ at p = σ(0.6)
    .init(
      name: "softplus", x: 0.6, function: { try $0.applying(.softplus) },
      expected: s * (1 - s) * (1 - 2 * s)),
    // p (1 − p)(1 − 2p) with p = 1/3
    .init(name: "logsumexp of three equals", x: 0, function: logSumExp, expected: 2.0 / 27),
  ]
}

@Suite("Derivatives of second and third order")
struct HigherDerivativeTests {
  @Test("third derivatives have their closed forms", arguments: ThirdDerivative.all)
  func third(_ example: ThirdDerivative) throws {
    let found = try derivative(3, at: example.x, example.function)
    #expect(agree(found, example.expected, 1e-13), "\(found)")
  }

  @Test(
    "∂³/∂x²∂y of xʸ is xʸ⁻² (2y − 1 + y (y − 1) log x), at whole y too",
    arguments: [2.3, 3, 2, 1, 0, -1])
  func power(_ y: Double) throws {
    let x = 1.7
    let third = try answer(
      .composed(.hessian, then: .jacobian), at: Tensor([x, y])
    ) { try .power($0.row(0), $0.row(1)) }
    let expected = pow(x, y - 2) * (2 * y - 1 + y * (y - 1) * log(x))
    // Whichever order the derivatives are taken in.
    for index in [1, 2, 4] { #expect(agree(third[flat: index], expected, 1e-13)) }
  }

  @Test("norm at 0 has a value and no derivative of any order")
  func norm() throws {
    for transform in [Transform.gradient, .hessian, .laplacian] {
      #expect(
        throws: AutodiffError.notDifferentiable(
          operation: "norm", reason: "it has a corner at 0")
      ) { try answer(transform, at: Tensor([0, 0])) { try $0.norm() } }
    }
  }

  /// Functions of one matrix, with the operand they are smooth at.
  private static let ofMatrices: [(Operand, @Sendable (Term) throws -> Term)] = [
    (.regular([4, 3]), { try ($0.svd().s * Term(Tensor([1, -2, 3]))).sum() }),
    (.regular([4, 3]), { try ($0.svd().u * $0).sum() }),
    (.regular([3, 4]), { try $0.svd().v.squaredNorm() + $0.svd().v.row(0).applying(.sin).sum() }),
    (
      .symmetric([4, 4]), { try ($0.symmetricEigen().values * Term(Tensor([1, -2, 3, 5]))).sum() }
    ),
    (.symmetric([4, 4]), { try ($0.symmetricEigen().vectors * $0).row(1).sum() }),
    (.positiveDefinite([3, 3]), { try $0.cholesky().applying(.sin).sum() }),
  ]

  @Test("first and second derivatives of factors agree with central differences", arguments: 0..<6)
  func factors(_ index: Int) throws {
    let (operand, function) = Self.ofMatrices[index]
    var random = SplitMix(seed: 61 + index)
    let a = try operand.sample(using: &random)
    let v = try operand.direction(using: &random)
    let slope = try answer(.jvp, at: a, extra: [v], function)
    let quotient = try centralDifference(at: [a], along: [v]) {
      [try function(Term($0[0])).known("a value")]
    }
    #expect(agree(slope, quotient[0], 1e-5))
    let product = try answer(.hvp, at: a, extra: [v], function)
    let second = try centralDifference(at: [a], along: [v]) {
      [try answer(.gradient, at: $0[0], function)]
    }
    #expect(agree(product, second[0], 1e-5))
    let curvature = try answer(.jet(order: 2), at: a, extra: [v], function)[flat: 2]
    #expect(agree(2 * curvature, product.inner(v), 1e-10))
  }

  @Test("at equal values the second derivatives of values name the gap")
  func clusters() throws {
    let equal = try Tensor(rows: [[2, 0], [0, 2]])
    for function: @Sendable (Term) throws -> Term in [
      { try $0.symmetricEigen().values.row(0) }, { try $0.svd().s.row(0) },
    ] {
      #expect(
        performing: { try answer(.hvp, at: equal, extra: [equal], function) },
        throws: { error in
          guard case AutodiffError.degenerate(_, let gap) = error else { return false }
          return gap == 0
        })
    }
  }
}
