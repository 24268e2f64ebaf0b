import Glibc
import Language

/// The words of a command line, as far as they decide what reads the rest of them.
struct CommandLineWords {
  private let words: [String]
  /// The first word that is no option and no option's value, by its index.
  private let first: Int?
  /// Whether `--` has ended the options before it.
  private let isTerminated: Bool

  /// The options of `mfl` that a value follows, written out: reading them off the help would be most
  /// of the time the program takes to start.
  static let takeValues: Set = [
    "-e", "--seed", "--threads", "--color", "--limit", "--generate-completion-script",
  ]

  init(_ words: [String]) {
    self.words = words
    var index = 0
    while index < words.count {
      let word = words[index]
      if word == "--" || !word.hasPrefix("-") || word == "-" { break }
      index += Self.takeValues.contains(word) ? 2 : 1
    }
    first = index < words.count ? index : nil
    isTerminated = index < words.count && words[index] == "--"
  }

  /// The words with `--` before the program, so that what follows it is the program's own.
  var terminated: [String] {
    guard let first, !isTerminated else { return words }
    return Array(words[..<first] + ["--"] + words[first...])
  }

  /// The tool that the first word names, with the options before and what follows it.
  ///
  /// Only the name itself counts: `mfl check.mfl` and `mfl ./check` run programs, and so does
  /// `mfl -e code check`, whose word is for the code.
  var tool: (type: any ToolCommand.Type, arguments: [String])? {
    guard let first, !isTerminated, !words[..<first].contains("-e"),
      let tool = Tools.named(words[first])
    else { return nil }
    return (tool, Array(words[..<first] + words[(first + 1)...]))
  }

  /// What `help` is asked about: an empty text for the command itself; nil where the first word is
  /// another, or names a file that is there.
  var helpTopic: String? {
    guard let first, words[first] == "help", words.count <= first + 2, access("help", F_OK) != 0,
      !words[..<first].contains("-e")
    else { return nil }
    return words.count == first + 2 ? words[first + 1] : ""
  }

  /// The shell whose completions are asked for, or what was written in its place.
  var completedShell: String? {
    let option = "--generate-completion-script"
    for (index, word) in words[..<(first ?? words.count)].enumerated() {
      if word.hasPrefix(option + "=") { return String(word.dropFirst(option.count + 1)) }
      guard word == option else { continue }
      if index + 1 < words.count { return words[index + 1] }
      // As the user's own shell is called.
      return Terminal.environment("SHELL")?.split(separator: "/").last.map(String.init) ?? ""
    }
    return nil
  }

  /// Whether errors are wanted as JSON.
  var wantsJSON: Bool {
    (tool?.arguments ?? Array(words[..<(first ?? words.count)])).contains("--json")
  }

  /// What may have been meant by a word that is neither a file nor a tool.
  static func hint(for word: String, asking prefix: String = "mfl ") -> String? {
    switch word {
    case "run", "exec", "start": "a program runs by its name alone: mfl lesson.mfl"
    case "repl", "shell", "console": "mfl alone begins a conversation"
    case "eval": "code runs by mfl -e \"1 + 1\""
    case "lint", "fmt": "did you mean \(prefix)\(word == "lint" ? "check" : "format")?"
    case "version": "did you mean mfl --version?"
    default: nearest(to: word, among: Tools.names).map { "did you mean \(prefix)\($0)?" }
    }
  }
}
