import Language

extension NumericCompiler {
  /// The end of a function's body: its last expression is the value returned.
  mutating func tail(_ expression: Expression) -> NumericStep? {
    switch expression.kind {
    case .block(let block):
      guard let last = block.statements.last else { return nil }
      var steps: [NumericStep] = []
      for statement in block.statements.dropLast() {
        guard let step = step(statement) else { return nil }
        steps.append(step)
      }
      switch last.kind {
      case .expression(let value):
        guard let step = tail(value) else { return nil }
        steps.append(step)
      case .returnValue(let value?):
        guard let step = returning(value) else { return nil }
        steps.append(step)
      default: return nil
      }
      return NumericCompiler.sequence(steps)
    case .conditional(let condition, let then, let otherwise) where Compiler.isBlock(then):
      guard let otherwise, let condition = self.condition(condition) else { return nil }
      var other = self
      guard let then = tail(then), let otherwise = other.tail(otherwise) else { return nil }
      return NumericStep { run, frame in
        condition(run, frame) ? then(run, frame) : otherwise(run, frame)
      }
    default: return returning(expression)
    }
  }

  private func returning(_ expression: Expression) -> NumericStep? {
    guard let code = code(expression) else { return nil }
    return NumericStep { run, frame in
      run.returned = code(run, frame)
      return .leaveFunction
    }
  }

  private mutating func step(_ statement: Statement) -> NumericStep? {
    switch statement.kind {
    case .binding(let names, let value):
      guard names.count == 1, let slot = target(names[0]), let step = binding(slot, value) else {
        return nil
      }
      assigned.insert(slot)
      return step
    case .loop(let names, let sequence, let body):
      return names.count == 1 ? loop(names[0], sequence, body) : nil
    case .whileLoop(let condition, let body):
      var inner = self
      guard let condition = self.condition(condition), let round = inner.steps(body) else {
        return nil
      }
      return NumericStep { run, frame in
        while run.mayGoOn, condition(run, frame) {
          switch round(run, frame) {
          case .next, .nextRound: continue
          case .leaveLoop: return .next
          case .leaveFunction: return .leaveFunction
          }
        }
        return .next
      }
    case .breakLoop: return NumericStep { _, _ in .leaveLoop }
    case .continueLoop: return NumericStep { _, _ in .nextRound }
    case .returnValue(let value?): return returning(value)
    case .expression(let expression): return expressionStep(expression)
    case .returnValue(nil), .definition, .importFile, .assertion: return nil
    }
  }

  private func binding(_ slot: Int, _ value: Expression) -> NumericStep? {
    if case .binary(let operation, let lhs, let rhs, _) = value.kind, let left = operand(lhs),
      let right = operand(rhs)
    {
      switch operation {
      case .add: return NumericBinding<Addition>(slot: slot).of(left, right)
      case .subtract: return NumericBinding<Subtraction>(slot: slot).of(left, right)
      case .multiply: return NumericBinding<Multiplication>(slot: slot).of(left, right)
      default: break
      }
    }
    guard let code = code(value) else { return nil }
    return NumericStep { run, frame in
      frame[slot] = code(run, frame)
      return .next
    }
  }

  /// An `if` whose branches are blocks of statements; what only one of them assigns is not known to
  /// be a number behind it.
  private mutating func expressionStep(_ expression: Expression) -> NumericStep? {
    switch expression.kind {
    case .block(let block): return steps(block)
    case .conditional(let condition, let then, let otherwise):
      guard let condition = self.condition(condition) else { return nil }
      var (first, second) = (self, self)
      guard let then = first.expressionStep(then) else { return nil }
      guard let otherwise else {
        return NumericStep { run, frame in condition(run, frame) ? then(run, frame) : .next }
      }
      guard let other = second.expressionStep(otherwise) else { return nil }
      assigned = first.assigned.intersection(second.assigned)
      return NumericStep { run, frame in
        condition(run, frame) ? then(run, frame) : other(run, frame)
      }
    default:
      // A number that nobody uses: without an effect there is nothing to do, but it may not end.
      guard let code = code(expression) else { return nil }
      return NumericStep { run, frame in
        _ = code(run, frame)
        return .next
      }
    }
  }

  private mutating func steps(_ block: Block) -> NumericStep? {
    var steps: [NumericStep] = []
    for statement in block.statements {
      guard let step = step(statement) else { return nil }
      steps.append(step)
    }
    return NumericCompiler.sequence(steps)
  }

  /// A loop over the integers between two bounds.
  private func loop(_ name: Name, _ sequence: Expression, _ body: Block) -> NumericStep? {
    guard case .binary(let operation, let lhs, let rhs, _) = sequence.kind,
      operation == .halfOpenRange || operation == .closedRange, let slot = target(name),
      let start = code(lhs), let end = code(rhs)
    else { return nil }
    var inner = self
    inner.assigned.insert(slot)
    guard let round = inner.steps(body) else { return nil }
    let past = operation == .closedRange ? 1 : 0
    return NumericStep { run, frame in
      guard let first = whole(start(run, frame)), let last = whole(end(run, frame)) else {
        run.giveUp()
        return .next
      }
      var index = first
      while index < last + past, run.mayGoOn {
        frame[slot] = Double(index)
        index += 1
        switch round(run, frame) {
        case .next, .nextRound: continue
        case .leaveLoop: return .next
        case .leaveFunction: return .leaveFunction
        }
      }
      return .next
    }
  }

  private static func sequence(_ steps: [NumericStep]) -> NumericStep {
    if steps.count == 1 { return steps[0] }
    return NumericStep { run, frame in
      for step in steps {
        let flow = step(run, frame)
        if flow != .next { return flow }
      }
      return .next
    }
  }
}

/// A number as an integer, if it is one that float64 tells from its neighbours.
private func whole(_ number: Double) -> Int? {
  guard number.magnitude < 0x1p53, let whole = Int(exactly: number) else { return nil }
  return whole
}
