import Language
import Tensors

/// Collects the names that code assigns in its own scope, in order of appearance.
///
/// Functions and comprehensions inside it have scopes of their own and are left out.
struct AssignedNames {
  private(set) var names: [Name] = []
  private var visited = 0

  /// The names that statements assign.
  ///
  /// - Throws: `.interrupted`, as all of this may be long.
  static func of(_ statements: [Statement]) throws(TensorError) -> [Name] {
    var collector = AssignedNames()
    for statement in statements { try collector.visit(statement) }
    return collector.names
  }

  /// The names that statements of the outermost level bind to functions.
  ///
  /// - Throws: `.interrupted`.
  static func functions(_ statements: [Statement]) throws(TensorError) -> Set<String> {
    var names: Set<String> = []
    for (index, statement) in statements.enumerated() {
      if index & 1023 == 1023 { try Supervision.check() }
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
  ///
  /// - Throws: `.interrupted`.
  static func of(_ expressions: [Expression]) throws(TensorError) -> [Name] {
    var collector = AssignedNames()
    for expression in expressions { try collector.visit(expression) }
    return collector.names
  }

  private mutating func visit(_ statement: Statement) throws(TensorError) {
    visited += 1
    if visited & 255 == 0 { try Supervision.check() }
    switch statement.kind {
    case .binding(let names, let value):
      self.names += names
      try visit(value)
    case .definition(let definition):
      names.append(definition.name)
      for parameter in definition.parameters { try visit(parameter) }
    case .expression(let expression): try visit(expression)
    case .loop(let names, let sequence, let body):
      self.names += names
      try visit(sequence)
      try visit(body)
    case .whileLoop(let condition, let body):
      try visit(condition)
      try visit(body)
    case .returnValue(let value):
      if let value { try visit(value) }
    case .importFile(_, _, let alias):
      if let alias { names.append(alias) }
    case .assertion(let condition, let message):
      try visit(condition)
      if let message { try visit(message) }
    case .breakLoop, .continueLoop: break
    }
  }

  private mutating func visit(_ block: Block) throws(TensorError) {
    for statement in block.statements { try visit(statement) }
  }

  private mutating func visit(_ parameter: Parameter) throws(TensorError) {
    if let space = parameter.space { try visit(space) }
    if let value = parameter.defaultValue { try visit(value) }
  }

  private mutating func visit(_ expression: Expression) throws(TensorError) {
    visited += 1
    if visited & 255 == 0 { try Supervision.check() }
    switch expression.kind {
    case .number, .boolean, .name, .hole, .wholeAxis: break
    case .string(let pieces):
      for case .interpolation(let piece) in pieces { try visit(piece) }
    case .tuple(let fields): for field in fields { try visit(field.value) }
    case .list(let rows): for row in rows { for element in row { try visit(element) } }
    case .comprehension(_, let clauses):
      // The first sequence is evaluated outside the comprehension's scope.
      if case .generator(_, let sequence) = clauses.first { try visit(sequence) }
    case .block(let block): try visit(block)
    case .lambda(let parameters, _): for parameter in parameters { try visit(parameter) }
    case .conditional(let condition, let then, let otherwise):
      try visit(condition)
      try visit(then)
      if let otherwise { try visit(otherwise) }
    case .unary(_, let operand): try visit(operand)
    case .binary(_, let lhs, let rhs, _):
      try visit(lhs)
      try visit(rhs)
    case .property(let subject, _, _, let qualifier):
      try visit(subject)
      switch qualifier {
      case .at(let point): try visit(point)
      case .on(let data): try visit(data)
      case nil: break
      }
    case .application(let callee, let argument):
      try visit(callee)
      try visit(argument)
    case .call(let callee, let arguments):
      try visit(callee)
      for argument in arguments { try visit(argument.value) }
    case .index(let subject, let indices):
      try visit(subject)
      for index in indices { try visit(index) }
    case .member(let subject, _), .transpose(let subject), .gradient(let subject):
      try visit(subject)
    }
  }
}
