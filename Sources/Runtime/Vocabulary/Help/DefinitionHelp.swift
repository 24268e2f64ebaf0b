import Language

/// What is known of a function that a program defines: how it is written, its `##` lines, its place.
struct DefinitionHelp {
  private let closure: Closure
  private let name: String
  /// The definition in its source, found again by its place.
  private let definition: Definition?

  init(_ closure: Closure, named name: String) {
    self.closure = closure
    self.name = name
    let site = closure.code.site
    definition = Self.program(of: site.source)?.definitions.first { $0.name.span == site.span }
  }

  /// What `?name` or `??name` shows.
  ///
  /// - Parameters:
  ///   - summary: the line that tells the value.
  ///   - width: the columns that paragraphs of documentation fill.
  func lines(_ level: HelpLevel, summary: String, width: Int?) -> [String] {
    var lines = [heading ?? summary]
    if let documentation = closure.code.documentation {
      lines += HelpPage.filled(documentation, width: width ?? 100, indentation: 2)
    }
    if lines[0] != summary { lines.append("  \(summary)") }
    switch level {
    case .short: lines.append("  defined at \(place)")
    case .full:
      lines += ["", "  defined at \(place)"]
      lines += text.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" }
    }
    return lines
  }

  private var source: Source { closure.code.site.source }

  private var place: String {
    let position = source.position(at: closure.code.site.span.start)
    let line = "\(source.name):\(position.line):\(position.column)"
    return source.name == "<prompt>" ? "the prompt" : line
  }

  /// The parameters with their spaces and defaults, as they are written.
  private var heading: String? {
    guard let definition else { return nil }
    let start = definition.name.span.end
    let end = definition.parameters.map { parameter in
      max(
        parameter.name.span.end, parameter.space?.span.end ?? 0,
        parameter.defaultValue?.span.end ?? 0)
    }.max()
    guard let end else { return "\(name)()" }
    let text = source.text(in: Span(start, end)).split(whereSeparator: \.isNewline)
      .map { $0.drop(while: \.isWhitespace) }.joined(separator: " ")
    return "\(name)\(text))"
  }

  /// The whole definition, or the line of a function without a name of its own.
  private var text: String {
    if let definition {
      return source.text(in: Span(definition.name.span.start, definition.body.span.end))
    }
    return source.text(in: closure.code.site.span)
  }

  private static func program(of source: Source) -> Program? {
    for entry in [Parser.Entry.script, .prompt] {
      if case .complete(let program) = Parser.parse(source, as: entry) { return program }
    }
    return nil
  }
}

extension Engine {
  /// What `?name` or `??name` shows; nil where nothing is known of it.
  func describe(_ name: String, _ level: HelpLevel) -> String? {
    // A function is often written with the brackets of a call.
    let name = name.hasSuffix("()") ? String(name.dropLast(2)) : name
    let help = Help(machine.vocabulary)
    let width = machine.valueText.width
    guard let value = value(of: name) else {
      return help.text(about: name, level, width: width)
        ?? Explanations[name]?.text(width: width).trimmedAtEnd
    }
    let summary = machine.valueText.summary(name, value)
    guard let closure = value.closure else {
      let meaning =
        name == Resolver.answerName ? nil : help.text(about: name, level, width: width)
      return meaning.map { "\(summary)\n\nwithout this binding:\n\($0)" } ?? summary
    }
    return DefinitionHelp(closure, named: name).lines(level, summary: summary, width: width)
      .joined(separator: "\n")
  }

  /// What to say of a name nothing is known of.
  func suggestions(for name: String) -> String {
    Help(machine.vocabulary).suggestions(for: name, among: names, documented: documented)
  }

  /// The functions bound here that have documentation.
  var documented: [(name: String, text: String)] {
    names.compactMap { name in
      guard let text = value(of: name)?.closure?.code.documentation else { return nil }
      return (name, text)
    }
  }
}

extension Value {
  /// The function of the program behind a value.
  fileprivate var closure: Closure? {
    switch self {
    case .function(.closure(let closure)): closure
    case .map(let map): map.closure
    default: nil
    }
  }
}

extension String {
  /// The text without line breaks at its end.
  fileprivate var trimmedAtEnd: String {
    var text = self
    while text.last?.isNewline == true { text.removeLast() }
    return text
  }
}
