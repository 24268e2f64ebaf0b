import Tensors

/// Writes tables as text that `CSVReader` reads back equal.
enum CSVWriter {
  /// The rows of a matrix; a vector is a column, a number a single field.
  ///
  /// - Throws: `.tooManyAxes`, `.headerCount`, `.interrupted`.
  static func bytes(
    _ tensor: Tensor, header: [String]?, separator: UInt8
  ) throws(FormatError.Problem) -> [UInt8] {
    guard tensor.rank <= 2 else { throw .tooManyAxes(rank: tensor.rank) }
    let rows = tensor.rank == 0 ? 1 : tensor.shape[0]
    let columns = tensor.rank == 2 ? tensor.shape[1] : 1
    if let header, header.count != columns {
      throw .headerCount(found: header.count, columns: columns)
    }
    var line = CSVLine(separator: separator)
    if let header { line.write(header) }
    try tensor.withElements { elements throws(FormatError.Problem) in
      for i in 0..<rows {
        if i % 4096 == 4095 { try FileWriting.checkpoint() }
        for j in 0..<columns { line.append(elements[i * columns + j]) }
        line.end()
      }
    }
    return line.bytes
  }

  /// The columns of a table under their names, which are left out when they only number columns.
  ///
  /// - Throws: `.interrupted`.
  static func bytes(
    _ table: Table, separator: UInt8
  ) throws(FormatError.Problem) -> [UInt8] {
    var line = CSVLine(separator: separator)
    if table.names == .given { line.write(table.columns.map(\.name)) }
    for i in 0..<table.rowCount {
      if i % 4096 == 4095 { try FileWriting.checkpoint() }
      for column in table.columns {
        switch column.values {
        case .numbers(let numbers): line.append(numbers[i])
        case .text(let text): line.append(text[i])
        }
      }
      line.end()
    }
    return line.bytes
  }
}

/// Fields put together to lines.
private struct CSVLine {
  let separator: UInt8
  private(set) var bytes: [UInt8] = []
  private var isFirst = true

  init(separator: UInt8) { self.separator = separator }

  mutating func write(_ fields: [String]) {
    for field in fields { append(field) }
    end()
  }

  /// Adds a number in the shortest form that reads back as the same number.
  mutating func append(_ number: Double) {
    separate()
    var text = number.description
    if text.hasSuffix(".0") { text.removeLast(2) }
    bytes.append(contentsOf: text.utf8)
  }

  /// Adds text, quoted where it would otherwise be read as something else.
  mutating func append(_ text: String) {
    separate()
    let quote = UInt8(ascii: "\"")
    let isSafe = text.utf8.allSatisfy { byte in
      byte != separator && byte != quote && byte != UInt8(ascii: "\n") && byte != UInt8(ascii: "\r")
    }
    let ends = [text.utf8.first, text.utf8.last]
    let isTrimmed = !ends.contains(UInt8(ascii: " ")) && !ends.contains(UInt8(ascii: "\t"))
    // An empty line would be skipped, and a leading # would begin a comment.
    guard isSafe, isTrimmed, !text.isEmpty, text.utf8.first != UInt8(ascii: "#") else {
      bytes.append(quote)
      for byte in text.utf8 {
        if byte == quote { bytes.append(quote) }
        bytes.append(byte)
      }
      bytes.append(quote)
      return
    }
    bytes.append(contentsOf: text.utf8)
  }

  mutating func end() {
    bytes.append(UInt8(ascii: "\n"))
    isFirst = true
  }

  private mutating func separate() {
    if !isFirst { bytes.append(separator) }
    isFirst = false
  }
}
