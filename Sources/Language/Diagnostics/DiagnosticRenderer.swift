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

  /// How much of a long chain of calls is shown.
  public enum Trace: Sendable {
    /// Its ends.
    case short
    /// As much as anyone reads.
    case long

    fileprivate var shownAtEachEnd: Int {
      switch self {
      case .short: 4
      case .long: 100
      }
    }
  }

  /// The columns source lines may take where the reader's width is unknown.
  static let ordinaryWidth = 160

  /// The columns a fact may take, which is read as prose.
  static let factWidth = 100

  let color: Color
  let width: Int
  let isWidthKnown: Bool
  private let trace: Trace

  /// A renderer for a reader `width` columns wide; nil where that is unknown.
  public init(color: Color = .plain, width: Int? = nil, trace: Trace = .short) {
    self.color = color
    self.trace = trace
    isWidthKnown = width != nil
    self.width = max(width ?? DiagnosticRenderer.ordinaryWidth, 40)
  }

  /// The diagnostic as lines of text, each ended by a newline.
  ///
  /// *Complexity*: O(length of the labelled lines).
  public func text(_ diagnostic: Diagnostic) -> String {
    var page = StyledText(color: color)
    page.append("error[\(diagnostic.id)]", .error)
    page.append(":", .strong)
    for (index, line) in titleLines(diagnostic).enumerated() {
      page.append(String(repeating: " ", count: index == 0 ? 1 : 4))
      page.append(line, .strong)
      page.endLine()
    }
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
    for line in traceLines(diagnostic) {
      page.append(margin + line)
      page.endLine()
    }
    for fact in diagnostic.facts {
      append(wrapped(fact), opening: "=", .frame, margin: margin, to: &page)
    }
    if let hint = diagnostic.hint {
      append(
        wrapped(hint: hint, gutter: gutter), opening: "hint:", .hint, margin: margin, to: &page)
    }
    return page.text
  }

  /// A fact as lines of words that fit the reader's width.
  private func wrapped(_ fact: String) -> String {
    WrappedText.lines(fact, width: min(width, DiagnosticRenderer.factWidth) - 8)
      .joined(separator: "\n")
  }

  /// A hint, which stays on one line where the reader's width is unknown: it may be pasted.
  private func wrapped(hint: String, gutter: Int) -> String {
    guard isWidthKnown else { return hint }
    return WrappedText.lines(hint, width: width - gutter - 7).joined(separator: "\n")
  }

  /// The title behind the id, which stays on one line where the reader's width is unknown.
  private func titleLines(_ diagnostic: Diagnostic) -> [String] {
    let title = DisplayWidth.visible(diagnostic.title)
    guard isWidthKnown else { return [title] }
    // The id, in which there are no spaces, takes its room on the first line alone.
    let opening = String(repeating: "x", count: "error[]:".count + diagnostic.id.count)
    let lines = WrappedText.lines("\(opening) \(title)", width: width - 4)
    return [String(lines[0].dropFirst(opening.count + 1))] + lines.dropFirst()
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
  private func traceLines(_ diagnostic: Diagnostic) -> [String] {
    let trace = diagnostic.trace
    let shownAtEachEnd = self.trace.shownAtEachEnd
    let isLong = trace.count > 2 * shownAtEachEnd + 1
    guard isLong || diagnostic.omittedCalls > 0 else { return trace.map(traceLine) }
    let head = isLong ? shownAtEachEnd : (trace.count + 1) / 2
    let tail = isLong ? shownAtEachEnd : trace.count / 2
    let hidden = trace.dropFirst(head).dropLast(tail).reduce(diagnostic.omittedCalls) {
      $0 + $1.times
    }
    return trace.prefix(head).map(traceLine)
      + ["… \(Self.grouped(hidden)) more calls …"]
      + trace.suffix(tail).map(traceLine)
  }

  private func traceLine(_ call: Diagnostic.Call) -> String {
    let position = call.source.position(at: call.span.start)
    let verb =
      switch call.kind {
      case .call: "called"
      case .import: "imported"
      }
    let place =
      "\(verb) at \(DisplayWidth.visible(call.source.name)):\(position.line):\(position.column)"
    let times = call.times == 1 ? "" : ", \(Self.grouped(call.times)) times"
    return
      (call.function.isEmpty ? place : "in \(DisplayWidth.visible(call.function)), \(place)")
      + times
  }

  /// A count with its digits in groups of three.
  private static func grouped(_ count: Int) -> String {
    var text = ""
    for (index, digit) in String(count).reversed().enumerated() {
      if index > 0, index % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed())
  }
}
