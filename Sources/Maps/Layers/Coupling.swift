import Autodiff
import Tensors

/// An affine coupling: the first part of the coordinates moves the rest, and stays itself.
///
/// y₁ = x₁ and y₂ = x₂ · exp s(x₁) + t(x₁). Whatever s and t are, it is undone by
/// x₂ = (y₂ − t(y₁)) · exp(−s(y₁)), and log det = Σ s.
///
/// *Source*: Dinh, Sohl-Dickstein and Bengio, Density estimation using Real NVP (2017).
public struct Coupling: Sendable {
  /// Which way it goes.
  public enum Direction: Hashable, Sendable {
    case forward
    case inverse
  }

  /// The logarithm of the scale of each of the other coordinates, from the first ones.
  public let scale: SmoothMap
  /// What is added to each of the other coordinates, from the first ones.
  public let shift: SmoothMap
  /// Which way it goes.
  public let direction: Direction

  /// The number of coordinates that stay.
  public var kept: Int { scale.domain.dimension ?? 0 }
  /// The number of coordinates that move.
  public var moved: Int { scale.codomain.dimension ?? 0 }

  func apply(_ x: Term, _ points: Points) throws -> Term {
    let axis = points == .one ? 0 : 1
    let first = try x.sliced(axis, 0..<kept)
    let second = try x.sliced(axis, kept..<x.shape[axis])
    let (s, t) = (try scale.apply(first, points), try shift.apply(first, points))
    let changed =
      switch direction {
      case .forward: try second * s.applying(.exp) + t
      case .inverse: try (second - t) * (-s).applying(.exp)
      }
    return try Term.concatenate([first, changed], axis: axis)
  }
}
