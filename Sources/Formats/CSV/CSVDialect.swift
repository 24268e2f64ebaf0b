/// How a table is written down: what separates fields, and whether names come first.
public struct CSVDialect: Sendable {
  /// What separates fields.
  public var separator: Separator
  /// Whether the first row holds names.
  public var header: Header

  /// A dialect from its parts; by default both are found out from the text.
  public init(separator: Separator = .detected, header: Header = .detected) {
    self.separator = separator
    self.header = header
  }

  /// What separates fields.
  public enum Separator: Sendable, Equatable {
    case detected
    case comma
    case semicolon
    case tab
  }

  /// Whether the first row holds names.
  ///
  /// A first row is detected as names when some field of it is text and either none is a number
  /// or a column below such a field is numbers.
  public enum Header: Sendable, Equatable {
    case detected
    case present
    case absent
  }
}

extension CSVDialect.Separator {
  /// The byte that separates fields of this text.
  func byte(for bytes: [UInt8], from start: Int) -> UInt8 {
    switch self {
    case .comma: UInt8(ascii: ",")
    case .semicolon: UInt8(ascii: ";")
    case .tab: UInt8(ascii: "\t")
    case .detected: Self.detect(bytes, from: start)
    }
  }

  /// The separator that occurs equally often on each of the first lines.
  ///
  /// Tabs and semicolons are asked before commas, for in their files commas serve as decimal
  /// points, and then occur as regularly.
  private static func detect(_ bytes: [UInt8], from start: Int) -> UInt8 {
    let candidates = [UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: ",")]
    let lines = sample(bytes, from: start)
    for candidate in candidates {
      let counts = lines.map { line in line.count { $0 == candidate } }
      if let first = counts.first, first > 0, counts.allSatisfy({ $0 == first }) {
        return candidate
      }
    }
    let first = lines.first ?? []
    return candidates.reversed().max { a, b in
      first.count { $0 == a } < first.count { $0 == b }
    } ?? UInt8(ascii: ",")
  }

  /// The first records that are not blank, without what they quote.
  private static func sample(_ bytes: [UInt8], from start: Int) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    var line: [UInt8] = []
    var isQuoted = false
    for byte in bytes[start...].prefix(1 << 16) {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if isQuoted { continue }
      guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else {
        line.append(byte)
        continue
      }
      if !line.isEmpty { lines.append(line) }
      line = []
      if lines.count == 20 { return lines }
    }
    // A record cut off by the end of the sample says nothing about how many fields it has.
    if !line.isEmpty, lines.isEmpty || bytes.count - start <= 1 << 16 { lines.append(line) }
    return lines
  }
}
