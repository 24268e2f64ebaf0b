/// The colours of the prompt and of what is typed at it.
enum Paint: String {
  case prompt = "\u{1B}[1;34m"
  case continuation = "\u{1B}[2;34m"
  case command = "\u{1B}[1;33m"
  case number = "\u{1B}[36m"
  case string = "\u{1B}[32m"
  case keyword = "\u{1B}[35m"
  /// A name of the vocabulary.
  case vocabulary = "\u{1B}[34m"
  case comment = "\u{1B}[90m"
  /// What the language does not read.
  case mistake = "\u{1B}[31m"
  /// Brackets that belong together, one of them beside the cursor.
  case partner = "\u{1B}[1;4;33m"

  /// Back to the terminal's own colours.
  static let end = "\u{1B}[0m"

  /// A text in this colour.
  func over(_ text: String) -> String { rawValue + text + Paint.end }
}
