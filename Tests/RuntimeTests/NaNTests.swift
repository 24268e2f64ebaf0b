import Foundation
import Language
import Synchronization
import Testing

@testable import Runtime

/// A program whose last statement is at fault: the place between « and », the title, some facts.
private struct Fault: CustomTestStringConvertible, Sendable {
  let mistake: Mistake
  let title: String
  let facts: [String]

  init(_ marked: String, _ title: String, _ facts: String...) {
    mistake = Mistake(marked, "")
    self.title = title
    self.facts = facts
  }

  var testDescription: String { mistake.marked }
}

extension Prompt {
  /// Runs a program, showing nothing, and searches its last statement.
  fileprivate func search(_ program: String) -> NaNSearch {
    _ = session.run(program, name: "<test>")
    _ = transcript.take()
    return session.findNaN()
  }
}

@Suite("The search for NaN")
struct NaNTests {
  private static let faults = [
    Fault("«0/0»".replacing("«0/0»", with: "0«/»0"), "0 / 0 gave NaN"),
    Fault("2«^»5000", "2 ^ 5000 gave infinity"),
    Fault("x = 1e300\ny = x «*» x", "1e+300 * 1e+300 gave infinity"),
    Fault("g(a) = a «/» (a - 1)\ng(1)", "1 / 0 gave infinity"),
    Fault("«log(-1)» + 2", "log of -1 gave NaN"),
    Fault("f(x) = «log(x[0] - 2)» + x[1]\nf([1, 0])", "log of -1 gave NaN"),
    Fault("«exp(1000)» - exp(1000)", "exp of 1000 gave infinity"),
    Fault("print(«sqrt(-4)»)", "sqrt of -4 gave NaN"),
    Fault("[«sqrt(k)» for k in [4, -4]]", "sqrt of -4 gave NaN"),
    Fault(
      "f(x: R^2) = «log(x[0] - 2)» + x[1]\nX = [3, 1; 5, 5; 1, 0; 4, 4]\nf(X)",
      "log of -1 gave NaN", "sample 2 of 4, counted from 0"),
    Fault(
      "net = linear([1e200, 0; 0, 1]) |> linear([1e200, 1; 0, 1])\n«net([1, 2; 3, 4])»",
      "a product of numbers up to 3e+200 and 1e+200 gave infinity",
      "sample 0 of 2, counted from 0", "layer 1 of 2, `linear`, counted from 0",
      "element [0, 0] of a 2×2 matrix"),
    Fault(
      "f(x) = «sqrt(x[0])» + x[1]\ngrad(f, [0, 1])",
      "the derivative of sqrt at 0 gave infinity", "there 0.5 / 0 gave infinity"),
    Fault(
      "f(x: R^2) = «sqrt(x[0])» + x[1]\njacobian(f, [4, 1; 0, 1; 2, 2])",
      "the derivative of sqrt at 0 gave infinity", "sample 1 of 3, counted from 0"),
    Fault(
      "f(x: R^2) = [«sqrt(x[0])», x[1]]\nrank(jacobian(f, [4, 1; 0, 1; 2, 2]))",
      "the derivative of sqrt at 0 gave infinity", "sample 1 of 3, counted from 0",
      "then the statement failed: rank needs finite numbers"),
    Fault(
      "f(x) = log(«exp(x[0])»)\ngrad(f, [1000])", "exp of 1000 gave infinity",
      "it is in the value, not in a derivative"),
    Fault(
      "f(x: R^2) = [«sqrt(x[0])», x[1]]\nrank(jacobian(f, [0, 1; 4, 1]))",
      "the derivative of sqrt at 0 gave infinity", "sample 0 of 2, counted from 0"),
    Fault("x = 5\nx = «log(x - 6)»", "log of -1 gave NaN"),
  ]

  @Test("names the operation, its place, its layer and its sample", arguments: faults)
  private func found(fault: Fault) throws {
    let prompt = Prompt()
    guard case .found(let diagnostic) = prompt.search(fault.mistake.program) else {
      Issue.record("nothing was found")
      return
    }
    #expect(diagnostic.title == fault.title)
    for fact in fault.facts {
      #expect(diagnostic.facts.contains(fact), "\(diagnostic.facts)")
    }
    let label = try #require(diagnostic.primary)
    #expect(label.span.start == fault.mistake.offset)
    #expect(label.source.text(in: label.span) == fault.mistake.place)
  }

  @Test("stops a program that is watched throughout with the same report", arguments: faults)
  private func watched(fault: Fault) throws {
    let session = Session(.init(nanChecks: .everyStatement))
    guard
      case .failed(let diagnostic, .running) = session.run(fault.mistake.program, name: "<test>")
    else {
      Issue.record("it should fail")
      return
    }
    #expect(diagnostic.title == fault.title)
    #expect(diagnostic.primary?.span.start == fault.mistake.offset)
  }

  @Test(
    "is clean where every number is finite",
    arguments: ["1 + 1", "tanh([1, 2])", "relu([-1, 1])", "f(x) = log(x)", "max(-inf, 3)"])
  func clean(program: String) {
    guard case .clean = Prompt().search(program) else {
      Issue.record("it should be clean")
      return
    }
  }

  @Test(
    "tells what nothing comes of apart",
    arguments: ["exp(log(0))", "tanh(1e200 * 1e200)", "x = 1 / (1 / 0)"])
  func masked(program: String) {
    guard case .masked(let diagnostic, _) = Prompt().search(program) else {
      Issue.record("it should be masked")
      return
    }
    #expect(diagnostic.id == "number.infinity")
    guard case .finished = Session(.init(nanChecks: .everyStatement)).run(program, name: "<test>")
    else {
      Issue.record("a watched program should go on")
      return
    }
  }

  @Test("writes no file a second time when it looks at a statement again")
  func writesOnce() throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("mfl-nan-\(UUID().uuidString).npy").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let session = Session(.init(files: .all, nanChecks: .everyStatement))
    _ = try session.evaluate("write([1], \"\(path)\")")
    let program = "y = { A = read(\"\(path)\"); write(A .+ 1, \"\(path)\"); log(-1) }"
    guard case .failed = session.run(program, name: "<test>") else {
      Issue.record("it should be at fault")
      return
    }
    let value = try session.evaluate("sum(read(\"\(path)\"))")
    guard case .number(2) = value.plain else {
      Issue.record("it was written again: \(value)")
      return
    }
  }

  @Test(
    "says of data that held NaN before where it is",
    arguments: [
      ("X = [1, 2; nan, 4]\nsum(X)", "X[1, 0] is NaN"),
      ("p = (1, [2, inf])\nv = p[1] + [1, 1]", "p[1][1] is infinity"),
      ("net = linear([1, nan; 0, 1])\nnet([1, 2])", "net.weight[0, 1] is NaN"),
    ])
  func given(program: String, fact: String) {
    guard case .given(let diagnostic) = Prompt().search(program) else {
      Issue.record("it should be given")
      return
    }
    #expect(diagnostic.facts.contains(fact), "\(diagnostic.facts)")
  }

  @Test("says so when nothing ran, and tells the failure of a statement that fails otherwise")
  func otherwise() {
    guard case .nothingRan = Prompt().session.findNaN() else {
      Issue.record("nothing ran")
      return
    }
    guard case .failed(let diagnostic) = Prompt().search("[1, 2][7]") else {
      Issue.record("it should fail")
      return
    }
    #expect(diagnostic.id.hasPrefix("index"))
  }

  @Test("shows nothing, changes nothing, and finds the numbers the statement found")
  func withoutTrace() {
    let prompt = Prompt(mode: .prompt)
    _ = prompt.shows("x = random(R^3)")
    _ = prompt.shows("x = log(x .- 2 .- random(R^3))")
    guard case .found = prompt.session.findNaN(), case .found = prompt.session.findNaN() else {
      Issue.record("nothing was found")
      return
    }
    #expect(prompt.transcript.take() == "")
    #expect(prompt.shows("sum(x)") == "nan")
    let other = Prompt(mode: .prompt)
    _ = other.shows("x = random(R^3); random(R^3);")
    for _ in 0..<3 {
      // Searching between two draws leaves no trace in the numbers drawn.
      #expect(other.shows("random(R^2)") == prompt.shows("random(R^2)"))
      _ = prompt.session.findNaN()
    }
  }

  @Test("an imported file is searched where it stands, and runs once all the same")
  func imported() throws {
    let folder = try TemporaryFolder()
    try folder.write("print \"ran\"\nratio(a) = 1 / a\nworst = ratio(0)\n", to: "ratios.mfl")
    let prompt = Prompt(files: .folder(folder.path))
    #expect(prompt.shows("import \"ratios.mfl\"") == "ran")
    guard case .found(let diagnostic) = prompt.session.findNaN() else {
      Issue.record("nothing was found")
      return
    }
    #expect(diagnostic.title == "1 / 0 gave infinity")
    let label = try #require(diagnostic.primary)
    #expect(label.source.name.hasSuffix("ratios.mfl"))
    #expect(label.source.text(in: label.span) == "/")
    #expect(prompt.transcript.take() == "")
    #expect(prompt.shows("import \"ratios.mfl\"; worst") == "inf")
  }

  @Test("what a verdict tried on the way is nobody's concern")
  func verdicts() {
    let program = "f(x: R^2) = [sqrt(x[0]), 1 / x[1]]\nf is homeomorphism"
    guard case .clean = Prompt().search(program) else {
      Issue.record("it should be clean")
      return
    }
  }

  @Test("what a function of the host binds is found as it was the first time, and put back")
  func hostBindings() throws {
    let session = Session()
    let rounds = Mutex(0)
    session.define("count_up", [], "Binds names.") { [unowned session] _, _ in
      rounds.withLock { $0 += 1 }
      let value = try session.evaluate("n = n + 1; n")
      session["fresh\(rounds.withLock { $0 })"] = value
      return value
    }
    _ = session.run("n = 3; m = 0", name: "<test>")
    _ = session.run("y = 1 / (count_up() - 4)", name: "<test>")
    // What the host binds afterwards is not what the statement found.
    session["m"] = .number(9)
    session["n"] = .number(8)
    guard case .found(let diagnostic) = session.findNaN() else {
      Issue.record("nothing was found")
      return
    }
    #expect(diagnostic.title == "1 / 0 gave infinity")
    #expect(session["n"]?.wholeNumber == 8)
    #expect(session["m"]?.wholeNumber == 9)
    #expect(rounds.withLock { $0 } == 3)
    #expect(session.names == ["n", "m", "y", "fresh1"])
  }

  @Test("the bindings of a watched statement that is at fault are as they were")
  func restored() {
    let session = Session(.init(nanChecks: .everyStatement))
    _ = session.run("x = 4", name: "<test>")
    _ = session.run("x = log(-x)", name: "<test>")
    guard case .number(4) = session["x"] else {
      Issue.record("x should be 4")
      return
    }
  }

  @Test("a map that is defined is not searched at the made-up point it is traced at")
  func definitions() {
    guard case .clean = Prompt().search("f(x: R^2) = log(x[0] - 5)") else {
      Issue.record("it should be clean")
      return
    }
  }
}
