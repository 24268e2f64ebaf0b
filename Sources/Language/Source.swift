import Glibc

/// A half-open range of UTF-8 offsets into one source text.
public struct Span: Hashable, Sendable {
  /// The offset of the first byte.
  public var start: Int
  /// The offset just past the last byte.
  public var end: Int

  /// The bytes from `start` up to and not including `end`.
  public init(_ start: Int, _ end: Int) {
    self.start = start
    self.end = end
  }

  /// The smallest span that covers both.
  public func union(_ other: Span) -> Span {
    Span(min(start, other.start), max(end, other.end))
  }
}

/// A text with a name, and where its lines begin.
///
/// Programs, lines typed at the prompt and imported files are all sources; a span means nothing
/// without the source it points into.
public final class Source: Sendable {
  /// What diagnostics call it: a file's path, or `<prompt>`, `<-e>`.
  public let name: String
  /// The text as typed.
  public let text: String
  /// The UTF-8 bytes of `text`.
  public let bytes: [UInt8]
  /// The offset at which each line begins; the first is 0.
  public let lineStarts: [Int]

  /// A source with the given name and text.
  public init(name: String, text: String) {
    self.name = name
    self.text = text
    bytes = Array(text.utf8)
    lineStarts = Source.lineStarts(bytes)
  }

  private static func lineStarts(_ bytes: [UInt8]) -> [Int] {
    bytes.withUnsafeBytes { bytes in
      var starts = [0]
      guard let base = bytes.baseAddress else { return starts }
      while let start = starts.last, start < bytes.count,
        let found = memchr(base + start, Int32(UInt8(ascii: "\n")), bytes.count - start)
      {
        starts.append(UnsafeRawPointer(found) - base + 1)
      }
      return starts
    }
  }

  /// The text within a span, clamped to the source.
  public func text(in span: Span) -> String {
    let start = min(max(span.start, 0), bytes.count)
    let end = min(max(span.end, start), bytes.count)
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// The 0-based line that holds an offset.
  ///
  /// *Complexity*: O(log lines).
  public func line(at offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }
}
