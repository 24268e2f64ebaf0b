import ArgumentParser
import Language
import Runtime

/// What a shell completes: a script made from the tools and their options.
///
/// The first word that is no option is a program or a tool; what follows a program is the program's
/// own, and a tool has options of its own. No shell's generic scheme says that, so that each script
/// looks for that word first.
enum CompletionScript {
  /// The shells there are scripts for.
  enum Shell: String, CaseIterable {
    case bash
    case zsh
    case fish
  }

  /// The script for a shell.
  static func text(for shell: Shell) -> String {
    switch shell {
    case .bash: bash
    case .zsh: zsh
    case .fish: fish
    }
  }

  /// A command with its options, and what its arguments are.
  struct Command {
    /// The name of a tool; empty for the command itself.
    let name: String
    let summary: String
    let options: [HelpItem]
    let arguments: Arguments
  }

  /// What the arguments of a command are.
  enum Arguments {
    case programs
    case words([String])
  }

  /// The command itself, then its tools.
  static let commands: [Command] = {
    let tools = Tools.all.map { tool in
      Command(
        name: tool._commandName, summary: HelpItem.sentence(tool.configuration.abstract),
        options: options(of: tool), arguments: tool.completion)
    }
    let own = Command(
      name: "", summary: "", options: options(of: MFLCommand.self), arguments: .programs)
    return [own] + tools
  }()

  private static func options(of command: any ParsableCommand.Type) -> [HelpItem] {
    HelpItem.items(of: command).filter { !$0.names.isEmpty }
  }

  /// The words that may be the value of an option, by its name; those of `--limit` go on with `=`.
  static let values: [(option: String, words: [String])] = [
    ("--color", ColorWish.allCases.map(\.rawValue)),
    ("--limit", Limits.Name.allCases.map { $0.rawValue + "=" }),
    ("--generate-completion-script", Shell.allCases.map(\.rawValue)),
  ]

  /// The names of all options that a value follows.
  static var valueOptions: [String] {
    commands[0].options.filter(\.takesValue).flatMap(\.names) + ["--generate-completion-script"]
  }

  /// A text in single quotes, as all these shells read it.
  static func quoted(_ text: String) -> String {
    "'" + text.replacing("'", with: "’") + "'"
  }
}

extension HelpItem {
  /// A sentence without its full stop.
  static func sentence(_ text: String) -> String {
    text.hasSuffix(".") ? String(text.dropLast()) : text
  }
}
