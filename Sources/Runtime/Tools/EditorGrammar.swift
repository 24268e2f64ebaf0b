import Geometry
import Language

/// The files that tell editors how to colour mfl, made from the lexer's table and the vocabulary.
public enum EditorGrammar {
  /// The names of the vocabulary that are written in letters, alphabetically.
  private static func names(_ vocabulary: Vocabulary) -> [String] {
    vocabulary.names.filter { name in
      name.unicodeScalars.allSatisfy { $0 == "_" || $0.properties.isXIDContinue }
    }
  }

  /// The keywords of some categories, in the order of the lexer's table.
  private static func keywords(_ isWanted: (Keyword.Category) -> Bool) -> [String] {
    Keyword.allCases.filter { isWanted($0.category) }.map(\.rawValue)
  }

  private static var wordOperators: [String] {
    keywords { $0 == .operation } + Lexicon.wordOperators
  }

  // MARK: - TextMate

  /// `grammar/mfl.tmLanguage.json`.
  public static func textMate(_ vocabulary: Vocabulary) -> String {
    let name = "[\\p{L}_][\\p{L}\\p{N}\\p{M}_]*"
    let operators = Lexicon.operators.map(escaped).joined(separator: "|")
    let numbers = vocabulary.entries.filter { $0.topic == "constants" }
      .flatMap { [$0.name] + $0.aliases }
    let rules: [(name: String, rule: JSON)] = [
      ("documentation", .match("comment.line.documentation.mfl", "^\\s*##.*$")),
      ("comment", .match("comment.line.number-sign.mfl", "#.*$")),
      (
        "string",
        .object([
          ("name", .text("string.quoted.double.mfl")), ("begin", .text("\"")),
          ("end", .text("\"|$")),
          (
            "patterns",
            .array([
              .match("constant.character.escape.mfl", "\\\\(?:[nt\"\\\\{}]|u\\{[0-9A-Fa-f]+\\})"),
              .match("invalid.illegal.escape.mfl", "\\\\."),
              .object([
                ("name", .text("meta.interpolation.mfl")), ("begin", .text("\\{")),
                ("end", .text("\\}|$")), ("patterns", .array([.include("$self")])),
              ]),
            ])
          ),
        ])
      ),
      (
        "number",
        .match(
          "constant.numeric.mfl",
          "(?<![\\p{L}\\p{N}_])(?:\\d+(?:\\.\\d+)?|\\.\\d+)(?:[eE][+-]?\\d+)?")
      ),
      (
        "property",
        .object([
          (
            "match",
            .text(
              "\\b(is)(?:\\s+(not))?\\s+(\(words(vocabulary.properties)))\\b(?:\\s+(at|on)\\b)?")
          ),
          (
            "captures",
            .object(
              [
                ("1", "keyword.operator.word.mfl"), ("2", "keyword.operator.word.mfl"),
                ("3", "support.constant.property.mfl"), ("4", "keyword.operator.word.mfl"),
              ].map { ($0.0, .object([("name", .text($0.1))])) })
          ),
        ])
      ),
      (
        "definition",
        .object([
          ("match", .text("^\\s*(\(name))(?=\\((?:[^()]|\\([^()]*\\))*\\)\\s*=(?!=))")),
          ("captures", .object([("1", .object([("name", .text("entity.name.function.mfl"))]))])),
        ])
      ),
      ("field", .match("variable.other.member.mfl", "(?<=[\\p{L}\\p{N}_)\\]'])\\.\(name)")),
      ("label", .match("variable.parameter.mfl", "\(name)(?=\\s*:(?!:))")),
      (
        "keyword", .match("keyword.control.mfl", bounded(keywords(\.isControl)))
      ),
      ("word", .match("keyword.operator.word.mfl", bounded(wordOperators))),
      (
        "constant",
        .match(
          "constant.language.mfl", bounded(keywords { $0 == .constant } + numbers))
      ),
      (
        "function",
        .match("support.function.mfl", bounded(names(vocabulary).filter { !numbers.contains($0) }))
      ),
      ("operator", .match("keyword.operator.mfl", operators)),
      (
        "bracket",
        .match(
          "punctuation.section.mfl",
          Lexicon.brackets.flatMap { [$0.open, $0.close] }.map(escaped).joined(separator: "|"))
      ),
      (
        "separator",
        .match("punctuation.separator.mfl", Lexicon.separators.map(escaped).joined(separator: "|"))
      ),
    ]
    let file = JSON.object([
      (
        "$schema",
        .text("https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json")
      ),
      ("name", .text("mfl")), ("scopeName", .text("source.mfl")),
      ("fileTypes", .array([.text("mfl")])), ("firstLineMatch", .text("^#!.*\\bmfl\\b")),
      ("patterns", .array(rules.map { .include("#\($0.name)") })),
      ("repository", .object(rules.map { ($0.name, $0.rule) })),
    ])
    return file.text(0) + "\n"
  }

  private static func words(_ words: [String]) -> String { words.joined(separator: "|") }

  /// A pattern of whole words.
  private static func bounded(_ list: [String]) -> String {
    "(?<![\\p{L}\\p{N}_.])(?:\(words(list)))(?![\\p{L}\\p{N}_])"
  }

  /// A text in which nothing means anything to a regular expression.
  private static func escaped(_ text: String) -> String {
    text.map { "\\^$.|?*+()[]{}".contains($0) ? "\\\($0)" : String($0) }.joined()
  }

  // MARK: - tree-sitter

  /// `grammar/tree-sitter-mfl/queries/highlights.scm`.
  public static func highlights(_ vocabulary: Vocabulary) -> String {
    let quoted = { (texts: [String]) in texts.map { JSON.quoted($0) }.joined(separator: " ") }
    let signs = Lexicon.operators.filter { $0 != "'" && $0 != "ᵀ" }
    return """
      ; Made from the lexer's table and the vocabulary; a test compares.

      (comment) @comment
      (documentation) @comment.documentation

      (number) @number
      (boolean) @boolean
      (string) @string
      (escape) @string.escape
      (interpolation ["{" "}"] @punctuation.special)

      (name) @variable
      (hole) @variable.builtin
      ((name) @variable.builtin (#eq? @variable.builtin "ans"))
      (parameter name: (name) @variable.parameter)
      (argument name: (name) @variable.parameter)
      (lambda parameters: (name) @variable.parameter)
      (member name: (name) @property)
      (member name: (keyword_name) @property)

      (definition name: (name) @function)
      (call function: (name) @function.call)
      (application function: (name) @function.call)

      ((name) @function.builtin
        (#any-of? @function.builtin
          \(quoted(names(vocabulary)))))

      (property property: (name) @constant)
      ((property property: (name) @constant.builtin)
        (#any-of? @constant.builtin
          \(quoted(vocabulary.properties))))

      [\(quoted(keywords { $0 == .flow }))] @keyword
      (break) @keyword
      (continue) @keyword
      [\(quoted(keywords { $0 == .choice }))] @keyword.conditional
      [\(quoted(keywords { $0 == .inclusion } + Lexicon.places.filter { $0 == "as" }))] @keyword.import
      \(quoted(keywords { $0 == .assertion })) @keyword
      [\(quoted(keywords { $0 == .operation } + Lexicon.places.filter { $0 != "as" }))] @keyword.operator
      (word_operator) @keyword.operator
      (word_compose) @keyword.operator

      [\(quoted(signs))] @operator
      (transpose ["'" "ᵀ"] @operator)

      [\(quoted(Lexicon.brackets.flatMap { [$0.open, $0.close] }))] @punctuation.bracket
      [\(quoted(Lexicon.separators))] @punctuation.delimiter

      """
  }
}

/// A value of JSON whose fields keep their order.
private enum JSON {
  case text(String)
  case array([JSON])
  case object([(String, JSON)])

  /// A rule that names what a pattern matches.
  static func match(_ name: String, _ pattern: String) -> JSON {
    .object([("name", .text(name)), ("match", .text(pattern))])
  }

  static func include(_ name: String) -> JSON { .object([("include", .text(name))]) }

  func text(_ depth: Int) -> String {
    let indentation = String(repeating: "  ", count: depth + 1)
    let closing = String(repeating: "  ", count: depth)
    switch self {
    case .text(let text): return JSON.quoted(text)
    case .array(let items):
      let lines = items.map { indentation + $0.text(depth + 1) }
      return "[\n\(lines.joined(separator: ",\n"))\n\(closing)]"
    case .object(let fields):
      let lines = fields.map { "\(indentation)\(JSON.quoted($0.0)): \($0.1.text(depth + 1))" }
      return "{\n\(lines.joined(separator: ",\n"))\n\(closing)}"
    }
  }

  static func quoted(_ text: String) -> String {
    var json = JSONText()
    json.append(text)
    return json.text
  }
}
