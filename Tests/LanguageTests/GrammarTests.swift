import Foundation
import Testing

@testable import Language

/// The files of the project, found from this one.
enum Project {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// The files of a folder with some extension, by name.
  static func files(_ path: String, _ suffix: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: root.appending(path: path).path)
      .filter { $0.hasSuffix(suffix) }.sorted()
  }
}

@Suite struct GrammarTests {
  private let grammar: Grammar

  init() throws {
    grammar = try #require(Grammar(try Project.text("grammar/mfl.ebnf")))
  }

  /// The rules written above the parser's functions: what each says, and the function below it.
  private func rulesOfParser() throws -> [(name: String, text: String, function: String)] {
    var rules: [(String, String, String)] = []
    for file in try Project.files("Sources/Language/Parser", ".swift") {
      var comment = ""
      for line in try Project.text("Sources/Language/Parser/\(file)").components(separatedBy: "\n")
      {
        let line = line.trimmingCharacters(in: .whitespaces)
        if line.hasPrefix("// ") {
          comment += line.dropFirst(2)
        } else if !line.hasPrefix("///") {
          let words = comment.split(separator: " ").map(String.init)
          if words.count > 2, words[1] == "=", words.last == ";" {
            let declared = line.split { !$0.isLetter }.map(String.init)
            let keyword = declared.firstIndex { $0 == "func" || $0 == "var" } ?? declared.count
            let function = declared.dropFirst(keyword + 1).first ?? ""
            rules.append((words[0], words.dropFirst(2).dropLast().joined(separator: " "), function))
          }
          comment = ""
        }
      }
    }
    return rules
  }

  @Test("the grammar has one rule for each parser function that reads one, with the same name")
  func namesAgree() throws {
    let rules = try rulesOfParser()
    #expect(Set(rules.map(\.name)) == Set(grammar.rules.keys))
    #expect(rules.count == grammar.rules.count)
    for rule in rules { #expect(rule.name == rule.function) }
  }

  @Test("the rules written above the parser's functions are those of the grammar")
  func textsAgree() throws {
    for rule in try rulesOfParser() {
      let written = Grammar("\(rule.name) = \(rule.text) ;")?.texts[rule.name]
      #expect(written == grammar.texts[rule.name], "rule \(rule.name)")
    }
  }

  @Test("every name in a rule is a rule or a token")
  func namesAreDefined() {
    let tokens: Set = ["NAME", "KEYWORD", "NUMBER", "TEXT", "QUOTED", "NEWLINE"]
    func check(_ form: Grammar.Form) {
      switch form {
      case .text, .condition: break
      case .name(let name): #expect(grammar.rules[name] != nil || tokens.contains(name))
      case .sequence(let forms), .choice(let forms): forms.forEach(check)
      case .optional(let form), .repeated(let form): check(form)
      }
    }
    grammar.rules.values.forEach(check)
  }

  @Test("every sentence of the grammar is accepted", arguments: [5, 15, 40, 120])
  func sentencesAreAccepted(_ size: Int) {
    var sentences = RandomSentences(grammar, seed: UInt64(size))
    var refused: [String] = []
    var bytes = 0
    for _ in 0..<5_000 {
      let sentence = sentences.sentence(of: "program", size: size)
      bytes += sentence.utf8.count
      if let problem = problem(sentence) { refused.append("\(problem.id)\n\(sentence)") }
      if refused.count == 3 { break }
    }
    #expect(refused.isEmpty)
    #expect(bytes > 20_000)
  }

  @Test("every rule is used by the sentences", arguments: ["program", "expression"])
  func rulesAreUsed(_ rule: String) {
    var sentences = RandomSentences(grammar, seed: 7)
    var text = ""
    for _ in 0..<1_000 { text += sentences.sentence(of: rule, size: 60) }
    for mark in ["->", "|>", "..<", "∘", "∇", "'", " for ", "else", "at", "\"", "⊗", "_", ": "] {
      #expect(text.contains(mark), "no \(mark)")
    }
  }
}
