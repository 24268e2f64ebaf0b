import Language
import Runtime
import Testing

@Suite("What answers and errors are worded by")
struct WordingTests {
  /// What a program shows on a display of a size.
  private func shown(_ program: String, width: Int, height: Int? = nil) -> String {
    let transcript = Transcript()
    let session = Session(
      .init(
        output: { transcript.append($0) }, mode: .prompt, width: width, height: height))
    guard case .finished = session.run(program, name: "<test>") else { return "it failed" }
    return transcript.take()
  }

  @Test("a list of strings stands in columns where it does not fit a line, and all lines fit")
  func listsOfStrings() {
    let short = shown("[\"a\", \"b\"]", width: 40)
    #expect(short == "[\"a\", \"b\"]")
    let program = "[\"kind {k}\" for k in 0..<60]"
    let lines = shown(program, width: 40).split(separator: "\n")
    #expect(lines.count == 20)
    #expect(lines.allSatisfy { $0.count <= 40 })
    #expect(lines.last == " \"kind 57\", \"kind 58\", \"kind 59\"]")
    let few = shown(program, width: 40, height: 12).split(separator: "\n")
    #expect(few.count == 8 && few.allSatisfy { $0.count <= 40 })
    #expect(
      few.first?.hasPrefix("[\"kind 0\"") == true && few.last?.hasSuffix("\"kind 59\"]") == true)
    #expect(few.contains { $0.contains("…") })
  }

  @Test("an unknown property lists those of the subject's kind, or says what to ask instead")
  func unknownProperties() throws {
    let prompt = Prompt()
    _ = prompt.shows("net = affine(2, 3) |> tanh; A = [1, 2; 3, 4]")
    let ofMap = try #require(prompt.failure("net is foo")?.facts.first)
    #expect(ofMap.contains("injective") && !ofMap.contains("symmetric"))
    let ofMatrix = try #require(prompt.failure("A is foo")?.facts.first)
    #expect(ofMatrix.contains("symmetric") && !ofMatrix.contains("injective"))
    #expect(prompt.failure("(net) |> relu is foo")?.facts.first?.contains("symmetric") == true)
    #expect(prompt.failure("A is full_rank")?.hint?.contains("rank(A)") == true)
    #expect(prompt.failure("A is square")?.hint?.contains("shape(A)") == true)
    #expect(prompt.failure("net is injectve")?.hint == "did you mean injective?")
  }

  @Test("a function whose slopes reach 0 is said to be flat at isolated points alone")
  func slopes() {
    let prompt = Prompt()
    #expect(
      prompt.shows("k(x: R) = x + sin x; k is injective").hasSuffix(
        "its slopes lie in [0, 2] and are 0 only at isolated points, as it is analytic and not constant"
      ))
    #expect(!prompt.shows("k is immersion").hasPrefix("yes"))
    #expect(prompt.shows("h(x: R) = x + tanh x; h is injective").hasSuffix("slopes lie in [1, 2]"))
  }

  @Test("a function shows its defaults where they are written out")
  func defaults() {
    #expect(
      Prompt().shows("f(x, y = -2, z = \"a\", v = [1, 2], w = 1 + 1) = x; f")
        == "function f(x, y = -2, z = \"a\", v = [1, 2], w = …)")
  }

  @Test("sentences name the map by what the program calls it")
  func names() {
    let prompt = Prompt()
    #expect(prompt.shows("linear(8, 2) is injective").contains("linear(8, 2) maps"))
    _ = prompt.shows("net = linear([1, 1; 2, 2]) |> tanh")
    let failure = prompt.failure("inverse(net)")
    #expect(failure?.title == "net has no inverse")
    #expect(failure?.facts.first?.contains("f(") == false)
  }

  @Test("defects fit the width, the points where they were found below them")
  func defects() {
    let program = "net = affine(2, 8) |> tanh |> affine(8, 2); defects net"
    for width in [60, 88] {
      let lines = shown(program, width: width).split(separator: "\n")
      #expect(lines.allSatisfy { DisplayWidth.of(String($0)) <= width }, "\(width)")
      #expect(lines.filter { $0.hasPrefix("      worst at x = ") }.count == 3, "\(width)")
    }
    #expect(!shown(program, width: 200).contains("\n      worst at"))
  }
}
