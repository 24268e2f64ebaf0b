/// A piece of source as an editor sees it: a word, a number, a mark, a string, a comment.
///
/// Pieces come from the tokens the parser reads, so that what is coloured and completed never
/// disagrees with what runs. Text that does not parse has pieces too.
public struct SourcePiece: Hashable, Sendable {
  /// What a piece is.
  public enum Kind: Sendable {
    case number
    /// A string, or what stands of one beside its interpolations; it may not be closed yet.
    case string
    case name
    case keyword
    /// One of `( ) [ ] { }`.
    case bracket
    case mark
    case comment
    /// What the language does not read: an operator of another language, a stray character.
    case mistake
  }

  /// What it is.
  public let kind: Kind
  /// Where it is.
  public let span: Span

  /// A piece from its parts.
  public init(_ kind: Kind, _ span: Span) {
    self.kind = kind
    self.span = span
  }

  /// The pieces of a source from left to right; white space belongs to none.
  ///
  /// *Complexity*: O(length of the source).
  public static func pieces(of source: Source) -> [SourcePiece] {
    var pieces: [SourcePiece] = []
    var end = 0
    for token in Lexer.tokens(of: source) {
      addComments(in: Span(end, token.span.start), of: source, to: &pieces)
      add(token, in: source, to: &pieces)
      end = max(token.span.end, end)
    }
    return pieces
  }

  /// The brackets that belong together, by the positions of their pieces, either way.
  ///
  /// *Complexity*: O(number of pieces).
  public static func partners(among pieces: [SourcePiece], in source: Source) -> [Int: Int] {
    var partners: [Int: Int] = [:]
    var open: [(position: Int, closer: UInt8)] = []
    for (position, piece) in pieces.enumerated() where piece.kind == .bracket {
      switch source.bytes[piece.span.start] {
      case UInt8(ascii: "("): open.append((position, UInt8(ascii: ")")))
      case UInt8(ascii: "["): open.append((position, UInt8(ascii: "]")))
      case UInt8(ascii: "{"): open.append((position, UInt8(ascii: "}")))
      case let byte:
        guard let last = open.last, last.closer == byte else { continue }
        open.removeLast()
        partners[last.position] = position
        partners[position] = last.position
      }
    }
    return partners
  }

  private static func add(_ token: Token, in source: Source, to pieces: inout [SourcePiece]) {
    let span = token.span
    switch token.kind {
    case .number: pieces.append(SourcePiece(.number, span))
    case .name: pieces.append(SourcePiece(.name, span))
    case .keyword: pieces.append(SourcePiece(.keyword, span))
    case .mark(let mark):
      let isBracket = mark.closer != nil || mark.isCloser
      pieces.append(SourcePiece(isBracket ? .bracket : .mark, span))
    case .string(let parts): addString(parts, span, in: source, to: &pieces)
    case .foreign: pieces.append(SourcePiece(.mistake, span))
    case .invalid:
      let isString =
        span.start < source.bytes.count && source.bytes[span.start] == UInt8(ascii: "\"")
      pieces.append(SourcePiece(isString ? .string : .mistake, span))
    case .end: break
    }
  }

  /// A string's own text, parted by the pieces of its interpolations.
  private static func addString(
    _ parts: [Token.Piece], _ span: Span, in source: Source, to pieces: inout [SourcePiece]
  ) {
    var start = span.start
    for part in parts {
      guard case .interpolation(let tokens) = part, let first = tokens.first else { continue }
      if first.span.start > start {
        pieces.append(SourcePiece(.string, Span(start, first.span.start)))
      }
      for token in tokens { add(token, in: source, to: &pieces) }
      start = tokens.last?.span.start ?? first.span.end
    }
    if span.end > start { pieces.append(SourcePiece(.string, Span(start, span.end))) }
  }

  private static func addComments(
    in gap: Span, of source: Source, to pieces: inout [SourcePiece]
  ) {
    var offset = gap.start
    while offset < gap.end {
      guard source.bytes[offset] == UInt8(ascii: "#") else {
        offset += 1
        continue
      }
      let rest = source.bytes[offset..<gap.end]
      let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? gap.end
      pieces.append(SourcePiece(.comment, Span(offset, end)))
      offset = end
    }
  }
}
