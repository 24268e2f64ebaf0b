import Formats
import Language
import Runtime

/// The conversation at a terminal: reads an entry, runs it, shows what comes of it.
struct Prompt {
  private let session: Session
  private var editor: any LineEditor
  private let output: Output
  private let reporter: Reporter
  /// The lines typed so far of an entry that is not complete.
  private var entry = ""

  /// A conversation with a session.
  init(session: Session, editor: any LineEditor, output: Output, reporter: Reporter) {
    self.session = session
    self.editor = editor
    self.output = output
    self.reporter = reporter
  }

  /// Says who is there.
  func greet() {
    output.write("mfl \(MFLCommand.versionNumber) · ?help for help, :quit or Ctrl-D to leave\n")
  }

  /// Goes on until the user leaves.
  mutating func run() {
    while true {
      Signals.clear()
      switch editor.readLine(prompt: entry.isEmpty ? "mfl> " : "...  ") {
      case .end:
        output.write("\n")
        return
      case .interrupted:
        output.write("^C\n")
        entry = ""
      case .line(let line):
        Signals.clear()
        session.width = Terminal.size?.width
        if take(PastedText.code(in: line)) == .leave { return }
      }
      output.flush()
    }
  }

  private enum Next {
    case goOn
    case leave
  }

  private mutating func take(_ line: String) -> Next {
    if entry.isEmpty {
      if line.allSatisfy(\.isWhitespace) { return .goOn }
      if let command = PromptCommand(line) {
        editor.remember(line)
        return perform(command)
      }
    }
    entry += entry.isEmpty ? line : "\n" + line
    let outcome = session.run(entry, name: "<prompt>")
    if case .incomplete = outcome { return .goOn }
    editor.remember(entry)
    entry = ""
    report(outcome)
    return .goOn
  }

  private func report(_ outcome: Session.Outcome) {
    switch outcome {
    case .finished: break
    case .failed(let diagnostic, stage: .interrupted):
      // The terminal has echoed ^C, and the report begins on a line of its own.
      output.write("\n")
      reporter.report(diagnostic)
    case .failed(let diagnostic, _): reporter.report(diagnostic)
    case .incomplete(let missing):
      reporter.report(
        Diagnostic("syntax.incomplete", "the text ends where it waits for \(missing)"))
    }
  }

  private func report(_ search: NaNSearch) {
    func checked(_ operations: Int) -> String {
      operations == 0 ? "" : ": \(operations) operation\(operations == 1 ? "" : "s") checked"
    }
    switch search {
    case .nothingRan: output.write("nothing ran yet\n")
    case .clean(let operations): output.write("no NaN or infinity\(checked(operations))\n")
    case .masked(let diagnostic, let operations):
      output.write("no NaN or infinity in what the statement gave\(checked(operations))\n")
      output.write("on the way, and without effect:\n")
      output.flush()
      reporter.report(diagnostic)
    case .found(let diagnostic), .given(let diagnostic), .failed(let diagnostic):
      reporter.report(diagnostic)
    }
  }

  private func perform(_ command: PromptCommand) -> Next {
    switch command {
    case .quit: return .leave
    case .help: output.write(PromptCommand.overview)
    case .describe(let name, let level):
      if let description = session.describe(name, level) {
        output.write(description + "\n")
      } else {
        output.report(session.suggestions(for: name) + "\n")
      }
    case .names:
      let valueText = ValueText(digits: session.digits, width: session.width)
      for name in session.names {
        guard let value = session[name] else { continue }
        output.write(valueText.summary(name, value) + "\n")
      }
    case .setDigits(let digits): session.digits = digits
    case .load(let path):
      do throws(FormatError) {
        report(session.run(try TextFile.read(path), name: path))
      } catch {
        reporter.report(error)
      }
    case .time(let code):
      let clock = ContinuousClock()
      let start = clock.now
      report(session.run(code, name: "<prompt>"))
      output.write(PromptCommand.phrase(for: clock.now - start) + "\n")
    case .findNaN: report(session.findNaN())
    case .misused(let advice): output.report(advice + "\n")
    }
    return .goOn
  }
}
