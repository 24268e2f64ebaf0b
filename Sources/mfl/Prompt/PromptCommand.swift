import Language
import Runtime

/// What can be said at the prompt besides the language itself.
enum PromptCommand: Equatable {
  case quit
  case help
  /// `?name`, `??name`
  case describe(String, HelpLevel)
  /// `:help load`, `?:load`
  case explain(Manual.Command)
  /// `apropos inverse`, without the quotes of the language.
  case search(String)
  /// `:type e`
  case kind(String)
  /// `:vars`
  case names
  /// `:set` alone.
  case settings
  case set(Setting)
  case load(String)
  case reload
  case save(String, Overwriting)
  case time(String)
  /// `:why`
  case why
  /// `:nan`
  case findNaN
  /// None of these, with what to say about it.
  case misused(Misuse)

  /// What `:save` does to a file that is there already.
  enum Overwriting {
    case refused
    case wanted
  }

  /// What is wrong with a command.
  struct Misuse: Equatable {
    let title: String
    let hint: String?

    /// The problem as it is told.
    var diagnostic: Diagnostic { Diagnostic("prompt.command", title, hint: hint) }
  }

  /// Reads a line that begins with `:` or `?`, or is a name with `?` behind it; nil for any other,
  /// which is a program.
  init?(_ line: String) {
    let text = line.trimmed
    let asked = text.trimming { $0 == "?" }.trimmed
    if text.first == "?" {
      self = .described(asked, text.hasPrefix("??") ? .full : .short)
      return
    }
    // As other prompts ask.
    if text.last == "?", asked.isName, text == asked + "?" || text == asked + "??" {
      self = .describe(asked, text.hasSuffix("??") ? .full : .short)
      return
    }
    guard text.first == ":" else { return nil }
    let word = String(text.dropFirst().prefix { !$0.isWhitespace })
    self = PromptCommand.named(word, text.dropFirst(word.count + 1).trimmed)
  }

  /// What a question mark asks about.
  private static func described(_ name: String, _ level: HelpLevel) -> PromptCommand {
    guard name.first == ":", name.count > 1 else { return .describe(name, level) }
    let word = String(name.dropFirst())
    return Manual.entry(named: word).map { .explain($0.command) } ?? named(word, "")
  }

  /// Reads a line as other prompts would: `exit`, `quit()`, `help rank`, `apropos inverse`; nil for
  /// any other, and where the word is a name of the program.
  init?(of line: String, unless names: @autoclosure () -> [String]) {
    let text = line.trimmed
    let word = String(text.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
    let rest = text.dropFirst(word.count)
    guard ["exit", "quit", "help", "doc", "apropos"].contains(word),
      rest.first.map({ $0.isWhitespace || $0 == "(" }) ?? true
    else { return nil }
    let bound = names()
    guard !bound.contains(word) else { return nil }
    if word == "apropos" {
      let sought = rest.trimmed
      let isText = sought.split(whereSeparator: \.isWhitespace).allSatisfy { String($0).isName }
      guard isText, !sought.isEmpty, !bound.contains(sought) else { return nil }
      self = .search(sought)
      return
    }
    let name = (rest.hasPrefix("(") && rest.hasSuffix(")") ? rest.dropFirst().dropLast() : rest)
      .trimmed
    switch word {
    case "exit", "quit":
      guard name.isEmpty else { return nil }
      self = .quit
    default:
      guard name.isEmpty || name.isName else { return nil }
      self = name.isEmpty ? .help : .describe(name, .short)
    }
  }

  private static func named(_ word: String, _ rest: String) -> PromptCommand {
    guard let entry = Manual.entry(named: word) else {
      let near = nearest(to: word, among: Manual.entries.flatMap(\.names))
      return .misused(
        Misuse(
          title: "there is no command :\(word)",
          hint: Manual.advice(for: word) ?? near.map { "did you mean :\($0)?" }
            ?? ":help lists them"))
    }
    func missing(_ what: String, _ example: String) -> PromptCommand {
      .misused(Misuse(title: ":\(entry.name) needs \(what)", hint: example))
    }
    if entry.argument == .none, !rest.isEmpty {
      return .misused(Misuse(title: "nothing follows :\(entry.name)", hint: nil))
    }
    switch entry.command {
    case .quit: return .quit
    case .help: return rest.isEmpty ? .help : described(rest, .short)
    case .kind: return rest.isEmpty ? missing("an expression", ":type svd A") : .kind(rest)
    case .time: return rest.isEmpty ? missing("code", ":time svd A") : .time(rest)
    case .names: return .names
    case .why: return .why
    case .findNaN: return .findNaN
    case .reload: return .reload
    case .load:
      return path(rest).map { .load($0) } ?? missing("the name of a file", ":load lesson.mfl")
    case .save:
      return path(rest).map { .save($0, .refused) }
        ?? missing("the name of a file", ":save lesson.mfl")
    case .replace:
      return path(rest).map { .save($0, .wanted) }
        ?? missing("the name of a file", ":save! lesson.mfl")
    case .set: return rest.isEmpty ? .settings : Setting.read(rest)
    }
  }

  /// A path, which may stand in quotes and begin in the home folder.
  private static func path(_ text: String) -> String? {
    let isQuoted = text.count > 1 && text.first == "\"" && text.last == "\""
    let path = isQuoted ? String(text.dropFirst().dropLast()) : text
    if path.isEmpty { return nil }
    guard path.hasPrefix("~/"), let home = Terminal.environment("HOME") else { return path }
    return home + path.dropFirst()
  }
}

extension StringProtocol {
  /// The text without the characters at its ends that are such.
  func trimming(_ isDropped: (Character) -> Bool) -> String {
    let start = drop(while: isDropped)
    return String(start.dropLast(start.reversed().prefix(while: isDropped).count))
  }

  /// The text without the blanks around it.
  var trimmed: String { trimming(\.isWhitespace) }
}
