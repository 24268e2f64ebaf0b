import Formats
import Glibc
import Language

/// A program to be looked at, from a file or, by the name `-`, from standard input.
enum ProgramFile {
  /// Reads a program; tells the user and gives nil where that cannot be done.
  static func read(_ path: String, _ reporter: Reporter) -> Source? {
    do throws(FormatError) {
      guard path == "-" else { return Source(name: path, text: try TextFile.read(path)) }
      return Source(
        name: "<stdin>", text: try TextFile.text(of: standardInput(), name: "<stdin>"))
    } catch {
      reporter.report(error)
      return nil
    }
  }

  private static func standardInput() -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(Terminal.Stream.input.rawValue, &chunk, chunk.count)
      if count > 0 {
        bytes += chunk[..<count]
      } else if count == 0 || errno != EINTR {
        return bytes
      }
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
