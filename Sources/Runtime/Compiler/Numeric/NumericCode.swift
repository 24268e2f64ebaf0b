/// Where the numbers of a call are.
typealias NumericFrame = UnsafeMutablePointer<Double>

/// Compiled code of a number.
struct NumericCode {
  private let run: (NumericRun, NumericFrame) -> Double

  init(_ run: @escaping (NumericRun, NumericFrame) -> Double) { self.run = run }

  @inline(__always)
  func callAsFunction(_ run: NumericRun, _ frame: NumericFrame) -> Double {
    self.run(run, frame)
  }
}

/// Compiled code that stays where it is: calling it counts no reference.
struct NumericCodeInPlace: ~Copyable {
  private let code: NumericCode

  init(_ code: NumericCode) { self.code = code }

  @inline(__always)
  borrowing func callAsFunction(_ run: NumericRun, _ frame: NumericFrame) -> Double {
    code(run, frame)
  }
}

/// Compiled code of a condition on numbers.
struct NumericCondition {
  private let run: (NumericRun, NumericFrame) -> Bool

  init(_ run: @escaping (NumericRun, NumericFrame) -> Bool) { self.run = run }

  @inline(__always)
  func callAsFunction(_ run: NumericRun, _ frame: NumericFrame) -> Bool { self.run(run, frame) }
}

/// Compiled code of a statement that works on numbers.
struct NumericStep {
  private let run: (NumericRun, NumericFrame) -> Flow

  init(_ run: @escaping (NumericRun, NumericFrame) -> Flow) { self.run = run }

  @inline(__always)
  func callAsFunction(_ run: NumericRun, _ frame: NumericFrame) -> Flow { self.run(run, frame) }
}

/// An operand of an operator on numbers.
enum NumericOperand {
  case number(Double)
  case slot(Int)
  case code(NumericCode)

  /// The code that gives it, whatever it is.
  var code: NumericCode {
    switch self {
    case .number(let number): NumericCode { _, _ in number }
    case .slot(let slot): NumericCode { _, frame in frame[slot] }
    case .code(let code): code
    }
  }
}

/// What an operand is made of, as a type, so that operators are compiled for each combination.
protocol NumericSource {
  func number(_ run: NumericRun, _ frame: NumericFrame) -> Double
}

struct NumericLiteral: NumericSource {
  let value: Double

  @inline(__always)
  func number(_: NumericRun, _: NumericFrame) -> Double { value }
}

struct NumericSlot: NumericSource {
  let slot: Int

  @inline(__always)
  func number(_: NumericRun, _ frame: NumericFrame) -> Double { frame[slot] }
}

struct NumericOther: NumericSource {
  let code: NumericCode

  @inline(__always)
  func number(_ run: NumericRun, _ frame: NumericFrame) -> Double { code(run, frame) }
}

/// What is made of two operands once it is known what they are.
protocol NumericPair {
  associatedtype Result
  func make(_ lhs: some NumericSource, _ rhs: some NumericSource) -> Result
}

extension NumericPair {
  /// Makes code of two operands, specialised for what they are.
  func of(_ lhs: NumericOperand, _ rhs: NumericOperand) -> Result {
    switch lhs {
    case .number(let number): of(NumericLiteral(value: number), rhs)
    case .slot(let slot): of(NumericSlot(slot: slot), rhs)
    case .code(let code): of(NumericOther(code: code), rhs)
    }
  }

  private func of(_ lhs: some NumericSource, _ rhs: NumericOperand) -> Result {
    switch rhs {
    case .number(let number): make(lhs, NumericLiteral(value: number))
    case .slot(let slot): make(lhs, NumericSlot(slot: slot))
    case .code(let code): make(lhs, NumericOther(code: code))
    }
  }
}

/// The value of an operator.
struct NumericOperator<Operation: NumberOperation>: NumericPair {
  func make(_ lhs: some NumericSource, _ rhs: some NumericSource) -> NumericCode {
    NumericCode { run, frame in
      let a = lhs.number(run, frame)
      return Operation.apply(a, rhs.number(run, frame))
    }
  }
}

/// The binding of a slot to the value of an operator.
struct NumericBinding<Operation: NumberOperation>: NumericPair {
  let slot: Int

  func make(_ lhs: some NumericSource, _ rhs: some NumericSource) -> NumericStep {
    let slot = slot
    return NumericStep { run, frame in
      let a = lhs.number(run, frame)
      frame[slot] = Operation.apply(a, rhs.number(run, frame))
      return .next
    }
  }
}

/// Whether a comparison holds.
struct NumericTest<Operation: NumberComparison>: NumericPair {
  func make(_ lhs: some NumericSource, _ rhs: some NumericSource) -> NumericCondition {
    NumericCondition { run, frame in
      let a = lhs.number(run, frame)
      return Operation.holds(a, rhs.number(run, frame))
    }
  }
}
