import ArgumentParser

/// The manual page of the command, made from what `--help` shows.
enum ManualPage {
  /// The page in roff.
  static var text: String {
    var lines = [
      ".TH MFL 1 \"\" \"mfl \(MFLCommand.versionNumber)\" \"User Commands\"", ".SH NAME",
      escaped("mfl - \(MFLCommand.configuration.abstract)"), ".SH SYNOPSIS", ".nf",
    ]
    lines += (MFLCommand.configuration.usage ?? "").split(separator: "\n").map {
      escaped(String($0))
    }
    lines += [".fi", ".SH OPTIONS"]
    lines += items(MFLCommand.self)
    for tool in Tools.all {
      let name = tool._commandName
      lines += [".SH \"MFL \(name.uppercased())\"", escaped(tool.configuration.abstract)]
      lines += [".PP", escaped(tool.configuration.discussion)]
      lines += items(tool)
    }
    lines += [".SH EXIT STATUS"]
    for (status, meaning) in statuses { lines += [".TP", ".B \(status)", escaped(meaning)] }
    for (title, entries) in [("FILES", files), ("ENVIRONMENT", environment)] {
      lines.append(".SH \(title)")
      for (name, meaning) in entries { lines += [".TP", ".B \(escaped(name))", escaped(meaning)] }
    }
    lines += [
      ".SH SEE ALSO",
      escaped("At the prompt: ?help, ??name, apropos \"word\". mfl doc writes it all."),
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  private static let statuses = [
    ("0", "Everything was fine."), ("1", "A statement failed, or a test, or a check."),
    ("2", "The command was used wrongly, or a file cannot be read."),
    ("65", "A program does not parse."), ("130", "Interrupted."),
  ]

  private static let files = [
    (
      "$XDG_CONFIG_HOME/mfl/init.mfl",
      "A program that runs whenever a prompt starts, unless --no-init is given."
    ),
    ("$XDG_STATE_HOME/mfl/history", "What was typed at the prompt, for recall."),
  ]

  private static let environment = [
    ("NO_COLOR", "When it is set and not empty, nothing is coloured, unless --color says so."),
    ("XDG_CONFIG_HOME", "Where init.mfl is looked for; ~/.config unless set."),
    ("XDG_STATE_HOME", "Where the history is kept; ~/.local/state unless set."),
    ("TERM", "A dumb terminal has no colours, no completion and no history."),
    ("INPUTRC", "The settings and keys of readline; ~/.inputrc unless set."),
  ]

  /// The arguments and options of a command, each with what it does.
  private static func items(_ command: any ParsableCommand.Type) -> [String] {
    HelpItem.items(of: command).flatMap { [".TP", ".B \(escaped($0.form))", escaped($0.meaning)] }
  }

  /// A text in which nothing is a command of roff.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "'": result += "\\(aq"
      case "`": result += "\\(ga"
      case "…": result += "..."
      default: result.append(character)
      }
    }
    return result.hasPrefix(".") ? "\\&" + result : result
  }
}
