import Language

extension Help {
  /// One line of what a search found.
  public struct Hit: Sendable {
    /// What to ask about: `?name`.
    public let name: String
    /// What it does.
    public let summary: String
    /// How near it is to what was looked for; less is nearer.
    fileprivate let distance: Int
  }

  /// What has every word of a text in its names, its summary or its definition, the nearest first.
  ///
  /// A word is found where one begins with it, and within others only where none does.
  ///
  /// - Parameters:
  ///   - text: the words to look for.
  ///   - documented: the functions of the program that have documentation.
  public func search(_ text: String, also documented: [(name: String, text: String)] = []) -> [Hit]
  {
    let words = text.lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
    guard !words.isEmpty else { return [] }
    let found = hits(words, .atBeginnings, documented)
    guard found.isEmpty, words.allSatisfy({ $0.count >= 4 }) else { return found }
    return hits(words, .anywhere, documented)
  }

  /// Where within words a text may be found.
  private enum Place {
    case atBeginnings
    case anywhere

    /// How a text without capitals mentions a word.
    func finds(_ word: String, in text: String) -> Bool {
      // A sign stands anywhere.
      guard self == .atBeginnings, word.first?.isWordCharacter == true else {
        return text.contains(word)
      }
      var last: Character = " "
      var rest = text[...]
      while let first = rest.first {
        if !last.isWordCharacter, rest.hasPrefix(word) { return true }
        last = first
        rest.removeFirst()
      }
      return false
    }
  }

  private func hits(
    _ words: [String], _ place: Place, _ documented: [(name: String, text: String)]
  ) -> [Hit] {
    let own = documented.compactMap { function in
      Self.hit(
        words, place, names: [function.name],
        summary: function.text.split(separator: "\n").first.map(String.init) ?? "",
        more: function.text)
    }
    let found = pages.compactMap { page in
      Self.hit(
        words, place, names: page.names, summary: page.summary,
        more: [
          page.definition ?? "", page.topic, page.arguments.map(\.name).joined(separator: " "),
        ]
        .joined(separator: " "))
    }
    // A name may be an entry and a property; one line tells of both.
    var seen: Set<String> = []
    return (own + found).enumerated()
      .sorted { ($0.element.distance, $0.offset) < ($1.element.distance, $1.offset) }
      .map(\.element).filter { seen.insert($0.name).inserted }
  }

  private static func hit(
    _ words: [String], _ place: Place, names: [String], summary: String, more: String
  ) -> Hit? {
    let lowered = names.map { $0.lowercased() }
    var distance = 0
    for word in words {
      if lowered.contains(word) {
        distance += 0
      } else if lowered.contains(where: { $0.hasPrefix(word) }) {
        distance += 1
      } else if lowered.contains(where: { place.finds(word, in: $0) }) {
        distance += 2
      } else if place.finds(word, in: summary.lowercased()) {
        distance += 3
      } else if place.finds(word, in: more.lowercased()) {
        distance += 4
      } else {
        return nil
      }
    }
    return Hit(name: names[0], summary: summary, distance: distance)
  }

  /// Hits as lines; at most so many.
  public static func text(_ hits: [Hit], limit: Int) -> String {
    let rows = hits.prefix(limit).map { [$0.name, $0.summary] }
    let more = hits.count > limit ? ["… and \(hits.count - limit) more"] : []
    return (HelpPage.table(rows) + more).joined(separator: "\n")
  }

  /// What to say of a name nothing is known of: what it is called here, or what may have been
  /// meant, and what mentions it.
  public func suggestions(
    for name: String, among bound: [String], documented: [(name: String, text: String)]
  ) -> String {
    var lines = ["nothing is called \(name)"]
    let path = name.prefix { $0 != "(" }.split(separator: ".").map {
      $0.trimmingPrefix(while: \.isWhitespace).description
    }
    if let hint = foreign(path) {
      lines[0] += "; \(hint)"
    } else if let near = nearest(to: name, among: bound) ?? nearest(to: name, among: names.sorted())
    {
      lines[0] += "; did you mean \(near)?"
    }
    let hits = search(path.last ?? name, also: documented)
    if hits.isEmpty {
      lines.append("?topics lists what there is, and apropos \"word\" searches it")
    } else {
      lines.append("these mention it:")
      lines += Help.text(hits, limit: 8).split(separator: "\n").map { "  \($0)" }
    }
    return lines.joined(separator: "\n")
  }

  /// What a name of another language, with its fields, is called here.
  private func foreign(_ path: [String]) -> String? {
    guard let first = path.first, let last = path.last else { return nil }
    return path.count == 1 || ForeignNames.isModule(first)
      ? ForeignNames.hint(
        for: first, path: Array(path.dropFirst()), arguments: nil, vocabulary)
      : ForeignNames.field(last, of: nil, arguments: nil, vocabulary)
  }
}

extension Character {
  fileprivate var isWordCharacter: Bool { isLetter || isNumber }
}
