import ArgumentParser
import Glibc
import Language

/// A subcommand, which looks at programs instead of running one.
protocol ToolCommand: ParsableCommand {
  /// Does the work and answers how it went.
  func run(_ output: Output, _ reporter: Reporter) -> CommandStatus
}

extension ToolCommand {
  /// Where ArgumentParser begins, for those who call it directly.
  mutating func run() {
    let output = Output()
    let status = run(
      output, Reporter(output: output, color: Terminal.color(.auto, on: .errors)))
    output.flush()
    Glibc.exit(status.rawValue)
  }
}

/// The subcommands by their names.
enum Tools {
  static let all: [any ToolCommand.Type] = [
    CheckCommand.self, FormatCommand.self, TestCommand.self, DocCommand.self,
    ExplainCommand.self,
  ]

  /// A command line with `help tool` as `tool --help`; any other as it is.
  static func askingForHelp(_ arguments: [String]) -> [String] {
    guard arguments.first == "help" else { return arguments }
    let words = arguments.dropFirst()
    if words.isEmpty { return ["--help"] }
    return words.count == 1 && command(in: Array(words)) != nil ? words + ["--help"] : arguments
  }

  /// The subcommand that the first word of a command line names, with the words that follow.
  ///
  /// Only the name itself counts: `mfl check.mfl` and `mfl ./check` run programs.
  static func command(
    in arguments: [String]
  ) -> (type: any ToolCommand.Type, arguments: [String])? {
    guard let word = arguments.first,
      let tool = all.first(where: { $0._commandName == word })
    else { return nil }
    return (tool, Array(arguments.dropFirst()))
  }
}
