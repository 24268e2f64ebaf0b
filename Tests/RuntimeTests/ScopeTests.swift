import Testing

@Suite("Scopes")
struct ScopeTests {
  static let cases = [
    Case("k = 2; g(x) = k * x; k = 3; g(1)", "2"),
    Case(
      "even(n) = if n == 0 then true else odd(n - 1); odd(n) = if n == 0 then false else even(n - 1); even(10)",
      "true"),
    Case("fs = [x -> x + i for i in 0..<3]; fs[0](10)", "10"),
    Case("x = 1; [x for x in 5..<7]; x", "1"),
    Case("for i in 0..<3 { }\ni", "2"),
    Case("k = 1; f() = { k = k + 1; k }; f() + f() + k", "5"),
    Case("total = 10; f(xs) = { for x in xs { total = total + x }; total }; f([1, 2])", "13"),
    Case("sum = 3; sum", "3"),
    Case("a = sum [1, 2]; sum = 3; a + sum", "6"),
    Case("f() = { g(n) = if n == 0 then 0 else g(n - 1); g(3) }; f()", "0"),
    Case("adder(n) = x -> x + n; f = adder(2); f(3)", "5"),
    Case("f(x) = { y = [z + x for z in 0..<2]; y }; f(1)", "[1, 2]"),
    Case("t = 5; [{ t = t + x; t } for x in 0..<3]", "[5, 6, 7]"),
  ]

  @Test("names mean what the scopes around them say", arguments: cases)
  func scopes(_ example: Case) {
    #expect(Prompt().shows(example.program) == example.output)
  }

  @Test("a failed statement leaves bindings and the generator as they were")
  func undo() {
    let prompt = Prompt()
    _ = prompt.shows("x = 1; s = 0")
    #expect(
      prompt.shows("for i in 0..<5 { x = i; s = s + i; random(R); [1][i] }").hasSuffix(
        "index.range: index 1 is out of range"))
    #expect(prompt.shows("x\ns") == "1\n0")
    let after = prompt.shows("random(R)")
    #expect(after == Prompt().shows("random(R)"))
  }

  @Test("a name bound only by a failed statement is unknown afterwards")
  func unbound() {
    let prompt = Prompt()
    _ = prompt.shows("fresh = [1][9]")
    #expect(prompt.shows("fresh") == "name.unknown: nothing is called fresh")
  }

  @Test("nothing runs when a name is unknown")
  func resolvedFirst() {
    #expect(Prompt().shows("1\nfoo") == "name.unknown: nothing is called foo")
  }
}
