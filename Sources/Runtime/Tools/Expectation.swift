import Language

/// What a comment says a statement does.
enum Expectation: Equatable {
  /// `# => text`: it shows this.
  case shows(String)
  /// `# error: id`: it stops with this problem.
  case error(String)

  /// Reads the comment behind a statement and those on the lines directly below it.
  ///
  /// Nothing is expected of a statement that another follows on its line. A text goes on over the
  /// comments directly below that are indented by two blanks or more, or say `=>` again.
  init?(after statement: Statement, in source: Source) {
    var lines: [String] = []
    for comment in Self.comments(from: statement.span.end, in: source) {
      let text = comment.dropFirst()
      let words = text.drop { $0 == " " }
      if words.hasPrefix("=>") {
        lines.append(String(words.dropFirst(2)))
      } else if lines.isEmpty, words.hasPrefix("error: "), Self.isIdentifier(words.dropFirst(7)) {
        self = .error(String(words.dropFirst(7)))
        return
      } else if !lines.isEmpty, text.hasPrefix("  ") {
        lines.append(String(text))
      } else {
        break
      }
    }
    if lines.isEmpty { return nil }
    self = .shows(lines.joined(separator: "\n"))
  }

  /// Whether a text is the id of a problem, as in `shape.compose`, or a word that was meant for one.
  private static func isIdentifier(_ text: Substring) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count <= 2 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isLetter) }
  }

  /// The comments that directly follow a place, without blanks at their ends.
  private static func comments(from start: Int, in source: Source) -> [String] {
    var comments: [String] = []
    var position = start
    var lineBreaks = 0
    while position < source.bytes.count {
      switch source.bytes[position] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: ";"):
        position += 1
      case UInt8(ascii: "\n"):
        lineBreaks += 1
        // A blank line parts a comment from what stands above.
        if lineBreaks > 1 { return comments }
        position += 1
      case UInt8(ascii: "#"):
        let first = position
        while position < source.bytes.count, source.bytes[position] != UInt8(ascii: "\n") {
          position += 1
        }
        var text = source.text(in: Span(first, position))
        while let last = text.last, last.isWhitespace { text.removeLast() }
        comments.append(text)
        lineBreaks = 0
      default: return comments
      }
    }
    return comments
  }
}
