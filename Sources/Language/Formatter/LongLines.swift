/// Finds where the lines of a formatted program that are too long may be broken.
///
/// Of a line that is too long, one level of its structure is spread over lines of its own: what
/// stands between the commas of the brackets it is within, the links of a chain, or what stands in
/// the widest of its brackets. Formatting sets the lines that come of it, and what is still too long
/// is broken once more, a level deeper.
struct LongLines {
  /// The columns a line may take.
  static let width = 100
  /// The columns below which brackets are not worth breaking.
  private static let leastGroup = 16

  private let source: Source
  private let tokens: [Token]
  /// The bracket that closes each opening one, and the one that opens each token's innermost level.
  private var closers: [Int: Int] = [:]
  private var openers: [Int?] = []

  init(_ text: String) {
    source = Source(name: "formatted", text: text)
    tokens = Lexer.tokens(of: source)
    var open: [Int] = []
    for (position, token) in tokens.enumerated() {
      if case .mark(let mark) = token.kind, mark.isCloser, let opener = open.popLast() {
        closers[opener] = position
      }
      openers.append(open.last)
      if case .mark(let mark) = token.kind, mark.closer != nil { open.append(position) }
    }
  }

  /// The text with a line break before every token that is to begin a line; nil where no line that
  /// is too long can be broken.
  var broken: String? {
    var starts: [Int] = []
    var first = 0
    while first < tokens.count {
      var end = first + 1
      while end < tokens.count, !tokens[end].hasNewlineBefore { end += 1 }
      let line = first..<end
      if isTooLong(line) { starts += breaks(in: line) }
      first = end
    }
    guard !starts.isEmpty else { return nil }
    var text = ""
    var end = 0
    for start in starts.map({ tokens[$0].span.start }) {
      text += source.text(in: Span(end, start)) + "\n"
      end = start
    }
    return text + source.text(in: Span(end, source.bytes.count))
  }

  /// Whether the tokens of a line take too many columns; a comment behind them may.
  private func isTooLong(_ line: Range<Int>) -> Bool {
    let last = tokens[line.upperBound - 1]
    // A string may hold line breaks in what it interpolates; its lines are its own.
    let start = source.content(ofLine: source.line(at: tokens[line.lowerBound].span.start))
    guard last.span.end - start.lowerBound > Self.width else { return false }
    return DisplayWidth.of(source.text(in: Span(start.lowerBound, last.span.end))) > Self.width
  }

  /// The tokens of a line that are to begin lines, in order.
  private func breaks(in line: Range<Int>) -> [Int] {
    let level = openers[line.lowerBound]
    let inBrackets = level.map { !tokens[$0].isMark(.openBrace) } ?? false
    let own = line.dropFirst().filter { openers[$0] == level }
    if inBrackets {
      let elements = own.filter { !isCloser($0) && follows($0, .comma) }
      if !elements.isEmpty { return elements }
    }
    let links = own.filter { tokens[$0].isMark(.pipe) }
    if !links.isEmpty { return links }
    return widestGroup(in: line).map { breaks(inGroup: $0) } ?? []
  }

  /// The opening bracket of the widest group of a line that can be spread over several.
  private func widestGroup(in line: Range<Int>) -> Int? {
    var widest: (opener: Int, columns: Int)?
    var position = line.lowerBound
    while position < line.upperBound {
      if let closer = closers[position], closer < line.upperBound, isSpreadable(position) {
        let columns = tokens[closer].span.end - tokens[position].span.start
        if columns >= Self.leastGroup, columns > widest?.columns ?? 0 {
          widest = (position, columns)
        }
        position = closer
      }
      position += 1
    }
    return widest?.opener
  }

  private func isSpreadable(_ opener: Int) -> Bool {
    guard let closer = closers[opener], closer > opener + 1 else { return false }
    return tokens[opener].isMark(.openBrace) || breaks(inGroup: opener).count > 2
  }

  /// The tokens that begin lines where a group is spread: its first, those behind its separators,
  /// and the bracket that closes it.
  private func breaks(inGroup opener: Int) -> [Int] {
    guard let closer = closers[opener] else { return [] }
    let own = ((opener + 2)..<max(closer, opener + 2)).filter { openers[$0] == opener }
    let isList = tokens[opener].isMark(.openBracket)
    let rows = own.filter { follows($0, .semicolon) }
    let elements = own.filter { follows($0, .comma) }
    let links = own.filter { tokens[$0].isMark(.pipe) || (isList && tokens[$0].isKeyword(.for)) }
    let parts = !rows.isEmpty ? rows : !elements.isEmpty ? elements : links
    return [opener + 1] + parts + [closer]
  }

  private func follows(_ position: Int, _ mark: Mark) -> Bool { tokens[position - 1].isMark(mark) }

  private func isCloser(_ position: Int) -> Bool {
    if case .mark(let mark) = tokens[position].kind { mark.isCloser } else { false }
  }
}
