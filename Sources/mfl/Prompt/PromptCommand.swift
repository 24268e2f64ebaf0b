import Runtime

/// What can be said at the prompt besides the language itself.
enum PromptCommand: Equatable {
  case quit
  case help
  /// `?name`, `??name`
  case describe(String, HelpLevel)
  /// `:vars`
  case names
  case setDigits(Int)
  case load(String)
  case time(String)
  /// `:nan`
  case findNaN
  /// None of these, with what to say about it.
  case misused(String)

  /// Reads a line that begins with `:` or `?`; nil for any other, which is a program.
  init?(_ line: String) {
    let text = line.trimmed
    if text.first == "?" {
      let name = text.drop { $0 == "?" }.trimmed
      self = .describe(name, text.hasPrefix("??") ? .full : .short)
      return
    }
    guard text.first == ":" else { return nil }
    let word = text.dropFirst().prefix { !$0.isWhitespace }
    let rest = text.dropFirst(word.count + 1).trimmed
    switch word {
    case "quit", "q", "exit": self = .quit
    case "help", "h": self = rest.isEmpty ? .help : .describe(rest, .short)
    case "vars": self = .names
    case "set": self = PromptCommand.setting(rest)
    case "load":
      let path = rest.filter { $0 != "\"" }
      self = path.isEmpty ? .misused("say which file: :load lesson.mfl") : .load(path)
    case "time":
      self = rest.isEmpty ? .misused("say what to time: :time svd A") : .time(rest)
    case "nan": self = .findNaN
    default: self = .misused("there is no command :\(word); :help lists them")
    }
  }

  private static func setting(_ text: String) -> PromptCommand {
    let words = text.split(whereSeparator: \.isWhitespace)
    guard words.count == 2, words[0] == "digits", let digits = Int(words[1]),
      (1...17).contains(digits)
    else { return .misused("digits may be 1 to 17: :set digits 8") }
    return .setDigits(digits)
  }

  /// What `:help` shows.
  static let overview = """
    ?name            what a name means, with examples; ??name everything about it
    :vars            the names bound so far
    :load file.mfl   run a file here
    :time code       run code and say how long it took
    :nan             run the last statement again and name what first gave NaN or infinity
    :set digits 8    show numbers with 8 figures
    :quit            leave, as Ctrl-D does
    Tab completes, Up recalls, Ctrl-R searches, Ctrl-C gives up a line or stops what runs.
    An entry goes on while a bracket is open; a line that begins with |> continues from ans.

    """

  /// A duration in the unit that suits it, as in `1.25 ms`.
  static func phrase(for duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    let total = Double(seconds) + Double(attoseconds) * 1e-18
    let units: [(size: Double, name: String)] = [(1, "s"), (1e-3, "ms"), (1e-6, "µs")]
    let unit = units.first { total >= $0.size } ?? (1e-6, "µs")
    let scaled = total / unit.size
    let scale: Double = scaled >= 100 ? 1 : scaled >= 10 ? 10 : 100
    let rounded = (scaled * scale).rounded() / scale
    let text = rounded.description
    return (text.hasSuffix(".0") ? String(text.dropLast(2)) : text) + " " + unit.name
  }
}

extension StringProtocol {
  /// The text without the blanks around it.
  var trimmed: String {
    let start = drop(while: \.isWhitespace)
    let count = start.reversed().prefix(while: \.isWhitespace).count
    return String(start.dropLast(count))
  }
}
