import Runtime
import Testing

@Suite("Maps of images in the language")
struct ImageMapTests {
  @Test(
    "the Jacobian is the matrix of the coordinates, whether it is kept or not",
    arguments: [
      Case("shape jacobian(conv(1, 2, 3), ones(1, 8, 8))", "[72, 64]"),
      Case("shape jacobian(conv(1, 2, 3), ones(5, 1, 8, 8))", "[5, 72, 64]"),
      Case("rank jacobian(average_pool(2), ones(1, 4, 4))", "4"),
      Case("J = jacobian(average_pool(2), ones(1, 4, 4)); rank J", "4"),
      Case("rank jacobian(average_pool(2), ones(3, 1, 4, 4))", "[4, 4, 4]"),
      Case("rank jacobian(reshape(R^(1, 4, 4)) |> average_pool(2), ones(16))", "4"),
      Case("rank jacobian(identity(R^(1, 4, 4)) |> average_pool(2), ones(1, 4, 4))", "4"),
      Case("det jacobian(average_pool(1), ones(1, 2, 2))", "1"),
      Case("jacobian(global_average_pool, ones(1, 2, 2))", "[[0.25, 0.25, 0.25, 0.25]]"),
      Case("f(x: R^(2, 2)) = 2 * x; jacobian(f, eye 2) == 2 * eye 4", "true"),
      Case(
        "W = random(R^(2, 2)); v = random(R^(2, 2)); f(x: R^(2, 2)) = W * x; "
          + "norm(jacobian(f, v) * flatten(v) - flatten(jvp(f, v, v))) < 1e-14", "true"),
    ])
  func jacobians(_ example: Case) {
    #expect(Prompt().shows(example.program) == example.output)
  }

  @Test(
    "layers that keep any space, before one of images, make a map of images",
    arguments: [
      Case("rank jacobian(tanh |> average_pool(2), ones(1, 4, 4))", "4"),
      Case("flatten((relu |> max_pool(2))([[[1, -2], [3, 4]]]))", "[4]"),
      Case("(relu |> conv(1, 1, 1)).domain", "ℝ^(1,h,w)"),
      Case("(relu |> conv(1, 1, 1))([1, 2])", "shape.domain: the chain takes points of ℝ^(1,h,w)"),
      Case(
        "(relu |> average_pool(2))([1, 2; 3, 4])",
        "shape.domain: the chain takes points of ℝ^(c,h,w)"),
      Case(
        "(tanh |> global_average_pool)([1, 2])",
        "shape.domain: the chain takes points of ℝ^(c,h,w)"),
      Case(
        "divergence(tanh |> max_pool(1), [0, 0])",
        "shape.domain: the chain takes points of ℝ^(c,h,w)"),
      Case(
        "evidence(conv(1, 1, 2), zeros(2, 2, 2))",
        "shape.images: conv takes images with 1 channel"),
    ])
  func openChains(_ example: Case) {
    #expect(Prompt().shows(example.program) == example.output)
  }

  @Test(
    "questions about what is no point are refused",
    arguments: [
      Case(
        "max_pool(2) is injective on [1, 2]", "shape.domain: max_pool takes points of ℝ^(c,h,w)"),
      Case(
        "max_pool(2) is conformal on zeros(5, 0, 0)",
        "shape.images: max_pool takes images, tensors of channels × height × width"),
      Case(
        "relu is injective on zeros(3, 0)",
        "property.data: injective is asked on data without points"),
      Case(
        "relu is immersion at []",
        "property.point: immersion is asked at a point without coordinates"),
      Case(
        "flatten is volume_preserving at zeros(2, 0)",
        "property.point: volume_preserving is asked at a point without coordinates"),
      Case(
        "lipschitz(softmax, zeros(0, 2))",
        "shape.box: an interval is a vector `[lo, hi]`, and this is a 0×2 matrix"),
    ])
  func noPoints(_ example: Case) {
    #expect(Prompt().shows(example.program) == example.output)
  }
}
