import Language
import Maps

extension Compiler {
  /// Compiles a statement of the outermost level.
  func outermost(
    _ statement: Statement, imported: ImportedFile?, _ showing: Showing
  ) throws -> CompiledStatement {
    var names = try AssignedNames.of([statement]).map(\.text)
    if case .importFile(_, _, nil) = statement.kind { names += imported?.exportedNames ?? [] }
    let slots = try names.map { try globalSlot($0, statement.span) }
    let step: Step
    if case .importFile(_, let span, let alias) = statement.kind, let imported {
      step = try importStep(imported, alias: alias, span)
    } else {
      step = try self.statement(statement, showing)
    }
    return CompiledStatement(run: step, span: statement.span, assigned: slots)
  }

  /// Compiles a statement whose value, if it has one, is shown or dropped.
  func statement(_ statement: Statement, _ showing: Showing) throws -> Step {
    try poll()
    let showing: Showing = statement.muted && showing == .shown ? .silent : showing
    switch statement.kind {
    case .expression(let expression): return try expressionStatement(expression, showing)
    case .binding(let names, let value): return try binding(names, value, showing)
    case .definition(let definition):
      let code = try function(definition)
      let store = try storing(definition.name)
      let announce = announcement(of: [definition.name], showing)
      return Step { machine, frame in
        let value = try code(machine, frame)
        store(frame, value)
        try announce?(machine, [value])
        return .next
      }
    case .loop(let names, let sequence, let body):
      return try forLoop(names, sequence, body, showing)
    case .whileLoop(let condition, let body): return try whileLoop(condition, body, showing)
    case .breakLoop:
      guard scope.loopDepth > 0 else { throw failure(.misplaced(.breakLoop), statement.span) }
      return Step(.leaveLoop)
    case .continueLoop:
      guard scope.loopDepth > 0 else { throw failure(.misplaced(.continueLoop), statement.span) }
      return Step(.nextRound)
    case .returnValue(let value):
      guard scope.parent != nil else { throw failure(.misplaced(.returnValue), statement.span) }
      guard let value else {
        return Step { machine, _ in
          machine.returned = .nothing
          return .leaveFunction
        }
      }
      return try returning(value)
    case .importFile: throw failure(.misplaced(.importFile), statement.span)
    case .assertion(let condition, let message):
      return try assertion(condition, message, statement.span)
    }
  }

  /// Compiles an expression that stands as a statement.
  func expressionStatement(_ expression: Expression, _ showing: Showing) throws -> Step {
    switch expression.kind {
    case .block(let block) where showing != .kept: return try body(block, showing)
    case .conditional(let condition, let then, let otherwise) where showing != .kept:
      let condition = try self.condition(condition)
      let then = try expressionStatement(then, showing)
      guard let otherwise = try otherwise.map({ try expressionStatement($0, showing) }) else {
        return Step { machine, frame in
          try condition(machine, frame) ? try then(machine, frame) : .next
        }
      }
      return Step { machine, frame in
        try condition(machine, frame)
          ? try then(machine, frame) : try otherwise(machine, frame)
      }
    default:
      let code = try self.expression(expression)
      switch showing {
      case .silent:
        return Step { machine, frame in
          _ = try code(machine, frame)
          return .next
        }
      case .kept:
        return Step { machine, frame in
          machine.returned = try code(machine, frame)
          return .next
        }
      case .shown:
        return Step { machine, frame in
          try machine.show(try code(machine, frame))
          return .next
        }
      }
    }
  }

  /// Compiles the statements of a block one after another.
  func body(_ block: Block, _ showing: Showing) throws -> Step {
    Compiler.sequence(try each(block.statements) { try statement($0, showing) })
  }

  /// Compiles a function's body or the end of one: the last expression is the value returned.
  func tail(_ expression: Expression) throws -> Step {
    switch expression.kind {
    case .block(let block):
      guard let last = block.statements.last, case .expression(let value) = last.kind else {
        return try body(block, .silent)
      }
      let before = try each(block.statements.dropLast()) { try statement($0, .silent) }
      return Compiler.sequence(before + [try tail(value)])
    case .conditional(let condition, let then, let otherwise) where Compiler.isBlock(then):
      let condition = try self.condition(condition)
      let then = try tail(then)
      let otherwise = try otherwise.map { try tail($0) } ?? Step(.next)
      return Step { machine, frame in
        try condition(machine, frame)
          ? try then(machine, frame) : try otherwise(machine, frame)
      }
    default: return try returning(expression)
    }
  }

  static func isBlock(_ expression: Expression) -> Bool {
    if case .block = expression.kind { true } else { false }
  }

  private func returning(_ expression: Expression) throws -> Step {
    let code = try self.expression(expression)
    return Step { machine, frame in
      machine.returned = try code(machine, frame)
      return .leaveFunction
    }
  }

  private static func sequence(_ steps: [Step]) -> Step {
    switch steps.count {
    case 0: return Step(.next)
    case 1: return steps[0]
    case 2:
      let (first, second) = (steps[0], steps[1])
      return Step { machine, frame in
        let flow = try first(machine, frame)
        return flow == .next ? try second(machine, frame) : flow
      }
    default:
      return Step { machine, frame in
        for step in steps {
          let flow = try step(machine, frame)
          if flow != .next { return flow }
        }
        return .next
      }
    }
  }

  private func binding(_ names: [Name], _ value: Expression, _ showing: Showing) throws -> Step {
    let announce = announcement(of: names, showing)
    if names.count == 1, announce == nil,
      let step = try arithmeticBinding(value, { try storing(names[0]) })
    {
      return step
    }
    let code = try expression(value, named: names.count == 1 ? names[0].text : nil)
    if names.count == 1 {
      let store = try storing(names[0])
      guard let announce else {
        return Step { machine, frame in
          store(frame, try code(machine, frame))
          return .next
        }
      }
      return Step { machine, frame in
        let value = try code(machine, frame)
        store(frame, value)
        try announce(machine, [value])
        return .next
      }
    }
    let store = try destructuring(names, value.span, in: .statement)
    return Step { machine, frame in
      let parts = try store(machine, frame, try code(machine, frame))
      try announce?(machine, parts)
      return .next
    }
  }

  /// What shows the summary of a binding at the prompt; nil in scripts, functions and loops.
  private func announcement(
    of names: [Name], _ showing: Showing
  ) -> ((Machine, [Value]) throws -> Void)? {
    guard showing == .shown, machine.mode == .prompt, scope.parent == nil,
      scope.loopDepth == 0
    else { return nil }
    let names = names.map(\.text)
    return { machine, values in
      for (name, value) in zip(names, values) { try machine.announce(name, value) }
    }
  }

  private func assertion(
    _ condition: Expression, _ message: Expression?, _ span: Span
  ) throws -> Step {
    let message = try message.map { try expression($0) }
    let site = site(condition.span)
    func fail(
      _ machine: Machine, _ frame: Frame, _ comparison: Problem.Comparison?
    ) throws -> any Error {
      let text = try message.map { try machine.plainText(try $0(machine, frame)) }
      return Failure(problem: .assertion(message: text, comparison: comparison), site: site)
    }
    guard case .binary(let operation, let lhs, let rhs, let operatorSpan) = condition.kind,
      operation.isComparison
    else {
      let holds = try self.condition(condition)
      return Step { machine, frame in
        guard try holds(machine, frame) else { throw try fail(machine, frame, nil) }
        return .next
      }
    }
    let lhsCode = try expression(lhs)
    let rhsCode = try expression(rhs)
    let operatorSite = self.site(operatorSpan)
    return Step { machine, frame in
      let lhs = try lhsCode(machine, frame)
      let rhs = try rhsCode(machine, frame)
      let holds = try machine.located(operatorSite) {
        try Comparison.holds(operation, lhs, rhs)
      }
      guard holds else {
        throw try fail(machine, frame, .init(operation, lhs, rhs, machine.valueText))
      }
      return .next
    }
  }

  private func importStep(_ file: ImportedFile, alias: Name?, _ span: Span) throws -> Step {
    let site = site(span)
    let imports = imports
    if let alias {
      let store = try storing(alias)
      return Step { machine, frame in
        try imports.run(file, from: site)
        let members = file.module.members(in: machine.globals)
        store(frame, .module(Module(name: alias.text, members: members)))
        return .next
      }
    }
    let targets = try file.exportedNames.map { name in
      (source: file.module.slots[name], target: try globalSlot(name, span))
    }
    return Step { machine, _ in
      try imports.run(file, from: site)
      for (source, target) in targets {
        if let source, let value = machine.globals[source] { machine.globals[target] = value }
      }
      return .next
    }
  }
}

extension BinaryOperator {
  /// Whether it compares two values.
  var isComparison: Bool {
    switch self {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .approximatelyEqual,
      .contains, .notContains:
      true
    case .or, .and, .pipe, .halfOpenRange, .closedRange, .add, .subtract, .elementwiseAdd,
      .elementwiseSubtract, .multiply, .divide, .leftDivide, .elementwiseMultiply,
      .elementwiseDivide, .kronecker, .directSum, .dot, .remainder, .power, .elementwisePower,
      .compose:
      false
    }
  }
}
