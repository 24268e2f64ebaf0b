import Formats
import Language

/// Tells the user what went wrong, on standard error.
struct Reporter {
  private let output: Output
  private let color: DiagnosticRenderer.Color
  private let form: Form

  /// How errors are written.
  enum Form {
    case text
    /// One line of JSON each.
    case json
  }

  init(output: Output, color: DiagnosticRenderer.Color, form: Form = .text) {
    self.output = output
    self.form = form
    self.color = color
  }

  /// Tells of a problem.
  func report(_ diagnostic: Diagnostic, trace: DiagnosticRenderer.Trace = .short) {
    switch form {
    case .text:
      // The terminal may have another size than it had.
      let width = Terminal.Stream.errors.isTerminal ? Terminal.size?.width : nil
      output.report(
        DiagnosticRenderer(color: color, width: width, trace: trace).text(diagnostic))
    case .json: output.report(diagnostic.json + "\n")
    }
  }

  /// Tells what is wrong with a file.
  func report(_ error: FormatError) { report(Diagnostic(error)) }

  /// Where remarks go that are not results.
  static func notes(to output: Output, form: Form) -> @Sendable (String) -> Void {
    switch form {
    case .text:
      { note in
        let text = "note: \(note)"
        let width = Terminal.Stream.errors.isTerminal ? Terminal.size?.width : nil
        let lines = width.map { WrappedText.lines(text, width: $0, hanging: 6) } ?? [text]
        output.report(lines.joined(separator: "\n") + "\n")
      }
    case .json: { output.report(Diagnostic("note", $0).json + "\n") }
    }
  }
}

extension Diagnostic {
  /// What is wrong with a file.
  init(_ error: FormatError) {
    self.init(error.id, error.title, facts: error.facts, hint: error.hint)
  }
}
