extension DiagnosticRenderer {
  /// Writes an excerpt's lines, each with what is marked on it.
  func append(_ excerpt: Excerpt, gutter: Int, to page: inout StyledText) {
    appendFrame("", gutter: gutter, to: &page)
    page.endLine()
    var previous: Int?
    for line in excerpt.lines {
      if let previous, line - previous == 2 {
        appendLine(previous + 1, of: excerpt, gutter: gutter, to: &page)
      } else if let previous, line - previous > 2 {
        page.append("...", .frame)
        page.endLine()
      }
      appendLine(line, of: excerpt, gutter: gutter, to: &page)
      previous = line
    }
  }

  private func appendFrame(_ number: String, gutter: Int, to page: inout StyledText) {
    let padding = String(repeating: " ", count: max(gutter - number.count, 0))
    page.append(padding + number + " |", .frame)
    page.append(" ")
  }

  private func appendLine(
    _ line: Int, of excerpt: Excerpt, gutter: Int, to page: inout StyledText
  ) {
    let parts = excerpt.parts[line] ?? []
    let room = max(width - gutter - 3, 20)
    let shown = ExcerptLine(
      excerpt.source, line: line, marked: parts.map(\.bytes), room: room)
    appendFrame(String(line + 1), gutter: gutter, to: &page)
    page.append(shown.text)
    page.endLine()
    guard !parts.isEmpty else { return }
    let marks = parts.map { MarkedColumns(columns: shown.columns(of: $0.bytes), part: $0) }
    let underline = Underline(marks, room: isWidthKnown ? room : nil)
    appendFrame("", gutter: gutter, to: &page)
    underline.appendMarks(to: &page)
    page.endLine()
    for row in underline.rows {
      for text in underline.lines(of: row) {
        appendFrame("", gutter: gutter, to: &page)
        underline.append(text, of: row, to: &page)
        page.endLine()
      }
    }
  }
}

/// A labelled part of a line and the columns it takes there.
struct MarkedColumns {
  var columns: Range<Int>
  var part: Excerpt.Part
}

/// The marks under one line, and how their remarks are set.
///
/// One stands beside its mark, where nothing is marked further right and there is room; the others
/// hang below, rightmost first, joined to their marks by bars. A remark with too little room below
/// its mark begins further left.
private struct Underline {
  private let marks: [MarkedColumns]
  /// The mark whose remark stands beside it.
  private let beside: MarkedColumns?
  /// The marks whose remarks hang below, leftmost first.
  private let hanging: [MarkedColumns]
  /// The columns there are; nil where nobody knows.
  private let room: Int?

  init(_ marks: [MarkedColumns], room: Int?) {
    self.room = room
    // Of marks that begin together the primary one hangs highest.
    self.marks = marks.sorted {
      ($0.columns.lowerBound, $1.part.rank == .primary ? 0 : 1)
        < ($1.columns.lowerBound, $0.part.rank == .primary ? 0 : 1)
    }
    var hanging = self.marks.filter { !$0.part.message.isEmpty }
    let end = self.marks.map(\.columns.upperBound).max() ?? 0
    if let index = hanging.lastIndex(where: { mark in
      mark.columns.upperBound == end
        && room.map { end + 1 + DisplayWidth.of(mark.part.message) <= $0 } ?? true
    }) {
      beside = hanging.remove(at: index)
    } else {
      beside = nil
    }
    self.hanging = hanging
  }

  /// The lines of the remark of a row, which is broken only where it is wider than the room.
  func lines(of row: Int) -> [String] {
    let message = hanging[row].part.message
    guard let room else { return [message] }
    return WrappedText.lines(message, width: room)
  }

  /// The rows of remarks below, by the index of the mark each belongs to.
  var rows: [Int] { Array(hanging.indices.reversed()) }

  func appendMarks(to page: inout StyledText) {
    let end = marks.map(\.columns.upperBound).max() ?? 0
    var ranks = [Excerpt.Rank?](repeating: nil, count: end)
    for rank in [Excerpt.Rank.secondary, .primary] {
      for mark in marks where mark.part.rank == rank {
        for column in mark.columns { ranks[column] = rank }
      }
    }
    var start = 0
    while start < end {
      var stop = start
      while stop < end, ranks[stop] == ranks[start] { stop += 1 }
      let mark = ranks[start]?.mark ?? " "
      page.append(
        String(repeating: mark, count: stop - start), ranks[start]?.style ?? .ordinary)
      start = stop
    }
    if let beside { page.append(" " + beside.part.message, beside.part.rank.style) }
  }

  func append(_ text: String, of row: Int, to page: inout StyledText) {
    var column = 0
    let own = hanging[row].columns.lowerBound
    let target = room.map { max(min(own, $0 - DisplayWidth.of(text)), 0) } ?? own
    for bar in hanging[..<row] {
      let position = bar.columns.lowerBound
      guard position >= column, position < target else { continue }
      page.append(String(repeating: " ", count: position - column))
      page.append("|", bar.part.rank.style)
      column = position + 1
    }
    page.append(String(repeating: " ", count: target - column))
    page.append(text, hanging[row].part.rank.style)
  }
}
