import Language

/// Compiles a function to code on plain numbers, if it computes with nothing else.
///
/// The function has been compiled as any is, so that all its names have their slots. `nil` stands for
/// a part that is not a number or has an effect.
struct NumericCompiler {
  let compiler: Compiler
  let function: NumericFunction
  /// The slots that have a number wherever the code being compiled is reached.
  var assigned: Set<Int>

  /// The function's other form; nil where it has none.
  ///
  /// - Parameter parameterCount: of the function whose frame the compiler's scope is.
  static func function(
    _ body: Expression, parameterCount: Int, _ compiler: Compiler
  ) -> NumericFunction? {
    let captured = compiler.scope.captures.map(\.slot)
    let function = NumericFunction(
      slotCount: max(compiler.scope.slotCount, 1), parameterCount: parameterCount,
      captured: captured)
    var numeric = NumericCompiler(
      compiler: compiler, function: function,
      assigned: Set(0..<parameterCount).union(captured))
    guard let code = numeric.body(body) else { return nil }
    function.define(code)
    return function
  }

  private mutating func body(_ expression: Expression) -> NumericCode? {
    if !isStatement(expression) { return code(expression) }
    guard let step = tail(expression) else { return nil }
    return NumericCode { run, frame in
      _ = step(run, frame)
      return run.returned
    }
  }

  private func isStatement(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .block: true
    case .conditional(_, let then, _): Compiler.isBlock(then)
    default: false
    }
  }

  // MARK: Numbers

  func code(_ expression: Expression) -> NumericCode? { operand(expression)?.code }

  func operand(_ expression: Expression) -> NumericOperand? {
    switch expression.kind {
    case .number(let number): return .number(number)
    case .name(let name): return self.name(name)
    case .unary(.negate, let operand):
      if case .number(let number) = operand.kind { return .number(-number) }
      guard let code = code(operand) else { return nil }
      return .code(NumericCode { run, frame in -code(run, frame) })
    case .unary(.plus, let operand): return self.operand(operand)
    case .binary(let operation, let lhs, let rhs, _):
      guard let left = operand(lhs), let right = operand(rhs) else { return nil }
      switch operation {
      case .add, .elementwiseAdd: return .code(NumericOperator<Addition>().of(left, right))
      case .subtract, .elementwiseSubtract:
        return .code(NumericOperator<Subtraction>().of(left, right))
      case .multiply, .elementwiseMultiply:
        return .code(NumericOperator<Multiplication>().of(left, right))
      case .divide, .elementwiseDivide: return .code(NumericOperator<Division>().of(left, right))
      case .remainder: return .code(NumericOperator<Remainder>().of(left, right))
      case .power, .elementwisePower: return .code(NumericOperator<Power>().of(left, right))
      default: return nil
      }
    case .conditional(let condition, let then, let otherwise):
      guard let otherwise, let condition = self.condition(condition), let then = code(then),
        let otherwise = code(otherwise)
      else { return nil }
      return .code(
        NumericCode { run, frame in
          condition(run, frame) ? then(run, frame) : otherwise(run, frame)
        })
    case .application(let callee, let argument): return call(callee, [argument])
    case .call(let callee, let arguments):
      guard arguments.allSatisfy({ $0.name == nil }) else { return nil }
      return call(callee, arguments.map(\.value))
    default: return nil
    }
  }

  private func name(_ name: String) -> NumericOperand? {
    switch place(name) {
    case .local(let slot, _): return assigned.contains(slot) ? .slot(slot) : nil
    case .constant(.number(let number)): return .number(number)
    case .constant, .global, .ownFunction, .answer, nil: return nil
    }
  }

  private func place(_ name: String) -> Place? {
    (try? compiler.resolver.resolve(name, in: compiler.scope)) ?? nil
  }

  private func call(_ callee: Expression, _ arguments: [Expression]) -> NumericOperand? {
    guard case .name(let name) = callee.kind, case .ownFunction = place(name),
      arguments.count == function.parameterCount
    else { return nil }
    var operands: [NumericOperand] = []
    for argument in arguments {
      guard let operand = operand(argument) else { return nil }
      operands.append(operand)
    }
    return .code(function.call(operands))
  }

  // MARK: Conditions

  func condition(_ expression: Expression) -> NumericCondition? {
    switch expression.kind {
    case .boolean(let value): return NumericCondition { _, _ in value }
    case .unary(.not, let operand):
      guard let holds = condition(operand) else { return nil }
      return NumericCondition { run, frame in !holds(run, frame) }
    case .binary(.and, let lhs, let rhs, _):
      guard let first = condition(lhs), let second = condition(rhs) else { return nil }
      return NumericCondition { run, frame in first(run, frame) && second(run, frame) }
    case .binary(.or, let lhs, let rhs, _):
      guard let first = condition(lhs), let second = condition(rhs) else { return nil }
      return NumericCondition { run, frame in first(run, frame) || second(run, frame) }
    case .binary(let operation, let lhs, let rhs, _):
      guard let left = operand(lhs), let right = operand(rhs) else { return nil }
      switch operation {
      case .less: return NumericTest<Less>().of(left, right)
      case .lessOrEqual: return NumericTest<LessOrEqual>().of(left, right)
      case .greater: return NumericTest<Greater>().of(left, right)
      case .greaterOrEqual: return NumericTest<GreaterOrEqual>().of(left, right)
      case .equal: return NumericTest<Equal>().of(left, right)
      case .notEqual: return NumericTest<NotEqual>().of(left, right)
      default: return nil
      }
    default: return nil
    }
  }

  /// The slot of a name that is assigned; nil where that would change a parameter's capture.
  func target(_ name: Name) -> Int? {
    guard case .local(let slot, _) = compiler.scope.local(name.text),
      !function.captured.contains(slot)
    else { return nil }
    return slot
  }
}
