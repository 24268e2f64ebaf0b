import Language
import Runtime
import Testing

@Suite("Help")
struct HelpTests {
  static let help = Help(.standard)

  static let languageExamples = (HelpPage.properties + HelpPage.words + HelpPage.signs)
    .flatMap(\.examples).map { Case($0.code, $0.output) }

  @Test(
    "every example of a word, a sign or a property shows what it says", arguments: languageExamples)
  func doctests(_ example: Case) throws {
    let folder = try TemporaryFolder()
    try folder.write("area(r) = pi * r^2\n", to: "lesson.mfl")
    let prompt = Prompt(files: .folder(folder.path))
    #expect(prompt.shows(example.program) == example.output)
  }

  @Test("every page has a summary, an example and related pages that exist")
  func completePages() {
    for page in Self.help.pages {
      #expect(!page.examples.isEmpty, "\(page.names)")
      #expect(page.summary.hasSuffix("."), "\(page.names)")
      for name in page.seeAlso {
        #expect(!Self.help.pages(about: name).isEmpty, "\(page.names) names \(name)")
      }
    }
  }

  @Test("every word and sign of the language has a page")
  func everyToken() {
    let tokens =
      Lexicon.keywords + Lexicon.places + Lexicon.wordOperators + Lexicon.operators
      + Lexicon.separators.filter { $0 != "," } + Lexicon.brackets.flatMap { [$0.open, $0.close] }
    for token in tokens { #expect(!Self.help.pages(about: token).isEmpty, "\(token)") }
  }

  @Test("what an answer is said to know, it knows in one of the examples")
  func evidence() throws {
    for page in Self.help.entries where !page.evidence.isEmpty {
      var known: Set<String> = []
      for example in page.examples {
        // An example may show a field of the answer; the answer itself is before the dot.
        let code = example.code.split(separator: ").").first.map {
          $0.hasSuffix("]") ? "\($0))" : "\($0)"
        }
        if let value = try? Prompt().session.evaluate(code ?? example.code) {
          known.formUnion(value.fieldNames)
        }
      }
      for field in page.evidence {
        #expect(known.contains(field.name), "\(page.names[0]).\(field.name)")
      }
    }
  }

  @Test("a description says what each argument must be, and at length everything")
  func levels() throws {
    let session = Prompt().session
    let short = try #require(session.describe("rank"))
    #expect(short.hasPrefix("rank(A, tol: number, rtol: number) -> number\n  The number of"))
    #expect(short.contains("    A     a matrix, or several along leading axes\n"))
    #expect(!short.contains("\n\n"))
    let full = try #require(session.describe("rank", .full))
    for part in ["mfl> rank [1, 2; 2, 4]\n    1", ".gap", "immersion", "dgesdd", "linear algebra"] {
      #expect(full.contains(part), "\(part)")
    }
    #expect(session.describe("ℝ", .full)?.contains("also called\n    ℝ") == true)
  }

  @Test("a name that is an entry and a property is explained as both")
  func both() throws {
    let text = try #require(Prompt().session.describe("linear"))
    #expect(text.contains("linear(weight") && text.contains("f is linear"))
  }

  @Test("a function of the program is shown as it is written, with its documentation and place")
  func definitions() throws {
    let prompt = Prompt()
    _ = prompt.shows(
      "## Bends the plane.\nbend(x: R^2, k = 3) = [x[0], x[1] + k * x[0]^2]\nh = (a, b) -> a",
      name: "lesson.mfl")
    let text = try #require(prompt.session.describe("bend"))
    #expect(
      text == """
        bend(x: R^2, k = 3)
          Bends the plane.
          bend : ℝ² → ℝ²  smooth
          defined at lesson.mfl:2:1
        """)
    let full = try #require(prompt.session.describe("bend", .full))
    #expect(full.hasSuffix("    bend(x: R^2, k = 3) = [x[0], x[1] + k * x[0]^2]"))
    #expect(prompt.session.describe("h", .full)?.hasSuffix("    (a, b) -> a") == true)
  }

  @Test("the first page, the topics and the lists are found")
  func guides() throws {
    let session = Prompt().session
    #expect(session.describe("") == session.describe("help"))
    #expect(session.describe("", .full) == session.describe(""))
    let topics = try #require(session.describe("topics"))
    #expect(topics.split(separator: "\n").allSatisfy { $0.count <= 100 && $0.last != " " })
    for name in [
      "help", "limits", "topics", "properties", "words", "signs", "linear algebra", "derivatives",
    ] {
      #expect(session.describe(name) != nil, "\(name)")
    }
    #expect(session.describe("shape.compose")?.hasPrefix("shape.compose\n") == true)
    for topic in Self.help.topics { #expect(!Self.help.pages(about: topic).isEmpty, "\(topic)") }
  }

  @Test("a search finds names first, then summaries, then definitions, and documentation")
  func search() {
    let prompt = Prompt()
    _ = prompt.shows("## The golden ratio, nearly.\ngolden() = 1.618")
    #expect(prompt.shows("(apropos \"golden\")[0]") == "golden")
    #expect(prompt.shows("(apropos \"singular\")[0]") == "singular")
    #expect(prompt.shows("\"homeomorphism\" in apropos \"tearing\"") == "true")
    #expect(prompt.shows("apropos \"xyzzy\"").hasPrefix("help.nothing"))
    #expect(prompt.shows("apropos \"\"").hasPrefix("help.nothing"))
  }

  @Test("of an unknown name is said what may have been meant and what mentions it")
  func suggestions() {
    let session = Prompt().session
    #expect(session.describe("rnk") == nil)
    #expect(session.suggestions(for: "rnk").hasPrefix("nothing is called rnk; did you mean rank?"))
    #expect(session.suggestions(for: "ellipsoid").contains("singular_values"))
    #expect(session.suggestions(for: "qqqq").contains("?topics"))
  }

  @Test("a search finds words by their beginnings, and within words only what begins none")
  func beginnings() {
    let names = Self.help.search("eig").map(\.name)
    #expect(names.contains("eigen") && !names.contains("linear"))
    #expect(!Self.help.search("np").map(\.name).contains("vjp"))
    #expect(Self.help.search("omeomorph").map(\.name).contains("homeomorphism"))
    #expect(Self.help.search("|>").first?.name == "|>")
  }

  @Test("of a name from another language is said what it is called here")
  func foreignNames() {
    let session = Prompt().session
    for (name, answer) in [
      ("eig", "write eigen(A)"), ("np.linalg.norm", "write norm"), ("A.shape", "shape(A)"),
      ("null", "there is no such value"), ("np.array([1])", "write [1, 2, 3]"),
    ] {
      let first = session.suggestions(for: name).split(separator: "\n").first ?? ""
      #expect(first.hasPrefix("nothing is called \(name); "), "\(first)")
      #expect(first.contains(answer), "\(first)")
    }
    #expect(session.describe("norm()") == session.describe("norm"))
  }
}
