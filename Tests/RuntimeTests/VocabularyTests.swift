import Runtime
import Testing

@Suite("Vocabulary")
struct VocabularyTests {
  static let entries = Vocabulary.standard.entries

  static let examples = entries.flatMap { entry in
    entry.examples.map { Case($0.code, $0.output) }
  }

  @Test("every example shows what it says", arguments: examples)
  func doctests(_ example: Case) throws {
    let folder = try TemporaryFolder()
    #expect(Prompt(files: .folder(folder.path)).shows(example.program) == example.output)
  }

  @Test("every entry has an example and related entries that exist")
  func completeEntries() {
    for entry in VocabularyTests.entries {
      #expect(!entry.examples.isEmpty, "\(entry.name) has no example")
      #expect(entry.summary.hasSuffix("."), "\(entry.name)")
      for name in entry.seeAlso {
        #expect(Vocabulary.standard[name] != nil, "\(entry.name) names \(name)")
      }
    }
  }

  static let cases = [
    Case("sum([1, 2; 3, 4], axis: -1)", "[3, 7]"),
    Case("sum([])", "0"),
    Case("max(1, 5, 2)", "5"),
    Case("argmax [1, 3, 3]", "1"),
    Case("sort([3, 1; 2, 4], axis: 0)", "[2, 1;\n 3, 4]"),
    Case("sort [\"b\", \"a\"]", "[\"a\", \"b\"]"),
    Case(
      "concat([1, 2; 3, 4], [5, 6])",
      "shape.broadcast: concat cannot match a 2×2 matrix with a vector of 2 numbers"),
    Case("stack([[1, 2], [3, 4]])", "[1, 2;\n 3, 4]"),
    Case("shape(zeros([2, 0]))", "[2, 0]"),
    Case("linspace(0, 1, 1)", "[0]"),
    Case("linspace(0, 1, 0)", "[]"),
    Case("ones(R^2)", "[1, 1]"),
    Case("zeros(-1)", "number.whole: an extent is 0 at least"),
    Case("f(x: R^3) = sum(x .* x); f([1, 2, 3])", "14"),
    Case("f(x: R^2) = max(x); f([1, 3])", "3"),
    Case("count([1, 2; 3, 4])", "2"),
  ]

  @Test("edge cases", arguments: cases)
  func edges(_ example: Case) {
    #expect(Prompt().shows(example.program) == example.output)
  }

  @Test("data keeps names and labels through maps, indexing and files")
  func data() throws {
    let folder = try TemporaryFolder()
    try folder.write("a,b,kind\n1,2,x\n3,,y\n5,6,z\n", to: "t.csv")
    let prompt = Prompt(files: .folder(folder.path))
    #expect(prompt.shows("d = read \"t.csv\"\nd.count\nd.labels") == "2\n[\"x\", \"z\"]")
    #expect(prompt.shows("d.b\nd[\"a\"]\nd[1]") == "[2, 6]\n[1, 5]\n[5, 6]")
    #expect(prompt.shows("f(x: R^2) = 2 * x; f(d).labels\n(d |> f)[0]") == "[\"x\", \"z\"]\n[2, 4]")
    #expect(prompt.shows("write(d, \"u.csv\"); read(\"u.csv\") == d[0..<2]") == "true")
    #expect(prompt.shows("d").contains("b on line 3"))
    #expect(prompt.shows("read \"missing.csv\"").hasPrefix("file.missing"))
    #expect(prompt.shows("read \".\"").hasPrefix("file.directory"))
  }
}
