// Pages as they are shown at the prompt.

import Language

extension HelpPage {
  /// The page as text, without a line break at its end; its paragraphs fill so many columns, 100
  /// unless told.
  public func text(_ level: HelpLevel, width: Int? = nil) -> String {
    let width = width ?? WrappedText.ordinaryWidth
    let lines =
      switch level {
      case .full where kind != .guide: fullText(width)
      case .short, .full: shortText(width)
      }
    return lines.joined(separator: "\n")
  }

  private func shortText(_ width: Int) -> [String] {
    var lines = [heading, "  \(summary)"]
    lines += Self.table(argumentRows).map { "    \($0)" }
    lines += definitionLines(width, indentation: 2)
    lines += exampleLines(width)
    if !seeAlso.isEmpty { lines.append("  see also \(seeAlso.joined(separator: ", "))") }
    return lines
  }

  private func fullText(_ width: Int) -> [String] {
    var lines = [heading, "  \(summary)"]
    func section(_ title: String, _ content: [String]) {
      guard !content.isEmpty else { return }
      lines += ["", "  \(title)"] + content
    }
    section("takes", Self.table(argumentRows).map { "    \($0)" })
    section("means", definitionLines(width, indentation: 4))
    section(
      "its answer knows",
      Self.table(evidence.map { [".\($0.name)", $0.about] }).map { "    \($0)" })
    section("for example", sessionLines(width))
    section(
      "decides whether a map or matrix is",
      properties.isEmpty ? [] : ["    \(properties.joined(separator: ", "))"])
    section("method", reference.map { ["    \($0)"] } ?? [])
    let others = names.dropFirst()
    section("also called", others.isEmpty ? [] : ["    \(others.joined(separator: ", "))"])
    section("belongs to", ["    \(topic)  (?\(topic) lists what else does)"])
    section("see also", seeAlso.isEmpty ? [] : ["    \(seeAlso.joined(separator: ", "))"])
    return lines
  }

  private var argumentRows: [[String]] {
    arguments.map { argument in
      var text = argument.mustBe
      if let about = argument.about { text += ": \(about)" }
      if let presence = argument.presence { text += " (\(presence))" }
      return [argument.name, text]
    }
  }

  private func definitionLines(_ width: Int, indentation: Int) -> [String] {
    guard let definition else { return [] }
    return HelpPage.filled(definition, width: width, indentation: indentation)
  }

  /// The lines of a text whose paragraphs fill so many columns.
  static func filled(_ text: String, width: Int, indentation: Int) -> [String] {
    let margin = String(repeating: " ", count: indentation)
    return WrappedText.unbroken(text).split(separator: "\n", omittingEmptySubsequences: false)
      .flatMap { line in
        line.isEmpty ? [""] : WrappedText.prose(margin + line, width: width, .flush).lines
      }
  }

  /// Each example on a line with what it shows, or above it where that takes several lines or more
  /// columns than there are.
  private func exampleLines(_ width: Int) -> [String] {
    let (margin, gap) = (2, 6)
    /// The code of an example and what it shows, where each is one line.
    func row(_ example: Builtin.Example) -> (code: String, output: String)? {
      guard !example.code.contains(where: \.isNewline),
        !example.output.contains(where: \.isNewline)
      else { return nil }
      return (example.code, example.output)
    }
    func fits(_ row: (code: String, output: String), beside column: Int) -> Bool {
      row.output.isEmpty || margin + column + gap + DisplayWidth.of(row.output) <= width
    }
    // The widest column that leaves room for what stands beside it.
    let rows = examples.compactMap(row)
    let columns = rows.map { DisplayWidth.of($0.code) }.sorted(by: >)
    let column =
      columns.first { column in
        rows.allSatisfy { DisplayWidth.of($0.code) > column || fits($0, beside: column) }
      } ?? 0
    var lines: [String] = []
    for example in examples {
      if let row = row(example), case let used = DisplayWidth.of(row.code), used <= column,
        fits(row, beside: column)
      {
        let padding = String(repeating: " ", count: column - used + gap)
        lines.append("  \(row.code)\(row.output.isEmpty ? "" : padding + row.output)")
      } else {
        lines += Self.indented(example.code, by: margin, width)
        lines += Self.indented(example.output, by: gap, width)
      }
    }
    return lines
  }

  /// The lines of a text, further right; those in words are broken where they are too wide.
  private static func indented(_ text: String, by columns: Int, _ width: Int) -> [String] {
    let margin = String(repeating: " ", count: columns)
    return text.lines.flatMap { WrappedText.prose(margin + $0, width: width).lines }
  }

  /// The examples as a conversation.
  private func sessionLines(_ width: Int) -> [String] {
    examples.flatMap { example in
      example.code.lines.enumerated().map { "    \($0 == 0 ? "mfl> " : "...  ")\($1)" }
        + Self.indented(example.output, by: 4, width).filter { !$0.allSatisfy { $0 == " " } }
    }
  }

  /// Rows with their columns aligned.
  static func table(_ rows: [[String]]) -> [String] {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      row.enumerated().map { column, text in
        column == row.count - 1
          ? text : text + String(repeating: " ", count: widths[column] - text.count)
      }.joined(separator: "  ")
    }
  }
}

extension String {
  fileprivate var lines: [String] {
    split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}
