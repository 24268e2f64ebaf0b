extension Lexer {
  /// A string and the tokens of its interpolations; `offset` stands on the opening quote.
  mutating func string(nesting: Int) -> Token.Kind {
    let start = offset
    offset += 1
    var pieces: [Token.Piece] = []
    var text: [UInt8] = []
    func flush() {
      if !text.isEmpty { pieces.append(.text(String(decoding: text, as: UTF8.self))) }
      text = []
    }
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: "\""):
        offset += 1
        flush()
        return .string(pieces)
      case UInt8(ascii: "\n"): return .invalid(unclosedString(at: start))
      case UInt8(ascii: "\\"):
        switch escape() {
        case .success(let scalars): text += scalars
        case .failure(let diagnostic):
          skipToStringEnd()
          return .invalid(diagnostic)
        }
      case UInt8(ascii: "{"):
        flush()
        let opening = offset
        offset += 1
        let tokens = tokens(nesting: nesting + 1)
        for token in tokens {
          if case .invalid(let diagnostic) = token.kind {
            // What looks like a string within the braces is what follows where they should close.
            let isOpen = diagnostic.id == "lex.string" && nesting == 0
            skipToStringEnd()
            return .invalid(isOpen ? unclosedBrace(at: opening) : diagnostic)
          }
        }
        guard peek() == UInt8(ascii: "}") else { return .invalid(unclosedString(at: start)) }
        offset += 1
        guard tokens.count > 1 else {
          let diagnostic = problem(
            "lex.interpolation", "there is nothing between the braces", opening)
          skipToStringEnd()
          return .invalid(
            diagnostic.hinting("write an expression, or `\\{` for a brace itself"))
        }
        pieces.append(.interpolation(tokens))
      default:
        text.append(byte)
        offset += 1
      }
    }
    return .invalid(unclosedString(at: start))
  }

  private func unclosedBrace(at opening: Int) -> Diagnostic {
    Diagnostic(
      "lex.string", "a brace in the string is not closed",
      at: .init(source, Span(opening, opening + 1), "opened here"),
      hint: "add `}` after the value, or write `\\{` for a brace itself")
  }

  func unclosedString(at start: Int) -> Diagnostic {
    let line = source.line(at: start)
    let end =
      line + 1 < source.lineStarts.count ? source.lineStarts[line + 1] - 1 : source.bytes.count
    return Diagnostic(
      "lex.string", "the string is not closed",
      at: .init(source, Span(start, max(end, start)), "no closing quote on this line"),
      hint: "add `\"`; write `\\n` for a line break inside a string")
  }

  /// The bytes an escape stands for.
  private mutating func escape() -> Result<[UInt8], Diagnostic> {
    let start = offset
    offset += 1
    guard let byte = peek(), byte != UInt8(ascii: "\n") else {
      return .failure(unclosedString(at: start))
    }
    offset += 1
    switch byte {
    case UInt8(ascii: "n"): return .success([0x0A])
    case UInt8(ascii: "t"): return .success([0x09])
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "{"), UInt8(ascii: "}"):
      return .success([byte])
    case UInt8(ascii: "u") where peek() == UInt8(ascii: "{"):
      let opening = offset
      while let next = peek(), next != UInt8(ascii: "}"), next != UInt8(ascii: "\n"),
        offset - opening < 12
      {
        offset += 1
      }
      let digits = source.text(in: Span(opening + 1, offset))
      guard peek() == UInt8(ascii: "}"), let code = UInt32(digits, radix: 16),
        let scalar = Unicode.Scalar(code)
      else {
        return .failure(
          problem("lex.escape", "this is no character code", start)
            .hinting("write the code in hexadecimal: `\\u{3b1}` is α"))
      }
      offset += 1
      return .success(Array(String(Character(scalar)).utf8))
    default:
      if byte >= 0x80, let scalar = scalar(at: offset - 1) {
        offset += scalar.utf8.count - 1
      }
      return .failure(
        problem(
          "lex.escape", "`\(source.text(in: Span(start, offset)))` has no meaning in a string",
          start
        ).hinting("a backslash itself is `\\\\`; the escapes are \\n \\t \\\" \\{ \\} \\u{…}"))
    }
  }

  /// Goes past the rest of a string that is already known to be wrong.
  private mutating func skipToStringEnd() {
    while let byte = peek(), byte != UInt8(ascii: "\n") {
      offset += 1
      if byte == UInt8(ascii: "\"") { return }
      if byte == UInt8(ascii: "\\"), peek() != nil, peek() != UInt8(ascii: "\n") { offset += 1 }
    }
  }
}

extension Diagnostic {
  /// The same diagnostic with a hint.
  func hinting(_ hint: String) -> Diagnostic {
    var result = self
    result.hint = hint
    return result
  }
}
