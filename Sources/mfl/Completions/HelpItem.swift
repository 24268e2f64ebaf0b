import ArgumentParser

/// An argument or option as `--help` lists it.
struct HelpItem {
  /// How it is written: `-h, --help`, `--limit <name=value,…>`.
  let form: String
  /// What it does.
  let meaning: String

  /// The arguments and options of a command.
  static func items(of command: any ParsableCommand.Type) -> [HelpItem] {
    // So wide that each has a line of its own.
    command.helpMessage(columns: 1000).split(separator: "\n").compactMap { line in
      let text = line.drop { $0 == " " }
      guard line.hasPrefix("  "), text.hasPrefix("-") || text.hasPrefix("<"),
        let gap = text.firstRange(of: "  ")
      else { return nil }
      let meaning = text[gap.upperBound...].drop { $0 == " " }
      return HelpItem(form: String(text[..<gap.lowerBound]), meaning: String(meaning))
    }
  }

  /// The names of an option, `-h` and `--help`; none for an argument.
  var names: [String] {
    form.split { $0 == " " || $0 == "," }.filter { $0.hasPrefix("-") }.map(String.init)
  }

  /// Whether a value follows the name.
  var takesValue: Bool { !names.isEmpty && form.contains("<") }

  /// The first sentence of what it does, for a list with little room.
  var summary: String {
    // What the parser of the command line adds stands in parentheses.
    let ends = [" (default", " (values"].compactMap { meaning.firstRange(of: $0)?.lowerBound }
    return Self.sentence(String(meaning[..<(ends.min() ?? meaning.endIndex)]))
  }
}
