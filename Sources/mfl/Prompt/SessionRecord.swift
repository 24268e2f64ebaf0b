import Language
import Runtime

/// The statements of a conversation that succeeded, as a program.
struct SessionRecord {
  /// The program in pieces: statements, and what stands between them.
  private var pieces: [String] = []
  /// How many statements there are.
  private(set) var count = 0
  /// The binding shown last, which made its value `ans`; in a program it would not.
  private var announced: Announcement?

  /// A binding that was shown.
  private struct Announcement {
    let name: String
    /// The piece before which its value can be shown; nil while nothing follows it.
    var place: Int?
  }

  /// The program, which does what the conversation did.
  var program: String { pieces.joined() }

  /// Adds what was typed and succeeded, and what its statements did.
  mutating func addEntry(_ text: String, _ effects: [StatementEffect]) {
    let source = Source(name: "<prompt>", text: text)
    guard case .complete(let tree) = Parser.parse(source, as: .prompt), !tree.statements.isEmpty
    else { return }
    let answers = SourcePiece.pieces(of: source).filter {
      $0.kind == .name && source.text(in: $0.span) == "ans"
    }
    var end = 0
    for (index, statement) in tree.statements.enumerated() {
      let span = statement.span
      let continues = source.text(in: span).hasPrefix("|>")
      // Comments before the first statement stay with it.
      if index == 0 { placeAnnounced() }
      pieces.append(source.text(in: Span(end, span.start)))
      placeAnnounced()
      let mentions = answers.contains { span.start <= $0.span.start && $0.span.end <= span.end }
      if continues || mentions { showAnnounced() }
      pieces.append((continues ? "ans " : "") + source.text(in: span))
      end = span.end
      if index < effects.count { note(effects[index]) }
    }
    let rest = source.text(in: Span(end, source.bytes.count))
    pieces.append(String(rest.reversed().drop(while: \.isWhitespace).reversed()) + "\n")
    count += tree.statements.count
  }

  /// Adds a program that was run from a file, and what its statements did.
  mutating func addFile(_ text: String, path: String, _ effects: [StatementEffect]) {
    let source = Source(name: path, text: text)
    guard case .complete(let tree) = Parser.parse(source, as: .script), !tree.statements.isEmpty
    else { return }
    placeAnnounced()
    pieces.append("# from \(path.filter { !$0.isNewline })\n")
    pieces.append(text.hasSuffix("\n") ? text : text + "\n")
    count += tree.statements.count
    for effect in effects { note(effect) }
  }

  /// Notes that a binding's value can be shown here: what follows stands on a line of its own.
  private mutating func placeAnnounced() {
    if announced != nil, announced?.place == nil { announced?.place = pieces.count }
  }

  /// Shows the value that is `ans` where it became so.
  private mutating func showAnnounced() {
    guard let announced, let place = announced.place else { return }
    pieces.insert(announced.name + "\n", at: place)
    self.announced = nil
  }

  /// Notes what a statement made of `ans`.
  private mutating func note(_ effect: StatementEffect) {
    switch effect.answer {
    case .kept: break
    case .shown: announced = nil
    case .announced(let name): announced = Announcement(name: name)
    }
  }
}
