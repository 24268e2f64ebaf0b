import Language

/// Columns of text under their headings, indented like every table that is shown.
struct TextTable {
  /// Where the text of a column stands.
  enum Alignment {
    case left
    case right
  }

  private let alignments: [Alignment]
  private var rows: [[String]]

  /// A table with headings, each with the alignment of its column.
  init(_ columns: [(heading: String, alignment: Alignment)]) {
    alignments = columns.map(\.alignment)
    rows = [columns.map(\.heading)]
  }

  /// Adds a row.
  mutating func add(_ cells: [String]) { rows.append(cells) }

  /// The lines, without spaces at their ends.
  var lines: [String] { lines(fitting: nil) }

  /// The lines in so many columns where that can be: the widest columns of words are cut short.
  func lines(fitting room: Int?) -> [String] {
    let widths = self.widths(fitting: room)
    return rows.map { cells in
      var line = ""
      for (column, cell) in cells.enumerated() {
        let text = Self.shortened(cell, to: widths[column])
        let padding = String(repeating: " ", count: max(0, widths[column] - DisplayWidth.of(text)))
        line += "  " + (alignments[column] == .left ? text + padding : padding + text)
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  /// The least a column of words is cut to.
  private static let leastWidth = 8

  private func widths(fitting room: Int?) -> [Int] {
    var widths = alignments.indices.map { column in
      rows.map { $0.at(column).map { DisplayWidth.of($0) } ?? 0 }.max() ?? 0
    }
    guard let room else { return widths }
    while widths.reduce(0, { $0 + $1 + 2 }) > room {
      let words = widths.indices.filter { alignments[$0] == .left && widths[$0] > Self.leastWidth }
      guard let widest = words.max(by: { widths[$0] < widths[$1] }) else { break }
      widths[widest] -= 1
    }
    return widths
  }

  /// A text that takes so many columns at most, its end left out.
  private static func shortened(_ text: String, to width: Int) -> String {
    guard DisplayWidth.of(text) > width else { return text }
    var shown = ""
    var used = 1
    for character in text {
      used += DisplayWidth.of(character)
      if used > width { break }
      shown.append(character)
    }
    return shown + "…"
  }

  var text: String { lines.joined(separator: "\n") }
}
