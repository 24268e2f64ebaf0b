import Language
import Testing

@testable import Runtime

@Suite("The kind of an expression")
struct KindTests {
  @Test(
    "is told in words",
    arguments: [
      ("1 + 1", "a number"), ("[1, 2; 3, 4]", "a 2×2 matrix"), ("\"a\"", "a string"),
      ("R^3", "the space ℝ³"), ("tanh", "tanh : ℝⁿ → ℝⁿ"), ("(1, [1, 2])", "a tuple of 2 values"),
      ("rank [1, 2; 2, 4]", "a number, with"), ("x -> x", "function"), ("print 1", "nothing"),
    ])
  func words(expression: String, beginning: String) throws {
    let kind = try Prompt().session.kind(of: expression)
    #expect(kind.hasPrefix(beginning), "\(kind)")
  }

  @Test("leaves everything as it was")
  func effects() throws {
    let prompt = Prompt(mode: .prompt, seed: 3)
    _ = prompt.shows("x = 5; 6 * 7")
    let before = prompt.session.lastStatement
    #expect(
      try prompt.session.kind(of: "{ x = [random(R^2, 3), \"a\"]; print x; x }")
        == "a list of 2 values")
    #expect(prompt.transcript.take().isEmpty)
    #expect(prompt.shows("ans + x") == "47")
    #expect(before?.span.start == 7)
    #expect(
      prompt.shows("random(R^2, 1)[0, 0];") == Prompt(seed: 3).shows("random(R^2, 1)[0, 0];"))
  }

  @Test("leaves what a function of the host binds meanwhile as it was")
  func hostBindings() throws {
    let session = Session()
    session.define("bind", [.required("k", .number)], "Binds names.") {
      [unowned session] _, arguments in
      let k = try arguments.number("k")
      session["a"] = .number(k)
      _ = try session.evaluate("b = \(Int(k)); c = b")
      return .number(k)
    }
    _ = session.run("a = 1; b = 2", name: "<test>")
    #expect(try session.kind(of: "bind 7") == "a number")
    #expect(session["a"]?.wholeNumber == 1)
    #expect(session["b"]?.wholeNumber == 2)
    #expect(session["c"] == nil)
  }

  @Test(
    "is an expression's alone",
    arguments: [
      ("x = 1", "prompt.expression"), ("1; 2", "prompt.expression"), ("", "prompt.expression"),
      ("(1 +", "syntax.incomplete"), ("nobody", "name.unknown"), ("1 + \"a\"", "operator.kinds"),
    ])
  func refused(text: String, id: String) {
    #expect {
      _ = try Prompt(mode: .prompt).session.kind(of: text)
    } throws: { error in (error as? Diagnostic)?.id == id }
  }
}
