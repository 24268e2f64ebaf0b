/// Where the lines of a conversation come from.
protocol LineEditor {
  /// Shows a prompt and waits for a line that goes on with the lines before it.
  mutating func readLine(_ prompt: PromptText, after lines: String) -> LineInput

  /// Keeps an entry, of one line or several, for recall.
  mutating func remember(_ entry: String)

  /// Shows lines in colour from now on, or not.
  mutating func setColor(_ color: TextColor)
}

/// Whether text is shown in colour.
enum TextColor {
  case plain
  case colored
}

/// What stands before a line.
enum PromptText: String {
  /// A new entry.
  case entry = "mfl> "
  /// An entry that goes on.
  case continuation = "...  "

  /// The columns it takes.
  var width: Int { rawValue.utf8.count }

  /// Its color.
  var paint: Paint {
    switch self {
    case .entry: .prompt
    case .continuation: .continuation
    }
  }
}

/// What came of waiting for a line.
enum LineInput: Equatable {
  /// A line without its end, or several lines pasted at once.
  case line(String)
  /// Ctrl-C, which is to be seen at the end of the line.
  case interrupted
  /// Ctrl-D, or the end of the input.
  case end
}
