// What trees are made of, one level at a time, for those who look through whole programs.

extension Expression {
  /// What stands directly within an expression, in order.
  public var parts: (expressions: [Expression], blocks: [Block]) {
    switch kind {
    case .number, .boolean, .name, .hole, .wholeAxis: ([], [])
    case .string(let pieces):
      (
        pieces.compactMap { piece in
          if case .interpolation(let value) = piece { value } else { nil }
        }, []
      )
    case .tuple(let fields): (fields.map(\.value), [])
    case .list(let rows): (rows.flatMap { $0 }, [])
    case .comprehension(let element, let clauses):
      (
        clauses.map { clause in
          switch clause {
          case .generator(_, let sequence): sequence
          case .filter(let condition): condition
          }
        } + [element], []
      )
    case .block(let block): ([], [block])
    case .lambda(let parameters, let body): (parameters.flatMap(\.parts) + [body], [])
    case .conditional(let condition, let then, let otherwise):
      ([condition, then] + (otherwise.map { [$0] } ?? []), [])
    case .unary(_, let operand), .member(let operand, _), .transpose(let operand),
      .gradient(let operand):
      ([operand], [])
    case .binary(_, let left, let right, _): ([left, right], [])
    case .property(let subject, _, _, let qualifier):
      switch qualifier {
      case .at(let place)?, .on(let place)?: ([subject, place], [])
      case nil: ([subject], [])
      }
    case .application(let callee, let argument): ([callee, argument], [])
    case .call(let callee, let arguments): ([callee] + arguments.map(\.value), [])
    case .index(let base, let items): ([base] + items, [])
    }
  }
}

extension Statement {
  /// What stands directly within a statement, in order.
  public var parts: (expressions: [Expression], blocks: [Block]) {
    switch kind {
    case .binding(_, let value), .expression(let value): ([value], [])
    case .definition(let definition):
      (definition.parameters.flatMap(\.parts) + [definition.body], [])
    case .loop(_, let sequence, let body): ([sequence], [body])
    case .whileLoop(let condition, let body): ([condition], [body])
    case .breakLoop, .continueLoop, .importFile: ([], [])
    case .returnValue(let value): (value.map { [$0] } ?? [], [])
    case .assertion(let condition, let message): ([condition] + (message.map { [$0] } ?? []), [])
    }
  }
}

extension Parameter {
  /// Its space and its default, where it has them.
  fileprivate var parts: [Expression] { [space, defaultValue].compactMap { $0 } }
}

extension Program {
  /// Every definition, those within functions and blocks included, in the order of the source.
  public var definitions: [Definition] {
    var found: [Definition] = []
    func visit(_ statement: Statement) {
      if case .definition(let definition) = statement.kind { found.append(definition) }
      visit(statement.parts)
    }
    func visit(_ parts: (expressions: [Expression], blocks: [Block])) {
      for expression in parts.expressions { visit(expression.parts) }
      for block in parts.blocks { block.statements.forEach(visit) }
    }
    statements.forEach(visit)
    return found
  }
}
