import Language
import Runtime
import Testing

@Suite("Checking and testing programs")
struct ToolTests {
  private static func check(_ text: String, files: FileAccess = .none) -> ProgramCheck {
    ProgramCheck(Source(name: "<test>", text: text), files: files)
  }

  /// The problems of a text, each by its id and the text at its place.
  private static func problems(_ text: String) -> [String] {
    check(text).problems.map { problem in
      "\(problem.id) \(problem.primary.map { $0.source.text(in: $0.span) } ?? "")"
    }
  }

  @Test("all problems of a program are found, in the order of the source")
  func allProblems() {
    let text = """
      net = affine(2, 8) |> tanh |> affine(4, 2)
      f(x) = {
        y = unknown1 + x
        rnk y
      }
      for k in 0..<3 { print unknown2 }
      break
      """
    #expect(
      Self.problems(text) == [
        "shape.compose affine(4, 2)", "name.unknown unknown1", "name.unknown rnk",
        "name.unknown unknown2", "statement.place break",
      ])
    #expect(Self.check(text).parses)
  }

  @Test("a program that does not parse tells the problem of every statement, in blocks too")
  func syntax() {
    let check = Self.check("x = 2y\nf(x) = {\n  a = 1 2\n  b = [1 2]\n}\n\"{ { c = 3z; c } }\"")
    #expect(!check.parses)
    #expect(
      check.problems.map(\.id) == [
        "syntax.product", "syntax.operator", "list.comma", "syntax.product",
      ])
  }

  @Test(
    "chains are checked where their sizes are known",
    arguments: [
      ("a = affine(2, 3); b = a |> linear(4, 5)", ["shape.compose linear(4, 5)"]),
      ("f(x) = affine(3, 4) |> affine(5, 6)", ["shape.compose affine(5, 6)"]),
      ("[affine(1, 2) |> affine(3, 4) for k in 0..<3]", ["shape.compose affine(3, 4)"]),
      ("n = 4; tanh |> affine(n, 2) |> affine(3, n)", ["shape.compose affine(3, n)"]),
      ("affine(2, 3)([1, 2, 3])", ["shape.domain [1, 2, 3]"]),
      ("affine(2, 3) ∘ affine(2, 3)", ["shape.compose affine(2, 3)"]),
    ])
  func chains(_ text: String, _ expected: [String]) {
    #expect(Self.problems(text) == expected)
  }

  @Test(
    "what is not known without running is left alone",
    arguments: [
      "n = 3; for k in 0..<2 { n = n + 1 }; affine(2, n) |> affine(3, 1)",
      "f(n) = affine(2, n) |> affine(3, 1)",
      "n = 2; if n > 1 { n = 3 }; affine(1, n) |> affine(2, 1)",
      "affine = (a, b) -> tanh; affine(2, 3) |> affine(4, 5)", "while true { print 1 }",
      "f(x: R) = { while true { x = x + 1 }; x }", "zeros(100000, 100000)", "[1, 2][7]",
      "x = random(R^2); affine(3, 1)(x)", "g(k) = g(k + 1); h(x: R) = g(x)",
      "f(affine) = affine(2, 3) |> affine(4, 5)",
    ])
  func unknown(_ text: String) {
    #expect(Self.problems(text).isEmpty)
  }

  @Test(
    "calls are checked against the parameters of what they call",
    arguments: [
      ("A = [1, 2; 3, 4]; rank(A, tool: 3)", ["call.keyword tool"]),
      ("g(x) = x; g(1, 2)", ["call.extra 2"]), ("h(x, k = 2) = x; h(1, j: 3)", ["call.keyword j"]),
      ("f() = { norm(1, 2) }", ["call.extra 2"]), ("rank(\"a\")", ["call.kind \"a\""]),
      ("net = affine(2, 3) |> tanh; print net.laye", ["field.unknown laye"]),
      // A name that may mean something else is left alone.
      ("for g in [sin] { g(1, 2) }", []), ("g(x) = x; k(g) = g(1, 2)", []),
      ("rank(a, b) = a; rank(1, 2, 3)", []), ("sum([1, 2], axis: 0); max(1, 2, 3)", []),
      ("f(x: R^2, s = 1) = s * x; f(s: 3)", []),
      ("g(x) = x\ng(1, 2)  # error: call.extra", []),
    ])
  func calls(_ text: String, _ expected: [String]) {
    #expect(Self.problems(text) == expected)
  }

  @Test(
    "names are looked up in the statements that parse, whatever those bind that do not",
    arguments: [
      ("x = 1 + * 2\nrnk [1, 2]\nx", ["syntax.expected *", "name.unknown rnk"]),
      ("f(a) = {\n  b = 2 + * 3\n  b + nobody\n}", ["syntax.expected *", "name.unknown nobody"]),
      ("import lesson.mfl\nrnk 3", ["syntax.import lesson"]),
      ("g(x = 2\nrnk 3", ["syntax.argument ="]),
    ])
  func unparsed(_ text: String, _ expected: [String]) {
    #expect(Self.problems(text) == expected)
    #expect(!Self.check(text).parses)
  }

  @Test("checking takes no longer for many chains than for one")
  func bound() {
    let text = (0..<40).map { "w\($0) = ones(2000, 2000) * ones(2000, 2000)" }
      .joined(separator: "\n")
    let duration = ContinuousClock().measure { #expect(Self.problems(text).isEmpty) }
    #expect(duration < .seconds(10))
  }

  @Test("checking runs nothing and reads no file but those imported")
  func imports() throws {
    let folder = try TemporaryFolder()
    try folder.write("area(r) = pi * r^2\nlost = nowhere\n", to: "bad.mfl")
    try folder.write("area(r) = pi * r^2\n", to: "good.mfl")
    func ids(_ text: String) -> [String] {
      Self.check(text, files: .folder(folder.path)).problems.map(\.id)
    }
    #expect(ids("import \"good.mfl\"\narea 2\nwrite([1], \"out.csv\")") == [])
    #expect(ids("import \"bad.mfl\" as bad\nbad.area") == ["name.unknown"])
    #expect(ids("import \"none.mfl\" as none\nx = y").first == "file.missing")
    #expect(ids("read \"out.csv\"") == [])
    #expect(Prompt(files: .folder(folder.path)).shows("read \"out.csv\"").hasPrefix("file.missing"))
  }

  private static func test(_ text: String) -> ProgramTest {
    ProgramTest(Source(name: "<test>", text: text), .init())
  }

  @Test(
    "expectations hold",
    arguments: [
      "1 + 1  # => 2", "pi  # => 3.14", "pi\n# => 3.14159265",
      "[1, 2; 3, 4]'\n# => [1, 3;\n#     2, 4]",
      "[1, 2; 3, 4]'\n# => [1, 3;\n# => 2, 4]", "print \"rank {rank [1, 2; 2, 4]}\"  # => rank 1",
      "1e-17  # => 0", "1/3 # => 0.333", "x = 1  # => nothing", "[1][7]  # error: index.range",
      "affine(2, 3) |> affine(4, 5)\n# error: shape.compose", "nobody  # error: name.unknown",
      "1e300 * 1.0000001  # => 1e300", "assert 1 < 2", "inf # => inf", "-0.5 # => -0.5",
      "\"a1b2\" # => a1b2", "1; 2 # => 2",
      "(linear([1, 1; 0, 1]) is linear).answer # => yes",
    ])
  func holds(_ text: String) {
    let test = Self.test(text)
    #expect(test.failures.isEmpty && test.passed == 1, "\(test)")
  }

  @Test(
    "expectations that do not hold are told",
    arguments: [
      ("1 + 1  # => 3", "test.shown"), ("pi  # => 3.15", "test.shown"),
      ("2.0001 # => 2", "test.shown"),
      ("1;  # => 1", "test.shown"), ("1  # error: index.range", "test.noError"),
      ("[1][7]  # error: name.unknown", "index.range"), ("assert 1 > 2", "assert.failed"),
      ("\"a1b2\" # => a1b3", "test.shown"), ("[1, 2] # => [1, 2, 3]", "test.shown"),
      ("0.3 # => 0.30001", "test.shown"), ("x # => 1", "name.unknown"),
      ("1.5 # => 1.5e-9223372036854775808", "test.shown"),
      ("1.5 # => 1.5e99999999999999999999", "test.shown"),
    ])
  func fails(_ text: String, _ id: String) {
    let test = Self.test(text)
    #expect(test.failures.map(\.id) == [id] && test.passed == 0, "\(test)")
  }

  @Test("a test goes on after an assertion, and stops where the rest would only follow")
  func goesOn() {
    let test = Self.test("assert 1 == 2\nassert 1 == 1\n1 # => 1\n[1][3]\n2 # => 3\n")
    #expect(test.failures.map(\.id) == ["assert.failed", "index.range"])
    #expect(test.passed == 2)
    #expect(!Self.test("x = (").parses)
  }

  @Test("a program stopped before it began has not passed")
  func stopped() {
    let interrupt = Interrupt()
    interrupt.request()
    let test = ProgramTest(
      Source(name: "<test>", text: "1 # => 1"), .init(interrupt: interrupt))
    #expect(test.failures.map(\.id) == ["interrupted"] && test.passed == 0)
  }

  @Test("the reference has every page once, and every link leads somewhere")
  func reference() {
    let markdown = Reference(.standard, also: [.init("the prompt", "text")]).markdown
    for page in Help(.standard).pages {
      #expect(markdown.contains("### `\(page.names[0])`"), "\(page.names)")
    }
    let anchors = markdown.matches(of: #/<a id="([^"]+)">/#).map { String($0.1) }
    #expect(Set(anchors).count == anchors.count)
    for link in markdown.matches(of: #/\]\(#([^)]+)\)/#) {
      #expect(anchors.contains(String(link.1)), "\(link.1)")
    }
    #expect(markdown.hasSuffix("\n") && !markdown.hasSuffix("\n\n"))
  }
}
