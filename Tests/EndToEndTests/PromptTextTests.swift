import Foundation
import Runtime
import Synchronization
import Testing

@testable import mfl

@Suite("What is typed at the prompt")
struct PromptTextTests {
  @Test(
    "is painted without being changed",
    arguments: [
      "rank [1, 2; 3, 4] # é", "\"a{x}b\" + \"open", ":load  x.mfl", " ??rank", "", "))((",
      "x ** 2",
    ])
  func painting(line: String) {
    let highlighter = Highlighter(vocabulary: ["rank"])
    for cursor in [nil, 0, 3, line.utf8.count] {
      let painted = highlighter.painted(line, cursor: cursor)
      let plain = painted.replacing(/\u{1B}\[[0-9;]*m/, with: "")
      #expect(plain == line)
      #expect(!painted.hasSuffix("m") || painted.hasSuffix(Paint.end))
    }
  }

  @Test("has brackets that stand out with the cursor beside them")
  func partners() {
    let highlighter = Highlighter(vocabulary: [])
    let opening = Paint.partner.over("(")
    #expect(highlighter.painted("f(x)", cursor: 4) == "f\(opening)x\(Paint.partner.over(")"))")
    #expect(highlighter.painted("f(x)", cursor: 1) == highlighter.painted("f(x)", cursor: 4))
    #expect(highlighter.painted("f(x)", cursor: 0) == "f(x)")
    #expect(highlighter.painted("f(x", cursor: 2) == "f(x")
  }

  @Test("is kept as entries that come back as they were")
  func history() {
    let entries = ["1 + 1", "f(x) = {\n  x\n}", "x = 1\n#5 is a comment", "\"é\""]
    let bytes = entries.flatMap { HistoryText.record(of: $0, time: 12) }
    // A line that looks like a time is set off by a blank.
    let expected = entries.map { $0.replacing("\n#5", with: "\n #5") }
    #expect(HistoryText.entries(in: bytes) == expected)
    #expect(HistoryText.entries(in: Array("a\nb\nb\n\na".utf8)) == ["a", "b", "a"])
    #expect(HistoryText.entries(in: []) == [])
  }

  @Test("is kept in a file that many write to at once", .timeLimit(.minutes(5)))
  func sharedFile() async throws {
    let folder = NSTemporaryDirectory() + "mfl-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/history"
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<4 {
        group.addTask {
          guard let file = try? HistoryFile(path: path) else { return }
          for number in 0..<100 { file.append("\(writer) + \(number)") }
        }
      }
    }
    let recalled = try HistoryFile(path: path).recalled()
    #expect(recalled.count == 400)
    for writer in 0..<4 {
      let mine = recalled.filter { $0.hasPrefix("\(writer) ") }
      #expect(mine == (0..<100).map { "\(writer) + \($0)" })
    }
  }

  @Test("is kept though someone else will not let go of the file")
  func heldFile() throws {
    let folder = NSTemporaryDirectory() + "mfl-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let history = try HistoryFile(path: folder + "/history")
    let other = open(history.path, O_RDWR)
    defer { close(other) }
    #expect(flock(other, LOCK_EX) == 0)
    history.append("1 + 1")
    history.append("1 + 1")
    history.append("2 + 2")
    #expect(history.recalled() == ["1 + 1", "2 + 2"])
  }

  /// What a session has shown.
  private final class Shown: Sendable {
    private let text = Mutex("")

    func append(_ more: String) { text.withLock { $0 += more } }

    func take() -> String {
      text.withLock { text in
        defer { text = "" }
        return text
      }
    }
  }

  @Test(
    "makes a program that gives the same answers",
    arguments: [
      (
        ["x = 5", "|> sqrt", "y = 6", "print y", "ans + 1; # muted"],
        "x = 5\nx\nans |> sqrt\ny = 6\ny\nprint y\nans + 1; # muted\n"
      ),
      (["a = 1; b = 2", "ans * a"], "a = 1; b = 2\nb\nans * a\n"),
      // Whether a statement shows something is not seen from its letters.
      (["seed1 = 5", "seed1 + 1", "ans * 2"], "seed1 = 5\nseed1 + 1\nans * 2\n"),
      (
        ["f(x) = { print x }", "x = 3", "f 1", "ans + 1"],
        "f(x) = { print x }\nx = 3\nx\nf 1\nans + 1\n"
      ),
      (["if true { y = 7 }", "ans + 1"], "if true { y = 7 }\ny\nans + 1\n"),
      // The value is that of the time when it was shown.
      (["x = 5", "x = 7;", "ans"], "x = 5\nx\nx = 7;\nans\n"),
    ])
  func record(entries: [String], expected: String) throws {
    let shown = Shown()
    let session = Session(.init(output: { shown.append($0) }, mode: .prompt))
    var record = SessionRecord()
    var last = ""
    for entry in entries {
      guard case .finished = session.run(entry, name: "<prompt>") else {
        Issue.record("\(entry) fails")
        return
      }
      record.addEntry(entry, session.effects)
      last = shown.take()
    }
    #expect(record.program == expected)
    // The program says at its end what the conversation said.
    session.mode = .script
    guard case .finished = session.run(record.program, name: "<saved>") else {
      Issue.record("the program fails")
      return
    }
    #expect(shown.take().hasSuffix(last))
  }

  @Test("is kept with the programs that were loaded; what is no program is not")
  func loadedRecord() {
    var record = SessionRecord()
    record.addEntry("x = 5", [StatementEffect(answer: .announced("x"), names: ["x"])])
    record.addEntry("not a program )", [])
    record.addFile("t = 1\n", path: "t.mfl", [StatementEffect(answer: .kept, names: ["t"])])
    record.addEntry("ans", [StatementEffect(answer: .shown, names: [])])
    #expect(record.program == "x = 5\nx\n# from t.mfl\nt = 1\nans\n")
    #expect(record.count == 3)
  }

  @Test("is parted into commands and the programs between them when it is pasted")
  func parts() {
    #expect(
      PastedText.parts(of: "x = 1\n:vars\ny = [\n:\n]\n?rank") == [
        "x = 1", ":vars", "y = [\n:\n]", "?rank",
      ])
  }
}
