import Foundation
import Testing

@Suite("Output as JSON")
struct JSONOutputTests {
  private func lines(_ code: String, status: Int32 = 0) throws -> [String] {
    let answer = try BuiltCommand.run(["--json", "-e", code])
    #expect(answer.status == status, "\(answer.errors)")
    let text = status == 0 ? answer.output : answer.errors
    return text.split(separator: "\n").map(String.init)
  }

  private func object(_ line: String) throws -> [String: Any] {
    try #require(
      JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
  }

  @Test(
    "values are one line each, with their keys in order",
    arguments: [
      ("1 + 1", "2"), ("0.1 + 0.2", "0.30000000000000004"), ("-0.0", "-0.0"), ("1e300", "1e+300"),
      ("nan", "\"nan\""), ("-inf", "\"-inf\""), ("true", "true"),
      ("\"a \\\"b\\\" \\\\ \\n é\"", #""a \"b\" \\ \n é""#),
      ("[1, 2.5]", #"{"type":"tensor","shape":[2],"elements":[1,2.5]}"#),
      ("[1, nan; 3, 4]", #"{"type":"tensor","shape":[2,2],"elements":[[1,"nan"],[3,4]]}"#),
      ("zeros(0, 2)", #"{"type":"tensor","shape":[0,2],"elements":[]}"#),
      ("[\"a\", 1]", #"["a",1]"#),
      ("(rank: 2, 3)", #"{"type":"tuple","names":["rank",null],"elements":[2,3]}"#),
      ("0..<5", #"{"type":"range","start":0,"end":5}"#),
      ("R^2", #"{"type":"space","name":"ℝ²","shape":[2]}"#),
      ("tanh.domain", #"{"type":"space","name":"ℝⁿ","shape":null}"#),
      ("x -> x", #"{"type":"function","name":"(x) -> …","signature":"function (x) -> …"}"#),
      ("print(\"rank\", 2)", #"{"type":"text","text":"rank 2"}"#),
    ])
  func values(_ code: String, _ expected: String) throws {
    #expect(try lines(code) == [expected])
  }

  @Test("a map tells its spaces, its kind and its layers")
  func maps() throws {
    let map = try object(lines("affine(2, 8) |> tanh |> affine(8, 2)")[0])
    #expect(map["domain"] as? String == "ℝ²")
    #expect(map["kind"] as? String == "smooth")
    #expect(map["parameters"] as? Int == 42)
    let layers = try #require(map["layers"] as? [[String: Any]])
    #expect(layers.compactMap { $0["name"] as? String } == ["affine", "tanh", "affine"])
    #expect(layers[0]["codomain"] as? String == "ℝ⁸")
  }

  @Test("answers carry their evidence, verdicts their reason and witness, data its points")
  func evidence() throws {
    let answer = try object(lines("rank [1, 2; 2, 4]")[0])
    #expect(answer["value"] as? Int == 1)
    let evidence = try #require(answer["evidence"] as? [String: Any])
    #expect(evidence["tolerance"] is Double && evidence["singular_values"] is [String: Any])
    let verdict = try object(lines("translation([0, 3]) is linear")[0])
    #expect(verdict["answer"] as? String == "no" && verdict["how"] as? String == "refuted")
    #expect((verdict["reason"] as? String)?.isEmpty == false)
    #expect(verdict["witness"] is [String: Any])
    let path = Package.folder.appendingPathComponent("examples/data/iris.csv").path
    let data = try object(lines("read \"\(path)\"")[0])
    #expect((data["points"] as? [[Double]])?.count == 150)
    #expect((data["labels"] as? [String])?.count == 150)
  }

  @Test("every float64 reads back as the same")
  func roundTrip() throws {
    let line = try lines("random(R^1, 500) .* 10 .^ random(R^1, 500)")[0]
    let elements = try #require(line.range(of: "\"elements\":"))
    let numbers = line[elements.upperBound...].split { "[]{}, ".contains($0) }.map { Double($0) }
    let shown = try BuiltCommand.run([
      "-e", "show(random(R^1, 500) .* 10 .^ random(R^1, 500), digits: 17)",
    ]).output
    let texts = shown.split { "[];, \n".contains($0) }.map { Double($0) }
    #expect(numbers.count == 500 && !numbers.contains(nil) && texts == numbers)
  }

  @Test("bindings and muted statements show nothing, and a script may show many values")
  func several() throws {
    #expect(
      try lines("x = 3\n1;\nx\nshow [1]") == [
        "3", #"{"type":"tensor","shape":[1],"elements":[1]}"#,
      ])
  }

  @Test("an error is one line on standard error")
  func errors() throws {
    let found = try lines("f(v) = v[2]\nf([1, 2])", status: 1)
    #expect(found.count == 1)
    let error = try object(found[0])
    #expect(error["id"] as? String == "index.range")
    #expect(error["file"] as? String == "<-e>")
    #expect(error["line"] as? Int == 1 && error["column"] as? Int == 10)
    #expect(error["hint"] is String && error["facts"] is [String])
    let trace = try #require(error["trace"] as? [[String: Any]])
    #expect(trace.count == 1 && trace[0]["function"] as? String == "f")
    #expect(trace[0]["line"] as? Int == 2)
    let missing = try BuiltCommand.run(["--json", "no such file.mfl"])
    #expect(missing.status == 2)
    #expect(try object(missing.errors)["line"] is NSNull)
  }
}
