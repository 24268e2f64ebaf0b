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
    let shown = ExcerptLine(
      excerpt.source, line: line, marked: parts.map(\.bytes), room: max(width - gutter - 3, 20))
    appendFrame(String(line + 1), gutter: gutter, to: &page)
    page.append(shown.text)
    page.endLine()
    guard !parts.isEmpty else { return }
    let marks = parts.map { MarkedColumns(columns: shown.columns(of: $0.bytes), part: $0) }
    let underline = Underline(marks)
    appendFrame("", gutter: gutter, to: &page)
    underline.appendMarks(to: &page)
    page.endLine()
    for row in underline.rows {
      appendFrame("", gutter: gutter, to: &page)
      underline.append(row, to: &page)
      page.endLine()
    }
  }
}

/// A labelled part of a line and the columns it takes there.
struct MarkedColumns {
  var columns: Range<Int>
  var part: Excerpt.Part
}

/// The marks under one line, and how their remarks are set: one beside its mark where nothing is
/// marked further right, the others below, rightmost first, joined to their marks by bars.
private struct Underline {
  private let marks: [MarkedColumns]
  /// The mark whose remark stands beside it.
  private let beside: MarkedColumns?
  /// The marks whose remarks hang below, leftmost first.
  private let hanging: [MarkedColumns]

  init(_ marks: [MarkedColumns]) {
    // Of marks that begin together the primary one hangs highest.
    self.marks = marks.sorted {
      ($0.columns.lowerBound, $1.part.rank == .primary ? 0 : 1)
        < ($1.columns.lowerBound, $0.part.rank == .primary ? 0 : 1)
    }
    var hanging = self.marks.filter { !$0.part.message.isEmpty }
    let end = self.marks.map(\.columns.upperBound).max() ?? 0
    if let index = hanging.lastIndex(where: { $0.columns.upperBound == end }) {
      beside = hanging.remove(at: index)
    } else {
      beside = nil
    }
    self.hanging = hanging
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

  func append(_ row: Int, to page: inout StyledText) {
    var column = 0
    let target = hanging[row].columns.lowerBound
    for bar in hanging[..<row] {
      let position = bar.columns.lowerBound
      guard position >= column, position < target else { continue }
      page.append(String(repeating: " ", count: position - column))
      page.append("|", bar.part.rank.style)
      column = position + 1
    }
    page.append(String(repeating: " ", count: target - column))
    page.append(hanging[row].part.message, hanging[row].part.rank.style)
  }
}
