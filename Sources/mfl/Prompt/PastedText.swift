import Language

/// Text copied from a conversation and pasted into another.
enum PastedText {
  /// What code stands behind in a conversation: ours, and those of Python and Julia.
  private static let prompts = ["mfl>", ">>>", "julia>"]
  private static let continuation = "..."

  /// The code in a text: when its first line begins with a prompt, the lines that do, without it.
  ///
  /// The other lines of such a text are what the session answered. Any other text is code as it is,
  /// but for line breaks at its end.
  static func code(in text: String) -> String {
    guard let prompt = prompts.first(where: text.trimmed.hasPrefix) else {
      return String(text.reversed().drop(while: \.isNewline).reversed())
    }
    let lines = text.split(whereSeparator: \.isNewline).compactMap { line -> Substring? in
      let start = line.drop(while: \.isWhitespace)
      if start.hasPrefix(prompt) { return start.dropFirst(prompt.count).dropOneSpace }
      guard start.hasPrefix(continuation) else { return nil }
      let code = start.dropFirst(continuation.count).dropOneSpace
      // Ours ends two columns after its dots.
      return prompt == "mfl>" ? code.dropOneSpace : code
    }
    return lines.joined(separator: "\n")
  }

  /// The entries in a text of several lines: commands of the prompt, and the programs between them.
  static func parts(of text: String) -> [String] {
    var parts: [String] = []
    var program: [Substring] = []
    func finish() {
      if !program.isEmpty { parts.append(program.joined(separator: "\n")) }
      program = []
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let start = line.drop(while: \.isWhitespace)
      let isCommand = start.hasPrefix(":") || start.hasPrefix("?")
      // Within brackets a line may begin so and be code.
      if isCommand, isComplete(program.joined(separator: "\n")) {
        finish()
        parts.append(String(line))
      } else {
        program.append(line)
      }
    }
    finish()
    return parts
  }

  private static func isComplete(_ program: String) -> Bool {
    switch Parser.parse(Source(name: "<pasted>", text: program), as: .prompt) {
    case .incomplete: false
    case .complete, .invalid: true
    }
  }
}

extension Substring {
  fileprivate var dropOneSpace: Substring { first == " " ? dropFirst() : self }
}
