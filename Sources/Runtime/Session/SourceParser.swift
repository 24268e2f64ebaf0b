import Language
import Tensors

/// Reads programs: the one place where the runtime meets the parser.
enum SourceParser {
  /// What a text is.
  enum Reading {
    case complete(Program)
    case incomplete(String)
    case invalid(Diagnostic)
  }

  /// Reads a text; at the prompt it may be incomplete, to be gone on with, and may begin with `|>`.
  ///
  /// - Throws: that the program is to stop.
  static func read(
    _ source: Source, mode: Session.Configuration.Mode, _ limits: Limits
  ) throws -> Reading {
    let entry: Parser.Entry =
      switch mode {
      case .script: .script
      case .prompt: .prompt
      }
    switch try result(source, entry, limits) {
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

  /// What the parser says of a text.
  ///
  /// The parser can be interrupted, but what it has made of a long text by then takes a while to free,
  /// so that a long one is read on a helper.
  ///
  /// - Throws: that the program is to stop.
  static func result(
    _ source: Source, _ entry: Parser.Entry, _ limits: Limits
  ) throws -> ParseResult {
    let nanosecondsPerByte = 300
    return try LongWork.perform(LongWork.cost(source.bytes.count, nanosecondsPerByte)) {
      () throws(TensorError) in
      let result = Parser.parse(
        source, as: entry, nesting: limits.nesting, isStopping: { Supervision.isStopping })
      try Supervision.check()
      return result
    }
  }

  /// Reads a program that must be complete.
  ///
  /// - Throws: the diagnostic of what is wrong with it; that the program is to stop.
  static func parse(_ source: Source, _ limits: Limits) throws -> Program {
    switch try result(source, .script, limits) {
    case .complete(let program): return program
    case .incomplete(_, let diagnostic): throw diagnostic
    case .invalid(let diagnostics):
      throw diagnostics.first ?? Diagnostic("syntax", "the source does not parse")
    }
  }
}
