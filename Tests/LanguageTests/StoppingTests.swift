import Language
import Testing

@Suite("Giving up the reading of a program")
struct StoppingTests {
  /// Answers how often it was asked, and from some question on that the reading is to stop.
  private final class Question {
    private(set) var count = 0
    private let stopsAt: Int

    init(stopsAt: Int = .max) { self.stopsAt = stopsAt }

    func ask() -> Bool {
      count += 1
      return count >= stopsAt
    }
  }

  private static func times(_ count: Int, _ text: String) -> String {
    String(repeating: text, count: count)
  }

  static let sources = [
    times(5_000, "x = 1\n"), "f() = {" + times(5_000, "x = 1; ") + "}",
    "[" + times(10_000, "1, ") + "1]", "[" + times(5_000, "\"{1}\", ") + "1]",
    "\"" + times(5_000, "{x}") + "\"", "\"{[" + times(10_000, "1, ") + "1]}\"",
    "f(" + times(10_000, "x, ") + "x)", times(5_000, "x = )\ny = 1; "),
  ]

  @Test("it is asked all along, and stops at once wherever it is told so", arguments: sources)
  func stopping(_ text: String) {
    let source = Source(name: "test", text: text)
    let never = Question()
    _ = Parser.parse(source, isStopping: never.ask)
    #expect(never.count >= 8)
    for count in 1...never.count {
      let question = Question(stopsAt: count)
      guard case .invalid(let problems) = Parser.parse(source, isStopping: question.ask) else {
        Issue.record("it went on after question \(count)")
        continue
      }
      #expect(problems.map(\.id) == ["interrupted"])
      #expect(question.count == count)
    }
  }
}
