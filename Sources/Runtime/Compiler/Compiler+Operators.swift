import Language
import Maps

extension Compiler {
  /// Compiles a prefix operator.
  func unary(_ operation: UnaryOperator, _ operand: Expression, _ span: Span) throws -> Code {
    let site = site(operand.span)
    switch operation {
    case .not:
      let holds = try condition(operand)
      return { machine, frame in .boolean(!(try holds(machine, frame))) }
    case .plus:
      let code = try expression(operand)
      return { machine, frame in
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
        let value = Value.number(-number)
        return { _, _ in value }
      }
      let code = try expression(operand)
      return { machine, frame in
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
    case .or, .and: return try logical(operation, lhs, rhs)
    case .equal, .notEqual, .approximatelyEqual, .less, .lessOrEqual, .greater, .greaterOrEqual,
      .contains, .notContains:
      return try comparison(operation, lhs, rhs, operatorSpan)
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

  private func logical(
    _ operation: BinaryOperator, _ lhs: Expression, _ rhs: Expression
  ) throws -> Code {
    let first = try condition(lhs)
    let second = try condition(rhs)
    if operation == .and {
      return { machine, frame in
        guard try first(machine, frame) else { return .boolean(false) }
        return .boolean(try second(machine, frame))
      }
    }
    return { machine, frame in
      if try first(machine, frame) { return .boolean(true) }
      return .boolean(try second(machine, frame))
    }
  }

  private func range(
    _ operation: BinaryOperator, _ lhs: Expression, _ rhs: Expression, _ span: Span
  ) throws -> Code {
    let start = try whole(lhs, "a bound of a range")
    let end = try whole(rhs, "a bound of a range")
    let past = operation == .closedRange ? 1 : 0
    return { machine, frame in
      let first = try start(machine, frame)
      return .range(RangeValue(first, try end(machine, frame) + past))
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
    return { machine, frame in
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
    return { machine, frame in
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
    let site = site(operatorSpan)
    let labels = (lhs.span, rhs.span)
    let slow: (Value, Value) throws -> Value = { a, b in
      do {
        return try Arithmetic.apply(operation, a, b)
      } catch {
        throw Compiler.operandFailure(error, a, b, labels, site)
      }
    }
    let left = try expression(lhs)
    let right = try expression(rhs)
    switch operation {
    case .add, .elementwiseAdd: return NumberCode.make(left, rhs, right, slow) { $0 + $1 }
    case .subtract, .elementwiseSubtract:
      return NumberCode.make(left, rhs, right, slow) { $0 - $1 }
    case .multiply, .elementwiseMultiply:
      return NumberCode.make(left, rhs, right, slow) { $0 * $1 }
    case .divide, .elementwiseDivide: return NumberCode.make(left, rhs, right, slow) { $0 / $1 }
    default:
      return { machine, frame in
        try slow(try left(machine, frame), try right(machine, frame))
      }
    }
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
    default: break
    }
    return failure
  }

  private func comparison(
    _ operation: BinaryOperator, _ lhs: Expression, _ rhs: Expression, _ operatorSpan: Span
  ) throws -> Code {
    let left = try expression(lhs)
    let right = try expression(rhs)
    let site = site(operatorSpan)
    let labels = (lhs.span, rhs.span)
    let slow: (Value, Value) throws -> Bool = { a, b in
      do {
        return try Comparison.holds(operation, a, b)
      } catch {
        throw Compiler.operandFailure(error, a, b, labels, site)
      }
    }
    switch operation {
    case .less: return NumberCode.make(left, rhs, right, slow) { $0 < $1 }
    case .lessOrEqual: return NumberCode.make(left, rhs, right, slow) { $0 <= $1 }
    case .greater: return NumberCode.make(left, rhs, right, slow) { $0 > $1 }
    case .greaterOrEqual: return NumberCode.make(left, rhs, right, slow) { $0 >= $1 }
    case .equal: return NumberCode.make(left, rhs, right, slow) { $0 == $1 }
    case .notEqual: return NumberCode.make(left, rhs, right, slow) { $0 != $1 }
    default:
      return { machine, frame in
        .boolean(try slow(try left(machine, frame), try right(machine, frame)))
      }
    }
  }
}

/// The code of operators on two numbers, with another way for all other operands.
///
/// The other way is taken for results that are not finite too, which `FiniteCheck` may be watching.
/// A constant on the right, as in `n - 1`, is not evaluated again.
enum NumberCode {
  @inline(__always)
  static func make(
    _ left: @escaping Code, _ rhs: Expression, _ right: @escaping Code,
    _ slow: @escaping (Value, Value) throws -> Value,
    _ operation: @escaping (Double, Double) -> Double
  ) -> Code {
    if case .number(let b) = rhs.kind {
      return { machine, frame in
        let lhs = try left(machine, frame)
        if case .number(let a) = lhs {
          let value = operation(a, b)
          return value.magnitude < .infinity
            ? .number(value) : try slow(.number(a), .number(b))
        }
        return try slow(lhs, .number(b))
      }
    }
    return { machine, frame in
      let lhs = try left(machine, frame)
      let rhs = try right(machine, frame)
      if case .number(let a) = lhs, case .number(let b) = rhs {
        let value = operation(a, b)
        return value.magnitude < .infinity
          ? .number(value) : try slow(.number(a), .number(b))
      }
      return try slow(lhs, rhs)
    }
  }

  @inline(__always)
  static func make(
    _ left: @escaping Code, _ rhs: Expression, _ right: @escaping Code,
    _ slow: @escaping (Value, Value) throws -> Bool,
    _ operation: @escaping (Double, Double) -> Bool
  ) -> Code {
    if case .number(let b) = rhs.kind {
      return { machine, frame in
        let lhs = try left(machine, frame)
        if case .number(let a) = lhs { return .boolean(operation(a, b)) }
        return .boolean(try slow(lhs, .number(b)))
      }
    }
    return { machine, frame in
      let lhs = try left(machine, frame)
      let rhs = try right(machine, frame)
      if case .number(let a) = lhs, case .number(let b) = rhs { return .boolean(operation(a, b)) }
      return .boolean(try slow(lhs, rhs))
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
