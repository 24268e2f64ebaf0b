import Tensors

/// Reads programs and other plain text of at most 16 megabytes.
public enum TextFile {
  /// What standard input is called where a file would have its path.
  public static let standardInputName = "<stdin>"

  private static let byteLimit = 16 << 20

  /// The text of a file, without the byte order mark it may begin with; an empty file is fine.
  ///
  /// - Parameters:
  ///   - path: the file, which may be a pipe.
  ///   - isInterrupted: asked again and again, as a pipe may be silent for long.
  /// - Throws: `FormatError` with what is wrong with the file.
  public static func read(
    _ path: String, isInterrupted: @escaping @Sendable () -> Bool = { false }
  ) throws(FormatError) -> String {
    let limits = ReadingLimits(bytes: byteLimit, isInterrupted: isInterrupted)
    return try text(path) { () throws(FormatError.Problem) in
      try FileReading.bytes(at: path, limits: limits)
    }
  }

  /// The text of standard input, up to its end.
  ///
  /// - Parameter isInterrupted: asked again and again, and when a signal ends the waiting.
  /// - Throws: `FormatError` with what is wrong with it.
  public static func readStandardInput(
    isInterrupted: @escaping @Sendable () -> Bool = { false }
  ) throws(FormatError) -> String {
    let limits = ReadingLimits(bytes: byteLimit, isInterrupted: isInterrupted)
    return try text(standardInputName) { () throws(FormatError.Problem) in
      try FileReading.standardInput(limits: limits)
    }
  }

  /// Writes a text to a file, at once or not at all.
  ///
  /// - Parameters:
  ///   - text: the text.
  ///   - path: the file, which may be a pipe.
  ///   - isInterrupted: asked again and again, as nobody may read from a pipe.
  /// - Throws: `FormatError` with what is wrong with the place.
  public static func write(
    _ text: String, to path: String, isInterrupted: @escaping @Sendable () -> Bool = { false }
  ) throws(FormatError) {
    let result = Supervision(isStopping: isInterrupted).perform {
      Result { () throws(FormatError.Problem) in
        try FileWriting.write(Array(text.utf8), to: path)
      }
    }
    if case .failure(let problem) = result { throw FormatError(path, problem) }
  }

  private static func text(
    _ path: String, _ bytes: () throws(FormatError.Problem) -> [UInt8]
  ) throws(FormatError) -> String {
    do throws(FormatError.Problem) { return try text(bytes()) } catch {
      throw FormatError(path, error)
    }
  }

  private static func text(_ bytes: [UInt8]) throws(FormatError.Problem) -> String {
    if bytes.isEmpty { return "" }
    try TextCheck.check(bytes)
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    return String(decoding: bytes.dropFirst(bytes.starts(with: mark) ? 3 : 0), as: UTF8.self)
  }
}
