import Formats
import Language

/// A program from a file or, by the name `-`, from standard input.
enum ProgramFile {
  /// Reads a program, until Ctrl-C.
  ///
  /// - Throws: `FormatError` with what is wrong with the file.
  static func read(_ path: String) throws(FormatError) -> Source {
    let isInterrupted: @Sendable () -> Bool = { Signals.isInterrupted }
    guard path == "-" else {
      return Source(name: path, text: try TextFile.read(path, isInterrupted: isInterrupted))
    }
    return Source(
      name: TextFile.standardInputName,
      text: try TextFile.readStandardInput(isInterrupted: isInterrupted))
  }

  /// Reads a program; tells the user and gives nil where that cannot be done or Ctrl-C ended it.
  static func read(_ path: String, _ reporter: Reporter) -> Source? {
    do throws(FormatError) {
      return try read(path)
    } catch {
      if !Signals.isInterrupted { reporter.report(error) }
      return nil
    }
  }
}

extension CommandStatus {
  /// The status of two pieces of work: wrong usage, then programs that do not parse, then other
  /// failures count before success.
  func joined(with other: CommandStatus) -> CommandStatus {
    let order: [CommandStatus] = [.interrupted, .usage, .syntax, .failure]
    return order.first { $0 == self || $0 == other } ?? .success
  }
}
