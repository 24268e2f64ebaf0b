/// The whole reference as Markdown, made from the pages of the help: `mfl doc`.
public struct Reference: Sendable {
  /// Something the reference tells besides the language, such as the commands of the prompt.
  public struct Section: Sendable {
    let title: String
    let text: String

    /// A section of text, which is shown as it is.
    public init(_ title: String, _ text: String) {
      self.title = title
      self.text = text
    }
  }

  private let help: Help
  private let sections: [Section]

  /// The reference of a vocabulary.
  public init(_ vocabulary: Vocabulary, also sections: [Section] = []) {
    help = Help(vocabulary)
    self.sections = sections
  }

  /// The reference, a line break at its end.
  public var markdown: String {
    var lines = ["# The mfl reference", ""]
    let chapters = chapters
    for chapter in chapters {
      lines.append("- [\(chapter.title)](#\(Self.anchor(chapter.title)))")
      let names = chapter.pages.map { "[\(Self.code($0.names[0]))](#\(Self.anchor($0)))" }
      if !names.isEmpty { lines.append("  \(names.joined(separator: " "))") }
    }
    for section in sections { lines.append("- [\(section.title)](#\(Self.anchor(section.title)))") }
    for chapter in chapters {
      lines += ["", "<a id=\"\(Self.anchor(chapter.title))\"></a>", "", "## \(chapter.title)"]
      if let note = chapter.note { lines += ["", note] }
      for page in chapter.pages { lines += markdown(page) }
    }
    for section in sections {
      lines += [
        "", "<a id=\"\(Self.anchor(section.title))\"></a>", "", "## \(section.title)", "",
        "```text",
      ]
      lines += section.text.split(separator: "\n", omittingEmptySubsequences: false)
        .map(String.init)
      lines.append("```")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var chapters: [(title: String, note: String?, pages: [HelpPage])] {
    let entries = help.entries
    let topics = help.topics.map { topic in
      (title: topic, note: String?.none, pages: entries.filter { $0.topic == topic })
    }
    return topics + [
      ("properties", "What can be asked with `is`.", HelpPage.properties),
      ("words", "The words of the language.", HelpPage.words),
      ("signs", "The signs of the language, loosest first.", HelpPage.signs),
      ("guides", "What is used besides the language.", HelpPage.guides),
    ]
  }

  private func markdown(_ page: HelpPage) -> [String] {
    var lines = [
      "", "<a id=\"\(Self.anchor(page))\"></a>", "", "### \(Self.code(page.names[0]))", "",
    ]
    lines += ["```text", page.heading, "```", "", page.summary]
    if !page.arguments.isEmpty {
      lines += ["", "| argument | must be | |", "|---|---|---|"]
      lines += page.arguments.map { argument in
        let about = [argument.about, argument.presence].compactMap { $0 }.joined(separator: "; ")
        return "| `\(argument.name)` | \(Self.cell(argument.mustBe)) | \(Self.cell(about)) |"
      }
    }
    if let definition = page.definition {
      switch page.kind {
      // Guides are laid out in columns.
      case .guide: lines += ["", "```text", definition, "```"]
      case .entry, .property, .sign, .word: lines += ["", definition]
      }
    }
    if !page.evidence.isEmpty {
      lines += ["", "Its answer knows:", ""]
      lines += page.evidence.map { "- `.\($0.name)`: \($0.about)" }
    }
    if !page.examples.isEmpty {
      lines += ["", "```text"]
      for example in page.examples {
        let code = example.code.split(separator: "\n", omittingEmptySubsequences: false)
        lines += code.enumerated().map { "\($0 == 0 ? "mfl> " : "...  ")\($1)" }
        lines += example.output.split(separator: "\n").map(String.init)
      }
      lines.append("```")
    }
    let others = page.names.dropFirst().map(Self.code)
    if !others.isEmpty { lines += ["", "Also \(others.joined(separator: " "))."] }
    if !page.properties.isEmpty {
      let links = page.properties.map { "[\($0)](#property-\($0))" }
      lines += ["", "Decides whether a map or matrix is \(links.joined(separator: ", "))."]
    }
    if let reference = page.reference { lines += ["", "Method: \(reference)."] }
    if !page.seeAlso.isEmpty {
      lines += ["", "See also \(page.seeAlso.map(link).joined(separator: ", "))."]
    }
    return lines
  }

  /// A link to the first page about a name, or the name alone where that is a guide.
  private func link(_ name: String) -> String {
    guard let page = help.pages(about: name).first else { return Self.code(name) }
    // Lists of pages are the chapters themselves.
    if page.kind == .guide, !HelpPage.guides.contains(where: { $0.names[0] == page.names[0] }) {
      return Self.code(name)
    }
    return "[\(Self.code(name))](#\(Self.anchor(page)))"
  }

  private static func code(_ name: String) -> String { "`\(name)`" }

  private static func cell(_ text: String) -> String {
    text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }

  private static func anchor(_ title: String) -> String {
    title.split(separator: " ").joined(separator: "-")
  }

  private static func anchor(_ page: HelpPage) -> String {
    switch page.kind {
    case .entry: "entry-\(page.names[0])"
    case .property: "property-\(page.names[0])"
    case .word: "word-\(spelled(page.names[0]))"
    case .sign: "sign-\(spelled(page.names[0]))"
    case .guide: "guide-\(anchor(page.names[0]))"
    }
  }

  /// A name in letters and digits alone.
  private static func spelled(_ name: String) -> String {
    name.unicodeScalars.map { scalar in
      scalar.isASCII && scalar.properties.isAlphabetic
        ? "\(scalar)" : String(scalar.value, radix: 16)
    }.joined()
  }
}
