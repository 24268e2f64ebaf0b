extension Parser {
  /// A problem at a place.
  func invalid(
    _ id: String, _ title: String, at span: Span? = nil, _ message: String = "",
    also secondary: [Diagnostic.Label] = [], hint: String? = nil
  ) -> Failure {
    .invalid(
      Diagnostic(
        id, title, at: .init(source, span ?? token.span, message), also: secondary, hint: hint))
  }

  /// The current token is not what the rule needs; at the end of the source, more may come.
  func expected(_ what: String, hint: String? = nil) -> Failure {
    if let habit = foreignOperand() { return habit }
    switch token.kind {
    case .invalid(let diagnostic): return .invalid(diagnostic)
    case .foreign(let spelling): return foreign(spelling)
    case .end:
      if let opening = openings.last { return unclosed(opening) }
      return .ended(
        waitingFor: what,
        Diagnostic(
          "syntax.end", "the program ends where \(what) should follow",
          at: .init(source, token.span)))
    case .keyword, .mark, .name, .number, .string:
      let isAtLineEnd = startsNewLine && position > 0
      return invalid(
        "syntax.expected",
        isAtLineEnd
          ? "the line ends where \(what) should follow"
          : "\(what) should stand here, not \(describe(token))",
        at: isAtLineEnd ? Span(lastEnd, lastEnd) : nil, hint: hint)
    }
  }

  /// An opening bracket has no closing one.
  func unclosed(_ opening: Int) -> Failure {
    let opener = tokens[opening]
    let spelling = source.text(in: opener.span)
    var closer = ")"
    if case .mark(let mark) = opener.kind { closer = mark.closer?.rawValue ?? closer }
    return .ended(
      waitingFor: "`\(closer)`",
      Diagnostic(
        "syntax.unclosed", "`\(spelling)` is not closed",
        at: .init(source, opener.span, "opened here"), hint: "add `\(closer)`"))
  }

  /// Something stands before the bracket that should close the innermost one.
  func notClosed(by closer: Mark) -> Failure {
    guard let opening = openings.last, !token.isEnd else { return expected("`\(closer.rawValue)`") }
    if case .mark(let found) = token.kind, found.isCloser {
      return invalid(
        "syntax.mismatch",
        "`\(found.rawValue)` does not close `\(source.text(in: tokens[opening].span))`",
        at: token.span, "`\(closer.rawValue)` was expected",
        also: [.init(source, tokens[opening].span, "opened here")])
    }
    return leftover()
  }

  /// Something follows a complete expression without an operator or a comma between them.
  func leftover() -> Failure {
    switch token.kind {
    case .invalid(let diagnostic): return .invalid(diagnostic)
    case .foreign(let spelling): return foreign(spelling)
    case .end: return expected("more")
    case .mark(.assign): return assignment()
    case .mark(.colon): return strayColon()
    case .mark(.semicolon):
      return invalid(
        "foreign.semicolon", "`;` separates the rows of a matrix, not these",
        hint: "write a comma")
    case .mark(.arrow):
      return invalid(
        "syntax.arrow", "what stands before `->` is not a parameter",
        hint: "a function is written `x -> …` or `(x, y) -> …`, within parentheses as an operand")
    case .mark(.openBrace):
      return bodyWithoutSign()
        ?? invalid("syntax.unexpected", "\(describe(token)) is not expected here")
    case .mark(.openBracket):
      return invalid(
        "syntax.unexpected", "\(describe(token)) is not expected here",
        hint: appliedCall().map { "write `\($0)`" })
    case .mark(let mark) where mark.isCloser:
      return invalid(
        "syntax.unopened", "`\(mark.rawValue)` closes nothing",
        hint: "remove it, or open a bracket before")
    case .mark(.apostrophe): return singleQuotes()
    case .mark, .keyword:
      return strayComma() ?? looseTuple() ?? dottedComparison() ?? strayKeyword()
        ?? invalid("syntax.unexpected", "\(describe(token)) is not expected here")
    case .name, .number, .string: return missingOperator()
    }
  }

  /// A text between single quotes, or an apostrophe that transposes nothing.
  private func singleQuotes() -> Failure {
    let start = token.span.start
    let line = source.content(ofLine: source.line(at: start))
    let rest = source.text(in: Span(start, min(line.upperBound, start + 80)))
    let content = rest.dropFirst().prefix { $0 != "'" }
    guard content.utf8.count + 2 <= rest.utf8.count, !content.contains("\"") else {
      return invalid(
        "foreign.quotes", "`'` transposes what stands directly before it",
        hint: "strings stand between double quotes: \"…\"")
    }
    return invalid(
      "foreign.quotes", "a string stands between double quotes",
      at: Span(start, start + content.utf8.count + 2), hint: "write `\"\(content)\"`")
  }

  private func missingOperator() -> Failure {
    if position > 0, !token.hasSpaceBefore, case .number = tokens[position - 1].kind,
      let name = token.name
    {
      let number = source.text(in: tokens[position - 1].span)
      if let failure = foreignNumber(number, source.text(in: token.span)) { return failure }
      if let failure = imaginary(number, name) { return failure }
      return invalid(
        "syntax.product", "a product needs its sign",
        at: tokens[position - 1].span.union(token.span),
        hint: "write `\(number) * \(name)`")
    }
    if let word = token.name, ["elif", "elsif", "elseif"].contains(word) {
      return invalid("foreign.word", "`\(word)` is written `else if`", hint: "write `else if`")
    }
    if let word = token.name, ["do", "begin", "end"].contains(word) {
      return invalid(
        "foreign.block", "what is done stands within braces", hint: "write `{ … }`")
    }
    if let failure = foreignWordOperator() { return failure }
    if let failure = missingBrace() { return failure }
    let text = source.text(in: token.span)
    if case .string = token.kind, !token.hasSpaceBefore, let prefix = previous?.name {
      return invalid(
        "foreign.quotes", "strings hold values in braces without a letter before the quote",
        at: tokens[position - 1].span.union(token.span),
        hint: text.utf8.count <= 40 ? "write `\(text)`" : "leave out the `\(prefix)`")
    }
    if !token.hasSpaceBefore, text.hasPrefix(".") {
      return invalid(
        "syntax.field", "a field has a name, not a number",
        hint: "write `[\(text.dropFirst())]` for the element at that place")
    }
    if let opening = openings.last, !tokens[opening].isMark(.openBrace), !lacksThen {
      return missingComma(after: opening)
    }
    if lacksThen {
      return invalid(
        "syntax.expected", "`then` should stand before \(describe(token))",
        hint: "write `if c then a else b`")
    }
    return invalid(
      "syntax.operator", "an operator is missing before \(describe(token))",
      hint: spacedCall() ?? operatorHint)
  }

  /// What may be missing between two operands.
  private var operatorHint: String {
    if case .string = token.kind { return "a string holds values in braces: `\"{x} and {y}\"`" }
    guard let previous else { return "a product is written with `*`" }
    switch previous.kind {
    case .name: return "f(x, y) calls; f x applies a name to one argument"
    case .mark(.closeParenthesis) where token.name != nil:
      return "maps follow one another with `|>`; a product is written with `*`"
    case .string, .number, .keyword, .mark, .foreign, .invalid, .end:
      return "a product is written with `*`"
    }
  }

  /// `0xff` and `1_000`.
  private func foreignNumber(_ number: String, _ rest: String) -> Failure? {
    let place = tokens[position - 1].span.union(token.span)
    let digits = rest.filter { $0 != "_" }
    if rest.hasPrefix("_"), digits.allSatisfy(\.isNumber) {
      return invalid(
        "syntax.product", "the digits of a number stand together", at: place,
        hint: "write `\(number)\(digits)`")
    }
    let radices: [Character: Int] = ["x": 16, "o": 8, "b": 2]
    guard number == "0", let radix = rest.first.flatMap({ radices[$0] }),
      let value = Int(digits.dropFirst(), radix: radix)
    else { return nil }
    return invalid(
      "syntax.product", "numbers are written in decimal", at: place, hint: "write `\(value)`")
  }

  /// Whether an `if` on this line has neither `then` nor a block yet.
  private var lacksThen: Bool {
    var index = position - 1
    while index >= 0 {
      let token = tokens[index]
      if token.isKeyword(.then) || token.isKeyword(.else) || token.isMark(.openBrace) {
        return false
      }
      if token.isKeyword(.if) { return true }
      if token.hasNewlineBefore { return false }
      index -= 1
    }
    return false
  }

  /// Two elements or arguments stand beside each other.
  private func missingComma(after opening: Int) -> Failure {
    let isList = tokens[opening].isMark(.openBracket)
    let next = text(of: token)
    var hint = "write a comma before it"
    if isList, token.hasNewlineBefore { hint += ", or a semicolon for a new row" }
    if isList, let list = listWithCommas(from: opening) {
      hint = "write `\(list)`"
    } else if let previous, !token.hasNewlineBefore, next.utf8.count <= 24 {
      switch previous.kind {
      case .number, .name, .string: hint = "write `\(text(of: previous)), \(next)`"
      case .keyword, .mark, .foreign, .invalid, .end: break
      }
    }
    return invalid(
      isList ? "list.comma" : "syntax.operator",
      isList
        ? "elements are separated by commas"
        : "a comma or an operator is missing before \(describe(token))",
      hint: hint)
  }

  /// A condition or a sequence is followed by neither `then` nor a block.
  func noBlock(expecting what: String) -> Failure {
    if isMark(.assign), !startsNewLine { return assignment() }
    if !token.isEnd, startsNewLine, position > 0 {
      return invalid(
        "foreign.block", "what is done stands within braces", at: Span(lastEnd, lastEnd),
        hint: what == "`then`"
          ? "write `if c { … }`, or `if c then a else b` for a value"
          : "write `{ … }`")
    }
    guard isMark(.colon) else { return expected(what) }
    let isRange = what == "`{`" && ahead(1).span.start == token.span.end && Parser.isPlain(ahead(1))
    if isRange { return strayColon() }
    return invalid(
      "foreign.block", "what is done stands within braces", hint: "write `{ … }` without the colon")
  }

  /// `=` within an expression.
  func assignment() -> Failure {
    if position > 0, let name = tokens[position - 1].name,
      let opening = openings.last, tokens[opening].isMark(.openParenthesis)
    {
      return invalid(
        "syntax.argument", "a named argument is written with a colon",
        hint: "write `\(name): \(shortOperand(ahead(1)))`")
    }
    if let head = spacedDefinition() {
      return invalid(
        "syntax.assignment", "the parameters of a definition stand within parentheses",
        hint: "write `\(head) = …`")
    }
    if let hint = chainedBinding() {
      return invalid(
        "syntax.assignment", "`=` binds a name at the start of a statement", hint: hint)
    }
    return invalid(
      "syntax.assignment", "`=` binds a name at the start of a statement",
      hint: "compare with `==`")
  }

  private func shortOperand(_ token: Token) -> String {
    switch token.kind {
    case .number, .string, .name, .keyword(.true), .keyword(.false):
      token.span.end - token.span.start <= 24 ? text(of: token) : "…"
    case .keyword, .mark, .foreign, .invalid, .end: "…"
    }
  }

  /// What a diagnostic calls a token.
  func describe(_ token: Token) -> String {
    switch token.kind {
    case .end: "the end"
    case .number: "the number `\(source.text(in: token.span))`"
    case .string: "a string"
    case .name: "`\(source.text(in: token.span))`"
    case .keyword(let keyword): "`\(keyword.rawValue)`"
    case .mark: "`\(source.text(in: token.span))`"
    case .foreign(let spelling): "`\(spelling)`"
    case .invalid: "this"
    }
  }
}
