import Tensors

/// Lays a tensor out as lines, and keeps account of what the lines do not say.
struct TensorLayout {
  private let tensor: Tensor
  private let style: TextStyle
  private let strides: [Int]
  /// How many indices from either end of an axis are shown; nil where every one is.
  private let edge: Int?

  /// Whether something was left out.
  private(set) var isElided = false
  /// Whether a number shown looks exact and is not.
  private(set) var hidesRounding = false

  init(_ tensor: Tensor, _ style: TextStyle) {
    self.tensor = tensor
    self.style = style
    strides = tensor.shape.strides
    let isLarge = tensor.count > 1000
    edge = style.elision == .middle && isLarge ? 3 : nil
  }

  /// The lines, joined.
  mutating func text() -> String {
    if tensor.count == 0 {
      // `[]` is the empty vector; other empty shapes have no literal.
      let dims = tensor.shape.dims.map(String.init).joined(separator: ", ")
      return tensor.rank == 1 ? "[]" : "zeros(\(dims))"
    }
    return block(axis: 0, offset: 0, indices: []).joined(separator: "\n")
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
    let parts = shown(extent: tensor.shape[axis]).map { index in
      guard let index else { return "…" }
      return inline(axis: axis + 1, offset: offset + index * strides[axis])
    }
    let joined = parts.joined(separator: isMatrix ? "; " : ", ")
    return isRowOfMatrix ? joined : "[" + joined + "]"
  }

  /// The lines of the part of the tensor that the first indices select.
  private mutating func block(axis: Int, offset: Int, indices: [Int]) -> [String] {
    switch tensor.rank - axis {
    case 0: return [Cell(tensor[flat: offset], digits: style.digits).text]
    case 1: return vector()
    case 2: return matrix(offset, heading: indices)
    default: return blocks(axis: axis, offset: offset, indices: indices)
    }
  }

  /// The blocks along an axis beyond the last two, one below the other.
  private mutating func blocks(axis: Int, offset: Int, indices: [Int]) -> [String] {
    var lines: [String] = []
    for index in shown(extent: tensor.shape[axis], atMost: blockLimit) {
      guard let index else {
        lines.append(" …,")
        continue
      }
      let inner = block(
        axis: axis + 1, offset: offset + index * strides[axis], indices: indices + [index])
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

  private mutating func vector() -> [String] {
    let extent = tensor.shape[0]
    guard let width = style.width else {
      return lines(of: cells(shown(extent: extent)))
    }
    // A number and its comma take three places at least, so more than this never fits.
    let height = style.height.map { max($0 - 4, 6) }
    var indices = shown(extent: extent, atMost: height.map { $0 * max(width / 3, 1) })
    var row = cells(indices)
    if row.width <= width - 2 { return lines(of: row) }
    row = row.wrapped(to: width - 2)
    if style.elision == .middle, let height, row.rowCount > height {
      isElided = true
      let kept = row.columnCount * height - 1
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

  private mutating func matrix(_ offset: Int, heading: [Int]) -> [String] {
    let (rows, columns) = (tensor.shape[tensor.rank - 2], tensor.shape[tensor.rank - 1])
    let comment =
      heading.isEmpty
      ? "" : "  # [" + (heading.map(String.init) + [":", ":"]).joined(separator: ", ") + "]"
    let rowIndices = shown(extent: rows, atMost: rowLimit)
    let room = style.elision == .middle ? style.width.map { $0 - 4 - heading.count } : nil
    var columnIndices = shown(extent: columns, atMost: room.map { max($0 / 3, 2) })

    var table = cells(rowIndices, columnIndices, offset, columns)
    if let room, table.width > room {
      columnIndices = table.columnsFitting(room).map { $0.flatMap { columnIndices[$0] } }
      isElided = true
      table = cells(rowIndices, columnIndices, offset, columns)
    }
    // A single row needs brackets of its own: `[1, 2]` would be a vector.
    var lines = self.lines(of: table, rowEnd: ";")
    if rows == 1 { lines = lines.map { "[" + $0 + "]" } }
    lines[0] += comment
    return lines
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
  private mutating func shown(extent: Int, atMost limit: Int? = nil) -> [Int?] {
    guard style.elision == .middle else { return Array(0..<extent) }
    let most: Int
    if let limit { most = limit } else if let edge { most = 2 * edge + 1 } else { most = extent }
    guard extent > most else { return Array(0..<extent) }
    isElided = true
    return Array(0..<(most / 2)) + [nil] + Array((extent - (most - 1) / 2)..<extent)
  }

  /// How many lines a matrix may have.
  private var rowLimit: Int? {
    guard let height = style.height else { return nil }
    let lines = max(height - 4, 6)
    return tensor.rank == 2 ? lines : max(lines / 2, 6)
  }

  /// How many blocks a tensor of more than two axes may have along one axis.
  private var blockLimit: Int? {
    style.height == nil ? nil : 6
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
