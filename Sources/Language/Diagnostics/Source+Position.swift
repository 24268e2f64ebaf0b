extension Source {
  /// The 1-based line and column of an offset, clamped to the text.
  ///
  /// A column counts Unicode scalars, as editors do.
  public func position(at offset: Int) -> (line: Int, column: Int) {
    let clamped = min(max(offset, 0), bytes.count)
    let line = line(at: clamped)
    var column = 1
    for byte in bytes[lineStarts[line]..<clamped] where byte & 0xC0 != 0x80 { column += 1 }
    return (line + 1, column)
  }

  /// The offsets of a 0-based line's text, without its line ending.
  func content(ofLine line: Int) -> Range<Int> {
    let start = lineStarts[line]
    var end = line + 1 < lineStarts.count ? lineStarts[line + 1] - 1 : bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return start..<end
  }

  /// A span within the text, with the end of the input drawn back to the last thing written, so
  /// that "something is missing here" points at a line that shows something.
  func shown(_ span: Span) -> Span {
    let start = min(max(span.start, 0), bytes.count)
    let end = min(max(span.end, start), bytes.count)
    guard start == bytes.count, let last = bytes.lastIndex(where: { $0 > 0x20 }) else {
      return Span(start, end)
    }
    return Span(last + 1, last + 1)
  }
}
