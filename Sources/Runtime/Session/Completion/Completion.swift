import Geometry
import Language

/// Finds what could stand at a place in a line, from tables and bindings, without evaluating.
struct Completion {
  let engine: Engine
  /// The text up to the cursor.
  let before: [UInt8]
  /// The text from the cursor on.
  private let after: ArraySlice<UInt8>

  /// A line, which may have several rows, and a cursor in it, a UTF-8 offset.
  init(_ line: String, at cursor: Int, _ engine: Engine) {
    let bytes = Array(line.utf8)
    var end = min(max(cursor, 0), bytes.count)
    // Within a character, what has been typed ends before it.
    while end < bytes.count, bytes[end] & 0xC0 == 0x80, end > 0 { end -= 1 }
    before = Array(bytes[..<end])
    after = bytes[end...]
    self.engine = engine
  }

  /// The words of the language, those among them that may be names included.
  static let keywords = Keyword.allCases.map(\.rawValue) + ["as", "at", "on"]

  /// Those of them that an operand may begin with.
  private static let operandKeywords = [Keyword.if, .not, .true, .false].map(\.rawValue)

  /// The candidates, and where they would begin.
  var answer: Session.Completions {
    switch CursorContext(endOf: before[...]).place {
    case .comment: return .none(at: before.count)
    case .string(let start): return inString(from: start)
    case .code(let start): return inCode(CodeBeforeCursor(before, from: start))
    }
  }

  private func inCode(_ code: CodeBeforeCursor) -> Session.Completions {
    if let symbols = symbols(code) { return symbols }
    if code.isInNumber || code.isBehindString { return .none(at: before.count) }
    if let path = code.subject {
      return code.completions(path.isEmpty ? fieldsOfResult(code) : fields(of: path))
    }
    if let properties = properties(code) { return code.completions(properties) }
    if code.namesLoop { return code.completions([.init("in ", label: "in")]) }
    if code.isPiped { return code.completions(callables(code)) }
    let arguments = keywordArguments(code).map { Session.Completions.Candidate("\($0): ") }
    // Where nothing is typed yet, all names there are would hide the few arguments.
    if code.word.isEmpty, !arguments.isEmpty { return code.completions(arguments) }
    let names = Set(engine.names + engine.machine.vocabulary.names + code.names)
      .union(code.beginsOperand ? Completion.operandKeywords : Completion.keywords)
      .union(engine.machine.answer == nil ? [] : ["ans"])
    return code.completions(arguments, names.sorted().map { Session.Completions.Candidate($0) })
  }

  /// `\alpha` and what begins like it; nil where no symbol does.
  private func symbols(_ code: CodeBeforeCursor) -> Session.Completions? {
    guard let name = code.symbol else { return nil }
    let start = code.wordStart - 1
    if let symbol = Symbols.table[name] {
      return Session.Completions(start: start, candidates: [.init(symbol, label: "\\\(name)")])
    }
    let fitting = Symbols.table.filter { $0.key.hasPrefix(name) }.sorted { $0.key < $1.key }
    guard let first = fitting.first else { return nil }
    // One symbol is written at once; of several, what their names share.
    let candidates: [Session.Completions.Candidate] =
      fitting.count == 1
      ? [.init(first.value, label: "\\\(first.key)")]
      : fitting.map { .init("\\\($0.key)", label: "\\\($0.key) \($0.value)") }
    return Session.Completions(start: start, candidates: candidates)
  }

  /// What may follow `is`: the properties that what stands before it can have.
  private func properties(_ code: CodeBeforeCursor) -> [String]? {
    let words = code.wordsBefore
    let isDenied = words.suffix(2) == ["is", "not"]
    guard words.last == "is" || isDenied else { return nil }
    let known = engine.machine.vocabulary.properties
    guard let subjects = subjects(code.path(beforeWords: isDenied ? 2 : 1)) else {
      return known + (isDenied ? [] : ["not"])
    }
    let fitting = Property.allCases.filter { subjects.contains($0.subject) }.map(\.rawValue)
    return fitting.filter(known.contains) + (isDenied || fitting.isEmpty ? [] : ["not"])
  }

  /// In a string: the words its argument may be, or the names of files.
  private func inString(from start: Int) -> Session.Completions {
    let typed = before[start...]
    // A string with values in it is no name of a file.
    guard let text = FileNames.unescaped(typed) else { return .none(at: before.count) }
    let closing = after.first == UInt8(ascii: "\"") ? "" : "\""
    let code = CodeBeforeCursor(Array(before[..<(start - 1)]), from: codeStart(of: start - 1))
    if let words = choices(code) {
      let fitting = words.filter { $0.hasPrefix(text) }
      return Session.Completions(
        start: start, candidates: fitting.map { .init($0 + closing, label: $0) })
    }
    let isImport = code.pieces.last.map { code.text($0) } == "import"
    guard let folder = FileNames.folder(engine.machine.files, for: isImport ? .program : .data)
    else { return .none(at: before.count) }
    let names = FileNames.completing(text, in: folder, isImport ? .programs : .all)
    let last = typed.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? start
    return Session.Completions(
      start: last,
      candidates: names.map { name in
        .init(
          FileNames.escaped(name.text) + (name.kind == .folder ? "/" : closing),
          label: name.label)
      })
  }

  /// Where the code begins that holds an offset.
  private func codeStart(of offset: Int) -> Int {
    guard case .code(let start) = CursorContext(endOf: before[..<offset]).place else { return 0 }
    return start
  }
}

extension Session {
  /// What could stand at a place in a line.
  public struct Completions: Equatable, Sendable {
    /// One candidate.
    public struct Candidate: Equatable, Sendable {
      /// What would stand in the line.
      public var text: String
      /// What a list of candidates calls it.
      public var label: String

      /// A candidate; a list calls it what it is, unless told otherwise.
      public init(_ text: String, label: String? = nil) {
        self.text = text
        self.label = label ?? text
      }
    }

    /// The UTF-8 offset where the candidates would begin; they end at the cursor.
    public var start: Int
    /// The candidates, the likelier ones first.
    public var candidates: [Candidate]

    /// Candidates from an offset on.
    public init(start: Int, candidates: [Candidate]) {
      self.start = start
      self.candidates = candidates
    }

    /// No candidates.
    static func none(at cursor: Int) -> Completions { Completions(start: cursor, candidates: []) }
  }
}
