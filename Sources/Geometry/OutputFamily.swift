public import Autodiff
import Tensors

/// A family of distributions whose parameters a model gives, with its Fisher matrix in them.
///
/// The Fisher matrix is exact: E[∂l ∂lᵀ] over the distribution the parameters name. For each family
/// it is also the Hessian of −log p in these parameters, whatever was observed, so that a Fisher
/// product is the Gauss–Newton product of that loss (Martens, 2020).
public enum OutputFamily: String, CaseIterable, Sendable {
  /// The mean of a normal distribution of unit variance: F = I.
  case normal
  /// The logits of the categories along the last axis, p = softmax z: F = diag p − p pᵀ.
  case categorical
  /// The logit of each element on its own, p = σ(z): F = p (1 − p).
  case bernoulli

  /// F w at parameters z.
  ///
  /// *Shapes*: z and w alike; every axis but the last of a categorical family counts distributions.
  public func fisherProduct(at z: Term, along w: Term) throws(AutodiffError) -> Term {
    switch self {
    case .normal: return w
    case .categorical:
      let p = try z.softmax()
      let mean = try p.dot(w).reshaped(rows(of: z))
      return try p * (w - mean)
    case .bernoulli:
      // 1 − σ(z) = σ(−z), exact in the tails.
      return try z.applying(.sigmoid) * (-z).applying(.sigmoid) * w
    }
  }

  /// The shape with the last axis kept at extent 1, so that one number per row is broadcast.
  private func rows(of z: Term) -> Shape { Shape(Array(z.shape.dims.dropLast()) + [1]) }
}
