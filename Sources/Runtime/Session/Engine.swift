import Autodiff
import Language
import Tensors

/// The state of a session, used on the session's thread alone.
final class Engine {
  let machine: Machine
  let module = ModuleScope()
  let imports: Importer
  let nanChecks: Session.Configuration.NaNChecks
  /// The statement that ran last, for `findNaN`.
  var last: LastStatement?
  /// What the statements of the last program did that succeeded.
  private(set) var effects: [(answer: StatementEffect.Answer, assigned: [Int])] = []
  /// What the statements that run found: more than one where a host function runs a program within
  /// a program.
  private var running: [Snapshot] = []
  private var depth = 0

  /// - Parameters:
  ///   - interrupt: the request to stop that programs obey.
  ///   - stackSize: the stack of the thread that runs the programs.
  init(_ configuration: Session.Configuration, interrupt: Interrupt, stackSize: Int) {
    machine = Machine(
      vocabulary: .standard, configuration: configuration, interrupt: interrupt,
      stackSize: stackSize)
    imports = Importer(machine: machine)
    nanChecks = configuration.nanChecks
    machine.documented = { [unowned self] in documented }
  }

  // Functions refer to the store that holds them.
  deinit { machine.globals.clear() }

  /// Runs a program, showing its values.
  func run(_ text: String, name: String) -> Session.Outcome {
    entering { runEntered(text, name: name) }
  }

  /// Does what belongs to one program; one that runs within another belongs to that.
  func entering<Result>(_ body: () -> Result) -> Result {
    depth += 1
    let returned = machine.returned
    defer {
      depth -= 1
      if depth > 0 { machine.returned = returned }
    }
    guard depth == 1 else { return body() }
    defer { machine.disposal.empty() }
    machine.interrupt.programBegins()
    defer { machine.interrupt.programEnds() }
    machine.beginProgram()
    return Supervision(
      memory: machine.memory, elementLimit: machine.limits.tensorElements,
      isStopping: machine.isStopping
    ).perform(body)
  }

  /// Whether a program is running, so that the caller is a function of the host.
  var isRunning: Bool { depth > 0 }

  private func runEntered(_ text: String, name: String) -> Session.Outcome {
    let source = Source(name: name, text: text)
    let program: CompiledProgram
    do {
      switch try SourceParser.read(source, mode: machine.mode, machine.limits) {
      case .complete(let tree): program = try compile(tree, showing: .shown)
      case .incomplete(let what): return .incomplete(waitingFor: what)
      case .invalid(let diagnostic): return .failed(diagnostic, stage: .parsing)
      }
    } catch {
      return failure(error, source, .resolving)
    }
    do {
      try run(program)
      return .finished
    } catch {
      return failure(error, source, .running)
    }
  }

  private func failure(
    _ error: any Error, _ source: Source, _ stage: Session.Stage
  ) -> Session.Outcome {
    let error = explained(error)
    return .failed(
      diagnostic(error, source), stage: Problem(error).isInterruption ? .interrupted : stage)
  }

  /// The error that says why work was asked to stop: whatever works knows only that it was.
  func explained(_ error: any Error) -> any Error {
    guard Problem(error).isInterruption, let reason = reasonToStop else { return error }
    guard var failure = error as? Failure else { return reason }
    failure.problem = reason
    return failure
  }

  /// Why the program had to stop; nil where somebody asked for it.
  private var reasonToStop: Problem? {
    if machine.interrupt.isForMemory { return .outOfMemory(MachineMemory.total) }
    guard !machine.interrupt.isRequested, machine.isLate else { return nil }
    return machine.limits.seconds.map { .tooLate(seconds: $0) }
  }

  /// Runs a program and returns the value of its last statement.
  func evaluate(_ text: String, name: String) -> Result<Value, Diagnostic> {
    entering { evaluateEntered(text, name: name) }
  }

  private func evaluateEntered(_ text: String, name: String) -> Result<Value, Diagnostic> {
    let source = Source(name: name, text: text)
    do {
      let tree = try SourceParser.parse(source, machine.limits)
      try run(try compile(tree, showing: .kept))
      guard case .expression = tree.statements.last?.kind else { return .success(.nothing) }
      return .success(machine.takeReturned())
    } catch {
      return .failure(diagnostic(explained(error), source))
    }
  }

  func compile(
    _ tree: Program, showing: Compiler.Showing, _ collector: ProblemCollector? = nil
  ) throws -> CompiledProgram {
    let name = tree.source.name
    return try imports.compilingMain(name.hasPrefix("<") ? nil : name) {
      try Compiler.compile(
        tree, machine: machine, module: module, imports: imports, showing: showing,
        collector)
    }
  }

  /// Runs the statements one after another; one that fails leaves every binding as it was.
  func run(_ program: CompiledProgram) throws {
    if depth == 1 { effects = [] }
    for statement in program.statements {
      if depth == 1 { machine.lastAnswer = .kept }
      for around in running { around.include(machine, statement.assigned) }
      let last = LastStatement(
        statement: statement, source: program.source, slotCount: program.slotCount,
        before: Snapshot(machine, statement.assigned), filesRun: imports.filesRun)
      if depth == 1 { self.last = last }
      // The statement before may have kept what was imported before.
      machine.globals.reclaim()
      running.append(last.before)
      defer { running.removeLast() }
      do {
        switch nanChecks {
        case .onRequest: try perform(last, nil)
        case .everyStatement: try performChecked(last)
        }
      } catch {
        last.before.restore(machine)
        throw error is Diagnostic ? error : Machine.locate(error, at: last.site)
      }
      if depth == 1 { effects.append((machine.lastAnswer, statement.assigned)) }
    }
  }

  /// Runs one statement, watched or not.
  func perform(_ last: LastStatement, _ check: FiniteCheck?) throws {
    let execution = Execution(
      cache: check == nil ? machine.graphs : GraphCache(),
      workers: check == nil ? machine.threads : 1, finiteCheck: check, memory: machine.memory,
      elementLimit: machine.limits.tensorElements, isStopping: machine.isStopping)
    try execution.perform {
      let frame = try machine.enterProgram(slots: last.slotCount, at: last.site)
      defer { machine.leaveProgram(slots: last.slotCount) }
      try machine.watching(check != nil) { _ = try last.statement.run(machine, frame) }
    }
  }

  /// Does something and puts back what it changes, and what the programs change that host functions
  /// run within it.
  ///
  /// - Parameter slots: the names it may change by itself.
  func undoing<Result>(_ slots: [Int], _ body: () throws -> Result) rethrows -> Result {
    let before = Snapshot(machine, slots)
    let (returned, filesRun) = (machine.returned, imports.filesRun)
    running.append(before)
    defer {
      running.removeLast()
      before.restore(machine)
      machine.returned = returned
      imports.filesRun = filesRun
    }
    return try body()
  }

  /// Runs a statement once more, from where it began; what programs within it change is noted there.
  func rerunning<Result>(_ last: LastStatement, _ body: () throws -> Result) rethrows -> Result {
    running.append(last.before)
    defer { running.removeLast() }
    return try body()
  }

  func diagnostic(_ error: any Error, _ source: Source) -> Diagnostic {
    if let diagnostic = error as? Diagnostic { return diagnostic }
    let located = Machine.locate(error, at: Site(source: source, span: Span(0, 0)))
    if let failure = located as? Failure { return failure.diagnostic(machine) }
    return Diagnostic("host.error", "\(error)")
  }

  /// The value of a name, nil when it is not bound.
  func value(of name: String) -> Value? {
    if name == Resolver.answerName { return machine.answer }
    return module.slots[name].flatMap { machine.globals[$0] }
  }

  /// Binds a name, or forgets it; `ans` is the value shown last.
  ///
  /// - Throws: `.tooManyNames`, and a problem with what no program could write as a name.
  func bind(_ name: String, to value: Value?) throws(Problem) {
    if name == Resolver.answerName {
      machine.answer = value
      return
    }
    guard name.isName, !Lexicon.keywords.contains(name) else {
      throw .custom(
        id: "host.error", title: "\"\(name)\" cannot be a name",
        facts: ["a name is letters, digits and _, begins with a letter, and is no keyword"],
        hint: nil)
    }
    if value == nil, module.slots[name] == nil { return }
    guard let slot = module.declare(name, in: machine.globals) else {
      throw .tooManyNames(limit: machine.globals.capacity)
    }
    for around in running { around.include(machine, [slot]) }
    // Outside of programs: what the last statement found is noted for `findNaN`.
    if !isRunning { last?.before.include(machine, [slot]) }
    machine.globals[slot] = value
  }

  /// The names bound, in the order in which they were first bound.
  var names: [String] { module.members(in: machine.globals).map(\.name) }
}

/// A statement that ran, and what it may have changed.
struct LastStatement {
  let statement: CompiledStatement
  let source: Source
  let slotCount: Int
  let before: Snapshot
  /// The imported files that had run before.
  let filesRun: Set<String>

  var site: Site { Site(source: source, span: statement.span) }
}

/// What a statement may change, as it was before.
final class Snapshot {
  private var slots: [(slot: Int, value: Value?)]
  /// The names whose values are noted.
  var names: [Int] { slots.map(\.slot) }
  private let random: RandomGenerator
  private let answer: Value?
  private let digits: Int

  init(_ machine: Machine, _ assigned: [Int]) {
    slots = assigned.map { ($0, machine.globals[$0]) }
    random = machine.random
    answer = machine.answer
    digits = machine.digits
  }

  /// Notes what further names are bound to, which something within the statement is about to change.
  func include(_ machine: Machine, _ others: [Int]) {
    for slot in others where !slots.contains(where: { $0.slot == slot }) {
      slots.append((slot, machine.globals[slot]))
    }
  }

  func restore(_ machine: Machine) {
    for (slot, value) in slots { machine.globals[slot] = value }
    machine.random = random
    machine.answer = answer
    machine.digits = digits
  }
}
