/// The commands of the prompt: one table for reading, completion and `:help`.
enum Manual {
  /// A command.
  enum Command {
    case kind, time, names, why, findNaN, load, reload, save, replace, set, help, quit
  }

  /// What follows a command.
  enum Argument {
    case none
    case code
    case name
    case file
    case setting
  }

  /// An entry of the table.
  struct Entry {
    let command: Command
    /// What it is called, the usual name first.
    let names: [String]
    let argument: Argument
    /// How the argument is written in `:help`.
    let form: String
    let summary: String

    var name: String { names[0] }
  }

  // swift-format-ignore
  static let entries = [
    Entry(command: .kind, names: ["type", "kind"], argument: .code, form: "e",
      summary: "what kind of value an expression has, without showing it"),
    Entry(command: .time, names: ["time"], argument: .code, form: "code",
      summary: "run code and say how long it took"),
    Entry(command: .names, names: ["vars", "names"], argument: .none, form: "",
      summary: "the names bound so far"),
    Entry(command: .why, names: ["why"], argument: .none, form: "",
      summary: "the last error at length"),
    Entry(command: .findNaN, names: ["nan"], argument: .none, form: "",
      summary: "where NaN or infinity first came from in the last statement"),
    Entry(command: .load, names: ["load", "l"], argument: .file, form: "f.mfl",
      summary: "run a file here"),
    Entry(command: .reload, names: ["reload", "r"], argument: .none, form: "",
      summary: "run the file loaded last once more, and what it imports"),
    Entry(command: .save, names: ["save"], argument: .file, form: "f.mfl",
      summary: "write the statements that succeeded to a new file"),
    Entry(command: .replace, names: ["save!"], argument: .file, form: "f.mfl",
      summary: "the same, in the place of a file that is there"),
    Entry(command: .set, names: ["set"], argument: .setting, form: "digits 8",
      summary: "show 8 figures of numbers; :set alone lists all settings"),
    Entry(command: .help, names: ["help", "h"], argument: .name, form: "",
      summary: "this page"),
    Entry(command: .quit, names: ["quit", "q", "exit"], argument: .none, form: "",
      summary: "leave, as Ctrl-D does"),
  ]

  /// What to do for what commands of other prompts do.
  static func advice(for word: String) -> String? {
    switch word {
    case "edit", "e", "history": "Up recalls an entry, to be edited and run again"
    case "reset", "clear", "restart", "new": ":quit, and mfl begins anew"
    case "doc", "info", "i", "what", "describe": "?name tells what a name means"
    case "run", "source", "include": "a file is run by :load lesson.mfl"
    case "t": ":type e tells what kind of value e has"
    default: nil
    }
  }

  /// What there is to say about a command.
  static func text(about command: Command) -> String {
    entries.filter { $0.command == command }.map { entry in
      let others = entry.names.dropFirst().map { ":\($0)" }.joined(separator: ", ")
      return ":\(entry.name) \(entry.form)".trimmed + "\n  \(entry.summary)\n"
        + (others.isEmpty ? "" : "  also written \(others)\n")
    }.joined()
  }

  /// The entry of a name.
  static func entry(named name: String) -> Entry? { entries.first { $0.names.contains(name) } }

  /// What `:help` shows.
  static var page: String {
    let rows =
      [("?name", "what a name means, with examples"), ("??name", "all that is known of it")]
      + entries.map { (":\($0.name) \($0.form)".trimmed, $0.summary) }
    let width = rows.map(\.0.count).max() ?? 0
    let lines = rows.map { form, summary in
      form + String(repeating: " ", count: width - form.count + 3) + summary
    }
    return lines.joined(separator: "\n") + "\n" + keys
  }

  private static let keys = """
    Tab completes names, fields, arguments, properties and files; \\alpha Tab is α.
    Up recalls what begins as the line does, Ctrl-R searches, Ctrl-C gives up a line
    or stops what runs. An entry goes on while a bracket is open; one that begins
    with |> continues from ans, the last value shown.

    """
}
