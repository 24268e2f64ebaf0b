import Language
import Testing

@Suite("Mistakes")
struct MistakeTests {
  static let cases = [
    Mistake("«fooo»", "name.unknown"),
    Mistake("x = 1; y = x + «ans»", "name.unbound"),
    Mistake("«ans» = 1", "name.reserved"),
    Mistake("f(x) = «ans»", "name.reserved"),
    Mistake("[1, 2] «+» 1", "shape.mismatch"),
    Mistake("[1, 2; 3, 4] «*» [1, 2, 3]", "shape.product"),
    Mistake("[1, 2] «*» [1, 2]", "shape.product"),
    Mistake("[1, 2] «.+» [1, 2, 3]", "shape.broadcast"),
    Mistake("[1, 2; «3»]", "shape.ragged"),
    Mistake("a = [1, 2]; a[«2»]", "index.range"),
    Mistake("a = [1, 2; 3, 4]; a[0, «5»]", "index.range"),
    Mistake("a = [1, 2; 3, 4]; a[0, «-3»]", "index.range"),
    Mistake("a = [1, 2]; a[«0.5»]", "number.whole"),
    Mistake("a = [1]; «a[0, 0]»", "index.count"),
    Mistake("a = [1]; «a» [0]", "call.notFunction"),
    Mistake("f = 3; «f»(2)", "call.notFunction"),
    Mistake("f = 3; 2 |> «f»", "call.notFunction"),
    Mistake("if «1» { 2 }", "condition.kind"),
    Mistake("«1» and true", "condition.kind"),
    Mistake("for i in «3» { }", "loop.kind"),
    Mistake("a, b = «[1, 2, 3]»", "binding.count"),
    Mistake("(ab: 1).«ac»", "field.unknown"),
    Mistake("eye(2, «3»)", "call.extra"),
    Mistake("«eye()»", "call.missing"),
    Mistake("eye «\"a\"»", "call.kind"),
    Mistake("sum([1], «axes»: 2)", "call.keyword"),
    Mistake("sum([1], axis: «2»)", "call.value"),
    Mistake("g(a, b) = a + b; «g(1)»", "call.missing"),
    Mistake("g(a) = a; g(1, «2»)", "call.extra"),
    Mistake("f(x: «3») = x", "definition.space"),
    Mistake("f(x: R, y: «R») = x", "definition.space"),
    Mistake("f(x: R, «y») = x", "definition.default"),
    Mistake("assert «1 == 2», \"why\"", "assert.failed"),
    Mistake("«break»", "statement.place"),
    Mistake("«return 1»", "statement.place"),
    Mistake("«zeros(1000000000, 1000000000)»", "limit.elements"),
    Mistake("f(x: R^2) = x; g(x: R^3) = x; f |> «g»", "shape.compose"),
    Mistake("f(x: R^2) = x; f(«[1, 2, 3]»)", "shape.domain"),
    Mistake("\"a\" «-» 1", "operator.kinds"),
    Mistake("[1, 2] «<» 3", "operator.kinds"),
    Mistake("0..<«\"a\"»", "number.whole"),
    Mistake("[1, 0; 0, 0] «\\» [1, 1]", "matrix.singular"),
    Mistake("hvp(norm2, [1, 2], «[1, 2, 3]»)", "call.value"),
    Mistake("«hvp(x -> x, [1, 2], [1, 2])»", "derivative.scalar"),
    Mistake("gnvp(x -> x, «z -> z», [1, 2], [1, 2])", "call.value"),
    Mistake("fvp(x -> x, [1, 2], [1, 2], «\"gamma\"»)", "call.kind"),
    Mistake("«fvp(norm2, [1, 2], [1, 2], \"categorical\")»", "derivative.family"),
    Mistake("jet(exp, 0, 1, «-1»)", "call.value"),
    Mistake("affine(«1e18», 2)", "call.value"),
    Mistake("affine(2, «-1e18»)", "call.value"),
    Mistake("identity(«1e18»)", "call.value"),
    Mistake("linear(«2.5», 2)", "call.value"),
    Mistake("R «^» 1e18", "number.whole"),
    Mistake("R «^» (-1)", "number.whole"),
    Mistake("pinv([1, 2; 3, 4], rtol: «nan»)", "call.value"),
    Mistake("jet(exp, 0, 1, «25»)", "call.value"),
    Mistake("«divergence(x -> [x[0], x[1], 0], [1, 2])»", "derivative.field"),
    Mistake("«curl(x -> x, [1, 2, 3, 4])»", "derivative.field"),
    Mistake("«laplacian(norm, [0, 0])»", "derivative.none"),
    Mistake("«laplacian(x -> sum x, zeros(100000))»", "limit.elements"),
    Mistake("d = directional(norm2, v: [1, 2, 3]); «d([1, 2])»", "shape.direction"),
    Mistake("reduce(«[]», (a, b) -> a + b)", "call.value"),
  ]

  @Test("has its id and place", arguments: cases)
  func mistakes(_ mistake: Mistake) throws {
    let prompt = Prompt()
    let diagnostic = try #require(prompt.failure(mistake.program))
    #expect(diagnostic.id == mistake.id, "\(diagnostic.title)")
    let place = try #require(diagnostic.primary)
    #expect(place.source.text(in: place.span) == mistake.place)
    #expect(place.span.start == mistake.offset)
    #expect(prompt.shows("1 + 1") == "2")
  }

  @Test("near names are offered")
  func near() {
    #expect(Prompt().failure("total = 1; totl")?.hint == "did you mean total?")
    #expect(Prompt().failure("linspce(0, 1)")?.hint == "did you mean linspace?")
  }

  @Test("plus of different shapes offers the elementwise form")
  func elementwiseHint() {
    #expect(Prompt().failure("[1, 2] + 1")?.hint == ".+ works element by element")
  }

  @Test("an error in a function has the calls that led to it")
  func trace() {
    let diagnostic = Prompt().failure("f(x) = x + [1]; g(x) = f(x); g([1, 2])")
    #expect(diagnostic?.trace.map(\.function) == ["f", "g"])
  }

  @Test("a recursion without end is a diagnostic, and the session goes on")
  func recursion() {
    let prompt = Prompt()
    #expect(prompt.failure("f(x) = f(x + 1); f(0)")?.id == "limit.recursion")
    #expect(prompt.failure("f(x) = 1 + (f(x + 1) + 1); f(0)")?.id == "limit.recursion")
    #expect(prompt.failure("f(x) = reduce([1, 2], (a, b) -> f(a)); f(0)")?.id == "limit.recursion")
    #expect(prompt.failure("f(x) = [f(y) for y in 0..<2]; f(0)")?.id == "limit.recursion")
    #expect(prompt.shows("1 + 1") == "2")
  }

  @Test("nine thousand nested calls are fine")
  func deepCalls() {
    #expect(Prompt().shows("f(n) = if n == 0 then 0 else 1 + f(n - 1); f(9000)") == "9000")
  }

  @Test("values nested without end are a diagnostic")
  func nesting() {
    #expect(Prompt().failure("x = [1]; while true { x = [x, \"a\"] }")?.id == "limit.nesting")
    #expect(
      Prompt().failure("f = x -> x; while true { g = f; f = x -> g(x) }")?.id == "limit.nesting")
    #expect(
      Prompt().failure("f = x -> x; g = f; while true { g = g ∘ f }")?.id == "limit.nesting")
  }
}

@Suite("Sources without measure")
struct HugeSourceTests {
  @Test("a sum or nesting beyond all bounds is a diagnostic, and the session goes on")
  func huge() {
    let prompt = Prompt()
    let sum = Array(repeating: "1", count: 200_000).joined(separator: "+")
    let nested =
      String(repeating: "(", count: 100_000) + "1" + String(repeating: ")", count: 100_000)
    for program in [sum, nested] {
      #expect(prompt.failure(program)?.id.hasPrefix("limit.") == true)
      #expect(prompt.shows("1 + 1") == "2")
    }
  }

  @Test("strings and lists that double for ever meet a limit")
  func doubling() {
    #expect(Prompt().failure("s = \"ab\"; while true { s = s + s }")?.id == "limit.size")
    #expect(Prompt().failure("s = \"ab\"; while true { s = \"{s}{s}\" }")?.id == "limit.size")
  }
}
