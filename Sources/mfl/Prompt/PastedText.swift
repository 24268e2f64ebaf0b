/// Text copied from a conversation and pasted into another.
enum PastedText {
  /// The code in a text: when its first line begins with a prompt, the lines that do, without it.
  ///
  /// The other lines of such a text are what the session answered. Any other text is code as it is.
  static func code(in text: String) -> String {
    guard text.trimmed.hasPrefix("mfl>") else { return text }
    let lines = text.split(whereSeparator: \.isNewline).compactMap { line -> Substring? in
      let start = line.drop(while: \.isWhitespace)
      if start.hasPrefix("mfl>") { return start.dropFirst(4).dropOneSpace }
      if start.hasPrefix("...  ") { return start.dropFirst(5) }
      return nil
    }
    return lines.joined(separator: "\n")
  }
}

extension Substring {
  fileprivate var dropOneSpace: Substring { first == " " ? dropFirst() : self }
}
