import Runtime
import Testing

@Suite("Derivatives in the language")
struct DerivativeTests {
  static let cases = [
    // Third derivatives by nesting.
    Case("grad(grad(grad sin))(0)", "-1"),
    Case("g = grad(grad(grad(x -> x^x))); g(1)", "3"),
    Case("g = grad(grad(grad softplus)); g(0)", "0"),
    Case("g = grad(grad(grad(x -> logsumexp [x, 0, 0]))); abs(g(0) - 2 / 27) < 1e-15", "true"),
    Case(
      "g = grad(grad(grad tanh)); t = tanh 0.6; d = g(0.6)\n"
        + "abs(d + 2 * (1 - t^2) * (1 - 3 * t^2)) < 1e-15", "true"),
    Case("6 * jet(x -> x^3 * sin x, 0.5, 1, 3)[3] - grad(grad(grad(x -> x^3 * sin x)))(0.5)", "0"),
    Case("grad(grad norm)([0, 0])", "derivative.none: norm has no derivative here"),
    // Fields.
    Case("F(x: R^3) = [x[1] * x[2], sin(x[0]), x[0] * x[1]]; divergence(curl F, [1, 2, 3])", "0"),
    Case("curl(grad(x -> x[0]^2 * x[1] * x[2]), [1, 2, 3])", "[0, 0, 0]"),
    Case("f(x: R^2) = x[0]^2 * x[1]; laplacian(f, [1, 2; 3, 4; 0, 0])", "[4, 8, 0]"),
    Case("f(x: R^2) = x[0]^2; laplacian f", "laplacian f : ℝ² → ℝ  affine"),
    Case("divergence(grad norm2, [1, 2, 3]) == laplacian(norm2, [1, 2, 3])", "true"),
    // Directions are part of what a derivative is.
    Case(
      "f(x: R^2) = norm2 x; a = directional(f, v: [1, 0]); b = directional(f, v: [0, 1])\n"
        + "[a([3, 5]), b([3, 5])]", "[6, 10]"),
    Case(
      "a = directional(norm2, v: [1, 0]); b = directional(norm2, v: [0, 1])\n"
        + "[a([3, 5]), b([3, 5])]", "[6, 10]"),
    Case("directional(directional(norm2, v: [1, 1]), v: [1, 0])([3, 5])", "2"),
    Case("directional(x -> norm2 x, [3, 4], [2, 0])", "12"),
    // Products.
    Case("f(x: R^2) = norm2 x; hvp(f, [1, 2; 3, 4], [1, 0])", "[2, 0;\n 2, 0]"),
    Case("loss(z: R^2) = norm2 z; gnvp(w -> [w; 2 .* w], loss, [1, 0], [1, 0])", "[10, 0]"),
    Case(
      "m = w -> [w[0], w[1] * w[0], 1]; v = [1, 2]; x = [0.3, -1]\n"
        + "a = gnvp(m, z -> logsumexp(z) - z[1], x, v); b = fvp(m, x, v, \"categorical\")\n"
        + "norm(a - b) < 1e-15", "true"),
    Case("fvp(w -> w, [0, 0], [4, 8], family: \"bernoulli\")", "[1, 2]"),
    Case("jet(x -> [x, x^2], 1, 1, 2)", "[1, 1;\n 1, 2;\n 0, 1]"),
  ]

  @Test("of second and higher order, and of fields", arguments: cases)
  func derivatives(_ example: Case) {
    #expect(Prompt().shows(example.program) == example.output)
  }
}
