/// Writes a program in one manner: spaces, indentation, blank lines; never its words or its meaning.
///
/// It goes from token to token and decides what stands between them, so every spelling and every
/// comment stays. Line breaks stay where they are, at most one blank line in a row, and lines that are
/// too long get more of them (`LongLines`). A program that does not parse is not touched, and what
/// would mean something else is not given out.
public struct Formatter {
  /// What came of formatting.
  public enum Result: Sendable {
    /// The text in the one manner, which may be the text given.
    case formatted(String)
    /// The problems of a program that does not parse.
    case invalid([Diagnostic])
  }

  /// A bracket that is open where the text is written.
  struct Group {
    /// The mark that opened it; nil for the program itself.
    let opener: Mark?
    /// Whether its content stands on lines of its own.
    let isBroken: Bool
    /// Where a new line within it begins.
    let indentation: Int
    /// Where its closing bracket begins, if it begins a line.
    let closing: Int

    /// Whether line ends end statements in it.
    var holdsStatements: Bool { opener == nil || opener == .openBrace }
  }

  let source: Source
  let tokens: [Token]
  /// For each opening bracket, whether its content stands on lines of its own.
  private var broken: Set<Int> = []
  /// The signs that stand before an operand instead of between two.
  var prefixes: Set<Int> = []
  private var groups = [Group(opener: nil, isBroken: true, indentation: 0, closing: 0)]
  private var text = ""
  /// How many characters the current line has.
  private var column = 0
  /// Where the current line begins.
  private var lineIndentation = 0

  /// The program in the one manner.
  public static func format(_ source: Source) -> Result {
    let before: Program
    switch Parser.parse(source) {
    case .complete(let program): before = program
    case .incomplete(_, let diagnostic): return .invalid([diagnostic])
    case .invalid(let problems): return .invalid(problems)
    }
    let whole = spaced(source)
    // Where a break would mean something else, lines stay as long as they are.
    for text in [broken(whole), whole] {
      if case .complete(let after) = Parser.parse(Source(name: source.name, text: text)),
        after.isSame(as: before)
      {
        return .formatted(text)
      }
    }
    return .invalid([
      Diagnostic(
        "format.meaning", "formatting would change what this program means, so it stays as it is",
        at: .init(source, Span(0, 0)))
    ])
  }

  /// The text with its spaces and indentation set, and its lines as they are.
  private static func spaced(_ source: Source) -> String {
    var formatter = Formatter(source)
    formatter.write()
    return formatter.text
  }

  /// A formatted text with its long lines broken, level by level.
  private static func broken(_ text: String) -> String {
    var text = text
    while let next = LongLines(text).broken {
      let set = spaced(Source(name: "formatted", text: next))
      if set == text { break }
      text = set
    }
    return text
  }

  private init(_ source: Source) {
    self.source = source
    tokens = Lexer.tokens(of: source)
    survey()
  }

  /// Finds which brackets have their content on lines of its own, and which signs are prefixes.
  private mutating func survey() {
    var open: [(position: Int, mark: Mark)] = []
    for (position, token) in tokens.enumerated() {
      let isInStatements = open.last.map { $0.mark == .openBrace } ?? true
      if case .mark(let mark) = token.kind, mark == .plus || mark == .minus {
        let isStart = token.hasNewlineBefore && isInStatements
        if position == 0 || isStart || !endsOperand(position - 1) { prefixes.insert(position) }
      }
      if token.hasNewlineBefore, let last = open.last {
        let isFirst = position == last.position + 1
        let isEmpty =
          isFirst && closes(token, last.mark) && trivia(before: position).comments.isEmpty
        if !isEmpty, last.mark == .openBrace || isFirst { broken.insert(last.position) }
      }
      guard case .mark(let mark) = token.kind else { continue }
      if mark.closer != nil { open.append((position, mark)) }
      if mark.isCloser, !open.isEmpty { open.removeLast() }
    }
  }

  private func closes(_ token: Token, _ opener: Mark) -> Bool {
    opener.closer.map { token.isMark($0) } ?? false
  }

  func trivia(before position: Int) -> Trivia {
    let start = position == 0 ? 0 : tokens[position - 1].span.end
    return Trivia(source, from: start, to: tokens[position].span.start)
  }

  // MARK: - Writing

  private mutating func write() {
    for position in tokens.indices {
      let token = tokens[position]
      let trivia = trivia(before: position)
      let isFirst = position == 0 || isOpener(position - 1)
      let closing = isCloser(position) ? groups.last : nil
      write(trivia.comments, at: contentIndentation(position), isFirst: isFirst)
      if token.isEnd { break }
      let hasComments = !trivia.comments.isEmpty
      if position == 0 {
        if hasComments { startLine(0, afterBlank: trivia.hasBlankBefore) }
      } else if hasComments || breaks(position, trivia, closing) {
        let isBlank = trivia.hasBlankBefore && closing == nil && (hasComments || !isFirst)
        startLine(
          closing.map { $0.isBroken ? $0.closing : $0.indentation }
            ?? contentIndentation(position), afterBlank: isBlank)
      } else if hasSpace(before: position) {
        append(" ")
      }
      append(source.text(in: token.span))
      if case .mark(let mark) = token.kind {
        if mark.isCloser, groups.count > 1 { groups.removeLast() }
        if mark.closer != nil { open(mark, at: position) }
      }
    }
    if !text.isEmpty { text += "\n" }
  }

  private mutating func open(_ mark: Mark, at position: Int) {
    let isBroken = broken.contains(position)
    groups.append(
      Group(
        opener: mark, isBroken: isBroken,
        indentation: isBroken || mark == .openBrace ? lineIndentation + 2 : column,
        closing: lineIndentation))
  }

  /// Whether a token begins a line.
  private func breaks(_ position: Int, _ trivia: Trivia, _ closing: Group?) -> Bool {
    if isOpener(position - 1), broken.contains(position - 1) { return true }
    if let closing { return closing.isBroken }
    // `} else` goes on where the block ends.
    if tokens[position].isKeyword(.else), tokens[position - 1].isMark(.closeBrace) { return false }
    return trivia.hasNewline
  }

  /// Where a line begins that a token begins.
  private func contentIndentation(_ position: Int) -> Int {
    guard let group = groups.last else { return 0 }
    guard group.holdsStatements, position > 0, !isOpener(position - 1), !isCloser(position) else {
      return group.indentation
    }
    return continues(position) ? group.indentation + 2 : group.indentation
  }

  /// Whether a line that a token begins goes on with the statement before it.
  private func continues(_ position: Int) -> Bool {
    let token = tokens[position]
    if token.isEnd || tokens[position - 1].isMark(.semicolon) { return false }
    return !endsStatement(position - 1) || token.isMark(.pipe) || token.isKeyword(.then)
      || token.isKeyword(.else)
  }

  private mutating func write(_ comments: [Trivia.Comment], at indentation: Int, isFirst: Bool) {
    for (index, comment) in comments.enumerated() {
      if comment.isTrailing {
        append("  " + comment.text)
      } else {
        startLine(indentation, afterBlank: comment.hasBlankBefore && (index > 0 || !isFirst))
        append(comment.text)
      }
    }
  }

  private mutating func startLine(_ indentation: Int, afterBlank: Bool) {
    if !text.isEmpty { text += afterBlank ? "\n\n" : "\n" }
    text += String(repeating: " ", count: indentation)
    column = indentation
    lineIndentation = indentation
  }

  private mutating func append(_ piece: String) {
    text += piece
    column += piece.unicodeScalars.count
  }
}
