import Language
import Testing

@testable import Runtime

@Suite("Equality and membership")
struct EqualityTests {
  @Test(
    "functions are equal when they are one, or made by one function of equal values",
    arguments: [
      Case("∇(x -> x^2) == ∇(x -> x^3)", "false"),
      Case("hessian(x -> x) == hessian(x -> 2*x)", "false"),
      Case("f = x -> x^2; ∇f == ∇f", "true"),
      Case("f = x -> x^2; ∇f == hessian(f)", "false"),
      Case("f = x -> x; g = f; f == g", "true"),
      Case("(x -> x) == (x -> x)", "false"),
      Case("sum == sum", "true"),
      Case("sum == count", "false"),
      Case("f = x -> x; f ∘ sum == f ∘ sum", "true"),
      Case("f = x -> x; f ∘ sum == f ∘ count", "false"),
    ])
  func functions(_ example: Case) { #expect(Prompt().shows(example.program) == example.output) }

  @Test(
    "maps are equal when they are made of the same layers with equal tensors, whatever their names",
    arguments: [
      Case("linear([1, 2; 3, 4]) == linear([1, 2; 3, 4])", "true"),
      Case("linear([1, 2; 3, 4]) == linear([1, 2; 3, 5])", "false"),
      Case("tanh == tanh", "true"),
      Case("tanh == sin", "false"),
      Case("a = linear([1, 2; 3, 4]) |> tanh; b = linear([1, 2; 3, 4]) |> tanh; a == b", "true"),
      Case("a = linear([1, 2; 3, 4]) |> tanh; b = linear([1, 2; 3, 4]) |> sin; a == b", "false"),
      Case("leaky_relu(slope: 0.1) == leaky_relu(slope: 0.2)", "false"),
      Case("f(x: R^2) = x[0]; f == f", "true"),
      Case("f(x: R^2) = x[0]; g(x: R^2) = x[0]; f == g", "false"),
      Case("f(x: R^2) = x[0]; ∇f == ∇f", "true"),
      Case("tanh == (x -> x)", "false"),
      Case("linear([1, 2; 3, 4]) ≈ linear([1, 2; 3, 4 + 1e-13])", "true"),
    ])
  func maps(_ example: Case) { #expect(Prompt().shows(example.program) == example.output) }

  @Test(
    "whether two functions agree up to rounding only points can tell",
    arguments: [
      "tanh ≈ sin", "(x -> x) ≈ (x -> x)", "linear([1, 2; 3, 4]) ≈ linear([1, 2; 3, 5])",
      "tanh ≈ (x -> x)",
    ])
  func closeness(_ program: String) {
    let failure = Prompt().failure(program)
    #expect(failure?.id == "operator.kinds")
    #expect(failure?.hint?.contains("f(x) ≈ g(x)") == true)
  }

  @Test(
    "a text is in another when it is a run of its characters",
    arguments: [
      Case("\"\" in \"\"", "true"), Case("\"\" in \"a\"", "true"), Case("\"a\" in \"\"", "false"),
      Case("\"aab\" in \"aaaab\"", "true"), Case("\"aba\" in \"abcabba\"", "false"),
      Case("\"abab\" in \"abacabab\"", "true"),
      // An accent is part of its letter, however it is written, as `==` has it.
      Case("\"e\" in \"caf\\u{65}\\u{301}\"", "false"),
      Case("\"é\" in \"caf\\u{65}\\u{301}\"", "true"),
      Case("\"fé\" in \"café au lait\"", "true"), Case("\"fe\" in \"café\"", "false"),
      Case("1 in \"1\"", "false"),
    ])
  func texts(_ example: Case) { #expect(Prompt().shows(example.program) == example.output) }

  @Test(
    "an element is in a tensor when it equals a row",
    arguments: [
      Case("3 in [1, 2, 3]", "true"), Case("4 in [1, 2, 3]", "false"),
      Case("[3, 4] in [1, 2; 3, 4]", "true"), Case("[2, 3] in [1, 2; 3, 4]", "false"),
      Case("3 in [1, 2; 3, 4]", "false"), Case("\"a\" in [1, 2]", "false"),
      Case("(0..<2) in [0, 1; 2, 3]", "true"), Case("[3] in zeros(3000, 1)", "false"),
      Case("nan in [nan]", "false"), Case("[\"a\"] in [[\"b\"], [\"a\"]]", "true"),
    ])
  func rows(_ example: Case) { #expect(Prompt().shows(example.program) == example.output) }

  @Test(
    "what an index takes of a text is found from either end",
    arguments: [
      Case("\"héllo\"[1]", "é"), Case("\"héllo\"[-1]", "o"), Case("\"héllo\"[-5]", "h"),
      Case("\"héllo\"[1..<4]", "éll"), Case("\"héllo\"[0..<5]", "héllo"),
      Case("\"héllo\"[3...4]", "lo"), Case("\"héllo\"[2..<2]", ""),
      Case("\"héllo\"[:]", "héllo"), Case("\"héllo\"[[4, 0, 0]]", "ohh"),
      Case("\"héllo\"[5]", "index.range: index 5 is out of range"),
      Case("\"héllo\"[-6]", "index.range: index -6 is out of range"),
      Case("\"\"[0]", "index.range: index 0 is out of range"),
      Case("[c for c in \"héy\"]", "[\"h\", \"é\", \"y\"]"),
    ])
  func characters(_ example: Case) { #expect(Prompt().shows(example.program) == example.output) }
}
