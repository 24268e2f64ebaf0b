public import Tensors

/// The domain or codomain of a map: ℝ, ℝⁿ, or tensors of one shape such as ℝ^(1,8,8).
///
/// A space is *open* where a map takes several and has not been given one yet.
public struct Space: Hashable, Sendable {
  /// The shape of a point; nil for an open space.
  public let shape: Shape?
  private let openness: Openness

  /// Which spaces an open one may become.
  private enum Openness: Hashable {
    case closed
    case any
    case images(channels: Int?)
    case tensors
  }

  /// The space of tensors of one shape.
  public init(_ shape: Shape) {
    self.shape = shape
    openness = .closed
  }

  private init(_ openness: Openness) {
    shape = nil
    self.openness = openness
  }

  /// The real line, whose points are numbers.
  public static let line = Space(.scalar)

  /// ℝⁿ for every n: the space of a map that works element by element.
  public static let any = Space(Openness.any)

  /// Images of every size: tensors of channels × height × width, of so many channels if any is said.
  public static func images(channels: Int?) -> Space { Space(.images(channels: channels)) }

  /// Tensors of every shape, of which each is one point.
  public static let tensors = Space(Openness.tensors)

  /// ℝⁿ, whose points are vectors.
  public static func real(_ n: Int) -> Space { Space([n]) }

  /// Whether the map takes several spaces and has not been given one yet.
  public var isOpen: Bool { shape == nil }

  /// The number of coordinates of a point.
  public var dimension: Int? { shape?.count }

  /// The number of axes of a point, where all the spaces it may become share it.
  var pointRank: Int? {
    switch openness {
    case .closed: shape?.rank
    case .images: 3
    case .any, .tensors: nil
    }
  }

  /// Whether a whole tensor is taken as one point.
  var takesWholeTensors: Bool { openness == .tensors }
}

extension Space: CustomStringConvertible {
  /// The usual notation: `ℝ`, `ℝ³`, `ℝ^(1,8,8)`, `ℝⁿ` where any will do, `ℝ^(1,h,w)` for images.
  public var description: String { text(extents: "h,w") }

  /// The notation with other letters for the height and width of images.
  func text(extents: String) -> String {
    guard let shape else {
      switch openness {
      case .any, .closed: return "ℝⁿ"
      case .images(let channels): return "ℝ^(\(channels.map(String.init) ?? "c"),\(extents))"
      case .tensors: return "ℝ^(…)"
      }
    }
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
  /// By its lifetime the runtime knows how long there are maps from the place.
  public final class Token: Sendable {
    /// A new one.
    public init() {}
  }

  /// The position in the runtime's list of places.
  public let index: Int
  private let token: Token?

  /// The place at a position.
  public init(index: Int, token: Token? = nil) {
    self.index = index
    self.token = token
  }

  /// Whether they are the same place.
  public static func == (a: Origin, b: Origin) -> Bool { a.index == b.index }

  /// Hashes the position.
  public func hash(into hasher: inout Hasher) { hasher.combine(index) }
}
