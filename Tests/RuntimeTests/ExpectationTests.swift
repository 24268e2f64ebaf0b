import Language
import Runtime
import Testing

@Suite("Expectations in comments")
struct ExpectationTests {
  private func tested(_ text: String) -> ProgramTest {
    ProgramTest(Source(name: "test.mfl", text: text), .init())
  }

  @Test(
    "those that no statement ends before fail, where they stand",
    arguments: [
      ("for k in 0..<2 { 1 # => 5\n}", "# => 5"), ("f(x) = { x # => 7\n}\nf 1", "# => 7"),
      ("{ 1 # => 3\n }", "# => 3"), ("[1, # => 5\n 2]", "# => 5"), ("# => 5\n1", "# => 5"),
      ("1 # error: ", "# error: "), ("1 # note\n# => 1", "# => 1"), ("1\n\n# => 1", "# => 1"),
      ("1; 2 # => 2\n# error: a.b", "# error: a.b"),
    ])
  func unread(program: String, comment: String) {
    let result = tested(program)
    #expect(result.failures.map(\.id) == ["test.unread"])
    let span = result.failures.first?.primary?.span
    #expect(span.map { Source(name: "", text: program).text(in: $0) } == comment)
  }

  @Test(
    "those behind a statement and below it are read, and other comments are none",
    arguments: [
      "1 + 1 # => 2", "1 + 1\n# => 2", "[1, 2;\n 3, 4]\n# => [1, 2;\n#     3, 4]",
      "x = \"# => 3\"\nx # => # => 3", "1 # error: this may not be a number\n# done",
      "[1, 2] + 1 # error: shape.mismatch",
    ])
  func read(program: String) {
    #expect(tested(program).failures.isEmpty)
  }
}
