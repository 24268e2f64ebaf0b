import Testing

@testable import Language

@Suite struct PrinterTests {
  @Test("100,000 random trees read back as they were", arguments: 1...4)
  func readBack(_ seed: Int) {
    var failures: [String] = []
    var trees = RandomTrees(seed: UInt64(seed))
    for _ in 0..<25_000 where failures.count < 3 {
      let tree = trees.program()
      let text = Printer.text(of: tree)
      guard let back = program(text), back.isSame(as: tree) else {
        failures.append(text)
        continue
      }
    }
    #expect(failures.isEmpty)
  }

  @Test("no pair of parentheses can be left out")
  func fewestParentheses() {
    var failures: [String] = []
    var trees = RandomTrees(seed: 9)
    for _ in 0..<1_000 where failures.count < 3 {
      let tree = trees.program()
      let text = Array(Printer.text(of: tree))
      for (open, close) in pairs(in: text) {
        for filler in ["", " "] {
          var shorter = text.map(String.init)
          shorter[open] = filler
          shorter[close] = filler
          if let back = program(shorter.joined()), back.isSame(as: tree) {
            failures.append("\(String(text)) is \(shorter.joined())")
          }
        }
      }
    }
    #expect(failures.isEmpty)
  }

  /// The places of the parentheses of a text, by pairs; the random strings have none.
  private func pairs(in text: [Character]) -> [(Int, Int)] {
    var open: [Int] = []
    var pairs: [(Int, Int)] = []
    for (place, character) in text.enumerated() {
      if character == "(" { open.append(place) }
      if character == ")", let start = open.popLast() { pairs.append((start, place)) }
    }
    return pairs
  }

  @Test("trees are the same exactly when they are printed alike")
  func sameness() {
    var trees = RandomTrees(seed: 5)
    var different = 0
    for _ in 0..<1_000 {
      let tree = trees.program()
      let other = trees.program()
      #expect(tree.isSame(as: tree))
      #expect(tree.isSame(as: other) == (Printer.text(of: tree) == Printer.text(of: other)))
      if !tree.isSame(as: other) { different += 1 }
    }
    #expect(different > 900)
  }

  @Test(
    "programs are printed in one form",
    arguments: [
      ("x=1 ;y", "x = 1;\ny\n"), ("f (  )", nil), ("f( a,b , )", "f(a, b)\n"),
      ("(((a)))", "a\n"), ("if c {a} else {b}", "if c then { a } else { b }\n"),
      ("1..<n+1; 0...5", "1 ..< n + 1;\n0...5\n"),
      ("A kron B; f ∘ g; a ≤ b", "A ⊗ B;\nf ∘ g;\na <= b\n"),
      ("for x in xs {\nprint x\ny = 2\n}", "for x in xs {\n  print x\n  y = 2\n}\n"),
      ("## Doc.\nf(x:R^2,k=3)=x", "## Doc.\nf(x: R^2, k = 3) = x\n"), ("{a;b}", "{ a; b }\n"),
      ("\"a{ b+1 }\\t\\u{7}\"", "\"a{b + 1}\\t\\u{7}\"\n"), ("2.50; 1e5", "2.5;\n100000\n"),
      (
        "f(x) = {\n while c {\n a\n b\n}\n x\n}",
        "f(x) = {\n  while c {\n    a\n    b\n  }\n  x\n}\n"
      ),
      ("import \"a\\\"b\" as c", "import \"a\\\"b\" as c\n"), ("[1,2;3,4,]", "[1, 2; 3, 4]\n"),
    ] as [(String, String?)])
  func oneForm(_ source: String, _ expected: String?) {
    #expect(program(source).map { Printer.text(of: $0) } == expected)
  }

  @Test("trees that no source gives are printed as the nearest that means the same")
  func otherTrees() {
    let place = Span(0, 0)
    func tree(_ kind: Expression.Kind) -> Expression { Expression(kind, span: place) }
    func sum() -> Expression {
      tree(.binary(.add, tree(.name("a")), tree(.name("b")), operatorSpan: place))
    }
    let power = Expression.Kind.binary(
      .power, tree(.number(-2)), tree(.name("n")), operatorSpan: place)
    let cases: [(Expression.Kind, String)] = [
      (.application(tree(.name("f")), sum()), "f(a + b)"),
      (.application(sum(), tree(.name("x"))), "(a + b)(x)"), (.number(-2), "-2"),
      (power, "(-2)^n"), (.number(.infinity), "inf"), (.number(.nan), "nan"), (.hole, "_"),
    ]
    for (kind, text) in cases { #expect(Printer.text(of: tree(kind)) == text) }
  }
}
