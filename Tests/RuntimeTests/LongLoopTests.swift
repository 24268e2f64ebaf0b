import Autodiff
import Foundation
import Language
import Runtime
import Synchronization
import Testing

/// Loops in functions that are differentiated, beyond the rounds that are written out.
@Suite("Long loops")
struct LongLoopTests {
  /// A loop that is recorded, as a function f of x; `n` is its number of rounds.
  static let recorded = [
    // Euler's method, for y′ = sin y.
    "f(x) = { y = x; for i in 0..<n { y = y + 0.01 * sin(y) }; y }",
    // Runge and Kutta's, with what it needs on the way; the first round finds those unassigned.
    """
    f(x) = {
      y = x; h = 0.02
      for i in 1...n {
        a = cos(y + 0.1 * h * i)
        b = cos(y + 0.5 * h * a)
        y = y + h * b
      }
      y + a * b
    }
    """,
    // A series, with the index as a number.
    "f(x) = { s = 0; t = 1; for k in 1...n { t = t * x / k; s = s + t }; s }",
    "f(x) = { s = 0; for k in 1...n { s = s + x ^ k / (k * k) }; s }",
    // Two numbers that go round together.
    "f(x) = { a = x; b = 1; for i in 0..<n { a, b = [0.9 * a + 0.1 * b, 0.2 * sin(a)] }; a * b }",
    // Vectors and matrices.
    """
    f(x) = {
      A = [2, 0.5; 0.5, 1 + x]; v = [1, 1]
      for i in 0..<n { w = A * v; v = w / sum(w) }
      sum(v .* (A * v))
    }
    """,
    "f(x) = { M = [1, 0; 0, 1]; for i in 0..<n { M = M * [cos(x / n), sin(x); -0.01, 0.99] }; trace(M) }",
    // Loops in loops.
    """
    f(x) = {
      s = x
      for i in 0..<n { t = 0; for j in 0..<n { t = t + sin(s + i / (j + 1)) }; s = s + t / n ^ 2 }
      s
    }
    """,
    // A loop over a range that is a value, and names bound in an order of their own.
    "f(x) = { r = 5..<n + 5; y = x; for i in r { z = y; y = z - 0.01 * z ^ 3 + i / 1000 }; y + z }",
    // Functions called in the loop, and one that captures.
    "g(y, c) = y - c * y ^ 2; f(x) = { y = x; h = z -> z * cos(x); for i in 0..<n { y = g(h(y), 0.1) + 0.1 }; y }",
    // A derivative within the loop: Newton's method.
    "p(y) = y ^ 3 - 2; f(x) = { y = x + 2; for i in 0..<n { y = y - 0.1 * p(y) / grad(p, y) }; y }",
    // Numbers that go round and are not traced.
    "f(x) = { y = x; k = 0; for i in 0..<n { k = k + i; y = y + sin(y) / (1 + k) }; y * k / n ^ 2 }",
    "f(x) = { y = x; for i in 0..<n { k = 0; while k < 2 { k = k + 1 }; y = y * 0.9 + k }; y }",
  ]

  /// Loops whose rounds are not alike, or do more than compute.
  static let refused = [
    "f(x) = { y = x; v = 1...n; for i in 0..<n { y = y + v[i] * sin(y) / n ^ 2 }; y }",
    "f(x) = { y = x; for i in 0..<n { if i == 3 { y = y * 2 } else { y = 0.99 * y } }; y }",
    "f(x) = { y = x; for i in 0..<n { if i in 3..<5 { y = y * 2 } else { y = 0.99 * y } }; y }",
    "f(x) = { y = x; for i in 0..<n { if i % 7 == 2 { y = y * 1.1 } else { y = 0.99 * y } }; y }",
    "f(x) = { y = x; for i in 0..<n { if y > 2 { y = y / 2 } else { y = 1.3 * y } }; y }",
    "f(x) = { y = x; for i in 0..<n { if \"{i}\" == \"40\" { y = 2 * y } else { y = 0.99 * y } }; y }",
    "f(x) = { y = x; for i in 0..<n { if i > 50 { break }; y = y * 1.01 }; y }",
    "f(x) = { y = x; for i in 0..<n { if i > 50 { return y }; y = y * 1.01 }; y }",
    "f(x) = { y = x; for i in 0..<n { if i % 2 == 0 { continue }; y = y * 1.01 }; y }",
    "f(x) = { y = x; for i in 0..<n { for j in 0..<i { y = y + x / n ^ 2 } }; y }",
    "f(x) = { y = x; l = [\"a\"]; for i in 0..<n { y = sin(y); l = l + [\"b\"] }; y * l.count }",
    "f(x) = { y = x; l = [\"a\"]; for i in 0..<n { y = sin(y); l = l + [\"a\", y] }; y + l[6] + l[n] }",
    "f(x) = { y = [x]; for i in 0..<n { y = concat(y, [sin(x)]) }; sum(y) }",
    "f(x) = { y = x; ok = true; for i in 0..<n { y = sin(y); ok = not ok }; if ok { y } else { -y } }",
    "f(x) = { y = x; for i in 0..<n { i = 2 * i; y = y + x / (1 + i) }; y }",
    "f(x) = { y = x; for i in 0..<n { y = y * norm([1, y]) / 2 }; y }",
    "f(x) = { y = [x, 1]; for i in 0..<n { y = y / norm(y) + [0, 0.1] }; y[0] }",
    "f(x) = { y = x; for i in 0..<n { assert y < 5; y = y * 1.001 }; y }",
    "f(x) = { y = x; for i in 0..<n { y = 1.3 * y; while y > 1 { y = y / 2 } }; y }",
  ]

  /// What a program shows with a number of rounds in place of n, for x of interest.
  private func answers(_ function: String, _ rounds: Int) -> [Double] {
    let prompt = Prompt()
    var numbers: [Double] = []
    _ = prompt.shows("n = \(rounds); \(function)")
    for question in ["f(0.7)", "grad(f, 0.7)", "grad(grad f, 0.7)", "jvp(f, 0.7, 1)"] {
      guard let number = prompt.number(question) else { return [] }
      numbers.append(number)
    }
    return numbers
  }

  private func agree(_ a: Double, _ b: Double, _ tolerance: Double) -> Bool {
    abs(a - b) <= tolerance * max(1, abs(a), abs(b))
  }

  @Test("have the values and derivatives of their rounds", arguments: recorded + refused)
  func derivatives(_ function: String) {
    let answers = answers(function, 60)
    guard answers.count == 4 else {
      Issue.record("\(function) has no answers")
      return
    }
    let step = 1e-5
    let prompt = Prompt()
    _ = prompt.shows("n = 60; \(function)")
    func value(_ text: String) -> Double { prompt.number(text) ?? .nan }
    let slope = (value("f(0.7 + \(step))") - value("f(0.7 - \(step))")) / (2 * step)
    let bend = (value("grad(f, 0.7 + \(step))") - value("grad(f, 0.7 - \(step))")) / (2 * step)
    #expect(agree(answers[1], slope, 1e-7), "\(answers[1]) \(slope)")
    #expect(agree(answers[2], bend, 1e-6), "\(answers[2]) \(bend)")
    #expect(agree(answers[1], answers[3], 1e-12))
  }

  /// How many operations a function's graph has.
  private static let size = Builtin(
    "size_of_graph", topic: "tests", parameters: [.required("f", .function)], result: "number",
    summary: "The number of operations of f recorded at 0.7."
  ) { context, arguments in
    let function = try arguments.value("f")
    let path = try Path.traced(at: [Term(0.7)]) { x in
      guard let y = try context.call(function, [Value(x[0])]).convertedToTerm() else { return [] }
      return [y]
    }
    return .number(Double(path.graph.nodes.count))
  }

  /// The size of a function's graph with a number of rounds in place of n.
  private func size(_ function: String, _ rounds: Int) -> Double? {
    let prompt = Prompt()
    prompt.session.define(Self.size)
    _ = prompt.shows("n = \(rounds); \(function)")
    return prompt.number("size_of_graph(f)")
  }

  @Test("are as large for any number of rounds if the rounds are alike", arguments: recorded)
  func recording(_ function: String) {
    let size = size(function, 40)
    #expect(size != nil && size == self.size(function, 60))
  }

  @Test("grow with their rounds if these are not alike", arguments: refused)
  func refusing(_ function: String) {
    let (short, long) = (size(function, 40) ?? 0, size(function, 60) ?? 0)
    #expect(short > 0 && long > short, "\(short) \(long)")
  }

  @Test("call the host's functions in every round")
  func hosts() {
    let prompt = Prompt()
    let calls = Atomic(0)
    prompt.session.define(
      Builtin(
        "tick", topic: "tests", parameters: [.required("y", .value)], result: "value",
        summary: "Counts its calls."
      ) { _, arguments in
        calls.wrappingAdd(1, ordering: .relaxed)
        return try arguments.value("y")
      })
    _ = prompt.shows("f(x) = { y = x; for i in 0..<60 { y = tick(y) * 0.9 }; y }")
    #expect(agree(prompt.number("grad(f, 1.0)") ?? 0, power(0.9, 60), 1e-13))
    #expect(calls.load(ordering: .relaxed) == 60)
  }

  /// The same loop, as a comprehension of rounds would have it: never recorded.
  private func writtenOut(_ function: String) -> String {
    function.replacing("{ y = y", with: "{ if \"{i}\" == \"\" { y = 0 }; y = y")
  }

  @Test("agree with the same rounds written out")
  func writtenOut() {
    let function = Self.recorded[0]
    let (a, b) = (answers(function, 200), answers(writtenOut(function), 200))
    #expect(a.count == 4 && b.count == 4)
    for (a, b) in zip(a, b) { #expect(agree(a, b, 1e-13)) }
  }

  @Test("leave every name as after the last round")
  func names() {
    let prompt = Prompt()
    let program = """
      f(x) = {
        y = x; k = 0
        for i in 3..<203 { k = k + 1; z = y; y = 0.9 * y + 0.1 }
        v = 0..<1000
        y + z * v[k] * v[i]
      }
      """
    _ = prompt.shows(program)
    // The known counters k and i are still whole numbers: 200 and 202.
    let (y, z) = (power(0.9, 200), power(0.9, 199))
    let slope = prompt.number("grad(f, 0.5)") ?? .nan
    #expect(agree(slope, y + z * 200 * 202, 1e-12))
  }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1.0) { y, _ in y * base }
  }

  @Test("write every line once")
  func printing() {
    let lines = (0..<50).map { "\($0)" }.joined(separator: "\n")
    #expect(
      Prompt().shows(
        "f(x) = { y = x; for i in 0..<50 { print(i); y = y * 0.9 }; y }; grad(f, 1.0);") == lines)
  }

  @Test("draw the random numbers they would draw")
  func random() {
    let function = """
      f(x) = { y = x; for i in 0..<60 { if KIND { y = y + random(R) * sin(y) / 50 } }; y }
      """
    let tail = "; seed 3; a = grad(f, 1.0); b = random(R); print(a, b)"
    let usual = Prompt().shows(function.replacing("KIND", with: "true") + tail)
    let written = Prompt().shows(function.replacing("KIND", with: "\"{i}\" != \"\"") + tail)
    #expect(usual == written && !usual.isEmpty)
  }

  @Test("use up the steps of all their rounds")
  func steps() {
    let program = "f(x) = { y = x; for i in 0..<500 { y = y + 0.001 * sin(y) }; y }; grad(f, 1.0)"
    var limits = Limits()
    limits.steps = 400
    let id = Prompt(limits: limits).failure(program)?.id
    #expect(id == "limit.steps")
    limits.steps = 510
    #expect(Prompt(limits: limits).failure(program) == nil)
  }

  @Test("count their steps as rounds that are written out do")
  func sameSteps() {
    let body = "s = y; for j in 0..<40 { s = s + g(y) / 50 }; y = y - 0.01 * s"
    func needed(_ round: String) -> Int {
      let program = "g(y) = sin(y); f(x) = { y = x; for i in 0..<40 { \(round) }; y }; grad(f, 1.0)"
      var (low, high) = (0, 1 << 16)
      while high - low > 1 {
        var limits = Limits()
        limits.steps = (low + high) / 2
        if Prompt(limits: limits).failure(program) == nil {
          high = (low + high) / 2
        } else {
          low = (low + high) / 2
        }
      }
      return high
    }
    #expect(needed(body) == needed("if i < 0 { y = 0 }; " + body))
  }

  @Test("can be interrupted")
  func interrupt() {
    let prompt = Prompt()
    _ = prompt.shows("f(x) = { y = x; for i in 0..<1000000000 { y = y + 1e-9 * sin(y) }; y }")
    let interrupt = prompt.interrupt
    let asked = Date().addingTimeInterval(0.2)
    Thread.detachNewThread {
      Thread.sleep(until: asked)
      interrupt.request()
    }
    let id = prompt.failure("grad(f, 1.0)")?.id
    #expect(id == "interrupted")
    #expect(Date().timeIntervalSince(asked) < 1)
  }

  @Test("of ten thousand rounds have gradients, Hessians and rows of them")
  func many() {
    let prompt = Prompt()
    _ = prompt.shows("f(x) = { y = x; for i in 0..<10000 { y = y + 0.0001 * sin(y) }; y }")
    // The flow of y′ = sin y for time 1, to the error of Euler's method.
    _ = prompt.shows("exact(x) = 2 * atan(tan(x / 2) * exp(1))")
    #expect(prompt.shows("abs(grad(f, 1.0) - grad(exact, 1.0)) < 1e-3") == "true")
    #expect(prompt.shows("abs(hessian(f, 1.0) - hessian(exact, 1.0)) < 1e-3") == "true")
    _ = prompt.shows("g(x: R^2) = { y = x; for i in 0..<1000 { y = y .+ 0.001 * sin(y[0]) }; y }")
    #expect(prompt.shows("shape jacobian(g, [1, 2; 3, 4; 5, 6])") == "[3, 2, 2]")
  }

  @Test("of maps keep the kind of the map")
  func kinds() {
    let prompt = Prompt()
    _ = prompt.shows("A = [0.5, 0.2; 0.1, 0.6]")
    _ = prompt.shows("l(x: R^2) = { y = x; for i in 0..<100 { y = A * y + x }; y }")
    _ = prompt.shows("a(x: R^2) = { y = x; for i in 0..<100 { y = A * y + [1, i] }; y }")
    _ = prompt.shows("s(x: R^2) = { y = x; for i in 0..<100 { y = A * sin(y) }; y }")
    let kinds = ["l is linear", "a is affine", "a is linear", "s is smooth"].map {
      prompt.shows($0).prefix(while: { $0.isLetter })
    }
    #expect(kinds.prefix(2) == ["yes", "yes"] && kinds[2] != "yes" && kinds[3] == "yes")
  }
}

extension Prompt {
  /// The number an expression is, nil for everything else.
  fileprivate func number(_ text: String) -> Double? {
    guard let value = try? session.evaluate(text), case .number(let number) = value else {
      return nil
    }
    return number
  }
}
