import Foundation
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

  @Test("makes a program that gives the same answers")
  func record() {
    var record = SessionRecord(silent: ["print"])
    record.addEntry("x = 5")
    record.addEntry("|> sqrt")
    record.addEntry("y = 6")
    record.addEntry("print y")
    record.addEntry("ans + 1; # muted")
    record.addEntry("a = 1; b = 2\nans * a")
    record.addEntry("not a program )")
    record.addFile("t = 1\n", path: "t.mfl")
    #expect(
      record.program == """
        x = 5
        x
        ans |> sqrt
        y = 6
        print y
        y
        ans + 1; # muted
        a = 1; b = 2
        b
        ans * a
        # from t.mfl
        t = 1

        """)
    #expect(record.count == 9)
  }

  @Test("is parted into commands and the programs between them when it is pasted")
  func parts() {
    #expect(
      PastedText.parts(of: "x = 1\n:vars\ny = [\n:\n]\n?rank") == [
        "x = 1", ":vars", "y = [\n:\n]", "?rank",
      ])
  }
}
