/// What must hold of bytes before they are read as text.
enum TextCheck {
  /// - Throws: `.utf16`, `.binary`, `.notUTF8`.
  static func check(_ bytes: [UInt8]) throws(FormatError.Problem) {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { throw .utf16 }
    if let zero = bytes.firstIndex(of: 0) { throw .binary(line: line(of: zero, in: bytes)) }
    if let offset = firstNonUTF8(bytes) { throw .notUTF8(line: line(of: offset, in: bytes)) }
  }

  private static func firstNonUTF8(_ bytes: [UInt8]) -> Int? {
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: bytes.span)
      return nil
    } catch {
      return error.byteOffsets.lowerBound
    }
  }

  private static func line(of offset: Int, in bytes: [UInt8]) -> Int {
    bytes[..<offset].count { $0 == UInt8(ascii: "\n") } + 1
  }
}
