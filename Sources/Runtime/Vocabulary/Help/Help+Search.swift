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
  /// - Parameters:
  ///   - text: the words to look for.
  ///   - documented: the functions of the program that have documentation.
  public func search(_ text: String, also documented: [(name: String, text: String)] = []) -> [Hit]
  {
    let words = text.lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
    guard !words.isEmpty else { return [] }
    let own = documented.compactMap { function in
      Self.hit(
        words, names: [function.name],
        summary: function.text.split(separator: "\n").first.map(String.init) ?? "",
        more: function.text)
    }
    let found = pages.compactMap { page in
      Self.hit(
        words, names: page.names, summary: page.summary,
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

  private static func hit(_ words: [String], names: [String], summary: String, more: String) -> Hit?
  {
    var distance = 0
    for word in words {
      if names.contains(where: { $0.lowercased() == word }) {
        distance += 0
      } else if names.contains(where: { $0.lowercased().hasPrefix(word) }) {
        distance += 1
      } else if names.contains(where: { $0.lowercased().contains(word) }) {
        distance += 2
      } else if summary.lowercased().contains(word) {
        distance += 3
      } else if more.lowercased().contains(word) {
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

  /// What to say of a name nothing is known of: what may have been meant, and what mentions it.
  public func suggestions(
    for name: String, among bound: [String], documented: [(name: String, text: String)]
  ) -> String {
    var lines = ["nothing is called \(name)"]
    if let near = nearest(to: name, among: bound) ?? nearest(to: name, among: names.sorted()) {
      lines[0] += "; did you mean \(near)?"
    }
    let hits = search(name, also: documented)
    if hits.isEmpty {
      lines.append("?topics lists what there is, and apropos \"word\" searches it")
    } else {
      lines.append("these mention it:")
      lines += Help.text(hits, limit: 8).split(separator: "\n").map { "  \($0)" }
    }
    return lines.joined(separator: "\n")
  }
}
