/// What stands between two tokens: line breaks, blank lines and comments.
struct Trivia {
  struct Comment {
    /// The comment from its `#` to the end of its line, without blanks at its end.
    let text: String
    /// Whether something else begins its line.
    let isTrailing: Bool
    /// Whether a blank line stands before it.
    let hasBlankBefore: Bool
  }

  private(set) var comments: [Comment] = []
  /// Whether a blank line stands before the token, behind the comments.
  private(set) var hasBlankBefore = false
  /// Whether a line's end stands between the tokens.
  private(set) var hasNewline = false

  /// The trivia between two offsets, where there is nothing else.
  ///
  /// - Parameter start: the end of the token before; 0 where there is none.
  init(_ source: Source, from start: Int, to end: Int) {
    let isFirst = start == 0
    var isLineStart = isFirst
    var isBlank = isFirst
    var hasBlank = false
    var position = start
    while position < end {
      switch source.bytes[position] {
      case UInt8(ascii: "\n"):
        if isLineStart, isBlank { hasBlank = true }
        hasNewline = true
        isLineStart = true
        isBlank = true
        position += 1
      case UInt8(ascii: "#"):
        let first = position
        while position < end, source.bytes[position] != UInt8(ascii: "\n") { position += 1 }
        let isTrailing = !isLineStart
        comments.append(
          Comment(
            text: Trivia.tidied(source.text(in: Span(first, position))), isTrailing: isTrailing,
            hasBlankBefore: hasBlank))
        hasBlank = false
        isBlank = false
      default: position += 1
      }
    }
    hasBlankBefore = hasBlank
  }

  /// A comment without blanks at its end, and with one before its first letter.
  private static func tidied(_ text: String) -> String {
    var scalars = Array(text.unicodeScalars)
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    let marks = scalars.prefix { $0 == "#" }.count
    if marks <= 2, marks < scalars.count, scalars[marks].properties.isAlphabetic {
      scalars.insert(" ", at: marks)
    }
    var result = String.UnicodeScalarView()
    result.append(contentsOf: scalars)
    return String(result)
  }
}
