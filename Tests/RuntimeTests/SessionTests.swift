import Foundation
import Language
import Runtime
import Testing

@Suite("Sessions")
struct SessionTests {
  @Test("an interrupt from another thread stops an endless loop at once")
  func interrupt() {
    let prompt = Prompt()
    // The quickest of a few tries: the others may have waited for a processor.
    var quickest = Double.infinity
    for _ in 0..<5 where quickest >= 0.1 {
      quickest = min(quickest, interrupted(prompt))
      #expect(prompt.shows("1 + 1") == "2")
    }
    #expect(quickest < 0.1)
  }

  /// The seconds from the request until an endless loop has stopped.
  private func interrupted(_ prompt: Prompt) -> Double {
    let interrupt = prompt.interrupt
    let asked = Date().addingTimeInterval(0.05)
    Thread.detachNewThread {
      Thread.sleep(until: asked)
      interrupt.request()
    }
    let outcome = prompt.session.run("while true {}", name: "<test>")
    let seconds = Date().timeIntervalSince(asked)
    guard case .failed(let diagnostic, .interrupted) = outcome else {
      Issue.record("not interrupted")
      return .infinity
    }
    #expect(diagnostic.id == "interrupted")
    return seconds
  }

  @Test(
    "an interrupt stops recursion, comprehensions and long builtins",
    arguments: [
      "f(n) = { f2(n); f2(n) }; f2(n) = if n == 0 then 0 else f2(n - 1) + f2(n - 1); f(60)",
      "[0 for i in 0..<100000 for j in 0..<100000 if false]",
      "reduce(0..<1000000000, (a, b) -> a)",
    ])
  func interruptions(_ program: String) {
    let prompt = Prompt()
    let interrupt = prompt.interrupt
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: 0.1)
      interrupt.request()
    }
    #expect(prompt.shows(program) == "interrupted: interrupted")
  }

  @Test("a limit on steps ends a loop")
  func steps() {
    var limits = Limits()
    limits.steps = 1000
    #expect(
      Prompt(limits: limits).shows("while true {}")
        == "limit.steps: the program took more than 1,000 steps")
  }

  @Test("the host reads and binds names, evaluates, and adds functions")
  func host() throws {
    let session = Session()
    session["k"] = .number(4)
    #expect(try session.evaluate("x = k + 1; x * 2").wholeNumber == 10)
    #expect(session["x"]?.wholeNumber == 5)
    #expect(session["missing"] == nil)
    session.define(
      Builtin(
        "twice", topic: "host", parameters: [.required("x", .number)], result: "number",
        summary: "Twice a number."
      ) { _, arguments in .number(2 * (try arguments.number("x"))) })
    #expect(try session.evaluate("twice 21").wholeNumber == 42)
    #expect(throws: Diagnostic.self) { try session.evaluate("twice \"a\"") }
  }

  @Test("a binding shows one line at the prompt and a line may go on from ans")
  func prompt() {
    let prompt = Prompt(mode: .prompt)
    #expect(prompt.shows("x = 3") == "x = 3")
    #expect(prompt.shows("x = 3;") == "")
    #expect(prompt.shows("f(x: R^2) = 2 * x") == "f : ℝ² → ℝ²  linear")
    #expect(prompt.shows("|> f").hasPrefix("  #  layer"))
    #expect(prompt.shows("ans([1, 2])") == "[4, 8]")
    #expect(prompt.shows("(1 +").hasPrefix("waits for"))
  }

  @Test("the same seed gives the same numbers")
  func seeds() {
    let program = "random(R^2, 3)"
    #expect(Prompt(seed: 7).shows(program) == Prompt(seed: 7).shows(program))
    #expect(Prompt(seed: 7).shows(program) != Prompt(seed: 8).shows(program))
    #expect(
      Prompt(seed: 7).shows(program) == Prompt().shows("seed 7; " + program))
  }

  @Test("describes the vocabulary and documented definitions")
  func descriptions() throws {
    let prompt = Prompt()
    _ = prompt.shows("## Adds one.\nnext(x) = x + 1")
    #expect(prompt.session.describe("next")?.contains("Adds one.") == true)
    let help = try #require(prompt.session.describe("sum"))
    #expect(help.hasPrefix("sum(A, more…, axis: integer) -> number or tensor\n  The sum of"))
    #expect(prompt.session.describe("nonsense") == nil)
  }
}

@Suite("Imports")
struct ImportTests {
  @Test("an error in an imported file tells where each file on the way was imported")
  func importTrace() throws {
    let folder = try TemporaryFolder()
    try folder.write("f(v) = v[9]\n[1, 2][5]", to: "inner.mfl")
    try folder.write("x = 1\nimport \"inner.mfl\"", to: "outer.mfl")
    try folder.write("x = (1", to: "broken.mfl")
    try folder.write("g(v) = v[9]", to: "good.mfl")
    let prompt = Prompt(files: .folder(folder.path))
    let running = try #require(prompt.failure("import \"outer.mfl\""))
    #expect(running.trace.map(\.kind) == [.import, .import])
    #expect(running.trace.map { $0.source.position(at: $0.span.start).line } == [2, 1])
    #expect(running.trace.last?.source.name == "<test>")
    let text = DiagnosticRenderer().text(running)
    #expect(text.contains("outer.mfl:2:8\n  imported at <test>:1:8\n"), "\(text)")
    #expect(prompt.failure("import \"broken.mfl\"")?.trace.map(\.kind) == [.import])
    // What a file defines was imported by nobody when it is called later.
    let called = prompt.failure("import \"good.mfl\"\ng([1, 2])")
    #expect(called?.trace.map(\.kind) == [.call])
  }

  @Test("binds the names of a file, relative to the importing file, once")
  func imports() throws {
    let folder = try TemporaryFolder()
    try folder.write("import \"inner.mfl\"\nb = a + 1\nprint \"loaded\"\n7", to: "outer.mfl")
    try folder.write("a = 1", to: "inner.mfl")
    let prompt = Prompt(files: .folder(folder.path))
    #expect(prompt.shows("import \"outer.mfl\"\nb") == "loaded\n2")
    #expect(prompt.shows("import \"outer.mfl\" as o\no.b + a") == "3")
    #expect(prompt.shows("o.c") == "field.unknown: the module o has no field c")
  }

  @Test("a cycle is an error that names the way round")
  func cycles() throws {
    let folder = try TemporaryFolder()
    try folder.write("import \"two.mfl\"", to: "one.mfl")
    try folder.write("import \"one.mfl\"", to: "two.mfl")
    let prompt = Prompt(files: .folder(folder.path))
    #expect(prompt.failure("import \"one.mfl\"")?.id == "import.cycle")
    #expect(prompt.shows("1") == "1")
  }

  @Test("files that cannot be imported say why")
  func unreadable() throws {
    let folder = try TemporaryFolder()
    try folder.write("x = ", to: "broken.mfl")
    try folder.write("a\u{0}b", to: "binary.mfl")
    let prompt = Prompt(files: .folder(folder.path))
    #expect(
      prompt.shows("import \"none.mfl\"").hasPrefix("file.missing"))
    #expect(prompt.shows("import \"/tmp\"").hasPrefix("file.directory"))
    #expect(prompt.shows("import \"binary.mfl\"").hasPrefix("file.binary"))
    #expect(
      prompt.failure("import \"broken.mfl\"")?.primary?.source.name.hasSuffix("broken.mfl") == true)
    #expect(Prompt().shows("import \"x.mfl\"").hasPrefix("file.forbidden"))
  }
}
