/// The text of one number of a tensor, in two parts that meet where columns are aligned.
struct Cell {
  /// The sign and what stands before the decimal point.
  let head: String
  /// The decimal point and what follows it.
  let tail: String
  /// Whether it looks exact and is not.
  let hidesRounding: Bool

  /// What stands for cells left out.
  static let ellipsis = Cell(head: "…", tail: "", hidesRounding: false)

  var text: String { head + tail }

  private init(head: String, tail: String, hidesRounding: Bool) {
    self.head = head
    self.tail = tail
    self.hidesRounding = hidesRounding
  }

  /// The cell of a number.
  init(_ value: Double, digits: Int) {
    let number = NumberText(value, digits: digits)
    let cut = number.text.firstIndex { $0 == "." || $0 == "e" } ?? number.text.endIndex
    head = String(number.text[..<cut])
    tail = String(number.text[cut...])
    hidesRounding = number.rounding == .hidden
  }
}

/// Rows of cells, aligned at the decimal point, the separator directly after each number.
///
///     [ 1,   0.25;
///      12.5, 3]
struct CellTable {
  /// The rows from top to bottom; nil stands for rows left out.
  private let rows: [[Cell]?]
  private let heads: [Int]
  private let tails: [Int]

  /// A table of rows that are equally long, but the last may be shorter.
  init(_ rows: [[Cell]?]) {
    let columns = rows.reduce(0) { max($0, $1?.count ?? 0) }
    var heads = [Int](repeating: 0, count: columns)
    var tails = heads
    for row in rows {
      for (j, cell) in (row ?? []).enumerated() {
        heads[j] = max(heads[j], cell.head.count)
        tails[j] = max(tails[j], cell.tail.count)
      }
    }
    self.rows = rows
    self.heads = heads
    self.tails = tails
  }

  /// The first row wrapped into equally wide columns, as many as fit, at least one.
  func wrapped(to width: Int) -> CellTable {
    let cells = rows.first.flatMap(\.self) ?? []
    let cell = (heads.max() ?? 0) + (tails.max() ?? 0) + 2
    let columns = max(width / cell, 1)
    return CellTable(
      stride(from: 0, to: cells.count, by: columns).map {
        Array(cells[$0..<min($0 + columns, cells.count)])
      })
  }

  var rowCount: Int { rows.count }

  var columnCount: Int { heads.count }

  /// The characters of a line, brackets not counted.
  var width: Int { zip(heads, tails).reduce(0) { $0 + $1.0 + $1.1 + 2 } }

  /// Whether a number shown looks exact and is not.
  var hidesRounding: Bool {
    rows.contains { row in row?.contains { $0.hidesRounding } ?? false }
  }

  /// The columns that fit into a width, taken from both ends in turn, nil where some are left out.
  func columnsFitting(_ room: Int) -> [Int?] {
    var left: [Int] = []
    var right: [Int] = []
    var used = Cell.ellipsis.text.count + 2
    while left.count + right.count < columnCount {
      let takesLeft = left.count <= right.count
      let column = takesLeft ? left.count : columnCount - 1 - right.count
      used += heads[column] + tails[column] + 2
      // The outermost columns stay, however narrow the terminal.
      if used > room, left.count + right.count >= 2 { break }
      if takesLeft { left.append(column) } else { right.append(column) }
    }
    return left + [nil] + right.reversed()
  }

  /// The lines with brackets around them all; all but the last end with `rowEnd`.
  func lines(rowEnd: String) -> [String] {
    rows.enumerated().map { i, row in
      let opening = i == 0 ? "[" : " "
      let closing = i == rows.count - 1 ? "]" : rowEnd
      guard let row else { return opening + "…" + closing }
      var line = opening
      for (j, cell) in row.enumerated() {
        let isLast = j == row.count - 1
        line += String(repeating: " ", count: heads[j] - cell.head.count) + cell.text
        if !isLast {
          line += "," + String(repeating: " ", count: tails[j] - cell.tail.count + 1)
        }
      }
      return line + closing
    }
  }
}
