import Language
import Testing

@testable import Runtime

/// Programs that once crashed, hung or answered falsely, by the law they broke.
@Suite("What once broke")
struct RegressionTests {
  static let cases: [Case] = [
    // Shapes and sizes.
    Case(
      "x = [1]; for i in 0..<70 { x = [x] }", "tensor.failed: 65 axes are too many: the limit is 64"
    ),
    Case(
      "concat(0...1000000000)", "limit.elements: a tensor of shape [16777217] is too large"),
    Case("norm []", "0"),
    Case("shape jacobian(affine(2, 3), zeros(0, 2))", "[0, 3, 2]"),
    Case("affine([[1, 2], [3]], [1, 2])", "shape.ragged: row 1 has 1 entry, row 0 has 2"),
    // Points are rows, also for maps of any space.
    Case("shape jacobian(tanh, [1, 2; 3, 4])", "[2, 2, 2]"),
    // Values and derivatives.
    Case("relu [nan, 1]", "[nan, 1]"),
    Case("grad(x -> sum(x .^ [1, 0]), [2, 0])", "[1, 0]"),
    Case("abs(hessian(tanh, 1e-9) / -2e-9 - 1) < 1e-12", "true"),
    Case("abs(grad(cosh, 1e-9) / 1e-9 - 1) < 1e-12", "true"),
    Case("cosh 710 < inf", "true"),
    Case("cbrt 1000", "10"),
    Case("log10 1000", "3"),
    Case("logsumexp [-inf, -inf]", "-inf"),
    Case("∇(x -> x[0])([1, 2])", "[1, 0]"),
    Case("det [5e-324, 0; 0, 1] > 0", "true"),
    Case("inverse([1e-9, 0; 0, 1e9]) * [1, 1]", "≈ [1000000000, 1e-09]"),
    Case("eigen([0, -1; 1, 0]).imaginary", "[1, -1]"),
    // Values that share their parts many times over.
    Case(
      "f = linear([[1]]); for k in 1...40 { f = f + f }",
      "limit.parts: the map is made of too many parts"),
    Case(
      "f = tanh; for k in 1...40 { f = f |> f }", "limit.parts: the map is made of too many parts"),
    Case(
      "f = linear([[1]]); for k in 1...100000 { f = 2 * f }",
      "limit.parts: the map is made of too many parts"),
    Case("f = tanh; for k in 1...12 { f = f .* f }; (f is injective).answer", "no"),
    Case(
      "constant(zeros(100000), 2)(zeros(1000000, 2))",
      "limit.elements: a tensor of shape [1000000, 100000] is too large"),
    Case("[1, 0; 0, 1; 0, 0] \\ [1, 2, 3]", "[1, 2]"),
    Case("pick() = leaky_relu; pick()(slope: 0.5)(-1)", "-0.5"),
    Case(
      "g = x -> x; for k in 1...100000 { g = grad g }",
      "limit.nesting: values are nested more than 1,000 deep"),
    Case("(rank [[[1, 2], [2, 4]], [[1, 0], [0, 3]]]).last_kept", "[5, 1]"),
    Case("shape((rank zeros(4, 3, 2)).singular_values)", "[4, 2]"),
    // One point alone and the same among others.
    Case(
      """
      f(x: R^1) = if det([x[0], 9.8; 35, 68.6]) == 0 then 1 else 0
      f([5]) == f([5; 5])[0]
      """, "true"),
    Case(
      """
      f(x: R^1) = det([x[0], 0, 0; 0, 1e200, 0; 0, 0, 1e200])
      f([1e-200]) == f([1e-200; 1])[0]
      """, "true"),
    Case(
      """
      f(x: R^1) = if x[0]^2 == x[0] * x[0] then 1 else 0
      (f [0.542164335276947], f([0.542164335276947; 2]))
      """, "(1, [1, 1])"),
    Case(
      """
      net = affine(784, 64) |> tanh; X = random(R^784, 300)
      net(X)[7] - net(X[7]) == zeros(64)
      """, "true"),
    Case(
      "A = reshape(random(R^1089, 6), [6, 33, 33]); singular_values(A)[0] == singular_values(A[0])",
      "true"),
    Case(
      "B = reshape(random(R^196, 7), [7, 14, 14]); svd(B).u[3] == svd(B[3]).u", "true"),
    Case(
      """
      f(x: R^2) = inverse([x[0], 0.0017; 16, x[1]])[0, 0]
      f([0.004, 0.55; 1e-200, 1e200])[0] == f([0.004, 0.55])
      """, "true"),
    // Derivatives and evidence.
    Case("f(x: R^16) = inverse(reshape(x, [4, 4])); shape f(reshape(eye 4, [16]))", "[4, 4]"),
    Case("f(x: R^1) = cholesky([x[0], 0; 0, x[0] - 1]); f([2])[1, 1]", "1"),
    Case("solve([[1, 0; 0, 2], [2, 0; 0, 2]], [1, 1; 2, 2]).residual", "0"),
    Case(
      "grad(x -> svd([x, 1; 1, 1; 1, 1]).u[2, 1], 1)",
      "derivative.degenerate: eigen or svd: the values lie too close together for their vectors to have derivatives"
    ),
    Case(
      "rank [1e308, 1e308; 1e308, 1e308]",
      "tensor.failed: rank: the result exceeds the greatest number"),
    Case("grad(x -> det([x, 2; 3, 4]), 1)", "4"),
    Case("hessian(x -> det([x[0], x[1]; x[1], x[0]]), [0, 0])", "[2,  0;\n 0, -2]"),
    Case("xs = []; for k in 0..<2 { xs = xs + [\"s{k}\"] }; xs", "[\"s0\", \"s1\"]"),
    Case("[tanh] + [] == [tanh]", "true"),
    // Words.
    Case(
      "grad(x -> [x, x], 1)", "derivative.scalar: grad is for functions whose values are numbers"),
    Case(
      "grad(x -> [5, 6, 7][x], 1)",
      "trace.dataDependent: an index depends on the point a map is applied to"),
    Case("[1][5]", "index.range: index 5 is out of range"),
    // A definition is traced without anyone having asked for it to run.
    Case("f(x: R^2) = { print \"hi\"; x }", ""),
    Case("seed 1; f(x: R^2) = x + random(R^2); a = random(R); seed 1; random(R) == a", "true"),
  ]

  @Test("names of other languages get a word each, unless the program binds them")
  func foreignNames() {
    #expect(Prompt().failure("np.sin(3)")?.hint == "names need no prefix: write sin(3)")
    #expect(Prompt().failure("len([1, 2])")?.hint == "write count([1, 2])")
    #expect(Prompt().failure("rnk [1, 2]")?.hint == "did you mean rank?")
    #expect(Prompt().shows("np = 3; np") == "3")
  }

  @Test("holds now", arguments: cases)
  func holds(example: Case) {
    #expect(Prompt().shows(example.program) == example.output)
  }
}
