import Language
import Runtime

/// Colours what is being typed.
struct Highlighter {
  private let vocabulary: Set<String>

  /// A highlighter that knows the names of a vocabulary.
  init(vocabulary: Set<String>) { self.vocabulary = vocabulary }

  /// A line with its colours; the brackets that belong together beside the cursor, a UTF-8 offset,
  /// stand out.
  ///
  /// The text between the escape sequences is the line, unchanged.
  func painted(_ line: String, cursor: Int?) -> String {
    let start = line.drop(while: \.isWhitespace)
    if start.hasPrefix(":") || start.hasPrefix("?") { return paintedCommand(line) }
    let source = Source(name: "<line>", text: line)
    let pieces = SourcePiece.pieces(of: source)
    let partners = cursor.map { pair(at: $0, pieces, source) } ?? []
    var text = ""
    var end = 0
    for (position, piece) in pieces.enumerated() {
      text += source.text(in: Span(end, piece.span.start))
      let word = source.text(in: piece.span)
      let paint = partners.contains(position) ? Paint.partner : self.paint(piece.kind, word)
      text += paint?.over(word) ?? word
      end = piece.span.end
    }
    return text + source.text(in: Span(end, source.bytes.count))
  }

  private func paint(_ kind: SourcePiece.Kind, _ word: String) -> Paint? {
    switch kind {
    case .number: .number
    case .string: .string
    case .keyword: .keyword
    case .comment: .comment
    case .mistake: .mistake
    case .name: vocabulary.contains(word) ? .vocabulary : nil
    case .bracket, .mark: nil
    }
  }

  /// The command in one colour, code after it in its own.
  private func paintedCommand(_ line: String) -> String {
    let indentation = line.prefix(while: \.isWhitespace)
    let rest = line.dropFirst(indentation.count)
    if rest.first == "?" { return indentation + Paint.command.over(String(rest)) }
    let word = rest.prefix { !$0.isWhitespace }
    return indentation + Paint.command.over(String(word)) + rest.dropFirst(word.count)
  }

  /// The bracket before the cursor, or else the one at it, and its partner.
  private func pair(at cursor: Int, _ pieces: [SourcePiece], _ source: Source) -> [Int] {
    let near = pieces.indices.filter {
      pieces[$0].kind == .bracket
        && (pieces[$0].span.end == cursor || pieces[$0].span.start == cursor)
    }
    guard !near.isEmpty else { return [] }
    let partners = SourcePiece.partners(among: pieces, in: source)
    for position in near {
      if let partner = partners[position] { return [position, partner] }
    }
    return []
  }
}
