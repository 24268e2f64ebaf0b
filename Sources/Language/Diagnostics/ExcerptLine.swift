/// One line of a source as the screen shows it: tabs expanded, controls made visible, and, where it
/// is too long, what lies far from the labelled places left out.
struct ExcerptLine {
  /// A character, or a mark for what is left out, and the bytes it stands for.
  struct Cell {
    var bytes: Range<Int>
    var text: String
    var column: Int
    var width: Int
  }

  private(set) var cells: [Cell] = []
  private(set) var width = 0
  private let content: Range<Int>

  /// A line of a source that fits `room` columns, showing the `marked` bytes first of all.
  init(_ source: Source, line: Int, marked: [Range<Int>], room: Int) {
    content = source.content(ofLine: line)
    // Four bytes a column is the most that ordinary text needs, so longer lines are cut unread.
    if content.count <= 4 * room {
      append(content, of: source)
      if width <= room { return }
      cells = []
      width = 0
    }
    var reached = content.lowerBound
    for part in ExcerptLine.kept(of: content, marked: marked, room: room) {
      let aligned = ExcerptLine.aligned(part, in: source, content)
      let start = max(aligned.lowerBound, reached)
      guard start < aligned.upperBound else { continue }
      if start > reached { appendMark(reached..<start) }
      append(start..<aligned.upperBound, of: source)
      reached = aligned.upperBound
    }
    if reached < content.upperBound { appendMark(reached..<content.upperBound) }
  }

  /// The line's text.
  var text: String { cells.map(\.text).joined() }

  /// The columns under which a span's bytes stand; at least one.
  func columns(of bytes: Range<Int>) -> Range<Int> {
    var first: Int?
    var end = 0
    for cell in cells where cell.bytes.overlaps(bytes) {
      first = first ?? cell.column
      end = cell.column + cell.width
    }
    if let first, first < end { return first..<end }
    if let first { return first..<(first + 1) }
    let column = cells.first { $0.bytes.lowerBound >= bytes.lowerBound }?.column ?? width
    return column..<(column + 1)
  }

  private mutating func append(_ bytes: Range<Int>, of source: Source) {
    var offset = bytes.lowerBound
    for character in String(decoding: source.bytes[bytes], as: UTF8.self) {
      var shown = DisplayWidth.visible(character)
      var columns = DisplayWidth.of(shown)
      if character == "\t" {
        columns = DisplayWidth.tabStop - width % DisplayWidth.tabStop
        shown = String(repeating: " ", count: columns)
      }
      let end = offset + character.utf8.count
      cells.append(Cell(bytes: offset..<end, text: shown, column: width, width: columns))
      width += columns
      offset = end
    }
  }

  private mutating func appendMark(_ bytes: Range<Int>) {
    cells.append(Cell(bytes: bytes, text: "…", column: width, width: 1))
    width += 1
  }

  /// The parts worth showing, in order.
  ///
  /// Each marked range is shown with what is around it, or its two ends where it is itself too
  /// long. Bytes stand in for columns, which they rarely undercount.
  private static func kept(
    of content: Range<Int>, marked: [Range<Int>], room: Int
  ) -> [Range<Int>] {
    let share = max(12, (room - 2) / max(marked.count, 1) - 1)
    var parts: [Range<Int>] = []
    for range in marked {
      let around = max((share - range.count) / 2, 0)
      if range.count <= share {
        parts.append((range.lowerBound - around)..<(range.upperBound + around))
      } else {
        let half = share / 2 - 2
        parts.append((range.lowerBound - 2)..<(range.lowerBound + half))
        parts.append((range.upperBound - half)..<(range.upperBound + 2))
      }
    }
    return parts.map { $0.clamped(to: content) }.sorted { $0.lowerBound < $1.lowerBound }
  }

  /// The range widened to whole characters of UTF-8.
  private static func aligned(
    _ range: Range<Int>, in source: Source, _ content: Range<Int>
  ) -> Range<Int> {
    var start = range.lowerBound
    var end = range.upperBound
    while start > content.lowerBound, start < content.upperBound,
      source.bytes[start] & 0xC0 == 0x80
    {
      start -= 1
    }
    while end < content.upperBound, source.bytes[end] & 0xC0 == 0x80 { end += 1 }
    return start..<end
  }
}
