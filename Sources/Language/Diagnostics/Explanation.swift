/// The long form of a kind of problem: what it means, a program that has it, the same one without
/// it, and what to do.
public struct Explanation: Sendable {
  /// The id of the diagnostics it explains: `shape.compose`.
  public let id: String
  /// What such a problem is, in a sentence or two.
  public let meaning: String
  /// A small program that has the problem; nil where none has it everywhere.
  public let wrong: String?
  /// What may be written instead.
  public let right: String?
  /// What to do.
  public let advice: String

  /// An explanation from its parts.
  public init(
    _ id: String, _ meaning: String, wrong: String? = nil, right: String? = nil, advice: String
  ) {
    self.id = id
    self.meaning = meaning
    self.wrong = wrong
    self.right = right
    self.advice = advice
  }

  /// The explanation as lines of text, each ended by a newline.
  public var text: String { text(width: nil) }

  /// The explanation as lines of text that fit so many columns, 100 unless told, programs excepted.
  public func text(width: Int?) -> String {
    let width = width ?? WrappedText.ordinaryWidth
    var blocks = [id, Self.filled(meaning, width)]
    if let wrong { blocks.append("  instead of\n\n" + Self.indented(wrong, by: 6)) }
    if let right { blocks.append("  write\n\n" + Self.indented(right, by: 6)) }
    blocks.append(Self.filled(advice, width))
    return blocks.joined(separator: "\n\n") + "\n"
  }

  private static func filled(_ text: String, _ width: Int) -> String {
    WrappedText.prose(indented(WrappedText.unbroken(text), by: 2), width: width, .flush)
  }

  private static func indented(_ text: String, by columns: Int) -> String {
    let margin = String(repeating: " ", count: columns)
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : margin + $0 }.joined(separator: "\n")
  }
}
