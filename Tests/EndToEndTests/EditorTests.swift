import Foundation
import Language
import Runtime
import Testing

@Suite("What editors know of the language")
struct EditorTests {
  private static let files = [
    ("grammar/mfl.tmLanguage.json", EditorGrammar.textMate(.standard)),
    ("grammar/tree-sitter-mfl/queries/highlights.scm", EditorGrammar.highlights(.standard)),
  ]

  @Test(
    "the lists of words in the editors' files are those of the lexer and the vocabulary",
    arguments: files)
  func inStep(path: String, expected: String) throws {
    let file = Package.folder.appendingPathComponent(path)
    if Package.isRecording { try expected.write(to: file, atomically: true, encoding: .utf8) }
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(text == expected, "MFL_RECORD=1 swift test --filter EditorTests writes it anew")
  }

  @Test("the TextMate grammar is JSON whose patterns are regular expressions")
  func patterns() throws {
    let text = EditorGrammar.textMate(.standard)
    let file = try JSONSerialization.jsonObject(with: Data(text.utf8))
    func check(_ value: Any) throws {
      if let fields = value as? [String: Any] {
        for (key, field) in fields {
          if ["match", "begin", "end", "firstLineMatch"].contains(key),
            let pattern = field as? String
          {
            _ = try NSRegularExpression(pattern: pattern)
          }
          try check(field)
        }
      }
      for element in value as? [Any] ?? [] { try check(element) }
    }
    try check(file)
  }

  @Test("every keyword of the lexer is in the tree-sitter grammar and its scanner's words")
  func treeSitterWords() throws {
    let folder = Package.folder.appendingPathComponent("grammar/tree-sitter-mfl")
    let grammar = try String(
      contentsOf: folder.appendingPathComponent("grammar.js"), encoding: .utf8)
    let scanner = try String(
      contentsOf: folder.appendingPathComponent("src/scanner.c"), encoding: .utf8)
    for word in Lexicon.keywords {
      #expect(grammar.contains("'\(word)'"), "\(word)")
      #expect(["true", "false"].contains(word) || scanner.contains("\"\(word)\""), "\(word)")
    }
    for word in Lexicon.wordOperators { #expect(scanner.contains("\"\(word)\""), "\(word)") }
    for sign in Lexicon.operators where sign != "\\" && sign != "'" {
      #expect(grammar.contains("'\(sign)'"), "\(sign)")
    }
  }
}
