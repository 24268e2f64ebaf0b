import Testing

@testable import Language

/// An expression with parentheses around everything that has parts.
func grouped(_ expression: Expression) -> String {
  switch expression.kind {
  case .unary(let sign, let operand):
    return "(\(sign.rawValue)\(sign == .not ? " " : "")\(grouped(operand)))"
  case .binary(let symbol, let left, let right, _):
    return "(\(grouped(left)) \(symbol.rawValue) \(grouped(right)))"
  case .property(let subject, let name, let isNegated, let qualifier):
    let suffix =
      switch qualifier {
      case nil: ""
      case .at(let point)?: " at " + grouped(point)
      case .on(let data)?: " on " + grouped(data)
      }
    return "(\(grouped(subject)) is \(isNegated ? "not " : "")\(name.text)\(suffix))"
  case .application(let callee, let argument): return "(\(grouped(callee)) \(grouped(argument)))"
  case .call(let callee, let arguments):
    return "\(grouped(callee))(\(arguments.map { grouped($0.value) }.joined(separator: ", ")))"
  case .index(let base, let items):
    return "\(grouped(base))[\(items.map(grouped).joined(separator: ", "))]"
  case .member(let base, let name): return "\(grouped(base)).\(name.text)"
  case .transpose(let base): return "\(grouped(base))'"
  case .gradient(let operand): return "(∇\(grouped(operand)))"
  case .lambda(let parameters, let body):
    return "(\(parameters.map(\.name.text).joined(separator: ", ")) -> \(grouped(body)))"
  case .conditional(let condition, let then, let otherwise):
    let end = otherwise.map { " else " + grouped($0) } ?? ""
    return "(if \(grouped(condition)) then \(grouped(then))\(end))"
  case .tuple(let fields):
    return "(\(fields.map { grouped($0.value) + "," }.joined(separator: " ")))"
  case .list(let rows):
    return "[\(rows.map { $0.map(grouped).joined(separator: ", ") }.joined(separator: "; "))]"
  case .number, .string, .boolean, .name, .hole, .wholeAxis, .comprehension, .block:
    return Printer.text(of: expression)
  }
}

@Suite struct PrecedenceTests {
  @Test(
    "operators bind as the table of the language says",
    arguments: [
      ("a or b and c", "(a or (b and c))"), ("a or b or c", "((a or b) or c)"),
      ("not a and b", "((not a) and b)"), ("not a == b", "(not (a == b))"),
      ("not not a", "(not (not a))"), ("a and not b or c", "((a and (not b)) or c)"),
      ("a == b |> f", "(a == (b |> f))"), ("a |> f |> g", "((a |> f) |> g)"),
      ("a |> f == b |> g", "((a |> f) == (b |> g))"), ("0..<n |> f", "((0 ..< n) |> f)"),
      ("a + 1...b - 1", "((a + 1) ... (b - 1))"), ("a - b - c", "((a - b) - c)"),
      ("a + b * c", "(a + (b * c))"), ("a * b / c", "((a * b) / c)"),
      ("a \\ b * c", "((a \\ b) * c)"), ("a .+ b .* c", "(a .+ (b .* c))"),
      ("a ⊗ b ⊕ c · d", "(((a kron b) dsum c) dot d)"), ("-a * b", "((-a) * b)"),
      ("a * -b", "(a * (-b))"), ("--a", "(-(-a))"), ("-a + b", "((-a) + b)"),
      ("-f x", "(-(f x))"), ("-x^2", "(-(x ^ 2))"), ("2^-x^2", "(2 ^ (-(x ^ 2)))"),
      ("a^b^c", "(a ^ (b ^ c))"), ("a^b.^c", "(a ^ (b .^ c))"), ("2^-1 * 3", "((2 ^ (-1)) * 3)"),
      ("f x + 1", "((f x) + 1)"), ("f x * y", "((f x) * y)"), ("rank J == 2", "((rank J) == 2)"),
      ("log det A", "(log (det A))"), ("sin x^2", "(sin (x ^ 2))"), ("f g h x", "(f (g (h x)))"),
      ("f x(y)", "(f x(y))"), ("f x[0]", "(f x[0])"), ("f [0]", "(f [0])"), ("f[0]", "f[0]"),
      ("a.b c.d", "(a.b c.d)"), ("f x'", "(f x')"), ("f ∇g", "(f (∇g))"),
      ("f x ∘ g", "(f (x compose g))"), ("f ∘ g ∘ h", "(f compose (g compose h))"),
      ("f ∘ g^2", "((f compose g) ^ 2)"), ("f ∘ g(x)", "(f compose g(x))"),
      ("∇f(x)", "(∇f)(x)"), ("∇∇f", "(∇(∇f))"), ("∇f ∘ g", "((∇f) compose g)"),
      ("a.b(c)[d].e'", "a.b(c)[d].e'"), ("A'^2", "(A' ^ 2)"), ("A''", "A''"),
      ("rank jacobian(net, x0)", "(rank jacobian(net, x0))"), ("[f x, g y]", "[(f x), (g y)]"),
      ("f is p and g is q", "((f is p) and (g is q))"), ("not f is p", "(not (f is p))"),
      ("f |> g is p", "((f |> g) is p)"), ("f is not p at x + 1", "(f is not p at (x + 1))"),
      ("f is p on a |> b", "(f is p on (a |> b))"), ("x not in xs or y", "((x not in xs) or y)"),
      ("x in 0..<3", "(x in (0 ..< 3))"), ("x -> x + 1", "(x -> (x + 1))"),
      ("x -> y -> x", "(x -> (y -> x))"), ("(x, y) -> x |> f", "(x, y -> (x |> f))"),
      ("if a then b else c + 1", "(if a then b else (c + 1))"),
      ("if a then if b then c else d", "(if a then (if b then c else d))"),
      ("if a then (if b then c) else d", "(if a then (if b then c) else d)"),
      ("x -> if a then b", "(x -> (if a then b))"), ("f(x -> x, y)", "f((x -> x), y)"),
      ("(a + b) * c", "((a + b) * c)"), ("(a, b)", "(a, b,)"), ("(a,)", "(a,)"),
      ("[1, 2; 3, -4]", "[1, 2; 3, (-4)]"), ("a kron b dsum c", "((a kron b) dsum c)"),
      ("kron(a, b)", "kron(a, b)"), ("f compose g compose h", "(f compose (g compose h))"),
      ("a dot b + c", "((a dot b) + c)"), ("f dot", "(f dot)"), ("a ≤ b", "(a <= b)"),
      ("a − b", "(a - b)"), ("Aᵀ", "A'"), ("x → x", "(x -> x)"), ("2 .^ n", "(2 .^ n)"),
      ("a % b * c", "((a % b) * c)"), ("2'", "2'"), ("a.in.b", "a.in.b"),
    ])
  func table(_ source: String, _ expected: String) throws {
    let tree = try #require(expression(source), "\(String(describing: problem(source)))")
    #expect(grouped(tree) == expected)
  }

  @Test("the table's levels are those the printer uses, from loosest to tightest")
  func levels() {
    let order: [BinaryOperator] = [
      .or, .and, .equal, .pipe, .closedRange, .add, .multiply, .power, .compose,
    ]
    for (looser, tighter) in zip(order, order.dropFirst()) {
      #expect(looser.level < tighter.level)
    }
  }

  @Test("numbers and strings are read exactly")
  func literals() throws {
    let numbers: [(String, Double)] = [
      ("2", 2), ("2.5e-3", 0.0025), (".5", 0.5), ("1e-05", 1e-05), ("1E+3", 1000), ("007", 7),
      ("0.1", 0.1), ("1.7976931348623157e308", .greatestFiniteMagnitude), ("5e-400", 0),
    ]
    for (text, value) in numbers {
      guard case .number(let found)? = expression(text)?.kind else {
        Issue.record("\(text) is not read as a number")
        continue
      }
      #expect(found == value)
    }
    let text = "\"a\\n\\t\\\"\\\\\\{\\}}\\u{3b1}é\""
    guard case .string(let pieces)? = expression(text)?.kind, pieces.count == 1,
      case .text(let value) = pieces[0]
    else {
      Issue.record("the string is not read as one text")
      return
    }
    #expect(value == "a\n\t\"\\{}}αé")
  }

  @Test(
    "each symbol and its twin are one token",
    arguments: [
      ("a ≤ b", "a <= b"), ("a ≥ b", "a >= b"), ("a ≠ b", "a != b"), ("a ≈ b", "a ~= b"),
      ("a − b", "a - b"), ("a · b", "a dot b"), ("x → x", "x -> x"), ("Aᵀ", "A'"),
      ("f ∘ g", "f compose g"), ("a ⊗ b", "a kron b"), ("f ⊕ g", "f dsum g"), ("0…5", "0...5"),
      ("ℝ^2", "R^2"), ("2 * π", "2 * pi"), ("x\u{A0}+ 1", "x + 1"), ("\u{FEFF}x", "x"),
      ("x\r\n", "x"),
    ])
  func twins(_ symbol: String, _ twin: String) throws {
    #expect(try #require(expression(symbol)).isSame(as: try #require(expression(twin))))
  }

  @Test("names are equal however their accents are encoded, and symbols are their names")
  func names() throws {
    let composed = try #require(expression("gr\u{F6}\u{DF}e"))
    let decomposed = try #require(expression("gro\u{308}\u{DF}e"))
    #expect(composed.isSame(as: decomposed))
    #expect(try #require(expression("π")).isSame(as: try #require(expression("pi"))))
    #expect(try #require(expression("ℝ^2")).isSame(as: try #require(expression("R^2"))))
  }
}
