import Foundation
import Language
import Runtime
import Testing

@Suite("What is shown of values")
struct DisplayTests {
  /// What a program shows on a display of a size.
  private func shown(
    _ program: String, width: Int? = nil, height: Int? = nil,
    rendering: Session.Configuration.Rendering = .text, files: FileAccess = .none
  ) -> String {
    let transcript = Transcript()
    let session = Session(
      .init(
        output: { transcript.append($0) }, files: files, mode: .prompt, width: width,
        height: height, rendering: rendering))
    if case .failed(let diagnostic, _) = session.run(program, name: "<test>") {
      return "\(diagnostic.id): \(diagnostic.title)"
    }
    return transcript.take()
  }

  /// A colored text with the beginnings and ends of colors as `<36:` and `>`.
  private func marked(_ program: String) -> String {
    shown(program, rendering: .coloredText)
      .replacing(/\u{1B}\[0m/, with: ">")
      .replacing(/\u{1B}\[([0-9;]+)m/) { "<\($0.1):" }
  }

  @Test(
    "numbers, strings, booleans, kinds and verdicts have colours, names and signs have none",
    arguments: [
      ("42", "<36:42>"), ("-1.5", "<36:-1.5>"), ("x1 = 2", "x1 = <36:2>"),
      ("1e-9", "<36:1e-09>"), ("0.1 + 0.2", "≈ <36:0.3>"), ("-inf", "<36:-inf>"),
      ("[1, -2]", "[<36:1>, <36:-2>]"), ("0..<5", "<36:0>..<<36:5>"), ("true", "<35:true>"),
      ("\"rank 2\"", "<32:rank 2>"), ("[\"a 1\", 1]", "[<32:\"a 1\">, <36:1>]"),
      ("(a: nan, true)", "(a: <36:nan>, <35:true>)"), ("R^2", "ℝ²"),
      ("f(x) = x", "f = function f(x)"),
      ("tanh is linear", "<1;31:no>, refuted"),
      ("v = linear([1, 2; 3, 4]) is linear", "v = <1;32:yes>, proved"),
      (
        "f(x: R) = if x > 0 then x else x^2",
        "f : ℝ → ℝ  not known to be continuous"
      ),
      ("net = linear([1, 2; 3, 4])", "net : ℝ² → ℝ²  <35:linear>"),
    ])
  func colors(program: String, expected: String) {
    #expect(marked(program).hasPrefix(expected), "\(marked(program))")
  }

  @Test("verdicts and answers are broken at words to fit a terminal, and stay whole elsewhere")
  func wrapped() {
    let program = "shear = linear([1, 1; 0, 1]) |> translation([0, 3]); shear is linear"
    #expect(
      shown(program, width: 44) == """
        no, refuted: shear(0) = [0, 3], and a linear
                map sends 0 to 0
            shear is affine: shear(x) = A x + b with
                A = [1, 1; 0, 1], b = [0, 3]
        """)
    #expect(shown(program).split(separator: "\n").count == 2)
    let answer = "lipschitz(affine(2, 8) |> tanh |> affine(8, 2) |> tanh |> affine(2, 2))"
    for width in [40, 60, 80] {
      #expect(shown(answer, width: width).split(separator: "\n").allSatisfy { $0.count <= width })
    }
    #expect(
      shown(answer, width: 60).split { $0.isWhitespace } == shown(answer).split { $0.isWhitespace })
  }

  @Test("the table of a map is cut to the terminal, and whole elsewhere")
  func narrowTable() {
    let program =
      "conv(3, 16, 3) |> relu |> flatten; identity(R^(3, 32, 32)) |> conv(3, 16, 3) |> relu"
    let whole = shown(program)
    #expect(!whole.contains("…") && whole.contains("piecewise affine"))
    let narrow = shown(program, width: 60)
    #expect(narrow.split(separator: "\n").allSatisfy { $0.count <= 60 } && narrow.contains("…"))
    #expect(shown(program, width: 120) == whole)
    // Nothing is cut where that does not help, however narrow the terminal.
    #expect(shown(program, width: 20).contains("448"))
  }

  @Test("the columns of a wide table follow below one another, and all are there")
  func wideTable() {
    let program =
      "profile(affine(2, 8) |> tanh |> affine(8, 2) |> tanh |> affine(2, 2), [0.3, 0.2])"
    let whole = shown(program)
    let narrow = shown(program, width: 80)
    #expect(narrow.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(narrow)")
    let numbers = { (text: String) in
      Set(text.split { $0.isWhitespace }.filter { Double($0) != nil })
    }
    #expect(numbers(narrow) == numbers(whole))
    #expect(narrow.split(separator: "\n").count > whole.split(separator: "\n").count)
    let defects = shown("defects(affine(2, 8) |> tanh |> affine(8, 2))", width: 80)
    #expect(defects.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(defects)")
  }

  @Test("the shape of what is left out stands below where there is no room beside")
  func shapeBelow() {
    let text = shown("random(R^9, 30)", width: 80, height: 24)
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(text)")
    #expect(text.hasSuffix("# [30, 9]"))
  }

  @Test("what would move the cursor or change colours is escaped on a terminal")
  func controls() {
    let text = "\"\\u{1b}[31mred\\u{7} \\u{202e}\""
    #expect(shown(text, width: 80) == "\\u{1b}[31mred\\u{7} \\u{202e}")
    #expect(shown(text) == "\u{1B}[31mred\u{7} \u{202E}")
    #expect(shown("[\(text), 1]") == "[\"\\u{1b}[31mred\\u{7} \\u{202e}\", 1]")
    #expect(shown("s = \(text)") == "s = \"\\u{1b}[31mred\\u{7} \\u{202e}\"")
    #expect(shown("\"a\\tb\\nc\"", width: 80) == "a\tb\nc")
    #expect(shown("print \(text)", width: 80) == "\u{1B}[31mred\u{7} \u{202E}")
  }

  @Test(
    "colours change nothing but colours",
    arguments: [
      "ones(2, 3, 4) ./ 3", "affine(2, 3) |> tanh |> affine(3, 1)", "rank [1, 2; 2, 4]",
      "show(rank [1, 2; 2, 4])", "[1, [\"a\\\"b\", \"# no\"], (x: -1)]", "\"two\\nlines  # 3\"",
      "a = [1e300, -1e-300, nan]", "tanh is injective", "x -> x", "pi", "[\"\\\\\"]",
      "random(R^2, 9)",
    ])
  func plain(program: String) {
    let colored = shown(program, rendering: .coloredText)
    #expect(colored.contains("\u{1B}[") || program == "x -> x")
    #expect(colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == shown(program))
  }

  @Test(
    "colours change nothing but colours in what the examples of the vocabulary show",
    arguments: Vocabulary.standard.entries)
  func examples(entry: Builtin) {
    for example in entry.examples {
      let colored = shown(example.code, rendering: .coloredText)
      #expect(colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == shown(example.code))
    }
  }

  @Test("a tuple too wide for the display has its elements below each other")
  func tuples() {
    let program = "(a: [1, -2.5; 30, 4], b: \"text\", [5, 6])"
    #expect(shown(program) == "(a: [1, -2.5; 30, 4], b: \"text\", [5, 6])")
    #expect(shown(program, width: 40) == shown(program))
    #expect(
      shown(program, width: 38) == """
        (a: [ 1, -2.5;
             30,  4],
         b: "text",
         [5, 6])
        """)
    for width in [30, 60, 90] {
      let lines = shown("svd random(R^40, 40)", width: width, height: 24).split(separator: "\n")
      #expect(lines.allSatisfy { $0.count <= width } && lines.count <= 24, "\(lines)")
    }
  }

  @Test("what print writes has no colours")
  func printed() {
    #expect(shown("print(1, \"two\")", rendering: .coloredText) == "1 two")
  }

  @Test(
    "nothing is higher than the display",
    arguments: [
      "reshape(1.0 .* (0..<3000), 300, 10)", "1.0 .* (0..<5000)", "ones(8, 9, 20)",
      "ones(5, 5, 5, 5, 5)",
      "net = affine(3, 3);\nfor i in 0..<200 { net = net |> tanh }\nnet",
    ], [12, 24, 50])
  func height(program: String, height: Int) {
    let text = shown(program, width: 80, height: height)
    #expect(text.contains("…"), "\(text)")
    #expect(text.split(separator: "\n").count < height, "\(text)")
  }

  @Test("a tensor of many axes is short on any display, and on one line")
  func manyAxes() {
    let deep = "ones(2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2)"
    for program in [deep, "print \(deep)", "[\(deep), 1]", "ones(7, 7, 7, 7, 7, 7)"] {
      let text = shown(program)
      #expect(text.contains("…") && text.count < 20_000, "\(program): \(text.count)")
    }
  }

  @Test("a long chain keeps its first and last layers, how many are left out, and its totals")
  func chain() {
    let text = shown(
      "net = affine(3, 3);\nfor i in 1..<100 { net = net |> affine(3, 3) }\nnet", height: 10)
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines.count == 9, "\(text)")
    #expect(lines[1].hasPrefix("  0   affine"), "\(text)")
    #expect(lines[4] == "  …   94 more" && lines[7].hasPrefix("  99  affine"), "\(text)")
    #expect(lines[8].hasPrefix("      total") && lines[8].hasSuffix(" 1200"), "\(text)")
  }

  @Test("nested lists have a total length, and small ones are whole")
  func lists() {
    #expect(shown("[[\"k\", i] for i in 0..<2]") == "[[\"k\", 0], [\"k\", 1]]")
    let pairs = shown("[[\"k\", i] for i in 0..<90]")
    #expect(!pairs.contains("…") && pairs.hasSuffix("[\"k\", 89]]"))
    let square = shown("[[\"a\" for j in 0..<100] for i in 0..<100]")
    #expect(square.contains("… 69 more …") && square.count < 6000, "\(square.count)")
    let cube = shown("[[[\"k\" for k in 0..<60] for j in 0..<60] for i in 0..<60]")
    #expect(cube.count < 8000, "\(cube.count)")
    let tower = "x = [\"a\"];\nfor i in 0..<60 { x = [x, x, x] }\nx"
    #expect(shown(tower).count < 8000)
  }

  @Test("columns align by the width of characters, and data says what it does not show")
  func data() throws {
    let folder = try TemporaryFolder()
    try folder.write("温度,b,label\n1,2,熱い\n3,40,b\n", to: "wide.csv")
    let text = shown("read \"wide.csv\"", files: .folder(folder.path))
    #expect(text.contains("  温度   b  label\n     1   2   熱い\n     3  40      b"), "\(text)")
    let names = (0..<20).map { "c\($0)" }.joined(separator: ",")
    let row = (0..<20).map { "\($0 * 1000)" }.joined(separator: ",")
    try folder.write(names + "\n" + row + "\n" + row + "\n", to: "many.csv")
    #expect(
      shown("read \"many.csv\"", files: .folder(folder.path)).hasSuffix("\n  … 12 more columns"))
    let rows = [String](repeating: row, count: 9).joined(separator: "\n")
    try folder.write(names + "\n" + rows, to: "long.csv")
    let narrow = shown("read \"long.csv\"", width: 30, files: .folder(folder.path))
    #expect(narrow.hasSuffix("\n  … 4 more, and 15 more columns"), "\(narrow)")
  }
}
