import Language

/// The statements of a conversation that succeeded, as a program.
struct SessionRecord {
  private var lines: [String] = []
  /// How many statements there are.
  private(set) var count = 0
  /// The name whose binding was shown last, which made its value `ans`; in a program it would not.
  private var announced: String?
  /// Functions whose value is nothing, which leave `ans` as it is.
  private let silent: Set<String>

  /// An empty record; `silent` are the names of functions that give nothing.
  init(silent: Set<String>) { self.silent = silent }

  /// The program, which does what the conversation did.
  var program: String { lines.joined(separator: "\n") + "\n" }

  /// Adds what was typed and succeeded.
  mutating func addEntry(_ text: String) {
    let source = Source(name: "<prompt>", text: text)
    guard case .complete(let tree) = Parser.parse(source, as: .prompt), !tree.statements.isEmpty
    else { return }
    let answers = SourcePiece.pieces(of: source).filter {
      $0.kind == .name && source.text(in: $0.span) == "ans"
    }
    var added = ""
    var end = 0
    for statement in tree.statements {
      let span = statement.span
      let continues = source.text(in: span).hasPrefix("|>")
      let usesAnswer =
        continues || answers.contains { span.start <= $0.span.start && $0.span.end <= span.end }
      added += source.text(in: Span(end, span.start))
      if usesAnswer, let name = announced {
        added += "\(name)\n"
        announced = nil
      }
      if continues { added += "ans " }
      added += source.text(in: span)
      end = span.end
      note(statement, source)
    }
    added += source.text(in: Span(end, source.bytes.count))
    lines.append(String(added.reversed().drop(while: \.isWhitespace).reversed()))
    count += tree.statements.count
  }

  /// Adds a program that was run from a file.
  mutating func addFile(_ text: String, path: String) {
    let source = Source(name: path, text: text)
    guard case .complete(let tree) = Parser.parse(source, as: .script), !tree.statements.isEmpty
    else { return }
    lines.append("# from \(path.filter { !$0.isNewline })")
    lines.append(text.hasSuffix("\n") ? String(text.dropLast()) : text)
    count += tree.statements.count
    announced = nil
  }

  /// Notes what a statement makes of `ans`.
  private mutating func note(_ statement: Statement, _ source: Source) {
    if statement.muted { return }
    switch statement.kind {
    case .binding(let names, _): announced = names.last?.text
    case .definition(let definition): announced = definition.name.text
    case .expression:
      let first = source.text(in: statement.span).prefix { $0.isLetter || $0 == "_" }
      if !silent.contains(String(first)) { announced = nil }
    case .loop, .whileLoop, .breakLoop, .continueLoop, .returnValue, .importFile, .assertion: break
    }
  }
}
