import Language

/// All there is help about: the vocabulary, the words, the signs, the properties, and guides.
public struct Help: Sendable {
  let vocabulary: Vocabulary

  /// The help of a vocabulary.
  public init(_ vocabulary: Vocabulary) { self.vocabulary = vocabulary }

  /// The pages of the vocabulary.
  public var entries: [HelpPage] {
    let related = HelpPage.properties.map { (name: $0.names[0], seeAlso: Set($0.seeAlso)) }
    return vocabulary.entries.map { entry in
      var page = HelpPage(entry)
      page.properties = related.filter { $0.seeAlso.contains(entry.name) }.map(\.name)
      return page
    }
  }

  /// The topics of the vocabulary, in the order of the reference.
  public var topics: [String] {
    var seen: Set<String> = []
    return vocabulary.entries.map(\.topic).filter { seen.insert($0).inserted }
  }

  /// Every page that an example or a search can be about: all but the guides.
  public var pages: [HelpPage] {
    entries + HelpPage.properties + HelpPage.words + HelpPage.signs
  }

  /// The pages about a name, the vocabulary's first; none where nothing is known of it.
  public func pages(about name: String) -> [HelpPage] {
    let word = name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    if let entry = vocabulary[word] {
      let own = entries.filter { $0.names[0] == entry.name }
      return own + HelpPage.properties.filter { $0.names.contains(word) }
    }
    let found = (HelpPage.properties + HelpPage.words + HelpPage.signs)
      .filter { $0.names.contains(word) }
    if !found.isEmpty { return found }
    return guide(word).map { [$0] } ?? property(in: word).map { [$0] } ?? []
  }

  /// The property that a question asks about: `f is linear`, `is not smooth at x0`.
  private func property(in question: String) -> HelpPage? {
    var words = question.split(separator: " ").drop { $0 != "is" }.dropFirst()
    if words.first == "not" { words = words.dropFirst() }
    guard let name = words.first.map(String.init) else { return nil }
    return HelpPage.properties.first { $0.names.contains(name) }
  }

  /// What `?name` or `??name` shows; nil where nothing is known of it.
  public func text(about name: String, _ level: HelpLevel, width: Int? = nil) -> String? {
    let found = pages(about: name)
    return found.isEmpty
      ? nil : found.map { $0.text(level, width: width) }.joined(separator: "\n\n")
  }

  /// Every name there is a page about.
  public var names: [String] {
    pages.flatMap(\.names) + topics + HelpPage.guides.flatMap(\.names) + lists
  }

  private var lists: [String] {
    ["topics", "properties", "words", "keywords", "signs", "operators"]
  }

  /// Something to read, or a list of pages.
  private func guide(_ name: String) -> HelpPage? {
    if let guide = HelpPage.guides.first(where: { $0.names.contains(name) }) { return guide }
    switch name {
    case "topics":
      return list(
        name, "The vocabulary by topics; ?topic explains one.",
        topics.map { topic in
          let members = vocabulary.entries.filter { $0.topic == topic }
          return [topic, members.map(\.name).joined(separator: " ")]
        })
    case "properties":
      return list(
        name, "What can be asked with `is`; ?is says how.", summaries(HelpPage.properties))
    case "words", "keywords":
      return list(name, "The words of the language.", summaries(HelpPage.words))
    case "signs", "operators":
      return list(name, "The signs of the language, loosest first.", summaries(HelpPage.signs))
    case let topic where topics.contains(topic):
      let members = entries.filter { $0.topic == topic }
      return list(topic, "What the vocabulary has about \(topic).", summaries(members))
    default: return nil
    }
  }

  private func summaries(_ pages: [HelpPage]) -> [[String]] {
    pages.map { page in
      let names = page.kind == .sign || page.kind == .word ? page.names : [page.names[0]]
      return [names.prefix(4).joined(separator: " "), page.summary]
    }
  }

  private func list(_ name: String, _ summary: String, _ rows: [[String]]) -> HelpPage {
    HelpPage(
      .guide, [name], name, topic: "help", summary,
      HelpPage.table(rows.map { row in row.map(\.self) }).joined(separator: "\n"),
      see: ["help", "topics"].filter { $0 != name })
  }
}
