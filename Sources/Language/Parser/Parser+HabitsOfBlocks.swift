/// Missing signs and braces around what is done, each with what completes it.
extension Parser {
  /// `f(x) { … }`: a definition without its sign.
  func bodyWithoutSign() -> Failure? {
    guard let callee = calleeBefore, begins(callee), let closer = closers[position] else {
      return nil
    }
    let head = source.text(in: Span(tokens[callee].span.start, lastEnd))
    let body = source.text(in: Span(token.span.start, tokens[closer].span.end))
    let isShort = head.utf8.count + body.utf8.count <= 60 && !body.contains("\n")
    return invalid(
      "syntax.unexpected", "a definition has a `=` before its body",
      hint: "write `\(head) = \(isShort ? body : "{ … }")`")
  }

  /// `for k in 1...2 print k`: a loop whose body has no braces.
  func missingBrace() -> Failure? {
    let start = statementStart(before: position)
    guard tokens[start].isKeyword(.for) || tokens[start].isKeyword(.while),
      !tokens[start..<position].contains(where: { $0.isMark(.openBrace) }), openings.isEmpty
    else { return nil }
    let head = source.text(in: Span(tokens[start].span.start, lastEnd))
    let body = written(ahead: 0)
    return invalid(
      "foreign.block", "what is done stands within braces",
      hint: "write `\(head.utf8.count <= 40 ? head : "for …") { \(body) }`")
  }

  /// `x = y = 3`: one binding after the other.
  func chainedBinding() -> String? {
    guard position >= 3, let inner = previous?.name, tokens[position - 2].isMark(.assign),
      let outer = tokens[position - 3].name, openings.isEmpty
    else { return nil }
    return "bind one after the other: `\(inner) = \(written(ahead: 1)); \(outer) = \(inner)`"
  }

  /// `rotation(1) [1, 0]`: the call of what a call gives.
  func appliedCall() -> String? {
    guard let callee = calleeBefore, token.hasSpaceBefore, !token.hasNewlineBefore,
      let closer = closers[position]
    else { return nil }
    let function = source.text(in: Span(tokens[callee].span.start, lastEnd))
    let point = source.text(in: Span(token.span.start, tokens[closer].span.end))
    guard function.utf8.count + point.utf8.count <= 60, !point.contains("\n") else { return nil }
    return "\(function)(\(point))"
  }

  /// The name of the call that ends before the current token.
  private var calleeBefore: Int? {
    guard previous?.isMark(.closeParenthesis) ?? false,
      let opening = closers.first(where: { $0.value == position - 1 })?.key, opening > 0,
      tokens[opening - 1].name != nil
    else { return nil }
    return opening - 1
  }
}
