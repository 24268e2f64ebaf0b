import Foundation
import Language
import Runtime
import Testing

@Suite("Explanations")
struct ExplanationTests {
  private static var withPrograms: [Explanation] { Explanations.all.filter { $0.wrong != nil } }

  /// Runs a program in a folder where there is a lesson to import.
  private func failure(_ program: String) throws -> Diagnostic? {
    let folder = try TemporaryFolder()
    try folder.write("x = 1\n", to: "lesson.mfl")
    let prompt = Prompt(files: .folder(folder.path))
    switch prompt.session.run(program, name: "<test>") {
    case .finished: return nil
    case .failed(let diagnostic, _): return diagnostic
    case .incomplete(let what): return Diagnostic("incomplete", what)
    }
  }

  @Test("the wrong program has the problem", arguments: withPrograms.map(\.id))
  func wrong(id: String) throws {
    let program = try #require(Explanations[id]?.wrong)
    let diagnostic = try failure(program)
    #expect(diagnostic?.id == id, "\(diagnostic?.title ?? "it runs"): \(program)")
  }

  @Test("the right program runs", arguments: withPrograms.filter { $0.right != nil }.map(\.id))
  func right(id: String) throws {
    let program = try #require(Explanations[id]?.right)
    let diagnostic = try failure(program)
    #expect(diagnostic == nil, "\(diagnostic?.id ?? ""): \(diagnostic?.title ?? "")")
  }

  @Test("every id that a source file mentions is explained, and no other")
  func complete() throws {
    let package = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let sources = package.appending(path: "Sources")
    let files = try #require(
      FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
    let explained = Set(Explanations.all.map(\.id))
    // What stands where a problem is made is an id; elsewhere, in a table of ids or an example of
    // the language, a literal of two words around a dot is one when the first names an area.
    let made = /(?:Diagnostic|ProblemText|problem|invalid|id:)\(?\s*"([a-z]+\.[a-zA-Z]+)"/
    let literal = /"([a-z]+)\.([a-zA-Z]+)"/
    let areas = Set(explained.compactMap { $0.split(separator: ".").first.map(String.init) })
    let extensions: Set = ["mfl", "csv", "tsv", "npy", "json", "txt", "svg", "png", "md", "sh"]
    var thrown: Set = ["interrupted"]
    for case let file as URL in files where file.pathExtension == "swift" {
      guard !file.path().contains("/Explanations/") else { continue }
      let text = try String(contentsOf: file, encoding: .utf8)
      thrown.formUnion(text.matches(of: made).map { String($0.1) })
      for match in text.matches(of: literal)
      where areas.contains(String(match.1)) && !extensions.contains(String(match.2)) {
        thrown.insert("\(match.1).\(match.2)")
      }
    }
    #expect(thrown.subtracting(explained).sorted() == [], "not explained")
    #expect(explained.subtracting(thrown).sorted() == [], "explained and never thrown")
    #expect(explained.count == Explanations.all.count, "some id is explained twice")
  }

  @Test("an explanation has a meaning, programs and advice, in lines that fit a terminal")
  func form() throws {
    let text = try #require(Session().explain("list.comma"))
    #expect(
      text == """
        list.comma

          Elements between brackets are separated by commas; spaces do not separate them.

          instead of

              v = [1 2 3]

          write

              v = [1, 2, 3]

          Write the commas. `;` separates the rows of a matrix: `[1, 2; 3, 4]`.

        """)
    for explanation in Explanations.all {
      let longest = explanation.text.split(separator: "\n").map(\.count).max() ?? 0
      #expect(longest <= 102, "\(explanation.id) has \(longest) columns")
    }
    #expect(Session().explain("no.such") == nil)
    #expect(Explanations.near("shape.compos") == "shape.compose")
    #expect(Explanations.near("compose") == "shape.compose")
  }
}
