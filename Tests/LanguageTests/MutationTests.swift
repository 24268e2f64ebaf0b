import Testing

@testable import Language

/// Valid programs spoilt at random: the parser must answer, never trap, and say where.
@Suite struct MutationTests {
  private static let programs = [
    "net = affine(2,8) |> tanh |> affine(8,2); rank jacobian(net, x0)",
    """
    ## Bends the plane.
    bend(x: R^2, k = 3) = [x[0], x[1] + k*x[0]^2]
    u, s, v = svd [1, 2; 3, 4]
    for a, b in zip(u, v) { if a > 0 then { continue }; print "{a} of {f(b, \"x\")}" }
    """,
    "f(x) = {\n  y = x'\n  while y < 3 and not y == 2 { y = -y^-2; break }\n  return y\n}\nf(_, k: 2)",
    "[rank jacobian(net, x) for x in xs if x[0] > 0 for y in 0..<5]\nassert a is p at x0, \"why\"",
    "import \"lesson.mfl\" as lesson\nlesson.f ∘ g ⊗ ∇h; (a, b) -> a .* b ./ 2 \\ c % 3 ⊕ d · e",
    "x -> if c { a } else if d then b else (rank: 2, gap: 13.1)\nA[0, :] ; t = (a,); () ; {} ; []",
  ]

  private static func check(_ text: String) -> String? {
    let source = Source(name: "test", text: text)
    let diagnostics: [Diagnostic]
    switch Parser.parse(source) {
    case .complete(let tree):
      // What is read can be written and read again.
      let printed = Printer.text(of: tree)
      guard let back = program(printed), back.isSame(as: tree) else {
        return "printed wrongly: \(text)\nas: \(printed)"
      }
      return nil
    case .incomplete(let waitingFor, let diagnostic):
      if waitingFor.isEmpty { return "waits for nothing: \(text)" }
      diagnostics = [diagnostic]
    case .invalid(let found): diagnostics = found
    }
    if diagnostics.isEmpty { return "no diagnostic: \(text)" }
    for diagnostic in diagnostics {
      guard let place = diagnostic.primary?.span, place.start >= 0, place.start <= place.end,
        place.end <= source.bytes.count, !diagnostic.title.isEmpty
      else { return "bad place: \(diagnostic) in \(text)" }
      if DiagnosticRenderer().text(diagnostic).isEmpty { return "not rendered: \(text)" }
    }
    return nil
  }

  @Test("the programs that are spoilt are valid", arguments: programs)
  func programsAreValid(_ text: String) {
    #expect(program(text) != nil)
  }

  @Test("tokens deleted, swapped, doubled and inserted give an answer", arguments: programs.indices)
  func spoiltTokens(_ index: Int) {
    let source = Source(name: "test", text: Self.programs[index])
    var pieces: [String] = []
    var end = 0
    for token in Lexer.tokens(of: source) {
      pieces.append(source.text(in: Span(end, token.span.start)))
      pieces.append(source.text(in: token.span))
      end = token.span.end
    }
    let foreign = [
      "(", ")", "[", "]", "{", "}", ";", "\n", "=", "->", "|>", "if", "not", "\"", "_",
    ]
    var random = Randomness(seed: UInt64(index))
    var failures: [String] = []
    for _ in 0..<2_000 where failures.count < 3 {
      var spoilt = pieces
      for _ in 0...random.below(3) {
        let place = random.below(spoilt.count)
        switch random.below(5) {
        case 0: spoilt.remove(at: place)
        case 1: spoilt.swapAt(place, random.below(spoilt.count))
        case 2: spoilt.insert(spoilt[place], at: random.below(spoilt.count))
        case 3: spoilt.insert(foreign[random.below(foreign.count)], at: place)
        default: spoilt.removeSubrange(place...)
        }
        if spoilt.isEmpty { spoilt = ["x"] }
      }
      if let failure = Self.check(spoilt.joined()) { failures.append(failure) }
    }
    #expect(failures.isEmpty)
  }

  @Test("bytes deleted, changed and inserted give an answer", arguments: programs.indices)
  func spoiltBytes(_ index: Int) {
    let bytes = Array(Self.programs[index].utf8)
    var random = Randomness(seed: 100 + UInt64(index))
    var failures: [String] = []
    for _ in 0..<2_000 where failures.count < 3 {
      var spoilt = bytes
      for _ in 0...random.below(4) {
        let place = random.below(spoilt.count)
        let byte = random.oneIn(4) ? UInt8(random.below(256)) : bytes[random.below(bytes.count)]
        switch random.below(3) {
        case 0: spoilt.remove(at: place)
        case 1: spoilt.insert(byte, at: place)
        default: spoilt[place] = byte
        }
      }
      let text = String(decoding: spoilt, as: UTF8.self)
      if let failure = Self.check(text) { failures.append(failure) }
    }
    #expect(failures.isEmpty)
  }

  @Test("every beginning of a valid program gives an answer", arguments: programs.indices)
  func beginnings(_ index: Int) {
    let text = Self.programs[index]
    for end in text.indices {
      #expect(Self.check(String(text[..<end])) == nil)
    }
  }

  @Test("characters at random give an answer", arguments: 1...4)
  func noise(_ seed: Int) {
    let alphabet = Array("ab1.0 \n\t;,:()[]{}=-><|+*/^'\"\\_#∘∇≤éℝ~!&@%·if then not is")
    var random = Randomness(seed: UInt64(seed))
    var failures: [String] = []
    for _ in 0..<2_000 where failures.count < 3 {
      let text = String(
        (0..<random.below(30)).map { _ in alphabet[random.below(alphabet.count)] })
      if let failure = Self.check(text) { failures.append(failure) }
    }
    #expect(failures.isEmpty)
  }
}
