import ArgumentParser
import Formats
import Language

/// `mfl format`: writes programs in one manner.
struct FormatCommand: ToolCommand {
  static let configuration = CommandConfiguration(
    commandName: "format",
    abstract: "Write programs in one manner: spaces, indentation, blank lines.",
    usage: "mfl format [--check] [--json] [--color when] <file> …",
    discussion: """
      Comments, line breaks and the meaning stay. A file is replaced as a whole or not at all; one that \
      does not parse is not touched. Exit codes: 0 fine, 65 a program does not parse, 1 with --check \
      when something would change, 2 a file cannot be read or written, \
      130 interrupted.
      """)

  @Flag(help: "Change nothing; name the files that would change.")
  var check = false

  @ArgumentParser.Argument(
    help: ArgumentHelp(
      "The programs; - formats standard input to standard output.", valueName: "file"),
    completion: .file(extensions: ["mfl"]))
  var files: [String]

  @OptionGroup var writing: WritingOptions

  func run(_ output: Output) -> CommandStatus {
    let reporter = writing.reporter(output)
    var status = CommandStatus.success
    for path in files where !Signals.isInterrupted {
      status = status.joined(with: format(path, output, reporter))
    }
    return status
  }

  private func format(_ path: String, _ output: Output, _ reporter: Reporter) -> CommandStatus {
    guard let source = ProgramFile.read(path, reporter) else { return .usage }
    let text: String
    switch Formatter.format(source) {
    case .invalid(let problems):
      for problem in problems { reporter.report(problem) }
      return .syntax
    case .formatted(let result): text = result
    }
    if check {
      if text == source.text { return .success }
      output.write("\(source.name)\n")
      return .failure
    }
    if path == "-" {
      output.write(text)
    } else if text != source.text {
      do throws(FormatError) {
        try TextFile.write(text, to: path) { Signals.isInterrupted }
      } catch {
        if !Signals.isInterrupted { reporter.report(error) }
        return .usage
      }
    }
    return .success
  }
}
