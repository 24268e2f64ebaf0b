import Language

/// What is written around a name, for advice about names of other languages.
extension Source {
  /// The words after a name: the fields that follow it and where they end, and whether another word
  /// follows those.
  struct Following {
    var path: [String] = []
    var end: Int
    var isWord = false
  }

  /// What follows a name that ends at an offset: `torch` `.nn.Linear`.
  func following(_ end: Int) -> Following {
    var result = Following(end: end)
    var offset = end
    while offset < bytes.count, bytes[offset] == UInt8(ascii: "."), result.path.count < 8 {
      let start = offset + 1
      offset = start
      while offset < bytes.count, Self.isWord(bytes[offset]) { offset += 1 }
      guard offset > start else { break }
      result.path.append(text(in: Span(start, offset)))
      result.end = offset
    }
    while offset < bytes.count, bytes[offset] == UInt8(ascii: " ") { offset += 1 }
    result.isWord = offset > end && offset < bytes.count && Self.isWord(bytes[offset])
    return result
  }

  /// The arguments of a call: what stands between the parentheses behind a name, or after the space.
  ///
  /// Nil where it is no call, a long one, or one with named arguments.
  func arguments(after end: Int) -> [String]? {
    guard end < bytes.count else { return nil }
    if bytes[end] == UInt8(ascii: " ") { return operand(at: end + 1).map { [$0] } }
    guard bytes[end] == UInt8(ascii: "(") else { return nil }
    var (parts, depth, isQuoted) = ([Span](), 0, false)
    var start = end + 1
    for offset in start..<min(bytes.count, end + 80) {
      switch bytes[offset] {
      case UInt8(ascii: "\n"): return nil
      case UInt8(ascii: "\""): isQuoted.toggle()
      case _ where isQuoted: break
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: ")") where depth == 0:
        if offset > end + 1 { parts.append(Span(start, offset)) }
        let texts = parts.map { text(in: $0).trimmed }
        return texts.contains(where: \.isNamedArgument) ? nil : texts
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      case UInt8(ascii: ",") where depth == 0:
        parts.append(Span(start, offset))
        start = offset + 1
      default: break
      }
    }
    return nil
  }

  /// A word or what stands in brackets, where it is not long.
  private func operand(at start: Int) -> String? {
    var (offset, depth) = (start, 0)
    while offset < bytes.count, offset - start <= 40, bytes[offset] != UInt8(ascii: "\n") {
      let byte = bytes[offset]
      if byte == UInt8(ascii: "(") || byte == UInt8(ascii: "[") {
        depth += 1
      } else if byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]") {
        depth -= 1
        if depth < 0 { break }
      } else if depth == 0, !Self.isWord(byte), byte != UInt8(ascii: ".") {
        break
      }
      offset += 1
    }
    return offset > start && offset - start <= 40 && depth <= 0
      ? text(in: Span(start, offset)) : nil
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

extension String {
  fileprivate var trimmed: String {
    String(trimmingPrefix { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }

  /// Whether this is an argument with its name before it, as in `axis=1` or `axis: 1`.
  fileprivate var isNamedArgument: Bool {
    let rest = drop { $0.isLetter || $0.isNumber || $0 == "_" }.drop { $0 == " " }
    return rest.count < count
      && (rest.hasPrefix("=") && !rest.hasPrefix("==") || rest.hasPrefix(":"))
  }
}
