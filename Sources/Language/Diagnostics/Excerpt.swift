/// The lines of one source that a diagnostic points into.
struct Excerpt {
  /// How much a label matters; the primary one is what the diagnostic is about.
  enum Rank {
    case primary
    case secondary

    var mark: Character {
      switch self {
      case .primary: "^"
      case .secondary: "-"
      }
    }

    var style: StyledText.Style {
      switch self {
      case .primary: .error
      case .secondary: .secondary
      }
    }
  }

  /// The part of a label that lies on one line.
  struct Part {
    var bytes: Range<Int>
    var message: String
    var rank: Rank
  }

  let source: Source
  /// The labelled lines, 0-based.
  private(set) var parts: [Int: [Part]] = [:]

  /// The excerpts a diagnostic needs, that of its primary label first.
  static func excerpts(of diagnostic: Diagnostic) -> [Excerpt] {
    var excerpts: [Excerpt] = []
    if let primary = diagnostic.primary { add(primary, .primary, to: &excerpts) }
    for label in diagnostic.secondary { add(label, .secondary, to: &excerpts) }
    return excerpts
  }

  /// The labelled lines in order.
  var lines: [Int] { parts.keys.sorted() }

  /// The columns the largest line number takes.
  var gutter: Int { String((lines.last ?? 0) + 1).count }

  /// `name:line:column` of the first thing marked on the line of the first label.
  var place: String {
    let offset = parts[anchor]?.map(\.bytes.lowerBound).min() ?? 0
    let position = source.position(at: offset)
    return "\(DisplayWidth.visible(source.name)):\(position.line):\(position.column)"
  }

  /// The line on which the first label begins.
  private let anchor: Int

  private static func add(
    _ label: Diagnostic.Label, _ rank: Rank, to excerpts: inout [Excerpt]
  ) {
    let span = label.source.shown(label.span)
    if let index = excerpts.firstIndex(where: { $0.source === label.source }) {
      excerpts[index].add(span, label.message, rank)
    } else {
      var excerpt = Excerpt(source: label.source, anchor: label.source.line(at: span.start))
      excerpt.add(span, label.message, rank)
      excerpts.append(excerpt)
    }
  }

  private init(source: Source, anchor: Int) {
    self.source = source
    self.anchor = anchor
  }

  /// Adds a label: on its line, or, where it covers several, on its first and its last, the remark
  /// at the last.
  private mutating func add(_ span: Span, _ message: String, _ rank: Rank) {
    let first = source.line(at: span.start)
    let last = source.line(at: max(span.end - 1, span.start))
    let remark = DisplayWidth.visible(message)
    let head = source.content(ofLine: first)
    if first == last {
      let start = min(span.start, head.upperBound)
      let end = min(max(span.end, start), head.upperBound)
      parts[first, default: []].append(Part(bytes: start..<end, message: remark, rank: rank))
      return
    }
    let headStart = min(span.start, head.upperBound)
    let tail = source.content(ofLine: last)
    let tailEnd = min(span.end, tail.upperBound)
    var tailStart = tail.lowerBound
    while tailStart < tailEnd, source.bytes[tailStart] <= 0x20 { tailStart += 1 }
    parts[first, default: []].append(
      Part(bytes: headStart..<head.upperBound, message: "", rank: rank))
    parts[last, default: []].append(
      Part(bytes: tailStart..<tailEnd, message: remark, rank: rank))
  }
}
