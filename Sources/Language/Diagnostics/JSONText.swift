/// A JSON text (RFC 8259) put together piece by piece, on one line and with its keys in order.
///
/// Foundation's encoder keeps no order of keys and boxes every number, of which there may be
/// millions.
public struct JSONText: Sendable {
  /// The text so far.
  public private(set) var text = ""
  /// Whether the next element of the innermost container needs a comma before it.
  private var needsComma = false

  /// An empty text.
  public init() {}

  /// Writes a number, which reads back as the same; `"nan"`, `"inf"` and `"-inf"` are strings.
  public mutating func append(_ number: Double) {
    separate()
    if number.isFinite {
      let isWhole = number == number.rounded(.towardZero) && number.magnitude < 0x1p53
      let isPlain = isWhole && !(number == 0 && number.sign == .minus)
      text += isPlain ? String(Int(number)) : number.description
    } else {
      text += number.isNaN ? "\"nan\"" : number < 0 ? "\"-inf\"" : "\"inf\""
    }
  }

  /// Writes `true` or `false`.
  public mutating func append(_ flag: Bool) {
    separate()
    text += flag ? "true" : "false"
  }

  /// Writes `null`.
  public mutating func appendNull() {
    separate()
    text += "null"
  }

  /// Writes a string in quotes.
  public mutating func append(_ string: String) {
    separate()
    appendQuoted(string)
  }

  /// Writes an object whose members `body` writes.
  public mutating func object(_ body: (inout JSONText) -> Void) {
    enclose("{", "}", body)
  }

  /// Writes an array whose elements `body` writes.
  public mutating func array(_ body: (inout JSONText) -> Void) {
    enclose("[", "]", body)
  }

  /// Writes the key of a member; its value is written next.
  public mutating func key(_ name: String) {
    separate()
    appendQuoted(name)
    text += ":"
    needsComma = false
  }

  /// Writes a member that is a string, or null.
  public mutating func member(_ name: String, _ string: String?) {
    key(name)
    if let string { append(string) } else { appendNull() }
  }

  /// Writes a member that is a whole number.
  public mutating func member(_ name: String, _ number: Int) {
    key(name)
    append(Double(number))
  }

  /// Writes a member that is an array of strings.
  public mutating func member(_ name: String, _ strings: [String]) {
    key(name)
    array { json in for string in strings { json.append(string) } }
  }

  private mutating func separate() {
    if needsComma { text += "," }
    needsComma = true
  }

  private mutating func enclose(
    _ opening: String, _ closing: String, _ body: (inout JSONText) -> Void
  ) {
    separate()
    text += opening
    needsComma = false
    body(&self)
    text += closing
    needsComma = true
  }

  private mutating func appendQuoted(_ string: String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{0}"..."\u{1F}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}

extension Diagnostic {
  /// The diagnostic as one line of JSON, without a line break.
  ///
  /// Its members are id, title, file, line, column, endLine, endColumn, label, notes (each a place
  /// with a remark), facts, hint, trace (each a call or an import, its kind, with its function and
  /// place, and times) and omittedCalls. Lines and columns count from 1; what has no place has null there.
  public var json: String {
    var json = JSONText()
    json.object { json in
      json.member("id", id)
      json.member("title", title)
      if let primary {
        json.append(primary.source, primary.span)
        json.member("label", primary.message.isEmpty ? nil : primary.message)
      } else {
        for name in ["file", "line", "column", "endLine", "endColumn", "label"] {
          json.member(name, nil)
        }
      }
      json.key("notes")
      json.array { json in
        for note in secondary {
          json.object { json in
            json.append(note.source, note.span)
            json.member("label", note.message)
          }
        }
      }
      json.member("facts", facts)
      json.member("hint", hint)
      json.key("trace")
      json.array { json in
        for call in trace {
          json.object { json in
            json.member("kind", call.kind.rawValue)
            json.member("function", call.function)
            json.append(call.source, call.span)
            json.member("times", call.times)
          }
        }
      }
      json.member("omittedCalls", omittedCalls)
    }
    return json.text
  }
}

extension JSONText {
  /// Writes the members that tell a place.
  fileprivate mutating func append(_ source: Source, _ span: Span) {
    let start = source.position(at: span.start)
    let end = source.position(at: span.end)
    member("file", source.name)
    member("line", start.line)
    member("column", start.column)
    member("endLine", end.line)
    member("endColumn", end.column)
  }
}
