import Language

/// Reads programs: the one place where the runtime meets the parser.
enum SourceParser {
  /// What a text is.
  enum Reading {
    case complete(Program)
    case incomplete(String)
    case invalid(Diagnostic)
  }

  /// Reads a text; at the prompt it may be incomplete, to be gone on with, and may begin with `|>`.
  static func read(_ source: Source, mode: Session.Configuration.Mode) -> Reading {
    let entry: Parser.Entry =
      switch mode {
      case .script: .script
      case .prompt: .prompt
      }
    switch Parser.parse(source, as: entry) {
    case .complete(let program): return .complete(program)
    case .incomplete(let what, let diagnostic):
      switch mode {
      case .script: return .invalid(diagnostic)
      case .prompt: return .incomplete(what)
      }
    case .invalid(let diagnostics):
      return .invalid(diagnostics.first ?? Diagnostic("syntax", "the source does not parse"))
    }
  }

  /// Reads a program that must be complete.
  static func parse(_ source: Source) throws(Diagnostic) -> Program {
    switch Parser.parse(source, as: .script) {
    case .complete(let program): return program
    case .incomplete(_, let diagnostic): throw diagnostic
    case .invalid(let diagnostics):
      throw diagnostics.first ?? Diagnostic("syntax", "the source does not parse")
    }
  }
}
