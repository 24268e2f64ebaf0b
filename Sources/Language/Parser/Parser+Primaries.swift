extension Parser {
  // primary = NUMBER | string | "true" | "false" | NAME | tuple | list | block | "∇" primary ;
  mutating func primary() throws(Failure) -> Expression {
    let start = token.span.start
    switch token.kind {
    case .number(let value):
      advance()
      return try make(.number(value), from: start)
    case .string(let pieces): return try string(pieces)
    case .keyword(.true), .keyword(.false):
      let value = token.isKeyword(.true)
      advance()
      return try make(.boolean(value), from: start)
    case .name(let name):
      try checkForeignLambda()
      advance()
      return try make(.name(name), from: start)
    case .mark(.openParenthesis): return try tuple()
    case .mark(.openBracket): return try list()
    case .mark(.openBrace):
      let body = try block()
      return try make(.block(body), from: start)
    case .mark(.gradient):
      advance()
      return try nested { parser throws(Failure) in
        let operand = try parser.primary()
        return try parser.make(.gradient(operand), from: start)
      }
    case .mark(.hole):
      throw invalid(
        "syntax.hole", "`_` stands for an argument of a call",
        hint: "write `f(_, y)` for `x -> f(x, y)`")
    case .mark(.pipe):
      throw invalid(
        "syntax.pipe", "nothing stands before `|>`",
        hint: "a chain begins with a value or a map; only the prompt goes on from the last answer")
    case .mark(.closeParenthesis), .mark(.closeBracket), .mark(.closeBrace):
      throw openings.isEmpty ? leftover() : expected("a value")
    case .mark(.apostrophe): throw leftover()
    case .keyword(.if):
      throw invalid(
        "syntax.conditional", "a condition as an operand stands within parentheses",
        hint: "write `(if … then … else …)`")
    case .keyword(let keyword) where Parser.statementWords.contains(keyword):
      throw invalid(
        "syntax.statement", "`\(keyword.rawValue)` is a statement, and a value should stand here",
        hint: "write it within braces: `{ \(keyword.rawValue)\(keyword == .return ? " …" : "") }`")
    case .keyword, .mark, .foreign, .invalid, .end: throw expected("a value")
    }
  }

  /// The words that begin statements, which have no value.
  private static let statementWords: Set<Keyword> = [
    .break, .continue, .return, .for, .while, .import, .assert,
  ]

  // string = '"' { TEXT | "{" expression "}" } '"' ;
  private mutating func string(_ pieces: [Token.Piece]) throws(Failure) -> Expression {
    let start = token.span.start
    advance()
    var parts: [Expression.StringPiece] = []
    for piece in pieces {
      switch piece {
      case .text(let text): parts.append(.text(text))
      case .interpolation(let tokens):
        let value = try nested { parser throws(Failure) in
          var inner = Parser(tokens, within: parser)
          let value = try inner.interpolation()
          parser.problems += inner.problems
          parser.lostWords.formUnion(inner.lostWords)
          return value
        }
        parts.append(.interpolation(value))
      }
    }
    return try make(.string(parts), from: start)
  }

  private mutating func interpolation() throws(Failure) -> Expression {
    do throws(Failure) {
      let value = try expression()
      guard token.isEnd else { throw leftover() }
      return value
    } catch {
      // The string ends here, so nothing more can come.
      if case .ended(_, let diagnostic) = error { throw .invalid(diagnostic) }
      throw error
    }
  }

  // tuple = "(" [ arguments ] ")" ;
  private mutating func tuple() throws(Failure) -> Expression {
    let start = token.span.start
    var hasComma = false
    let fields = try within { parser throws(Failure) in
      let fields = try parser.arguments(.tuple)
      hasComma = parser.tokens[parser.position - 1].isMark(.comma)
      return fields
    }
    // Parentheses around one value only group.
    if fields.count == 1, fields[0].name == nil, !hasComma {
      return fields[0].value.spanning(span(from: start))
    }
    return try make(.tuple(fields), from: start)
  }

  /// What a list of arguments belongs to.
  enum ArgumentList {
    case call
    case tuple
  }

  // arguments = argument { "," argument } [ "," ] ;
  mutating func arguments(_ list: ArgumentList) throws(Failure) -> [Argument] {
    var arguments: [Argument] = []
    while !isMark(.closeParenthesis) {
      arguments.append(try argument(list))
      guard take(.comma) else { break }
    }
    return arguments
  }

  // argument = [ NAME ":" ] ( expression | ? in a call ? "_" ) ;
  private mutating func argument(_ list: ArgumentList) throws(Failure) -> Argument {
    var label: Name?
    if token.name != nil, ahead(1).isMark(.colon) {
      label = try name("a name")
      advance()
    }
    if isMark(.hole), case .call = list,
      ahead(1).isMark(.comma) || ahead(1).isMark(.closeParenthesis)
    {
      let place = token.span
      advance()
      return Argument(name: label, value: Expression(.hole, span: place))
    }
    let value = try expression()
    if isMark(.assign) { throw assignment() }
    if isMark(.colon) {
      if case .call = list, let habit = rangeInCall() { throw habit }
      throw invalid("syntax.argument", "an argument's name is a plain name", at: value.span)
    }
    return Argument(name: label, value: value)
  }

  // list = "[" [ comprehension | expression { "," expression } [ "," ] { ";" expression { ","
  //   expression } [ "," ] } [ ";" ] ] "]" ;
  private mutating func list() throws(Failure) -> Expression {
    let start = token.span.start
    let kind = try within { parser throws(Failure) -> Expression.Kind in
      if parser.isMark(.closeBracket) { return .list([]) }
      let first = try parser.expression()
      if parser.token.isKeyword(.for) { return try parser.comprehension(first) }
      var rows = [[first]]
      while true {
        if parser.take(.comma) {
          if parser.isMark(.closeBracket) || parser.isMark(.semicolon) { continue }
        } else if parser.take(.semicolon) {
          if parser.isMark(.closeBracket) { break }
          rows.append([])
        } else {
          break
        }
        rows[rows.count - 1].append(try parser.expression())
      }
      return .list(rows)
    }
    return try make(kind, from: start)
  }

  // comprehension = expression "for" names "in" disjunction { "for" names "in" disjunction | "if"
  //   disjunction } ;
  private mutating func comprehension(_ element: Expression) throws(Failure) -> Expression.Kind {
    var clauses: [Expression.Clause] = []
    while true {
      if take(.for) {
        if let habit = pairedLoop() { throw habit }
        let names = try names()
        guard take(.in) else { throw expected("`in`") }
        clauses.append(.generator(names, try disjunction()))
        if isMark(.comma), let next = ahead(1).name, ahead(2).isKeyword(.in) {
          throw invalid(
            "foreign.word", "each sequence of a comprehension has a `for` of its own",
            hint: "write `for \(next) in …` instead of the comma")
        }
      } else if take(.if) {
        clauses.append(.filter(try disjunction()))
      } else {
        return .comprehension(element, clauses)
      }
    }
  }
}
