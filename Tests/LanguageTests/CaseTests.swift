import Language
import Testing

/// The programs in `grammar/cases`: those that are valid, and those that get a diagnostic each.
@Suite struct CaseTests {
  @Test(
    "every valid case is read, printed and read again",
    arguments: try Project.files("grammar/cases/valid", ".mfl"))
  func valid(_ file: String) throws {
    let text = try Project.text("grammar/cases/valid/\(file)")
    let tree = try #require(program(text), "\(String(describing: problem(text)))")
    let back = try #require(program(Printer.text(of: tree)))
    #expect(back.isSame(as: tree))
  }

  @Test(
    "every invalid case gets the diagnostic its first line names",
    arguments: try Project.files("grammar/cases/invalid", ".mfl"))
  func invalid(_ file: String) throws {
    let text = try Project.text("grammar/cases/invalid/\(file)")
    let prefix = "# error: "
    try #require(text.hasPrefix(prefix))
    let id = text.dropFirst(prefix.count).prefix { $0 != "\n" }
    let diagnostic = try #require(problem(text))
    #expect(diagnostic.id == id)
    #expect(diagnostic.primary != nil)
    #expect(!diagnostic.title.hasSuffix("."))
  }

  @Test("there are cases enough")
  func enough() throws {
    #expect(try Project.files("grammar/cases/valid", ".mfl").count >= 25)
    #expect(try Project.files("grammar/cases/invalid", ".mfl").count >= 50)
  }

  @Test("after a problem the next statement is read, and its problem is found too")
  func severalProblems() {
    let text = "x = 2y\ny = 1\nz = [1 2]\nf (x)\nw = (1,\n2"
    guard case .invalid(let found) = Parser.parse(Source(name: "test", text: text)) else {
      Issue.record("it was accepted")
      return
    }
    #expect(found.map(\.id) == ["syntax.product", "list.comma", "syntax.space", "syntax.unclosed"])
  }
}
