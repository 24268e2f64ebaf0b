import ArgumentParser
import Language
import Runtime

/// `mfl check`: finds problems without running anything.
struct CheckCommand: ToolCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Find the problems of programs without running them.",
    usage: "mfl check [--sandbox] [--json] [--color when] <file> …",
    discussion: """
      Reads each program, finds what its names mean, and builds the chains of maps whose sizes are \
      written in it. All problems are told. Exit codes: 0 none, 65 a program does not parse, 1 other \
      problems, 2 a file cannot be read, 130 interrupted.
      """)

  @ArgumentParser.Argument(
    help: ArgumentHelp("The programs; - is standard input.", valueName: "file"),
    completion: .file(extensions: ["mfl"]))
  var files: [String]

  @OptionGroup var touching: SandboxOption
  @OptionGroup var writing: WritingOptions

  func run(_ output: Output) -> CommandStatus {
    let reporter = writing.reporter(output)
    var status = CommandStatus.success
    for path in files where !Signals.isInterrupted {
      guard let source = ProgramFile.read(path, reporter) else {
        status = status.joined(with: .usage)
        continue
      }
      let check = ProgramCheck(
        source, files: touching.files(of: path), interrupt: Signals.interrupt)
      if Signals.isInterrupted { break }
      for problem in check.problems { reporter.report(problem) }
      if !check.problems.isEmpty {
        status = status.joined(with: check.parses ? .failure : .syntax)
      }
    }
    return status
  }
}
