public import Language
import Tensors

/// Looks a program over without running it: `mfl check`.
public struct ProgramCheck: Sendable {
  /// Every problem found, in the order of the source.
  public let problems: [Diagnostic]
  /// Whether the program parses.
  public let parses: Bool

  /// Reads a program, finds what its names mean, and builds the chains of maps whose sizes are
  /// written in it.
  ///
  /// - Parameters:
  ///   - source: the program.
  ///   - files: which files the imports may be in.
  ///   - interrupt: the request to stop that it obeys; nil for none.
  public init(_ source: Source, files: FileAccess, interrupt: Interrupt? = nil) {
    let session = Session(.init(files: files, interrupt: interrupt, limits: ChainCheck.limits))
    (problems, parses) = session.checked(source)
  }
}

extension Engine {
  /// The problems of a program, and whether it parses.
  func checked(_ source: Source) -> (problems: [Diagnostic], parses: Bool) {
    let interrupt = machine.interrupt
    // However long a program is, only Ctrl-C ends the reading of it.
    return Supervision(isStopping: { interrupt.isRequested }).perform {
      checkedSupervised(source) { interrupt.isRequested }
    }
  }

  private func checkedSupervised(
    _ source: Source, _ isStopping: @escaping () -> Bool
  ) -> (problems: [Diagnostic], parses: Bool) {
    let tree: Program
    switch Parser.parse(source, isStopping: isStopping) {
    case .complete(let program): tree = program
    case .incomplete(_, let diagnostic):
      return (inOrder([diagnostic] + named(source, isStopping)), false)
    case .invalid(let found): return (inOrder(found + named(source, isStopping)), false)
    }
    let unresolved: [Diagnostic]
    do {
      unresolved = try compileAll(tree).problems
    } catch {
      return ([diagnostic(explained(error), source)], true)
    }
    let calls = CallCheck(tree, machine.vocabulary).failures.map { diagnostic($0, source) }
    // One program, so that the limits hold for all that is tried of it.
    let chains = entering { ChainCheck(tree, engine: self).problems }
    return (inOrder(unresolved + calls + chains), true)
  }

  /// The names that mean nothing in the statements that parse, of a program that does not.
  private func named(_ source: Source, _ isStopping: @escaping () -> Bool) -> [Diagnostic] {
    let readable = Parser.readable(source, isStopping: isStopping)
    // What other files bind is not known where an import does not parse.
    guard !readable.lostWords.contains("import"),
      let failures = try? compileFailures(readable.program)
    else { return [] }
    return failures.compactMap { failure in
      guard case .unknownName(let name, _, _) = Problem(failure),
        !readable.lostWords.contains(name)
      else { return nil }
      return diagnostic(failure, source)
    }
  }

  private func inOrder(_ problems: [Diagnostic]) -> [Diagnostic] {
    problems.enumerated().sorted { one, other in
      let starts = [one, other].map { $0.element.primary?.span.start ?? 0 }
      return (starts[0], one.offset) < (starts[1], other.offset)
    }.map(\.element)
  }
}
