/// Reads programs and other plain text.
public enum TextFile {
  /// The text of a file, without the byte order mark it may begin with; an empty file is fine.
  ///
  /// - Throws: `FormatError` with what is wrong with the file.
  public static func read(
    _ path: String, limits: ReadingLimits = ReadingLimits(bytes: 16 << 20)
  ) throws(FormatError) -> String {
    do throws(FormatError.Problem) {
      return try text(try FileReading.bytes(at: path, limits: limits))
    } catch {
      throw FormatError(path, error)
    }
  }

  /// Writes a text to a file, at once or not at all.
  ///
  /// - Throws: `FormatError` with what is wrong with the place.
  public static func write(_ text: String, to path: String) throws(FormatError) {
    do throws(FormatError.Problem) {
      try FileWriting.write(Array(text.utf8), to: path)
    } catch {
      throw FormatError(path, error)
    }
  }

  /// The text that bytes from elsewhere, such as standard input, stand for.
  ///
  /// - Throws: `FormatError` when they are not UTF-8, naming them by `name`.
  public static func text(of bytes: [UInt8], name: String) throws(FormatError) -> String {
    do throws(FormatError.Problem) { return try text(bytes) } catch {
      throw FormatError(name, error)
    }
  }

  private static func text(_ bytes: [UInt8]) throws(FormatError.Problem) -> String {
    if bytes.isEmpty { return "" }
    try TextCheck.check(bytes)
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    return String(decoding: bytes.dropFirst(bytes.starts(with: mark) ? 3 : 0), as: UTF8.self)
  }
}
