extension Expression.Kind {
  /// One more than the deepest part.
  var depth: Int {
    1 + parts.reduce(0) { max($0, $1.depth) }
  }

  /// The expressions this one is made of, in the order they are written.
  private var parts: [Expression] {
    switch self {
    case .number, .boolean, .name, .hole, .wholeAxis: []
    case .string(let pieces):
      pieces.compactMap { piece in
        if case .interpolation(let expression) = piece { expression } else { nil }
      }
    case .tuple(let fields): fields.map(\.value)
    case .list(let rows): rows.flatMap { $0 }
    case .comprehension(let element, let clauses): [element] + clauses.map(\.expression)
    case .block(let block): block.statements.flatMap(\.kind.parts)
    case .lambda(let parameters, let body): parameters.flatMap(\.parts) + [body]
    case .conditional(let condition, let then, let otherwise):
      [condition, then] + (otherwise.map { [$0] } ?? [])
    case .unary(_, let operand), .transpose(let operand), .gradient(let operand),
      .member(let operand, _):
      [operand]
    case .binary(_, let left, let right, _), .application(let left, let right): [left, right]
    case .property(let subject, _, _, let qualifier):
      [subject] + (qualifier.map { [$0.expression] } ?? [])
    case .call(let callee, let arguments): [callee] + arguments.map(\.value)
    case .index(let base, let items): [base] + items
    }
  }
}

extension Expression.Clause {
  /// The sequence or the condition.
  public var expression: Expression {
    switch self {
    case .generator(_, let sequence): sequence
    case .filter(let condition): condition
    }
  }
}

extension Expression.Qualifier {
  /// The point or the data.
  public var expression: Expression {
    switch self {
    case .at(let point): point
    case .on(let data): data
    }
  }
}

extension Parameter {
  fileprivate var parts: [Expression] { [space, defaultValue].compactMap { $0 } }
}

extension Statement.Kind {
  fileprivate var parts: [Expression] {
    switch self {
    case .binding(_, let value), .expression(let value): [value]
    case .definition(let definition):
      definition.parameters.flatMap(\.parts) + [definition.body]
    case .loop(_, let sequence, let body):
      [sequence] + body.statements.flatMap(\.kind.parts)
    case .whileLoop(let condition, let body):
      [condition] + body.statements.flatMap(\.kind.parts)
    case .breakLoop, .continueLoop, .importFile: []
    case .returnValue(let value): value.map { [$0] } ?? []
    case .assertion(let condition, let message): [condition] + (message.map { [$0] } ?? [])
    }
  }
}
