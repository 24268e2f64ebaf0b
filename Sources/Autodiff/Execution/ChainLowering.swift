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
    let lastReads = ChainLowering.lastReads(draft)
    addLanes(of: draft, placement)
    var takeovers = Takeovers(draft, placement, at: position)
    var laneOfStep = [Int](repeating: 0, count: draft.steps.count)
    var steps: [ElementwiseChain.Step] = []
    for (index, step) in draft.steps.enumerated() {
      let operands = step.operands.map { operand in
        switch operand {
        case .view(let view): laneOfView[view] ?? 0
        case .step(let step): laneOfStep[step]
        }
      }
      // A register read here for the last time may hold the result.
      for case .step(let operand) in Set(step.operands) where lastReads[operand] == index {
        if case .register(let register) = lanes[laneOfStep[operand]] {
          freeRegisters.append(register)
        }
      }
      if planner.buffers[step.buffer].isStored {
        takeovers.place(step.buffer, planner.buffers[step.buffer], at: index, &placement)
        lanes.append(.memory(placement[step.buffer]))
      } else {
        lanes.append(.register(newRegister()))
      }
      laneOfStep[index] = lanes.count - 1
      if lastReads[index] == nil, case .register(let register) = lanes[lanes.count - 1] {
        freeRegisters.append(register)
      }
      steps.append(
        ElementwiseChain.Step(step.operation, operands, result: lanes.count - 1))
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

  /// For every step whose value is read in the chain, the last step that reads it.
  private static func lastReads(_ draft: ChainDraft) -> [Int: Int] {
    var result: [Int: Int] = [:]
    for (index, step) in draft.steps.enumerated() {
      for case .step(let operand) in step.operands { result[operand] = index }
    }
    return result
  }
}

/// The operands of a chain whose memory a result may take over, and from which step on.
private struct Takeovers {
  private var candidates: [(buffer: Int, count: Int, lastRead: Int)] = []

  init(_ draft: ChainDraft, _ placement: Placement, at position: Int) {
    var views: [Int: Set<View>] = [:]
    var lastReads: [Int: Int] = [:]
    for (index, step) in draft.steps.enumerated() {
      for case .view(let view) in step.operands {
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
