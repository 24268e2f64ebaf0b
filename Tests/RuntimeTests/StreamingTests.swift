import Language
import Runtime
import Testing

@Suite("Answers about Jacobians at many points")
struct StreamingTests {
  private func prompt(elements: Int) -> Prompt {
    var limits = Limits()
    limits.tensorElements = elements
    let prompt = Prompt(limits: limits)
    _ = prompt.shows("net = affine(2, 8) |> tanh |> affine(8, 3); X = random(R^2, 400);")
    return prompt
  }

  @Test("are given where the matrices themselves are too large to keep")
  func limits() {
    let prompt = prompt(elements: 2000)
    let failure = prompt.failure("jacobian(net, X)")
    #expect(failure?.id == "limit.jacobian")
    #expect(failure?.title == "the Jacobians at 400 points would take 19.2 kB")
    #expect(failure?.facts == ["each is a 3×2 matrix; a tensor may take 16 kB"])
    #expect(failure?.hint?.contains("rank(jacobian(f, x))") ?? false)
    #expect(prompt.shows("shape(rank jacobian(net, X))") == "[400]")
    #expect(prompt.shows("shape(singular_values(jacobian(net, X)))") == "[400, 2]")
    #expect(prompt.shows("shape((jacobian(net, X) |> rank).gap)") == "[400]")
    #expect(
      prompt.shows("R = map(x -> [x[0] * x[1], x[0]], R^2); shape(det jacobian(R, X))") == "[400]")
  }

  @Test("are those of the matrices when they are kept")
  func sameAnswers() {
    let prompt = prompt(elements: 1 << 20)
    for function in ["rank", "singular_values"] {
      let program = "J = jacobian(net, X); max(abs(\(function)(J) - \(function) jacobian(net, X)))"
      #expect(prompt.shows(program) == "0")
    }
    #expect(prompt.shows("rank(jacobian(net, X), tol: 1e9)[0]") == "0")
    #expect(prompt.shows("rank(jacobian(net, X[0])).tolerance > 0") == "true")
  }

  @Test("refuse an argument at its own place")
  func arguments() {
    for program in [
      "rank(jacobian(net, X), tol: \"x\")", "rank(ones(2, 2), tol: \"x\")",
    ] {
      let place = prompt(elements: 1 << 20).failure(program)?.primary
      #expect(place.map { $0.source.text(in: $0.span) } == "\"x\"")
    }
  }

  @Test("name the matrix that is not finite, whichever branch its point took")
  func notFinite() {
    let prompt = prompt(elements: 1 << 20)
    _ = prompt.shows("f(x: R^2) = if x[1] > 0 then [sqrt(x[0]), x[1]] else [x[0], x[1]]")
    let failure = prompt.failure("rank(jacobian(f, [1, -1; 2, 1; 0, 1; 3, -1]))")
    #expect(failure?.title == "rank needs finite numbers")
    #expect(failure?.facts == ["element 0 of matrix 2 is infinite or not a number"])
  }

  @Test("are refused where branches give values of different shapes, kept or not")
  func shapes() {
    let prompt = prompt(elements: 1 << 20)
    for kept in ["rank jacobian(f, [1, 2; -1, 2])", "jacobian(f, [1, 2; -1, 2])"] {
      for map in ["[x[0]] else x", "x else [x[0]]"] {
        _ = prompt.shows("f(x: R^2) = if x[0] > 0 then \(map)")
        #expect(prompt.failure(kept)?.id == "map.codomain", "\(kept), \(map)")
      }
    }
  }

  @Test("of functions that are not maps, and of one point, are as before")
  func others() {
    let prompt = prompt(elements: 1 << 20)
    #expect(prompt.shows("rank jacobian(x -> [x[0], 2 * x[0]], [1, 2])") == "1")
    #expect(prompt.shows("det(jacobian(x -> x .* x, [2, 3]))") == "24")
    #expect(prompt.failure("rank(jacobian(net, X), 3)")?.id.hasPrefix("call.") ?? false)
    #expect(prompt.failure("rank(jacobian(net, [1, 2, 3]))") != nil)
    #expect(prompt.failure("det(jacobian(net, X))") != nil)
  }
}
