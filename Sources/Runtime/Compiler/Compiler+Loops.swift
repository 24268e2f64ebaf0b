import Autodiff
import Language
import Tensors

extension Compiler {
  /// Compiles `for names in sequence { … }`.
  func forLoop(
    _ names: [Name], _ sequence: Expression, _ body: Block, _ showing: Showing
  ) throws -> Step {
    let site = site(sequence.span)
    let bounds = try names.count == 1 ? rangeBounds(sequence) : nil
    let elements = try bounds == nil ? expression(sequence) : nil
    let bind = try binder(names, sequence.span)
    let round = try loopBody(body, showing)
    let overRange =
      try names.count == 1 ? rangeLoop(names[0], body, storing(names[0]), round, site) : nil
    if let bounds, let overRange {
      return Step { machine, frame in
        let (start, end) = try bounds(machine, frame)
        return try overRange(machine, frame, start, end)
      }
    }
    return Step { machine, frame in
      guard let sequence = try elements?(machine, frame) else { return .next }
      if case .range(let range) = sequence.plain, let overRange {
        return try overRange(machine, frame, range.start, range.end)
      }
      var iterator = try machine.located(site) { try ValueIterator(sequence) }
      while let element = try machine.located(site, { try iterator.next() }) {
        try machine.pollRound(at: site)
        try bind(machine, frame, element)
        switch try round(machine, frame) {
        case .next, .nextRound: continue
        case .leaveLoop: return .next
        case .leaveFunction: return .leaveFunction
        }
      }
      return .next
    }
  }

  /// Code that runs the rounds of a loop for the integers from a start to an end.
  ///
  /// What goes round is looked at after 1, 2, 4, 8, … rounds, so that loops over numbers pay nothing
  /// for it; once it is being traced, the rounds that remain are recorded together if they can be.
  private func rangeLoop(
    _ name: Name, _ body: Block, _ store: Store,
    _ round: Step, _ site: Site
  ) throws -> (Machine, Frame, _ start: Int, _ end: Int) throws -> Flow {
    let recording = try recording(of: name, body, round)
    return { machine, frame, start, end in
      var attempt = recording
      var index = start
      while index < end {
        try machine.pollRound(at: site)
        store(frame, .number(Double(index)))
        index += 1
        switch try round(machine, frame) {
        case .next, .nextRound: break
        case .leaveLoop: return .next
        case .leaveFunction: return .leaveFunction
        }
        let count = index - start
        guard count & (count - 1) == 0, let recording = attempt,
          end - index > LoopRecording.threshold
        else { continue }
        switch recording.record(machine, frame, index..<end) {
        case .recorded: return .next
        case .untraced: continue
        case .refused: attempt = nil
        }
      }
      return .next
    }
  }

  /// How the rounds of a loop may be recorded; nil when what it assigns is not all in the frame.
  private func recording(of name: Name, _ body: Block, _ round: Step) throws -> LoopRecording? {
    guard scope.parent != nil, case .local(let index, _) = scope.local(name.text) else {
      return nil
    }
    var slots: [Int] = []
    for assigned in try AssignedNames.of(body.statements) {
      guard case .local(let slot, _) = scope.local(assigned.text), slot != index else { return nil }
      if !slots.contains(slot) { slots.append(slot) }
    }
    return slots.isEmpty ? nil : LoopRecording(index: index, carried: slots, round: round)
  }

  /// Compiles `while condition { … }`.
  func whileLoop(_ condition: Expression, _ body: Block, _ showing: Showing) throws -> Step {
    let site = site(condition.span)
    let holds = try self.condition(condition)
    let round = try loopBody(body, showing)
    return Step { machine, frame in
      while try holds(machine, frame) {
        try machine.pollRound(at: site)
        switch try round(machine, frame) {
        case .next, .nextRound: continue
        case .leaveLoop: return .next
        case .leaveFunction: return .leaveFunction
        }
      }
      return .next
    }
  }

  /// Code that binds the names of a loop to an element.
  func binder(
    _ names: [Name], _ span: Span
  ) throws -> (Machine, Frame, Value) throws -> Void {
    if names.count == 1 {
      let store = try storing(names[0])
      return { _, frame, value in store(frame, value) }
    }
    let store = try destructuring(names, span, in: .loop)
    return { machine, frame, value in _ = try store(machine, frame, value) }
  }

  private func loopBody(_ block: Block, _ showing: Showing) throws -> Step {
    scope.loopDepth += 1
    defer { scope.loopDepth -= 1 }
    let couldUnwind = scope.mayUnwind
    scope.mayUnwind = false
    defer { scope.mayUnwind = scope.mayUnwind || couldUnwind }
    let round = try body(block, showing)
    guard scope.mayUnwind else { return round }
    return Step { machine, frame in
      do {
        return try round(machine, frame)
      } catch let unwinding as Unwinding {
        return unwinding.flow
      }
    }
  }

  /// The bounds of a range written in place, half-open, so that loops need no range value.
  func rangeBounds(
    _ expression: Expression
  ) throws -> ((Machine, Frame) throws -> (start: Int, end: Int))? {
    guard case .binary(let operation, let lhs, let rhs, _) = expression.kind,
      operation == .halfOpenRange || operation == .closedRange
    else { return nil }
    let start = try whole(lhs, "a bound of a range")
    let end = try whole(rhs, "a bound of a range")
    let past = operation == .closedRange ? 1 : 0
    return { machine, frame in
      (try start(machine, frame), try end(machine, frame) + past)
    }
  }

  /// Compiles an expression that must be a whole number.
  func whole(_ expression: Expression, _ what: String) throws -> (Machine, Frame) throws -> Int {
    let code = try self.expression(expression)
    let site = site(expression.span)
    return { machine, frame in
      let value = try code(machine, frame)
      if let whole = value.wholeNumber { return whole }
      if case .number(let number) = value.plain {
        throw Failure(problem: .notWhole(what: what, value: number), site: site)
      }
      if let term = value.plain.term, term.isTraced {
        throw Failure(problem: .autodiff(.dataDependent(what: what)), site: site)
      }
      throw Failure(
        problem: .notInteger(what: what, found: value.kindPhrase), site: site)
    }
  }

  /// Compiles `[element for names in sequence if condition …]`.
  ///
  /// The names are the comprehension's own; what its blocks assign starts anew in every round.
  func comprehension(
    _ element: Expression, _ clauses: [Expression.Clause], _ span: Span
  ) throws -> Code {
    guard case .generator(let names, let sequence) = clauses.first else {
      throw failure(.misplaced(.symbol("if")), span)
    }
    // The first sequence belongs to the scope around.
    let first = try expression(sequence)
    let around = scope.loopDepth
    scope.loopDepth = 0
    scope.openBlock()
    defer {
      scope.closeBlock()
      scope.loopDepth = around
    }
    let inner = clauses.dropFirst().map { clause in
      switch clause {
      case .generator(_, let sequence): sequence
      case .filter(let condition): condition
      }
    }
    var resets: [(slot: Int, initial: Code?)] = []
    for name in try AssignedNames.of(inner + [element]) {
      let outer = try located(name.span) { () throws(Problem) in
        try resolver.resolve(name.text, in: scope)
      }
      let initial = outer.map { reading($0, name.text, name.span) }
      resets.append((scope.declare(name.text), initial))
    }
    let collect = try collector(
      names, sequence.span, Array(clauses.dropFirst()), element, resets)
    let site = site(span)
    return Code { machine, frame in
      var values: [Value] = []
      do {
        try collect(machine, frame, try first(machine, frame), &values)
      } catch {
        if values.count > 1000, Problem(error).isInterruption, !machine.interrupt.isForMemory {
          machine.disposal.keep(values)
        }
        throw error
      }
      let result = try machine.located(site) { try Value.bracketed(values) }
      // A tensor has copied its rows, and nobody waits until very many of them are freed.
      if values.count > 1 << 16, case .tensor = values[0], case .tensor = result {
        let disposal = Disposal()
        disposal.keep(values)
        values = []
        disposal.empty()
      }
      return result
    }
  }

  private typealias Collector = (Machine, Frame, Value, inout [Value]) throws -> Void

  /// Code that goes through one sequence and, inside it, through the clauses that follow.
  private func collector(
    _ names: [Name], _ span: Span, _ clauses: [Expression.Clause], _ element: Expression,
    _ resets: [(slot: Int, initial: Code?)]
  ) throws -> Collector {
    for name in names { _ = scope.declare(name.text) }
    let bind = try binder(names, span)
    let site = site(span)
    let rest = try innerCollector(clauses, element, resets)
    return { machine, frame, sequence, values in
      var iterator = try machine.located(site) { try ValueIterator(sequence) }
      while let item = try machine.located(site, { try iterator.next() }) {
        try machine.pollRound(at: site)
        try bind(machine, frame, item)
        try rest(machine, frame, .nothing, &values)
      }
    }
  }

  private func innerCollector(
    _ clauses: [Expression.Clause], _ element: Expression,
    _ resets: [(slot: Int, initial: Code?)]
  ) throws -> Collector {
    switch clauses.first {
    case .filter(let condition):
      let holds = try self.condition(condition)
      let rest = try innerCollector(Array(clauses.dropFirst()), element, resets)
      return { machine, frame, _, values in
        if try holds(machine, frame) { try rest(machine, frame, .nothing, &values) }
      }
    case .generator(let names, let sequence):
      let code = try expression(sequence)
      let rest = try collector(
        names, sequence.span, Array(clauses.dropFirst()), element, resets)
      return { machine, frame, _, values in
        try rest(machine, frame, try code(machine, frame), &values)
      }
    case nil:
      let code = try expression(element)
      return { machine, frame, _, values in
        for (slot, initial) in resets { frame[slot] = try? initial?(machine, frame) }
        let value = try code(machine, frame)
        if values.count == values.capacity { try Size.checkRoom(toDouble: values.count) }
        values.append(value)
        try Size.check(growing: values.count)
      }
    }
  }
}
