public import Language

/// What the prompt asks of a session besides running programs.
extension Engine {
  /// What kind of value an expression has; it is computed, and nothing of it is kept or shown.
  func kind(of text: String) -> Result<String, Diagnostic> { entering { kindEntered(text) } }

  private func kindEntered(_ text: String) -> Result<String, Diagnostic> {
    let source = Source(name: "<prompt>", text: text)
    do {
      let program = try compile(try expression(source), showing: .kept)
      let latest = last
      defer { last = latest }
      return try undoing(program.statements.flatMap(\.assigned)) {
        try machine.withoutShowing {
          try run(program)
          return .success(phrase(for: machine.takeReturned()))
        }
      }
    } catch {
      return .failure(diagnostic(explained(error), source))
    }
  }

  private func expression(_ source: Source) throws -> Program {
    switch try SourceParser.read(source, mode: machine.mode, machine.limits) {
    case .complete(let tree):
      if tree.statements.count == 1, case .expression = tree.statements[0].kind { return tree }
      throw Diagnostic(
        "prompt.expression", "only an expression has a kind",
        at: tree.statements.first.map { Diagnostic.Label(source, $0.span) },
        hint: "bind the name first, and ask for the kind of it")
    case .invalid(let diagnostic): throw diagnostic
    case .incomplete(let missing):
      throw Diagnostic(
        "syntax.incomplete", "the expression ends before it is complete",
        at: Diagnostic.Label(
          source, Span(source.bytes.count, source.bytes.count), "here it waits for \(missing)"))
    }
  }

  /// The kind of a value in words, with the kinds of a few parts.
  private func phrase(for value: Value) -> String {
    switch value {
    case .map, .function: return machine.valueText.line(value)
    case .tuple(let tuple) where tuple.elements.count <= 8:
      let parts = zip(tuple.names, tuple.elements).map { name, part in
        (name.map { "\($0): " } ?? "") + part.kindPhrase
      }
      return "\(value.kindPhrase): \(parts.joined(separator: ", "))"
    case .answer(let answer):
      let fields = answer.fields.map(\.name)
      return fields.isEmpty
        ? value.kindPhrase : "\(value.kindPhrase), with \(fields.joined(separator: ", "))"
    case .nothing, .number, .boolean, .string, .tensor, .list, .tuple, .range, .space, .data,
      .verdict, .module:
      return value.kindPhrase
    }
  }
}

extension Session {
  /// What kind of value an expression has, in words: `a 2×3 matrix`, `net : ℝ² → ℝ⁸  smooth`.
  ///
  /// The expression is computed; what it shows, binds and draws at random is undone.
  ///
  /// - Throws: the diagnostic of its first error.
  public func kind(of expression: String) throws(Diagnostic) -> String {
    let result: Result<String, Diagnostic>? = withEngine { $0.kind(of: expression) }
    return try (result ?? .success("")).get()
  }

  /// The statement that ran last: after a failure the one that failed.
  public var lastStatement: Diagnostic.Label? {
    withEngine { engine in
      engine.last.map { Diagnostic.Label($0.source, $0.statement.span) }
    } ?? nil
  }

  /// Reads imported files anew when they are imported again; what they bound is kept.
  public func forgetImports() { _ = withEngine { $0.imports.forget() } }
}
