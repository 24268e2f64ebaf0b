import Language

/// What is written around a name, for advice about names of other languages.
extension Source {
  /// The words after a name: the fields that follow it, and whether another word follows those.
  struct Following {
    var path: [String] = []
    var isWord = false
  }

  /// What follows a name that ends at an offset: `torch` `.nn.Linear`.
  func following(_ end: Int) -> Following {
    var result = Following()
    var offset = end
    while offset < bytes.count, bytes[offset] == UInt8(ascii: "."), result.path.count < 8 {
      let start = offset + 1
      offset = start
      while offset < bytes.count, Self.isWord(bytes[offset]) { offset += 1 }
      guard offset > start else { break }
      result.path.append(text(in: Span(start, offset)))
    }
    while offset < bytes.count, bytes[offset] == UInt8(ascii: " ") { offset += 1 }
    result.isWord = offset > end && offset < bytes.count && Self.isWord(bytes[offset])
    return result
  }

  /// The call of a function that is written as one of a method: `reshape(A, 4)` for `A.reshape(4)`.
  ///
  /// Nil where it is no call, or a long one.
  func callOfMethod(_ name: String, of subject: Span, _ field: Span) -> String? {
    guard field.end < bytes.count, bytes[field.end] == UInt8(ascii: "(") else { return nil }
    let stops = "()\"\n".utf8
    var end = field.end + 1
    while end < bytes.count, end - subject.start < 60, !stops.contains(bytes[end]) { end += 1 }
    guard end < bytes.count, bytes[end] == UInt8(ascii: ")") else { return nil }
    let arguments = text(in: Span(field.end + 1, end))
    let first = text(in: subject)
    return "\(name)(\(first)\(arguments.isEmpty ? "" : ", ")\(arguments))"
  }

  /// What stands between the parentheses, or after the space, behind a name; nil where it is long.
  func argument(after end: Int) -> String? {
    var offset = end
    guard offset < bytes.count else { return nil }
    let isCall = bytes[offset] == UInt8(ascii: "(")
    guard isCall || bytes[offset] == UInt8(ascii: " ") else { return nil }
    offset += 1
    let start = offset
    var depth = 0
    while offset < bytes.count, offset - start <= 40 {
      let byte = bytes[offset]
      if byte == UInt8(ascii: "(") || byte == UInt8(ascii: "[") { depth += 1 }
      let isCloser = byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]")
      if depth == 0, isCall ? isCloser || byte == UInt8(ascii: ",") : !Self.isWord(byte) { break }
      if isCloser { depth -= 1 }
      if byte == UInt8(ascii: "\n") { return nil }
      offset += 1
    }
    guard offset > start, offset - start <= 40 else { return nil }
    return text(in: Span(start, offset))
  }

  /// Whether a name seems to be the first word of a comment after `%` or `--`.
  func isComment(before start: Int, after: Following) -> Bool {
    var offset = start - 1
    while offset >= 0, bytes[offset] == UInt8(ascii: " ") { offset -= 1 }
    guard offset >= 0 else { return false }
    let isDashed =
      offset >= 1 && offset < start - 1 && bytes[offset] == UInt8(ascii: "-")
      && bytes[offset - 1] == UInt8(ascii: "-")
    return isDashed || bytes[offset] == UInt8(ascii: "%") && after.isWord
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte)
      || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }
}
