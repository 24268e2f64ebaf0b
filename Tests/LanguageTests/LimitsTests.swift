import Language
import Testing

/// A source too long to show, and what it is.
struct LongSource: CustomTestStringConvertible {
  let what: String
  let text: String
  /// The id of the diagnostic it must get, where it must get one.
  let limit: String?

  init(_ what: String, _ text: String, _ limit: String? = nil) {
    self.what = what
    self.text = text
    self.limit = limit
  }

  var testDescription: String { what }
}

@Suite struct LimitsTests {
  private static func times(_ count: Int, _ text: String) -> String {
    String(repeating: text, count: count)
  }

  /// Sources that are deep or long in one way each, by what they are; `limit` is the id of the
  /// diagnostic they must get.
  private static let deep: [LongSource] = [
    .init("parentheses", times(100_000, "(") + "1" + times(100_000, ")"), "limit.nesting"),
    .init("open parentheses", times(20_000, "("), "limit.nesting"),
    .init("brackets", times(20_000, "[") + times(20_000, "]"), "limit.nesting"),
    .init("braces", times(20_000, "{") + times(20_000, "}"), "limit.nesting"),
    .init("calls", times(20_000, "f(") + times(20_000, ")"), "limit.nesting"),
    .init("indices", times(20_000, "a[") + "0" + times(20_000, "]"), "limit.nesting"),
    .init("gradients", times(20_000, "∇") + "f", "limit.nesting"),
    .init("lambdas", times(20_000, "x -> ") + "x", "limit.nesting"),
    .init("conditions", times(20_000, "if a then b else ") + "c", "limit.nesting"),
    .init("then", times(20_000, "if a then ") + "c", "limit.nesting"),
    .init("conditions of conditions", times(20_000, "if ") + "c", "limit.nesting"),
    .init("loops", times(20_000, "while c { ") + times(20_000, "}"), "limit.nesting"),
    .init("definitions", times(20_000, "f(x) = { ") + times(20_000, "}"), "limit.nesting"),
    .init("powers", times(20_000, "2^") + "2", "limit.nesting"),
    .init("defaults", times(20_000, "(x = ") + "1" + times(20_000, ") -> x"), "limit.nesting"),
    .init("sum", times(200_000, "1+") + "1", "limit.depth"),
    .init("product", times(20_000, "a * ") + "a", "limit.depth"),
    .init("chain", times(20_000, "f |> ") + "f", "limit.depth"),
    .init("or", times(20_000, "a or ") + "a", "limit.depth"),
    .init("composition", times(20_000, "f ∘ ") + "f", "limit.depth"),
    .init("signs", times(20_000, "-") + "1", "limit.depth"),
    .init("signs of a power", "2^" + times(20_000, "-") + "1", "limit.depth"),
    .init("not", times(20_000, "not ") + "a", "limit.depth"),
    .init("juxtapositions", times(20_000, "f ") + "x", "limit.depth"),
    .init("members", "a" + times(20_000, ".b"), "limit.depth"),
    .init("transposes", "a" + times(20_000, "'"), "limit.depth"),
    .init("calls of calls", "f" + times(20_000, "()"), "limit.depth"),
    .init("indices of indices", "a" + times(20_000, "[0]"), "limit.depth"),
    .init("members of a callee", "a" + times(20_000, ".b") + " x", "limit.depth"),
    .init("strings", times(2_000, "\"{") + "1" + times(2_000, "}\""), "limit.nesting"),
    .init("open strings", times(2_000, "\"{"), "limit.nesting"),
  ]

  @Test("what is too deep is refused at once, without overflow", arguments: deep)
  func deepSources(_ source: LongSource) {
    let clock = ContinuousClock()
    var id: String?
    let time = clock.measure { id = problem(source.text)?.id }
    #expect(id == source.limit)
    #expect(time < .seconds(30))
  }

  @Test(
    "what is wrong without end is refused at once",
    arguments: [
      ")", "]", "}", "(]", "{)", "?", "f is linear ?", "'", "`", "| ", "@", "x = y = ", "[1 2 ",
      "f(1:2 ",
      "a, ", "(a, b) -> ", "a(b){", "for x in y z ", "is a b ", "0:1:2 ", "if c d ", "np.a.b(",
    ])
  func endlessMistakes(_ text: String) {
    let clock = ContinuousClock()
    var isRefused = false
    let time = clock.measure { isRefused = problem(Self.times(100_000, text)) != nil }
    #expect(isRefused)
    #expect(time < .seconds(30))
  }

  /// Sources just within the limits.
  private static let allowed: [LongSource] = [
    .init("parentheses", times(195, "(") + "1" + times(195, ")")),
    .init("calls and lists", times(97, "f([") + "1" + times(97, "])")),
    .init("blocks", times(97, "{ ") + times(97, "}")),
    .init("lambdas", times(190, "x -> ") + "x"),
    .init("conditions", times(190, "if a then b else ") + "c"),
    .init("powers", times(190, "2^-") + "2"), .init("gradients", times(190, "∇") + "f"),
    .init("sum", times(990, "1 + ") + "1"), .init("signs", times(990, "-") + "1"),
    .init("juxtapositions", times(990, "f ") + "x"), .init("members", "a" + times(990, ".b")),
    .init("composition", times(990, "f ∘ ") + "f"),
    .init("strings", times(15, "\"{") + "1" + times(15, "}\"")),
  ]

  @Test("what the limits allow is read, printed, compared and released", arguments: allowed)
  func allowedDepth(_ source: LongSource) throws {
    let tree = try #require(program(source.text))
    let back = try #require(program(Printer.text(of: tree)))
    #expect(back.isSame(as: tree))
  }

  /// Long sources without depth.
  private static let long: [LongSource] = [
    .init("string", "\"" + times(1_000_000, "a") + "\""),
    .init("escapes", "\"" + times(200_000, "\\n") + "\""),
    .init("interpolations", "\"" + times(10_000, "{x}") + "\""),
    .init("name", times(1_000_000, "a")), .init("number", times(100_000, "1") + "e-99999"),
    .init("elements", "[" + times(10_000, "1, ") + "1]"),
    .init("rows", "[" + times(10_000, "1; ") + "1]"),
    .init("arguments", "f(" + times(10_000, "x, ") + "x)"),
    .init("statements", times(10_000, "x = 1\n")), .init("muted", times(10_000, "x;")),
    .init("blank lines", times(300_000, "\n") + "x"), .init("semicolons", times(100_000, ";")),
    .init("comments", times(10_000, "# a\n") + "x"),
    .init("documentation", times(10_000, "## a\n") + "f() = 1"),
    .init("names", times(10_000, "a, ") + "a = b"),
    .init("clauses", "[x" + times(10_000, " for x in y if z") + "]"),
    .init("block", "f() = {" + times(10_000, "x = 1\n") + "}"),
  ]

  @Test("what is long and not deep is read in time proportional to its length", arguments: long)
  func longSources(_ source: LongSource) {
    let clock = ContinuousClock()
    var isRead = false
    let time = clock.measure { isRead = program(source.text) != nil }
    #expect(isRead)
    #expect(time < .seconds(30))
  }

  @Test("parameters by the thousand are compared quickly")
  func parameters() {
    let names = (0..<20_000).map { "p\($0)" }.joined(separator: ", ")
    let clock = ContinuousClock()
    var tree: Program?
    let time = clock.measure { tree = program("f(\(names)) = 1") }
    #expect(tree != nil)
    #expect(time < .seconds(10))
  }

  @Test("a source without end to its problems stops after twenty of them")
  func manyProblems() {
    guard
      case .invalid(let problems) = Parser.parse(
        Source(name: "test", text: Self.times(1_000, ")\n")))
    else {
      Issue.record("it was accepted")
      return
    }
    #expect(problems.count == 20)
  }
}
