/// A field of a record: where its text lies, without quotes and the blanks around it.
struct CSVField {
  var start: Int
  var end: Int
  var form: Form

  enum Form {
    case plain
    case quoted
    /// Quoted, and some quotes within are doubled.
    case escaped
  }

  /// The text, with doubled quotes made single.
  func text(in bytes: [UInt8]) -> String {
    switch form {
    case .plain, .quoted:
      return String(decoding: bytes[start..<end], as: UTF8.self)
    case .escaped:
      var unescaped: [UInt8] = []
      var i = start
      while i < end {
        unescaped.append(bytes[i])
        i += bytes[i] == UInt8(ascii: "\"") ? 2 : 1
      }
      return String(decoding: unescaped, as: UTF8.self)
    }
  }
}

/// Takes a text apart into records and fields, as RFC 4180 has them.
///
/// Beyond the RFC: a line may end in LF, CR LF or CR; blank lines are skipped; blanks around a
/// field do not belong to it unless they are quoted.
struct CSVScanner {
  let bytes: [UInt8]
  let separator: UInt8
  /// The fields of the record read last.
  private(set) var fields: [CSVField] = []
  /// The line on which the record read last begins, from 1.
  private(set) var recordLine: Int
  private var offset: Int
  private var line: Int
  private var lineStart: Int

  /// Reads from a byte that begins a line.
  init(_ bytes: [UInt8], separator: UInt8, offset: Int, line: Int) {
    self.bytes = bytes
    self.separator = separator
    self.offset = offset
    self.line = line
    recordLine = line
    lineStart = offset
  }

  /// Reads the next record that is not blank into `fields`; false at the end of the text.
  ///
  /// - Throws: `.unclosedQuote`, `.textAfterQuote`.
  mutating func next() throws(FormatError.Problem) -> Bool {
    while offset < bytes.count {
      recordLine = line
      fields.removeAll(keepingCapacity: true)
      repeat { try readField() } while skipSeparator()
      skipLineEnd()
      let isBlank = fields.count == 1 && fields[0].start == fields[0].end
      if !isBlank || fields[0].form != .plain { return true }
    }
    return false
  }

  private mutating func readField() throws(FormatError.Problem) {
    skipBlanks()
    if offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") {
      try readQuoted()
    } else {
      readPlain()
    }
  }

  private mutating func readPlain() {
    let start = offset
    while offset < bytes.count, bytes[offset] != separator, !isLineEnd(bytes[offset]) {
      offset += 1
    }
    var end = offset
    while end > start, isBlank(bytes[end - 1]) { end -= 1 }
    fields.append(CSVField(start: start, end: end, form: .plain))
  }

  private mutating func readQuoted() throws(FormatError.Problem) {
    let opening = (line: line, character: character(at: offset))
    offset += 1
    var field = CSVField(start: offset, end: offset, form: .quoted)
    while true {
      guard offset < bytes.count else {
        throw .unclosedQuote(line: opening.line, character: opening.character)
      }
      if bytes[offset] == UInt8(ascii: "\"") {
        guard offset + 1 < bytes.count, bytes[offset + 1] == UInt8(ascii: "\"") else { break }
        field.form = .escaped
        offset += 2
      } else if isLineEnd(bytes[offset]) {
        skipLineEnd()
      } else {
        offset += 1
      }
    }
    field.end = offset
    offset += 1
    skipBlanks()
    if offset < bytes.count, bytes[offset] != separator, !isLineEnd(bytes[offset]) {
      throw .textAfterQuote(line: line, character: character(at: offset))
    }
    fields.append(field)
  }

  private mutating func skipSeparator() -> Bool {
    guard offset < bytes.count, bytes[offset] == separator else { return false }
    offset += 1
    return true
  }

  private mutating func skipLineEnd() {
    guard offset < bytes.count else { return }
    let isPair =
      bytes[offset] == UInt8(ascii: "\r") && offset + 1 < bytes.count
      && bytes[offset + 1] == UInt8(ascii: "\n")
    offset += isPair ? 2 : 1
    line += 1
    lineStart = offset
  }

  private mutating func skipBlanks() {
    while offset < bytes.count, isBlank(bytes[offset]) { offset += 1 }
  }

  private func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || (byte == UInt8(ascii: "\t") && separator != byte)
  }

  private func isLineEnd(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  /// The position of a byte within its line, from 1, counted in characters.
  private func character(at offset: Int) -> Int {
    String(decoding: bytes[lineStart..<offset], as: UTF8.self).count + 1
  }
}
