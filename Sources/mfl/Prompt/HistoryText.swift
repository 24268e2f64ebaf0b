/// How entries stand in a history file: each behind a line `#` with the time of it.
enum HistoryText {
  /// An entry as it stands in the file.
  static func record(of entry: String, time: Int) -> [UInt8] {
    // A line of the entry that looks like a time would end it.
    let lines = entry.split(separator: "\n", omittingEmptySubsequences: false)
      .map { isTime(Array($0.utf8)[...]) ? " \($0)" : String($0) }
    return Array("#\(time)\n\(lines.joined(separator: "\n"))\n".utf8)
  }

  /// The entries of a text, equal neighbours once; of a text without times every line is one.
  static func entries(in bytes: [UInt8]) -> [String] {
    var entries: [String] = []
    var lines: [ArraySlice<UInt8>] = []
    var hasTimes = false
    func finish() {
      while lines.last?.isEmpty == true { lines.removeLast() }
      let text = String(
        decoding: Array(lines.joined(separator: [UInt8(ascii: "\n")])), as: UTF8.self)
      lines = []
      if !text.isEmpty, !text.utf8.contains(0), text != entries.last { entries.append(text) }
    }
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      if isTime(line) {
        finish()
        hasTimes = true
      } else {
        lines.append(line)
        if !hasTimes { finish() }
      }
    }
    finish()
    return entries
  }

  /// The last entry of a text that may begin within an entry; nil where that cannot be told.
  static func newest(in bytes: [UInt8]) -> String? {
    let hasTime = bytes.split(separator: UInt8(ascii: "\n")).contains(where: isTime)
    return hasTime ? entries(in: bytes).last : nil
  }

  private static func isTime(_ line: ArraySlice<UInt8>) -> Bool {
    guard line.first == UInt8(ascii: "#"), let next = line.dropFirst().first else { return false }
    return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next)
  }
}
