import Testing

@testable import Language

@Suite struct FormatterTests {
  private static func format(_ text: String) -> String? {
    guard case .formatted(let result) = Formatter.format(Source(name: "test", text: text)) else {
      return nil
    }
    return result
  }

  /// The comments of a text, with their blanks at the beginning and the end left out.
  private static func comments(_ text: String) -> [String] {
    let source = Source(name: "test", text: text)
    var end = 0
    var found: [String] = []
    for token in Lexer.tokens(of: source) {
      found += Trivia(source, from: end, to: token.span.start).comments.map(\.text)
      end = token.span.end
    }
    return found
  }

  /// What is wrong with how a text is formatted; nil where nothing is.
  private static func fault(_ text: String) -> String? {
    guard let tree = program(text) else { return nil }
    guard let once = format(text) else { return "refused" }
    guard let back = program(once), back.isSame(as: tree) else {
      return "means something else:\n\(once)"
    }
    guard let twice = format(once), twice == once else {
      return "changes again:\n\(once)\nto\n\(format(once) ?? "")"
    }
    if comments(once) != comments(text) { return "comments lost:\n\(once)" }
    let lines = once.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    if lines.contains(where: { $0.hasSuffix(" ") }) { return "blanks at a line's end:\n\(once)" }
    if zip(lines, lines.dropFirst()).contains(where: { $0.isEmpty && $1.isEmpty }) {
      return "two blank lines:\n\(once)"
    }
    return nil
  }

  /// A text with other spaces, line ends, blank lines and comments where they mean nothing.
  private static func spoilt(_ text: String, _ random: inout Randomness) -> String {
    let source = Source(name: "test", text: text)
    var result = ""
    var end = 0
    for token in Lexer.tokens(of: source) {
      var gap = source.text(in: Span(end, token.span.start))
      if gap.utf8.contains(UInt8(ascii: "\n")), !gap.utf8.contains(UInt8(ascii: "#")) {
        switch random.below(8) {
        case 0: gap = "  #note \(random.below(9))  \n" + gap
        case 1: gap += "# own\n\n\n  ## doc\n"
        case 2: gap += "\n\n"
        case 3: gap = " \t" + gap + "\t "
        case 4: gap = "\r\n" + gap + "## line\n"
        default: break
        }
      } else if gap == " ", random.oneIn(4) {
        gap = "  \t "
      }
      result += gap + source.text(in: token.span)
      end = token.span.end
    }
    return result + (random.oneIn(3) ? " # last" : "")
  }

  @Test(
    "random programs keep their meaning and their comments, and are formatted once and for all",
    arguments: 1...4)
  func randomTrees(_ seed: Int) {
    var trees = RandomTrees(seed: UInt64(100 + seed))
    var random = Randomness(seed: UInt64(seed))
    var faults: [String] = []
    for _ in 0..<1_500 where faults.count < 3 {
      let text = Self.spoilt(Printer.text(of: trees.program()), &random)
      if let fault = Self.fault(text) { faults.append("\(text)\n--- \(fault)") }
    }
    #expect(faults.isEmpty, "\(faults.joined(separator: "\n=====\n"))")
  }

  @Test("so do long ones, whose lines are broken", arguments: [20, 60])
  func longLines(_ size: Int) {
    var trees = RandomTrees(seed: UInt64(size))
    var random = Randomness(seed: UInt64(size))
    var faults: [String] = []
    var brokenCount = 0
    for _ in 0..<500 where faults.count < 3 {
      let plain = Printer.text(of: trees.program(size: size))
      let text = Self.spoilt(plain, &random)
      if let fault = Self.fault(text) { faults.append("\(text)\n--- \(fault)") }
      if plain.split(separator: "\n").contains(where: { $0.count > LongLines.width }),
        let set = Self.format(plain),
        set.filter({ $0 == "\n" }).count > plain.filter({ $0 == "\n" }).count
      {
        brokenCount += 1
      }
    }
    #expect(faults.isEmpty, "\(faults.joined(separator: "\n=====\n"))")
    #expect(brokenCount > 50, "\(brokenCount) of the programs had lines to break")
  }

  @Test("a line that is too long is broken at its outermost level, and again while it is too long")
  func breaking() {
    let a = "an_argument_with_a_name"
    let b = "another_argument_with_a_name"
    let chain =
      "net = affine(2, 64) |> tanh |> affine(64, 64) |> tanh |> affine(64, 64) |> tanh |> affine(64, 2)"
    #expect(
      Self.format(chain + "  # a comment may stick out of the line") == chain
        + "  # a comment may stick out of the line\n")
    #expect(
      Self.format("x = 1\nlong_" + chain + " # c") == """
        x = 1
        long_net = affine(2, 64)
          |> tanh
          |> affine(64, 64)
          |> tanh
          |> affine(64, 64)
          |> tanh
          |> affine(64, 2)  # c

        """)
    #expect(
      Self.format("y = f(x) + compute(\(a), name: \(b), third: g(1, 2), fourth: \(b)[0, 1])") == """
        y = f(x) + compute(
          \(a),
          name: \(b),
          third: g(1, 2),
          fourth: \(b)[0, 1]
        )

        """)
    #expect(
      Self.format("A = [\(a), \(b), 1, 2, 3; \(b), \(a), 4, 5, 6; 1, 2, 3, 4, 5]") == """
        A = [
          \(a), \(b), 1, 2, 3;
          \(b), \(a), 4, 5, 6;
          1, 2, 3, 4, 5
        ]

        """)
    #expect(
      Self.format("for x in xs { print(\(a), \(b)); y = [\(a) * v for v in \(b)] }") == """
        for x in xs {
          print(\(a), \(b));
          y = [\(a) * v for v in \(b)]
        }

        """)
    #expect(
      Self.format("y = [\(a)(\(a), \(b)) for value in \(b) if value > 0]") == """
        y = [
          \(a)(\(a), \(b))
          for value in \(b) if value > 0
        ]

        """)
    #expect(
      Self.format("compute(\(a), \(b), outer(\(a), \(b), inner(\(a), 1, 2, 3)))")
        == """
        compute(
          \(a),
          \(b),
          outer(
            \(a),
            \(b),
            inner(\(a), 1, 2, 3)
          )
        )

        """)
    let words = "print \"" + String(repeating: "word ", count: 30) + "\""
    #expect(Self.format(words) == words + "\n")
  }

  @Test("so do sentences of the grammar", arguments: [15, 60])
  func sentences(_ size: Int) throws {
    let grammar = try #require(Grammar(try Project.text("grammar/mfl.ebnf")))
    var sentences = RandomSentences(grammar, seed: UInt64(size))
    var random = Randomness(seed: 3)
    var faults: [String] = []
    for _ in 0..<1_500 where faults.count < 3 {
      let text = Self.spoilt(sentences.sentence(of: "program", size: size), &random)
      if let fault = Self.fault(text) { faults.append("\(text)\n--- \(fault)") }
    }
    #expect(faults.isEmpty, "\(faults.joined(separator: "\n=====\n"))")
  }

  @Test("so do the valid cases", arguments: try Project.files("grammar/cases/valid", ".mfl"))
  func cases(_ file: String) throws {
    #expect(Self.fault(try Project.text("grammar/cases/valid/\(file)")) == nil)
  }

  @Test("a program that does not parse is refused with all its problems")
  func invalid() {
    let text = "x = (1 +* 2)\nf(x) = {\n  y = 2y\n  z = [1 2]\n  x\n}\nw = 1 2"
    guard case .invalid(let problems) = Formatter.format(Source(name: "test", text: text)) else {
      Issue.record("it was formatted")
      return
    }
    #expect(
      problems.map(\.id) == ["syntax.lopsided", "syntax.product", "list.comma", "syntax.operator"])
  }

  @Test(
    "spaces, lines and indentation are of one manner",
    arguments: [
      ("x=1 ;y", "x = 1; y\n"), ("f( a,b , )", "f(a, b,)\n"), ("- x+ -y", "-x + -y\n"),
      ("a*b + c * d+e* f", "a*b + c * d + e * f\n"), ("2 ^ - x", "2^-x\n"), ("A [0]", "A [0]\n"),
      ("if c {a} else {b}", "if c { a } else { b }\n"), ("{ }", "{}\n"), ("#x", "# x\n"),
      ("f(x)={\n a\n\n\n b}", "f(x) = {\n  a\n\n  b\n}\n"), ("", ""), ("\n\n# c\n\n", "# c\n"),
      ("y = g(1,\n2)", "y = g(1,\n      2)\n"), ("y = g(\n1,\n2)", "y = g(\n  1,\n  2\n)\n"),
      ("a\n|> b # one\n   |> c", "a\n  |> b  # one\n  |> c\n"),
      ("if c {\n a\n}\nelse {\n b\n}", "if c {\n  a\n} else {\n  b\n}\n"),
      ("x = if c then 1\nelse 2", "x = if c then 1\n  else 2\n"),
      ("f(x : R^2,k=3)=x ->x", "f(x: R^2, k = 3) = x -> x\n"), ("A[ :,0 ]'", "A[:, 0]'\n"),
      ("0 ..<n; 0..<n;f(_ ,k :2)", "0 ..< n; 0..<n; f(_, k: 2)\n"), ("r. x", "r.x\n"),
      ("##Doc.\nf(x) = x  \r\n", "## Doc.\nf(x) = x\n"), ("∇ f(x); not(a)", "∇f(x); not (a)\n"),
      ("for x in xs {\n# why\nprint x }", "for x in xs {\n  # why\n  print x\n}\n"),
      ("[1,2;3 ,4 ;]", "[1, 2; 3, 4;]\n"), ("f x ≤ π", "f x ≤ π\n"), ("[f x,g y]", "[f x, g y]\n"),
    ])
  func manner(_ text: String, _ expected: String) {
    #expect(Self.format(text) == expected)
    #expect(Self.fault(text) == nil)
  }
}
