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
      ("sum(1:3)", "`sum(1...3)`"), ("sin(0:0.1:1)", "`sin(linspace(0, 1, 11))`"),
      ("sin(0:0.3:1)", "`sin(linspace(0, 0.9, 4))`"), ("A(1:2)", "`A[0...1]`"),
      ("A(1:2, 2) = 5", "if i in 0...1 and j == 1 then 5 else A[i, j]"),
      ("A(end, 1) = 5", "if i == shape(A)[0] - 1 and j == 0 then 5"),
      ("f(x::Float64) = x", "`f(x: R) = …`"), ("f: R^2 -> R^2", "`f(x: R^2) = …`"),
      ("1:3", "`1...3`"), ("is relu linear", "`relu is linear`"),
      ("relu is linear?", "`relu is linear`"), ("f = x, y -> x + y", "`(x, y) -> x + y`"),
      ("relu is linear, affine", "`(relu is linear, relu is affine)`"),
      ("[V, D] = eigen(A)", "`D, V = eigen(A)`"), ("affine(2, 3) tanh", "`|>`"),
      ("affine(2, 3) >> tanh", "`|>`"), ("rotation(1) [1, 0]", "`rotation(1)([1, 0])`"),
      ("for k in 1...2 print k", "`for k in 1...2 { print k }`"),
      ("f(x) { return x^2 }", "`f(x) = { return x^2 }`"), ("x = 3, y = 4", "`x = 3; y = 4`"),
      ("x = y = 3", "`y = 3; x = y`"), ("f = @() 3", "`() -> 3`"), ("@sin", "`sin`"),
      ("reduce(+, xs)", "`(a, b) -> a + b`"), ("A.'", "`A'`"), ("sin(90 deg)", "`90 * pi / 180`"),
      ("[i * j for i in a, j in b]", "`for j in …`"),
      ("[i + j for (i, j) in a]", "`for i, j in a`"),
      ("[i for i in 0..<3 where i > 1]", "`if`"), ("x = 1 if else 2", "`if c then 1 else 2`"),
      ("begin end", "`{ … }`"), ("try 1 catch e end", "ask before"), ("!ls", ":load"),
      ("%timeit 1 + 1", ":time"), ("affine(2 => 3)", "`affine(2, 3)`"),
      ("octave:1> a = 5", "`a = 5`"), ("[1 2 3]", "`[1, 2, 3]`"), ("[1 2; 3 4]", "`[1, 2; 3, 4]`"),
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
