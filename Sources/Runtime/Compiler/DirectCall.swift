/// Where the callee of a call comes from.
enum CalleeOrigin {
  /// It is the function that runs.
  case ownFunction
  /// Code gives it.
  case anywhere
}

/// A call that puts its arguments straight into the frame of a function of the program.
final class DirectCall<Arguments: ArgumentList> {
  private let callee: Code
  private let arguments: Arguments
  private let site: Site
  /// What calls everything else, and functions with another number of parameters.
  private let general: (Machine, Frame, Value) throws -> Value

  init(
    _ callee: Code, _ arguments: Arguments, at site: Site,
    general: @escaping (Machine, Frame, Value) throws -> Value
  ) {
    self.callee = callee
    self.arguments = arguments
    self.site = site
    self.general = general
  }

  /// The code of the call.
  func code(_ origin: CalleeOrigin) -> Code {
    switch origin {
    case .ownFunction:
      // Whoever called the function that runs keeps it alive, so no reference is counted.
      return Code { [self] machine, frame in
        guard let function = frame.running else { return try callAny(machine, frame) }
        return try function._withUnsafeGuaranteedRef { try call($0, machine, frame) }
      }
    case .anywhere:
      return Code { [self] machine, frame in
        let value = try callee(machine, frame)
        guard case .function(.closure(let closure)) = value else {
          return try general(machine, frame, value)
        }
        return try call(closure, machine, frame)
      }
    }
  }

  @inline(never)
  private func callAny(_ machine: Machine, _ frame: Frame) throws -> Value {
    try general(machine, frame, try callee(machine, frame))
  }

  @inline(never)
  private func callAny(_ closure: Closure, _ machine: Machine, _ frame: Frame) throws -> Value {
    try general(machine, frame, .function(.closure(closure)))
  }

  @inline(__always)
  private func call(_ closure: Closure, _ machine: Machine, _ frame: Frame) throws -> Value {
    guard closure.parameterCount == arguments.count else {
      return try callAny(closure, machine, frame)
    }
    let values = try arguments.values(machine, frame)
    let slots = closure.slotCount
    let inner = try machine.enterCall(of: closure, slots: slots, at: site)
    defer { machine.leaveCall(slots: slots) }
    arguments.put(values, into: inner)
    return try machine.run(closure, in: inner, at: site)
  }
}

/// The arguments of a call, by how many there are.
protocol ArgumentList {
  associatedtype Values

  var count: Int { get }

  /// Evaluates the arguments in the frame of the call.
  func values(_ machine: Machine, _ frame: Frame) throws -> Values

  /// Puts them into the first slots of the callee's frame, which are empty.
  func put(_ values: consuming Values, into frame: Frame)
}

struct OneArgument<Source: OperandSource>: ArgumentList {
  let source: Source

  var count: Int { 1 }

  @inline(__always)
  func values(_ machine: Machine, _ frame: Frame) throws -> Value {
    try source.value(machine, frame)
  }

  @inline(__always)
  func put(_ value: consuming Value, into frame: Frame) { frame.fill(0, with: value) }
}

struct TwoArguments: ArgumentList {
  let first: Code
  let second: Code

  var count: Int { 2 }

  @inline(__always)
  func values(_ machine: Machine, _ frame: Frame) throws -> (Value, Value) {
    (try first(machine, frame), try second(machine, frame))
  }

  @inline(__always)
  func put(_ values: consuming (Value, Value), into frame: Frame) {
    frame.fill(0, with: values.0)
    frame.fill(1, with: values.1)
  }
}

struct ManyArguments: ArgumentList {
  let codes: [Code]

  var count: Int { codes.count }

  func values(_ machine: Machine, _ frame: Frame) throws -> [Value] {
    try codes.map { try $0(machine, frame) }
  }

  func put(_ values: consuming [Value], into frame: Frame) {
    for (slot, value) in values.enumerated() { frame.fill(slot, with: value) }
  }
}
