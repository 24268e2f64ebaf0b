public import Tensors

/// The domain or codomain of a map: ℝ, ℝⁿ, or tensors of one shape such as ℝ^(1,8,8).
public struct Space: Hashable, Sendable {
  /// The shape of a point; nil for a map that keeps whatever space it is given.
  public let shape: Shape?

  /// The space of tensors of one shape.
  public init(_ shape: Shape) { self.shape = shape }

  private init() { shape = nil }

  /// The real line, whose points are numbers.
  public static let line = Space(.scalar)

  /// ℝⁿ for every n: the space of a map that works element by element.
  public static let any = Space()

  /// ℝⁿ, whose points are vectors.
  public static func real(_ n: Int) -> Space { Space([n]) }

  /// The number of coordinates of a point.
  public var dimension: Int? { shape?.count }
}

extension Space: CustomStringConvertible {
  /// The usual notation: `ℝ`, `ℝ³`, `ℝ^(1,8,8)`, and `ℝⁿ` where any will do.
  public var description: String {
    guard let shape else { return "ℝⁿ" }
    switch shape.rank {
    case 0: return "ℝ"
    case 1: return "ℝ" + Space.superscript(shape[0])
    default: return "ℝ^(" + shape.map(String.init).joined(separator: ",") + ")"
    }
  }

  private static func superscript(_ n: Int) -> String {
    let digits: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
    return String(String(n).compactMap { $0.wholeNumberValue.map { digits[$0] } })
  }
}

/// A place in a program that made a map; whoever runs programs keeps the places by index.
public struct Origin: Hashable, Sendable {
  /// The position in the runtime's list of places.
  public let index: Int

  /// The place at a position.
  public init(index: Int) { self.index = index }
}
