import Language

/// Text copied from a conversation and pasted into another.
enum PastedText {
  /// What code stands behind in a conversation: ours, and those of Python, IPython, Julia, MATLAB and
  /// Octave, whose lines have numbers.
  private enum Convention: CaseIterable {
    case own
    case python
    case ipython
    case julia
    case octave
    case matlab

    /// The code of a line that begins an entry; nil where the line does not.
    func opening(_ line: Substring) -> Substring? {
      switch self {
      case .own: line.after("mfl>")
      case .python: line.after(">>>")
      case .julia: line.after("julia>")
      case .matlab: line.hasPrefix(">>>") ? nil : line.after(">>")
      case .ipython: line.afterNumber("In [", "]:")
      case .octave: line.afterNumber("octave:", ">")
      }
    }

    /// The code of a line that goes on with an entry; nil where the line does not.
    func continuation(_ line: Substring) -> Substring? {
      switch self {
      // Ours ends two columns after its dots.
      case .own: line.after("...")?.dropOneSpace
      case .python, .julia: line.after("...")
      case .ipython: line.afterDots(":")
      case .octave, .matlab: line.after(">")
      }
    }
  }

  /// The code in a text: when its first line begins with a prompt, the lines that do, without it.
  ///
  /// The other lines of such a text are what the session answered. Any other text is code as it is,
  /// but for line breaks at its end.
  static func code(in text: String) -> String {
    let lines = text.split(whereSeparator: \.isNewline).map { $0.drop(while: \.isWhitespace) }
    let first = lines.first { !$0.isEmpty } ?? ""
    guard let convention = Convention.allCases.first(where: { $0.opening(first) != nil }) else {
      return String(text.reversed().drop(while: \.isNewline).reversed())
    }
    return lines.compactMap { convention.opening($0) ?? convention.continuation($0) }
      .joined(separator: "\n")
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

  /// What stands behind a prompt and a blank; nil where the text does not begin with it.
  fileprivate func after(_ prompt: String) -> Substring? {
    hasPrefix(prompt) ? dropFirst(prompt.count).dropOneSpace : nil
  }

  /// What stands behind a prompt that has a number in it.
  fileprivate func afterNumber(_ opening: String, _ closing: String) -> Substring? {
    guard hasPrefix(opening) else { return nil }
    let number = dropFirst(opening.count).prefix { $0.isASCII && $0.isNumber }
    return number.isEmpty ? nil : self[number.endIndex...].after(closing)
  }

  /// What stands behind any number of dots, and a mark.
  fileprivate func afterDots(_ mark: String) -> Substring? {
    let dots = prefix { $0 == "." }
    return dots.isEmpty ? nil : self[dots.endIndex...].after(mark)
  }
}
