import Language

/// What a comment says a statement does.
enum Expectation: Equatable {
  /// `# => text`: it shows this.
  case shows(String)
  /// `# error: id`: it stops with this problem.
  case error(String)

  /// Reads the comment behind a statement and those on the lines directly below it, and tells where
  /// the comments begin that it has read.
  ///
  /// Nothing is expected of a statement that another follows on its line. A text goes on over the
  /// comments directly below that are indented by two blanks or more, or say `=>` again.
  static func read(
    after statement: Statement, in source: Source
  ) -> (expectation: Expectation?, comments: [Int]) {
    var lines: [String] = []
    var read: [Int] = []
    for span in comments(from: statement.span.end, in: source) {
      let text = content(of: span, in: source)
      let words = text.drop { $0 == " " }
      if words.hasPrefix("=>") {
        lines.append(String(words.dropFirst(2)))
      } else if lines.isEmpty, words.hasPrefix("error: "), isIdentifier(words.dropFirst(7)) {
        return (.error(String(words.dropFirst(7))), [span.start])
      } else if !lines.isEmpty, text.hasPrefix("  ") {
        lines.append(String(text))
      } else {
        break
      }
      read.append(span.start)
    }
    return (lines.isEmpty ? nil : .shows(lines.joined(separator: "\n")), read)
  }

  /// The comments that say what is expected, but stand where nobody reads them.
  static func unread(in source: Source, except read: Set<Int>) -> [Span] {
    SourcePiece.pieces(of: source).filter { piece in
      guard piece.kind == .comment, !read.contains(piece.span.start) else { return false }
      let words = content(of: piece.span, in: source).drop { $0 == " " }
      return words.hasPrefix("=>") || words == "error:"
        || words.hasPrefix("error: ") && isIdentifier(words.dropFirst(7))
    }.map(\.span)
  }

  /// What a comment says after its sign, without blanks at its end.
  private static func content(of comment: Span, in source: Source) -> Substring {
    var text = source.text(in: comment).dropFirst()
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return text
  }

  /// Whether a text is the id of a problem, as in `shape.compose`, or a word that was meant for one.
  private static func isIdentifier(_ text: Substring) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count <= 2 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isLetter) }
  }

  /// The comments that directly follow a place.
  private static func comments(from start: Int, in source: Source) -> [Span] {
    var comments: [Span] = []
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
        comments.append(Span(first, position))
        lineBreaks = 0
      default: return comments
      }
    }
    return comments
  }
}
