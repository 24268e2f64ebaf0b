/// What the first pass over a table learns: which columns are numbers, whether names come first.
struct CSVSurvey {
  private(set) var columns: [Column]
  private(set) var recordCount = 1
  private(set) var hasHeader = false
  let firstLine: Int
  private let firstRow: [Oddity]

  struct Column {
    var name: String
    var kind = Kind.text
    var numbers = 0
    var texts = 0
    var decimalCommas = 0
    var firstText: Oddity?
    var firstTooLarge: Oddity?
  }

  enum Kind {
    case numbers
    case text
    /// Nameless and empty throughout: what a separator at the end of every line leaves.
    case blank
  }

  /// A field that may have to be named, should its column turn out to be numbers.
  struct Oddity {
    let line: Int
    let column: Int
    let text: String
    let value: CSVValue
  }

  /// Begins with the first record, which may turn out to be names.
  init(first scanner: CSVScanner) {
    firstLine = scanner.recordLine
    firstRow = scanner.fields.indices.map { j in
      let field = scanner.fields[j]
      return Oddity(j, CSVValue(scanner.bytes[field.start..<field.end]), in: scanner)
    }
    columns = firstRow.indices.map { Column(name: "x\($0)") }
  }

  /// The number of records that are not names.
  var rowCount: Int { recordCount - (hasHeader ? 1 : 0) }

  /// Counts one more record, which has as many fields as the first.
  mutating func add(_ scanner: CSVScanner) {
    recordCount += 1
    for (j, field) in scanner.fields.enumerated() {
      let value = CSVValue(scanner.bytes[field.start..<field.end])
      columns[j].count(value)
      switch value {
      case .number, .missing: break
      case .tooLarge:
        if columns[j].firstTooLarge == nil {
          columns[j].firstTooLarge = Oddity(j, value, in: scanner)
        }
      case .text, .decimalComma:
        // Columns of text have many such fields; only the first is worth a string.
        if columns[j].firstText == nil { columns[j].firstText = Oddity(j, value, in: scanner) }
      }
    }
  }

  /// Settles whether the first record is names, and counts it with the rest when it is not.
  mutating func decideHeader(_ header: CSVDialect.Header) {
    switch header {
    case .present: hasHeader = true
    case .absent: hasHeader = false
    case .detected: hasHeader = looksLikeHeader
    }
    for (j, first) in firstRow.enumerated() {
      if hasHeader {
        if !first.text.isEmpty { columns[j].name = first.text }
        continue
      }
      columns[j].count(first.value)
      switch first.value {
      case .number, .missing: break
      case .tooLarge: columns[j].firstTooLarge = first
      case .text, .decimalComma: columns[j].firstText = first
      }
    }
  }

  private var looksLikeHeader: Bool {
    var hasName = false
    var hasNumber = false
    var hasNameOverNumbers = false
    for (first, column) in zip(firstRow, columns) {
      switch first.value {
      case .text:
        hasName = true
        if column.numbers > column.texts { hasNameOverNumbers = true }
      case .number, .tooLarge, .decimalComma: hasNumber = true
      case .missing: break
      }
    }
    return hasName && (!hasNumber || hasNameOverNumbers)
  }

  /// Settles what a column holds: numbers when at least half of it is.
  ///
  /// - Throws: `.notNumber`, `.decimalComma` or `.numberTooLarge`, naming the first field that
  ///   stands in the way.
  mutating func decideKind(ofColumn index: Int) throws(FormatError.Problem) {
    let column = columns[index]
    if let oddity = column.firstText {
      if column.decimalCommas * 2 > column.texts {
        throw .decimalComma(
          line: oddity.line, column: oddity.column, name: column.name, text: oddity.text)
      }
      guard column.numbers >= column.texts, column.numbers > 0 else { return }
      throw .notNumber(
        line: oddity.line, column: oddity.column, name: column.name, text: oddity.text,
        numbers: column.numbers)
    }
    if let oddity = column.firstTooLarge {
      throw .numberTooLarge(
        line: oddity.line, column: oddity.column, name: column.name, text: oddity.text)
    }
    let isBlank = index == columns.count - 1 && index > 0 && firstRow[index].text.isEmpty
    columns[index].kind = column.numbers > 0 ? .numbers : isBlank ? .blank : .text
  }
}

extension CSVSurvey.Oddity {
  fileprivate init(_ index: Int, _ value: CSVValue, in scanner: CSVScanner) {
    line = scanner.recordLine
    column = index + 1
    text = scanner.fields[index].text(in: scanner.bytes)
    self.value = value
  }
}

extension CSVSurvey.Column {
  fileprivate mutating func count(_ value: CSVValue) {
    switch value {
    case .number, .tooLarge: numbers += 1
    case .missing: break
    case .text: texts += 1
    case .decimalComma:
      texts += 1
      decimalCommas += 1
    }
  }
}
