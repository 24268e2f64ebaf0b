/// A function whose every value is a number, when the numbers it is given are.
///
/// It is compiled twice: as any function is, and to code on a stack of plain numbers, which is several
/// times faster. A call with anything but numbers, a traced number included, takes the first.
final class NumericFunction {
  /// How many slots a frame has, numbered as those of the function's frame.
  let slotCount: Int
  let parameterCount: Int
  /// The captured numbers it reads, which are the same in all of its own calls.
  let captured: [Int]
  /// What it computes; set once its calls of itself are compiled.
  @exclusivity(unchecked)
  private var body = NumericCodeInPlace(NumericCode { _, _ in .nan })

  init(slotCount: Int, parameterCount: Int, captured: [Int]) {
    self.slotCount = slotCount
    self.parameterCount = parameterCount
    self.captured = captured
  }

  /// Sets what it computes.
  func define(_ code: NumericCode) { body = NumericCodeInPlace(code) }

  /// The value for the arguments in a frame; nil when they are not numbers, or the run was given up.
  func value(_ machine: Machine, _ frame: Frame) -> Double? {
    guard machine.mayRunNumeric else { return nil }
    let run = machine.numericRun
    run.begin(depthLeft: machine.callsLeft)
    guard let inner = run.enter(slotCount) else { return nil }
    for slot in 0..<parameterCount {
      guard let number = frame.number(slot) else { return nil }
      inner[slot] = number
    }
    for slot in captured {
      guard let number = frame.number(slot) else { return nil }
      inner[slot] = number
    }
    let value = body(run, inner)
    guard !run.isGivenUp else {
      machine.stopRunningNumeric()
      return nil
    }
    return value
  }

  /// Code that calls the function itself.
  func call(_ arguments: [NumericOperand]) -> NumericCode {
    guard arguments.count == 1, captured.isEmpty else { return callAny(arguments.map(\.code)) }
    switch arguments[0] {
    case .number(let number): return call(NumericLiteral(value: number))
    case .slot(let slot): return call(NumericSlot(slot: slot))
    case .code(let code): return call(NumericOther(code: code))
    }
  }

  private func call(_ argument: some NumericSource) -> NumericCode {
    let (own, slots) = (Unmanaged.passUnretained(self), slotCount)
    return NumericCode { run, frame in
      let number = argument.number(run, frame)
      guard let inner = run.enter(slots) else { return .nan }
      inner[0] = number
      let value = own._withUnsafeGuaranteedRef { $0.body(run, inner) }
      run.leave(slots)
      return value
    }
  }

  private func callAny(_ arguments: [NumericCode]) -> NumericCode {
    let (own, slots, captured) = (Unmanaged.passUnretained(self), slotCount, captured)
    return NumericCode { run, frame in
      guard let inner = run.enter(slots) else { return .nan }
      for (slot, argument) in arguments.enumerated() { inner[slot] = argument(run, frame) }
      for slot in captured { inner[slot] = frame[slot] }
      let value = own._withUnsafeGuaranteedRef { $0.body(run, inner) }
      run.leave(slots)
      return value
    }
  }
}

extension Machine {
  /// Whether code on plain numbers may run: not while every step counts or is watched.
  var mayRunNumeric: Bool { !mustPoll && !isWatched && !hasGivenUpNumeric }
}
