@testable import Language

/// Trees at random, of every form the parser can give.
struct RandomTrees {
  /// Whether line breaks may stand in the text: not within the interpolations of a string.
  private enum Lines {
    case several
    case one
  }

  private var random: Randomness
  private var lines = Lines.several
  private let nowhere = Span(0, 0)

  init(seed: UInt64) { random = Randomness(seed: seed) }

  private let names = [
    "x", "y", "f", "rank", "net", "R", "pi", "größe", "x0", "_a", "ans", "kernel", "e1", "数",
  ]

  mutating func program(size: Int = 6) -> Program {
    let statements = statements(random.below(4) + 1, size: size)
    return Program(source: Source(name: "random", text: ""), statements: statements)
  }

  private mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[random.below(elements.count)]
  }

  private mutating func name() -> Name { Name(pick(names), span: nowhere) }

  private mutating func some<Element>(
    _ range: ClosedRange<Int>, _ element: (inout RandomTrees) -> Element
  ) -> [Element] {
    (0..<(range.lowerBound + random.below(range.count))).map { _ in element(&self) }
  }

  // MARK: - Statements

  private mutating func statements(_ count: Int, size: Int) -> [Statement] {
    (0..<count).map { index in
      let mustMute = lines == .one && index < count - 1
      let kind = statement(size)
      return Statement(kind, span: nowhere, muted: mustMute || random.oneIn(3))
    }
  }

  private mutating func statement(_ size: Int) -> Statement.Kind {
    switch random.below(14) {
    case 0: return .binding(some(1...3) { $0.name() }, expression(size))
    case 1: return .definition(definition(size))
    case 2: return .loop(some(1...2) { $0.name() }, expression(size / 2), block(size / 2))
    case 3: return .whileLoop(expression(size / 2), block(size / 2))
    case 4: return .breakLoop
    case 5: return .continueLoop
    case 6: return .returnValue(random.oneIn(3) ? nil : expression(size))
    case 7:
      return .importFile(
        path: text(), pathSpan: nowhere, alias: random.oneIn(2) ? name() : nil)
    case 8:
      return .assertion(
        expression(size / 2), message: random.oneIn(2) ? expression(size / 2) : nil)
    default: return .expression(expression(size))
    }
  }

  private mutating func definition(_ size: Int) -> Definition {
    let documentation = lines == .several && random.oneIn(3)
    return Definition(
      name: name(), parameters: parameters(size / 2), body: expression(size / 2),
      documentation: documentation ? pick(["Bends.", "One line,\n\nand another", ""]) : nil)
  }

  private mutating func parameters(_ size: Int) -> [Parameter] {
    var unused = names
    return (0..<random.below(4)).map { _ in
      let text = unused.remove(at: random.below(unused.count))
      return Parameter(
        name: Name(text, span: nowhere), space: random.oneIn(3) ? expression(size / 3) : nil,
        defaultValue: random.oneIn(3) ? expression(size / 3) : nil)
    }
  }

  private mutating func block(_ size: Int) -> Block {
    let count = random.below(3)
    return Block(statements: statements(count, size: size / max(count, 1)), span: nowhere)
  }

  // MARK: - Expressions

  mutating func expression(_ size: Int) -> Expression {
    Expression(size <= 1 ? leaf() : branch(size - 1), span: nowhere)
  }

  private mutating func leaf() -> Expression.Kind {
    switch random.below(10) {
    case 0...2: .number(number())
    case 3: .string([.text(text())])
    case 4: .boolean(random.oneIn(2))
    case 5: pick([.tuple([]), .list([]), .block(Block(statements: [], span: nowhere))])
    default: .name(pick(names))
    }
  }

  private mutating func branch(_ size: Int) -> Expression.Kind {
    let half = size / 2
    switch random.below(24) {
    case 0: return .string(pieces(size))
    case 1: return .tuple(some(0...3) { $0.argument(size / 2) })
    case 2: return .list(some(1...3) { $0.some(1...3) { $0.expression(size / 4) } })
    case 3:
      let first = Expression.Clause.generator(some(1...2) { $0.name() }, expression(half))
      return .comprehension(expression(half), [first] + some(0...2) { $0.clause(size / 3) })
    case 4: return .block(block(size))
    case 5: return .lambda(parameters(half), expression(half))
    case 6:
      return .conditional(
        expression(size / 3), then: expression(size / 3),
        otherwise: random.oneIn(2) ? expression(size / 3) : nil)
    case 7...9: return .unary(pick(UnaryOperator.allCases), expression(size))
    case 10:
      return .property(
        expression(half), name: name(), negated: random.oneIn(2), qualifier: qualifier(half))
    case 11...12:
      let application = Expression(.application(callee(), expression(size)), span: nowhere)
      return application.isJuxtaposition ? application.kind : call(size)
    case 13: return call(size)
    case 14:
      return .index(
        expression(half),
        some(1...2) { trees in
          trees.random.oneIn(4)
            ? Expression(.wholeAxis, span: trees.nowhere) : trees.expression(size / 2)
        })
    case 15: return .member(expression(size), Name(pick(["x", "rank", "not"]), span: nowhere))
    case 16: return .transpose(expression(size))
    case 17: return .gradient(expression(size))
    default:
      return .binary(
        pick(BinaryOperator.allCases), expression(half), expression(half), operatorSpan: nowhere)
    }
  }

  private mutating func callee() -> Expression {
    let base = Expression(.name(pick(names)), span: nowhere)
    return random.oneIn(4) ? Expression(.member(base, name()), span: nowhere) : base
  }

  private mutating func call(_ size: Int) -> Expression.Kind {
    var callee = expression(size / 2)
    if case .number = callee.kind { callee = self.callee() }
    let arguments = some(0...3) { trees in
      let isHole = trees.random.oneIn(6)
      let label = trees.random.oneIn(4) ? trees.name() : nil
      return isHole
        ? Argument(name: label, value: Expression(.hole, span: trees.nowhere))
        : trees.argument(size / 2)
    }
    return .call(callee, arguments)
  }

  private mutating func argument(_ size: Int) -> Argument {
    Argument(name: random.oneIn(4) ? name() : nil, value: expression(size))
  }

  private mutating func clause(_ size: Int) -> Expression.Clause {
    random.oneIn(2)
      ? .filter(expression(size)) : .generator(some(1...2) { $0.name() }, expression(size))
  }

  private mutating func qualifier(_ size: Int) -> Expression.Qualifier? {
    switch random.below(4) {
    case 0: .at(expression(size))
    case 1: .on(expression(size))
    default: nil
    }
  }

  private mutating func pieces(_ size: Int) -> [Expression.StringPiece] {
    let outer = lines
    lines = .one
    defer { lines = outer }
    let inner = Expression.StringPiece.interpolation(expression(size))
    return pick([[inner], [.text(text()), inner], [inner, .text(text()), inner], []])
  }

  private mutating func number() -> Double {
    switch random.below(4) {
    case 0: Double(random.below(10))
    case 1: Double(random.below(1000)) / 8
    case 2: pick([1e-5, 1e300, .leastNonzeroMagnitude, 0.1, 1e16, .greatestFiniteMagnitude, 0])
    default: Double.random(in: 0..<1, using: &random)
    }
  }

  private mutating func text() -> String {
    pick(["why", "a\"b\\c{d}", "tab\tline\n", "ℝ² → é", "}", "\u{7}\r", " "])
  }
}
