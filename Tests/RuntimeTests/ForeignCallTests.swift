import Language
import Runtime
import Testing

@Suite("Calls of other languages")
struct ForeignCallTests {
  static let preparation = """
    A = [1, 2; 3, 4]; xs = [3, 1, 2]; net = linear([1, 2; 3, 4]); f(x) = x^2
    """

  @Test(
    "the hint is what was meant, with the arguments that were given, and can be run",
    arguments: [
      ("len(xs)", "count(xs)", "3"), ("numel [1, 2]", "count([1, 2])", "2"),
      ("size(A)", "shape(A)", "[2, 2]"), ("inv(A)", "inverse(A)", "[-2,    1;\n  1.5, -0.5]"),
      ("pow(1 + 2, 3)", "(1 + 2)^3", "27"), ("pow(-1, 2)", "(-1)^2", "1"),
      ("mod(7, 3)", "7 % 3", "1"), ("matmul(A, A)", "A * A", "[ 7, 10;\n 15, 22]"),
      ("opnorm(A)", "singular_values(A)[0]", "≈ 5.465"), ("range(4)", "0..<4", "0..<4"),
      ("range(1, 7, 2)", "[1 + 2 * k for k in 0..<ceil((7 - 1) / 2)]", "[1, 3, 5]"),
      ("reverse(xs)", "[xs[-1 - k] for k in 0..<count(xs)]", "[2, 1, 3]"),
      ("concatenate(A, A)", "concat(A, A)", "[1, 2;\n 3, 4;\n 1, 2;\n 3, 4]"),
      ("jacfwd(net, [1, 1])", "jacobian(net, [1, 1])", "[1, 2;\n 3, 4]"),
      ("deriv(f, 3)", "grad(f, 3)", "6"), ("disp(1 + 2)", "print(1 + 2)", "3"),
      ("num2str(1 + 2)", "\"{1 + 2}\"", "3"),
      ("ifelse(1 < 2, 3, 4)", "if (1 < 2) then 3 else 4", "3"),
      ("A.inv()", "inverse(A)", "[-2,    1;\n  1.5, -0.5]"), ("xs.len()", "count(xs)", "3"),
      ("xs.append(4)", "concat(xs, [4])", "[3, 1, 2, 4]"),
      ("xs.map(f)", "[f(v) for v in xs]", "[9, 1, 4]"),
      ("net.forward([1, 1])", "net([1, 1])", "[3, 7]"),
      ("net.kernel", "net.weight", "[1, 2;\n 3, 4]"),
    ])
  func runs(foreign: String, ours: String, shown: String) {
    let prompt = Prompt()
    #expect(prompt.shows(ForeignCallTests.preparation) == "")
    #expect(prompt.failure(foreign)?.hint == "write \(ours)")
    #expect(prompt.shows(ours) == shown)
  }

  @Test(
    "prefixes are left out, and methods become functions, with the arguments that were given",
    arguments: [
      ("np.sin(0.5)", "names need no prefix: write sin(0.5)"),
      ("np.linalg.inv([1, 2; 3, 4])", "names need no prefix: write inverse([1, 2; 3, 4])"),
      ("np.array([[1, 2], [3, 4]])", "names need no prefix: write [[1, 2], [3, 4]]"),
      ("torch.randn(2, 3)", "names need no prefix: write normal_sample(R^3, 2)"),
      ("np.pi", "names need no prefix: write pi"),
      ("np", "names need no prefix: np.sin(x) is sin(x)"),
      ("xs.sum()", "sum is a function: write sum(xs)"),
      ("xs.reshape(3, 1)", "reshape is a function: write reshape(xs, 3, 1)"),
      ("A.rank", "rank is a function: rank(A)"),
    ])
  func prefixes(foreign: String, hint: String) {
    let prompt = Prompt()
    #expect(prompt.shows(ForeignCallTests.preparation) == "")
    #expect(prompt.failure(foreign)?.hint == hint)
  }

  @Test(
    "what cannot stand in the text leaves its general form",
    arguments: [
      ("inv()", "write inverse(A)"), ("inv(A, 1)", "write inverse(A)"),
      ("inv(A, check: 1)", "write inverse(A)"), ("inv(\n  A)", "write inverse(A)"),
      ("inv + 1", "write inverse(A)"),
      ("reverse([1, 2])", "write [xs[-1 - k] for k in 0..<count(xs)]"),
      ("num2str(\"a\")", "write \"{x}\""),
      ("len([\(String(repeating: "1, ", count: 40))1])", "write count(x)"),
    ])
  func general(foreign: String, hint: String) {
    let prompt = Prompt()
    #expect(prompt.shows(ForeignCallTests.preparation) == "")
    #expect(prompt.failure(foreign)?.hint == hint)
  }
}
