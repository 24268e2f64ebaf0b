import Language

/// Collects the names that code assigns in its own scope, in order of appearance.
///
/// Functions and comprehensions inside it have scopes of their own and are left out.
struct AssignedNames {
  private(set) var names: [Name] = []

  /// The names that statements assign.
  static func of(_ statements: [Statement]) -> [Name] {
    var collector = AssignedNames()
    for statement in statements { collector.visit(statement) }
    return collector.names
  }

  /// The names that statements of the outermost level bind to functions.
  static func functions(_ statements: [Statement]) -> Set<String> {
    var names: Set<String> = []
    for statement in statements {
      switch statement.kind {
      case .definition(let definition): names.insert(definition.name.text)
      case .binding(let bound, let value):
        if case .lambda = value.kind, bound.count == 1 { names.insert(bound[0].text) }
      case .expression, .loop, .whileLoop, .returnValue, .importFile, .assertion, .breakLoop,
        .continueLoop:
        break
      }
    }
    return names
  }

  /// The names that the blocks within an expression assign.
  static func of(_ expressions: [Expression]) -> [Name] {
    var collector = AssignedNames()
    for expression in expressions { collector.visit(expression) }
    return collector.names
  }

  private mutating func visit(_ statement: Statement) {
    switch statement.kind {
    case .binding(let names, let value):
      self.names += names
      visit(value)
    case .definition(let definition):
      names.append(definition.name)
      for parameter in definition.parameters { visit(parameter) }
    case .expression(let expression): visit(expression)
    case .loop(let names, let sequence, let body):
      self.names += names
      visit(sequence)
      visit(body)
    case .whileLoop(let condition, let body):
      visit(condition)
      visit(body)
    case .returnValue(let value):
      if let value { visit(value) }
    case .importFile(_, _, let alias):
      if let alias { names.append(alias) }
    case .assertion(let condition, let message):
      visit(condition)
      if let message { visit(message) }
    case .breakLoop, .continueLoop: break
    }
  }

  private mutating func visit(_ block: Block) {
    for statement in block.statements { visit(statement) }
  }

  private mutating func visit(_ parameter: Parameter) {
    if let space = parameter.space { visit(space) }
    if let value = parameter.defaultValue { visit(value) }
  }

  private mutating func visit(_ expression: Expression) {
    switch expression.kind {
    case .number, .boolean, .name, .hole, .wholeAxis: break
    case .string(let pieces):
      for case .interpolation(let piece) in pieces { visit(piece) }
    case .tuple(let fields): for field in fields { visit(field.value) }
    case .list(let rows): for row in rows { for element in row { visit(element) } }
    case .comprehension(_, let clauses):
      // The first sequence is evaluated outside the comprehension's scope.
      if case .generator(_, let sequence) = clauses.first { visit(sequence) }
    case .block(let block): visit(block)
    case .lambda(let parameters, _): for parameter in parameters { visit(parameter) }
    case .conditional(let condition, let then, let otherwise):
      visit(condition)
      visit(then)
      if let otherwise { visit(otherwise) }
    case .unary(_, let operand): visit(operand)
    case .binary(_, let lhs, let rhs, _):
      visit(lhs)
      visit(rhs)
    case .property(let subject, _, _, let qualifier):
      visit(subject)
      switch qualifier {
      case .at(let point): visit(point)
      case .on(let data): visit(data)
      case nil: break
      }
    case .application(let callee, let argument):
      visit(callee)
      visit(argument)
    case .call(let callee, let arguments):
      visit(callee)
      for argument in arguments { visit(argument.value) }
    case .index(let subject, let indices):
      visit(subject)
      for index in indices { visit(index) }
    case .member(let subject, _), .transpose(let subject), .gradient(let subject): visit(subject)
    }
  }
}
