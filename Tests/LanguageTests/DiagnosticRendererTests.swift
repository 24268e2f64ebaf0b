import Language
import Testing

@Suite struct DiagnosticRendererTests {
  private let lesson = Source(
    name: "lesson.mfl", text: "net = affine(2, 8) |> tanh |> affine(4, 2)\n")

  private func label(
    _ source: Source, _ text: String, _ message: String = ""
  ) throws -> Diagnostic.Label {
    Diagnostic.Label(source, try #require(span(of: text, in: source)), message)
  }

  private func plain(_ diagnostic: Diagnostic, width: Int? = nil) -> String {
    DiagnosticRenderer(color: .plain, width: width).text(diagnostic)
  }

  @Test("several labels on one line hang from bars, the rightmost beside its mark")
  func severalLabelsOnALine() throws {
    let diagnostic = Diagnostic(
      "shape.compose", "layer 3 cannot follow layer 2",
      at: try label(lesson, "affine(4, 2)", "takes vectors in ℝ⁴"),
      also: [
        try label(lesson, "affine(2, 8)", "gives ℝ⁸"), try label(lesson, "tanh", "keeps ℝ⁸"),
      ],
      facts: ["the chain so far is ℝ² → ℝ⁸ → ℝ⁸"], hint: "affine(8, 2) would fit")
    #expect(
      plain(diagnostic) == """
        error[shape.compose]: layer 3 cannot follow layer 2
          --> lesson.mfl:1:7
          |
        1 | net = affine(2, 8) |> tanh |> affine(4, 2)
          |       ------------    ----    ^^^^^^^^^^^^ takes vectors in ℝ⁴
          |       |               keeps ℝ⁸
          |       gives ℝ⁸
          = the chain so far is ℝ² → ℝ⁸ → ℝ⁸
          hint: affine(8, 2) would fit

        """)
  }

  @Test("a label with too little room beside its mark stands below, as far left as it must")
  func narrow() throws {
    let diagnostic = Diagnostic(
      "a.b", "t", at: try label(lesson, "affine(4, 2)", "takes vectors in ℝ⁴"))
    #expect(
      plain(diagnostic, width: 60) == """
        error[a.b]: t
          --> lesson.mfl:1:31
          |
        1 | net = affine(2, 8) |> tanh |> affine(4, 2)
          |                               ^^^^^^^^^^^^
          |                               takes vectors in ℝ⁴

        """)
    #expect(
      plain(diagnostic, width: 50).hasSuffix(
        """
          |                               ^^^^^^^^^^^^
          |                            takes vectors in ℝ⁴

        """))
    for width in 40...100 {
      for line in plain(diagnostic, width: width).split(separator: "\n") {
        #expect(line.count <= width, "\(line)")
      }
    }
  }

  @Test("a problem without a place has a title, facts and a hint alone")
  func withoutPlace() {
    let diagnostic = Diagnostic(
      "limit.depth", "too deep", facts: ["the limit is 200\nin every mode"], hint: "use a loop")
    #expect(
      plain(diagnostic) == """
        error[limit.depth]: too deep
          = the limit is 200
            in every mode
          hint: use a loop

        """)
  }

  @Test("labels on other lines and in other sources are shown with their own places")
  func otherLinesAndSources() throws {
    let script = Source(
      name: "a.mfl", text: (1...12).map { "x\($0) = \($0)" }.joined(separator: "\n"))
    let other = Source(name: "b.mfl", text: "\nloose = 1")
    let diagnostic = Diagnostic(
      "x.y", "many places", at: try label(script, "x12", "here"),
      also: [
        try label(script, "x2", "there"), try label(script, "x4", "and there"),
        try label(other, "loose"),
      ])
    #expect(
      plain(diagnostic) == """
        error[x.y]: many places
           --> a.mfl:12:1
           |
         2 | x2 = 2
           | -- there
         3 | x3 = 3
         4 | x4 = 4
           | -- and there
        ...
        12 | x12 = 12
           | ^^^ here
           ::: b.mfl:2:1
           |
         2 | loose = 1
           | -----

        """)
  }

  @Test("an empty span gets one mark, and the end of input is drawn back to the last thing written")
  func emptySpans() {
    let source = Source(name: "<prompt>", text: "f(1, \n\n")
    let atEnd = Diagnostic("a.b", "open", at: .init(source, Span(7, 7), "`)` is missing here"))
    #expect(
      plain(atEnd) == """
        error[a.b]: open
          --> <prompt>:1:5
          |
        1 | f(1,
          |     ^ `)` is missing here

        """)
    let inside = Diagnostic("a.b", "gap", at: .init(source, Span(2, 2)))
    #expect(plain(inside).hasSuffix("1 | f(1,\n  |   ^\n"))
    let newline = Diagnostic("a.b", "line end", at: .init(source, Span(5, 6)))
    #expect(plain(newline).hasSuffix("1 | f(1,\n  |      ^\n"))
  }

  @Test("spans outside the text are clamped", arguments: [(-5, -1), (90, 100), (3, 1), (0, 999)])
  func outside(_ start: Int, _ end: Int) {
    for text in ["", "ab", "ab\ncd\n", "\n"] {
      let source = Source(name: "s", text: text)
      #expect(plain(Diagnostic("a.b", "t", at: .init(source, Span(start, end)))).contains("^"))
    }
  }

  @Test("tabs, wide, combining and control characters keep the marks under their text")
  func widths() throws {
    let source = Source(name: "s", text: "\ta = \"漢字e\u{301}\u{1B}\" + x")
    let diagnostic = Diagnostic(
      "a.b", "t", at: try label(source, "x", "here"), also: [try label(source, "漢字", "wide")])
    #expect(
      plain(diagnostic) == """
        error[a.b]: t
          --> s:1:7
          |
        1 |     a = "漢字e\u{301}␛" + x
          |          ----      ^ here
          |          wide

        """)
  }

  @Test("a span over several lines is marked on its first and last lines")
  func severalLines() throws {
    let source = Source(name: "s", text: "f(x) = {\n  a\n  b\n  c\n  }\n")
    let diagnostic = Diagnostic("a.b", "t", at: .init(source, Span(7, 24), "this block"))
    #expect(
      plain(diagnostic) == """
        error[a.b]: t
          --> s:1:8
          |
        1 | f(x) = {
          |        ^
        ...
        5 |   }
          |   ^ this block

        """)
  }

  @Test("a nested label hangs from inside the longer one")
  func nested() throws {
    let source = Source(name: "s", text: "abc + def + ghi")
    let diagnostic = Diagnostic(
      "a.b", "t", at: try label(source, "def", "inner"),
      also: [try label(source, "abc + def + ghi", "outer"), try label(source, "abc", "first")])
    #expect(
      plain(diagnostic).hasSuffix(
        """
        1 | abc + def + ghi
          | ------^^^------ outer
          | |     inner
          | first

        """))
  }

  @Test("a long line shows what is around its labels and fits the width")
  func longLines() throws {
    let long = String(repeating: "1 + ", count: 50_000)
    let source = Source(name: "s", text: "start" + long + "needle" + long + "end")
    let diagnostic = Diagnostic(
      "a.b", "t", at: try label(source, "needle", "here"),
      also: [try label(source, "start", "from"), try label(source, "end", "to")])
    let lines = plain(diagnostic, width: 80).split(separator: "\n")
    try #require(lines.count > 4)
    #expect(lines[3].hasPrefix("1 | start1 +"))
    #expect(lines[3].contains(" + needle1 + "))
    #expect(lines[3].hasSuffix("1 + end"))
    #expect(lines[3].count <= 80)
    let column = try #require(lines[4].firstIndex(of: "^"))
    let offset = lines[4].distance(from: lines[4].startIndex, to: column)
    #expect(lines[3].dropFirst(offset).hasPrefix("needle"))
    let whole = Diagnostic("a.b", "t", at: .init(source, Span(0, source.bytes.count)))
    #expect(plain(whole, width: 80).split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test("a long call trace loses its middle")
  func traces() throws {
    let source = Source(name: "s", text: "f(x) = f(x + 1)")
    let call = Diagnostic.Call("f", source, Span(7, 15))
    let short = Diagnostic("a.b", "t", hint: "stop", trace: [call])
    #expect(
      plain(short) == """
        error[a.b]: t
          in f, called at s:1:8
          hint: stop

        """)
    let long = Diagnostic("a.b", "t", trace: Array(repeating: call, count: 10_000))
    let lines = plain(long).split(separator: "\n")
    #expect(lines.count == 10)
    #expect(lines[5] == "  … 9,992 more calls …")
    var again = call
    again.times = 12_000
    #expect(plain(Diagnostic("a.b", "t", trace: [again])).contains(", 12,000 times\n"))
    let cut = Diagnostic("a.b", "t", trace: [call, again], omittedCalls: 7)
    #expect(plain(cut).split(separator: "\n")[2] == "  … 7 more calls …")
  }

  @Test("colour wraps the same text")
  func colour() throws {
    let diagnostic = Diagnostic(
      "a.b", "t\u{1B}[0m", at: try label(lesson, "tanh", "here"), facts: ["fact"], hint: "hint")
    let coloured = DiagnosticRenderer(color: .ansi).text(diagnostic)
    #expect(coloured.contains("\u{1B}[1;31m^^^^\u{1B}[0m"))
    var bare = ""
    var isEscape = false
    for character in coloured {
      if character == "\u{1B}" { isEscape = true }
      if !isEscape { bare.append(character) }
      if character == "m" { isEscape = false }
    }
    #expect(bare == plain(diagnostic))
  }

  @Test(
    "the nearest name is at most two edits or a swap away",
    arguments: [
      ("rnak", ["rank", "range"], "rank"), ("jacobain", ["jacobian"], "jacobian"),
      ("singular_value", ["singular_values"], "singular_values"), ("Rank", ["rank"], "rank"),
      ("RANK", ["rank"], "rank"), ("tahn", ["tan", "tanh"], "tanh"), ("xy", ["xyz"], nil),
      ("qqqq", ["rank"], nil), ("rank", ["rank"], nil), ("det", ["dot", "get"], "dot"),
      ("abcdef", ["abcfghi"], nil), ("élan", ["elan"], "elan"), ("abc", ["ab"], nil),
      ("net", ["det", "set"], nil), ("nte", ["net"], "net"), ("sun", ["sum"], "sum"),
    ] as [(String, [String], String?)])
  func nearestName(_ name: String, _ candidates: [String], _ expected: String?) {
    #expect(nearest(to: name, among: candidates) == expected)
  }

  @Test("titles and hints are broken to fit a terminal, and stay whole elsewhere")
  func wrappedHint() {
    let words = "a rather long sentence that tells what happened and what there is to be done"
    let source = Source(name: "<test>", text: "x\n")
    let diagnostic = Diagnostic(
      "some.id", words, at: .init(source, Span(0, 1)), hint: "\(words): f(x, y)")
    #expect(
      DiagnosticRenderer(width: 40).text(diagnostic) == """
        error[some.id]: a rather long
            sentence that tells what happened
            and what there is to be done
          --> <test>:1:1
          |
        1 | x
          | ^
          hint: a rather long sentence that
                tells what happened and what
                there is to be done: f(x, y)

        """)
    let lines = DiagnosticRenderer().text(diagnostic).split(separator: "\n")
    #expect(lines.first == "error[some.id]: \(words)")
    #expect(lines.last == "  hint: \(words): f(x, y)")
    for width in [40, 55, 100] {
      let text = DiagnosticRenderer(width: width).text(diagnostic)
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= width }, "\(text)")
    }
  }

  @Test("names too long to compare have no nearest")
  func longNames() {
    let name = String(repeating: "a", count: 1_000_000)
    #expect(nearest(to: name, among: [name + "b"]) == nil)
  }
}
