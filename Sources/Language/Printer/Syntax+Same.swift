// Two trees are the same when they say the same thing, wherever they stand: spans play no part.

extension Program {
  /// Whether both programs have the same statements, spans and sources aside.
  public func isSame(as other: Program) -> Bool {
    same(statements, other.statements) { $0.isSame(as: $1) }
  }
}

extension Statement {
  /// Whether both statements say the same and are muted alike, spans aside.
  public func isSame(as other: Statement) -> Bool {
    guard muted == other.muted else { return false }
    switch (kind, other.kind) {
    case (.binding(let names, let value), .binding(let others, let other)):
      return same(names, others) { $0.text == $1.text } && value.isSame(as: other)
    case (.definition(let one), .definition(let other)):
      return one.name.text == other.name.text && one.documentation == other.documentation
        && same(one.parameters, other.parameters) { $0.isSame(as: $1) }
        && one.body.isSame(as: other.body)
    case (.expression(let one), .expression(let other)):
      return one.isSame(as: other)
    case (.loop(let names, let sequence, let body), .loop(let others, let other, let otherBody)):
      return same(names, others) { $0.text == $1.text } && sequence.isSame(as: other)
        && body.isSame(as: otherBody)
    case (.whileLoop(let condition, let body), .whileLoop(let other, let otherBody)):
      return condition.isSame(as: other) && body.isSame(as: otherBody)
    case (.breakLoop, .breakLoop), (.continueLoop, .continueLoop):
      return true
    case (.returnValue(let one), .returnValue(let other)):
      return same(one, other)
    case (.importFile(let path, _, let alias), .importFile(let other, _, let otherAlias)):
      return path == other && alias?.text == otherAlias?.text
    case (.assertion(let one, let message), .assertion(let other, let otherMessage)):
      return one.isSame(as: other) && same(message, otherMessage)
    case (.binding, _), (.definition, _), (.expression, _), (.loop, _), (.whileLoop, _),
      (.breakLoop, _), (.continueLoop, _), (.returnValue, _), (.importFile, _), (.assertion, _):
      return false
    }
  }
}

extension Expression {
  /// Whether both expressions say the same, spans aside.
  public func isSame(as other: Expression) -> Bool {
    switch kind {
    case .number(let one):
      if case .number(let other) = other.kind { return one == other || (one.isNaN && other.isNaN) }
    case .string(let one):
      if case .string(let other) = other.kind { return same(one, other) { $0.isSame(as: $1) } }
    case .boolean(let one):
      if case .boolean(let other) = other.kind { return one == other }
    case .name(let one):
      if case .name(let other) = other.kind { return one == other }
    case .hole:
      if case .hole = other.kind { return true }
    case .wholeAxis:
      if case .wholeAxis = other.kind { return true }
    case .tuple(let one):
      if case .tuple(let other) = other.kind { return same(one, other) { $0.isSame(as: $1) } }
    case .list(let one):
      if case .list(let other) = other.kind { return same(one, other, by: same) }
    case .comprehension(let one, let clauses):
      guard case .comprehension(let other, let others) = other.kind else { return false }
      return one.isSame(as: other) && same(clauses, others) { $0.isSame(as: $1) }
    case .block(let one):
      if case .block(let other) = other.kind { return one.isSame(as: other) }
    case .lambda(let parameters, let one):
      guard case .lambda(let others, let other) = other.kind else { return false }
      return same(parameters, others) { $0.isSame(as: $1) } && one.isSame(as: other)
    case .conditional(let one, let then, let otherwise):
      guard case .conditional(let other, let otherThen, let otherElse) = other.kind else {
        return false
      }
      return one.isSame(as: other) && then.isSame(as: otherThen) && same(otherwise, otherElse)
    case .unary(let symbol, let one):
      guard case .unary(symbol, let other) = other.kind else { return false }
      return one.isSame(as: other)
    case .binary(let symbol, let left, let right, _):
      guard case .binary(symbol, let otherLeft, let otherRight, _) = other.kind else {
        return false
      }
      return left.isSame(as: otherLeft) && right.isSame(as: otherRight)
    case .property(let one, let name, let negated, let qualifier):
      guard case .property(let other, let otherName, negated, let otherQualifier) = other.kind
      else { return false }
      return name.text == otherName.text && one.isSame(as: other) && same(qualifier, otherQualifier)
    case .application(let callee, let one):
      guard case .application(let otherCallee, let other) = other.kind else { return false }
      return callee.isSame(as: otherCallee) && one.isSame(as: other)
    case .call(let callee, let one):
      guard case .call(let otherCallee, let other) = other.kind else { return false }
      return callee.isSame(as: otherCallee) && same(one, other) { $0.isSame(as: $1) }
    case .index(let base, let one):
      guard case .index(let otherBase, let other) = other.kind else { return false }
      return base.isSame(as: otherBase) && same(one, other)
    case .member(let one, let name):
      guard case .member(let other, let otherName) = other.kind else { return false }
      return name.text == otherName.text && one.isSame(as: other)
    case .transpose(let one):
      if case .transpose(let other) = other.kind { return one.isSame(as: other) }
    case .gradient(let one):
      if case .gradient(let other) = other.kind { return one.isSame(as: other) }
    }
    return false
  }
}

extension Block {
  /// Whether both blocks have the same statements, spans aside.
  public func isSame(as other: Block) -> Bool {
    same(statements, other.statements) { $0.isSame(as: $1) }
  }
}

extension Parameter {
  fileprivate func isSame(as other: Parameter) -> Bool {
    name.text == other.name.text && same(space, other.space)
      && same(defaultValue, other.defaultValue)
  }
}

extension Argument {
  fileprivate func isSame(as other: Argument) -> Bool {
    name?.text == other.name?.text && value.isSame(as: other.value)
  }
}

extension Expression.StringPiece {
  fileprivate func isSame(as other: Expression.StringPiece) -> Bool {
    switch (self, other) {
    case (.text(let one), .text(let other)): one == other
    case (.interpolation(let one), .interpolation(let other)): one.isSame(as: other)
    case (.text, _), (.interpolation, _): false
    }
  }
}

extension Expression.Clause {
  fileprivate func isSame(as other: Expression.Clause) -> Bool {
    switch (self, other) {
    case (.generator(let names, let sequence), .generator(let others, let other)):
      same(names, others) { $0.text == $1.text } && sequence.isSame(as: other)
    case (.filter(let one), .filter(let other)): one.isSame(as: other)
    case (.generator, _), (.filter, _): false
    }
  }
}

private func same<Element>(
  _ one: [Element], _ other: [Element], by isSame: (Element, Element) -> Bool
) -> Bool {
  one.count == other.count && zip(one, other).allSatisfy(isSame)
}

private func same(_ one: [Expression], _ other: [Expression]) -> Bool {
  same(one, other) { $0.isSame(as: $1) }
}

private func same(_ one: Expression?, _ other: Expression?) -> Bool {
  switch (one, other) {
  case (nil, nil): true
  case (let one?, let other?): one.isSame(as: other)
  case (nil, _), (_, nil): false
  }
}

private func same(_ one: Expression.Qualifier?, _ other: Expression.Qualifier?) -> Bool {
  switch (one, other) {
  case (nil, nil): true
  case (.at(let one)?, .at(let other)?), (.on(let one)?, .on(let other)?): one.isSame(as: other)
  case (nil, _), (.at, _), (.on, _): false
  }
}
