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

  /// - Parameter stackSize: the stack of the thread that runs the programs.
  init(_ configuration: Session.Configuration, stackSize: Int) {
    machine = Machine(
      vocabulary: .standard, configuration: configuration, stackSize: stackSize)
    imports = Importer(machine: machine)
    nanChecks = configuration.nanChecks
    machine.documented = { [unowned self] in documented }
  }

  /// Runs a program, showing its values.
  func run(_ text: String, name: String) -> Session.Outcome {
    let source = Source(name: name, text: text)
    let program: CompiledProgram
    do {
      switch SourceParser.read(source, mode: machine.mode) {
      case .complete(let tree): program = try compile(tree, showing: .shown)
      case .incomplete(let what): return .incomplete(waitingFor: what)
      case .invalid(let diagnostic): return .failed(diagnostic, stage: .parsing)
      }
    } catch {
      return .failed(diagnostic(error, source), stage: .resolving)
    }
    do {
      try run(program)
      return .finished
    } catch {
      let stage: Session.Stage = Problem(error).isInterruption ? .interrupted : .running
      return .failed(diagnostic(error, source), stage: stage)
    }
  }

  /// Runs a program and returns the value of its last statement.
  func evaluate(_ text: String) -> Result<Value, Diagnostic> {
    let source = Source(name: "<evaluate>", text: text)
    do {
      let tree = try SourceParser.parse(source)
      try run(try compile(tree, showing: .kept))
      guard case .expression = tree.statements.last?.kind else { return .success(.nothing) }
      return .success(machine.takeReturned())
    } catch {
      return .failure(diagnostic(error, source))
    }
  }

  func compile(_ tree: Program, showing: Compiler.Showing) throws -> CompiledProgram {
    let name = tree.source.name
    return try imports.compilingMain(name.hasPrefix("<") ? nil : name) {
      try Compiler.compile(
        tree, machine: machine, module: module, imports: imports, showing: showing)
    }
  }

  /// Runs the statements one after another; one that fails leaves every binding as it was.
  func run(_ program: CompiledProgram) throws {
    machine.interrupt.clear()
    for statement in program.statements {
      let last = LastStatement(
        statement: statement, source: program.source, slotCount: program.slotCount,
        before: Snapshot(machine, statement.assigned), filesRun: imports.filesRun)
      self.last = last
      do {
        switch nanChecks {
        case .onRequest: try perform(last, nil)
        case .everyStatement: try performChecked(last)
        }
      } catch {
        last.before.restore(machine)
        throw error is Diagnostic ? error : Machine.locate(error, at: last.site)
      }
    }
  }

  /// Runs one statement, watched or not.
  func perform(_ last: LastStatement, _ check: FiniteCheck?) throws {
    let interrupt = machine.interrupt
    let execution = Execution(
      cache: check == nil ? machine.graphs : GraphCache(),
      workers: check == nil ? machine.threads : 1, finiteCheck: check
    ) { interrupt.isRequested }
    try execution.perform {
      machine.beginStatement()
      let frame = try machine.located(last.site) { try machine.enterCall(slots: last.slotCount) }
      defer { machine.leaveCall(slots: last.slotCount) }
      _ = try last.statement.run(machine, frame)
    }
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

  /// Binds a name, or forgets it.
  func bind(_ name: String, to value: Value?) {
    guard let slot = module.declare(name, in: machine.globals) else { return }
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
struct Snapshot {
  private let slots: [(slot: Int, value: Value?)]
  private let random: RandomGenerator
  private let answer: Value?
  private let digits: Int

  init(_ machine: Machine, _ assigned: [Int]) {
    slots = assigned.map { ($0, machine.globals[$0]) }
    random = machine.random
    answer = machine.answer
    digits = machine.digits
  }

  func restore(_ machine: Machine) {
    for (slot, value) in slots { machine.globals[slot] = value }
    machine.random = random
    machine.answer = answer
    machine.digits = digits
  }
}
