import Foundation
import Language
import Runtime
import Synchronization

/// A session at the prompt, line by line, as the README shows one.
struct Transcript {
  /// What is typed, and what is shown for it.
  struct Entry {
    var input: String
    var output: String
  }

  var entries: [Entry]

  /// Reads a block of lines; those that begin with the prompt are typed.
  init(_ block: String) {
    entries = []
    for line in block.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("mfl> ") {
        entries.append(Entry(input: String(line.dropFirst(5)), output: ""))
      } else if !entries.isEmpty, !line.isEmpty || !entries[entries.count - 1].output.isEmpty {
        entries[entries.count - 1].output += line + "\n"
      }
    }
  }

  /// The block with what a session really shows.
  func replayed(in prompt: RecordedPrompt) -> String {
    entries.map { "mfl> \($0.input)\n" + prompt.answer($0.input) }.joined()
  }
}

/// A session whose answers and errors are kept instead of being printed.
final class RecordedPrompt {
  private let shown = Shown()
  private let session: Session

  /// What was written since it was last taken.
  private final class Shown: Sendable {
    private let text = Mutex("")

    func append(_ part: String) { text.withLock { $0 += part } }

    func take() -> String {
      text.withLock { text in
        defer { text = "" }
        return text
      }
    }
  }

  init(folder: String) {
    let shown = shown
    session = Session(
      .init(
        output: { shown.append($0) }, notes: { shown.append($0 + "\n") },
        files: .folder(folder), mode: .prompt))
  }

  /// What the prompt shows for a line.
  func answer(_ line: String) -> String {
    if line.hasPrefix("?") {
      return (session.describe(String(line.dropFirst())) ?? "nothing is called that") + "\n"
    }
    if line == ":nan", case .found(let diagnostic) = session.findNaN() {
      return DiagnosticRenderer().text(diagnostic).trimmedToOneNewline
    }
    switch session.run(line, name: "<prompt>") {
    case .finished: return shown.take()
    case .failed(let diagnostic, _):
      return shown.take() + DiagnosticRenderer().text(diagnostic).trimmedToOneNewline
    case .incomplete(let what): return shown.take() + "incomplete: waiting for \(what)\n"
    }
  }
}

extension String {
  /// The text with one line break at its end.
  fileprivate var trimmedToOneNewline: String {
    var result = self
    while result.hasSuffix("\n") { result.removeLast() }
    return result + "\n"
  }
}

/// Where the package is.
enum Package {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Whether expectations are to be written anew instead of compared.
  static let isRecording = ProcessInfo.processInfo.environment["MFL_RECORD"] != nil
}
