import Language

/// Finds what could stand at a place in a line, from tables and bindings, without evaluating.
struct Completion {
  private let before: [UInt8]

  /// The part of a line up to the cursor, a UTF-8 offset.
  init(_ line: String, at cursor: Int) {
    before = Array(line.utf8.prefix(max(cursor, 0)))
  }

  /// The words of the language that are not names.
  static let keywords = [
    "and", "as", "assert", "break", "continue", "else", "false", "for", "if", "import", "in", "is",
    "not", "on", "or", "return", "then", "true", "while",
  ]

  /// The candidates, and where they would begin.
  func candidates(_ engine: Engine) -> (start: Int, candidates: [String]) {
    let start = wordStart(endingAt: before.count)
    let prefix = String(decoding: before[start...], as: UTF8.self)
    if isInString(before[..<start]) { return (start, []) }
    var names: [String]
    if start > 0, before[start - 1] == UInt8(ascii: ".") {
      names = subject(endingAt: start - 1).flatMap { fields(of: $0, engine) } ?? []
    } else if followsIs(start) {
      names = engine.machine.vocabulary.properties + ["not"]
    } else {
      names = engine.names + engine.machine.vocabulary.names + Completion.keywords
      if let function = enclosingFunction(start) {
        names += keywordArguments(of: function, engine).map { "\($0):" }
      }
    }
    let fitting = Set(names.filter { $0.hasPrefix(prefix) })
    return (start, fitting.sorted())
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte)
      || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  private func wordStart(endingAt end: Int) -> Int {
    var start = end
    while start > 0, Completion.isWord(before[start - 1]) { start -= 1 }
    return start
  }

  private func isInString(_ bytes: ArraySlice<UInt8>) -> Bool {
    var inside = false
    var escaped = false
    for byte in bytes {
      if escaped {
        escaped = false
      } else if byte == UInt8(ascii: "\\") {
        escaped = inside
      } else if byte == UInt8(ascii: "\"") {
        inside.toggle()
      }
    }
    return inside
  }

  /// The dotted name that ends before a dot: `net.layers`.
  private func subject(endingAt end: Int) -> [String]? {
    var start = wordStart(endingAt: end)
    guard start < end else { return nil }
    while start > 0, before[start - 1] == UInt8(ascii: ".") {
      let next = wordStart(endingAt: start - 1)
      guard next < start - 1 else { return nil }
      start = next
    }
    return String(decoding: before[start..<end], as: UTF8.self)
      .split(separator: ".").map(String.init)
  }

  private func fields(of path: [String], _ engine: Engine) -> [String]? {
    guard let first = path.first, var value = engine.value(of: first) else { return nil }
    for name in path.dropFirst() {
      guard let next = try? value.field(name, engine.machine) else { return nil }
      value = next
    }
    return value.fieldNames
  }

  private func followsIs(_ start: Int) -> Bool {
    let words = String(decoding: before[..<start], as: UTF8.self).split(separator: " ")
    guard start > 0, before[start - 1] == UInt8(ascii: " ") else { return false }
    return words.last == "is" || (words.last == "not" && words.dropLast().last == "is")
  }

  /// The name before the innermost parenthesis that is still open.
  private func enclosingFunction(_ start: Int) -> String? {
    var depth = 0
    for index in before[..<start].indices.reversed() {
      switch before[index] {
      case UInt8(ascii: ")"): depth += 1
      case UInt8(ascii: "("):
        if depth == 0 {
          let begin = wordStart(endingAt: index)
          return begin < index ? String(decoding: before[begin..<index], as: UTF8.self) : nil
        }
        depth -= 1
      default: break
      }
    }
    return nil
  }

  private func keywordArguments(of name: String, _ engine: Engine) -> [String] {
    switch engine.value(of: name) {
    case .function(.closure(let closure)): closure.code.parameters.map(\.name)
    case .map(let map): map.closure?.code.parameters.map(\.name) ?? []
    default:
      engine.machine.vocabulary[name]?.parameters.filter { $0.passing != .variadic }.map(\.name)
        ?? []
    }
  }
}
