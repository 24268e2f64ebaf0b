import ArgumentParser
import Glibc
import Language
import Runtime

/// The command line: what to run, and how.
struct MFLCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mfl",
    abstract: "The manifold language: say what a model is geometrically, and ask what it does.",
    usage: """
      mfl                         a prompt
      mfl file.mfl [arguments …]  a program
      mfl -e 'code' [-e 'code' …] a program on the command line
      … | mfl                     a program from standard input
      mfl check|format|test|doc   tools: mfl check --help
      mfl explain id              what an error means
      """,
    version: "mfl \(MFLCommand.versionNumber)",
    subcommands: Tools.all)

  static let versionNumber = "0.1"

  @Option(
    name: .customShort("e"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Run this code; may be given several times.", valueName: "code"))
  var code: [String] = []

  @Flag(name: .customShort("i"), help: "Go on at the prompt when the program has run.")
  var staysInteractive = false

  @OptionGroup var running: RunOptions
  @OptionGroup var touching: SandboxOption

  @Flag(help: "Stop at the first statement that gives NaN or infinity, and name the operation.")
  var checkNan = false

  @OptionGroup var writing: WritingOptions

  @Flag(help: "No banner at the prompt.")
  var quiet = false

  @Flag(help: "Start the prompt without running init.mfl.")
  var noInit = false

  @ArgumentParser.Argument(
    help: ArgumentHelp("The program, and what it finds in `arguments`.", valueName: "file"),
    completion: .file(extensions: ["mfl"]))
  var words: [String] = []

  /// Reads the command line, without the name of the command.
  ///
  /// - Throws: ArgumentParser's errors; asking for help or the version is one of them.
  static func read(_ words: CommandLineWords) throws -> MFLCommand {
    try parse(words.terminated)
  }
}

/// Where the process begins.
@main
enum Main {
  static func main() {
    let words = CommandLineWords(Array(CommandLine.arguments.dropFirst()))
    if let shell = words.completedShell { complete(shell, words) }
    if let topic = words.helpTopic { help(topic, words) }
    if let (tool, rest) = words.tool { run(tool, rest, words) }
    do {
      let command = try MFLCommand.read(words)
      var runner = Runner(command)
      let status = runner.run().rawValue
      // Work that was interrupted may still be in a library that `exit` would take down.
      if Session.hasLeftOverWork {
        fflush(nil)
        _exit(status)
      }
      exit(status)
    } catch {
      leave(MFLCommand.self, error, words)
    }
  }

  /// Writes what a shell completes.
  private static func complete(_ name: String, _ words: CommandLineWords) -> Never {
    let output = Output()
    if let shell = CompletionScript.Shell(rawValue: name) {
      output.write(CompletionScript.text(for: shell))
      output.flush()
      exit(CommandStatus.success.rawValue)
    }
    let shells = CompletionScript.Shell.allCases.map(\.rawValue).joined(separator: ", ")
    reporter(output, words).report(
      Diagnostic(
        "command.usage", "there are no completions for the shell “\(name)”",
        facts: ["there are some for \(shells)"], hint: "mfl --generate-completion-script bash"))
    exit(CommandStatus.usage.rawValue)
  }

  /// Shows the help of a tool, or of the command for the empty name.
  private static func help(_ topic: String, _ words: CommandLineWords) -> Never {
    let output = Output()
    let text = topic.isEmpty ? MFLCommand.helpMessage() : Tools.named(topic)?.helpMessage()
    if let text {
      output.write(text + "\n")
      output.flush()
      exit(CommandStatus.success.rawValue)
    }
    reporter(output, words).report(
      Diagnostic(
        "command.usage", "mfl has no tool \(topic)",
        facts: ["its tools are \(Tools.names.joined(separator: ", "))"],
        hint: CommandLineWords.hint(for: topic, asking: "mfl help ")
          ?? "?\(topic) at the prompt explains words of the language"))
    exit(CommandStatus.usage.rawValue)
  }

  private static func reporter(_ output: Output, _ words: CommandLineWords) -> Reporter {
    Reporter(
      output: output, color: Terminal.color(.auto, on: .errors),
      form: words.wantsJSON ? .json : .text)
  }

  private static func run(
    _ tool: any ToolCommand.Type, _ arguments: [String], _ words: CommandLineWords
  ) -> Never {
    do {
      let command = try tool.parse(arguments)
      let output = Output()
      var status = command.finished(output)
      output.flush()
      if let message = output.failureMessage {
        output.report("the results cannot be written to standard output: \(message)\n")
        if status == .success { status = .failure }
      }
      if Session.hasLeftOverWork { _exit(status.rawValue) }
      exit(status.rawValue)
    } catch {
      leave(tool, error, words)
    }
  }

  /// Tells what is wrong with the command line; help and the version arrive here too, as errors
  /// that are successes.
  private static func leave(
    _ command: any ParsableCommand.Type, _ error: any Error, _ words: CommandLineWords
  ) -> Never {
    let isSuccess = command.exitCode(for: error) == .success
    // The parser of the command line knows a tool by its own name alone.
    let name = command._commandName
    let known = command is any ToolCommand.Type ? "mfl \(name)" : name
    let message =
      command.fullMessage(for: error)
      .replacing("See '\(name) --help'", with: "See '\(known) --help'") + "\n"
    let output = Output()
    if isSuccess {
      output.write(message)
      output.flush()
    } else if words.wantsJSON {
      let title = command.message(for: error).split(separator: "\n").first.map(String.init)
      reporter(output, words).report(
        Diagnostic("command.usage", title ?? "wrong usage", hint: "mfl --help lists the options"))
    } else {
      output.report(message)
    }
    exit(isSuccess ? CommandStatus.success.rawValue : CommandStatus.usage.rawValue)
  }
}
