import Formats
import Language

/// Tells the user what went wrong, on standard error.
struct Reporter {
  private let output: Output
  private let renderer: DiagnosticRenderer

  init(output: Output, color: DiagnosticRenderer.Color) {
    self.output = output
    renderer = DiagnosticRenderer(
      color: color, width: Terminal.Stream.errors.isTerminal ? Terminal.size?.width : nil)
  }

  func report(_ diagnostic: Diagnostic) {
    output.report(renderer.text(diagnostic))
  }

  func report(_ error: FormatError) {
    report(Diagnostic(error.id, error.title, facts: error.facts, hint: error.hint))
  }
}
