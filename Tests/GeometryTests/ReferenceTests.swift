import Autodiff
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
    let points = points
    let labels = reference.labels
    let loss: @Sendable (Term) throws -> Term = { parameters in
      let weight1 = try parameters.sliced(0, 0..<16).reshaped([8, 2])
      let bias1 = try parameters.sliced(0, 16..<24)
      let weight2 = try parameters.sliced(0, 24..<40).reshaped([2, 8])
      let bias2 = try parameters.sliced(0, 40..<42)
      let hidden = try (Term.product(points, weight1.transposed()) + bias1).applying(.tanh)
      let logits = try Term.product(hidden, weight2.transposed()) + bias2
      var rows = try Tensor(repeating: 0, shape: [labels.count, 2]).elements
      for (row, label) in labels.enumerated() { rows[row * 2 + label] = 1 }
      let chosen = try (logits * Term(Tensor(shape: [labels.count, 2], elements: rows)))
        .sum(axes: [1])
      return try (logits.logSumExp() - chosen).mean()
    }
    let parameters = Term(
      Tensor(
        reference.weight1.flatMap { $0 } + reference.bias1 + reference.weight2.flatMap { $0 }
          + reference.bias2))
    let differentials = Differentials(of: loss)
    try expectClose(loss(parameters), Tensor(reference.loss), 1e-12)
    try expectClose(differentials.gradient(at: parameters), Tensor(reference.gradient), 1e-9)
    try expectClose(
      differentials.hessian(at: parameters), Tensor(rows: reference.hessian), 1e-9)
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
