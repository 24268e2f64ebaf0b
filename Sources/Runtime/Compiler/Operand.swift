import Language

/// An operand of an operator: code that gives its value, or a place where a number may be read
/// without running any.
enum Operand {
  /// A literal.
  case number(Double)
  /// A slot of the frame; the code is for what is no number there.
  case local(slot: Int, Code)
  /// A slot of the outermost level; the code is for what is no number there.
  case global(slot: Int, GlobalStore, Code)
  /// Anything else.
  case code(Code)
}

extension Operand {
  /// The code that gives its value, whatever it is.
  var code: Code {
    switch self {
    case .number(let number): Code(.number(number))
    case .local(_, let code), .global(_, _, let code), .code(let code): code
    }
  }
}

extension Compiler {
  /// Compiles an operand of an operator.
  func operand(_ expression: Expression) throws -> Operand {
    switch expression.kind {
    case .number(let number): return .number(number)
    case .unary(.negate, let literal):
      if case .number(let number) = literal.kind { return .number(-number) }
    case .name(let name):
      let code = try self.expression(expression)
      let place = try located(expression.span) { () throws(Problem) in
        try resolver.resolve(name, in: scope)
      }
      switch place {
      case .local(let slot, _): return .local(slot: slot, code)
      case .global(let slot, _): return .global(slot: slot, machine.globals, code)
      case .ownFunction, .constant, .answer, nil: return .code(code)
      }
    default: break
    }
    return .code(try self.expression(expression))
  }
}

/// What an operand is made of, as a type, so that operators are compiled for each combination.
protocol OperandSource {
  /// The value of the operand.
  func value(_ machine: Machine, _ frame: Frame) throws -> Value
}

/// A literal.
struct LiteralSource: OperandSource {
  let number: Double

  @inline(__always)
  func value(_: Machine, _: Frame) throws -> Value { .number(number) }
}

/// A slot of the frame.
struct LocalSource: OperandSource {
  let slot: Int
  let otherwise: Code

  @inline(__always)
  func value(_ machine: Machine, _ frame: Frame) throws -> Value {
    if let number = frame.number(slot) { return .number(number) }
    return try otherwise(machine, frame)
  }
}

/// A slot of the outermost level.
struct GlobalSource: OperandSource {
  let slot: Int
  let globals: GlobalStore
  let otherwise: Code

  @inline(__always)
  func value(_ machine: Machine, _ frame: Frame) throws -> Value {
    if let number = globals.number(slot) { return .number(number) }
    return try otherwise(machine, frame)
  }
}

/// A number in a slot of the frame plus a literal, as in `n - 1`.
struct OffsetSource: OperandSource {
  let slot: Int
  let offset: Double
  let otherwise: Code

  @inline(__always)
  func value(_ machine: Machine, _ frame: Frame) throws -> Value {
    if let number = frame.number(slot) {
      let sum = number + offset
      if sum.magnitude < .infinity { return .number(sum) }
    }
    return try otherwise(machine, frame)
  }
}

/// Code that must run.
struct CodeSource: OperandSource {
  let code: Code

  @inline(__always)
  func value(_ machine: Machine, _ frame: Frame) throws -> Value { try code(machine, frame) }
}

/// What is made of two operands once it is known what they are.
protocol OperandPair {
  associatedtype Result
  func make(_ lhs: some OperandSource, _ rhs: some OperandSource) -> Result
}

extension Operand {
  /// Makes code of two operands, specialised for what they are.
  static func make<Pair: OperandPair>(
    _ pair: Pair, _ lhs: Operand, _ rhs: Operand
  ) -> Pair.Result {
    switch lhs {
    case .number(let number): make(pair, LiteralSource(number: number), rhs)
    case .local(let slot, let code): make(pair, LocalSource(slot: slot, otherwise: code), rhs)
    case .global(let slot, let globals, let code):
      make(pair, GlobalSource(slot: slot, globals: globals, otherwise: code), rhs)
    case .code(let code): make(pair, CodeSource(code: code), rhs)
    }
  }

  private static func make<Pair: OperandPair>(
    _ pair: Pair, _ lhs: some OperandSource, _ rhs: Operand
  ) -> Pair.Result {
    switch rhs {
    case .number(let number): pair.make(lhs, LiteralSource(number: number))
    case .local(let slot, let code): pair.make(lhs, LocalSource(slot: slot, otherwise: code))
    case .global(let slot, let globals, let code):
      pair.make(lhs, GlobalSource(slot: slot, globals: globals, otherwise: code))
    case .code(let code): pair.make(lhs, CodeSource(code: code))
    }
  }
}
