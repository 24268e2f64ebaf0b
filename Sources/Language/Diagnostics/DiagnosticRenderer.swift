/// Turns a diagnostic into the text a person reads (language.md §5 and §6).
///
///     error[shape.compose]: layer 3 cannot follow layer 2
///       --> lesson.mfl:1:7
///       |
///     1 | net = affine(2, 8) |> tanh |> affine(4, 2)
///       |       ------------    ----    ^^^^^^^^^^^^ takes vectors in ℝ⁴
///       |       |               keeps ℝ⁸
///       |       gives ℝ⁸
///       = the chain so far is ℝ² → ℝ⁸ → ℝ⁸
///       hint: affine(8, 2) would fit
public struct DiagnosticRenderer: Sendable {
  /// Whether the text carries colour.
  public enum Color: Sendable {
    /// Characters alone, for files and pipes.
    case plain
    /// ANSI escape sequences, for terminals.
    case ansi
  }

  /// The columns source lines may take where the reader's width is unknown.
  static let ordinaryWidth = 160

  let color: Color
  let width: Int

  /// A renderer for a reader `width` columns wide; nil where that is unknown.
  public init(color: Color = .plain, width: Int? = nil) {
    self.color = color
    self.width = max(width ?? DiagnosticRenderer.ordinaryWidth, 40)
  }

  /// The diagnostic as lines of text, each ended by a newline.
  ///
  /// *Complexity*: O(length of the labelled lines).
  public func text(_ diagnostic: Diagnostic) -> String {
    var page = StyledText(color: color)
    page.append("error[\(diagnostic.id)]", .error)
    page.append(": \(DisplayWidth.visible(diagnostic.title))", .strong)
    page.endLine()
    let excerpts = Excerpt.excerpts(of: diagnostic)
    let gutter = excerpts.map(\.gutter).max() ?? 1
    for (index, excerpt) in excerpts.enumerated() {
      page.append(String(repeating: " ", count: gutter + 1))
      page.append(index == 0 ? "-->" : ":::", .frame)
      page.append(" \(excerpt.place)")
      page.endLine()
      append(excerpt, gutter: gutter, to: &page)
    }
    let margin = String(repeating: " ", count: gutter + 1)
    for line in traceLines(diagnostic.trace) {
      page.append(margin + line)
      page.endLine()
    }
    for fact in diagnostic.facts {
      append(fact, opening: "=", .frame, margin: margin, to: &page)
    }
    if let hint = diagnostic.hint {
      append(hint, opening: "hint:", .hint, margin: margin, to: &page)
    }
    return page.text
  }

  /// A fact or hint; the lines after its first are set under the first.
  private func append(
    _ text: String, opening: String, _ style: StyledText.Style, margin: String,
    to page: inout StyledText
  ) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      page.append(margin)
      if index == 0 {
        page.append(opening, style)
      } else {
        page.append(String(repeating: " ", count: opening.count))
      }
      page.append(" " + DisplayWidth.visible(String(line)))
      page.endLine()
    }
  }

  /// The calls that led to the error, the middle of a long chain left out.
  private func traceLines(_ trace: [Diagnostic.Label]) -> [String] {
    let shownAtEachEnd = 4
    let hidden = trace.count - 2 * shownAtEachEnd
    guard hidden > 1 else { return trace.map(traceLine) }
    return trace.prefix(shownAtEachEnd).map(traceLine)
      + ["… \(hidden) more calls …"]
      + trace.suffix(shownAtEachEnd).map(traceLine)
  }

  private func traceLine(_ call: Diagnostic.Label) -> String {
    let position = call.source.position(at: call.span.start)
    let place =
      "called at \(DisplayWidth.visible(call.source.name)):\(position.line):\(position.column)"
    return call.message.isEmpty ? place : "in \(DisplayWidth.visible(call.message)), \(place)"
  }
}
