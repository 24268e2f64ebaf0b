import Testing

@testable import Language

/// Spans, checked by marks «…» in the source that are taken out before it is read.
@Suite struct SpanTests {
  /// A marked source without its marks, and the span between them.
  private func unmarked(_ marked: String) throws -> (source: Source, span: Span) {
    let parts = marked.split(omittingEmptySubsequences: false) { $0 == "«" || $0 == "»" }
    try #require(parts.count == 3)
    let start = parts[0].utf8.count
    let source = Source(name: "test", text: parts.joined())
    return (source, Span(start, start + parts[1].utf8.count))
  }

  /// All expressions within a value.
  private func expressions(in value: Any) -> [Expression] {
    let own = (value as? Expression).map { [$0] } ?? []
    return own + Mirror(reflecting: value).children.flatMap { expressions(in: $0.value) }
  }

  @Test(
    "an expression's span goes from its first byte to its last",
    arguments: [
      ("x = «a + b»; c", "(a + b)"), ("«a + b» + c", "(a + b)"), ("«(a + b)» * c", "(a + b)"),
      ("((«a» + b)) * c", "a"), ("f(1, «g(x)»)", "g(x)"),
      ("f(1, «g»(x))", "g"), ("«f x»  # comment", "(f x)"), ("f «x^2» + 1", "(x ^ 2)"),
      ("é = «-ä»", "(-ä)"), ("a - «-b»", "(-b)"), ("2^«-x»", "(-x)"), ("«A'»'", "A'"),
      ("«∇f»(x)", "(∇f)"), ("\"a {«x»} b\"", "x"), ("\"é\\n{f «x[0]»}\"", "x[0]"),
      ("y = «x ->\n  x + 1»\nz", "(x -> (x + 1))"),
      ("«a\n  |> f»", "(a |> f)"), ("if «a» { b }", "a"),
      ("if a «{ b }»", "{ b }"), ("f is p at «x + 1»", "(x + 1)"), ("[a for b in «c»]", "c"),
      ("[1, 2; «3», 4]", "3"), ("A[«:», 0]", ":"), ("f(«_», y)", "_"), ("«( )»", "()"),
      ("«[1;\n 2]»", "[1; 2]"),
      ("f ∘ «g ∘ h»", "(g compose h)"), ("f(k: «3»)", "3"), ("g(x: «R^2» = 1) = x", "(R ^ 2)"),
      ("«a.b.c» x", "a.b.c"),
    ])
  func trees(_ marked: String, _ form: String) throws {
    let (source, span) = try unmarked(marked)
    guard case .complete(let tree) = Parser.parse(source) else {
      Issue.record("\(source.text) is not read")
      return
    }
    let found = expressions(in: tree.statements).filter { $0.span == span }.map(grouped)
    #expect(found.contains(form))
  }

  @Test(
    "a statement's span leaves out what separates it",
    arguments: ["«x = 1»; y", "a\n«f(x) = x»\n", "{ «b»; c }", "«for x in y { z }»", "«return»"])
  func statements(_ marked: String) throws {
    let (source, span) = try unmarked(marked)
    guard case .complete(let tree) = Parser.parse(source) else {
      Issue.record("\(source.text) is not read")
      return
    }
    func statements(in value: Any) -> [Statement] {
      let own = (value as? Statement).map { [$0] } ?? []
      return own + Mirror(reflecting: value).children.flatMap { statements(in: $0.value) }
    }
    #expect(statements(in: tree.statements).contains { $0.span == span })
  }

  @Test("an operator has a span of its own")
  func operators() throws {
    for marked in ["a «+» b", "a «|>» b", "a «not in» b", "f «∘» g", "a «kron» b", "2«^»-x"] {
      let (source, span) = try unmarked(marked)
      guard case .binary(_, _, _, let found)? = expression(source.text)?.kind else {
        Issue.record("\(marked) is not an operation")
        continue
      }
      #expect(found == span, "\(marked)")
    }
  }

  @Test(
    "a diagnostic points at the very place",
    arguments: [
      ("x = «$»y", "lex.character"), ("x = «1e999» + 1", "lex.number"),
      ("print «\"text»", "lex.string"), ("\"é«\\q»\"", "lex.escape"),
      ("\"a«{}»\"", "lex.interpolation"), ("x = «(»1 + 2", "syntax.unclosed"),
      ("f(a, «[»1, 2", "syntax.unclosed"), ("x = (1 + 2«]»", "syntax.mismatch"),
      ("é«)»", "syntax.unopened"), ("a = 1 +«»", "syntax.end"), ("f«» (x)", "syntax.space"),
      ("rank «-»A", "syntax.lopsided"), ("[1 «-»2]", "syntax.lopsided"),
      ("«2x» + 1", "syntax.product"), ("«2(»3)", "syntax.product"),
      ("f ∘ g «x»", "syntax.composition"),
      ("1 < 2 «<» 3", "syntax.comparison"), ("f(steps «=» 10)", "syntax.argument"),
      ("x = [a «=» b]", "syntax.assignment"), ("«A[0]» = 1", "syntax.target"),
      ("f(x, «x») = x", "syntax.parameter"), ("a «**» b", "foreign.operator"),
      ("«let» x = 1", "foreign.word"), ("A[1«:»3]", "foreign.slice"), ("[1 «2»]", "list.comma"),
      ("(1«;» 2)", "foreign.semicolon"), ("f(«_» + 1)", "syntax.hole"), ("«|>» f", "syntax.pipe"),
      ("x = «*» 2", "syntax.expected"), ("\"{a + «*» b}\"", "syntax.expected"),
      ("while a«»\n  b", "foreign.block"), ("xs |> «x» -> x", "syntax.arrow"),
    ])
  func diagnostics(_ marked: String, _ id: String) throws {
    let (source, place) = try unmarked(marked)
    var span = place
    // The space itself is part of what is wrong with `f (x)`.
    if id == "syntax.space" { span.end += 2 }
    let found = try #require(problem(source.text))
    #expect(found.id == id)
    #expect(found.primary?.span == span)
  }
}
