import Formats
import Language
import Runtime

/// Runs what the command line asks for: code, a file, standard input, a conversation.
struct Runner {
  private let command: MFLCommand
  private let output: Output
  private let reporter: Reporter
  private let session: Session
  /// The file that ran, if there was one.
  private var program: ProgramRun?

  init(_ command: MFLCommand) {
    self.command = command
    let output = Output()
    self.output = output
    reporter = command.writing.reporter(output)
    Signals.install()
    session = Session(Runner.configuration(command, output))
  }

  /// Runs everything and answers how it went.
  mutating func run() -> CommandStatus {
    defer { output.flush() }
    if isConversation { runInitFile() }
    let status = runProgram()
    guard isConversation else { return checkingOutput(status) }
    Signals.installForPrompt()
    var prompt = Prompt(
      session: session, editor: editor, output: output, color: command.writing.color,
      form: command.writing.form, program: program)
    if !command.quiet { prompt.greet() }
    session.mode = .prompt
    prompt.run()
    return .success
  }

  /// A program whose results could not be written has failed.
  private func checkingOutput(_ status: CommandStatus) -> CommandStatus {
    output.flush()
    guard let message = output.failureMessage else { return status }
    reporter.report(
      Diagnostic("output.failed", "the results cannot be written to standard output: \(message)"))
    return status == .success ? .failure : status
  }

  /// Whether a prompt follows the program, if there is one.
  private var isConversation: Bool {
    guard Terminal.Stream.input.isTerminal else { return false }
    return command.staysInteractive || (command.code.isEmpty && command.words.isEmpty)
  }

  private var editor: any LineEditor {
    let color = Terminal.textColor(command.writing.color)
    guard Terminal.Stream.output.isTerminal, Terminal.isCapable else {
      return PlainLineEditor(output: output, color: color)
    }
    let completion = PromptCompletion(session)
    let vocabulary = session.vocabulary.flatMap { [$0.name] + $0.aliases }
    return ReadlineEditor(
      history: historyFile, color: color, highlighter: Highlighter(vocabulary: Set(vocabulary)),
      completer: completion.answer)
  }

  /// Where entries are kept; nil, having said why, where they cannot be.
  private var historyFile: HistoryFile? {
    guard let path = HistoryFile.standardPath else { return nil }
    do throws(HistoryProblem) {
      return try HistoryFile(path: path)
    } catch {
      output.report("note: \(error.message)\n")
      return nil
    }
  }

  /// Runs what the user wants to find at every prompt; a mistake in it is told, and no more.
  private mutating func runInitFile() {
    guard !command.noInit, let path = InitFile.path else { return }
    _ = runFile(path)
    program = nil
  }

  private mutating func runProgram() -> CommandStatus {
    bindArguments()
    for code in command.code {
      let status = run(code, name: "<-e>")
      if status != .success { return status }
    }
    if !command.code.isEmpty { return .success }
    switch command.words.first {
    case let path?: return runFile(path)
    case nil: return Terminal.Stream.input.isTerminal ? .success : runFile("-")
    }
  }

  /// Gives the program the words that follow it, as `arguments`.
  private func bindArguments() {
    let words = command.code.isEmpty ? command.words.dropFirst() : command.words[...]
    // A list this short always fits.
    guard !command.words.isEmpty, let list = try? ListValue(words.map { Value($0) }) else { return }
    session["arguments"] = .list(list)
  }

  private mutating func runFile(_ path: String) -> CommandStatus {
    do throws(FormatError) {
      let source = try ProgramFile.read(path)
      let outcome = session.run(source.text, name: source.name)
      program = ProgramRun(path: path, succeeded: session.succeeded(of: source.text, outcome))
      return report(outcome, of: source)
    } catch {
      if Signals.isInterrupted { return .interrupted }
      var diagnostic = Diagnostic(error)
      if error.id == "file.missing", path == command.words.first, command.code.isEmpty {
        diagnostic.hint = diagnostic.hint ?? CommandLineWords.hint(for: path)
      }
      reporter.report(diagnostic)
      // A program that is not text does not parse; one that is not there is wrong usage.
      return error.id == "file.binary" ? .syntax : .usage
    }
  }

  private func run(_ text: String, name: String) -> CommandStatus {
    report(session.run(text, name: name), of: Source(name: name, text: text))
  }

  private func report(_ outcome: Session.Outcome, of source: Source) -> CommandStatus {
    switch outcome {
    case .finished: return .success
    case .failed(let diagnostic, let stage):
      reporter.report(diagnostic)
      switch stage {
      case .parsing: return .syntax
      case .resolving, .running: return .failure
      case .interrupted: return .interrupted
      }
    case .incomplete(let missing):
      let end = Span(source.bytes.count, source.bytes.count)
      reporter.report(
        Diagnostic(
          "syntax.incomplete", "the program ends before it is complete",
          at: Diagnostic.Label(source, end, "here it waits for \(missing)")))
      return .syntax
    }
  }

  /// How values are shown: coloured where a person is watching and does not mind.
  private static func rendering(_ command: MFLCommand) -> Session.Configuration.Rendering {
    command.writing.json
      ? .json
      : Session.Configuration.Rendering(Terminal.color(command.writing.color, on: .output))
  }

  private static func configuration(
    _ command: MFLCommand, _ output: Output
  ) -> Session.Configuration {
    var configuration = Session.Configuration()
    configuration.seed = command.running.seed
    configuration.threads = command.running.threads
    configuration.nanChecks = command.checkNan ? .everyStatement : .onRequest
    configuration.output = { output.write($0) }
    configuration.files = command.files
    configuration.limits = command.running.limits
    configuration.interrupt = Signals.interrupt
    configuration.notes = Reporter.notes(
      to: output, form: command.writing.json ? .json : .text)
    configuration.rendering = rendering(command)
    configuration.width = Terminal.size?.width
    return configuration
  }
}

extension Session.Configuration.Rendering {
  /// Text in colour or without.
  init(_ color: DiagnosticRenderer.Color) {
    switch color {
    case .plain: self = .text
    case .ansi: self = .coloredText
    }
  }
}

extension MFLCommand {
  /// Which files the program may touch.
  fileprivate var files: FileAccess {
    // Code that is in no file has no folder of its own.
    touching.files(of: code.isEmpty ? words.first : nil)
  }
}
