public import Language

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
    let tree: Program
    switch Parser.parse(source) {
    case .complete(let program): tree = program
    case .incomplete(_, let diagnostic): return ([diagnostic], false)
    case .invalid(let found): return (found, false)
    }
    let unresolved: [Diagnostic]
    do {
      unresolved = try compileAll(tree).problems
    } catch {
      return ([diagnostic(explained(error), source)], true)
    }
    let chains = ChainCheck(tree, engine: self).problems
    let all = (unresolved + chains).enumerated().sorted { one, other in
      let starts = [one, other].map { $0.element.primary?.span.start ?? 0 }
      return (starts[0], one.offset) < (starts[1], other.offset)
    }
    return (all.map(\.element), true)
  }
}
