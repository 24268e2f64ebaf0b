/// Forms of other languages that a complete value is followed by.
extension Parser {
  /// `a, b = 1, 2` and `return a, b`: values side by side without parentheses.
  func looseTuple() -> Failure? {
    if openings.isEmpty, let habit = groupedNumber() { return habit }
    guard isMark(.comma), openings.last.map({ tokens[$0].isMark(.openBrace) }) ?? true else {
      return nil
    }
    let start = statementStart(before: position)
    var end = position
    while !ends(end + 1) { end = closers[end + 1] ?? end + 1 }
    guard end > position else { return nil }
    if let habit = bindingsSideBySide(start, end) { return habit }
    guard !tokens[position...end].contains(where: { $0.isMark(.assign) }) else { return nil }
    let sign = tokens[start..<position].firstIndex { $0.isMark(.assign) }
    let first = sign.map { $0 + 1 } ?? (tokens[start].isKeyword(.return) ? start + 1 : start)
    guard first < position else { return nil }
    if let habit = functionOfSeveral(first, end) ?? questionsSideBySide(first, end) { return habit }
    let head = source.text(in: Span(tokens[start].span.start, tokens[first].span.start))
    let typed = source.text(in: Span(tokens[first].span.start, tokens[end].span.end))
    // Strings of Python in single quotes, which a transpose never opens.
    let isQuoted = typed.contains(" '") || typed.hasPrefix("'")
    let values = isQuoted ? String(typed.map { $0 == "'" ? "\"" : $0 }) : typed
    let isShort = head.utf8.count + values.utf8.count <= 60 && !values.contains("\n")
    return invalid(
      "syntax.unexpected", "values side by side stand within parentheses",
      hint: "write `\(isShort ? head : "")(\(isShort ? values : "…, …"))`")
  }

  /// `x = 3, y = 4`.
  private func bindingsSideBySide(_ start: Int, _ end: Int) -> Failure? {
    guard tokens[start].name != nil, tokens[start + 1].isMark(.assign), ahead(1).name != nil,
      ahead(2).isMark(.assign)
    else { return nil }
    let first = source.text(in: Span(tokens[start].span.start, lastEnd))
    let rest = source.text(in: Span(ahead(1).span.start, tokens[end].span.end))
    let isShort = first.utf8.count + rest.utf8.count <= 60
    return invalid(
      "syntax.unexpected", "statements are parted by `;` or stand on lines of their own",
      hint: "write `\(isShort ? "\(first); \(rest)" : "…; …")`")
  }

  /// `x, y -> x + y`.
  private func functionOfSeveral(_ first: Int, _ end: Int) -> Failure? {
    guard let arrow = tokens[first...end].firstIndex(where: { $0.isMark(.arrow) }),
      tokens[first..<arrow].allSatisfy({ $0.name != nil || $0.isMark(.comma) })
    else { return nil }
    let parameters = source.text(in: Span(tokens[first].span.start, tokens[arrow - 1].span.end))
    return invalid(
      "syntax.unexpected", "several parameters stand within parentheses",
      hint: "write `(\(parameters)) -> \(written(ahead: arrow + 1 - position))`")
  }

  /// `f is linear, affine`.
  private func questionsSideBySide(_ first: Int, _ end: Int) -> Failure? {
    guard let word = tokens[first..<position].firstIndex(where: { $0.isKeyword(.is) }), word > first
    else { return nil }
    let properties = tokens[(word + 1)...end].filter { !$0.isMark(.comma) }.map(\.name)
    let subject = source.text(in: Span(tokens[first].span.start, tokens[word - 1].span.end))
    guard subject.utf8.count <= 24, properties.count <= 4 else { return nil }
    let questions = properties.compactMap { $0.map { "\(subject) is \($0)" } }
    guard questions.count == properties.count else { return nil }
    return invalid(
      "syntax.unexpected", "one property is asked about at a time",
      hint: "write `(\(questions.joined(separator: ", ")))`")
  }

  /// Whether a token is the first of a statement outside of brackets.
  func begins(_ index: Int) -> Bool {
    index == 0 || tokens[index].hasNewlineBefore || tokens[index - 1].isMark(.semicolon)
      || tokens[index - 1].isMark(.openBrace)
  }

  /// The first token of the statement that one belongs to.
  func statementStart(before index: Int) -> Int {
    var start = index
    while !begins(start) { start -= 1 }
    return start
  }

  /// Whether a statement outside of brackets has ended before a token.
  private func ends(_ index: Int) -> Bool {
    guard index < tokens.count else { return true }
    let token = tokens[index]
    if case .mark(let mark) = token.kind, mark.isCloser { return true }
    return token.isEnd || token.hasNewlineBefore || token.isMark(.semicolon)
  }

  /// `A .> 1`, a comparison of elements in Julia.
  func dottedComparison() -> Failure? {
    guard isMark(.dot), case .mark(let sign) = ahead(1).kind, !ahead(1).hasSpaceBefore,
      [.less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual].contains(sign)
    else { return nil }
    let spelling = text(of: ahead(1))
    let bound = Parser.isPlain(ahead(2)) ? text(of: ahead(2)) : "1"
    let subject = previous?.name ?? "x"
    return invalid(
      "foreign.operator", "`\(spelling)` compares one value with another, not their elements",
      at: token.span.union(ahead(1).span),
      hint:
        "write `[v \(spelling) \(bound) for v in \(subject)]`, or for those elements themselves "
        + "`[v for v in \(subject) if v \(spelling) \(bound)]`")
  }

  /// `10 mod 3` and `7 div 2`.
  func foreignWordOperator() -> Failure? {
    guard let word = token.name, token.hasSpaceBefore, let previous else { return nil }
    let operands = [previous, ahead(1)].map { Parser.isPlain($0) ? text(of: $0) : nil }
    let (a, b) = (operands[0] ?? "a", operands[1] ?? "b")
    switch word {
    case "mod", "rem":
      return invalid(
        "foreign.operator", "the remainder is written `%`", hint: "write `\(a) % \(b)`")
    case "deg", "degrees":
      return invalid(
        "foreign.operator", "angles are in radians", hint: "write `\(a) * pi / 180`")
    case "where" where openings.last.map({ tokens[$0].isMark(.openBracket) }) ?? false:
      return invalid(
        "foreign.word", "a condition of a comprehension begins with `if`", hint: "write `if`")
    case "catch", "except", "rescue": return foreignBlock("catch")
    case "as":
      return invalid(
        "foreign.word", "files are read by name, and need not be opened or closed",
        hint: "write `points = read \"points.csv\"`")
    case "div":
      return invalid(
        "foreign.operator", "a quotient without its fraction is rounded down",
        hint: "write `floor(\(a) / \(b))`")
    default: return nil
    }
  }

  /// The names and numbers with spaces between them that begin a statement and end at a token, as in
  /// `affine 2 8`; empty where there is anything else.
  private func spacedWords(before end: Int) -> [String] {
    var start = statementStart(before: end)
    // `net = affine 2 8` has its call behind the sign.
    if start + 2 < end, tokens[start + 1].isMark(.assign) { start += 2 }
    guard start + 1 < end, tokens[start].name != nil,
      tokens[start..<end].allSatisfy({ Parser.isPlain($0) })
    else { return [] }
    return tokens[start..<end].map { text(of: $0) }
  }

  /// `f x = …` and `f x y = …`, with the head they are written with.
  func spacedDefinition() -> String? {
    let words = spacedWords(before: position)
    guard words.count > 1 else { return nil }
    return "\(words[0])(\(words.dropFirst().joined(separator: ", ")))"
  }

  /// `affine 2 8`: how a call of several arguments is written.
  func spacedCall() -> String? {
    let words = spacedWords(before: position)
    guard words.count > 1, Parser.isPlain(token) else { return nil }
    let arguments = words.dropFirst() + [text(of: token)]
    return "write `\(words[0])(\(arguments.joined(separator: ", ")))`"
  }

  /// `is linear(tanh)` and `is tanh linear`: a question with its verb first.
  func leadingQuestion() -> Failure? {
    guard token.isKeyword(.is), var property = ahead(1).name else { return nil }
    var subject = "f"
    if ahead(2).isMark(.openParenthesis), let closer = closers[position + 2] {
      subject = source.text(in: Span(ahead(2).span.end, tokens[closer].span.start))
    } else if let name = ahead(2).name, !ahead(2).hasNewlineBefore {
      (subject, property) = (property, name)
    }
    return invalid(
      "syntax.expected", "a question begins with what it is about",
      hint: "write `\(subject.utf8.count <= 40 ? subject : "f") is \(property)`")
  }
}
