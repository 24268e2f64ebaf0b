public import Language

/// What is said at length about every kind of problem, by the id of its diagnostics.
public enum Explanations {
  /// All of them, in the order of the stages that find the problems.
  public static let all: [Explanation] =
    lexing + syntax + habits + names + calls + values + shapes + maps + layers + cells + curves
    + derivatives + files + limits + prompt + tools

  private static let index = Dictionary(all.map { ($0.id, $0) }) { first, _ in first }

  /// The explanation of an id.
  public static subscript(id: String) -> Explanation? { index[id] }

  /// The id that a mistyped one most likely meant.
  public static func near(_ id: String) -> String? {
    nearest(to: id, among: all.map(\.id))
      ?? all.first { $0.id.hasSuffix(".\(id)") }?.id
  }
}

extension Session {
  /// What `:why` shows about a kind of problem: `explain("shape.compose")`; nil for an unknown id.
  public func explain(_ id: String) -> String? { Explanations[id]?.text(width: width) }
}
