import Tensors

/// Gives every value of an elementwise chain its lane.
struct ChainLowering {
  private(set) var chain: ElementwiseChain

  private var lanes: [ElementwiseChain.Lane] = []
  private var fillings: [(register: Int, filling: ElementwiseChain.Filling)] = []
  private var registerCount = 0
  private var freeRegisters: [Int] = []
  private var laneOfView: [View: Int] = [:]

  init(_ draft: ChainDraft, _ planner: Planner, _ placement: inout Placement, at position: Int) {
    chain = ElementwiseChain(count: 0, lanes: [], fillings: [], steps: [], registers: 0)
    let units = ChainUnit.units(of: draft)
    let lastReads = ChainLowering.lastReads(draft, units)
    addLanes(of: draft, placement)
    var takeovers = Takeovers(draft, units, placement, at: position)
    var laneOfStep = [Int](repeating: 0, count: draft.steps.count)
    var steps: [ElementwiseChain.Step] = []
    for (index, unit) in units.enumerated() {
      let operands = unit.operands.map { operand in
        switch operand {
        case .view(let view): laneOfView[view] ?? 0
        case .step(let step): laneOfStep[step]
        }
      }
      // A register read here for the last time may hold the first result, which is written with it.
      var freed: [Int] = []
      for case .step(let operand) in Set(unit.operands) where lastReads[operand] == index {
        if case .register(let register) = lanes[laneOfStep[operand]] { freed.append(register) }
      }
      if unit.results.count == 1 { freeRegisters += freed }
      for step in unit.results {
        let buffer = draft.steps[step].buffer
        if planner.buffers[buffer].isStored {
          takeovers.place(buffer, planner.buffers[buffer], at: index, &placement)
          lanes.append(.memory(placement[buffer]))
        } else {
          lanes.append(.register(newRegister()))
        }
        laneOfStep[step] = lanes.count - 1
      }
      if unit.results.count > 1 { freeRegisters += freed }
      for step in unit.results where lastReads[step] == nil {
        if case .register(let register) = lanes[laneOfStep[step]] {
          freeRegisters.append(register)
        }
      }
      steps.append(
        ElementwiseChain.Step(
          unit.operation, operands, results: unit.results.map { laneOfStep[$0] }))
    }
    chain = ElementwiseChain(
      count: draft.dims.reduce(1, *), lanes: lanes, fillings: fillings, steps: steps,
      registers: registerCount)
  }

  private mutating func newRegister() -> Int {
    if let register = freeRegisters.popLast() { return register }
    registerCount += 1
    return registerCount - 1
  }

  /// The lanes of what the chain reads: memory where it lies in order, else a register that is filled.
  private mutating func addLanes(of draft: ChainDraft, _ placement: Placement) {
    for case .view(let view) in draft.steps.flatMap(\.operands) where laneOfView[view] == nil {
      laneOfView[view] = lanes.count
      let address = placement[view]
      if view.isContiguous {
        lanes.append(.memory(address))
        continue
      }
      let register = newRegister()
      lanes.append(.register(register))
      let reader = StripReader(dims: view.dims, strides: view.strides)
      fillings.append((register, reader.isUniform ? .element(address) : .gathered(address, reader)))
    }
  }

  /// For every step whose value is read in the chain, the last unit that reads it.
  private static func lastReads(_ draft: ChainDraft, _ units: [ChainUnit]) -> [Int: Int] {
    var result: [Int: Int] = [:]
    for (index, unit) in units.enumerated() {
      for case .step(let operand) in unit.operands { result[operand] = index }
    }
    return result
  }
}

/// One step of a chain, or two that are computed together of one operand.
struct ChainUnit {
  let operation: ElementwiseChain.Operation
  let operands: [ChainDraft.Operand]
  /// The steps of the draft whose values it gives.
  let results: [Int]

  /// The units of a chain in an order that runs: each at its first step.
  static func units(of draft: ChainDraft) -> [ChainUnit] {
    var partners: [Int: (first: Int, pair: VectorFunctions.Pair)] = [:]
    var seen: [ChainDraft.Operand: [UnaryOperation: Int]] = [:]
    var paired: [Int: (second: Int, pair: VectorFunctions.Pair)] = [:]
    for (index, step) in draft.steps.enumerated() {
      guard case .unary(let operation) = step.operation else { continue }
      let operand = step.operands[0]
      for pair in VectorFunctions.Pair.allCases {
        let (one, other) = pair.operations
        guard operation == one || operation == other,
          let first = seen[operand]?[operation == one ? other : one], paired[first] == nil
        else { continue }
        paired[first] = (index, pair)
        partners[index] = (first, pair)
      }
      seen[operand, default: [:]][operation] = index
    }
    var units: [ChainUnit] = []
    for (index, step) in draft.steps.enumerated() where partners[index] == nil {
      guard let (second, pair) = paired[index] else {
        units.append(
          ChainUnit(operation: step.operation, operands: step.operands, results: [index]))
        continue
      }
      let isInOrder = step.operation == .unary(pair.operations.0)
      units.append(
        ChainUnit(
          operation: .pair(pair), operands: step.operands,
          results: isInOrder ? [index, second] : [second, index]))
    }
    return units
  }
}

/// The operands of a chain whose memory a result may take over, and from which step on.
private struct Takeovers {
  private var candidates: [(buffer: Int, count: Int, lastRead: Int)] = []

  init(_ draft: ChainDraft, _ units: [ChainUnit], _ placement: Placement, at position: Int) {
    var views: [Int: Set<View>] = [:]
    var lastReads: [Int: Int] = [:]
    for (index, unit) in units.enumerated() {
      for case .view(let view) in unit.operands {
        guard let buffer = view.buffer else { continue }
        views[buffer, default: []].insert(view)
        lastReads[buffer] = index
      }
    }
    let count = draft.dims.reduce(1, *)
    for (buffer, seen) in views.sorted(by: { $0.key < $1.key }) {
      // Read element by element in the order in which results are written.
      guard seen.count == 1, let view = seen.first, view.isContiguous, view.offset == 0,
        placement.dies(buffer, after: position)
      else { continue }
      candidates.append((buffer, count, lastReads[buffer] ?? 0))
    }
  }

  mutating func place(
    _ buffer: Int, _ facts: Buffer, at step: Int, _ placement: inout Placement
  ) {
    if facts.output == nil,
      let index = candidates.firstIndex(where: { $0.lastRead <= step && $0.count == facts.count })
    {
      placement.place(buffer, over: candidates.remove(at: index).buffer)
    } else {
      placement.place(buffer)
    }
  }
}
