extension Parser {
  /// The statements of a source that does not parse as a whole.
  public struct Readable {
    /// Those that parse; of blocks, too, what does not is left out.
    public let program: Program
    /// The words in what was given up, some of which it may have bound.
    public let lostWords: Set<String>
  }

  /// Reads the statements of a program that parse, whatever else stands between them.
  public static func readable(
    _ source: Source, isStopping: @escaping () -> Bool = { false }
  ) -> Readable {
    var parser = Parser(
      source,
      tokens: source.bytes.count > sizeLimit
        ? [] : Lexer.tokens(of: source, isStopping: isStopping) ?? [],
      isStopping: isStopping)
    if !parser.tokens.isEmpty { _ = parser.program(.script) }
    return Readable(
      program: Program(source: source, statements: parser.statements),
      lostWords: parser.lostWords)
  }

  // program = { ";" } { separated { ";" } } ;
  mutating func program(_ entry: Entry) -> ParseResult {
    if case .prompt = entry, isMark(.pipe) {
      let start = Token(
        kind: .name("ans"), span: Span(token.span.start, token.span.start), hasSpaceBefore: true,
        hasNewlineBefore: false, documentation: nil)
      tokens.insert(start, at: position)
      closers = Dictionary(uniqueKeysWithValues: closers.map { ($0 + 1, $1 + 1) })
    }
    while true {
      while take(.semicolon) {}
      if token.isEnd { break }
      let first = position
      do throws(Failure) {
        statements.append(try separated { parser throws(Failure) in try parser.statement() })
      } catch {
        switch error {
        case .invalid(let diagnostic):
          problems.append(unclosedBefore(diagnostic) ?? diagnostic)
          if problems.count >= Self.problemLimit {
            noteLost(first..<tokens.count)
            return .invalid(problems)
          }
          recover(from: first)
        case .ended(let waitingFor, let diagnostic):
          noteLost(first..<tokens.count)
          if problems.isEmpty { return .incomplete(waitingFor: waitingFor, diagnostic) }
          return .invalid(problems + [diagnostic])
        case .stopped: return .invalid([Self.stopped])
        }
      }
    }
    if !problems.isEmpty { return .invalid(problems) }
    if case .prompt = entry, statements.isEmpty, token.documentation != nil {
      return .incomplete(
        waitingFor: "a definition",
        Diagnostic("syntax.end", "the source ends where a definition should follow"))
    }
    return .complete(Program(source: source, statements: statements))
  }

  // separated = statement ( ";" | NEWLINE | ? before "}" or the end ? ) ;
  /// A statement with what ends it: `;`, which mutes it, a line's end, or a closing brace.
  mutating func separated(
    _ rule: (inout Parser) throws(Failure) -> Statement
  ) throws(Failure) -> Statement {
    let statement = try rule(&self)
    guard isAtStatementEnd else { throw leftover() }
    // A `;` on a line of its own belongs to nothing.
    guard isMark(.semicolon), !startsNewLine else { return statement }
    advance()
    return Statement(statement.kind, span: statement.span, muted: true)
  }

  /// A statement of a block; nil where it has a problem that is noted, so that the next is read.
  private mutating func recovered() throws(Failure) -> Statement? {
    let (first, outer) = (position, openings)
    do throws(Failure) {
      return try separated { parser throws(Failure) in try parser.statement() }
    } catch {
      guard case .invalid(let diagnostic) = error, unclosedBefore(diagnostic) == nil,
        outer.allSatisfy({ closers[$0] != nil }), problems.count < Self.problemLimit
      else { throw error }
      problems.append(diagnostic)
      recover(from: first, within: outer)
      return nil
    }
  }

  /// A problem on a later line than a bracket that is never closed is that bracket's fault.
  private func unclosedBefore(_ diagnostic: Diagnostic) -> Diagnostic? {
    guard let opening = openings.first(where: { closers[$0] == nil }),
      let place = diagnostic.primary?.span.start,
      source.line(at: tokens[opening].span.start) < source.line(at: place),
      case .ended(_, let better) = unclosed(opening)
    else { return nil }
    return better
  }

  private mutating func noteLost(_ range: Range<Int>) {
    for token in tokens[range] {
      switch token.kind {
      case .name(let name): lostWords.insert(name)
      case .keyword(let keyword): lostWords.insert(keyword.rawValue)
      default: break
      }
    }
  }

  /// Moves to the next statement: past the problem, at a line that begins outside all brackets but
  /// those given, or at the brace that closes the innermost of them.
  private mutating func recover(from first: Int, within outer: [Int] = []) {
    defer { noteLost(first..<position) }
    openings = outer
    var depth = 0
    let failed = position
    position = first
    while !token.isEnd {
      if !outer.isEmpty, depth <= 0, position >= failed, isMark(.closeBrace) { return }
      if position > max(failed, first), depth <= 0,
        token.hasNewlineBefore || tokens[position - 1].isMark(.semicolon)
      {
        return
      }
      if case .mark(let mark) = token.kind {
        if mark.closer != nil { depth += 1 }
        if mark.isCloser { depth -= 1 }
      }
      position += 1
    }
  }

  // statement = definition | binding | loop | whileLoop | "break" | "continue" | returnStatement |
  //   importFile | assertion | expression ;
  mutating func statement() throws(Failure) -> Statement {
    let start = token.span.start
    let kind = try nested { parser throws(Failure) in try parser.statementKind() }
    return Statement(kind, span: span(from: start))
  }

  private mutating func statementKind() throws(Failure) -> Statement.Kind {
    try checkForeignStatement()
    try checkForeignWord()
    if case .keyword(let keyword) = token.kind, ahead(1).isMark(.assign) {
      throw invalid(
        "syntax.keyword", "`\(keyword.rawValue)` is a word of the language and cannot be a name",
        hint: "choose another name, such as `\(keyword.rawValue)_`")
    }
    if case .keyword(let keyword) = token.kind, keyword == .else || keyword == .then {
      throw orphan(keyword)
    }
    if isDefinition { return try definition() }
    if let count = bindingNames { return try binding(count) }
    switch token.kind {
    case .keyword(.for): return try loop()
    case .keyword(.while): return try whileLoop()
    case .keyword(.break):
      advance()
      return .breakLoop
    case .keyword(.continue):
      advance()
      return .continueLoop
    case .keyword(.return): return try returnStatement()
    case .keyword(.import): return try importFile()
    case .keyword(.assert): return try assertion()
    default: break
    }
    let value = try expression()
    if isMark(.assign), !startsNewLine { throw badTarget(value) }
    return .expression(value)
  }

  /// How a part is replaced in a new value.
  private func partHint(_ value: Expression) -> String {
    guard case .index(let subject, let indices) = value.kind, case .name = subject.kind else {
      return ""
    }
    let name = source.text(in: subject.span)
    if indices.count == 2 {
      let texts = indices.map { source.text(in: $0.span) }
      guard texts.joined().utf8.count <= 20 else { return "" }
      return ": `\(replacement(name, texts, by: min(position + 1, tokens.count - 1)))`"
    }
    guard indices.count == 1 else { return "" }
    let index = source.text(in: indices[0].span)
    return ": `[if i == \(index) then … else \(name)[i] for i in 0..<count(\(name))]`"
  }

  private func badTarget(_ value: Expression) -> Failure {
    switch value.kind {
    case .index, .member:
      return invalid(
        "syntax.target", "values never change, so a part cannot be assigned", at: value.span,
        hint: "build a new value and bind it to a name\(partHint(value))")
    default: return assignment()
    }
  }

  // returnStatement = "return" [ expression ] ;
  private mutating func returnStatement() throws(Failure) -> Statement.Kind {
    advance()
    return .returnValue(isAtStatementEnd ? nil : try expression())
  }

  /// What programs in Python import first.
  private static let modules: Set = [
    "numpy", "torch", "math", "scipy", "matplotlib", "pandas", "jax", "tensorflow", "sklearn",
  ]

  // importFile = "import" QUOTED [ "as" NAME ] ;
  private mutating func importFile() throws(Failure) -> Statement.Kind {
    advance()
    let place = token.span
    guard case .string(let pieces) = token.kind else {
      if token.isEnd { throw expected("a file name in quotes") }
      throw invalid(
        "syntax.import", "import takes a file name in quotes",
        hint: token.name.map { name in
          Parser.modules.contains(name)
            ? "leave this line out: the names of the vocabulary need no import"
            : "write `import \"\(name).mfl\"`"
        } ?? "write `import \"lesson.mfl\"`")
    }
    var path = ""
    for piece in pieces {
      guard case .text(let text) = piece else {
        throw invalid("syntax.import", "a file name to import has no interpolation")
      }
      path += text
    }
    advance()
    guard token.name == "as", !startsNewLine else {
      return .importFile(path: path, pathSpan: place, alias: nil)
    }
    advance()
    return .importFile(path: path, pathSpan: place, alias: try name("a name for the module"))
  }

  // assertion = "assert" expression [ "," expression ] ;
  private mutating func assertion() throws(Failure) -> Statement.Kind {
    advance()
    let condition = try expression()
    let message = take(.comma) ? try expression() : nil
    return .assertion(condition, message: message)
  }

  // loop = "for" names "in" expression block ;
  private mutating func loop() throws(Failure) -> Statement.Kind {
    advance()
    if let habit = pairedLoop() { throw habit }
    if isMark(.openParenthesis), let habit = foreignLoop() { throw habit }
    let names = try names()
    if let habit = foreignLoop() { throw habit }
    guard take(.in) else { throw expected("`in`", hint: "write `for x in xs { … }`") }
    let sequence = try expression()
    return .loop(names, sequence, try block())
  }

  // whileLoop = "while" expression block ;
  private mutating func whileLoop() throws(Failure) -> Statement.Kind {
    advance()
    let condition = try expression()
    return .whileLoop(condition, try block())
  }

  // block = "{" { ";" } { separated { ";" } } "}" ;
  mutating func block() throws(Failure) -> Block {
    guard isMark(.openBrace) else { throw noBlock(expecting: "`{`") }
    let start = token.span.start
    let statements = try within { parser throws(Failure) in
      var statements: [Statement] = []
      while true {
        while parser.take(.semicolon) {}
        if parser.isMark(.closeBrace) { return statements }
        if parser.token.isEnd { throw parser.expected("`}`") }
        if let statement = try parser.recovered() { statements.append(statement) }
      }
    }
    return Block(statements: statements, span: span(from: start))
  }
}
