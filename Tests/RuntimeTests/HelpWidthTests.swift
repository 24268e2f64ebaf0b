import Language
import Runtime
import Testing

@Suite("Help at the width of a terminal")
struct HelpWidthTests {
  static let widths = [60, 80, 88, 120]

  /// The paragraphs of a text that are prose: what stands together, not indented and not in columns.
  private func paragraphs(_ text: String) -> [[Substring]] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .split { $0.isEmpty || $0.first == " " || $0.contains("  ") }.map { paragraph in
        paragraph.flatMap { $0.split(separator: " ") }
      }
  }

  /// Whether a paragraph stands in a text so that none of its lines could take a word of the next.
  private func isFilled(_ words: [Substring], in text: String, _ width: Int) -> Bool {
    let lines = text.split(separator: "\n").map { $0.drop { $0 == " " } }
    let margin = 4
    for start in lines.indices {
      var rest = words[...]
      var line = start
      var isFull = true
      while let first = rest.first, line < lines.endIndex {
        let own = lines[line].split(separator: " ")
        guard rest.starts(with: own) else { break }
        if line > start, !first.contains(where: { "([".contains($0) }),
          DisplayWidth.of(String(lines[line - 1])) + 1 + DisplayWidth.of(String(first))
            <= width - margin, !hasBracket(before: rest.startIndex, words)
        {
          isFull = false
        }
        rest = rest.dropFirst(own.count)
        line += 1
      }
      if rest.isEmpty { return isFull }
    }
    return false
  }

  /// Whether the words before a place open a bracket that is not closed there, which stays together.
  private func hasBracket(before place: Int, _ words: [Substring]) -> Bool {
    words[..<place].joined().reduce(0) {
      $0 + ("([".contains($1) ? 1 : ")]".contains($1) ? -1 : 0)
    } > 0
  }

  @Test("every definition fills its lines, and none is too wide", arguments: widths)
  func pages(width: Int) {
    for page in Help(.standard).pages {
      for level in [HelpLevel.short, .full] {
        let text = page.text(level, width: width)
        let prose = page.definition.map(paragraphs) ?? []
        for paragraph in prose {
          #expect(isFilled(paragraph, in: text, width), "\(page.names[0]) at \(width): \(text)")
        }
        guard !prose.isEmpty else { continue }
        for line in text.split(separator: "\n") where line.drop(while: { $0 == " " }).count > width
        {
          #expect(!prose.contains { $0.joined(separator: " ").contains(line.drop { $0 == " " }) })
        }
      }
    }
  }

  @Test("no line of a page is too wide but code that is, and tables", arguments: widths)
  func lines(width: Int) {
    let help = Help(.standard)
    let pages = help.pages + HelpPage.guides
    for page in pages {
      let code = Set(page.examples.flatMap { $0.code.split(separator: "\n").map(String.init) })
      // A table of results has many columns, which stay together.
      let results = page.examples.map(\.output).joined(separator: "\n").split(separator: "\n")
      let tables = Set(
        results.map { $0.drop { $0 == " " } }.filter { String($0).contains("  ") })
      for level in [HelpLevel.short, .full] {
        // As the prompt shows it.
        let text = WrappedText.prose(page.text(level, width: width), width: width, .flush)
        for line in text.split(separator: "\n") where DisplayWidth.of(String(line)) > width {
          let line = line.drop { $0 == " " }
          let isCode = code.contains { line.hasSuffix($0) }
          #expect(isCode || tables.contains(line), "\(page.names[0]) at \(width): \(line)")
        }
      }
    }
  }

  @Test("what does not fit beside its example stands below it")
  func results() throws {
    let page = try #require(Help(.standard).text(about: "conv", .short, width: 80))
    #expect(page.contains("\n      [12, 16]\n"), "\(page)")
    let wide = try #require(Help(.standard).text(about: "conv", .short, width: 200))
    #expect(wide.contains("      [12, 16]\n"), "\(wide)")
    #expect(!wide.contains("\n      [12, 16]\n"), "\(wide)")
  }

  @Test(
    "every explanation fills its lines, and only its programs may be too wide", arguments: widths)
  func explanations(width: Int) {
    for explanation in Explanations.all {
      let text = explanation.text(width: width)
      for paragraph in paragraphs(explanation.meaning) + paragraphs(explanation.advice) {
        #expect(isFilled(paragraph, in: text, width), "\(explanation.id) at \(width): \(text)")
      }
      let programs = [explanation.wrong, explanation.right].compactMap { $0 }.joined(
        separator: "\n")
      for line in text.split(separator: "\n") where DisplayWidth.of(String(line)) > width {
        #expect(programs.contains(line.drop { $0 == " " }), "\(explanation.id): \(line)")
      }
    }
  }

  @Test("the topics stand beside their names at every width", arguments: widths)
  func topics(width: Int) throws {
    let text = try #require(Help(.standard).text(about: "topics", .short, width: width))
    let lines = text.split(separator: "\n").dropFirst(2).filter { !$0.contains("see also") }
    for line in lines { #expect(line.count <= width, "\(line)") }
    // A topic's own line begins further left than what goes on below its names.
    let beginnings = Set(lines.map { $0.prefix { $0 == " " }.count })
    #expect(beginnings.count == 2, "\(text)")
  }

  @Test("what is laid out stays as it is when a text is broken anew")
  func layout() {
    let text = "One\nparagraph.\n\n  code\nname  column\n- an item\n1. a number\nTwo\nlines."
    #expect(
      WrappedText.unbroken(text)
        == "One paragraph.\n\n  code\nname  column\n- an item\n1. a number\nTwo lines.")
  }
}
