/// Cuts a source into tokens.
///
/// Newlines are not tokens: each token knows whether one stands before it, and the parser decides
/// what that means. Text that is no token becomes an `.invalid` one, so lexing itself never fails.
struct Lexer {
  /// Spellings beside the ASCII ones, each one token.
  static let twins: [Unicode.Scalar: Mark] = [
    "≤": .lessOrEqual, "≥": .greaterOrEqual, "≠": .notEqual, "≈": .approximatelyEqual,
    "−": .minus, "·": .dotProduct, "→": .arrow, "ᵀ": .apostrophe, "∘": .compose,
    "⊗": .kronecker, "⊕": .directSum, "∇": .gradient, "…": .closedRange,
  ]

  /// Names with a symbol of their own.
  static let namedSymbols = ["π": "pi", "ℝ": "R"]

  /// Operators people bring from other languages.
  static let foreign = [
    "**", "//", "&&", "||", "=>", ":=", "+=", "-=", "*=", "/=", "^=", "%=", ".*=", "./=", ".^=",
    ".+=", ".-=", "**=", "//=", "===", "!==", "<>", "@", "!", "/*", "..",
  ]

  /// The ASCII marks and the foreign operators by their first byte, longest first.
  private static let spellings: [[(bytes: [UInt8], kind: Token.Kind)]] = {
    var table = [[(bytes: [UInt8], kind: Token.Kind)]](repeating: [], count: 0x80)
    func add(_ spelling: String, _ kind: Token.Kind) {
      guard let first = spelling.utf8.first, first < 0x80 else { return }
      table[Int(first)].append((Array(spelling.utf8), kind))
    }
    for mark in Mark.allCases where mark != .hole { add(mark.rawValue, .mark(mark)) }
    for spelling in foreign { add(spelling, .foreign(spelling)) }
    return table.map { $0.sorted { $0.bytes.count > $1.bytes.count } }
  }()

  /// How deep strings may nest within interpolations of strings.
  private static let stringNesting = 20

  let source: Source
  var offset = 0
  private var documentation: [String] = []
  /// How many tokens were read, for asking now and then whether to stop.
  private var count = 0
  private let isStopping: () -> Bool
  private var isStopped = false

  init(_ source: Source, isStopping: @escaping () -> Bool = { false }) {
    self.source = source
    self.isStopping = isStopping
    if source.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
  }

  /// All tokens of the source, the last of which is `.end`.
  static func tokens(of source: Source) -> [Token] {
    var lexer = Lexer(source)
    return lexer.tokens(nesting: 0)
  }

  /// All tokens of the source; nil when asked now and then the lexer is told to stop.
  static func tokens(of source: Source, isStopping: @escaping () -> Bool) -> [Token]? {
    var lexer = Lexer(source, isStopping: isStopping)
    let tokens = lexer.tokens(nesting: 0)
    return lexer.isStopped ? nil : tokens
  }

  /// Tokens up to the end, or within an interpolation up to the brace that closes it.
  mutating func tokens(nesting: Int) -> [Token] {
    var tokens: [Token] = []
    var braces = 0
    while true {
      count += 1
      if count & 1023 == 0, isStopping() {
        isStopped = true
        offset = source.bytes.count
      }
      let (space, newline) = skipSpace()
      let start = offset
      let isClosing = nesting > 0 && peek() == UInt8(ascii: "}") && braces == 0
      let kind: Token.Kind
      if offset >= source.bytes.count || isClosing {
        kind = .end
      } else if nesting > 0, newline {
        kind = .invalid(unclosedString(at: start))
      } else {
        kind = next(nesting: nesting)
      }
      if case .mark(.openBrace) = kind { braces += 1 }
      if case .mark(.closeBrace) = kind { braces -= 1 }
      tokens.append(
        Token(
          kind: kind, span: Span(start, offset), hasSpaceBefore: space || tokens.isEmpty,
          hasNewlineBefore: newline, documentation: takeDocumentation()))
      if case .end = kind { return tokens }
      if nesting > 0, case .invalid = kind { return tokens }
    }
  }

  private mutating func next(nesting: Int) -> Token.Kind {
    let byte = source.bytes[offset]
    if isDigit(byte) || (byte == UInt8(ascii: ".") && isDigit(peek(1))) { return number() }
    if byte == UInt8(ascii: "\"") {
      guard nesting < Self.stringNesting else {
        let start = offset
        offset = source.bytes.count
        return .invalid(problem("limit.nesting", "strings are nested too deeply", start))
      }
      return string(nesting: nesting)
    }
    if byte < 0x80 {
      for (bytes, kind) in Self.spellings[Int(byte)] where matches(bytes) {
        offset += bytes.count
        return kind
      }
    }
    guard let scalar = scalar(at: offset) else { return unknown() }
    if let mark = Self.twins[scalar] {
      offset += scalar.utf8.count
      return .mark(mark)
    }
    if isNameStart(scalar) { return word() }
    return unknown()
  }

  private mutating func word() -> Token.Kind {
    let start = offset
    while let scalar = scalar(at: offset), isNamePart(scalar) { offset += scalar.utf8.count }
    let text = source.text(in: Span(start, offset))
    if text == "_" { return .mark(.hole) }
    if let keyword = Keyword(rawValue: text) { return .keyword(keyword) }
    return .name(Self.namedSymbols[text] ?? text)
  }

  private mutating func number() -> Token.Kind {
    let start = offset
    while isDigit(peek()) { offset += 1 }
    if peek() == UInt8(ascii: "."), isDigit(peek(1)) {
      offset += 1
      while isDigit(peek()) { offset += 1 }
    }
    if peek().map({ $0 | 0x20 }) == UInt8(ascii: "e") {
      let isSigned = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-")
      if isDigit(peek(isSigned ? 2 : 1)) {
        offset += isSigned ? 2 : 1
        while isDigit(peek()) { offset += 1 }
      }
    }
    let text = source.text(in: Span(start, offset))
    guard let value = Double(text), value.isFinite else {
      return .invalid(
        Diagnostic(
          "lex.number", "the number is too large",
          at: .init(source, Span(start, offset), "the largest number is about 1.798e308"),
          hint: "write `inf` for infinity"))
    }
    return .number(value)
  }

  private mutating func unknown() -> Token.Kind {
    let start = offset
    guard let scalar = scalar(at: offset) else {
      offset += 1
      return .invalid(problem("lex.character", "this byte is no character", start))
    }
    offset += scalar.utf8.count
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let code = "U+" + String(repeating: "0", count: max(4 - digits.count, 0)) + digits
    let title: String
    let isVisible: Bool
    switch scalar.properties.generalCategory {
    case .control: (title, isVisible) = ("a control character stands here", false)
    case .format, .spaceSeparator, .lineSeparator, .paragraphSeparator:
      (title, isVisible) = ("an invisible character stands here", false)
    default:
      (title, isVisible) = (
        scalar == "`" ? "a backtick has no meaning here" : "`\(scalar)` has no meaning here", true
      )
    }
    var diagnostic = problem("lex.character", title, start)
    if !scalar.isASCII || !isVisible { diagnostic.primary?.message = code }
    if !isVisible { diagnostic.hint = "delete it, and type this part anew" }
    if let digit = Self.superscripts.firstIndex(of: scalar) {
      diagnostic.hint = "write a power as `^\(digit)`"
    } else if "“”„‘’".unicodeScalars.contains(scalar) {
      diagnostic.hint = "strings stand between straight quotes: \"…\""
    } else if scalar == "?", let name = nameAround(start) {
      diagnostic.title = "help is asked at the prompt"
      diagnostic.hint = "?\(name) at the prompt explains it"
    } else if scalar == "?", let question = questionBefore(start) {
      diagnostic.title = "a question needs no question mark"
      diagnostic.hint = "write `\(question)`"
    } else if let hint = Self.habits[scalar] {
      diagnostic.hint = hint
    }
    return .invalid(diagnostic)
  }

  /// The line a character stands in, unless it is long: there may be very many characters like it.
  private func shortLine(around mark: Int) -> Range<Int>? {
    let line = source.content(ofLine: source.line(at: mark))
    return line.count <= 120 ? line : nil
  }

  /// The name directly after a `?` that begins its line, or directly before one that ends it.
  private func nameAround(_ mark: Int) -> String? {
    guard let line = shortLine(around: mark) else { return nil }
    var words = source.text(in: Span(line.lowerBound, line.upperBound)).drop { $0 == " " }
    if words.hasPrefix("?") {
      words = words.drop { $0 == "?" }
    } else if let end = words.firstIndex(of: "?"),
      words[end...].allSatisfy({ $0 == "?" || $0 == " " })
    {
      words = words[..<end]
    } else {
      return nil
    }
    let isName = !words.isEmpty && words.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    return isName ? String(words) : nil
  }

  /// The question `f is linear` before a `?` that ends its line.
  private func questionBefore(_ mark: Int) -> String? {
    guard let line = shortLine(around: mark) else { return nil }
    let words = source.text(in: Span(line.lowerBound, mark)).split(separator: " ")
    let rest = source.text(in: Span(mark + 1, line.upperBound))
    guard words.count >= 3, words.count <= 6, words.contains("is"), rest.allSatisfy({ $0 == " " })
    else { return nil }
    return words.joined(separator: " ")
  }

  /// What to write for characters that mean something elsewhere.
  private static let habits: [Unicode.Scalar: String] = [
    "×": "write `*`, or `cross(a, b)` for vectors of ℝ³", "÷": "write `/`", "&": "write `and`",
    "|": "write `or`, `|>` to hand a value on, or `abs(x)`", "?": "write `if c then a else b`",
    "√": "write `sqrt(…)`", "`": "strings stand between double quotes: \"…\"",
    "$": "a value is put into a string with braces: \"{x}\"", "~": "write `not`",
    "∂": "write `jacobian(f, x)` or `∇f(x)`", "∞": "write `inf`", "∈": "write `in`",
    "∧": "write `and`", "∨": "write `or`", "¬": "write `not`", "↦": "write `->`",
    "⟶": "write `->`", "←": "write `=`", "∑": "write `sum(…)`", "‖": "write `norm(…)`",
  ]

  private static let superscripts: [Unicode.Scalar] = [
    "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹",
  ]

  // MARK: - White space and comments

  private mutating func skipSpace() -> (space: Bool, newline: Bool) {
    let start = offset
    var newline = false
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: "\n"):
        newline = true
        // A blank line parts documentation from what follows.
        if isBlankLine(from: offset + 1) { documentation = [] }
        offset += 1
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), 0x0C: offset += 1
      case UInt8(ascii: "#"): comment()
      case 0xC2 where peek(1) == 0xA0: offset += 2  // no-break space
      default: return (offset > start, newline)
      }
    }
    return (offset > start, newline)
  }

  private mutating func comment() {
    let start = offset
    while let byte = peek(), byte != UInt8(ascii: "\n") { offset += 1 }
    let text = source.text(in: Span(start, offset))
    guard text.hasPrefix("##"), beginsLine(start) else { return }
    documentation.append(String(text.drop { $0 == "#" }.drop { $0 == " " }.trimmedAtEnd))
  }

  private func beginsLine(_ start: Int) -> Bool {
    var position = start
    while position > 0 {
      switch source.bytes[position - 1] {
      case UInt8(ascii: "\n"): return true
      case UInt8(ascii: " "), UInt8(ascii: "\t"): position -= 1
      default: return false
      }
    }
    return true
  }

  private mutating func takeDocumentation() -> String? {
    defer { documentation = [] }
    return documentation.isEmpty ? nil : documentation.joined(separator: "\n")
  }

  private func isBlankLine(from start: Int) -> Bool {
    var position = start
    while position < source.bytes.count {
      switch source.bytes[position] {
      case UInt8(ascii: "\n"): return true
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): position += 1
      default: return false
      }
    }
    return true
  }

  // MARK: - Characters

  func peek(_ ahead: Int = 0) -> UInt8? {
    let position = offset + ahead
    return position < source.bytes.count ? source.bytes[position] : nil
  }

  private func matches(_ spelling: [UInt8]) -> Bool {
    for (distance, byte) in spelling.enumerated() where peek(distance) != byte { return false }
    return true
  }

  /// The scalar that begins at an offset.
  func scalar(at position: Int) -> Unicode.Scalar? {
    guard position < source.bytes.count else { return nil }
    var iterator = source.bytes[position...].prefix(4).makeIterator()
    var decoder = UTF8()
    if case .scalarValue(let scalar) = decoder.decode(&iterator) { return scalar }
    return nil
  }

  func problem(_ id: String, _ title: String, _ start: Int) -> Diagnostic {
    Diagnostic(id, title, at: .init(source, Span(start, offset)))
  }
}

extension String {
  /// Whether this could be written as a name, or as a field after a dot.
  package var isName: Bool {
    guard let first = unicodeScalars.first, isNameStart(first) else { return false }
    return unicodeScalars.allSatisfy(isNamePart)
  }
}

private func isDigit(_ byte: UInt8?) -> Bool {
  guard let byte else { return false }
  return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}

private func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
  scalar == "_" || scalar.properties.isXIDStart
}

private func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
  if Lexer.twins[scalar] != nil { return false }
  return scalar.properties.isXIDContinue || ("₀"..."₉").contains(scalar)
}

extension Substring {
  /// Without white space at the end.
  fileprivate var trimmedAtEnd: Substring {
    var result = self
    while let last = result.last, last.isWhitespace { result.removeLast() }
    return result
  }
}
