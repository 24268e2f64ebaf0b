import Language
import Testing

/// What people bring from other languages, and forms the language refuses: each gets a sentence and
/// the text to write instead.
@Suite struct HabitTests {
  @Test(
    "each habit of other languages gets a hint",
    arguments: [
      ("x ** 2", "`x ^ 2`"), ("A @ B", "`A * B`"), ("7 // 2", "`floor(a / b)`"),
      ("// note", "`# …`"),
      ("/* note */", "`#`"), ("a && b", "`a and b`"), ("a || b", "`a or b`"), ("!a", "`not a`"),
      ("x => x", "`x -> x`"), ("x := 1", "`x = 1`"), ("x += 1", "x = x +"), ("x *= 2", "x = x *"),
      ("0..5", "`a..<b`"), ("let x = 1", "`x = 1`"), ("var x = 1", "`x = 1`"),
      ("const x = 1", "`x = 1`"), ("def f(x): return x", "`f(x) = x`"),
      ("fn f(x) { x }", "`f(x) = { x }`"),
      ("function f(x) x end", "`f(x) = x`"), ("lambda x: x", "`x -> x`"),
      ("@(x, y) x + y", "`(x, y) -> x + y`"), ("lambda x: x**2", "`x -> …`"),
      ("def f(x):\n  x", "`f(x) = …`"), ("let f(x) = x", "`f(x) = x`"),
      ("map(lambda x: x, xs)", "`x -> x`"), ("from a import b", "import \"a.mfl\""),
      ("(1; 2)", "comma"), ("A[1:3]", "`1..<3`"), ("'text'", "write `\"text\"`"),
      ("“text”", "straight quotes"), ("x²", "`^2`"), ("2 × 3", "`*`"), ("6 ÷ 2", "`/`"),
      ("√2", "`sqrt(…)`"), ("a & b", "`and`"), ("a | b", "`or`"),
      ("c ? a : b", "`if c then a else b`"), ("if a { b } elif c { d }", "`else if`"),
      ("for x in xs: x", "`{ … }`"), ("if a: b", "`{ … }`"), ("while a = b {}", "`==`"),
    ])
  func habits(_ source: String, _ hint: String) throws {
    let diagnostic = try #require(problem(source))
    #expect(try #require(diagnostic.hint).contains(hint))
  }

  @Test(
    "each refused form gets its rewrite",
    arguments: [
      ("sin (x)^2", "`sin(x)`"), ("f (x).shape", "`f(x)`"), ("f (x, y)", "`f(x, y)`"),
      ("rank -A", "`rank - A` or `rank(-A)`"), ("[1 -2]", "`1 - 2` or `1, -2`"),
      ("2 -x", "`2 - x`"), ("2x", "`2 * x`"), ("2(3)", "`2 * (3)`"), ("(a) (b)", "`(a)(b)`"),
      ("f ∘ g x", "`(f ∘ g)(x)`"), ("1 < 2 < 3", "`1 < 2 and 2 < …`"), ("x = [a = b]", "`==`"),
      ("train(net, steps = 10)", "`steps: 10`"), ("x = 1e999", "`inf`"), ("f(_ + 1)", "`f(_, y)`"),
      ("xs |> x -> x", "`(x -> …)`"), ("a.2", "`[2]`"), ("if c then break", "`{ break }`"),
      ("[1 2 3]", "`[1, 2, 3]`"), ("[1 2; 3 4]", "`[1, 2; 3, 4]`"),
      ("[1 2\n 3 4]", "`[1, 2; 3, 4]`"), ("[1, 2\n 3]", "a comma before it, or a semicolon"),
      ("[-1 2 3]", "`[-1, 2, 3]`"), ("[\"a\" b]", "`[\"a\", b]`"),
      ("[f(1) 2]", "a comma before it"),
      ("f(1, 2", "`)`"), ("import lesson", "`import \"lesson.mfl\"`"), ("\"a{}\"", "`\\{`"),
    ])
  func rewrites(_ source: String, _ hint: String) throws {
    let diagnostic = try #require(problem(source))
    #expect(try #require(diagnostic.hint).contains(hint))
  }

  @Test(
    "what the rewrites say is valid",
    arguments: [
      "sin(x)^2", "f(x).shape", "f(x, y)", "rank - A", "rank(-A)", "[1 - 2]", "[1, -2]", "2 * x",
      "2 * (3)", "(f ∘ g)(x)", "1 < 2 and 2 < 3", "train(net, steps: 10)", "f(_, y)",
      "xs |> (x -> x)", "if c { break }", "a[2]", "a[1..<3]", "if c then a else b",
    ])
  func rewritesAreValid(_ source: String) {
    #expect(program(source) != nil)
  }
}
