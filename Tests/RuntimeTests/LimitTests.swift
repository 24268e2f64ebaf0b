import Foundation
import Language
import Testing

@testable import Runtime

@Suite("Limits")
struct LimitTests {
  /// A limit, the largest program it lets pass, the next larger one, and what that is told.
  struct Edge: CustomTestStringConvertible, Sendable {
    let text: String
    let passes: String
    let fails: String
    let id: String

    init(_ text: String, passes: String, fails: String, _ id: String) {
      self.text = text
      self.passes = passes
      self.fails = fails
      self.id = id
    }

    var testDescription: String { "\(text): \(fails)" }
  }

  private static func nested(_ depth: Int, _ inner: String = "1") -> String {
    String(repeating: "(", count: depth) + inner + String(repeating: ")", count: depth)
  }

  private static func wrapped(_ times: Int) -> String {
    "x = [\"a\"]; for i in 1..<\(times) { x = [x, \"a\"] }; count x"
  }

  static let edges: [Edge] = [
    // Each round of a loop is a step, and each call.
    Edge(
      "steps=100", passes: "for i in 0..<100 {}", fails: "for i in 0..<101 {}", "limit.steps"),
    Edge(
      "steps=100", passes: "f(n) = if n == 0 then 0 else f(n - 1); f 99",
      fails: "f(n) = if n == 0 then 0 else f(n - 1); f 100", "limit.steps"),
    Edge(
      "depth=50", passes: "f(n) = if n == 0 then 0 else f(n - 1); f 49",
      fails: "f(n) = if n == 0 then 0 else f(n - 1); f 50", "limit.recursion"),
    Edge("elements=12", passes: "ones(3, 4)", fails: "ones(13)", "limit.elements"),
    Edge(
      "elements=12", passes: "[1, 2, 3] ⊗ [1, 2, 3, 4]", fails: "[1, 2] ⊗ linspace(0, 1, 7)",
      "limit.elements"),
    Edge("elements=12", passes: "0 * (0..<12)", fails: "0 * (0..<13)", "limit.elements"),
    Edge(
      "elements=12", passes: "concat([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6])",
      fails: "concat([1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5, 6])", "limit.elements"),
    Edge(
      "elements=12", passes: "random(R^3, 4)", fails: "random(R^3, 5)", "limit.elements"),
    Edge(
      "elements=12", passes: "[i for i in 0..<12]", fails: "[i for i in 0..<13]",
      "limit.elements"),
    Edge("bytes=8000", passes: "zeros(1000)", fails: "zeros(1001)", "limit.bytes"),
    Edge(
      "bytes=1k", passes: "s = \"\"; for i in 0..<40 { s = \"{s}0123456789\" }",
      fails: "s = \"\"; for i in 0..<60 { s = \"{s}0123456789\" }", "limit.bytes"),
    Edge(
      "bytes=10k", passes: "x = [\"\"]; for i in 0..<200 { x = x + [\"\"] }",
      fails: "x = [\"\"]; for i in 0..<600 { x = x + [\"\"] }", "limit.bytes"),
    Edge("nesting=10", passes: nested(10), fails: nested(11), "limit.nesting"),
    Edge("nesting=200", passes: nested(200), fails: nested(201), "limit.nesting"),
    Edge("steps=1e9", passes: nested(200), fails: nested(201), "limit.nesting"),
    Edge("steps=1e9", passes: wrapped(1000), fails: wrapped(1001), "limit.nesting"),
  ]

  private func session(_ text: String, files: FileAccess = .none) throws -> Prompt {
    var limits = Limits()
    try limits.set(text)
    return Prompt(files: files, limits: limits)
  }

  @Test("what is at the limit passes, and one more is told which limit it met", arguments: edges)
  func edge(_ edge: Edge) throws {
    let prompt = try session(edge.text)
    #expect(prompt.failure(edge.passes) == nil)
    #expect(prompt.failure(edge.fails)?.id == edge.id)
    _ = prompt.transcript.take()
    #expect(prompt.shows("1 + 1") == "2")
  }

  // A source that is nested too deeply does not run at all.
  @Test(
    "after a limit every binding is as before the statement",
    arguments: edges.filter { !$0.fails.hasPrefix("(((") })
  func bindings(_ edge: Edge) throws {
    let prompt = try session(edge.text)
    #expect(prompt.shows("kept = 1; other = 2; kept") == "1")
    let failing = "{ kept = 5; other = 6 }\n{ kept = 7; \(edge.fails) }"
    #expect(prompt.failure(failing)?.id == edge.id)
    // The statement before the one that failed has had its effect.
    #expect(prompt.shows("[kept, other]") == "[5, 6]")
  }

  @Test(
    "a deadline ends loops, recursion, kernels and decompositions, and the session goes on",
    arguments: [
      "while true {}", "f(n) = f(n - 1) + f(n - 1); f(2)",
      "f(n) = if n == 0 then 0 else f(n - 1) + f(n - 1); f(60)",
      "B = reshape(sin(linspace(0, 1e6, 810000)), [900, 900]); svd B",
      "reduce(0..<1000000000, (a, b) -> a)",
      "B = ones(2000, 2000); for i in 0..<100 { B = B * B / 1000 }",
    ])
  func deadline(_ program: String) throws {
    let prompt = try session("seconds=0.2,depth=100000")
    let start = Date()
    let diagnostic = prompt.failure("A = 3\n\(program)")
    // Recursion without end meets the stack before the clock.
    #expect(["limit.seconds", "limit.recursion"].contains(diagnostic?.id))
    #expect(Date().timeIntervalSince(start) < 5)
    #expect(prompt.shows("A") == "3")
  }

  @Test("an imported pipe that says nothing is waited for no longer than that")
  func silence() throws {
    let pipe = try SilentPipe()
    let prompt = try session("seconds=0.2", files: .all)
    #expect(prompt.failure("import \"\(pipe.path)\"")?.id == "limit.seconds")
  }

  @Test("values that share their parts are compared without going every way to them")
  func sharedParts() throws {
    let prompt = try session("seconds=10")
    let nested = "l = [1, \"a\"]; m = [1, \"a\"]; for i in 0..<21 { l = [l, l]; m = [m, m] }"
    #expect(prompt.shows("\(nested); l == m") == "true")
    #expect(prompt.shows("(l in [m], m ≈ l, l == [l, l])") == "(true, true, false)")
    #expect(prompt.shows("n = [[nan], \"a\"]; [n, n] == [n, n]") == "false")
  }

  @Test("a tuple of many names, a long name and a long word to look for take no more than seconds")
  func longOnes() throws {
    let prompt = try session("seconds=20")
    let fields = (0..<20_000).map { "a\($0): \($0)" }.joined(separator: ", ")
    #expect(prompt.shows("t = (\(fields)); t.a19999") == "19999")
    let unknown = prompt.failure(String(repeating: "a", count: 300_000))
    #expect(unknown?.id == "name.unknown")
    #expect((unknown?.title.count ?? .max) < 100)
    let mentioned = prompt.failure("apropos \"\(String(repeating: "ab", count: 100_000))\"")
    #expect(mentioned?.id == "help.nothing")
    #expect((mentioned?.title.count ?? .max) < 100)
  }

  /// Files that import one another: the first one the second, and so on; the last one has a value.
  private func chain(_ count: Int) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for index in 1..<count { try folder.write("import \"\(index + 1).mfl\"", to: "\(index).mfl") }
    try folder.write("x = 5", to: "\(count).mfl")
    return folder
  }

  @Test("files import one another as far as the limit says, and no further")
  func imports() throws {
    let folder = try chain(4)
    let prompt = try session("imports=3", files: .all)
    #expect(prompt.shows("import \"\(folder.path)/2.mfl\"; x") == "5")
    let anew = try session("imports=3", files: .all)
    let diagnostic = anew.failure("import \"\(folder.path)/1.mfl\"")
    #expect(diagnostic?.id == "limit.imports")
    #expect(diagnostic?.title == "more than 3 files import one another")
    #expect(anew.failure("x")?.id == "name.unknown")
    #expect(anew.shows("1 + 1") == "2")
  }

  @Test("the stack has room for the longest chain of files that can be asked for")
  func longestImports() throws {
    let folder = try chain(Limits.importBound + 1)
    let prompt = try session("imports=\(Limits.importBound)", files: .all)
    #expect(prompt.failure("import \"\(folder.path)/1.mfl\"")?.id == "limit.imports")
    #expect(prompt.shows("import \"\(folder.path)/2.mfl\"; x") == "5")
  }

  @Test("a stack is as large as the system grants")
  func grantedStack() throws {
    let stack = FrameStack(capacity: .max)
    #expect(stack.capacity >= 1 << 10 && stack.capacity < .max)
    let frame = try #require(stack.push(3, running: nil))
    frame[2] = .number(4)
    #expect(frame.number(2) == 4)
    stack.pop(3)
    #expect(stack.push(stack.capacity + 1, running: nil) == nil)
  }

  @Test("however many calls are allowed, recursion without end is told so")
  func depth() throws {
    let prompt = try session("depth=1e18")
    #expect(
      prompt.failure("f(n) = if n == 0 then 0 else 1 + f(n - 1); f 1e9")?.id == "limit.recursion")
    #expect(prompt.shows("f 1000") == "1000")
  }

  @Test("the seconds count anew for every program")
  func seconds() throws {
    let prompt = try session("seconds=0.3")
    for _ in 0..<4 {
      Thread.sleep(forTimeInterval: 0.1)
      #expect(prompt.shows("1 + 1") == "2")
    }
  }

  @Test("bytes are given back when their values go")
  func bytes() throws {
    let prompt = try session("bytes=100k")
    for _ in 0..<50 { #expect(prompt.shows("x = 0; x = zeros(10000); x[0]") == "0") }
    #expect(prompt.failure("x = 0; x = zeros(13000)")?.id == "limit.bytes")
    #expect(prompt.shows("x = 1; x") == "1")
  }

  @Test(
    "limits are written name=value, and what is not is told why",
    arguments: [
      ("steps=1e8", nil), ("bytes=2g,seconds=0.5,depth=100,elements=1000", nil),
      ("steps", "name=value"), ("", "name=value"), ("steps=", "steps takes a whole number above 0"),
      ("steps=0", "steps takes a whole number"), ("steps=1.5", "steps takes a whole number"),
      ("steps=2g", "steps takes a whole number"), ("steps=1e99", "steps takes a whole number"),
      ("bytes=-1", "bytes takes a whole number"), ("seconds=inf", "seconds takes a number"),
      ("seconds=nan", "seconds takes a number"), ("seconds=1,", "name=value"),
      ("imports=1000", nil), ("imports=1001", "imports is 1000 at most, which is what the stack"),
      ("imports=0", "imports takes a whole number above 0"),
      ("step=3", "did you mean steps?"), ("memory=3", "the limits are steps, depth"),
    ] as [(String, String?)])
  func texts(_ text: String, _ message: String?) {
    var limits = Limits()
    do throws(LimitError) {
      try limits.set(text)
      #expect(message == nil)
    } catch {
      #expect(error.description.contains(message ?? "nothing"), "\(error)")
    }
  }

  @Test("units of bytes are powers of 1024")
  func units() throws {
    var limits = Limits()
    try limits.set("bytes=2g,seconds=0.5,steps=1e8")
    #expect(limits.bytes == 2 << 30)
    #expect(limits.seconds == 0.5)
    #expect(limits.steps == 100_000_000)
  }
}

@Suite("Sandboxes")
struct SandboxTests {
  private let folder: TemporaryFolder
  private let prompt: Prompt

  init() throws {
    folder = try TemporaryFolder()
    let manager = FileManager.default
    for name in ["inside/deep", "outside"] {
      try manager.createDirectory(
        atPath: "\(folder.path)/\(name)", withIntermediateDirectories: true)
    }
    try folder.write("a = 1", to: "inside/a.mfl")
    try folder.write("import \"../a.mfl\"\nb = a + 1", to: "inside/deep/b.mfl")
    try folder.write("secret = 42", to: "outside/secret.mfl")
    try manager.createSymbolicLink(
      atPath: "\(folder.path)/inside/link.mfl",
      withDestinationPath: "\(folder.path)/outside/secret.mfl")
    try manager.createSymbolicLink(
      atPath: "\(folder.path)/inside/door", withDestinationPath: "\(folder.path)/outside")
    try manager.createSymbolicLink(
      atPath: "\(folder.path)/inside/alias.mfl", withDestinationPath: "a.mfl")
    prompt = Prompt(files: .sandbox("\(folder.path)/inside"))
  }

  @Test(
    "programs of the folder and of those below it can be imported",
    arguments: [
      ("import \"a.mfl\"\na", "1"), ("import \"deep/b.mfl\"\nb", "2"),
      ("import \"deep/../a.mfl\"\na", "1"), ("import \"alias.mfl\"\na", "1"),
    ])
  func inside(_ program: String, _ output: String) {
    #expect(prompt.shows(program) == output)
  }

  @Test(
    "nothing outside can, by no spelling and no link",
    arguments: [
      "../outside/secret.mfl", "deep/../../outside/secret.mfl", "link.mfl", "door/secret.mfl",
      "/etc/passwd", "..", "../inside/../outside/secret.mfl", "../none.mfl", "door/none.mfl",
      "none/../../outside/secret.mfl", "/", "",
    ])
  func outside(_ path: String) {
    #expect(prompt.failure("import \"\(path)\"")?.id == "file.outside")
    #expect(prompt.failure("secret")?.id == "name.unknown")
  }

  @Test("what is not there is told so inside alone")
  func missing() {
    #expect(prompt.failure("import \"none.mfl\"")?.id == "file.missing")
    let folder = prompt.failure("import \"nodir/\"")
    #expect(folder?.id == "file.missing")
    #expect(folder?.title.contains("nodir/nodir") == false)
  }

  @Test("files cannot be read or written", arguments: ["read \"a.csv\"", "write([1], \"x.npy\")"])
  func files(_ program: String) {
    #expect(prompt.failure(program)?.id == "file.forbidden")
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/inside/x.npy"))
  }
}
