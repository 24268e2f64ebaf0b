import Language
import Testing

@testable import Runtime

@Suite("Errors at operands and arguments")
struct OperandWordingTests {
  @Test(
    "mark what is at fault, and tell it in the program's own words",
    arguments: [
      (
        "[1, 2; 3, 4] \\ [1, 2, 3]", "\\ does not combine a 2×2 matrix and a vector of 3 numbers",
        "\\"
      ),
      ("A = [1, 2; 3, 4]; A^0.5", "the exponent of a matrix", "0.5"),
      ("affine(-1, 3)", "affine needs one coordinate at least", "-1"),
      ("affine(3, -1)", "affine needs one coordinate at least", "-1"),
      ("linear(-1, 3)", "linear needs one coordinate at least", "-1"),
      ("x = [1, 2, 3]; x[0..<4]", "index 3 is out of range", "0..<4"),
      ("x = [1, 2, 3]; x[0...3]", "index 3 is out of range", "0...3"),
    ])
  func places(_ program: String, _ title: String, _ marked: String) {
    let failure = Prompt().failure(program)
    #expect(failure?.title.hasPrefix(title) == true, "\(failure?.title ?? "")")
    #expect(failure?.primary.map { $0.source.text(in: $0.span) } == marked)
  }

  @Test("tell a large argument by its kind")
  func large() {
    let failure = Prompt().failure("inverse(random(R^30, 20))")
    let text = failure.map { DiagnosticRenderer().text($0) } ?? ""
    #expect(text.contains("20×30 matrix"), "\(text)")
    #expect(text.utf8.count < 400)
  }

  @Test("tell a map whose value lies in another space at some points, wherever it is asked there")
  func otherSpace() {
    let prompt = Prompt()
    _ = prompt.shows("f(x: R^2) = if x[0] > 0 then [1, 2] else [1, 2, 3]")
    let title = "f is a map ℝ² → ℝ², but at this point gives a vector of 3 numbers"
    for program in ["f([-1, 0])", "f([-1, 0; 1, 0])", "(f |> tanh)([-1, 0])"] {
      #expect(prompt.failure(program)?.title == title, "\(program)")
      #expect(prompt.failure(program)?.id == "map.codomain")
    }
    #expect(prompt.shows("f([1, 0])") == "[1, 2]")
    #expect(prompt.shows("g(x: R) = if x > 0 then x else -x; g(-3)") == "3")
  }

  @Test(
    "values are shown as they were written",
    arguments: [
      Case("1...3", "1...3"), Case("1..<4", "1..<4"), Case("1...0", "1..<1"),
      Case("1...3 == 1..<4", "true"), Case("print(grad(x -> x^3))", "function grad((x) -> …)(x)"),
      Case("f = x -> x^3; hessian f", "function hessian f(x)"),
      Case("text(pi, digits: 4)", "3.142"), Case("\"{text(1 / 3, digits: 2)}!\"", "0.33!"),
      Case("text(pi, digits: 0)", "call.value: digits of text must be a whole number from 1 to 17"),
      Case("conv(1, 4, 3)", "conv : ℝ^(1,h,w) → ℝ^(4,h',w')  affine"),
      Case("conv(1, 4, 3, padding: 1)", "conv : ℝ^(1,h,w) → ℝ^(4,h,w)  affine"),
      Case("max_pool(2)", "max_pool : ℝ^(c,h,w) → ℝ^(c,h',w')  piecewise affine"),
    ])
  func values(_ example: Case) { #expect(Prompt().shows(example.program) == example.output) }
}
