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

  /// The lines in so many columns where that can be: the widest columns of words are cut short, or,
  /// where that is not enough, the columns for which there is no room follow below, beside the first
  /// one again.
  func lines(fitting room: Int?) -> [String] {
    let whole = widths
    guard let room, Self.total(whole) > room else { return lines(of: Array(whole.indices), whole) }
    let cut = shortened(whole, to: room)
    if Self.total(cut) <= room { return lines(of: Array(cut.indices), cut) }
    return Array(
      Self.parts(of: whole, fitting: room).map { lines(of: $0, whole) }.joined(separator: [""]))
  }

  /// The columns that stand beside each other, part by part.
  private static func parts(of widths: [Int], fitting room: Int) -> [[Int]] {
    var parts: [[Int]] = []
    var part: [Int] = []
    var used = 0
    for column in widths.indices {
      if part.count > 1, used + widths[column] + 2 > room {
        parts.append(part)
        part = [0]
        used = widths[0] + 2
      }
      part.append(column)
      used += widths[column] + 2
    }
    return parts + [part]
  }

  private func lines(of columns: [Int], _ widths: [Int]) -> [String] {
    rows.map { cells in
      var line = ""
      for column in columns {
        guard let cell = cells.at(column) else { continue }
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

  /// The columns that the cells of each column take.
  private var widths: [Int] {
    alignments.indices.map { column in
      rows.map { $0.at(column).map { DisplayWidth.of($0) } ?? 0 }.max() ?? 0
    }
  }

  private static func total(_ widths: [Int]) -> Int { widths.reduce(0) { $0 + $1 + 2 } }

  private func shortened(_ widths: [Int], to room: Int) -> [Int] {
    var widths = widths
    while Self.total(widths) > room {
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
