import Testing

@Suite("Programs")
struct ProgramTests {
  static let arithmetic = [
    Case("1 + 2 * 3", "7"),
    Case("2 ^ 10", "1024"),
    Case("-2 ^ 2", "-4"),
    Case("-7 % 3", "2"),
    Case("[1, 2] + [3, 4]", "[4, 6]"),
    Case("[1, 2] .+ 1", "[2, 3]"),
    Case("2 * [1, 2]", "[2, 4]"),
    Case("[1, 2; 3, 4] * [1, 1]", "[3, 7]"),
    Case("[1, 2; 3, 4] ^ 2", "[ 7, 10;\n 15, 22]"),
    Case("[1, 2; 3, 4] ^ 0", "[1, 0;\n 0, 1]"),
    Case("[1, 2; 3, 4]'", "[1, 3;\n 2, 4]"),
    Case("[1, 2] .* [3, 4]", "[3, 8]"),
    Case("[1, 2] .^ 2", "[1, 4]"),
    Case("[2, 0; 0, 4] \\ [2, 4]", "[1, 1]"),
    Case("\"a\" + \"b\"", "ab"),
    Case("1e-05 * 2", "2e-05"),
  ]

  static let comparisons = [
    Case("1 < 2", "true"),
    Case("[1, 2] == [1, 2]", "true"),
    Case("[1, 2] == [1, 2, 3]", "false"),
    Case("0.1 + 0.2 == 0.3", "false"),
    Case("0.1 + 0.2 ≈ 0.3", "true"),
    Case("2 in [1, 2]", "true"),
    Case("3 not in 0..<3", "true"),
    Case("\"b\" in \"abc\"", "true"),
    Case("nan == nan", "false"),
    Case("(1, \"a\") == (1, \"a\")", "true"),
    Case("true and not false", "true"),
    Case("false and 1 / 0 == nothing_here or true; nothing_here = 1", ""),
  ]

  static let containers = [
    Case("[[1, 2], [3, 4]]", "[1, 2;\n 3, 4]"),
    Case("[[1, 2]; [3, 4]]", "[1, 2;\n 3, 4]"),
    Case("[\"a\", 1]", "[\"a\", 1]"),
    Case("[[1], [2, 3]]", "[[1], [2, 3]]"),
    Case("(rank: 2, gap: 13.1).gap", "13.1"),
    Case("A = [1, 2; 3, 4]; A[0, :]", "[1, 2]"),
    Case("A = [1, 2; 3, 4]; A[-1]", "[3, 4]"),
    Case("A = [1, 2, 3]; A[1..<-1]", "[2]"),
    Case("A = [1, 2, 3]; A[0...-1]", "[1, 2, 3]"),
    Case("A = [1, 2, 3]; A[[2, 0]]", "[3, 1]"),
    Case("\"hello\"[1...2]", "el"),
    Case("(1, \"two\", 3)[1]", "two"),
    Case("(5..<9)[1]", "6"),
    Case("[1, 2; 3, 4].shape", "[2, 2]"),
    Case("a, b = (1, \"x\"); \"{b}{a}\"", "x1"),
    Case("[x for x in \"abc\"]", "[\"a\", \"b\", \"c\"]"),
    Case("[x * y for x in 1...2 for y in 1...3 if x != y]", "[2, 3, 2, 6]"),
    Case("[a + b for a, b in [(1, 2), (3, 4)]]", "[3, 7]"),
    Case("[]", "[]"),
  ]

  static let control = [
    Case("s = 0; for i in 1...10 { s = s + i }\ns", "55"),
    Case("i = 0; while true { i = i + 1; if i > 5 { break } }\ni", "6"),
    Case("s = 0; for i in 0..<5 { if i == 2 { continue }; s = s + i }\ns", "8"),
    Case("if 1 < 2 then \"yes\" else \"no\"", "yes"),
    Case("if 1 > 2 { 5 } else { 6 }", "6"),
    Case("x = { a = 3; a + 1 }; x", "4"),
    Case("f(x) = { for j in 0..<9 { if j == x { return j * 100 } }; \"none\" }; f(3)", "300"),
    Case("f(x) = { y = 1 + { return 7 }; y }; f(0)", "7"),
    Case("f(n) = { s = 0; for i in 0..<n { if i == 3 { return s }; s = s + i }; -1 }; f(9)", "3"),
    Case("for row in [1, 2; 3, 4] { row }", "[1, 2]\n[3, 4]"),
    Case("for a, b in [(1, 2)] { a + b }", "3"),
    Case("assert 1 < 2", ""),
  ]

  static let functions = [
    Case("f(n) = if n < 2 then n else f(n - 1) + f(n - 2); f(15)", "610"),
    Case("f(x, k = 3) = x * k; f(2)", "6"),
    Case("f(x, k = 3) = x * k; f(2, k: 4)", "8"),
    Case("f(a, b) = a - b; f(b: 1, a: 5)", "4"),
    Case("(x -> x + 1)(2)", "3"),
    Case("((x, y) -> x - y)(5, 2)", "3"),
    Case("f(a, b) = a - b; g = f(_, 1); g(5)", "4"),
    Case("f(a, b) = a - b; g = f(_, _); g(5, 2)", "3"),
    Case("f(a, b) = a - b; 5 |> f(_, 1)", "4"),
    Case("f(x) = x + 1; g(x) = 2 * x; (f ∘ g)(3)", "7"),
    Case("f(x) = x + 1; f 3", "4"),
    Case("f(x) = x + 1; 3 |> f |> f", "5"),
    Case("f = x -> if x == 0 then 0 else f(x - 1); f(3)", "0"),
  ]

  static let maps = [
    Case("f(x: R^2) = [x[0], x[1] + x[0]^2]; f([1, 2])", "[1, 3]"),
    Case("f(x: R^2) = [x[0], x[1] + x[0]^2]; f", "f : ℝ² → ℝ²  smooth"),
    Case("f(x: R^2) = x[0]; f [1, 2; 3, 4]", "[1, 3]"),
    Case("f(x: R, k = 2) = k * x; f(3, k: 5)", "15"),
    Case("f(x: R^2, k = 2) = k * x; f([1, 2; 3, 4], k: 3)", "[3,  6;\n 9, 12]"),
    Case("f(x: R) = if x > 0 then x else -x; f(-3)", "3"),
    Case("f(x: R^2) = x; g(x: R^2) = 2 * x; (f + g)([1, 2])", "[3, 6]"),
    Case("f(x: R^2) = x; (2 * f - f)([1, 2])", "[1, 2]"),
    Case("f(x: R^2) = x; (f .* f)([2, 3])", "[4, 9]"),
    Case("f(x: R^2) = x[0]; h = f |> (y -> y.name); h", "f"),
    Case("f(x: R^2) = 2 * x; net = f |> f; net.layers.count", "2"),
    Case("f(x: R^2) = 2 * x; [1, 2] |> f |> f", "[4, 8]"),
    Case("g(x) = sum(x); map(g, R^3)", "g : ℝ³ → ℝ  linear"),
  ]

  static let muting = [
    Case("1; 2", "2"),
    Case("1; 2;", ""),
    Case("x = 3", ""),
    Case("print(\"a\", 1)", "a 1"),
    Case("f(x) = { x; x + 1 }; f(1)", "2"),
    Case("for i in 0..<3 { i };", ""),
    Case("1\nans + 1", "1\n2"),
  ]

  @Test("shows what it should", arguments: arithmetic + comparisons + containers)
  func values(_ example: Case) {
    #expect(Prompt().shows(example.program) == example.output)
  }

  @Test("runs every statement and call form", arguments: control + functions + maps)
  func runs(_ example: Case) {
    #expect(Prompt().shows(example.program) == example.output)
  }

  @Test("a semicolon mutes, a line's end shows", arguments: muting)
  func mutes(_ example: Case) {
    #expect(Prompt().shows(example.program) == example.output)
  }
}
