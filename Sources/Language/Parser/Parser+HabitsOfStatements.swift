/// Statements of other languages and of their prompts, each with what is written here instead.
extension Parser {
  /// A statement that begins as none here does.
  func checkForeignStatement() throws(Failure) {
    if let habit = pastedPrompt() ?? bracketedNames() ?? partOfCall() ?? wordBlock() {
      throw habit
    }
  }

  /// The source up to the end of the line that a token begins.
  private func line(from index: Int) -> String {
    var end = index
    while !tokens[end + 1].isEnd, !tokens[end + 1].hasNewlineBefore { end += 1 }
    return source.text(in: Span(tokens[index].span.start, tokens[end].span.end))
  }

  private static func shortened(_ text: String) -> String { text.utf8.count <= 60 ? text : "…" }

  // MARK: - Prompts

  /// `>>> x = 3`, `julia> x = 3` and `In [1]: x = 3`.
  private func pastedPrompt() -> Failure? {
    var distance = 0
    if isMark(.greater) {
      while ahead(distance).isMark(.greater) { distance += 1 }
    } else if let name = token.name, ["julia", "mfl", "octave"].contains(name),
      ahead(1).isMark(.greater), !ahead(1).hasSpaceBefore,
      ahead(2).hasSpaceBefore
    {
      distance = 2
    } else if token.name == "octave", ahead(1).isMark(.colon), ahead(3).isMark(.greater) {
      distance = 4
    } else if token.name == "In", ahead(1).isMark(.openBracket), ahead(3).isMark(.closeBracket),
      ahead(4).isMark(.colon)
    {
      distance = 5
    }
    guard distance > 0, !ahead(distance).isEnd, !ahead(distance).hasNewlineBefore else {
      return nil
    }
    return invalid(
      "foreign.word", "the prompt of another program stands before the statement",
      at: Span(token.span.start, ahead(distance - 1).span.end),
      hint: "leave the prompt out: `\(Parser.shortened(line(from: position + distance)))`")
  }

  // MARK: - Several values

  /// `[U, S, V] = svd(A)`.
  private func bracketedNames() -> Failure? {
    guard isMark(.openBracket), let closer = closers[position], tokens[closer + 1].isMark(.assign)
    else { return nil }
    let inside = tokens[(position + 1)..<closer].filter { !$0.isMark(.comma) }
    let names = inside.compactMap { token in
      token.name ?? (token.isMark(.hole) || token.kind.isNot ? "_" : nil)
    }
    guard !names.isEmpty, names.count == inside.count else { return nil }
    let value = closer + 2
    guard !tokens[value].isEnd else { return nil }
    return invalid(
      "syntax.assignment", "several names stand without brackets",
      at: Span(token.span.start, tokens[closer].span.end),
      hint: "write `\(binding(of: names, to: value))`")
  }

  /// How several names are bound to what begins at a token, as in MATLAB.
  private func binding(of names: [String], to value: Int) -> String {
    let text = Parser.shortened(line(from: value))
    guard let name = tokens[value].name, names.count == 2,
      tokens[value + 1].isMark(.openParenthesis), let closer = closers[value + 1]
    else { return "\(names.joined(separator: ", ")) = \(text)" }
    let inside = Parser.shortened(
      source.text(in: Span(tokens[value + 1].span.end, tokens[closer].span.start)))
    return switch name {
    case "max": "\(names[0]) = max(\(inside)); \(names[1]) = argmax(\(inside))"
    case "min": "\(names[0]) = min(\(inside)); \(names[1]) = argmax(-(\(inside)))"
    case "eig": "\(names[1]), \(names[0]) = eigen(\(inside))"
    // MATLAB gives the vectors first.
    case "eigen" where names[0].hasPrefix("V"): "\(names[1]), \(names[0]) = eigen(\(inside))"
    case "size": "\(names[0]), \(names[1]) = shape(\(inside))"
    default: "\(names.joined(separator: ", ")) = \(text)"
    }
  }

  // MARK: - Parts

  /// `A(1, 2) = 5`.
  private func partOfCall() -> Failure? {
    guard let name = token.name, ahead(1).isMark(.openParenthesis), !ahead(1).hasSpaceBefore,
      let closer = closers[position + 1], tokens[closer + 1].isMark(.assign),
      let indices = zeroBased(position + 1), indices.count == 2
    else { return nil }
    return invalid(
      "syntax.target", "values never change, so a part cannot be assigned",
      at: Span(token.span.start, tokens[closer].span.end),
      hint: "bind a new value: `\(replacement(name, indices, by: closer + 2))`")
  }

  /// A matrix with an element replaced by what begins at a token.
  func replacement(_ name: String, _ indices: [String], by value: Int) -> String {
    let isShort = Parser.isPlain(tokens[value]) && line(from: value) == text(of: tokens[value])
    let new = isShort ? text(of: tokens[value]) : "…"
    let places = zip(["i", "j"], indices).enumerated().filter { $1.1 != ":" }.map { axis, place in
      let last = "shape(\(name))[\(axis)] - 1"
      let ends = place.1.split(separator: "...").map { $0 == "-1" ? last : String($0) }
      return ends.count == 1 ? "\(place.0) == \(ends[0])" : "\(place.0) in \(ends[0])...\(ends[1])"
    }
    let condition = places.isEmpty ? "true" : places.joined(separator: " and ")
    return "\(name) = [[if \(condition) then \(new) else \(name)[i, j] "
      + "for j in 0..<shape(\(name))[1]] for i in 0..<shape(\(name))[0]]"
  }

  /// What stands between parentheses as indices that count from 0: `0` for `1`, `-1` for `end`.
  ///
  /// Nil where anything is more than a whole number, a colon, a range of numbers or `end`.
  func zeroBased(_ opening: Int) -> [String]? {
    guard let closer = closers[opening], closer > opening + 1 else { return nil }
    let parts = tokens[(opening + 1)..<closer].split(
      omittingEmptySubsequences: false, whereSeparator: { $0.isMark(.comma) })
    var indices: [String] = []
    for part in parts {
      let part = Array(part)
      if part.count == 1, part[0].isMark(.colon) {
        indices.append(":")
      } else if part.count == 1, let index = zeroBased(part[0]) {
        indices.append(index)
      } else if part.count == 3, part[1].isMark(.colon), let first = zeroBased(part[0]),
        let last = zeroBased(part[2])
      {
        indices.append("\(first)...\(last)")
      } else {
        return nil
      }
    }
    return indices
  }

  private func zeroBased(_ token: Token) -> String? {
    if token.name == "end" { return "-1" }
    guard case .number = token.kind, let index = Int(text(of: token)), index > 0 else {
      return nil
    }
    return String(index - 1)
  }

  // MARK: - Blocks

  /// `begin x = 1 end`.
  private func wordBlock() -> Failure? {
    guard token.name == "begin", !ahead(1).hasNewlineBefore,
      Parser.startsOperand(ahead(1)), !ahead(1).isMark(.openParenthesis)
    else { return nil }
    var last = position
    while !tokens[last + 1].isEnd, !tokens[last + 1].hasNewlineBefore,
      tokens[last + 1].name != "end"
    {
      last += 1
    }
    let body = source.text(in: Span(ahead(1).span.start, tokens[last].span.end))
    let isWhole = tokens[last + 1].name == "end" && body.utf8.count <= 60
    return invalid(
      "foreign.block", "what is done stands within braces",
      hint: "write `{ \(isWhole && !body.isEmpty ? body : "…") }`")
  }

  // MARK: - Calls

  /// `push!(x, 4)`: a function that changes its argument, in Julia.
  func changingCall() -> Failure? {
    guard let name = previous?.name, !token.hasSpaceBefore, ahead(1).isMark(.openParenthesis),
      !ahead(1).hasSpaceBefore, let closer = closers[position + 1]
    else { return nil }
    let parts = tokens[(position + 2)..<closer].split(whereSeparator: { $0.isMark(.comma) })
    let texts = parts.compactMap { part -> String? in
      guard let first = part.first, let last = part.last else { return nil }
      return source.text(in: Span(first.span.start, last.span.end))
    }
    let subject = texts.first ?? "x"
    let isShort = texts.joined().utf8.count <= 50 && parts.first?.count == 1
    let hint: String? =
      switch (name, texts.count) {
      case ("push", 2) where isShort: "write `\(subject) = concat(\(subject), [\(texts[1])])`"
      case ("pushfirst", 2) where isShort:
        "write `\(subject) = concat([\(texts[1])], \(subject))`"
      case ("append", 2) where isShort: "write `\(subject) = concat(\(subject), \(texts[1]))`"
      case ("pop", 1) where isShort: "write `\(subject) = \(subject)[0..<-1]`"
      case ("sort", 1) where isShort: "write `\(subject) = sort(\(subject))`"
      case ("println", _), ("print", _): "write `print(\(texts.joined(separator: ", ")))`"
      default: "build a new value and bind it to a name: `x = concat(x, [1])`"
      }
    return invalid(
      "foreign.operator", "`\(name)!` would change a value, and values never change",
      at: Span(tokens[position - 1].span.start, token.span.end), hint: hint)
  }

  /// `"a" => 1` and `Dense(2 => 8, tanh)`: pairs in Julia.
  func pair() -> Failure? {
    guard let previous else { return nil }
    if let opening = openings.last, opening > 0,
      ["Dense", "Linear", "affine"].contains(tokens[opening - 1].name)
    {
      let sizes = [previous, ahead(1)].map { Parser.isPlain($0) ? text(of: $0) : nil }
      let call = "affine(\(sizes[0] ?? "n"), \(sizes[1] ?? "m"))"
      let bend = ahead(2).isMark(.comma) ? ahead(3).name : nil
      return invalid(
        "foreign.operator", "a layer is a map, and `|>` puts maps in a row",
        hint: "write `\(bend.map { "\(call) |> \($0)" } ?? call)`")
    }
    guard case .string(let pieces) = previous.kind else { return nil }
    var name = "a"
    if pieces.count == 1, case .text(let text) = pieces[0], Parser.isName(text) { name = text }
    let value = Parser.isPlain(ahead(1)) ? text(of: ahead(1)) : "…"
    return invalid(
      "foreign.operator", "values with names form a tuple", hint: "write `(\(name): \(value))`")
  }

  /// Whether a text could name a value, as no word of the language does.
  private static func isName(_ text: String) -> Bool {
    text.isName && Keyword(rawValue: text) == nil
  }

  // MARK: - Braces and colons

  /// `{a: 1, b: 2}` and `{"a": 1}`, at their first colon.
  func dictionary() -> Failure? {
    guard let opening = openings.last, tokens[opening].isMark(.openBrace), position == opening + 2
    else { return nil }
    let key = tokens[opening + 1]
    switch key.kind {
    case .string, .name: break
    case .number, .keyword, .mark, .foreign, .invalid, .end: return nil
    }
    return invalid(
      "foreign.block", "braces hold statements; values with names form a tuple",
      at: tokens[opening].span.union(token.span), hint: "write `\(namedTuple(opening))`")
  }

  /// What stands between braces as a tuple whose names are not quoted.
  private func namedTuple(_ opening: Int) -> String {
    var name = tokens[opening + 1].name ?? "name"
    if case .string(let pieces) = tokens[opening + 1].kind, pieces.count == 1,
      case .text(let text) = pieces[0], Parser.isName(text)
    {
      name = text
    }
    guard let closer = closers[opening] else { return "(\(name): …)" }
    var result = ""
    var start = tokens[opening].span.end
    for index in (opening + 1)..<closer where tokens[index + 1].isMark(.colon) {
      guard case .string(let pieces) = tokens[index].kind else { continue }
      guard pieces.count == 1, case .text(let text) = pieces[0], Parser.isName(text) else {
        return "(\(name): …)"
      }
      result += source.text(in: Span(start, tokens[index].span.start)) + text
      start = tokens[index].span.end
    }
    result += source.text(in: Span(start, tokens[closer].span.start))
    return result.utf8.count <= 60 && !result.contains("\n") && !result.contains("{")
      ? "(\(result))" : "(\(name): …)"
  }

  /// `"{x:.2f}"`: a value in a string with a format.
  func formattedValue() -> Failure? {
    guard openings.isEmpty, case .number = ahead(1).kind, text(of: ahead(1)).contains("."),
      ahead(2).isEnd || ahead(2).name.map({ ["f", "g"].contains($0) }) ?? false
    else { return nil }
    let digits = Int(text(of: ahead(1)).split(separator: ".").last ?? "") ?? 2
    let value = position == 1 ? text(of: tokens[0]) : "x"
    return invalid(
      "syntax.colon", "a value in a string has no format behind a colon",
      hint: "write `{text(\(value), digits: \(min(max(digits, 1), 16) + 1))}`, with so many digits")
  }

  /// `1,000`: a number with its digits in groups.
  func groupedNumber() -> Failure? {
    guard isMark(.comma), let previous, case .number = previous.kind, !token.hasSpaceBefore else {
      return nil
    }
    var digits = text(of: previous)
    guard (1...3).contains(digits.count), Int(digits) != nil else { return nil }
    var distance = 0
    while ahead(distance).isMark(.comma), !ahead(distance + 1).hasSpaceBefore,
      case .number = ahead(distance + 1).kind
    {
      let group = text(of: ahead(distance + 1))
      guard group.prefix(while: \.isNumber).count == 3, group.count == 3 || group.contains(".")
      else { break }
      digits += group
      distance += 2
    }
    guard distance > 0 else { return nil }
    return invalid(
      "syntax.unexpected", "the digits of a number stand together",
      at: previous.span.union(ahead(distance - 1).span), hint: "write `\(digits)`")
  }

  // MARK: - Numbers

  /// `2i` and `1j`: an imaginary number.
  func imaginary(_ number: String, _ unit: String) -> Failure? {
    guard ["i", "j", "im"].contains(unit) else { return nil }
    return invalid(
      "syntax.product", "there are no complex numbers",
      at: tokens[position - 1].span.union(token.span),
      hint: "the matrix `[a, -b; b, a]` does what a + bi does; "
        + "a product is written `\(number) * \(unit)`")
  }

  // MARK: - Loops

  /// `for (i, v) in enumerate(xs)` after `for`.
  func pairedLoop() -> Failure? {
    guard isMark(.openParenthesis), let first = ahead(1).name, ahead(2).isMark(.comma),
      let second = ahead(3).name, ahead(4).isMark(.closeParenthesis), ahead(5).isKeyword(.in)
    else { return nil }
    let sequence = ahead(6)
    if ["enumerate", "zip"].contains(sequence.name), ahead(7).isMark(.openParenthesis),
      let closer = closers[position + 7]
    {
      let inside = source.text(in: Span(ahead(7).span.end, tokens[closer].span.start))
      let parts = inside.split(separator: ",").map { $0.filter { $0 != " " } }
      let list = Parser.isName(inside) ? inside : "xs"
      let (index, counted, body) =
        sequence.name == "enumerate" || parts.count != 2
        ? (first, list, "\(second) = \(list)[\(first)]")
        : ("k", parts[0], "\(first) = \(parts[0])[k]; \(second) = \(parts[1])[k]")
      return invalid(
        "foreign.word", "a loop goes through the elements of one thing", at: sequence.span,
        hint: "write `for \(index) in 0..<count(\(counted)) { \(body); … }`")
    }
    return invalid(
      "foreign.word", "the names of a loop stand without parentheses",
      hint:
        "write `for \(first), \(second) in \(Parser.isPlain(sequence) ? text(of: sequence) : "…")`")
  }
}

extension Token.Kind {
  /// Whether this is `~`, which takes a value that is not needed in MATLAB.
  fileprivate var isNot: Bool {
    switch self {
    case .foreign("~"), .foreign("!"): true
    case .invalid, .number, .string, .name, .keyword, .mark, .foreign, .end: false
    }
  }
}
