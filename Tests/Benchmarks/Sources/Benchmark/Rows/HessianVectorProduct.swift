import Manifold

extension Rows {
  /// The product of a Hessian and a vector: of the mean cross-entropy, with respect to all weights.
  @Sendable
  static func hessianVectorProduct(_ arrays: Arrays) throws -> Work {
    let widths = try arrays("widths").known("widths").elements.map { Int($0) }
    let (points, classes) = (try arrays("points"), try arrays("classes"))
    let (weights, vector) = (try arrays("weights"), try arrays("vector"))

    @Sendable func loss(_ flat: Term) throws -> Term {
      var (value, start) = (points, 0)
      for (layer, (source, target)) in zip(widths, widths.dropFirst()).enumerated() {
        let end = start + source * target
        let weight = try flat.sliced(0, start..<end).reshaped([target, source])
        let bias = try flat.sliced(0, end..<end + target)
        if layer > 0 { value = try value.applying(.tanh) }
        value = try Term.product(value, weight.transposed()) + bias
        start = end + target
      }
      return try (value.logSumExp() - (value * classes).sum(axes: [1])).mean()
    }

    let derivatives = Differentials(of: Pointwise(loss))
    let product = { try derivatives.hvp(at: weights, along: vector).known("a vector") }
    return .repeating(
      [
        ("gradient", try derivatives.gradient(at: weights).known("a vector")),
        ("product", try product()),
      ], call: product)
  }
}
