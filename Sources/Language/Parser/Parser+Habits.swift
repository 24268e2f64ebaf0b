/// Forms of other languages, each with what is written here instead.
extension Parser {
  /// The token before the current one.
  var previous: Token? { position > 0 ? tokens[position - 1] : nil }

  /// A token as it was typed.
  func text(of token: Token) -> String { source.text(in: token.span) }

  /// Whether the current token is the first of a statement.
  var beginsStatement: Bool {
    guard let previous else { return true }
    return startsNewLine || previous.isMark(.semicolon) || previous.isMark(.openBrace)
  }

  /// The token before the current one and the one after it with another sign between them, where
  /// each is a whole operand; else the sign alone.
  func rewritten(_ sign: String) -> String {
    guard let previous, Parser.isPlain(previous), Parser.isPlain(ahead(1)),
      !ahead(1).hasNewlineBefore, position < 2 || !tokens[position - 2].isMark(.dot),
      !ahead(2).isMark(.openParenthesis), !ahead(2).isMark(.dot)
    else { return sign }
    return "\(text(of: previous)) \(sign) \(text(of: ahead(1)))"
  }

  static func isPlain(_ token: Token) -> Bool {
    switch token.kind {
    case .name, .number, .keyword(.true), .keyword(.false): true
    case .keyword, .mark, .string, .foreign, .invalid, .end: false
    }
  }

  /// The expression that begins so many tokens ahead, as it was typed; an ellipsis where there is none,
  /// or a long one, or one that is foreign, too.
  func written(ahead distance: Int) -> String {
    let first = min(position + distance, tokens.count - 1)
    var index = first
    loop: while !tokens[index].isEnd, index == first || !tokens[index].hasNewlineBefore {
      switch tokens[index].kind {
      case .foreign, .invalid: return "…"
      case .name("end") where index > first: break loop
      case .mark(let mark) where mark == .comma || mark == .semicolon || mark.isCloser: break loop
      case .mark(let mark) where mark.closer != nil:
        guard let closer = closers[index] else { return "…" }
        index = closer
      case .mark, .name, .number, .string, .keyword, .end: break
      }
      index += 1
    }
    guard index > first else { return "…" }
    let text = source.text(in: Span(tokens[first].span.start, tokens[index - 1].span.end))
    return text.utf8.count <= 40 && !text.contains("\n") ? text : "…"
  }

  // MARK: - Operators

  /// An operator of another language.
  func foreign(_ spelling: String) -> Failure {
    if spelling == "!", let habit = changingCall() { return habit }
    if spelling == "=>", let habit = pair() { return habit }
    let (title, hint): (String, String) =
      switch spelling {
      case "**": ("a power is written `^`", "write `\(rewritten("^"))`")
      case "@":
        (
          "`*` is the product of matrices",
          "write `\(rewritten("*"))`, or `.*` for element by element"
        )
      case "//" where beginsStatement: ("a comment begins with `#`", "write `# …`")
      case "//":
        (
          "`//` is neither a comment nor a division here",
          "a comment begins with `#`; round down with `floor(a / b)`"
        )
      case "/*": ("a comment begins with `#`", "begin each of its lines with `#`")
      case "..":
        ("a range is written `..<` or `...`", "write `a..<b`, which leaves b out, or `a...b`")
      case "&&": ("`&&` is written `and`", "write `\(rewritten("and"))`")
      case "||": ("`||` is written `or`", "write `\(rewritten("or"))`")
      case "!":
        (
          "`!` is written `not`",
          "write `not \(Parser.isPlain(ahead(1)) ? text(of: ahead(1)) : "…")`"
        )
      case "=>":
        ("an arrow is written `->`", "write `\(previous?.name ?? "x") -> \(written(ahead: 1))`")
      case ":=": ("a binding is written `=`", "write `\(rewritten("="))`")
      case "===": ("equality is written `==`", "write `\(rewritten("=="))`")
      case "<>", "!==": ("`\(spelling)` is written `!=`", "write `\(rewritten("!="))`")
      default: ("`\(spelling)` would change a value, and values never change", change(spelling))
      }
    return invalid("foreign.operator", title, hint: hint)
  }

  /// What is written for `x += 1`.
  private func change(_ spelling: String) -> String {
    let sign = spelling.dropLast()
    guard let name = previous?.name else { return "build a new value and bind it to a name" }
    let operand = Parser.isPlain(ahead(1)) ? text(of: ahead(1)) : "…"
    return "write `\(name) = \(name) \(sign) \(operand)`"
  }

  /// `i++` at the end of a line, which no value follows.
  func increment() -> Failure? {
    let sign = text(of: token)
    guard sign == "+" || sign == "-", let name = previous?.name, !token.hasSpaceBefore,
      text(of: ahead(1)) == sign, !ahead(1).hasSpaceBefore,
      ahead(2).isEnd || ahead(2).hasNewlineBefore || ahead(2).isMark(.semicolon)
        || ahead(2).isMark(.closeBrace) || ahead(2).isMark(.closeParenthesis)
    else { return nil }
    return invalid(
      "foreign.operator", "`\(sign)\(sign)` would change a value, and values never change",
      at: token.span.union(ahead(1).span), hint: "write `\(name) = \(name) \(sign) 1`")
  }

  /// `x <- 3`, a binding in R.
  func leftArrow() -> Failure? {
    guard isMark(.less), token.hasSpaceBefore, ahead(1).isMark(.minus), !ahead(1).hasSpaceBefore,
      ahead(2).hasSpaceBefore
    else { return nil }
    let name = previous?.name ?? "x"
    return invalid(
      "foreign.operator", "a binding is written `=`", at: token.span.union(ahead(1).span),
      hint: "write `\(name) = \(written(ahead: 2))`")
  }

  // MARK: - Where a value should stand

  /// What another language has where a value should stand; nil for anything else.
  func foreignOperand() -> Failure? {
    switch token.kind {
    case .mark(.remainder)
    where beginsStatement && ahead(1).name.map(Parser.timers.contains) == true:
      return invalid(
        "foreign.operator", "there are no commands behind `%`",
        at: token.span.union(ahead(1).span),
        hint: "`:time code` tells at the prompt how long code takes")
    case .mark(.remainder) where beginsStatement:
      return invalid("foreign.operator", "a comment begins with `#`", hint: "write `# …`")
    case .mark(.leftDivide):
      guard let name = ahead(1).name else { return nil }
      return invalid(
        "foreign.operator", "a function is written with an arrow alone",
        hint: "write `\(name) -> \(written(ahead: ahead(2).isMark(.arrow) ? 3 : 2))`")
    case .mark(.colon): return indexInParentheses()
    case .mark(.comma): return operatorAsValue()
    case .mark(.greater) where previous?.isMark(.greater) ?? false:
      return invalid(
        "foreign.operator", "maps follow one another with `|>`",
        at: tokens[position - 1].span.union(token.span), hint: "write `|>`")
    case .keyword(.is): return leadingQuestion()
    case .foreign("@"): return at()
    case .foreign("!")
    where beginsStatement && ahead(1).name.map(Parser.shellWords.contains) == true:
      return invalid(
        "foreign.operator", "there are no commands of a shell here",
        at: token.span.union(ahead(1).span),
        hint: "`read \"points.csv\"` reads a file; at the prompt :load runs one")
    case .foreign("!") where ahead(1).isMark(.openParenthesis):
      return invalid("foreign.operator", "`!` is written `not`", hint: "write `not (…)`")
    case .number, .string, .name, .keyword, .mark, .foreign, .invalid, .end: return nil
    }
  }

  /// `reduce(+, xs)`, at the comma.
  private func operatorAsValue() -> Failure? {
    guard let previous, case .mark(let sign) = previous.kind, position >= 2,
      tokens[position - 2].isMark(.openParenthesis),
      [.plus, .minus, .times, .divide].contains(sign)
    else { return nil }
    return invalid(
      "foreign.operator", "an operator is no value", at: previous.span,
      hint: "write `(a, b) -> a \(sign.rawValue) b`")
  }

  private static let timers: Set = ["time", "timeit", "prun", "memit"]

  private static let shellWords: Set = [
    "ls", "cd", "pwd", "cat", "dir", "mkdir", "rm", "mv", "cp", "pip", "apt", "python", "git",
  ]

  /// `@(x) …`, `@sin` and `@decorator`.
  private func at() -> Failure {
    if ahead(1).isMark(.openParenthesis), let closer = closers[position + 1] {
      let inside = source.text(in: Span(ahead(1).span.end, tokens[closer].span.start))
      let parameters = inside.isEmpty || inside.contains(",") ? "(\(inside))" : inside
      return invalid(
        "foreign.operator", "a function is written with an arrow",
        hint: "write `\(parameters) -> \(written(ahead: closer + 1 - position))`")
    }
    if ahead(1).isKeyword(.assert) {
      return invalid(
        "foreign.operator", "there are no decorators or macros",
        at: token.span.union(ahead(1).span), hint: "leave the `@` out: `assert x == 1`")
    }
    guard let name = ahead(1).name else { return foreign("@") }
    let isAlone = ahead(2).isEnd || ahead(2).isMark(.semicolon)
    return beginsStatement && !isAlone
      ? invalid(
        "foreign.operator", "there are no decorators or macros",
        at: token.span.union(ahead(1).span),
        hint: name == "time"
          ? "`:time code` tells at the prompt how long code takes"
          : "leave `@\(name)` out")
      : invalid(
        "foreign.operator", "a function is handed on by its name alone",
        at: token.span.union(ahead(1).span), hint: "write `\(name)`")
  }

  // MARK: - Where a statement should end

  /// A comma after `print x`, whose arguments need parentheses.
  func strayComma() -> Failure? {
    guard isMark(.comma) else { return nil }
    let start = statementStart(before: position)
    guard let name = tokens[start].name, start + 1 < position,
      Parser.startsOperand(tokens[start + 1]), tokens[start + 1].hasSpaceBefore
    else { return nil }
    return invalid(
      "syntax.unexpected", "several arguments stand within parentheses",
      hint: "write `\(name)(\(source.text(in: Span(tokens[start + 1].span.start, lastEnd))), …)`")
  }

  /// `1 if x > 0 else 2` and `sum(x for x in xs)`.
  func strayKeyword() -> Failure? {
    switch token.kind {
    case .keyword(.if):
      var distance = 1
      while !ahead(distance).isKeyword(.else) {
        guard !ahead(distance).isEnd, !ahead(distance).hasNewlineBefore else { return nil }
        distance += 1
      }
      let last = ahead(distance + 2)
      let isShort = last.isEnd || last.hasNewlineBefore || last.isMark(.semicolon)
      let otherwise =
        isShort && Parser.isPlain(ahead(distance + 1)) ? text(of: ahead(distance + 1)) : "…"
      var value = "…"
      if let previous, Parser.isPlain(previous), position >= 2,
        case .mark(let mark) = tokens[position - 2].kind,
        [.assign, .openParenthesis, .openBracket, .comma].contains(mark)
      {
        value = text(of: previous)
      }
      let condition =
        distance > 1
        ? source.text(in: Span(ahead(1).span.start, ahead(distance - 1).span.end)) : "c"
      return invalid(
        "foreign.word", "a condition stands before its two values",
        hint: "write `if \(condition) then \(value) else \(otherwise)`")
    case .keyword(.for):
      return invalid(
        "foreign.word", "a comprehension stands between brackets",
        hint: "write `[… for x in xs]`")
    case .keyword(let keyword) where keyword == .else || keyword == .then:
      return orphan(keyword)
    case .number, .string, .name, .keyword, .mark, .foreign, .invalid, .end: return nil
    }
  }

  /// `then` or `else` without an `if`.
  func orphan(_ keyword: Keyword) -> Failure {
    invalid(
      "syntax.unexpected", "`\(keyword.rawValue)` belongs to an `if`, and none is open here",
      hint: "a condition is `if c then a else b` or `if c { … } else { … }`")
  }
}
