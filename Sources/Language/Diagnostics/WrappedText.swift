/// Prose broken into lines that fit a width, at its spaces.
package enum WrappedText {
  /// The columns of texts that are for no terminal.
  package static let ordinaryWidth = 100

  /// The lines of a text, each as many words as fit `width` columns; the lines after the first that
  /// one of the text's own becomes are indented by `hanging` columns more than it is.
  ///
  /// Spaces within a line stay as they are, what stands in brackets stays together where it is
  /// short, and a word wider than the room has a line of its own.
  package static func lines(_ text: String, width: Int, hanging: Int = 0) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
      broken(line, width, next: line.prefix { $0 == " " }.count + hanging)
    }
  }

  /// A text with each paragraph on one line, to be broken anew.
  ///
  /// What is laid out stays as it is: lines that are blank, indented or in columns, and the items of
  /// lists.
  package static func unbroken(_ text: String) -> String {
    var lines: [String] = []
    var isOpen = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let isProse = isProse(line)
      if isOpen, isProse, let last = lines.popLast() {
        lines.append("\(last) \(line)")
      } else {
        lines.append(String(line))
      }
      isOpen = isProse
    }
    return lines.joined(separator: "\n")
  }

  private static func isProse(_ line: Substring) -> Bool {
    guard let first = line.first, first != " ", first != "\t" else { return false }
    return gapEnds(of: line).isEmpty
      && !["- ", "* ", "• ", "| ", "```", "mfl>"].contains { line.hasPrefix($0) }
      && line.prefixMatch(of: #/[0-9]+[.)] /#) == nil
  }

  /// Where the lines begin that a line of prose becomes.
  package enum Continuation {
    /// At column 8, further right than the explanations of an answer.
    case indented
    /// Where the line itself begins.
    case flush
  }

  /// What is shown in words with its lines broken, except those of tables.
  ///
  /// The lines that one becomes begin as `continuation` says, or, of one with words in columns, as in
  /// `proved  3.45 = …`, below its last column. Where that has hardly any room, the line stays as it
  /// is, or, flush, its second column goes below the first.
  package static func prose(
    _ text: String, width: Int, _ continuation: Continuation = .indented
  ) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
      if DisplayWidth.of(String(line)) <= width { return [String(line)] }
      let indentation = line.prefix { $0 == " " }.count
      let gaps = gapEnds(of: line)
      guard let column = gaps.last else {
        switch continuation {
        case .indented: return broken(line, width, next: max(8, indentation + 4))
        case .flush: return broken(line, width, next: indentation)
        }
      }
      // Tables of numbers have many columns, and their lines cannot be broken.
      guard gaps.count <= 2, column <= width - 16 else {
        guard continuation == .flush, gaps.count == 1 else { return [String(line)] }
        return stacked(line, width, indentation)
      }
      return broken(line, width, next: column)
    }.joined(separator: "\n")
  }

  /// A line of two columns with the second below the first.
  private static func stacked(_ line: Substring, _ width: Int, _ indentation: Int) -> [String] {
    guard let gap = line.dropFirst(indentation).firstRange(of: "  ") else { return [String(line)] }
    let next = indentation + 6
    let rest = String(repeating: " ", count: next) + line[gap.lowerBound...].drop { $0 == " " }
    return [String(line[..<gap.lowerBound])] + broken(rest[...], width, next: next)
  }

  /// The columns where text goes on after two spaces or more.
  private static func gapEnds(of line: Substring) -> [Int] {
    var ends: [Int] = []
    var column = 0
    var spaces = 0
    var hasText = false
    for character in line {
      if character == " " {
        spaces += 1
      } else {
        if hasText, spaces >= 2 { ends.append(column) }
        spaces = 0
        hasText = true
      }
      column += DisplayWidth.of(character)
    }
    return ends
  }

  private static func broken(_ line: Substring, _ width: Int, next: Int) -> [String] {
    guard DisplayWidth.of(String(line)) > width else { return [String(line)] }
    let indentation = line.prefix { $0 == " " }.count
    // Where there is hardly any room, words matter more than where they begin.
    let next = next <= width - 16 ? next : min(indentation, width / 2)
    var lines: [String] = []
    var current = String(repeating: " ", count: indentation)
    var used = indentation
    var isEmpty = true
    for word in words(of: line.dropFirst(indentation), atMost: width / 2) {
      let columns = DisplayWidth.of(word)
      if !isEmpty, used + 1 + columns > width {
        while current.last == " " { current.removeLast() }
        lines.append(current)
        current = String(repeating: " ", count: next) + word
        used = next + columns
      } else {
        current += isEmpty ? word : " " + word
        used += columns + (isEmpty ? 0 : 1)
      }
      isEmpty = false
    }
    return lines + [current]
  }

  /// The words of a line; those within brackets count as one where they are short together.
  private static func words(of line: Substring, atMost limit: Int) -> [String] {
    var words: [String] = []
    var group: [String] = []
    var depth = 0
    for word in line.split(separator: " ", omittingEmptySubsequences: false) {
      group.append(String(word))
      depth += word.reduce(0) { $0 + ("([".contains($1) ? 1 : ")]".contains($1) ? -1 : 0) }
      if depth > 0 { continue }
      let whole = group.joined(separator: " ")
      words += DisplayWidth.of(whole) <= limit ? [whole] : group
      group = []
      depth = 0
    }
    return words + group
  }
}
