import Language
import Tensors

/// Turns the tree of a program into closures over the frame stack.
///
/// One compiler compiles one program or imported file. Names are resolved on the way, so that a
/// program with an unknown name is refused before any of it runs.
final class Compiler {
  let machine: Machine
  let source: Source
  let module: ModuleScope
  let resolver: Resolver
  let imports: Importer
  /// The frame that is being compiled.
  var scope: FrameScope
  /// Keeps what cannot mean anything, when the program is looked at and not run.
  let collector: ProblemCollector?
  /// The names that stand for the holes of the calls around, innermost last.
  var holes: [HoleNames] = []

  /// How many expressions and statements were compiled.
  private var count = 0

  /// The parameters made of the holes of one call, of which the first `used` are taken.
  struct HoleNames {
    let names: [String]
    var used = 0
  }

  /// What becomes of the values of expression statements.
  enum Showing {
    /// They are shown.
    case shown
    /// They are dropped.
    case silent
    /// They are left in `Machine.returned`, for the host.
    case kept
  }

  private init(
    _ program: Program, machine: Machine, module: ModuleScope, imports: Importer,
    names: Set<String>, collector: ProblemCollector?
  ) throws {
    self.collector = collector
    self.machine = machine
    self.module = module
    self.imports = imports
    source = program.source
    resolver = Resolver(
      machine: machine, module: module, programNames: names,
      programFunctions: try AssignedNames.functions(program.statements))
    scope = FrameScope(parent: nil, name: program.source.name)
  }

  /// Compiles a program whose outermost names belong to `module`.
  ///
  /// With a collector the problems go there, and a statement with a problem fails when it runs.
  ///
  /// - Throws: a `Failure` at the first place that cannot mean anything; that the work is to stop.
  static func compile(
    _ program: Program, machine: Machine, module: ModuleScope, imports: Importer,
    showing: Showing, _ collector: ProblemCollector? = nil
  ) throws -> CompiledProgram {
    let isLong = program.source.bytes.count > Compiler.longSource
    if isLong { machine.disposal.keep(program) }
    var assigned = try AssignedNames.of(program.statements).map(\.text)
    var imported: [Int: ImportedFile] = [:]
    var refused: [Int: any Error] = [:]
    for (index, statement) in program.statements.enumerated() {
      guard case .importFile(let path, let span, let alias) = statement.kind else { continue }
      let site = Site(source: program.source, span: span)
      do {
        let file = try imports.load(path, from: site)
        imported[index] = file
        if alias == nil { assigned += file.exportedNames }
      } catch {
        guard let collector, !Problem(error).isInterruption else { throw error }
        collector.add(error)
        refused[index] = error
      }
    }
    var names: Set<String> = []
    // Functions may mention names that the program binds further down.
    for (index, name) in assigned.enumerated() {
      if index & 1023 == 1023 { try Supervision.check() }
      names.insert(name)
      _ = module.declare(name, in: machine.globals)
    }
    let compiler = try Compiler(
      program, machine: machine, module: module, imports: imports, names: names,
      collector: collector)
    let statements = try compiler.each(program.statements.enumerated()) { index, statement in
      do {
        return try compiler.outermost(statement, imported: imported[index], showing)
      } catch {
        guard let collector, !Problem(error).isInterruption else { throw error }
        // An import that was refused has told why already.
        if refused[index] == nil { collector.add(error) }
        let error = refused[index] ?? error
        return CompiledStatement(
          run: Step { _, _ in throw error }, span: statement.span, assigned: [])
      }
    }
    if isLong { machine.disposal.keep(statements) }
    return CompiledProgram(
      source: program.source, statements: statements, slotCount: compiler.scope.slotCount)
  }

  /// From how many bytes on it takes a while to free what a source became.
  private static let longSource = 1 << 16

  /// Asks now and then whether to stop; every expression and statement does.
  ///
  /// - Throws: `.interrupted`.
  func poll() throws(TensorError) {
    count += 1
    if count & 63 == 0 { try Supervision.check() }
  }

  /// Compiles parts one after another; where one cannot be, nobody waits until the others are freed.
  func each<Part, Result>(
    _ parts: some Sequence<Part>, _ compile: (Part) throws -> Result
  ) throws -> [Result] {
    var results: [Result] = []
    do {
      for part in parts { results.append(try compile(part)) }
    } catch {
      if results.count > 1000 { machine.disposal.keep(results) }
      throw error
    }
    return results
  }

  /// The place of a span.
  func site(_ span: Span) -> Site { Site(source: source, span: span) }

  /// A problem at a place.
  func failure(_ problem: Problem, _ span: Span) -> Failure {
    Failure(problem: problem, site: site(span))
  }

  /// Runs `body`, giving problems the place `span`.
  func located<Result>(_ span: Span, _ body: () throws(Problem) -> Result) throws -> Result {
    do { return try body() } catch { throw failure(error, span) }
  }
}

/// A program ready to run.
struct CompiledProgram {
  let source: Source
  let statements: [CompiledStatement]
  /// How many slots its frame has: the names of comprehensions at the outermost level.
  let slotCount: Int
}

/// A statement of the outermost level.
struct CompiledStatement {
  let run: Step
  let span: Span
  /// The global slots it may write, which are put back when it fails.
  let assigned: [Int]
}
