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
  private func rewritten(_ sign: String) -> String {
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
      case "=>": ("an arrow is written `->`", "write `\(previous?.name ?? "x") -> …`")
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
      hint: "write `\(name) = …`")
  }

  // MARK: - Where a value should stand

  /// What another language has where a value should stand; nil for anything else.
  func foreignOperand() -> Failure? {
    switch token.kind {
    case .mark(.remainder) where beginsStatement:
      return invalid("foreign.operator", "a comment begins with `#`", hint: "write `# …`")
    case .mark(.leftDivide):
      guard let name = ahead(1).name else { return nil }
      return invalid(
        "foreign.operator", "a function is written with an arrow alone",
        hint: "write `\(name) -> …`")
    case .mark(.colon): return indexInParentheses()
    case .keyword(.is): return leadingQuestion()
    case .foreign("@"): return at()
    case .foreign("!") where ahead(1).isMark(.openParenthesis):
      return invalid("foreign.operator", "`!` is written `not`", hint: "write `not (…)`")
    case .number, .string, .name, .keyword, .mark, .foreign, .invalid, .end: return nil
    }
  }

  /// `@(x) …`, `@sin` and `@decorator`.
  private func at() -> Failure {
    if ahead(1).isMark(.openParenthesis), let closer = closers[position + 1] {
      let inside = source.text(in: Span(ahead(1).span.end, tokens[closer].span.start))
      let parameters = inside.contains(",") ? "(\(inside))" : inside
      return invalid(
        "foreign.operator", "a function is written with an arrow",
        hint: "write `\(parameters) -> …`")
    }
    if ahead(1).isKeyword(.assert) {
      return invalid(
        "foreign.operator", "there are no decorators or macros",
        at: token.span.union(ahead(1).span), hint: "leave the `@` out: `assert x == 1`")
    }
    guard let name = ahead(1).name else { return foreign("@") }
    return beginsStatement
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

  /// `A(:, 1)`.
  func indexInParentheses() -> Failure? {
    guard let opening = openings.last, tokens[opening].isMark(.openParenthesis), opening > 0,
      let name = tokens[opening - 1].name, let closer = closers[opening]
    else { return nil }
    let inside = source.text(in: Span(tokens[opening].span.end, tokens[closer].span.start))
    return invalid(
      "foreign.slice", "indices stand between brackets, and count from 0",
      hint: "write `\(name)[\(zeroBased(opening)?.joined(separator: ", ") ?? inside)]`")
  }

  // MARK: - Where a statement should end

  /// A colon after a complete expression: a range, a dictionary, a block.
  func strayColon() -> Failure {
    if let habit = dictionary() ?? formattedValue() { return habit }
    if position + 2 < tokens.count, tokens[position + 2].isMark(.colon) {
      return invalid(
        "syntax.colon", "a colon has no meaning here",
        hint: "ranges go up by 1; `linspace(first, last, count)` has any number of steps")
    }
    let range = rewritten("...").filter { $0 != " " }
    return invalid(
      "syntax.colon", "a colon has no meaning here",
      hint: range == "..."
        ? "a range is `a..<b`; a named argument is `f(name: value)`"
        : "a range is `\(range)`, which holds both its ends")
  }

  /// A comma after `print x`, whose arguments need parentheses.
  func strayComma() -> Failure? {
    guard isMark(.comma) else { return nil }
    var start = position
    while start > 0, !tokens[start].hasNewlineBefore, !tokens[start - 1].isMark(.semicolon),
      !tokens[start - 1].isMark(.openBrace)
    {
      start -= 1
    }
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
      let condition = source.text(in: Span(ahead(1).span.start, ahead(distance - 1).span.end))
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

  // MARK: - Words

  /// Words that begin a declaration elsewhere, and blocks with a word of their own.
  func checkForeignWord() throws(Failure) {
    guard let word = token.name, !ahead(1).hasNewlineBefore else { return }
    if ahead(1).isMark(.openBrace), ahead(1).hasSpaceBefore { throw foreignBlock(word) }
    guard ahead(1).name != nil else { return }
    let name = text(of: ahead(1))
    switch word {
    case "let", "var", "const", "local", "global":
      throw invalid(
        "foreign.word", "a binding needs no `\(word)`", hint: "write `\(name) = …`")
    case "def", "function", "fn", "func", "fun", "sub":
      throw invalid(
        "foreign.word", "a definition needs no `\(word)`", hint: "write `\(definedHead) = …`")
    case "from", "using", "require", "include":
      throw invalid(
        "foreign.word", "the names of the vocabulary need no import",
        hint: "leave this line out; a file of your own is `import \"\(name).mfl\"`")
    case "class", "struct":
      throw invalid(
        "foreign.word", "there are no classes",
        hint: "values that belong together form a tuple: `\(name) = (rank: 2, gap: 0.5)`")
    default: return
    }
  }

  /// The head of the definition that follows a word: `f(x, y)` of `def f(x, y)`, and of
  /// `function r = f(x, y)`.
  private var definedHead: String {
    let isNamedResult = ahead(2).isMark(.assign) && ahead(3).name != nil
    let start = isNamedResult ? 3 : 1
    guard ahead(start + 1).isMark(.openParenthesis), let closer = closers[position + start + 1]
    else { return "\(text(of: ahead(start)))(x)" }
    return source.text(in: Span(ahead(start).span.start, tokens[closer].span.end))
      .split(separator: ";").joined(separator: ",")
  }

  private func foreignBlock(_ word: String) -> Failure {
    switch word {
    case "try", "catch", "except", "finally":
      invalid(
        "foreign.word", "errors are not caught: a program stops at its first one",
        hint: "ask before: `if rank(A) == 2 { … }`")
    case "loop", "repeat", "forever", "do":
      invalid(
        "foreign.word", "a loop is written with `while` or `for`", hint: "write `while true { … }`")
    default:
      invalid(
        "syntax.operator", "`\(word)` cannot be followed by a block",
        hint: "blocks follow if, else, for, while and `name(x) =`")
    }
  }

  /// Functions without a name: `lambda x, y: …` and `function(x) …`.
  func checkForeignLambda() throws(Failure) {
    let parameters: String
    switch token.name {
    case "lambda" where !ahead(1).hasNewlineBefore:
      var distance = 1
      while ahead(distance).name != nil || ahead(distance).isMark(.comma) { distance += 1 }
      guard distance > 1, ahead(1).name != nil else { return }
      parameters = source.text(in: Span(ahead(1).span.start, ahead(distance - 1).span.end))
    case "function", "func", "fn":
      guard ahead(1).isMark(.openParenthesis), let closer = closers[position + 1] else { return }
      let next = tokens[min(closer + 1, tokens.count - 1)]
      guard !next.hasNewlineBefore, Parser.startsOperand(next) else { return }
      parameters = source.text(in: Span(ahead(1).span.end, tokens[closer].span.start))
    default: return
    }
    let isOne = parameters.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    throw invalid(
      "foreign.word", "a function is written with an arrow",
      hint: "write `\(isOne && !parameters.isEmpty ? parameters : "(\(parameters))") -> …`")
  }

  /// `for i = 1:10`, `for (…)` and `for x of xs`.
  func foreignLoop() -> Failure? {
    let name = previous?.name ?? "i"
    if isMark(.assign) {
      var range = "0..<n"
      if Parser.isPlain(ahead(1)), ahead(2).isMark(.colon), Parser.isPlain(ahead(3)) {
        range = "\(text(of: ahead(1)))...\(text(of: ahead(3)))"
      }
      return invalid(
        "foreign.word", "a loop goes through the elements of something",
        hint: "write `for \(name) in \(range) { … }`")
    }
    if isMark(.openParenthesis) {
      return invalid(
        "foreign.word", "a loop goes through the elements of something",
        hint: "write `for i in 0..<n { … }`")
    }
    guard token.name == "of" else { return nil }
    return invalid("foreign.word", "`of` is written `in`", hint: "write `for \(name) in … { … }`")
  }
}
