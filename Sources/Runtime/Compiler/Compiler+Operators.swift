import Language
import Maps

extension Compiler {
  /// Compiles a prefix operator.
  func unary(_ operation: UnaryOperator, _ operand: Expression, _ span: Span) throws -> Code {
    let site = site(operand.span)
    switch operation {
    case .not:
      let holds = try condition(operand)
      return Code { machine, frame in .boolean(!(try holds(machine, frame))) }
    case .plus:
      let code = try expression(operand)
      return Code { machine, frame in
        let value = try code(machine, frame)
        guard value.plain.term != nil else {
          throw Failure(
            problem: .operand(symbol: "+", found: value.kindPhrase, wanted: "a number or a tensor"),
            site: site)
        }
        return value
      }
    case .negate:
      if case .number(let number) = operand.kind {
        return Code(Value.number(-number))
      }
      let code = try expression(operand)
      return Code { machine, frame in
        let value = try code(machine, frame)
        if case .number(let number) = value { return .number(-number) }
        return try machine.located(site) { try Arithmetic.negated(value) }
      }
    }
  }

  /// Compiles an operator between two operands.
  func binary(
    _ operation: BinaryOperator, _ lhs: Expression, _ rhs: Expression, _ operatorSpan: Span,
    _ span: Span
  ) throws -> Code {
    switch operation {
    case .or, .and, .equal, .notEqual, .approximatelyEqual, .less, .lessOrEqual, .greater,
      .greaterOrEqual, .contains, .notContains:
      let holds = try condition(of: operation, lhs, rhs, operatorSpan)
      return Code { machine, frame in .boolean(try holds(machine, frame)) }
    case .pipe: return try pipe(lhs, rhs, span)
    case .compose: return try composition(lhs, rhs, operatorSpan)
    case .halfOpenRange, .closedRange: return try range(operation, lhs, rhs, span)
    case .kronecker: return try vocabularyCall("kron", symbol: "⊗", [lhs, rhs], span)
    case .directSum: return try vocabularyCall("dsum", symbol: "⊕", [lhs, rhs], span)
    case .dot: return try vocabularyCall("dot", symbol: "·", [lhs, rhs], span)
    case .add, .subtract, .elementwiseAdd, .elementwiseSubtract, .multiply, .divide, .leftDivide,
      .elementwiseMultiply, .elementwiseDivide, .remainder, .power, .elementwisePower:
      return try arithmetic(operation, lhs, rhs, operatorSpan)
    }
  }

  /// Compiles an operator whose value is true or false.
  func condition(
    of operation: BinaryOperator, _ lhs: Expression, _ rhs: Expression, _ operatorSpan: Span
  ) throws -> Condition {
    switch operation {
    case .and:
      let (first, second) = (try condition(lhs), try condition(rhs))
      return Condition { machine, frame in try first(machine, frame) && second(machine, frame) }
    case .or:
      let (first, second) = (try condition(lhs), try condition(rhs))
      return Condition { machine, frame in try first(machine, frame) || second(machine, frame) }
    default: return try comparison(operation, lhs, rhs, operatorSpan)
    }
  }

  private func range(
    _ operation: BinaryOperator, _ lhs: Expression, _ rhs: Expression, _ span: Span
  ) throws -> Code {
    let start = try whole(lhs, "a bound of a range")
    let end = try whole(rhs, "a bound of a range")
    let past = operation == .closedRange ? 1 : 0
    return Code { machine, frame in
      let first = try start(machine, frame)
      return .range(
        RangeValue(first, try end(machine, frame) + past, past == 1 ? .closed : .halfOpen))
    }
  }

  private func composition(
    _ lhs: Expression, _ rhs: Expression, _ operatorSpan: Span
  ) throws -> Code {
    let outer = try expression(lhs)
    let inner = try expression(rhs)
    let outerSite = site(lhs.span)
    let innerSite = site(rhs.span)
    let site = site(lhs.span)
    return Code { machine, frame in
      let f = machine.withOrigin(try outer(machine, frame), outerSite)
      let g = machine.withOrigin(try inner(machine, frame), innerSite)
      return try machine.located(site) { try MapAlgebra.composed(f, after: g) }
    }
  }

  /// `x |> f`: composition of two maps, application of everything else.
  private func pipe(_ lhs: Expression, _ rhs: Expression, _ span: Span) throws -> Code {
    if let streamed = try streamed(rhs, [Argument(value: lhs)], span, .pipe) { return streamed }
    let left = try expression(lhs)
    let right = try callee(rhs)
    let leftSite = site(lhs.span)
    let rightSite = site(rhs.span)
    return Code { machine, frame in
      let value = try left(machine, frame)
      let callee = try right(machine, frame)
      if case .map(let next) = callee.plain, case .map(let first) = value.plain {
        let first = machine.withOrigin(first.map, leftSite)
        let next = machine.withOrigin(next.map, rightSite)
        return try machine.located(rightSite) { Value(try .composed([first, next])) }
      }
      do {
        return try machine.call(
          callee, GivenArguments(positional: [value]), at: rightSite, form: .pipe)
      } catch let failure as Failure {
        throw failure.relocated([leftSite], from: rightSite)
      }
    }
  }

  private func arithmetic(
    _ operation: BinaryOperator, _ lhs: Expression, _ rhs: Expression, _ operatorSpan: Span
  ) throws -> Code {
    let (otherwise, left, right) = try operands(of: operation, lhs, rhs, operatorSpan)
    func code<Operation: NumberOperation>(_: Operation.Type) -> Code {
      Operand.make(NumberCode<Operation>(otherwise: otherwise), left, right)
    }
    switch operation {
    case .add, .elementwiseAdd: return code(Addition.self)
    case .subtract, .elementwiseSubtract: return code(Subtraction.self)
    case .multiply, .elementwiseMultiply: return code(Multiplication.self)
    case .divide, .elementwiseDivide: return code(Division.self)
    case .remainder: return code(Remainder.self)
    case .power, .elementwisePower: return code(Power.self)
    default:
      let (left, right) = (left.code, right.code)
      return Code { machine, frame in
        try otherwise(try left(machine, frame), try right(machine, frame))
      }
    }
  }

  /// Compiles the binding of a name to a sum, difference or product, such as `t = t + x`; nil for
  /// every other value.
  func arithmeticBinding(_ value: Expression, _ store: () throws -> Store) throws -> Step? {
    guard case .binary(let operation, let lhs, let rhs, let operatorSpan) = value.kind else {
      return nil
    }
    func step<Operation: NumberOperation>(_: Operation.Type) throws -> Step {
      let (otherwise, left, right) = try operands(of: operation, lhs, rhs, operatorSpan)
      return Operand.make(
        NumberBinding<Operation>(store: try store(), otherwise: otherwise), left, right)
    }
    switch operation {
    case .add: return try step(Addition.self)
    case .subtract: return try step(Subtraction.self)
    case .multiply: return try step(Multiplication.self)
    default: return nil
    }
  }

  /// The operands of an operator of arithmetic, and its value where they are not both numbers.
  private func operands(
    of operation: BinaryOperator, _ lhs: Expression, _ rhs: Expression, _ operatorSpan: Span
  ) throws -> (otherwise: (Value, Value) throws -> Value, Operand, Operand) {
    let site = site(operatorSpan)
    let labels = (lhs.span, rhs.span)
    let slow: (Value, Value) throws -> Value = { a, b in
      do {
        return try Arithmetic.apply(operation, a, b)
      } catch {
        throw Compiler.operandFailure(error, a, b, labels, site)
      }
    }
    return (slow, try operand(lhs), try operand(rhs))
  }

  /// The failure of an operator, with a remark at each operand about what it is.
  private static func operandFailure(
    _ error: any Error, _ lhs: Value, _ rhs: Value, _ spans: (Span, Span), _ site: Site
  ) -> any Error {
    guard var failure = Machine.locate(error, at: site) as? Failure else { return error }
    switch failure.problem {
    case .operands, .shapes, .product:
      failure.secondary = [
        Diagnostic.Label(site.source, spans.0, lhs.kindPhrase),
        Diagnostic.Label(site.source, spans.1, rhs.kindPhrase),
      ]
    // The exponent of a matrix is the right side.
    case .notWhole: failure.site = Site(source: site.source, span: spans.1)
    default: break
    }
    return failure
  }

  /// Compiles a comparison of two values.
  func comparison(
    _ operation: BinaryOperator, _ lhs: Expression, _ rhs: Expression, _ operatorSpan: Span
  ) throws -> Condition {
    let left = try operand(lhs)
    let right = try operand(rhs)
    let otherwise = comparing(operation, lhs, rhs, operatorSpan)
    func code<Operation: NumberComparison>(_: Operation.Type) -> Condition {
      Operand.make(ComparisonCode<Operation>(otherwise: otherwise), left, right)
    }
    switch operation {
    case .less: return code(Less.self)
    case .lessOrEqual: return code(LessOrEqual.self)
    case .greater: return code(Greater.self)
    case .greaterOrEqual: return code(GreaterOrEqual.self)
    case .equal: return code(Equal.self)
    case .notEqual: return code(NotEqual.self)
    default:
      let (left, right) = (left.code, right.code)
      return Condition { machine, frame in
        try otherwise(try left(machine, frame), try right(machine, frame))
      }
    }
  }

  /// Compiles `if condition then … else …` as an expression.
  func conditional(
    _ condition: Expression, _ then: Expression, _ other: Expression?
  ) throws -> Code {
    if case .binary(let operation, let lhs, let rhs, let operatorSpan) = condition.kind {
      func branch<Operation: NumberComparison>(_: Operation.Type) throws -> Code {
        let (left, right) = (try operand(lhs), try operand(rhs))
        return Operand.make(
          BranchCode<Operation>(
            otherwise: comparing(operation, lhs, rhs, operatorSpan), then: try expression(then),
            other: try other.map { try expression($0) } ?? Code(.nothing)), left, right)
      }
      switch operation {
      case .less: return try branch(Less.self)
      case .lessOrEqual: return try branch(LessOrEqual.self)
      case .greater: return try branch(Greater.self)
      case .equal: return try branch(Equal.self)
      default: break
      }
    }
    let condition = try self.condition(condition)
    let then = try expression(then)
    let other = try other.map { try expression($0) } ?? Code(.nothing)
    return Code { machine, frame in
      try condition(machine, frame) ? try then(machine, frame) : try other(machine, frame)
    }
  }

  /// Whether a comparison holds of values that are not both numbers.
  private func comparing(
    _ operation: BinaryOperator, _ lhs: Expression, _ rhs: Expression, _ operatorSpan: Span
  ) -> (Value, Value) throws -> Bool {
    let site = site(operatorSpan)
    let labels = (lhs.span, rhs.span)
    var subject: String?
    if case .name(let name) = lhs.kind { subject = name }
    let name = subject
    return { a, b in
      do {
        return try Comparison.holds(operation, a, b)
      } catch {
        if let name, a.plain.term != nil,
          case .operands(let symbol, let left, let right, _?) = Problem(error)
        {
          let bound = site.source.text(in: labels.1)
          let problem = Problem.operands(
            symbol: symbol, lhs: left, rhs: right,
            hint: Comparison.elementwise(
              operation, a, b, subject: name, bound: bound.utf8.count <= 20 ? bound : nil))
          throw Compiler.operandFailure(problem, a, b, labels, site)
        }
        throw Compiler.operandFailure(error, a, b, labels, site)
      }
    }
  }
}

extension Comparison {
  /// Whether a comparison of any kind holds.
  static func holds(_ operation: BinaryOperator, _ lhs: Value, _ rhs: Value) throws -> Bool {
    switch operation {
    case .equal: try Value.areEqual(lhs, rhs)
    case .notEqual: try !Value.areEqual(lhs, rhs)
    case .approximatelyEqual: try Value.areClose(lhs, rhs)
    case .contains: try contains(rhs, lhs)
    case .notContains: try !contains(rhs, lhs)
    default: try isTrue(ordered(operation, lhs, rhs))
    }
  }
}
