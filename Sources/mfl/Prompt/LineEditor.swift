/// Where the lines of a conversation come from.
protocol LineEditor {
  /// Shows a prompt and waits for a line.
  mutating func readLine(prompt: String) -> LineInput

  /// Keeps an entry, of one line or several, for recall.
  mutating func remember(_ entry: String)
}

/// What came of waiting for a line.
enum LineInput: Equatable {
  /// A line without its end, or several lines pasted at once.
  case line(String)
  /// Ctrl-C.
  case interrupted
  /// Ctrl-D, or the end of the input.
  case end
}
