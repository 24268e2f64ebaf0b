import Formats
import Language
import Runtime

/// The conversation at a terminal: reads an entry, runs it, shows what comes of it.
struct Prompt {
  let session: Session
  let output: Output
  var editor: any LineEditor
  var color: ColorWish
  private let form: Reporter.Form
  /// The width that was set; nil for the terminal's.
  var width: Int?
  /// The statements that succeeded.
  var record: SessionRecord
  /// The last error, for `:why`.
  var latest: Diagnostic?
  /// The file that was loaded last, for `:reload`.
  var loaded: String?
  /// The files this conversation has written, which it may write again.
  var saved: Set<String> = []
  /// The lines typed so far of an entry that is not complete.
  private var entry = ""

  /// A conversation with a session.
  ///
  /// - Parameters:
  ///   - form: how errors are written.
  ///   - program: the program that ran before, which `:reload` runs again.
  init(
    session: Session, editor: any LineEditor, output: Output, color: ColorWish,
    form: Reporter.Form, program: ProgramRun?
  ) {
    self.session = session
    self.editor = editor
    self.output = output
    self.color = color
    self.form = form
    loaded = program?.path
    record = SessionRecord()
    if let program, let text = program.succeeded {
      record.addFile(text, path: program.path, session.effects)
    }
  }

  /// Says who is there.
  func greet() {
    output.write("mfl \(MFLCommand.versionNumber) · ?help for help, :quit or Ctrl-D to leave\n")
  }

  /// Goes on until the user leaves.
  mutating func run() {
    while true {
      Signals.clear()
      let lines = entry.isEmpty ? "" : entry + "\n"
      switch editor.readLine(entry.isEmpty ? .entry : .continuation, after: lines) {
      case .end:
        output.write("\n")
        if entry.isEmpty { return }
        entry = ""
        output.write("the entry is given up, and nothing else is lost; Ctrl-D once more leaves\n")
      case .interrupted:
        output.write("\n")
        entry = ""
      case .line(let line):
        let size = Terminal.size
        session.width = width ?? size?.width
        session.height = size?.height
        if take(PastedText.code(in: line)) == .leave { return }
      }
      output.flush()
    }
  }

  /// Whether the conversation goes on.
  enum Next {
    case goOn
    case leave
  }

  private mutating func take(_ text: String) -> Next {
    guard entry.isEmpty, text.contains(where: \.isNewline) else { return takeLine(text) }
    // What is pasted may hold commands among its lines.
    for part in PastedText.parts(of: text) {
      if takeLine(part) == .leave { return .leave }
      // Ctrl-C is of all that was pasted.
      if Signals.isInterrupted { break }
    }
    return .goOn
  }

  private mutating func takeLine(_ line: String) -> Next {
    if entry.isEmpty {
      if line.allSatisfy(\.isWhitespace) { return .goOn }
      if let command = PromptCommand(line) ?? PromptCommand(of: line, unless: session.names) {
        editor.remember(line)
        return perform(command)
      }
    }
    entry += entry.isEmpty ? line : "\n" + line
    let outcome = session.run(entry, name: "<prompt>")
    if case .incomplete = outcome { return .goOn }
    editor.remember(entry)
    keep(entry, outcome)
    entry = ""
    report(outcome)
    return .goOn
  }

  /// Keeps the statements of an entry that succeeded.
  mutating func keep(_ entry: String, _ outcome: Session.Outcome) {
    if let text = session.succeeded(of: entry, outcome) {
      record.addEntry(text, session.effects)
    }
  }

  /// Tells of problems.
  var reporter: Reporter {
    Reporter(output: output, color: Terminal.color(color, on: .errors), form: form)
  }

  /// Tells of a problem, which `:why` then explains.
  mutating func report(_ diagnostic: Diagnostic) {
    // The terminal has echoed ^C, and the report begins on a line of its own.
    if diagnostic.id == "interrupted" { output.write("\n") }
    latest = diagnostic
    reporter.report(diagnostic)
  }

  /// Tells how a program went, if not well.
  mutating func report(_ outcome: Session.Outcome) {
    switch outcome {
    case .finished: break
    case .failed(let diagnostic, _): report(diagnostic)
    case .incomplete(let missing):
      report(Diagnostic("syntax.incomplete", "the text ends where it waits for \(missing)"))
    }
  }
}
