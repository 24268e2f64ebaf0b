/// An operation on two numbers, as a type, so that its code is compiled without a call.
protocol NumberOperation {
  static func apply(_ a: Double, _ b: Double) -> Double
}

/// A comparison of two numbers, as a type.
protocol NumberComparison {
  static func holds(_ a: Double, _ b: Double) -> Bool
}

/// The code of an operation on two numbers, with another way for all other operands.
///
/// The other way is taken for results that are not finite too, which `FiniteCheck` may be watching.
struct NumberCode<Operation: NumberOperation>: OperandPair {
  let otherwise: (Value, Value) throws -> Value

  func make(_ lhs: some OperandSource, _ rhs: some OperandSource) -> Code {
    let otherwise = otherwise
    return Code { machine, frame in
      let left = try lhs.value(machine, frame)
      let right = try rhs.value(machine, frame)
      if case .number(let a) = left, case .number(let b) = right {
        let value = Operation.apply(a, b)
        if value.magnitude < .infinity { return .number(value) }
      }
      return try otherwise(left, right)
    }
  }
}

/// The code that binds a name to the value of an operation on two numbers, or on other operands.
struct NumberBinding<Operation: NumberOperation>: OperandPair {
  let store: Store
  let otherwise: (Value, Value) throws -> Value

  func make(_ lhs: some OperandSource, _ rhs: some OperandSource) -> Step {
    let (store, otherwise) = (store, otherwise)
    return Step { machine, frame in
      let left = try lhs.value(machine, frame)
      let right = try rhs.value(machine, frame)
      if case .number(let a) = left, case .number(let b) = right {
        let value = Operation.apply(a, b)
        if value.magnitude < .infinity {
          store(frame, .number(value))
          return .next
        }
      }
      store(frame, try otherwise(left, right))
      return .next
    }
  }
}

/// The code of a condition that compares two numbers, with another way for all other operands.
struct ComparisonCode<Operation: NumberComparison>: OperandPair {
  let otherwise: (Value, Value) throws -> Bool

  func make(_ lhs: some OperandSource, _ rhs: some OperandSource) -> Condition {
    let otherwise = otherwise
    return Condition { machine, frame in
      let left = try lhs.value(machine, frame)
      let right = try rhs.value(machine, frame)
      if case .number(let a) = left, case .number(let b) = right { return Operation.holds(a, b) }
      return try otherwise(left, right)
    }
  }
}

/// The code of a condition that compares two numbers, and of what it decides between.
struct BranchCode<Operation: NumberComparison>: OperandPair {
  let otherwise: (Value, Value) throws -> Bool
  let then: Code
  let other: Code

  func make(_ lhs: some OperandSource, _ rhs: some OperandSource) -> Code {
    let (otherwise, then, other) = (otherwise, then, other)
    return Code { machine, frame in
      let left = try lhs.value(machine, frame)
      let right = try rhs.value(machine, frame)
      let holds: Bool
      if case .number(let a) = left, case .number(let b) = right {
        holds = Operation.holds(a, b)
      } else {
        holds = try otherwise(left, right)
      }
      return holds ? try then(machine, frame) : try other(machine, frame)
    }
  }
}

enum Addition: NumberOperation {
  static func apply(_ a: Double, _ b: Double) -> Double { a + b }
}

enum Subtraction: NumberOperation {
  static func apply(_ a: Double, _ b: Double) -> Double { a - b }
}

enum Multiplication: NumberOperation {
  static func apply(_ a: Double, _ b: Double) -> Double { a * b }
}

enum Division: NumberOperation {
  static func apply(_ a: Double, _ b: Double) -> Double { a / b }
}

enum Remainder: NumberOperation {
  static func apply(_ a: Double, _ b: Double) -> Double { Arithmetic.remainder(a, b) }
}

enum Power: NumberOperation {
  static func apply(_ a: Double, _ b: Double) -> Double { Arithmetic.power(a, b) }
}

enum Less: NumberComparison {
  static func holds(_ a: Double, _ b: Double) -> Bool { a < b }
}

enum LessOrEqual: NumberComparison {
  static func holds(_ a: Double, _ b: Double) -> Bool { a <= b }
}

enum Greater: NumberComparison {
  static func holds(_ a: Double, _ b: Double) -> Bool { a > b }
}

enum GreaterOrEqual: NumberComparison {
  static func holds(_ a: Double, _ b: Double) -> Bool { a >= b }
}

enum Equal: NumberComparison {
  static func holds(_ a: Double, _ b: Double) -> Bool { a == b }
}

enum NotEqual: NumberComparison {
  static func holds(_ a: Double, _ b: Double) -> Bool { a != b }
}
