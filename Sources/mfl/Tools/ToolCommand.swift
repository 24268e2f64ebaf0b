import ArgumentParser
import Glibc
import Language

/// A subcommand, which looks at programs instead of running one.
protocol ToolCommand: ParsableCommand {
  /// What a shell completes its arguments to.
  static var completion: CompletionScript.Arguments { get }

  /// Does the work and answers how it went.
  func run(_ output: Output) -> CommandStatus
}

extension ToolCommand {
  /// Programs, unless a tool says otherwise.
  static var completion: CompletionScript.Arguments { .programs }

  /// Does the work until Ctrl-C, and answers how it went.
  func finished(_ output: Output) -> CommandStatus {
    Signals.install()
    let status = run(output)
    return Signals.isInterrupted ? .interrupted : status
  }

  /// Where ArgumentParser begins, for those who call it directly.
  mutating func run() {
    let output = Output()
    let status = finished(output)
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

  /// What they are called.
  static let names = all.map { $0._commandName }

  /// The subcommand of a name.
  static func named(_ name: String) -> (any ToolCommand.Type)? {
    all.first { $0._commandName == name }
  }
}
