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
    lines += exampleLines
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
    section("for example", sessionLines)
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

  /// Each example on a line with what it shows, or above it where that takes several lines.
  private var exampleLines: [String] {
    var lines: [String] = []
    let width = examples.map(\.code.count).max() ?? 0
    for example in examples {
      let output = example.output.split(separator: "\n", omittingEmptySubsequences: false)
      let code = example.code.split(separator: "\n", omittingEmptySubsequences: false)
      if output.count == 1, code.count == 1 {
        let padding = String(repeating: " ", count: width - example.code.count + 6)
        lines.append("  \(example.code)\(output[0].isEmpty ? "" : "\(padding)\(output[0])")")
      } else {
        lines += code.map { "  \($0)" }
        lines += output.map { "      \($0)" }
      }
    }
    return lines
  }

  /// The examples as a conversation.
  private var sessionLines: [String] {
    examples.flatMap { example in
      let code = example.code.split(separator: "\n", omittingEmptySubsequences: false)
      let output = example.output.split(separator: "\n", omittingEmptySubsequences: false)
      return code.enumerated().map { "    \($0 == 0 ? "mfl> " : "...  ")\($1)" }
        + output.filter { !$0.isEmpty }.map { "    \($0)" }
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
