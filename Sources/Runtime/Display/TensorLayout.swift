import Tensors

/// Lays a tensor out as lines, and keeps account of what the lines do not say.
struct TensorLayout {
  private let tensor: Tensor
  private let style: TextStyle
  private let strides: [Int]
  /// How many indices from either end of an axis are shown; nil where every one is.
  private let edge: Int?
  /// How many axes, from the first, show only their first index: those of tensors that even so
  /// would be too long.
  private let foldedAxes: Int

  /// Whether something was left out.
  private(set) var isElided = false
  /// Whether a number shown looks exact and is not.
  private(set) var hidesRounding = false

  init(_ tensor: Tensor, _ style: TextStyle) {
    self.tensor = tensor
    self.style = style
    strides = tensor.shape.strides
    guard style.elision == .middle, tensor.count > style.countLimit else {
      edge = nil
      foldedAxes = 0
      return
    }
    let dims = tensor.shape.dims
    func shown(_ edge: Int, _ dims: some Sequence<Int>) -> Int {
      dims.reduce(1) { min($0 * min($1, 2 * edge + 1), 1 << 20) }
    }
    let most = max(style.countLimit, 27)
    let edge = shown(3, dims) <= most ? 3 : shown(2, dims) <= most ? 2 : 1
    self.edge = edge
    foldedAxes = dims.indices.first { shown(edge, dims[$0...]) <= most } ?? dims.count
  }

  /// The lines, joined.
  mutating func text() -> String {
    if tensor.count == 0 {
      // `[]` is the empty vector; other empty shapes have no literal.
      let dims = tensor.shape.dims.map(String.init).joined(separator: ", ")
      return tensor.rank == 1 ? "[]" : "zeros(\(dims))"
    }
    let room = style.elision == .middle ? style.height.map { max($0 - 4, 6) } : nil
    return block(axis: 0, offset: 0, indices: [], room: room).joined(separator: "\n")
  }

  /// Everything on one line, not aligned.
  mutating func inlineText() -> String {
    tensor.count == 0 ? text() : inline(axis: 0, offset: 0)
  }

  private mutating func inline(axis: Int, offset: Int) -> String {
    guard axis < tensor.rank else {
      return NumberText(tensor[flat: offset], digits: style.digits).text
    }
    let isRowOfMatrix = axis > 0 && axis == tensor.rank - 1 && tensor.shape[axis - 1] > 1
    let isMatrix = axis == tensor.rank - 2 && tensor.shape[axis] > 1
    let parts = shown(axis: axis).map { index in
      guard let index else { return "…" }
      return inline(axis: axis + 1, offset: offset + index * strides[axis])
    }
    let joined = parts.joined(separator: isMatrix ? "; " : ", ")
    return isRowOfMatrix ? joined : "[" + joined + "]"
  }

  /// The lines of the part of the tensor that the first indices select.
  ///
  /// - Parameter room: how many lines it may have; nil where there may be any number.
  private mutating func block(axis: Int, offset: Int, indices: [Int], room: Int?) -> [String] {
    switch tensor.rank - axis {
    case 0: return [Cell(tensor[flat: offset], digits: style.digits).text]
    case 1: return vector(room: room)
    case 2: return matrix(offset, heading: indices, room: room)
    default: return blocks(axis: axis, offset: offset, indices: indices, room: room)
    }
  }

  /// The blocks along an axis beyond the last two, one below the other.
  private mutating func blocks(
    axis: Int, offset: Int, indices: [Int], room: Int?
  ) -> [String] {
    var lines: [String] = []
    let shown = shownBlocks(axis: axis, room: room)
    for index in shown {
      guard let index else {
        lines.append(" …,")
        continue
      }
      let inner = block(
        axis: axis + 1, offset: offset + index * strides[axis], indices: indices + [index],
        room: room.map { $0 / shown.count })
      lines += inner.map { " " + $0 }
      close(&lines, with: ",")
    }
    lines[0] = "[" + lines[0].dropFirst()
    close(&lines, with: "]", replacing: ",")
    return lines
  }

  /// Adds a mark to the end of the last line, before the comment it may have.
  private func close(_ lines: inout [String], with mark: String, replacing old: String = "") {
    let last = lines[lines.count - 1]
    let comment = last.start(ofComment: "  # ")
    let head = last[..<comment].dropLast(last[..<comment].hasSuffix(old) ? old.count : 0)
    lines[lines.count - 1] = head + mark + last[comment...]
  }

  // MARK: Vectors

  private mutating func vector(room: Int?) -> [String] {
    guard let width = style.width else {
      return lines(of: cells(shown(axis: 0)))
    }
    // A number and its comma take three places at least, so more than this never fits.
    var indices = shown(axis: 0, atMost: room.map { $0 * max(width / 3, 1) })
    var row = cells(indices)
    if row.width <= width - 2 { return lines(of: row) }
    row = row.wrapped(to: width - 2)
    if let room, row.rowCount > room {
      isElided = true
      let kept = row.columnCount * room - 1
      indices = indices.prefix((kept + 1) / 2) + [nil] + indices.suffix(kept / 2)
      row = cells(indices).wrapped(to: width - 2)
    }
    return lines(of: row)
  }

  /// The cells of a vector as one row.
  private func cells(_ indices: [Int?]) -> CellTable {
    CellTable([
      indices.map { $0.map { Cell(tensor[flat: $0], digits: style.digits) } ?? .ellipsis }
    ])
  }

  // MARK: Matrices

  private mutating func matrix(_ offset: Int, heading: [Int], room lines: Int?) -> [String] {
    let (rows, columns) = (tensor.shape[tensor.rank - 2], tensor.shape[tensor.rank - 1])
    let comment =
      heading.isEmpty
      ? "" : "  # [" + (heading.map(String.init) + [":", ":"]).joined(separator: ", ") + "]"
    let rowIndices = shown(axis: tensor.rank - 2, atMost: lines.map { max($0, 3) })
    let room = style.elision == .middle ? style.width.map { $0 - 4 - heading.count } : nil
    var columnIndices = shown(axis: tensor.rank - 1, atMost: room.map { max($0 / 3, 2) })

    var table = cells(rowIndices, columnIndices, offset, columns)
    if let room, table.width > room {
      columnIndices = table.columnsFitting(room).map { $0.flatMap { columnIndices[$0] } }
      isElided = true
      table = cells(rowIndices, columnIndices, offset, columns)
    }
    // A single row needs brackets of its own: `[1, 2]` would be a vector.
    var text = self.lines(of: table, rowEnd: ";")
    if rows == 1 { text = text.map { "[" + $0 + "]" } }
    text[0] += comment
    return text
  }

  private func cells(
    _ rows: [Int?], _ columns: [Int?], _ offset: Int, _ stride: Int
  ) -> CellTable {
    CellTable(
      rows.map { row in
        guard let row else { return nil }
        return columns.map { column in
          guard let column else { return Cell.ellipsis }
          return Cell(tensor[flat: offset + row * stride + column], digits: style.digits)
        }
      })
  }

  // MARK: What is shown

  /// The indices of an axis that are shown, nil standing for those that are not.
  private mutating func shown(axis: Int, atMost limit: Int? = nil) -> [Int?] {
    let extent = tensor.shape[axis]
    guard style.elision == .middle else { return Array(0..<extent) }
    if axis < foldedAxes, extent > 1 { return firstAlone() }
    let most: Int
    if let limit { most = limit } else if let edge { most = 2 * edge + 1 } else { most = extent }
    guard extent > most else { return Array(0..<extent) }
    isElided = true
    return Array(0..<(most / 2)) + [nil] + Array((extent - (most - 1) / 2)..<extent)
  }

  /// The blocks along an axis that are shown in so many lines.
  private mutating func shownBlocks(axis: Int, room: Int?) -> [Int?] {
    guard let room else { return shown(axis: axis) }
    let inner = axis + 1..<tensor.rank - 1
    let isWhole = inner.reduce(tensor.shape[axis]) { min($0 * tensor.shape[$1], 1 << 20) } <= room
    if isWhole { return Array(0..<tensor.shape[axis]) }
    // The rows of a matrix need three lines to show that some are left out, other axes two.
    let least = inner.reduce(1) {
      min($0 * min(tensor.shape[$1], $1 == tensor.rank - 2 ? 3 : 2), 1 << 20)
    }
    if room < 2 * least, tensor.shape[axis] > 1 { return firstAlone() }
    return shown(axis: axis, atMost: min(max(room / least, 2), 6))
  }

  private mutating func firstAlone() -> [Int?] {
    isElided = true
    return [0, nil]
  }

  private mutating func lines(of table: CellTable, rowEnd: String = ",") -> [String] {
    hidesRounding = hidesRounding || table.hidesRounding
    return table.lines(rowEnd: rowEnd)
  }
}

extension String {
  /// Where the comment of a line begins: its end when it has none.
  fileprivate func start(ofComment mark: String) -> String.Index {
    var index = startIndex
    while index < endIndex {
      if self[index...].hasPrefix(mark) { return index }
      index = self.index(after: index)
    }
    return endIndex
  }
}
