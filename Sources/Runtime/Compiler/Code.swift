/// Compiled code of an expression.
///
/// A closure in an array, an optional or a generic container is called through a thunk or two; in a
/// structure of its own it is not.
struct Code {
  private let run: (Machine, Frame) throws -> Value

  init(_ run: @escaping (Machine, Frame) throws -> Value) { self.run = run }

  /// Code that gives a value known already.
  init(_ value: Value) { run = { _, _ in value } }

  @inline(__always)
  func callAsFunction(_ machine: Machine, _ frame: Frame) throws -> Value {
    try run(machine, frame)
  }
}

/// Compiled code that stays where it is: calling it counts no reference.
struct CodeInPlace: ~Copyable {
  private let code: Code

  init(_ code: Code) { self.code = code }

  @inline(__always)
  borrowing func callAsFunction(_ machine: Machine, _ frame: Frame) throws -> Value {
    try code(machine, frame)
  }
}

/// Compiled code of a condition.
struct Condition {
  private let run: (Machine, Frame) throws -> Bool

  init(_ run: @escaping (Machine, Frame) throws -> Bool) { self.run = run }

  @inline(__always)
  func callAsFunction(_ machine: Machine, _ frame: Frame) throws -> Bool {
    try run(machine, frame)
  }
}

/// Compiled code of a statement.
struct Step {
  private let run: (Machine, Frame) throws -> Flow

  init(_ run: @escaping (Machine, Frame) throws -> Flow) { self.run = run }

  /// Code that does nothing but send control somewhere.
  init(_ flow: Flow) { run = { _, _ in flow } }

  @inline(__always)
  func callAsFunction(_ machine: Machine, _ frame: Frame) throws -> Flow {
    try run(machine, frame)
  }
}
