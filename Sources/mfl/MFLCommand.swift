import ArgumentParser
import Glibc
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

  @Option(help: "The seed of the random numbers.")
  var seed: UInt64 = 0

  @Option(
    help: ArgumentHelp(
      "How many threads share work over many points; answers do not depend on it.",
      valueName: "n"))
  var threads = 2

  @Option(
    name: .customLong("limit"),
    help: ArgumentHelp(
      "What the program may use: steps, depth, elements, bytes, seconds; may be given several times.",
      discussion: "As in --limit steps=1e8,bytes=2g,seconds=10. What meets a limit fails.",
      valueName: "name=value,…"))
  var limitTexts: [String] = []

  /// What the program may use, as far as it can be read; `validate` refuses the rest.
  var limits: Limits {
    var limits = Limits()
    for text in limitTexts { try? limits.set(text) }
    return limits
  }

  @Flag(
    help: "No files but programs imported from the program's own folder and those below it.")
  var sandbox = false

  @Flag(help: "Stop at the first statement that gives NaN or infinity, and name the operation.")
  var checkNan = false

  @Option(help: ArgumentHelp("Colour: auto, always or never.", valueName: "when"))
  var color = ColorWish.auto

  @Flag(
    help: """
      Write every value shown as one line of JSON on standard output, every error as one on \
      standard error.
      """)
  var json = false

  @Flag(help: "No banner at the prompt.")
  var quiet = false

  @Flag(help: "Start the prompt without running init.mfl.")
  var noInit = false

  @Argument(
    help: ArgumentHelp("The program, and what it finds in `arguments`.", valueName: "file"),
    completion: .file(extensions: ["mfl"]))
  var words: [String] = []

  /// Checks what the options say.
  mutating func validate() throws {
    guard (1...Session.Configuration.threadLimit).contains(threads) else {
      throw ValidationError(
        "--threads takes a number from 1 to \(Session.Configuration.threadLimit)")
    }
    for text in limitTexts {
      do throws(LimitError) {
        var limits = Limits()
        try limits.set(text)
      } catch {
        throw ValidationError("--limit: \(error)")
      }
    }
  }

  /// Reads the command line, without the name of the command.
  ///
  /// - Throws: ArgumentParser's errors; asking for help or the version is one of them.
  static func read(_ arguments: [String]) throws -> MFLCommand {
    try parse(terminated(arguments))
  }

  /// The arguments with `--` before the program, so that what follows it is the program's own.
  private static func terminated(_ arguments: [String]) -> [String] {
    let takesValue: Set = [
      "-e", "--seed", "--threads", "--color", "--limit", "--generate-completion-script",
    ]
    var index = 0
    while index < arguments.count {
      let argument = arguments[index]
      if argument == "--" { return arguments }
      if !argument.hasPrefix("-") || argument == "-" {
        return arguments[..<index] + ["--"] + arguments[index...]
      }
      index += takesValue.contains(argument) ? 2 : 1
    }
    return arguments
  }
}

/// When text is coloured.
enum ColorWish: String, ExpressibleByArgument {
  case auto
  case always
  case never
}

/// Where the process begins.
@main
enum Main {
  static func main() {
    let arguments = Tools.askingForHelp(Array(CommandLine.arguments.dropFirst()))
    if let (tool, rest) = Tools.command(in: arguments) { run(tool, rest) }
    do {
      let command = try MFLCommand.read(arguments)
      var runner = Runner(command)
      let status = runner.run().rawValue
      // Work that was interrupted may still be in a library that `exit` would take down.
      if Session.hasLeftOverWork {
        fflush(nil)
        _exit(status)
      }
      exit(status)
    } catch {
      leave(MFLCommand.self, error)
    }
  }

  private static func run(_ tool: any ToolCommand.Type, _ arguments: [String]) -> Never {
    do {
      let command = try tool.parse(arguments)
      let output = Output()
      let reporter = Reporter(output: output, color: Terminal.color(.auto, on: .errors))
      var status = command.run(output, reporter)
      output.flush()
      if let message = output.failureMessage {
        output.report("the results cannot be written to standard output: \(message)\n")
        if status == .success { status = .failure }
      }
      exit(status.rawValue)
    } catch {
      leave(tool, error)
    }
  }

  /// Tells what is wrong with the command line; help and the version arrive here too, as errors
  /// that are successes.
  private static func leave(_ command: any ParsableCommand.Type, _ error: any Error) -> Never {
    let isSuccess = command.exitCode(for: error) == .success
    let message = command.fullMessage(for: error) + "\n"
    let output = Output()
    if isSuccess {
      output.write(message)
      output.flush()
    } else {
      output.report(message)
    }
    exit(isSuccess ? CommandStatus.success.rawValue : CommandStatus.usage.rawValue)
  }
}
