import Dispatch
import Language
import Runtime
import Testing

/// Functions that compute only with numbers run on a stack of plain numbers; nobody may notice.
@Suite("Functions of numbers")
struct NumericFunctionTests {
  static let cases = [
    Case("fib(n) = if n < 2 then n else fib(n - 1) + fib(n - 2)\nfib(20)", "6765"),
    Case("f(n) = { t = 0; for k in 1...n { t = t + k }; t }\nf(1000)", "500500"),
    Case("f(n) = { t = 0; for k in 0..<n { t = t + k }; t }\nf(0)", "0"),
    Case("f(n) = { t = 1; while t < n { t = 2 * t }; t }\nf(1000)", "1024"),
    Case("gcd(a, b) = if b == 0 then a else gcd(b, a % b)\ngcd(252, 105)", "21"),
    Case("f(n) = { for k in 2..<n { if n % k == 0 { return k } }; n }\nf(91)\nf(97)", "7\n97"),
    Case(
      "f(n) = { s = 0; for k in 0..<n { if k % 2 == 0 { continue }; s = s + k }; s }\nf(10)", "25"),
    Case("f(n) = { s = 0; for k in 0..<n { if k > 3 { break }; s = s + k }; s }\nf(10)", "6"),
    Case("c = 3; f(x) = c * x; c = 4; f(2)", "6"),
    Case("c = 3; f(n) = if n == 0 then c else f(n - 1) + c\nf(4)", "15"),
    Case("f(x) = -x ^ 2 + pi / pi\nf(3)", "-8"),
    Case("f(a, b) = if not (a < b and b > 0) or a == b then 1 else 2\nf(1, 2)\nf(2, 2)", "2\n1"),
    Case("f(x) = 1 / x\nf(0)\n-f(0)", "inf\n-inf"),
  ]

  @Test("have the values their definitions say", arguments: cases)
  func values(_ example: Case) {
    #expect(Prompt().shows(example.program) == example.output)
  }

  @Test("take vectors, matrices and traced numbers as every other function does")
  func otherValues() {
    #expect(Prompt().shows("f(x) = 2 * x + x\nf([1, 2])\nf(2)") == "[3, 6]\n6")
    #expect(Prompt().shows("f(x) = x ^ 3\n(∇f)(2)\nf(2)") == "12\n8")
    // 2.5 · 1.5 · 0.5 · 1: the derivative is 1.5 · 0.5 + 2.5 · 0.5 + 2.5 · 1.5.
    #expect(
      Prompt().shows("f(n) = if n < 0 then 1 else n * f(n - 1)\n(∇f)(2.5)\nf(2.5)")
        == "5.75\n1.875")
  }

  @Test("fail where every other function fails, with the same words")
  func failures() {
    #expect(Prompt().failure("f(x) = f(x + 1); f(0)")?.id == "limit.recursion")
    let bound = Prompt().failure("f(n) = { t = 0; for k in 0..<n { t = t + k }; t }; f(2.5)")
    #expect(bound?.id == "number.whole")
    #expect(Prompt().failure("f(n) = { if n > 0 { t = n }; t }; f(-1)")?.id == "name.unbound")
    #expect(Prompt().failure("f(n) = f(n, 1); f(1)")?.id == "call.extra")
  }

  @Test("are left alone where the steps are counted")
  func steps() {
    var limits = Limits()
    limits.steps = 100
    let session = Session(.init(limits: limits))
    #expect(throws: Diagnostic.self) {
      try session.evaluate("f(n) = { t = 0; for k in 0..<n { t = t + k }; t }; f(1000)")
    }
    #expect(throws: Never.self) { try session.evaluate("1 + 1") }
  }

  @Test("stop when they are asked to, and leave the bindings as they were")
  func interruption() throws {
    let interrupt = Interrupt()
    let session = Session(.init(interrupt: interrupt))
    _ = try session.evaluate("f(n) = { t = 0; while true { t = t + 1 }; t }; x = 1; 0")
    DispatchQueue.global().asyncAfter(deadline: .now() + 0.05) { interrupt.request() }
    #expect(throws: Diagnostic.self) { try session.evaluate("x = f(1)") }
    #expect(session["x"]?.wholeNumber == 1)
  }
}
