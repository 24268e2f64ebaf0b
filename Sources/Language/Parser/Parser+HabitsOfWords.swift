/// Words of other languages that begin declarations, functions and loops, each with what is written
/// here instead.
extension Parser {
  /// Words that begin a declaration elsewhere, and blocks with a word of their own.
  func checkForeignWord() throws(Failure) {
    guard let word = token.name, !ahead(1).hasNewlineBefore else { return }
    if ahead(1).isMark(.openBrace), ahead(1).hasSpaceBefore { throw foreignBlock(word) }
    if word == "try", !ahead(1).isMark(.assign), Parser.startsOperand(ahead(1)),
      !ahead(1).isMark(.openParenthesis)
    {
      throw foreignBlock(word)
    }
    guard ahead(1).name != nil else { return }
    let name = text(of: ahead(1))
    switch word {
    case "let", "var", "const", "local", "global":
      throw invalid(
        "foreign.word", "a binding needs no `\(word)`",
        hint: ahead(2).isMark(.openParenthesis)
          ? "write `\(plainDefinition)`"
          : "write `\(name) = \(ahead(2).isMark(.assign) ? written(ahead: 3) : "…")`")
    case "def", "function", "fn", "func", "fun", "sub":
      throw invalid(
        "foreign.word", "a definition needs no `\(word)`", hint: "write `\(plainDefinition)`")
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

  /// The definition that follows a word: `f(x) = x + 1` of `def f(x): return x + 1`, and `f(x) = …` of
  /// `function r = f(x)`.
  private var plainDefinition: String {
    let isNamedResult = ahead(2).isMark(.assign) && ahead(3).name != nil
    let start = isNamedResult ? 3 : 1
    guard ahead(start + 1).isMark(.openParenthesis), let closer = closers[position + start + 1]
    else { return "\(text(of: ahead(start)))(x) = …" }
    let head = source.text(in: Span(ahead(start).span.start, tokens[closer].span.end))
      .split(separator: ";").joined(separator: ",")
    var body = closer + 1 - position
    if [.colon, .assign, .arrow].contains(where: ahead(body).isMark) { body += 1 }
    let isBelow = isNamedResult || ahead(body).hasNewlineBefore
    if ahead(body).isKeyword(.return) { body += 1 }
    return "\(head) = \(isBelow ? "…" : written(ahead: body))"
  }

  /// A block, or what begins one, that has a word of its own elsewhere.
  func foreignBlock(_ word: String) -> Failure {
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
    let body: Int
    switch token.name {
    case "lambda" where !ahead(1).hasNewlineBefore:
      var distance = 1
      while ahead(distance).name != nil || ahead(distance).isMark(.comma) { distance += 1 }
      guard distance > 1, ahead(1).name != nil else { return }
      parameters = source.text(in: Span(ahead(1).span.start, ahead(distance - 1).span.end))
      body = distance + 1
    case "function", "func", "fn":
      guard ahead(1).isMark(.openParenthesis), let closer = closers[position + 1] else { return }
      let next = tokens[min(closer + 1, tokens.count - 1)]
      guard !next.hasNewlineBefore, Parser.startsOperand(next) else { return }
      parameters = source.text(in: Span(ahead(1).span.end, tokens[closer].span.start))
      body = closer + 1 - position
    default: return
    }
    let head = parameters.isName ? parameters : "(\(parameters))"
    throw invalid(
      "foreign.word", "a function is written with an arrow",
      hint: "write `\(head) -> \(written(ahead: body))`")
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
