import Foundation
import Language
import Testing

@testable import Runtime

@Suite("Completion")
struct CompletionTests {
  private func session(_ program: String = "", files: FileAccess = .none) -> Session {
    let prompt = Prompt(files: files)
    _ = prompt.shows(program)
    return prompt.session
  }

  /// What may stand at the mark `|` of a line, with the text before it that stays.
  private func texts(_ marked: String, _ session: Session) -> [String] {
    let parts = marked.split(separator: "‸", omittingEmptySubsequences: false)
    let before = parts[0].utf8.count
    let answer = session.complete(parts.joined(), at: before)
    #expect(answer.start >= 0 && answer.start <= before)
    return answer.candidates.map(\.text)
  }

  @Test(
    "a word is completed from bindings, the vocabulary, the language and what stands before it",
    arguments: [
      ("1 + tot‸", ["total"]), ("tot‸", ["total"]), ("linsp‸", ["linspace"]),
      ("whi‸", ["while"]), ("[rank J for J in xs if tot‸", ["total"]),
      ("rate_of_change = 2; 3 * rate_o‸", ["rate_of_change"]),
      ("f(somewhat) = {\n  someo‸\n", []), ("f(somewhat) = {\n  some‸\n}", ["somewhat"]),
      ("\"the total is {tot‸", ["total"]), ("\"the total is {tot‸}\"", ["total"]),
      ("\"tot‸", []), ("# tot‸", []), ("2tot‸", []), ("2‸", []), ("2.5e‸", []),
      ("π∘tot‸", ["total"]), ("größ‸", ["größe"]), ("A\\tota‸", ["total"]),
    ])
  func words(marked: String, expected: [String]) {
    #expect(texts(marked, session("total = 1; größe = 2")) == expected)
  }

  @Test(
    "after a dot stand the fields of what is before it, found without computing",
    arguments: [
      ("t.al‸", ["alpha"]), ("t.inner.de‸", ["deep"]), ("net.layers[0].dom‸", ["domain"]),
      ("net.layers[7].dom‸", []), ("net.lay‸ + 1", ["layers"]), ("(t).al‸", []), ("t .al‸", []),
      ("nobody.al‸", []), ("2.al‸", []), ("r.gap‸", ["gap"]),
    ])
  func fields(marked: String, expected: [String]) {
    let program = """
      t = (alpha: 1, inner: (deep: 2)); net = affine(2, 3) |> tanh; r = rank [1, 0; 0, 1]
      """
    #expect(texts(marked, session(program)) == expected)
  }

  @Test(
    "in a call stand the names of arguments that are not given yet",
    arguments: [
      ("scale(2, fac‸", ["factor: "]), ("sum(A, ax‸", ["axis: "]), ("scale(factor: 3, fac‸", []),
      ("scale(1, 2, fac‸", []), ("sum([1, (2, ax‸", []), ("sum([1, 2], ax‸)", ["axis: "]),
      ("sum(A,\n  ax‸", ["axis: "]), ("sum(A, 1 + axi‸", []), ("p.scaled(1, wid‸", ["width: "]),
      ("bend(poi‸", ["point: "]),
    ])
  func keywordArguments(marked: String, expected: [String]) {
    let program = """
      scale(x, factor = 2) = x * factor; p = (scaled: (x, width) -> x, other: 1)
      bend(point: R^2) = point
      """
    #expect(texts(marked, session(program)) == expected)
  }

  @Test("after is and is not stand properties")
  func properties() {
    let session = session("inject_me = 1")
    #expect(texts("f is inj‸", session) == ["injective"])
    #expect(texts("f is not inj‸", session) == ["injective"])
    #expect(texts("f is no‸", session) == ["not"])
    #expect(texts("f is not no‸", session) == [])
    #expect(texts("not inj‸", session) == ["inject_me"])
  }

  @Test("after is stand the properties that fit, all of them where nothing is known")
  func fittingProperties() {
    let session = session("net = affine(2, 3); A = [1, 2; 3, 4]; v = [1, 2]; t = (m: A,)")
    let all = texts("f is ‸", session)
    #expect(all.contains("injective") && all.contains("symmetric") && all.contains("not"))
    for line in ["net is ‸", "if net is ‸", "tanh is ‸", "x = 1; (net is ‸"] {
      let found = texts(line, session)
      #expect(found.contains("injective") && !found.contains("symmetric"), "\(line)")
    }
    for line in ["A is ‸", "t.m is ‸", "assert A is ‸"] {
      let found = texts(line, session)
      #expect(found.contains("symmetric") && !found.contains("injective"), "\(line)")
    }
    #expect(!texts("A is not ‸", session).contains("not"))
    for line in ["3 is ‸", "R^2 is ‸", "v is ‸"] { #expect(texts(line, session) == [], "\(line)") }
    for line in ["2 * A is ‸", "net |> A is ‸", "f(A) is ‸", "x^2 is ‸"] {
      #expect(texts(line, session) == all, "\(line)")
    }
  }

  @Test("after |> stand maps and functions of one argument")
  func piped() {
    let session = session("net = affine(2, 3); n = 4; one(x) = x; two(x, y) = x")
    let found = texts("x |> ‸", session)
    for name in ["net", "one", "tanh", "affine", "norm", "rank"] {
      #expect(found.contains(name), "\(name)")
    }
    for name in ["n", "two", "pi", "if", "true", "R", "reduce"] {
      #expect(!found.contains(name), "\(name)")
    }
    #expect(texts("x |> tw‸", session) == ["two"])
    #expect(texts("xs |> redu‸", session) == ["reduce"])
  }

  @Test(
    "words of the language stand only where they can",
    arguments: [
      ("for k i‸", ["in "]), ("for k ‸", ["in "]), ("for a, b ‸", ["in "]),
      ("[x for x ‸", ["in "]), ("rank(M, the‸", []), ("x = whi‸", []), ("1 + els‸", []),
      ("if x the‸", ["then"]), ("[tru‸", ["true"]), ("read \"x.csv\"‸", []), ("whi‸", ["while"]),
    ])
  func wordsInPlace(marked: String, expected: [String]) {
    #expect(texts(marked, session()) == expected)
  }

  @Test(
    "the fields of what a call gives are those the vocabulary tells",
    arguments: [
      ("rank(M).sing‸", ["singular_values"]), ("affine(2, 3).codo‸", ["codomain"]),
      ("(net is linear).ans‸", ["answer"]), ("(net is linear).wit‸", ["witness"]),
      ("(net).ans‸", []), ("own(M).sing‸", []), ("x.rank(M).sing‸", []), ("(1, 2).‸", []),
    ])
  func fieldsOfResults(marked: String, expected: [String]) {
    #expect(texts(marked, session("own(x) = x")) == expected)
  }

  @Test(
    "a symbol is typed by its name",
    arguments: [
      ("\\alpha‸", ["α"]), ("x\\nab‸", ["∇"]), ("f \\circ‸ g", ["∘"]), ("x\\_2‸", ["₂"]),
      ("\\the‸", ["θ"]), ("\\sigm‸", ["σ"]), ("\\nosuch‸", []),
      ("\\varp‸", ["φ"]), ("\\lam‸", ["λ"]),
      (
        "\\var‸",
        [
          "\\varepsilon", "\\varphi", "\\varrho", "\\varsigma", "\\vartheta",
        ]
      ),
    ])
  func symbols(marked: String, expected: [String]) {
    #expect(texts(marked, session()) == expected)
  }

  @Test("every symbol is something the language reads", arguments: Symbols.table.sorted { $0 < $1 })
  func symbolsAreRead(name: String, symbol: String) {
    let text = name.hasPrefix("_") ? "x\(symbol)" : symbol
    let source = Source(name: "<test>", text: text)
    let kinds = SourcePiece.pieces(of: source).map(\.kind)
    #expect(kinds == [.name] || kinds == [.mark])
    #expect(name.utf8.allSatisfy { $0 < 0x80 })
  }

  @Test("in quotes stand the files of the session's folder")
  func files() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.path + "/lessons", withIntermediateDirectories: true)
    for name in ["points.csv", "pointless {a}.npy", ".hidden", "first.mfl", "lessons/two.mfl"] {
      try folder.write("1", to: name)
    }
    let session = session(files: .folder(folder.path))
    #expect(texts("read \"points‸", session) == ["points.csv\""])
    #expect(texts("read \"points‸\"", session) == ["points.csv"])
    #expect(texts("read(\"pointle‸", session) == ["pointless \\{a}.npy\""])
    #expect(texts("read(\"pointless \\{‸", session) == ["pointless \\{a}.npy\""])
    #expect(texts("read \"l‸", session) == ["lessons/"])
    #expect(texts("read \"lessons/‸", session) == ["two.mfl\""])
    #expect(texts("read \"lessons/../lessons/t‸", session) == ["two.mfl\""])
    #expect(texts("read \".hi‸", session) == [".hidden\""])
    #expect(texts("read \"none/‸", session) == [])
    #expect(texts("read \"{1}points‸", session) == [])
    // Only programs are imported.
    #expect(texts("import \"‸", session) == ["first.mfl\"", "lessons/"])
    let labels = session.complete("read \"", at: 6).candidates.map(\.label)
    #expect(labels == ["first.mfl", "lessons/", "pointless {a}.npy", "points.csv"])
    #expect(session.completePath("fi").candidates.map(\.text) == ["first.mfl"])
    #expect(session.completePath("lessons/").start == 8)
  }

  @Test("a session that may touch no file names none")
  func noFiles() {
    #expect(texts("read \"‸", session()) == [])
    #expect(session().completePath("/").candidates == [])
    // In a sandbox programs may be imported, and nothing may be read.
    let sandbox = session(files: .sandbox("/"))
    #expect(texts("read \"‸", sandbox) == [])
    #expect(texts("import \"tm‸", sandbox).contains("tmp/"))
    #expect(sandbox.completePath("tm").candidates.map(\.text).contains("tmp/"))
  }

  @Test("a word of a choice is completed within its quotes")
  func choices() {
    let session = session()
    session.define(
      Builtin(
        "plot", topic: "test",
        parameters: [.required("x", .value), .optional("style", .choice(["dots", "lines"]))],
        result: "nothing", summary: "Draws."
      ) { _, _ in .nothing })
    #expect(texts("plot(1, \"d‸", session) == ["dots\""])
    #expect(texts("plot(1, style: \"‸\")", session) == ["dots", "lines"])
  }

  @Test("nothing is computed, shown or changed, whatever stands in the line")
  func nothingRuns() {
    let prompt = Prompt(mode: .prompt)
    _ = prompt.shows("calls = 0; net = affine(2, 2)")
    let pieces = [
      "net", ".", "\"", "(", ")", "[", "]", "{", "}", "#", "\\", ",", "is", " ", "2", "é",
    ]
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<300 {
      let line = (0..<Int.random(in: 0...9, using: &generator))
        .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      for cursor in [0, line.utf8.count / 2, line.utf8.count, line.utf8.count + 5, -1] {
        let answer = prompt.session.complete(line, at: cursor)
        #expect(answer.start <= line.utf8.count, "\(line)")
      }
    }
    #expect(prompt.transcript.take().isEmpty)
  }
}
