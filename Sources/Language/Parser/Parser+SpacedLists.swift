/// Lists as MATLAB and Julia write them, with spaces between elements and lines for rows.
extension Parser {
  /// A list with the commas and semicolons that its spaces and lines stand for: `[1, -2; 3, 4]` for
  /// `[1 -2; 3 4]`.
  ///
  /// Nil for a long one, one whose elements are more than names and numbers, and one whose rows would
  /// not be of one length.
  func listWithCommas(from opening: Int) -> String? {
    var text = "["
    var isOperandBefore = false
    var rows = [0]
    var index = opening + 1
    while index < tokens.count, text.utf8.count <= 60 {
      let token = tokens[index]
      let follows = tokens[index + 1 < tokens.count ? index + 1 : index]
      switch token.kind {
      case .mark(.closeBracket):
        return rows.allSatisfy { $0 == rows[0] || $0 == 0 } ? text + "]" : nil
      case .mark(.comma):
        text += ", "
        isOperandBefore = false
      case .mark(.semicolon):
        text += "; "
        rows.append(0)
        isOperandBefore = false
      case .mark(.minus)
      where !isOperandBefore || token.hasSpaceBefore && !follows.hasSpaceBefore:
        separate(token)
        text += "-"
        isOperandBefore = false
      case .number, .name, .string:
        separate(token)
        text += self.text(of: token)
        rows[rows.count - 1] += 1
        isOperandBefore = true
      case .mark, .keyword, .foreign, .invalid, .end: return nil
      }
      index += 1
    }
    return nil

    func separate(_ token: Token) {
      guard isOperandBefore else { return }
      text += token.hasNewlineBefore ? "; " : ", "
      if token.hasNewlineBefore { rows.append(0) }
    }
  }
}
