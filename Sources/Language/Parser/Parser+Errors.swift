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
  func expected(_ what: String) -> Failure {
    switch token.kind {
    case .invalid(let diagnostic): return .invalid(diagnostic)
    case .foreign(let spelling): return foreign(spelling)
    case .end:
      if let opening = openings.last { return unclosed(opening) }
      return .ended(
        waitingFor: what,
        Diagnostic(
          "syntax.end", "the source ends where \(what) should follow",
          at: .init(source, token.span)))
    case .keyword, .mark, .name, .number, .string:
      let isAtLineEnd = startsNewLine && position > 0
      return invalid(
        "syntax.expected",
        isAtLineEnd
          ? "the line ends where \(what) should follow"
          : "\(what) should stand here, not \(describe(token))",
        at: isAtLineEnd ? Span(lastEnd, lastEnd) : nil)
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
    case .mark(.colon):
      return invalid(
        "syntax.colon", "a colon has no meaning here",
        hint: "a range is `a..<b`; a named argument is `f(name: value)`")
    case .mark(.semicolon):
      return invalid(
        "foreign.semicolon", "`;` separates the rows of a matrix, not these",
        hint: "write a comma")
    case .mark(.arrow):
      return invalid(
        "syntax.arrow", "what stands before `->` is not a parameter",
        hint: "a function is written `x -> …` or `(x, y) -> …`, within parentheses as an operand")
    case .mark(let mark) where mark.isCloser:
      return invalid(
        "syntax.unopened", "`\(mark.rawValue)` closes nothing",
        hint: "remove it, or open a bracket before")
    case .mark(.apostrophe):
      return invalid(
        "foreign.quotes", "`'` transposes what stands directly before it",
        hint: "strings stand between double quotes: \"…\"")
    case .mark, .keyword:
      return invalid("syntax.unexpected", "\(describe(token)) is not expected here")
    case .name, .number, .string: return missingOperator()
    }
  }

  private func missingOperator() -> Failure {
    if position > 0, !token.hasSpaceBefore, case .number = tokens[position - 1].kind,
      let name = token.name
    {
      let number = source.text(in: tokens[position - 1].span)
      return invalid(
        "syntax.product", "a product needs its sign",
        at: tokens[position - 1].span.union(token.span),
        hint: "write `\(number) * \(name)`")
    }
    if let word = token.name, ["elif", "elsif", "elseif"].contains(word) {
      return invalid("foreign.word", "`\(word)` is written `else if`", hint: "write `else if`")
    }
    let text = source.text(in: token.span)
    if !token.hasSpaceBefore, text.hasPrefix(".") {
      return invalid(
        "syntax.field", "a field has a name, not a number",
        hint: "write `[\(text.dropFirst())]` for the element at that place")
    }
    let isElement = openings.last.map { tokens[$0].isMark(.openBracket) } ?? false
    return invalid(
      isElement ? "list.comma" : "syntax.operator",
      isElement
        ? "elements are separated by commas" : "an operator is missing before \(describe(token))",
      hint: isElement
        ? "write a comma before it" : "f(x, y) calls; f x applies a name to one argument")
  }

  /// A condition or a sequence is followed by neither `then` nor a block.
  func noBlock(expecting what: String) -> Failure {
    if isMark(.assign), !startsNewLine { return assignment() }
    guard isMark(.colon) else { return expected(what) }
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
        hint: "write `\(name): …`")
    }
    return invalid(
      "syntax.assignment", "`=` binds a name at the start of a statement",
      hint: "compare with `==`")
  }

  /// An operator of another language.
  func foreign(_ spelling: String) -> Failure {
    let (title, hint): (String, String) =
      switch spelling {
      case "**": ("a power is written `^`", "write `^`")
      case "@": ("`*` is the product of matrices", "write `*`, or `.*` for element by element")
      case "//":
        (
          "`//` is neither a comment nor a division here",
          "a comment begins with `#`; round down with `floor(a / b)`"
        )
      case "/*": ("a comment begins with `#`", "begin each of its lines with `#`")
      case "..":
        ("a range is written `..<` or `...`", "write `a..<b`, which leaves b out, or `a...b`")
      case "&&": ("`&&` is written `and`", "write `and`")
      case "||": ("`||` is written `or`", "write `or`")
      case "!": ("`!` is written `not`", "write `not`")
      case "=>": ("an arrow is written `->`", "write `->`")
      case ":=": ("a binding is written `=`", "write `=`")
      default:
        (
          "`\(spelling)` would change a value, and values never change",
          "write `x = x \(spelling.prefix(1)) …`"
        )
      }
    return invalid("foreign.operator", title, hint: hint)
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
