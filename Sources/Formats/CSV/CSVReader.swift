/// Reads tables from text.
///
/// The text is gone through twice. The first time every field is looked at to learn which columns
/// are numbers and whether names come first; the second time the values are kept. Nothing but the
/// columns themselves grows with the text.
struct CSVReader {
  private let bytes: [UInt8]
  private let limits: ReadingLimits
  private let start: CSVScanner
  private let dialect: CSVDialect

  /// Reads a table.
  ///
  /// - Throws: the problems of text and tables, each with its line and column.
  static func table(
    _ bytes: [UInt8], dialect: CSVDialect, limits: ReadingLimits
  ) throws(FormatError.Problem) -> Table {
    if bytes.isEmpty { throw .empty }
    try TextCheck.check(bytes)
    return try CSVReader(bytes, dialect: dialect, limits: limits).read()
  }

  private init(_ bytes: [UInt8], dialect: CSVDialect, limits: ReadingLimits) {
    self.bytes = bytes
    self.dialect = dialect
    self.limits = limits
    let (offset, line) = CSVReader.start(of: bytes)
    start = CSVScanner(
      bytes, separator: dialect.separator.byte(for: bytes, from: offset), offset: offset,
      line: line)
  }

  private func read() throws(FormatError.Problem) -> Table {
    var survey = try survey()
    survey.decideHeader(dialect.header)
    guard survey.rowCount > 0 else { throw .onlyHeader(columns: survey.columns.count) }
    for index in survey.columns.indices { try survey.decideKind(ofColumn: index) }
    return try collect(survey)
  }

  /// The first pass.
  private func survey() throws(FormatError.Problem) -> CSVSurvey {
    var scanner = start
    guard try scanner.next() else { throw .empty }
    var survey = CSVSurvey(first: scanner)
    while try scanner.next() {
      if survey.recordCount % 4096 == 0 { try limits.checkpoint() }
      guard scanner.fields.count == survey.columns.count else {
        survey.decideHeader(dialect.header)
        throw .fieldCount(
          line: scanner.recordLine, found: scanner.fields.count,
          expected: survey.columns.count,
          reference: survey.hasHeader
            ? .header(line: survey.firstLine) : .firstRow(line: survey.firstLine))
      }
      survey.add(scanner)
    }
    return survey
  }

  /// The second pass.
  private func collect(_ survey: CSVSurvey) throws(FormatError.Problem) -> Table {
    var held = HeldMemory()
    defer { withExtendedLifetime(held) {} }
    let kept =
      survey.columns.count { $0.kind == .numbers } * MemoryLayout<Double>.stride
      + survey.columns.count { $0.kind == .text } * MemoryLayout<String>.stride
    let (size, overflow) = kept.multipliedReportingOverflow(by: survey.rowCount)
    try held.cover(overflow ? .max : size)
    var scanner = start
    var numbers = [[Double]](repeating: [], count: survey.columns.count)
    var text = [[String]](repeating: [], count: survey.columns.count)
    var missing: [Table.Missing] = []
    var dropped = 0
    var row = [Double](repeating: 0, count: survey.columns.count)

    if survey.hasHeader { _ = try scanner.next() }
    var record = 0
    while try scanner.next() {
      record += 1
      if record % 4096 == 0 { try limits.checkpoint() }
      let missingBefore = missing.count
      for (j, column) in survey.columns.enumerated() where column.kind == .numbers {
        let field = scanner.fields[j]
        if case .number(let number) = CSVValue(bytes[field.start..<field.end]) {
          row[j] = number.value
        } else {
          missing.append(Table.Missing(line: scanner.recordLine, column: column.name))
        }
      }
      if missing.count > missingBefore {
        dropped += 1
        continue
      }
      for (j, column) in survey.columns.enumerated() {
        switch column.kind {
        case .numbers: numbers[j].append(row[j])
        case .text: text[j].append(scanner.fields[j].text(in: bytes))
        case .blank: break
        }
      }
    }
    if let first = missing.first, dropped == record {
      throw .noCompleteRow(rows: record, firstLine: first.line, column: first.column)
    }
    let columns = survey.columns.enumerated().compactMap { j, column -> Table.Column? in
      switch column.kind {
      case .numbers: Table.Column(name: column.name, values: .numbers(numbers[j]))
      case .text: Table.Column(name: column.name, values: .text(text[j]))
      case .blank: nil
      }
    }
    return Table(
      columns: columns, missing: missing, droppedRows: dropped,
      names: survey.hasHeader ? .given : .numbered)
  }

  /// Where the first record begins: past the byte order mark and leading comments.
  private static func start(of bytes: [UInt8]) -> (offset: Int, line: Int) {
    var offset = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var line = 1
    while offset < bytes.count {
      let end =
        bytes[offset...].firstIndex { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
        ?? bytes.count
      let first = bytes[offset..<end].first { $0 != UInt8(ascii: " ") }
      guard first == nil || first == UInt8(ascii: "#") else { break }
      offset = end
      if offset < bytes.count, bytes[offset] == UInt8(ascii: "\r") { offset += 1 }
      if offset < bytes.count, bytes[offset] == UInt8(ascii: "\n") { offset += 1 }
      line += 1
    }
    return (offset, line)
  }
}
