import Foundation
import Language
import Runtime
import Synchronization
import Testing

/// Collects what a session shows.
final class Transcript: Sendable {
  private let lines = Mutex("")

  func append(_ text: String) { lines.withLock { $0 += text } }

  /// What was shown since the last time, without the final line break.
  func take() -> String {
    let text = lines.withLock { text in
      defer { text = "" }
      return text
    }
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }
}

/// A session together with what it shows.
struct Prompt {
  let transcript = Transcript()
  let interrupt = Interrupt()
  let session: Session

  init(
    files: FileAccess = .none, mode: Session.Configuration.Mode = .script,
    limits: Limits = Limits(), seed: UInt64 = 0
  ) {
    session = Session(
      .init(
        seed: seed, output: { [transcript] in transcript.append($0) }, files: files,
        interrupt: interrupt, mode: mode, limits: limits))
  }

  /// Runs a program and returns what it shows; a failure shows its id and title.
  func shows(_ text: String, name: String = "<test>") -> String {
    switch session.run(text, name: name) {
    case .finished: break
    case .failed(let diagnostic, _): transcript.append("\(diagnostic.id): \(diagnostic.title)\n")
    case .incomplete(let what): transcript.append("waits for \(what)\n")
    }
    return transcript.take()
  }

  /// The diagnostic of a program that fails.
  func failure(_ text: String) -> Diagnostic? {
    guard case .failed(let diagnostic, _) = session.run(text, name: "<test>") else { return nil }
    return diagnostic
  }
}

/// A pipe with a path that has a writer, who writes nothing.
final class SilentPipe {
  let path = FileManager.default.temporaryDirectory
    .appendingPathComponent("mfl-pipe-\(UUID().uuidString).mfl").path
  private let writer: Int32

  init() throws {
    try #require(mkfifo(path, 0o600) == 0)
    writer = open(path, O_RDWR | O_CLOEXEC)
    try #require(writer >= 0)
  }

  deinit {
    close(writer)
    unlink(path)
  }
}

/// A program and what it shows.
struct Case: CustomTestStringConvertible, Sendable {
  let program: String
  let output: String

  init(_ program: String, _ output: String) {
    self.program = program
    self.output = output
  }

  var testDescription: String { program }
}

/// A program with the failing place between « and », and the id of its diagnostic.
struct Mistake: CustomTestStringConvertible, Sendable {
  let marked: String
  let id: String

  init(_ marked: String, _ id: String) {
    self.marked = marked
    self.id = id
  }

  var testDescription: String { "\(id): \(marked)" }

  var program: String { marked.replacing("«", with: "").replacing("»", with: "") }

  /// The text between the marks.
  var place: String {
    guard let start = marked.range(of: "«"), let end = marked.range(of: "»") else { return "" }
    return String(marked[start.upperBound..<end.lowerBound])
  }

  /// The UTF-8 offset of the place.
  var offset: Int {
    marked.range(of: "«").map { marked[..<$0.lowerBound].utf8.count } ?? 0
  }
}

/// A folder that is removed when it is no longer used.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "mfl-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ text: String, to name: String) throws {
    try text.write(toFile: "\(path)/\(name)", atomically: true, encoding: .utf8)
  }
}
