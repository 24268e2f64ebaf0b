extension Parser {
  // application = { NAME { ? no space ? "." member } ? neither "(" nor "{" next ? } power ;
  mutating func application() throws(Failure) -> Expression {
    var callees: [Expression] = []
    var operand = try power()
    while startsArgument {
      guard operand.isDottedName else { throw notACallee(operand) }
      callees.append(operand)
      operand = try power()
    }
    if isMark(.openParenthesis), token.hasSpaceBefore, !token.hasNewlineBefore {
      throw spacedCall(operand)
    }
    for callee in callees.reversed() {
      operand = try make(.application(callee, operand), from: callee.span.start)
    }
    return operand
  }

  /// Whether the current token begins the argument of a juxtaposition: on the same line, after a
  /// space, and neither a bracket that would be a call nor a sign.
  private var startsArgument: Bool {
    guard token.hasSpaceBefore, !token.hasNewlineBefore, wordOperator == nil else { return false }
    // `f is p at x0` and `import "file" as name`
    if token.name == "at" || token.name == "on" { return !isQualifier }
    return Parser.startsOperand(token) && !isMark(.openBrace) && !isMark(.openParenthesis)
      && !isMark(.hole)
  }

  /// Whether `at` or `on` qualifies a property: directly after `is p`.
  private var isQualifier: Bool {
    guard position >= 2, tokens[position - 1].name != nil else { return false }
    return tokens[position - 2].isKeyword(.is)
      || (tokens[position - 2].isKeyword(.not) && position >= 3
        && tokens[position - 3].isKeyword(.is))
  }

  /// Whether a token can begin an operand without a sign.
  static func startsOperand(_ token: Token) -> Bool {
    switch token.kind {
    case .number, .string, .name, .keyword(.true), .keyword(.false): true
    case .mark(.openParenthesis), .mark(.openBracket), .mark(.openBrace), .mark(.gradient),
      .mark(.hole):
      true
    case .keyword, .mark, .foreign, .invalid, .end: false
    }
  }

  /// An argument follows something that is not a name.
  private func notACallee(_ operand: Expression) -> Failure {
    if case .binary(.compose, _, _, _) = operand.kind {
      let text = source.text(in: operand.span)
      return invalid(
        "syntax.composition", "a composition is applied with parentheses",
        hint: "write `(\(text))(\(source.text(in: token.span)))`")
    }
    return leftover()
  }

  /// A space before the parenthesis of `f (x)` leaves open whether a call or a product is meant.
  private func spacedCall(_ operand: Expression) -> Failure {
    let before = source.text(in: operand.span)
    guard operand.isDottedName else {
      return invalid(
        "syntax.operator", "an operator is missing before the parenthesis",
        hint: "write `*` for a product")
    }
    return invalid(
      "syntax.space", "a space stands between `\(before)` and its parenthesis",
      at: Span(operand.span.end, token.span.end), hint: "write `\(before)\(parenthesised)`")
  }

  /// What stands in the parentheses that open here, where it is short.
  private var parenthesised: String {
    guard let closer = closers[position] else { return "(…)" }
    let inside = source.text(in: Span(token.span.start, tokens[closer].span.end))
    return inside.utf8.count <= 30 && !inside.utf8.contains(UInt8(ascii: "\n")) ? inside : "(…)"
  }

  // power = composition [ ( "^" | ".^" ) { "-" | "+" } power ] ;
  mutating func power() throws(Failure) -> Expression {
    let base = try composition()
    guard isMark(.power) || isMark(.elementwisePower), !startsNewLine else { return base }
    let kind: BinaryOperator = isMark(.power) ? .power : .elementwisePower
    return try operation(kind, base) { parser throws(Failure) in
      try parser.nested { parser throws(Failure) in
        var signs: [(UnaryOperator, Int)] = []
        while parser.isMark(.minus) || parser.isMark(.plus) {
          signs.append((parser.isMark(.minus) ? .negate : .plus, parser.token.span.start))
          parser.advance()
        }
        var exponent = try parser.power()
        for (sign, start) in signs.reversed() {
          exponent = try parser.make(.unary(sign, exponent), from: start)
        }
        return exponent
      }
    }
  }

  // composition = postfix [ "∘" composition ] ;
  mutating func composition() throws(Failure) -> Expression {
    var maps = [try postfix()]
    var operators: [Span] = []
    while isMark(.compose) || wordOperator == .compose, !startsNewLine {
      operators.append(token.span)
      advance()
      maps.append(try postfix())
    }
    var result = maps.removeLast()
    while let map = maps.popLast(), let place = operators.popLast() {
      result = try make(
        .binary(.compose, map, result, operatorSpan: place), from: map.span.start)
    }
    return result
  }

  // postfix = primary { ? no space ? ( ? not after a number ? "(" [ arguments ] ")" | "[" indices
  //   "]" | "." member | "'" ) } ;
  mutating func postfix() throws(Failure) -> Expression {
    let start = token.span.start
    var operand = try primary()
    while !token.hasSpaceBefore {
      switch token.kind {
      case .mark(.openParenthesis):
        if case .number = operand.kind, case .number = tokens[position - 1].kind {
          throw numberCalled(operand)
        }
        let arguments = try within { parser throws(Failure) in try parser.arguments(.call) }
        operand = try make(.call(operand, arguments), from: start)
      case .mark(.openBracket):
        let items = try within { parser throws(Failure) in try parser.indices() }
        operand = try make(.index(operand, items), from: start)
      case .mark(.dot):
        advance()
        let field = try member()
        operand = try make(.member(operand, field), from: start)
      case .mark(.apostrophe):
        advance()
        operand = try make(.transpose(operand), from: start)
      default: return operand
      }
    }
    return operand
  }

  private func numberCalled(_ operand: Expression) -> Failure {
    let text = source.text(in: operand.span)
    return invalid(
      "syntax.product", "a product needs its sign", at: operand.span.union(token.span),
      hint: "write `\(text) * \(parenthesised)`")
  }

  // member = NAME | ? no space ? KEYWORD ;
  /// The name after a dot, which may be a word of the language.
  private mutating func member() throws(Failure) -> Name {
    guard case .keyword(let keyword) = token.kind, !token.hasSpaceBefore else {
      if case .number = token.kind { throw expected("a field's name") }
      if isMark(.openParenthesis), position >= 2, let name = tokens[position - 2].name {
        throw invalid(
          "foreign.operator", "functions work on whole tensors without a dot",
          at: tokens[position - 1].span, hint: "write `\(name)(…)`")
      }
      if token.name == nil, position >= 2, case .number = tokens[position - 2].kind {
        let number = text(of: tokens[position - 2])
        throw invalid(
          "syntax.field", "a number does not end with its point", at: tokens[position - 1].span,
          hint: "write `\(number)` or `\(number).0`")
      }
      if isMark(.apostrophe) {
        throw invalid(
          "foreign.operator", "a transpose has no dot",
          at: tokens[position - 1].span.union(token.span),
          hint: "write `\(position >= 2 ? tokens[position - 2].name ?? "A" : "A")'`")
      }
      return try name("a field's name")
    }
    let place = token.span
    advance()
    return Name(keyword.rawValue, span: place)
  }

  // indices = ( ":" | expression ) { "," ( ":" | expression ) } [ "," ] ;
  private mutating func indices() throws(Failure) -> [Expression] {
    if isMark(.closeBracket) { throw expected("an index") }
    var items: [Expression] = []
    while !isMark(.closeBracket) {
      if isMark(.colon) {
        let place = token.span
        advance()
        if !isMark(.comma), !isMark(.closeBracket) { throw colonRange(from: nil) }
        items.append(Expression(.wholeAxis, span: place))
      } else {
        items.append(try expression())
        if isMark(.colon) { throw colonRange(from: items[items.count - 1]) }
      }
      guard take(.comma) else { break }
    }
    return items
  }

  /// `1:3`, `1:` and `:3` in an index, with what they are here.
  private func colonRange(from start: Expression?) -> Failure {
    let colon = start == nil ? tokens[position - 1] : token
    let next = start == nil ? token : ahead(1)
    if next.isMark(.colon) {
      return invalid(
        "foreign.slice", "ranges of indices have no step", at: colon.span.union(next.span),
        hint: "a vector of indices selects too: `a[[0, 2, 4]]`")
    }
    let isOpen = next.isMark(.comma) || next.isMark(.closeBracket)
    let first = start.map { source.text(in: $0.span) } ?? "0"
    let hint =
      isOpen
      ? "write `\(first)...-1`, up to the last; `:` alone is the whole axis"
      : "write `\(first)..<\(text(of: next))`, which leaves the end out, or `...`"
    return invalid(
      "foreign.slice", "a range of indices is written `..<`", at: colon.span,
      hint: first.utf8.count <= 20 ? hint : "write `a..<b`, which leaves b out, or `a...b`")
  }
}

extension Expression {
  /// Whether this is a name or a name with fields, which juxtaposition applies.
  var isDottedName: Bool {
    switch kind {
    case .name: true
    case .member(let base, _): base.isDottedName
    default: false
    }
  }
}
