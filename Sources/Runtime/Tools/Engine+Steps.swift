import Language

extension Engine {
  /// Compiles a program; a statement that cannot mean anything fails when it runs.
  ///
  /// - Returns: also every problem that was found.
  /// - Throws: that the program is to stop.
  func compileAll(
    _ tree: Program
  ) throws -> (program: CompiledProgram, problems: [Diagnostic]) {
    let collector = ProblemCollector()
    let program = try compile(tree, showing: .shown, collector)
    return (program, collector.failures.map { diagnostic($0, tree.source) })
  }

  /// Every problem that is found where a program is compiled.
  ///
  /// - Throws: that the program is to stop.
  func compileFailures(_ tree: Program) throws -> [any Error] {
    let collector = ProblemCollector()
    _ = try compile(tree, showing: .shown, collector)
    return collector.failures
  }

  /// Runs one statement of a program; one that fails leaves every binding as it was.
  func step(_ program: CompiledProgram, _ index: Int) -> Diagnostic? {
    do {
      try run(
        CompiledProgram(
          source: program.source, statements: [program.statements[index]],
          slotCount: program.slotCount))
      return nil
    } catch {
      return diagnostic(explained(error), program.source)
    }
  }

  /// Runs one statement that shows nothing, and gives what it fails with.
  func attempt(_ statement: Statement, of source: Source) -> Diagnostic? {
    let muted = Statement(statement.kind, span: statement.span, muted: true)
    return entering {
      do {
        try run(try compile(Program(source: source, statements: [muted]), showing: .silent))
        return nil
      } catch {
        return diagnostic(explained(error), source)
      }
    }
  }
}
