import Language

/// The code before a cursor, in pieces, and the word the cursor is at the end of.
struct CodeBeforeCursor {
  let pieces: [SourcePiece]
  /// Where the word begins that ends at the cursor, which may be empty.
  let wordStart: Int
  /// The word that ends at the cursor.
  let word: String
  private let source: Source
  /// What the offsets of the pieces are counted from.
  private let offset: Int

  /// The code in `before` from an offset on.
  init(_ before: [UInt8], from start: Int) {
    let text = String(decoding: before[start...], as: UTF8.self)
    source = Source(name: "<completion>", text: text)
    offset = start
    var pieces = SourcePiece.pieces(of: source)
    var word: SourcePiece?
    if let last = pieces.last, last.span.end == source.bytes.count {
      switch last.kind {
      case .name, .keyword: word = pieces.removeLast()
      // `_` alone is a hole, and the beginning of names.
      case .mark where source.text(in: last.span) == "_": word = pieces.removeLast()
      case .number, .string, .bracket, .mark, .comment, .mistake: break
      }
    }
    self.pieces = pieces
    self.word = word.map { [source] in source.text(in: $0.span) } ?? ""
    wordStart = start + (word?.span.start ?? source.bytes.count)
  }

  /// The text of a piece.
  func text(_ piece: SourcePiece) -> String { source.text(in: piece.span) }

  /// Whether the cursor is at the end of a number, where no name can go on.
  var isInNumber: Bool {
    guard let last = pieces.last, last.kind == .number else { return false }
    return offset + last.span.end == wordStart
  }

  /// Whether the cursor is at the end of a string, which nothing goes on with.
  var isBehindString: Bool {
    guard let last = pieces.last, last.kind == .string else { return false }
    return touchesWord(last)
  }

  /// Whether a value is handed on to what the word begins.
  var isPiped: Bool { pieces.last.map(text) == "|>" }

  /// Whether the word follows the names of a loop, `for k` or `for a, b`.
  var namesLoop: Bool {
    var position = pieces.count - 1
    while position >= 0, pieces[position].kind == .name {
      guard position > 0 else { return false }
      switch text(pieces[position - 1]) {
      case "for": return true
      case ",": position -= 2
      default: return false
      }
    }
    return false
  }

  /// Whether an operand is to follow, so that no word can that stands between operands or begins a
  /// statement.
  var beginsOperand: Bool {
    guard let last = pieces.last else { return false }
    switch last.kind {
    case .mark: return !["_", "'", "ᵀ", ";"].contains(text(last))
    case .bracket: return ["(", "["].contains(text(last))
    case .name, .keyword, .number, .string, .comment, .mistake: return false
    }
  }

  /// What stands alone before the last words, as `net` in `if net is`; nil where it is more than a
  /// path, a number, or a space such as `R^2`.
  func path(beforeWords count: Int) -> Subject? {
    let end = pieces.count - 1 - count
    guard end >= 0 else { return nil }
    var start = end
    let subject: Subject
    if pieces[end].kind == .number {
      subject = .number
      if end >= 2, text(pieces[end - 1]) == "^", ["R", "ℝ"].contains(text(pieces[end - 2])) {
        return isBoundary(end - 3) ? .space : nil
      }
    } else if let path = path(endingAt: end) {
      // A name, and for each field two pieces more, for each element three.
      start -= path.dropFirst().reduce(0) { used, step in
        if case .element = step { used + 3 } else { used + 2 }
      }
      subject = .path(path)
    } else {
      return nil
    }
    return isBoundary(start - 1) ? subject : nil
  }

  /// What a property is asked about.
  enum Subject: Equatable {
    case path([Step])
    case number
    case space
  }

  /// Whether a piece parts what follows it from what stands before.
  private func isBoundary(_ position: Int) -> Bool {
    guard position >= 0 else { return true }
    switch pieces[position].kind {
    case .bracket: return ["(", "[", "{"].contains(text(pieces[position]))
    case .mark: return ["=", ",", ";", ":"].contains(text(pieces[position]))
    case .keyword: return true
    case .name, .number, .string, .comment, .mistake: return false
    }
  }

  /// What the brackets before the dot hold that the word follows.
  var result: Result? {
    guard let dot = pieces.last, text(dot) == ".", pieces.count >= 2, touches(pieces.count - 1),
      text(pieces[pieces.count - 2]) == ")"
    else { return nil }
    var depth = 0
    for position in pieces.indices.dropLast(2).reversed() {
      switch (pieces[position].kind, text(pieces[position])) {
      case (.bracket, ")"), (.bracket, "]"), (.bracket, "}"): depth += 1
      case (.bracket, _) where depth > 0: depth -= 1
      case (.bracket, "("):
        if position > 0, touches(position), pieces[position - 1].kind == .name {
          let name = text(pieces[position - 1])
          return position < 2 || text(pieces[position - 2]) != "." ? .call(name) : nil
        }
        let inner = pieces[(position + 1)..<(pieces.count - 2)]
        return inner.contains { $0.kind == .keyword && text($0) == "is" } ? .verdict : nil
      case (.bracket, _): return nil
      default: break
      }
    }
    return nil
  }

  /// What a bracketed text gives.
  enum Result: Equatable {
    /// What a function gives.
    case call(String)
    /// The verdict on a property.
    case verdict
  }

  /// The name after a backslash that ends at the cursor.
  var symbol: String? {
    guard let last = pieces.last, last.kind == .mark, text(last) == "\\", touchesWord(last)
    else { return nil }
    return word
  }

  /// The words before the one at the cursor, as far back as nothing else stands between them.
  var wordsBefore: [String] {
    let words = pieces.reversed().prefix { $0.kind == .keyword }
    return words.reversed().map(text)
  }

  /// Every name written so far, fields and arguments given by name left out.
  var names: Set<String> {
    var names: Set<String> = []
    let isDefinition = zip(pieces, pieces.dropFirst()).contains {
      text($0) == ")" && text($1) == "="
    }
    for (position, piece) in pieces.enumerated() where piece.kind == .name {
      if position > 0, text(pieces[position - 1]) == "." { continue }
      // A parameter with a space is followed by a colon, too.
      if !isDefinition, let next = pieces.dropFirst(position + 1).first, text(next) == ":" {
        continue
      }
      let name = text(piece)
      if name.count > 1 { names.insert(name) }
    }
    return names
  }

  /// A part of a path: a field, or an element.
  enum Step: Equatable {
    case name(String)
    case element(Int)
  }

  /// What stands before the dot the word follows, as in `net.layers[0].na`; nil where it follows none.
  var subject: [Step]? {
    guard let last = pieces.last, last.kind == .mark, text(last) == ".", touchesWord(last)
    else { return nil }
    guard touches(pieces.count - 1) else { return [] }
    return path(endingAt: pieces.count - 2) ?? []
  }

  /// The path of names and elements whose last piece is at a position.
  func path(endingAt end: Int) -> [Step]? {
    var steps: [Step] = []
    var position = end
    while position >= 0 {
      let piece = pieces[position]
      if piece.kind == .name {
        steps.insert(.name(text(piece)), at: 0)
        guard position >= 2, text(pieces[position - 1]) == ".", touches(position - 1),
          touches(position)
        else { return steps }
        position -= 2
      } else if text(piece) == "]", position >= 3, text(pieces[position - 2]) == "[",
        let index = Int(text(pieces[position - 1])), touches(position - 2)
      {
        steps.insert(.element(index), at: 0)
        position -= 3
      } else {
        return nil
      }
    }
    return nil
  }

  /// The call the cursor is within: what is called, and what its arguments are so far.
  var call: Call? {
    var depth = 0
    for position in pieces.indices.reversed() where pieces[position].kind == .bracket {
      switch text(pieces[position]) {
      case ")", "]", "}": depth += 1
      case let opening where depth == 0:
        guard opening == "(", position > 0, touches(position),
          let path = path(endingAt: position - 1)
        else { return nil }
        return Call(path: path, arguments: arguments(from: position + 1))
      default: depth -= 1
      }
    }
    return nil
  }

  /// A call that is not complete.
  struct Call {
    let path: [Step]
    /// The names of the arguments, nil for one given by its place; the last one is at the cursor.
    let arguments: [String?]
  }

  private func arguments(from start: Int) -> [String?] {
    var arguments: [String?] = [nil]
    var depth = 0
    for position in pieces.indices[start...] {
      let piece = pieces[position]
      switch (piece.kind, text(piece)) {
      case (.bracket, "("), (.bracket, "["), (.bracket, "{"): depth += 1
      case (.bracket, _): depth -= 1
      case (.mark, ",") where depth == 0: arguments.append(nil)
      case (.mark, ":") where depth == 0:
        let before = pieces[position - 1]
        if position > start, before.kind == .name {
          arguments[arguments.count - 1] = text(before)
        }
      default: break
      }
    }
    return arguments
  }

  /// Whether the word at the cursor is the first of an argument.
  var beginsArgument: Bool {
    guard let last = pieces.last.map(text) else { return false }
    return last == "(" || last == ","
  }

  private func touchesWord(_ piece: SourcePiece) -> Bool { offset + piece.span.end == wordStart }

  /// Whether nothing stands between a piece and the one before it.
  private func touches(_ position: Int) -> Bool {
    position > 0 && pieces[position - 1].span.end == pieces[position].span.start
  }

  /// The names among these that the word begins.
  func completions(_ names: [String]) -> Session.Completions {
    completions(Set(names).sorted().map { Session.Completions.Candidate($0) })
  }

  /// The candidates among these that the word begins, group by group.
  func completions(_ groups: [Session.Completions.Candidate]...) -> Session.Completions {
    let fitting = groups.joined().filter { $0.text.hasPrefix(word) }
    return Session.Completions(start: wordStart, candidates: fitting)
  }
}
