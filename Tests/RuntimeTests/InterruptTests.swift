import Foundation
import Language
import Runtime
import Testing

/// Ctrl-C while something long is going on, one case for each kind of long work.
@Suite("Interrupting long work", .serialized)
struct InterruptTests {
  /// What is made ready, and then runs for longer than anyone waits.
  struct Work: CustomTestStringConvertible, Sendable {
    let name: String
    let ready: String
    let long: String
    /// After how many seconds it is interrupted, once for each.
    let after: [Double]

    init(_ name: String, ready: String = "", _ long: String, after: [Double] = [0.1]) {
      self.name = name
      self.ready = ready
      self.long = long
      self.after = after
    }

    var testDescription: String { name }
  }

  /// A square matrix of numbers without a pattern, quickly made.
  private static func matrix(_ size: Int) -> String {
    "reshape(sin(linspace(0, 1e6, \(size * size)) .^ 2), [\(size), \(size)])"
  }

  static let works: [Work] = [
    Work("a loop", "while true { kept = kept + 1 }"),
    Work(
      "recursion", ready: "f(n) = if n == 0 then 0 else f(n - 1) + f(n - 1)", "kept = f(60)"),
    Work(
      "a comprehension", "kept = [0 for i in 0..<1000000 for j in 0..<1000000 if false]"),
    Work("a list that grows", "kept = [[i] for i in 0..<1000000000]"),
    Work("a product of large matrices", ready: "A = \(matrix(1600))", again("A * A")),
    Work(
      "elements by the million", ready: "x = linspace(0, 1, 4000000)", again("sin(cos(tan(x)))")),
    Work("sorting", ready: "x = sin(linspace(0, 1e6, 2000000))", again("sort x")),
    Work("a singular value decomposition", ready: "A = \(matrix(500))", again("svd A")),
    Work(
      "a text in a text",
      ready: "s = \"a\"; for _ in 0..<21 { s = s + s }; p = s + \"b\"; q = s + s",
      again("p in q")),
    Work(
      "an element of a list", ready: "x = [\"{k}\" for k in 0..<100000]", again("\"none\" in x")),
    Work("a row of a tensor", ready: "X = zeros(3000000, 1)", again("[3] in X")),
    Work("stacked elements", ready: "X = ones(300000, 1)", again("stack X")),
    Work(
      "sorted texts", ready: "x = [\"{k * 7919 % 100003}\" for k in 0..<20000]", again("sort x")),
    Work("a character", ready: "s = \"é\"; for _ in 0..<20 { s = s + s }", again("s[900000]")),
    Work("a projection", ready: "A = random(R^900, 900)", again("projection A")),
    Work("a rank", ready: "A = \(matrix(700))", again("rank A")),
    Work("an equation", ready: "A = \(matrix(1400))", again("A \\ A")),
    Work("an inverse", ready: "A = \(matrix(1400))", again("inverse A")),
    Work("eigenvalues", ready: "A = \(matrix(400))", again("eigen A")),
    Work("an exponential", ready: "A = \(matrix(600))", again("expm A")),
    Work(
      "Jacobians at many points",
      ready:
        "net = affine(50, 128) |> tanh |> affine(128, 50); X = reshape(sin(linspace(0, 1e6, 250000)), [5000, 50])",
      again("rank jacobian(net, X)")),
    Work(
      "a loop within a recorded function",
      ready: "f(x) = { y = x; for k in 0..<20000000 { y = sin(y) + x }; y }",
      "kept = grad(f, 0.5)"),
    Work(
      "a loop that cannot be recorded whole",
      ready:
        "f(x) = { y = x; for k in 0..<2000000 { y = if k % 2 == 0 then sin y else cos y }; y }",
      "kept = grad(f, 0.5)"),
    Work(
      "string building",
      "{ s = \"\"; while true { s = \"{s}.\"; if count [c for c in s] > 60000 then { s = \"\" } } }"
    ),
    Work(
      "text of a huge tensor", ready: "x = reshape(sin(linspace(0, 1e6, 1000000)), [10000, 100])",
      "for k in 0..<1000 { kept = 1; show(x, digits: 17) }"),
    Work(
      "text of a huge list", ready: "x = [\"{k}\" for k in 0..<200000]",
      "for k in 0..<1000 { kept = \"{[x, x, x, x, x]}\" }"),
    Work(
      "a search for a verdict",
      ready: "net = affine(6, 64) |> tanh |> affine(64, 64) |> tanh |> affine(64, 6)",
      again("net is embedding")),
    Work(
      "a verdict on a wide net", ready: "net = affine(1200, 1200) |> tanh |> affine(1200, 1200)",
      again("net is injective"), after: [0.05, 0.4, 0.8]),
    Work(
      "Hessian-vector products",
      ready: """
        net = affine(200, 400) |> tanh |> affine(400, 1)
        g(x) = sum(net(x) .^ 2)
        """,
      again("hvp(g, ones(200), ones(200))")),
    Work(
      "a Hessian",
      ready: "net = affine(300, 600) |> tanh |> affine(600, 600) |> tanh |> affine(600, 1)",
      again("hessian(net, ones(300))")),
    Work(
      "a jet of high order", ready: "f(x) = sin(exp(sin(exp(sin(exp(x))))))",
      again("jet(f, 0.1, 1, 20)")),
  ]

  /// An assignment without end.
  private static func again(_ value: String) -> String {
    "while true { kept = \(value) }"
  }

  @Test("ends it within a tenth of a second and leaves the bindings as they were", arguments: works)
  func interrupting(_ work: Work) {
    let prompt = Prompt()
    if !work.ready.isEmpty { #expect(prompt.failure(work.ready) == nil) }
    _ = prompt.shows("kept = 42")
    for delay in work.after { interrupt(work, after: delay, prompt) }
  }

  @Test("ends the reading of a long table wherever it is")
  func reading() throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("mfl-interrupt-\(UUID().uuidString).csv").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let row = "0.125,-17.5,1e-3,somewhere\n"
    try ("x,y,z,place\n" + String(repeating: row, count: 200_000))
      .write(toFile: path, atomically: true, encoding: .utf8)
    let prompt = Prompt(files: .all)
    _ = prompt.shows("kept = 42")
    let work = Work("reading a table", "while true { kept = read \"\(path)\" }")
    for delay in [0.05, 0.2, 0.5] { interrupt(work, after: delay, prompt) }
  }

  @Test("ends the parsing and compiling of a long program wherever it is")
  func compiling() {
    let lines = (0..<30_000).map { "x\($0) = \($0) * kept + [1, 2, \($0)][1]" }
    let block = "never() = { \(lines.joined(separator: "; ")) }"
    for program in [lines.joined(separator: "\n") + "\nwhile true {}", block + "\nwhile true {}"] {
      let prompt = Prompt()
      _ = prompt.shows("kept = 42")
      let work = Work("a long program", program)
      for delay in [0.05, 0.2, 0.4, 0.8, 1.2] { interrupt(work, after: delay, prompt) }
      #expect(prompt.shows("1 + 1") == "2")
    }
  }

  @Test("ends the waiting for an imported pipe that says nothing")
  func importing() throws {
    let pipe = try SilentPipe()
    let prompt = Prompt(files: .all)
    _ = prompt.shows("kept = 42")
    interrupt(Work("an import", "kept = 1; import \"\(pipe.path)\""), after: 0.1, prompt)
  }

  private func interrupt(_ work: Work, after delay: Double, _ prompt: Prompt) {
    // The quickest of a few tries: the others may have waited for a processor.
    var quickest = Double.infinity
    for _ in 0..<4 where quickest >= 0.1 {
      quickest = min(quickest, latency(of: work, after: delay, prompt))
      #expect(prompt.shows("kept") == "42")
    }
    #expect(quickest < 0.1, "\(work.name), interrupted after \(delay) s")
  }

  /// The seconds from the request until the session answers.
  private func latency(of work: Work, after delay: Double, _ prompt: Prompt) -> Double {
    // What was interrupted before may still be computing what nobody will see.
    while Session.hasLeftOverWork { Thread.sleep(forTimeInterval: 0.02) }
    let asked = Date().addingTimeInterval(delay)
    Thread.detachNewThread { [interrupt = prompt.interrupt] in
      Thread.sleep(until: asked)
      interrupt.request()
    }
    let outcome = prompt.session.run(work.long, name: "<test>")
    let seconds = Date().timeIntervalSince(asked)
    guard case .failed(let diagnostic, .interrupted) = outcome else {
      Issue.record("not interrupted: \(outcome)")
      return .infinity
    }
    #expect(diagnostic.id == "interrupted" || diagnostic.id == "file.interrupted")
    _ = prompt.transcript.take()
    return seconds
  }
}
