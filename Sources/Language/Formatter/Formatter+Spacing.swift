extension Formatter {
  func isOpener(_ position: Int) -> Bool {
    if case .mark(let mark) = tokens[position].kind { return mark.closer != nil }
    return false
  }

  func isCloser(_ position: Int) -> Bool {
    if case .mark(let mark) = tokens[position].kind { return mark.isCloser }
    return false
  }

  /// Whether a token can be the last of an operand.
  func endsOperand(_ position: Int) -> Bool {
    switch tokens[position].kind {
    case .number, .string, .name, .keyword(.true), .keyword(.false): true
    case .keyword: position > 0 && tokens[position - 1].isMark(.dot)
    case .mark(let mark): mark.isCloser || mark == .apostrophe || mark == .hole
    case .foreign, .invalid, .end: false
    }
  }

  /// Whether a statement may end with a token.
  func endsStatement(_ position: Int) -> Bool {
    switch tokens[position].kind {
    case .keyword(.break), .keyword(.continue), .keyword(.return): true
    default: endsOperand(position)
    }
  }

  /// Whether a space stands before a token that does not begin a line.
  func hasSpace(before position: Int) -> Bool {
    let (before, token) = (tokens[position - 1], tokens[position])
    if before.isMark(.openBrace) { return !token.isMark(.closeBrace) }
    if isOpener(position - 1) { return false }
    if token.isMark(.closeBrace) { return true }
    if isCloser(position) || token.isMark(.comma) || token.isMark(.semicolon) { return false }
    if before.isMark(.comma) || before.isMark(.semicolon) { return true }
    if before.isMark(.dot) || token.isMark(.dot) || token.isMark(.apostrophe) { return false }
    if before.isMark(.gradient) || prefixes.contains(position - 1) { return false }
    if token.isMark(.colon) { return false }
    if token.isMark(.openParenthesis) || token.isMark(.openBracket), endsOperand(position - 1) {
      return token.hasSpaceBefore
    }
    if isPower(position) || isPower(position - 1) { return false }
    if isBinding(position) { return !isTight(position) }
    if isBinding(position - 1) { return !isTight(position - 1) }
    return true
  }

  private func isPower(_ position: Int) -> Bool {
    tokens[position].isMark(.power) || tokens[position].isMark(.elementwisePower)
  }

  /// Whether a token is one of the operators that bind operands closely, which may stand without
  /// spaces: the author's choice shows how an expression is read, as in `x/4 + 3/4*y`.
  private func isBinding(_ position: Int) -> Bool {
    guard case .mark(let mark) = tokens[position].kind else { return false }
    switch mark {
    case .times, .divide, .leftDivide, .elementwiseTimes, .elementwiseDivide, .remainder,
      .kronecker, .directSum, .dotProduct, .compose, .halfOpenRange, .closedRange:
      return true
    default: return false
    }
  }

  /// Whether an operator stands without spaces on both its sides.
  private func isTight(_ position: Int) -> Bool {
    !tokens[position].hasSpaceBefore && position + 1 < tokens.count
      && !tokens[position + 1].hasSpaceBefore
  }
}
