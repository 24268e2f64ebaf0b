import Runtime

/// What may stand at a place in a line of the prompt: in a command of it, or in the language.
struct PromptCompletion {
  private let session: Session

  init(_ session: Session) { self.session = session }

  /// The candidates at a cursor, a UTF-8 offset.
  func answer(_ text: String, _ cursor: Int) -> Session.Completions {
    let before = String(decoding: text.utf8.prefix(cursor), as: UTF8.self)
    let indentation = before.prefix(while: \.isWhitespace).utf8.count
    let line = before.utf8.dropFirst(indentation)
    if let start = before.lastIndex(of: "\n"), before[start...].allSatisfy(\.isWhitespace) {
      // An empty line of an entry that goes on.
      return Session.Completions(start: cursor, candidates: [.init("  ")])
    }
    switch line.first {
    case UInt8(ascii: "?"):
      let marks = line.prefix { $0 == UInt8(ascii: "?") }.count
      return inCode(text, cursor, from: indentation + marks)
    case UInt8(ascii: ":"):
      let word = line.dropFirst().prefix { $0 != UInt8(ascii: " ") }
      let start = indentation + 1 + word.count
      let name = String(decoding: word, as: UTF8.self)
      return start >= cursor
        ? commands(name, at: indentation + 1)
        : argument(of: name, text, before, cursor, from: start)
    default: return session.complete(text, at: cursor)
    }
  }

  private func commands(_ prefix: String, at start: Int) -> Session.Completions {
    let fitting = Manual.entries.filter { $0.name.hasPrefix(prefix) }
    return Session.Completions(
      start: start,
      candidates: fitting.map { entry in
        .init(entry.argument == .none ? entry.name : entry.name + " ", label: ":" + entry.name)
      })
  }

  private func argument(
    of name: String, _ text: String, _ before: String, _ cursor: Int, from start: Int
  ) -> Session.Completions {
    let blanks = before.utf8.dropFirst(start).prefix { $0 == UInt8(ascii: " ") }.count
    let start = start + blanks
    switch Manual.entry(named: name)?.argument {
    case .code, .name: return inCode(text, cursor, from: start)
    case .file:
      // A path in quotes is completed as one in the language.
      if before.utf8.dropFirst(start).first == UInt8(ascii: "\"") {
        return inCode(text, cursor, from: start)
      }
      var answer = session.completePath(
        String(decoding: before.utf8.dropFirst(start), as: UTF8.self))
      answer.start += start
      return answer
    case .setting: return settings(before, from: start)
    case .some(.none), nil: return Session.Completions(start: cursor, candidates: [])
    }
  }

  /// Completes in the code that begins at an offset.
  private func inCode(_ text: String, _ cursor: Int, from start: Int) -> Session.Completions {
    let code = String(decoding: text.utf8.dropFirst(start), as: UTF8.self)
    var answer = session.complete(code, at: cursor - start)
    answer.start += start
    return answer
  }

  private func settings(_ before: String, from start: Int) -> Session.Completions {
    let words = String(decoding: before.utf8.dropFirst(start), as: UTF8.self)
      .split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    let last = words.last ?? ""
    let candidates: [String]
    switch words.count {
    case 0, 1: candidates = Setting.words.map { $0.name + " " }
    case 2: candidates = Setting.words.first { $0.name == words[0] }?.values ?? []
    default: candidates = []
    }
    return Session.Completions(
      start: before.utf8.count - last.utf8.count,
      candidates: candidates.filter { $0.hasPrefix(last) }.map { .init($0) })
  }
}
