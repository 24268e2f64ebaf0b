extension Parser {
  /// Whether the statement is `name(…) = …`.
  var isDefinition: Bool {
    guard token.name != nil, ahead(1).isMark(.openParenthesis), !ahead(1).hasSpaceBefore,
      let closer = closers[position + 1]
    else { return false }
    let next = tokens[min(closer + 1, tokens.count - 1)]
    return next.isMark(.assign) && !(next.hasNewlineBefore && newlinesMatter)
  }

  /// The number of names before `=`, when the statement is `a = …`, `a, b = …` or `(a, b) = …`.
  var bindingNames: Int? {
    let isParenthesised = isMark(.openParenthesis)
    var distance = isParenthesised ? 1 : 0
    var count = 0
    while ahead(distance).name != nil || ahead(distance).isMark(.hole) {
      count += 1
      distance += 1
      guard ahead(distance).isMark(.comma) else { break }
      distance += 1
    }
    if isParenthesised {
      guard ahead(distance).isMark(.closeParenthesis) else { return nil }
      distance += 1
    }
    let next = ahead(distance)
    guard count > 0, next.isMark(.assign), !(next.hasNewlineBefore && newlinesMatter) else {
      return nil
    }
    return count
  }

  // binding = names "=" expression | "(" names ")" "=" expression ;
  mutating func binding(_ count: Int) throws(Failure) -> Statement.Kind {
    let isParenthesised = take(.openParenthesis)
    let names = try names()
    if isParenthesised { _ = take(.closeParenthesis) }
    advance()
    return .binding(names, try expression())
  }

  // names = name { "," name } ;
  mutating func names() throws(Failure) -> [Name] {
    var names = [try name("a name")]
    while take(.comma) { names.append(try name("a name")) }
    return names
  }

  // name = NAME | "_" ;
  mutating func name(_ what: String) throws(Failure) -> Name {
    if isMark(.hole) {
      let place = token.span
      advance()
      return Name("_", span: place)
    }
    guard let text = token.name else {
      if case .keyword(let keyword) = token.kind {
        throw invalid(
          "syntax.keyword", "`\(keyword.rawValue)` is a word of the language and cannot be a name",
          hint: "choose another name, such as `\(keyword.rawValue)_`")
      }
      throw expected(what)
    }
    let place = token.span
    advance()
    return Name(text, span: place)
  }

  // definition = NAME ? no space ? "(" [ parameters ] ")" "=" expression ;
  mutating func definition() throws(Failure) -> Statement.Kind {
    let documentation = token.documentation
    let name = try name("a name")
    let parameters = try within { parser throws(Failure) in try parser.parameters() }
    advance()
    return .definition(
      Definition(
        name: name, parameters: parameters, body: try expression(), documentation: documentation))
  }

  // parameters = parameter { "," parameter } [ "," ] ;
  mutating func parameters() throws(Failure) -> [Parameter] {
    var parameters: [Parameter] = []
    while !isMark(.closeParenthesis) {
      parameters.append(try parameter())
      if take(.comma) || isMark(.closeParenthesis) { continue }
      switch token.kind {
      case .keyword, .name, .number, .string, .mark(.plus), .mark(.minus), .mark(.times),
        .mark(.dot), .mark(.power), .mark(.openParenthesis), .mark(.openBracket):
        throw invalid(
          "syntax.parameter", "a parameter is a name, with a space or a default at most",
          hint: "write `(x: R^2, k = 3)`")
      case .mark, .foreign, .invalid, .end: throw notClosed(by: .closeParenthesis)
      }
    }
    var places: [String: Span] = [:]
    for name in parameters.map(\.name) where name.text != "_" {
      if let earlier = places[name.text] {
        throw invalid(
          "syntax.parameter", "two parameters are called `\(name.text)`", at: name.span,
          also: [.init(source, earlier, "the first one")])
      }
      places[name.text] = name.span
    }
    return parameters
  }

  // parameter = name [ ":" expression ] [ "=" expression ] ;
  private mutating func parameter() throws(Failure) -> Parameter {
    guard token.name != nil || isMark(.hole) else {
      let hint: String? =
        switch token.kind {
        case .mark(.times), .foreign("**"):
          "a function takes a fixed number of arguments; hand over a list"
        case .number, .string: "cases are written with `if`: `f(n) = if n == 0 then 1 else …`"
        default: nil
        }
      throw invalid(
        "syntax.parameter", "a parameter is a name, not \(describe(token))", hint: hint)
    }
    let name = try name("a parameter")
    let space = take(.colon) ? try expression() : nil
    let value = take(.assign) ? try expression() : nil
    return Parameter(name: name, space: space, defaultValue: value)
  }

  /// Whether the expression is `x -> …` or `(…) -> …`.
  var isLambda: Bool {
    if token.name != nil || isMark(.hole) { return ahead(1).isMark(.arrow) }
    guard isMark(.openParenthesis), let closer = closers[position] else { return false }
    return tokens[min(closer + 1, tokens.count - 1)].isMark(.arrow)
  }

  // lambda = ( name | "(" [ parameters ] ")" ) "->" expression ;
  mutating func lambda() throws(Failure) -> Expression {
    let start = token.span.start
    let parameters: [Parameter]
    if isMark(.openParenthesis) {
      parameters = try within { parser throws(Failure) in try parser.parameters() }
    } else {
      parameters = [Parameter(name: try name("a parameter"))]
    }
    advance()
    let body = try expression()
    return try make(.lambda(parameters, body), from: start)
  }
}
