import Language
import Testing

@testable import Runtime

@Suite("Reasons of verdicts")
struct VerdictWordingTests {
  @Test(
    "show a number that stands against a bound with the digits that tell it from the bound",
    arguments: [
      ("scaling(0.99999) is contraction", "σ₁ = 0.99999 < 1"),
      ("scaling(1.00001) is isometry", "stretches by 1.00001"),
      ("translation([1e5 + 0.5, 0]) is linear", "[100000.5, 0]"),
      ("f(x: R^2) = [x[0], (1 + 1e-7) * x[1]]; f is volume_preserving", "|det A| = 1 + 1e-7"),
      ("f(x: R) = 0.999999 * sin(x); f is contraction", "0.999999 < 1"),
      ("(linear([1, 0; 0, 1.00001]) |> tanh) is contraction", "1.00001"),
      ("scaling(0.3) is contraction", "σ₁ = 0.3 < 1"),
    ])
  func bounds(_ program: String, _ words: String) {
    let shown = Prompt().shows(program)
    #expect(shown.contains(words), "\(shown)")
  }

  @Test("never show a number that is not whole as a whole one")
  func whole() {
    let isometry = Prompt().shows("batch_norm(3) is isometry")
    #expect(!isometry.contains("to 1 of"), "\(isometry)")
    let affine = Prompt().shows("batch_norm(2) is affine")
    #expect(affine.contains("0.999995") && !affine.contains("[1, 0; 0, 1]"), "\(affine)")
  }

  @Test(
    "name the part of the value they are about",
    arguments: [
      ("f(x: R^2) = [abs(x[0]), x[1]]; f is surjective", "f(x)[0] lies in [0, ∞)"),
      ("f(x: R^2) = [x[0] + x[1]^3, x[1]]; f is injective", "f(x)[1]"),
    ])
  func components(_ program: String, _ words: String) {
    let shown = Prompt().shows(program)
    #expect(shown.contains(words) && !shown.contains("value 0"), "\(shown)")
  }

  @Test(
    "match the map they are about",
    arguments: [
      ("M = [1, 2; 3, 4]; M is injective", "so it forgets no direction"),
      ("f(x: R) = 2 * x + 1; f is linear", "f(0) = 1, and"),
      ("f(x: R) = 2 * x + 1; f is affine", "f(x) = 2 x + 1"),
      ("f(x: R) = 2 * x - 1; f is affine", "f(x) = 2 x - 1"),
      ("f(x: R) = -x; f is linear", "f(x) = -1 x"),
    ])
  func subjects(_ program: String, _ words: String) {
    let shown = Prompt().shows(program)
    #expect(shown.contains(words), "\(shown)")
  }

  @Test("show points in the shape in which the map takes them")
  func points() throws {
    let prompt = Prompt()
    let shown = prompt.shows("f(x: R^(2, 2)) = x * x; f is injective")
    let call = try #require(shown.firstMatch(of: /f\(\[[^\]]*\]\)/).map { String($0.0) })
    #expect(call.contains(";"), "\(shown)")
    #expect(prompt.failure(call) == nil, "\(call)")
  }

  @Test("give no advice that is answered already, and say nothing twice")
  func advice() {
    let program = """
      kinked = linear([2, 1; 0, 1]) |> leaky_relu |> linear([1, 2; 3, 4])
      kinked is diffeomorphism
      """
    let shown = Prompt().shows(program)
    #expect(shown.contains("leaky_relu is not smooth (it has a corner at 0)"), "\(shown)")
    #expect(!shown.contains("embedding"), "\(shown)")
  }

  @Test("know a function that applies one function of the vocabulary as that")
  func applied() {
    let prompt = Prompt()
    #expect(prompt.shows("f(x: R) = log(x); f is injective").hasPrefix("yes, proved"))
    #expect(prompt.shows("f(x: R^2) = relu(x); f is injective").hasPrefix("no, "))
    #expect(prompt.shows("f(x: R) = log(x) + x; f is injective").contains("unknown"))
  }
}
