import Autodiff
import Foundation
import Language
import Synchronization
import Tensors
import Testing

@testable import Runtime

@Suite("Embedding the language")
struct EmbeddingTests {
  private struct SensorIsOff: Error, CustomStringConvertible {
    let description = "the sensor is off"
  }

  @Test("an error of the host is told at the call")
  func hostErrors() {
    let session = Session()
    session.define("sensor", [.required("k", .natural)], "Reads.") { _, _ in throw SensorIsOff() }
    let diagnostic = session.failure(of: "x = 1 + sensor 3")
    #expect(diagnostic?.id == "host.error")
    #expect(diagnostic?.title == "the sensor is off")
    #expect(diagnostic?.primary.map { $0.source.text(in: $0.span) } == "sensor 3")
    #expect(session["x"] == nil)
  }

  @Test("a value of the host is an entry with help, and cannot be called")
  func hostValues() throws {
    let session = Session()
    session.define(
      Builtin(
        constant: .number(299_792_458), named: "light", topic: "host", result: "number",
        summary: "The speed of light."))
    #expect(try session.evaluate("light / 2").wholeNumber == 149_896_229)
    #expect(session.describe("light")?.contains("The speed of light.") == true)
    #expect(session.complete("lig", at: 3).candidates.map(\.text) == ["light"])
  }

  @Test("a host function may run programs in its session, which share limits and bindings")
  func reentrancy() throws {
    var limits = Limits()
    limits.steps = 1000
    limits.callDepth = 40
    let session = Session(.init(limits: limits))
    session.define("again", [.required("code", .string)], "Evaluates code.") {
      [unowned session] _, arguments in
      try session.evaluate(try arguments.string("code"))
    }
    #expect(try session.evaluate("n = 1; 10 * again \"n = n + 1; n\"").wholeNumber == 20)
    #expect(session["n"]?.wholeNumber == 2)
    // What it binds within a statement that fails is put back with the statement's own bindings.
    #expect(
      session.failure(of: "{ m = again \"n = 7; k = 8; n\"; [1][m] }")?.id.hasPrefix("index")
        == true)
    #expect(session["n"]?.wholeNumber == 2)
    #expect(session["k"] == nil && session["m"] == nil)
    // Its error says where in its own text it arose.
    let inner = session.failure(of: "again \"1 + missing\"")
    #expect(inner?.id == "name.unknown")
    #expect(inner?.primary.map { $0.source.text(in: $0.span) } == "again \"1 + missing\"")
    #expect(inner?.secondary.first.map { $0.source.text(in: $0.span) } == "missing")
    // Steps and calls are those of the program around.
    #expect(session.failure(of: "again \"while true \\{}\"")?.id == "limit.steps")
    #expect(session.failure(of: "f(n) = again \"f({n})\"; f(1)")?.id == "limit.recursion")
    #expect(try session.evaluate("1 + 1").wholeNumber == 2)
  }

  @Test("what is shown may be asked about from the output itself")
  func output() {
    let box = Mutex<[String]>([])
    let holder = Mutex<Session?>(nil)
    let session = Session(
      .init(output: { text in
        let name = holder.withLock { $0 }?["name"].map { ValueText().plain($0) } ?? "nobody"
        box.withLock { $0.append("\(name): \(text)") }
      }))
    holder.withLock { $0 = session }
    defer { holder.withLock { $0 = nil } }
    _ = session.run("name = \"Ada\"; 1 + 1\nprint 3", name: "<test>")
    #expect(box.withLock { $0 } == ["Ada: 2\n", "Ada: 3\n"])
  }

  @Test("sessions on several threads at once do not disturb each other")
  func independence() async throws {
    let program = """
      net = affine(3, 16) |> tanh |> affine(16, 3)
      f(x: R^3) = if x[0] > 0 then net(x) else sin(net(x))
      X = random(R^3, 200)
      r = rank jacobian(f, X)
      """
    let alone = Session(.init(seed: 5))
    _ = alone.run(program, name: "<test>")
    let expected = try alone.evaluate("show(r.singular_values, digits: 17); sum(r.singular_values)")
    try await withThrowingTaskGroup(of: Double?.self) { group in
      for _ in 0..<4 {
        group.addTask {
          let session = Session(.init(seed: 5))
          for _ in 0..<3 { _ = session.run("seed 5;\(program)", name: "<test>") }
          return try session.evaluate("sum(r.singular_values)").convertedToTerm()?.known("").scalar
        }
      }
      let number = try expected.convertedToTerm()?.known("").scalar
      for try await sum in group { #expect(sum == number) }
    }
  }

  @Test("one session may be called from several threads, which take turns")
  func turns() async throws {
    let session = Session()
    _ = session.run("n = 0", name: "<test>")
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<50 { _ = session.run("n = n + 1", name: "<test>") }
        }
      }
    }
    #expect(session["n"]?.wholeNumber == 400)
  }

  @Test("an interrupt from another thread is of the program that runs alone")
  func interrupting() {
    let session = Session()
    session.interrupt()
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: 0.1)
      session.interrupt()
    }
    guard case .failed(_, .interrupted) = session.run("while true {}", name: "<test>") else {
      Issue.record("not interrupted")
      return
    }
    guard case .finished = session.run("1", name: "<test>") else {
      Issue.record("the next program is interrupted, too")
      return
    }
  }

  @Test("sessions of one configuration are not interrupted together")
  func sharedConfiguration() {
    let box = Mutex<Session?>(nil)
    let configuration = Session.Configuration(output: { _ in box.withLock { $0 }?.interrupt() })
    let (one, other) = (Session(configuration), Session(configuration))
    box.withLock { $0 = one }
    defer { box.withLock { $0 = nil } }
    guard case .finished = other.run("print 1; for i in 0..<1000 {}", name: "<test>") else {
      Issue.record("interrupted by the request to the other session")
      return
    }
    // Its own program asks it to stop while it shows something.
    guard case .failed(_, .interrupted) = one.run("print 1; while true {}", name: "<test>") else {
      Issue.record("not interrupted")
      return
    }
  }

  @Test("sessions that are given one request to stop obey it together")
  func sharedInterrupt() async {
    let interrupt = Interrupt()
    let running = Mutex(0)
    // The second one to run asks both to stop.
    let configuration = Session.Configuration(
      output: { _ in
        running.withLock { count in
          count += 1
          if count == 2 { interrupt.request() }
        }
      }, interrupt: interrupt)
    await withTaskGroup(of: Bool.self) { group in
      for session in [Session(configuration), Session(configuration)] {
        group.addTask {
          let outcome = session.run("print 1; while true {}", name: "<test>")
          guard case .failed(_, .interrupted) = outcome else { return false }
          return true
        }
      }
      for await wasInterrupted in group { #expect(wasInterrupted) }
    }
  }

  @Test("without a thread of its own a session is used by one caller at a time, who may call again")
  func callersThread() async throws {
    let box = Mutex<[String]>([])
    let session = Session(
      .init(output: { text in box.withLock { $0.append(text) } }), on: .callersThread)
    session.define("again", [.required("code", .string)], "Evaluates code.") {
      [unowned session] _, arguments in
      try session.evaluate(try arguments.string("code"))
    }
    _ = session.run("n = 0; again \"n + 40\"", name: "<test>")
    #expect(box.withLock { $0 } == ["40\n"])
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<50 { _ = session.run("n = n + 1", name: "<test>") }
        }
      }
    }
    #expect(session["n"]?.wholeNumber == 400)
    // Recursion without end meets a limit on whatever thread it is.
    let ids = Mutex<[String]>([])
    for _ in 0..<2 {
      await withCheckedContinuation { continuation in
        Thread.detachNewThread {
          let diagnostic = session.failure(of: "f(n) = if n == 0 then 0 else 1 + f(n - 1); f 1e7")
          ids.withLock { $0.append(diagnostic?.id ?? "none") }
          continuation.resume()
        }
      }
    }
    #expect(ids.withLock { $0 } == ["limit.recursion", "limit.recursion"])
    #expect(try session.evaluate("f 20").wholeNumber == 20)
  }

  @Test("places of maps that are gone are forgotten, and those of maps in use are not")
  func origins() throws {
    let session = Session()
    _ = session.run("net = affine(2, 3)", name: "<first>")
    for _ in 0..<2000 { _ = session.run("other = tanh |> affine(2, 2)", name: "<again>") }
    #expect(session.withEngine { $0.machine.origins.count } ?? .max <= 2 * OriginTable.least)
    let diagnostic = session.failure(of: "net |> affine(9, 9)")
    #expect(diagnostic?.id.hasPrefix("shape.") == true)
    #expect(diagnostic?.secondary.contains { $0.source.name == "<first>" } == true)
  }

  @Test("a session that is gone leaves nothing of its programs")
  func release() {
    weak var store: GlobalStore?
    do {
      let session = Session()
      _ = session.run("h(x) = g(x); g(x) = count([y + x for y in 0..<3])", name: "<test>")
      _ = session.run("k(x) = sum(map(y -> y + x, [1, 2])); W = ones(3)", name: "<test>")
      store = session.withEngine { $0.machine.globals }
      #expect(store != nil)
    }
    #expect(store == nil)
  }

  @Test("imports that are forgotten give their memory back, but for what functions still read")
  func forgottenImports() throws {
    let folder = try TemporaryFolder()
    try folder.write("W = ones(10000)\nh(x) = late + x\nlate = 5", to: "lesson.mfl")
    var limits = Limits()
    limits.bytes = 400_000
    let session = Session(.init(files: .all, limits: limits))
    let program = "import \"\(folder.path)/lesson.mfl\"\ncount W"
    for _ in 0..<3 {
      #expect(try session.evaluate(program).wholeNumber == 10_000)
      session.forgetImports()
    }
    #expect(try session.evaluate("kept = h; \(program)").wholeNumber == 10_000)
    let count = session.withEngine { $0.machine.globals.count } ?? 0
    for _ in 0..<20 {
      session.forgetImports()
      #expect(try session.evaluate(program).wholeNumber == 10_000)
    }
    // The names of one more import, and not of twenty.
    #expect(session.withEngine { $0.machine.globals.count } ?? .max <= count + 3)
    #expect(try session.evaluate("kept(1)").wholeNumber == 6)
  }

  @Test("values go in and come out as Swift's own types")
  func hostTypes() throws {
    let session = Session()
    session["x"] = try Value([0.3, -0.7])
    #expect(session["x"]?.numbers == [0.3, -0.7])
    #expect(try session.evaluate("10 * x").numbers == [3, -7])
    #expect(try session.evaluate("[1, 2; 3, 4]").numbers == [1, 2, 3, 4])
    #expect(try session.evaluate("2 + 2").numbers == [4])
    #expect(try session.evaluate("0..<3").numbers == [0, 1, 2])
    #expect(try session.evaluate("rank [1, 2; 2, 4]").numbers == [1])
    #expect(try session.evaluate("tanh").numbers == nil)
    #expect(try session.evaluate("\"ab\"").text == "ab")
    #expect(try session.evaluate("1").text == nil)
    #expect(try session.evaluate("1 < 2").flag == true)
    #expect(try session.evaluate("tanh is surjective").flag == false)
    #expect(try session.evaluate("1").flag == nil)
  }

  @Test("a name is bound as a program would, and what is none is refused")
  func names() throws {
    let session = Session()
    session["ans"] = .number(7)
    #expect(session["ans"]?.wholeNumber == 7)
    #expect(try session.evaluate("ans + 1").wholeNumber == 8)
    for text in ["", "a b", "1x", "x-y", "for", "\u{0}"] {
      session[text] = .number(1)
      #expect(session[text] == nil)
      #expect(throws: Diagnostic.self) { try session.bind(text, to: .number(1)) }
    }
    #expect(session.names.isEmpty)
    try session.bind("größe", to: .number(2))
    #expect(try session.evaluate("größe").wholeNumber == 2)
    session["größe"] = nil
    session["never"] = nil
    #expect(session.names.isEmpty)
  }

  @Test("a request made through the configuration before a program begins is of that program")
  func requestedBefore() {
    let interrupt = Interrupt()
    let session = Session(.init(interrupt: interrupt))
    interrupt.request()
    guard case .failed(_, .interrupted) = session.run("while true {}", name: "<test>") else {
      Issue.record("not interrupted")
      return
    }
    #expect(!interrupt.isRequested)
    guard case .finished = session.run("1", name: "<test>") else {
      Issue.record("the next program is interrupted, too")
      return
    }
  }
}

extension Session {
  /// The diagnostic of a program that fails.
  fileprivate func failure(of text: String) -> Diagnostic? {
    do throws(Diagnostic) {
      _ = try evaluate(text)
      return nil
    } catch {
      return error
    }
  }
}
