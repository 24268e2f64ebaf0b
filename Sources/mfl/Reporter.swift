import Formats
import Language

/// Tells the user what went wrong, on standard error.
struct Reporter {
  private let output: Output
  private let color: DiagnosticRenderer.Color

  init(output: Output, color: DiagnosticRenderer.Color) {
    self.output = output
    self.color = color
  }

  /// Tells of a problem.
  func report(_ diagnostic: Diagnostic, trace: DiagnosticRenderer.Trace = .short) {
    // The terminal may have another size than it had.
    let width = Terminal.Stream.errors.isTerminal ? Terminal.size?.width : nil
    output.report(
      DiagnosticRenderer(color: color, width: width, trace: trace).text(diagnostic))
  }

  /// Tells what is wrong with a file.
  func report(_ error: FormatError) { report(Diagnostic(error)) }
}

extension Diagnostic {
  /// What is wrong with a file.
  init(_ error: FormatError) {
    self.init(error.id, error.title, facts: error.facts, hint: error.hint)
  }
}
