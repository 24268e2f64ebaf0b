/// Colons of other languages: ranges, indices, types, blocks.
extension Parser {
  /// `A(:, 1)` and `sum(1:3)`.
  func indexInParentheses() -> Failure? {
    guard let opening = openings.last, tokens[opening].isMark(.openParenthesis), opening > 0,
      let name = tokens[opening - 1].name, let closer = closers[opening]
    else { return nil }
    let inside = source.text(in: Span(tokens[opening].span.end, tokens[closer].span.start))
    if inside.contains("::") {
      return invalid(
        "syntax.colon", "parameters have no types",
        hint: "a space makes a function a map: `\(name)(x: R) = …`")
    }
    let indices = zeroBased(opening)
    let isFunction = name.count > 1 && name.first?.isLowercase ?? false
    if isFunction, let argument = rangeArgument(opening, closer) {
      let asIndex = indices.map { "; elements of a vector are `\(name)[\($0[0])]`" } ?? ""
      return invalid(
        "foreign.slice", "a colon makes no range",
        hint: "write `\(name)(\(argument))`\(asIndex)")
    }
    return invalid(
      "foreign.slice", "indices stand between brackets, and count from 0",
      hint: "write `\(name)[\(indices?.joined(separator: ", ") ?? inside)]`")
  }

  /// A range or an index where an argument stands whose name is no plain name, as in `sin(0:0.1:1)`.
  func rangeInCall() -> Failure? {
    guard let opening = openings.last, let closer = closers[opening] else { return nil }
    let hasStep = tokens[(opening + 1)..<closer].count { $0.isMark(.colon) } == 2
    guard zeroBased(opening) != nil || hasStep && rangeArgument(opening, closer) != nil else {
      return nil
    }
    return indexInParentheses()
  }

  /// `1...3` for `1:3` and `linspace(0, 1, 11)` for `0:0.1:1`, where that is all of an argument list.
  private func rangeArgument(_ opening: Int, _ closer: Int) -> String? {
    let parts = tokens[(opening + 1)..<closer].split(
      omittingEmptySubsequences: false, whereSeparator: { $0.isMark(.colon) })
    guard tokens[(opening + 1)..<closer].allSatisfy({ !$0.isMark(.comma) }) else { return nil }
    let texts = parts.compactMap { part -> String? in
      guard let first = part.first, let last = part.last, first.name != "end", last.name != "end"
      else { return nil }
      return source.text(in: Span(first.span.start, last.span.end))
    }
    guard texts.count == parts.count, texts.allSatisfy({ $0.utf8.count <= 20 }) else { return nil }
    switch texts.count {
    case 2: return "\(texts[0])...\(texts[1])"
    case 3:
      let numbers = texts.compactMap(Double.init)
      guard numbers.count == 3, numbers[1] != 0 else {
        return "linspace(\(texts[0]), \(texts[2]), n)"
      }
      let steps = ((numbers[2] - numbers[0]) / numbers[1] + 1e-9).rounded(.down)
      guard steps >= 0, steps < 1e6 else { return "linspace(\(texts[0]), \(texts[2]), n)" }
      let last = ((numbers[0] + steps * numbers[1]) * 1e9).rounded() / 1e9
      let isWhole = (last - numbers[2]).magnitude < 1e-9 * max(1, numbers[2].magnitude)
      return "linspace(\(texts[0]), \(isWhole ? texts[2] : "\(last)"), \(Int(steps) + 1))"
    default: return nil
    }
  }

  // MARK: - Where a statement should end

  /// A colon after a complete expression: a range, a dictionary, a block, a type.
  func strayColon() -> Failure {
    if let habit = dictionary() ?? formattedValue() { return habit }
    if let name = previous?.name, ["try", "except", "finally"].contains(name) {
      return foreignBlock(name)
    }
    if let name = previous?.name, begins(position - 1),
      !Parser.isPlain(ahead(1)) || text(of: ahead(1)).allSatisfy(\.isLetter)
    {
      return invalid(
        "syntax.colon", "a statement does not begin with a name and a colon",
        hint: "a function is written `\(name)(x) = …`, a map `\(name)(x: R^2) = …`")
    }
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
}
