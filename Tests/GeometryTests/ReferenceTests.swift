import Autodiff
import Foundation
import Geometry
import Maps
import Tensors
import Testing

@Suite("The reference net")
struct ReferenceTests {
  let reference: ReferenceNet
  let net: SmoothMap
  let points: Term

  init() throws {
    reference = try ReferenceNet.load()
    net = try reference.map()
    points = try Term(reference.points)
  }

  @Test("forward values agree to 1e-12")
  func forward() throws {
    try expectClose(net(points), Tensor(rows: reference.forward), 1e-12)
  }

  @Test("Jacobians, singular values and the pullback metric agree to 1e-12 at every point")
  func jacobians() throws {
    let found = try jacobian(net, at: points)
    let expected = reference.jacobians.flatMap { $0.flatMap { $0 } }
    try expectClose(found, Tensor(shape: [5, 2, 2], elements: expected), 1e-12)
    let values = try found.known("J").singularValues()
    try expectClose(Term(values), Tensor(rows: reference.singularValues), 1e-12)
    for row in 0..<5 {
      let own = try found.row(row)
      let metric = try Term.product(own.transposed(), own)
      try expectClose(metric, Tensor(rows: reference.pullbackMetrics[row]), 1e-12)
    }
  }

  @Test("loss, gradient and Hessian in all 42 parameters agree to 1e-9")
  func lossDerivatives() throws {
    let reference = reference
    let loss: @Sendable (Term) throws -> Term = {
      try reference.crossEntropy(reference.logits($0))
    }
    let parameters = reference.parameters
    let differentials = Differentials(of: loss)
    try expectClose(loss(parameters), Tensor(reference.loss), 1e-12)
    try expectClose(differentials.gradient(at: parameters), Tensor(reference.gradient), 1e-9)
    try expectClose(
      differentials.hessian(at: parameters), Tensor(rows: reference.hessian), 1e-9)
  }

  @Test("products with the exact Fisher matrix of all 42 parameters agree to 1e-12")
  func fisher() throws {
    let reference = reference
    let logits = Differentials { try reference.logits($0) }
    let (x, count) = (reference.parameters, Double(reference.labels.count))
    let matrix = try Term(Tensor(rows: reference.fisher))
    for seed in 0..<5 {
      let v = Term(Tensor((0..<42).map { sin(Double($0 * 7 + seed * 13 + 1)) }))
      // The file has the mean over the points, the product the sum.
      let product = try logits.fvp(at: x, along: v, family: .categorical) / Term(count)
      try expectClose(product, Term.product(matrix, v).known("F v"), 1e-12)
      let newton = try logits.gnvp(
        at: x, along: v, loss: Pointwise { try reference.crossEntropy($0) })
      try expectClose(newton, product.known("F v"), 1e-13)
    }
  }

  @Test("products with the Hessian of all 42 parameters agree to 1e-9")
  func hessianProducts() throws {
    let reference = reference
    let loss = Differentials { try reference.crossEntropy(reference.logits($0)) }
    let v = Term(Tensor((0..<42).map { cos(Double($0 * 5)) }))
    let matrix = try Term(Tensor(rows: reference.hessian))
    try expectClose(
      loss.hvp(at: reference.parameters, along: v), Term.product(matrix, v).known("H v"), 1e-9)
  }

  @Test("the parameters of the net are W1, b1, W2, b2 in row-major order")
  func parameterOrder() throws {
    let all = try net.parameters.flatMap { try elements($0.value) }
    #expect(
      all == reference.weight1.flatMap { $0 } + reference.bias1 + reference.weight2.flatMap { $0 }
        + reference.bias2)
    #expect(net.parameterCount == 42)
  }

  @Test("its structure does not decide whether it is an embedding, and the answer says so")
  func embedding() throws {
    let verdict = try judge(net.named("net"), .embedding)
    #expect(verdict.answer != .yes)
    if verdict.answer == .unknown {
      #expect(verdict.reason.contains("affine(2, 8) is injective (rank 2) and tanh is injective"))
      #expect(verdict.reason.contains("at each of 1000 sampled points (smallest |det J| = "))
    } else {
      #expect(verdict.basis == .refuted)
    }
  }
}
