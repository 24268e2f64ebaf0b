import Tensors

extension Planner {
  /// The plan: every buffer with an address, every chain with its lanes.
  ///
  /// A buffer's stretch of the arena is given back after its last use; an elementwise result takes
  /// over the stretch of an operand that is not needed afterwards.
  func plan(_ graph: Graph) -> Plan {
    var placement = Placement(self, inputCount: graph.inputCount)
    var instructions: [Plan.Instruction] = []
    var scratch = 0
    for (position, draft) in drafts.enumerated() {
      switch draft {
      case .chain(let index):
        let lowered = ChainLowering(chains[index], self, &placement, at: position)
        scratch = max(scratch, lowered.chain.scratchCount)
        instructions.append(.chain(lowered.chain))
      case .product(let product, let a, let b, let buffer):
        placement.place(buffer)
        instructions.append(
          .product(product, placement[a], placement[b], placement[buffer]))
      case .transfer(let transfer, let view, let buffer):
        placement.place(buffer)
        instructions.append(.transfer(transfer, placement[view], placement[buffer]))
      case .zeros(let buffer):
        placement.place(buffer)
        instructions.append(.zeros(placement[buffer], count: buffers[buffer].count))
      case .sum(let sum, let view, let buffer):
        placement.place(buffer)
        instructions.append(.sum(sum, placement[view], placement[buffer]))
      case .evaluate(let primitive, let views, let results):
        for buffer in results { placement.place(buffer) }
        instructions.append(
          .evaluate(
            Evaluation(
              primitive: primitive,
              operands: views.map { Evaluation.Operand($0, at: placement[$0]) },
              results: results.map { (placement[$0], buffers[$0].count) })))
      }
      placement.releaseUnused(after: position)
    }
    return Plan(
      instructions: instructions, constants: constants, arenaExtent: placement.arena.extent,
      scratchCount: scratch, inputCount: graph.inputCount, outputShapes: graph.outputShapes)
  }

  /// The buffers a draft reads.
  func buffersRead(by draft: Draft) -> [Int] {
    switch draft {
    case .chain(let index):
      chains[index].steps.flatMap { step in
        step.operands.compactMap { operand in
          if case .view(let view) = operand { view.buffer } else { nil }
        }
      }
    case .product(_, let a, let b, _): [a, b].compactMap(\.buffer)
    case .transfer(_, let view, _), .sum(_, let view, _): [view].compactMap(\.buffer)
    case .zeros: []
    case .evaluate(_, let views, _): views.compactMap(\.buffer)
    }
  }

  /// The buffers a draft writes that exist outside it.
  func buffersWritten(by draft: Draft) -> [Int] {
    switch draft {
    case .chain(let index):
      chains[index].steps.map(\.buffer).filter { buffers[$0].isStored }
    case .product(_, _, _, let buffer), .transfer(_, _, let buffer), .zeros(let buffer),
      .sum(_, _, let buffer):
      [buffer]
    case .evaluate(_, _, let results): results
    }
  }
}

/// Where the buffers of a plan are, as its instructions are laid out one after another.
struct Placement {
  private let buffers: [Buffer]
  private let firstOutput: Int
  /// For every buffer, the last draft that reads or writes it.
  private let lastUses: [Int]
  /// For every draft, the buffers used for the last time.
  private let dying: [[Int]]
  private var addresses: [BlockAddress?]
  private(set) var arena = Arena()

  init(_ planner: Planner, inputCount: Int) {
    buffers = planner.buffers
    firstOutput = 2 + inputCount
    addresses = [BlockAddress?](repeating: nil, count: buffers.count)
    var lastUses = [Int](repeating: -1, count: buffers.count)
    for (position, draft) in planner.drafts.enumerated() {
      for buffer in planner.buffersRead(by: draft) { lastUses[buffer] = position }
      for buffer in planner.buffersWritten(by: draft) { lastUses[buffer] = position }
    }
    var dying = [[Int]](repeating: [], count: planner.drafts.count)
    for (buffer, last) in lastUses.enumerated() where last >= 0 && buffers[buffer].output == nil {
      dying[last].append(buffer)
    }
    self.lastUses = lastUses
    self.dying = dying
  }

  /// The address of a buffer that has been placed.
  subscript(buffer: Int) -> BlockAddress {
    addresses[buffer] ?? BlockAddress(block: 0, offset: 0)
  }

  /// The address of a view's first element.
  subscript(view: View) -> BlockAddress {
    switch view.block {
    case .input(let index): return BlockAddress(block: 2 + index, offset: view.offset)
    case .constants: return BlockAddress(block: 1, offset: view.offset)
    case .buffer(let index):
      var address = self[index]
      address.offset += view.offset
      return address
    }
  }

  /// Gives a buffer its memory, unless it has some.
  mutating func place(_ buffer: Int) {
    guard addresses[buffer] == nil else { return }
    if let output = buffers[buffer].output {
      addresses[buffer] = BlockAddress(block: firstOutput + output, offset: 0)
    } else {
      addresses[buffer] = BlockAddress(block: 0, offset: arena.allocate(buffers[buffer].count))
    }
  }

  /// Whether a buffer's stretch of the arena is free after a draft.
  func dies(_ buffer: Int, after position: Int) -> Bool {
    lastUses[buffer] == position && addresses[buffer]?.block == 0
  }

  /// Lets a result take over the stretch of an operand.
  mutating func place(_ buffer: Int, over operand: Int) {
    addresses[buffer] = addresses[operand]
    addresses[operand] = nil
  }

  /// Gives back what is not used after a draft.
  mutating func releaseUnused(after position: Int) {
    for buffer in dying[position] {
      guard let address = addresses[buffer], address.block == 0 else { continue }
      arena.release(address.offset, buffers[buffer].count)
      addresses[buffer] = nil
    }
  }
}
