extension Parser {
  // expression = lambda | conditional | disjunction ;
  mutating func expression() throws(Failure) -> Expression {
    try nested { parser throws(Failure) in
      if parser.isLambda { return try parser.lambda() }
      if parser.token.isKeyword(.if) { return try parser.conditional() }
      return try parser.disjunction()
    }
  }

  // conditional = "if" expression ( "then" expression | block ) [ "else" expression ] ;
  mutating func conditional() throws(Failure) -> Expression {
    let start = token.span.start
    advance()
    let condition = try expression()
    let then: Expression
    if token.isKeyword(.then) {
      advance()
      then = try expression()
    } else if isMark(.openBrace) {
      let place = token.span.start
      let body = try block()
      then = try make(.block(body), from: place)
    } else {
      throw noBlock(expecting: "`then`")
    }
    let otherwise = take(.else) ? try expression() : nil
    return try make(.conditional(condition, then: then, otherwise: otherwise), from: start)
  }

  // disjunction = conjunction { "or" conjunction } ;
  mutating func disjunction() throws(Failure) -> Expression {
    var left = try conjunction()
    while token.isKeyword(.or), !startsNewLine {
      left = try operation(.or, left) { parser throws(Failure) in try parser.conjunction() }
    }
    return left
  }

  // conjunction = negation { "and" negation } ;
  mutating func conjunction() throws(Failure) -> Expression {
    var left = try negation()
    while token.isKeyword(.and), !startsNewLine {
      left = try operation(.and, left) { parser throws(Failure) in try parser.negation() }
    }
    return left
  }

  // negation = { "not" } comparison ;
  mutating func negation() throws(Failure) -> Expression {
    var starts: [Int] = []
    while token.isKeyword(.not) {
      starts.append(token.span.start)
      advance()
    }
    var operand = try comparison()
    for start in starts.reversed() { operand = try make(.unary(.not, operand), from: start) }
    return operand
  }

  // comparison = pipeline [ comparator pipeline | property ] ;
  mutating func comparison() throws(Failure) -> Expression {
    let left = try pipeline()
    if let habit = leftArrow() { throw habit }
    let result: Expression
    if token.isKeyword(.is), !startsNewLine {
      result = try property(left)
    } else if let comparator, !startsNewLine {
      result = try operation(comparator, left) { parser throws(Failure) in try parser.pipeline() }
    } else {
      return left
    }
    if comparator != nil || token.isKeyword(.is), !startsNewLine {
      throw invalid(
        "syntax.comparison", "comparisons cannot be chained", hint: chained(result))
    }
    return result
  }

  /// Two comparisons in place of a chained one.
  private func chained(_ first: Expression) -> String {
    guard case .binary(_, _, let middle, _) = first.kind,
      first.span.end - first.span.start <= 40, comparator != nil
    else { return "write `a < b and b < c`" }
    let second = "\(source.text(in: middle.span)) \(source.text(in: token.span))"
    return "write `\(source.text(in: first.span)) and \(second) …`"
  }

  // comparator = "==" | "!=" | "<" | "<=" | ">" | ">=" | "~=" | "in" | "not" "in" ;
  private var comparator: BinaryOperator? {
    switch token.kind {
    case .mark(.equal): .equal
    case .mark(.notEqual): .notEqual
    case .mark(.less): .less
    case .mark(.lessOrEqual): .lessOrEqual
    case .mark(.greater): .greater
    case .mark(.greaterOrEqual): .greaterOrEqual
    case .mark(.approximatelyEqual): .approximatelyEqual
    case .keyword(.in): .contains
    case .keyword(.not): ahead(1).isKeyword(.in) ? .notContains : nil
    default: nil
    }
  }

  // property = "is" [ "not" ] name [ ( "at" | "on" ) pipeline ] ;
  private mutating func property(_ subject: Expression) throws(Failure) -> Expression {
    advance()
    let isNegated = take(.not)
    let name = try name("a property")
    var qualifier: Expression.Qualifier?
    if token.name == "at", !startsNewLine {
      advance()
      qualifier = .at(try pipeline())
    } else if token.name == "on", !startsNewLine {
      advance()
      qualifier = .on(try pipeline())
    }
    return try make(
      .property(subject, name: name, negated: isNegated, qualifier: qualifier),
      from: subject.span.start)
  }

  // pipeline = range { "|>" range } ;
  mutating func pipeline() throws(Failure) -> Expression {
    var left = try range()
    // A line may begin with |>, even where newlines end statements.
    while isMark(.pipe) {
      left = try operation(.pipe, left) { parser throws(Failure) in try parser.range() }
    }
    return left
  }

  // range = sum [ ( "..<" | "..." ) sum ] ;
  mutating func range() throws(Failure) -> Expression {
    let left = try sum()
    guard let kind = rangeOperator, !startsNewLine else { return left }
    let result = try operation(kind, left) { parser throws(Failure) in try parser.sum() }
    if rangeOperator != nil, !startsNewLine {
      throw invalid(
        "syntax.range", "a range has two ends",
        hint: "there is no step: `[2 * k for k in 0..<5]` counts in twos")
    }
    return result
  }

  private var rangeOperator: BinaryOperator? {
    isMark(.halfOpenRange) ? .halfOpenRange : isMark(.closedRange) ? .closedRange : nil
  }

  // sum = product { ( "+" | "-" | ".+" | ".-" ) product } ;
  mutating func sum() throws(Failure) -> Expression {
    var left = try product()
    while let kind = additive, !startsNewLine {
      try checkLopsided(after: left)
      left = try operation(kind, left) { parser throws(Failure) in try parser.product() }
    }
    return left
  }

  private var additive: BinaryOperator? {
    switch token.kind {
    case .mark(.plus): .add
    case .mark(.minus): .subtract
    case .mark(.elementwisePlus): .elementwiseAdd
    case .mark(.elementwiseMinus): .elementwiseSubtract
    default: nil
    }
  }

  /// In `f -x` and `[1 -2]` it is open whether a difference, an argument or an element is meant.
  private func checkLopsided(after left: Expression) throws(Failure) {
    if let habit = increment() { throw habit }
    guard isMark(.minus) || isMark(.plus), token.hasSpaceBefore, !ahead(1).hasSpaceBefore,
      !ahead(1).isEnd
    else { return }
    let sign = source.text(in: token.span)
    let before = source.text(in: left.span)
    let after = source.text(in: ahead(1).span)
    let short = before.utf8.count <= 24 ? before : "a"
    let isElement = openings.last.map { tokens[$0].isMark(.openBracket) } ?? false
    var hint = "write `\(short) \(sign) \(after)`"
    if isElement {
      hint += " or `\(short), \(sign)\(after)`"
    } else if left.isDottedName {
      hint += " or `\(short)(\(sign)\(after))`"
    }
    throw invalid(
      "syntax.lopsided", "is this a difference, or a sign?", at: token.span,
      "a space before it but none after",
      hint: hint)
  }

  // product = prefix { ( "*" | "/" | "\" | ".*" | "./" | "⊗" | "⊕" | "·" | "%" ) prefix } ;
  mutating func product() throws(Failure) -> Expression {
    var left = try prefix()
    while let kind = multiplicative, !startsNewLine {
      left = try operation(kind, left) { parser throws(Failure) in try parser.prefix() }
    }
    return left
  }

  private var multiplicative: BinaryOperator? {
    switch token.kind {
    case .mark(.times): .multiply
    case .mark(.divide): .divide
    case .mark(.leftDivide): .leftDivide
    case .mark(.elementwiseTimes): .elementwiseMultiply
    case .mark(.elementwiseDivide): .elementwiseDivide
    case .mark(.remainder): .remainder
    case .mark(.kronecker): .kronecker
    case .mark(.directSum): .directSum
    case .mark(.dotProduct): .dot
    case .name: wordOperator == .compose ? nil : wordOperator
    default: nil
    }
  }

  /// The operator a word stands for between two operands: `A kron B`, not `kron(A, B)`.
  var wordOperator: BinaryOperator? {
    guard let word = token.name, token.hasSpaceBefore, !startsNewLine,
      !token.hasNewlineBefore, let kind = Parser.wordOperators[word],
      ahead(1).hasSpaceBefore, Parser.startsOperand(ahead(1))
    else { return nil }
    return kind
  }

  /// The ASCII twins of the operators that have no ASCII sign.
  static let wordOperators: [String: BinaryOperator] = [
    "kron": .kronecker, "dsum": .directSum, "dot": .dot, "compose": .compose,
  ]

  // prefix = { "-" | "+" } application ;
  mutating func prefix() throws(Failure) -> Expression {
    var signs: [(UnaryOperator, Int)] = []
    while isMark(.minus) || isMark(.plus) {
      signs.append((isMark(.minus) ? .negate : .plus, token.span.start))
      advance()
    }
    var operand = try application()
    for (sign, start) in signs.reversed() { operand = try make(.unary(sign, operand), from: start) }
    return operand
  }

  /// Moves past the operator and reads its right operand.
  mutating func operation(
    _ kind: BinaryOperator, _ left: Expression,
    _ operand: (inout Parser) throws(Failure) -> Expression
  ) throws(Failure) -> Expression {
    let start = token.span
    advance()
    if kind == .notContains { advance() }
    let operatorSpan = Span(start.start, lastEnd)
    if isLambda {
      throw invalid(
        "syntax.arrow", "a function as an operand stands within parentheses",
        hint: "write `(\(token.name ?? "x") -> …)`")
    }
    let right = try operand(&self)
    return try make(
      .binary(kind, left, right, operatorSpan: operatorSpan), from: left.span.start)
  }
}
