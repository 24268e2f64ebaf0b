/// What reading a source gives.
public enum ParseResult: Sendable {
  /// The whole program.
  case complete(Program)
  /// A program that may go on; the diagnostic is for those who have nothing to add.
  case incomplete(waitingFor: String, Diagnostic)
  /// The problems found, one a statement at most.
  case invalid([Diagnostic])
}

/// A recursive-descent parser: one function per rule of `grammar/mfl.ebnf`, with the same names.
///
/// Its extensions follow the areas of the grammar. A rule either returns a tree, having moved past
/// it, or throws. No symbol table is needed, and looking ahead never goes further than a statement:
/// brackets are matched once, before parsing.
public struct Parser {
  /// Where the source comes from.
  public enum Entry: Sendable {
    /// A file or an argument.
    case script
    /// A line typed at the prompt, which may begin with `|>` to go on from `ans`.
    case prompt
  }

  /// Why a rule gave up.
  indirect enum Failure: Error {
    case invalid(Diagnostic)
    /// The source ended where more was needed.
    case ended(waitingFor: String, Diagnostic)
    /// Nobody waits for the tree any more.
    case stopped
  }

  /// The nesting a source may have at most: of brackets, blocks, functions and conditions.
  public static let nestingLimit = 200
  /// The depth a tree may have; a long sum is deep without any bracket.
  public static let depthLimit = 1_000
  /// The bytes a source may have.
  public static let sizeLimit = 64 << 20

  /// The problems reported of one source.
  static let problemLimit = 20

  let source: Source
  var tokens: [Token]
  var position = 0
  /// For every opening bracket the position of the one that closes it.
  var closers: [Int: Int] = [:]
  /// The opening brackets the current token is within, outermost first.
  var openings: [Int] = []
  /// The problems found so far, of statements that were given up.
  var problems: [Diagnostic] = []
  /// The statements of the outermost level that were read.
  var statements: [Statement] = []
  /// The words in statements that were given up.
  var lostWords: Set<String> = []
  private var nesting = 0
  /// The nesting this source may have.
  private var nestingBound: Int
  /// How many levels were entered, for asking now and then whether to stop.
  private var entered = 0
  private let isStopping: () -> Bool

  init(
    _ source: Source, tokens: [Token], nesting: Int = nestingLimit,
    isStopping: @escaping () -> Bool
  ) {
    nestingBound = min(nesting, Self.nestingLimit)
    self.source = source
    self.tokens = tokens
    self.isStopping = isStopping
    closers = Parser.matched(tokens)
  }

  /// A parser of tokens within a token of another one, whose levels count as levels of this one.
  init(_ tokens: [Token], within other: Parser) {
    self.init(other.source, tokens: tokens, isStopping: other.isStopping)
    nesting = other.nesting
    nestingBound = other.nestingBound
  }

  /// Reads a source.
  ///
  /// - Parameters:
  ///   - source: the text.
  ///   - entry: where it comes from.
  ///   - nesting: the nesting it may have, where that is less than `nestingLimit`.
  ///   - isStopping: asked now and then whether the reading is to be given up, whose result then is
  ///     `.invalid` with a diagnostic that says so.
  public static func parse(
    _ source: Source, as entry: Entry = .script, nesting: Int = nestingLimit,
    isStopping: @escaping () -> Bool = { false }
  ) -> ParseResult {
    guard source.bytes.count <= sizeLimit else {
      return .invalid([
        Diagnostic(
          "limit.size", "the source is too long",
          facts: ["it has \(source.bytes.count) bytes; the limit is \(sizeLimit)"])
      ])
    }
    guard let tokens = Lexer.tokens(of: source, isStopping: isStopping) else {
      return .invalid([stopped])
    }
    var parser = Parser(source, tokens: tokens, nesting: nesting, isStopping: isStopping)
    return parser.program(entry)
  }

  /// What is said of a source whose reading was given up.
  static let stopped = Diagnostic("interrupted", "the reading was given up")

  private static func matched(_ tokens: [Token]) -> [Int: Int] {
    var closers: [Int: Int] = [:]
    var open: [(position: Int, closer: Mark)] = []
    for (position, token) in tokens.enumerated() {
      guard case .mark(let mark) = token.kind else { continue }
      if let closer = mark.closer {
        open.append((position, closer))
      } else if mark.isCloser, open.last?.closer == mark {
        closers[open.removeLast().position] = position
      }
    }
    return closers
  }

  // MARK: - Tokens

  var token: Token { tokens[position] }

  /// The token some way ahead; the last one is `.end` for ever.
  func ahead(_ distance: Int) -> Token { tokens[min(position + distance, tokens.count - 1)] }

  mutating func advance() {
    if position < tokens.count - 1 { position += 1 }
  }

  /// The end of the token before the current one.
  var lastEnd: Int { position > 0 ? tokens[position - 1].span.end : 0 }

  func span(from start: Int) -> Span { Span(start, max(lastEnd, start)) }

  /// Whether newlines end statements here: everywhere but within `(` and `[`.
  var newlinesMatter: Bool {
    guard let opening = openings.last else { return true }
    return tokens[opening].isMark(.openBrace)
  }

  /// Whether the current token begins a new statement instead of going on with this one.
  var startsNewLine: Bool { token.hasNewlineBefore && newlinesMatter }

  /// Whether the statement ends before the current token.
  var isAtStatementEnd: Bool {
    token.isEnd || startsNewLine || token.isMark(.semicolon)
      || (token.isMark(.closeBrace) && !openings.isEmpty)
  }

  func isMark(_ mark: Mark) -> Bool { token.isMark(mark) }

  /// Moves past a mark if it is there.
  mutating func take(_ mark: Mark) -> Bool {
    guard isMark(mark) else { return false }
    advance()
    return true
  }

  /// Moves past a keyword if it is there.
  mutating func take(_ keyword: Keyword) -> Bool {
    guard token.isKeyword(keyword) else { return false }
    advance()
    return true
  }

  // MARK: - Brackets

  /// Runs a rule between an opening bracket, at the current token, and its closer.
  mutating func within<Result>(
    _ body: (inout Parser) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard case .mark(let opener) = token.kind, let closer = opener.closer else {
      throw expected("a bracket")
    }
    openings.append(position)
    advance()
    // The rules within count the level, each at its own `nested`.
    let result = try body(&self)
    guard isMark(closer) else { throw notClosed(by: closer) }
    openings.removeLast()
    advance()
    return result
  }

  /// Runs a rule one level deeper.
  mutating func nested<Result>(
    _ body: (inout Parser) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // A statement and its expression are levels, too, which nobody would count.
    guard nesting < nestingBound + 2 else {
      throw .invalid(
        Diagnostic(
          "limit.nesting", "this is nested too deeply",
          at: .init(source, token.span, "this is deeper than \(nestingBound) levels"),
          hint: "give the inner parts names of their own"))
    }
    entered += 1
    if entered & 1023 == 0, isStopping() { throw .stopped }
    nesting += 1
    defer { nesting -= 1 }
    return try body(&self)
  }

  /// An expression from its parts, unless the tree becomes too deep.
  ///
  /// The parts must have been read before the call, for its span ends with the last token read.
  func make(_ kind: Expression.Kind, from start: Int) throws(Failure) -> Expression {
    try checked(Expression(kind, span: span(from: start)))
  }

  /// What shortens an expression that is too deep, by its outermost operation.
  private func depthHint(_ expression: Expression) -> String {
    switch expression.kind {
    case .binary(.add, _, _, _): "write `sum([…])`, or split it into several statements"
    case .binary(.pipe, _, _, _), .binary(.compose, _, _, _):
      "give parts of the chain names of their own"
    default: "split it into several statements"
    }
  }

  func checked(_ expression: Expression) throws(Failure) -> Expression {
    guard expression.depth <= Self.depthLimit else {
      throw .invalid(
        Diagnostic(
          "limit.depth", "the expression is too deep",
          at: .init(source, token.span, "after \(Self.depthLimit) operations"),
          hint: depthHint(expression)))
    }
    return expression
  }
}
