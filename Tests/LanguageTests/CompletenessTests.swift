import Language
import Testing

/// Whether the prompt should ask for another line.
@Suite struct CompletenessTests {
  @Test(
    "a text that can stand as it is, is complete",
    arguments: [
      "", "\n", "# comment", "x", "x = 1", "x = 1;", ";", "f(x) = x", "{ a }", "{}", "[1,\n2]",
      "f(\n)", "if a then b", "if a { b }", "for x in xs {}", "while true {}", "return", "a\n|> f",
      "\"{x}\"", "x -> x", "break", "import \"a\" as b", "a is p", "{ x = 1\n y }", "f(x) = { x\n}",
    ])
  func complete(_ text: String) {
    guard case .complete = Parser.parse(Source(name: "test", text: text)) else {
      Issue.record("not complete: \(text)")
      return
    }
  }

  @Test(
    "a text that may go on is incomplete and says what it waits for",
    arguments: [
      ("(", "`)`"), ("f(1,", "`)`"), ("f(1", "`)`"), ("[1, 2;", "`]`"), ("A[0", "`]`"),
      ("{", "`}`"),
      ("f(x) = {\n  y = 1", "`}`"), ("for x in xs {", "`}`"), ("f({ x", "`}`"), ("({ x }", "`)`"),
      ("x =", "a value"), ("1 +", "a value"), ("a |>", "a value"), ("f(x) =", "a value"),
      ("x ->", "a value"), ("not", "a value"), ("-", "a value"), ("if", "a value"),
      ("if a then", "a value"), ("if a then b else", "a value"), ("if a", "`then`"),
      ("a is", "a property"), ("a is p at", "a value"), ("for", "a name"), ("for x", "`in`"),
      ("for x in", "a value"), ("for x in xs", "`{`"), ("while", "a value"), ("while c", "`{`"),
      ("a ∘", "a value"), ("∇", "a value"), ("2^", "a value"), ("2^-", "a value"),
      ("a ..<", "a value"),
      ("import", "a file name in quotes"), ("import \"a\" as", "a name for the module"),
      ("assert", "a value"), ("assert a,", "a value"), ("a.", "a field's name"),
      ("a, b =", "a value"),
      ("x = 1\ny = (", "`)`"), ("# comment\nf(", "`)`"), ("x = [\n  1,\n", "`]`"),
    ])
  func incomplete(_ text: String, _ expected: String) {
    guard case .incomplete(let found, let diagnostic) = Parser.parse(Source(name: "t", text: text))
    else {
      Issue.record("not incomplete: \(text)")
      return
    }
    #expect(found == expected)
    #expect(diagnostic.primary != nil)
  }

  @Test(
    "a text that nothing can cure is invalid",
    arguments: [
      ")", "f(]", "x = )", "2x", "\"text", "1 2", "f (", "let x =", "x = $", "\"{(}\"", "\"{a +}\"",
      "a b)", "f(1 2", "x = 1)\ny = (", "[1 2", "|> f", "{ 2x", "a = b =",
    ])
  func invalid(_ text: String) {
    guard case .invalid(let diagnostics) = Parser.parse(Source(name: "test", text: text)) else {
      Issue.record("not invalid: \(text)")
      return
    }
    #expect(!diagnostics.isEmpty)
  }

  @Test("at the prompt documentation waits for its definition, unless a blank line follows")
  func documentationAlone() {
    func isComplete(_ text: String, _ entry: Parser.Entry) -> Bool {
      if case .complete = Parser.parse(Source(name: "t", text: text), as: entry) {
        true
      } else {
        false
      }
    }
    #expect(!isComplete("## Bends.", .prompt))
    #expect(!isComplete("## Bends.\n## Twice.", .prompt))
    #expect(isComplete("## Bends.\n", .prompt))
    #expect(isComplete("# Bends.", .prompt))
    #expect(isComplete("x = 1\n## Bends.", .prompt))
    #expect(isComplete("## Bends.\nf(x) = x", .prompt))
    #expect(isComplete("## Bends.", .script))
  }

  @Test("at the prompt a line that begins with |> goes on from ans, and nowhere else")
  func pipes() throws {
    let source = Source(name: "<prompt>", text: "|> f |> g")
    guard case .complete(let tree) = Parser.parse(source, as: .prompt) else {
      Issue.record("the line is not read")
      return
    }
    #expect(tree.isSame(as: try #require(program("ans |> f |> g"))))
    #expect(problem("|> f")?.id == "syntax.pipe")
    let brackets = Source(name: "<prompt>", text: "|> f(1, [2; (3)])\n(x) -> x")
    guard case .complete(let both) = Parser.parse(brackets, as: .prompt) else {
      Issue.record("the lines are not read")
      return
    }
    #expect(both.statements.count == 2)
    guard case .incomplete = Parser.parse(Source(name: "", text: "|>"), as: .prompt) else {
      Issue.record("a lone |> waits for a map")
      return
    }
  }

  @Test("`;` mutes the statement before it, and a line's end does not")
  func muting() throws {
    let tree = try #require(program("a; b\nc;\n;d\n;\ne; ;"))
    #expect(tree.statements.map(\.muted) == [true, false, true, false, true])
  }

  @Test(
    "a line's end ends a statement where it can",
    arguments: [
      ("a\nb", 2), ("a +\nb", 1), ("a\n- b", 2), ("a\n(b)", 2), ("a\n[b]", 2), ("(a\n+ b)", 1),
      ("a\n|> b", 1), ("if a\nthen b\nelse c", 1), ("f(a,\nb)", 1), ("a,\nb = c", 1), ("a =\nb", 1),
      ("x ->\nx", 1), ("a\n.b", 0), ("f\nx", 2), ("a and\nb", 1), ("[{ a\nb }]", 1), ("a\n'", 0),
    ])
  func lines(_ text: String, _ count: Int) {
    #expect(program(text)?.statements.count ?? 0 == count)
  }

  @Test("the comments directly above a definition are its documentation")
  func documentation() throws {
    let text =
      "## One.\n##  Two.\nf(x) = x\n\n## Lost.\n\ng(x) = x\n# Not this.\nh(x) = x  ## Nor this.\nk(x) = x"
    let tree = try #require(program(text))
    let found = tree.statements.map { statement -> String? in
      if case .definition(let definition) = statement.kind { return definition.documentation }
      return "no definition"
    }
    #expect(found == ["One.\nTwo.", nil, nil, nil])
  }
}
