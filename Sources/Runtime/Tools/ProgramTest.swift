public import Language
import Synchronization

/// Runs a program and compares what it shows with what its comments expect: `mfl test`.
///
/// A comment `# => text` behind a statement, or on the lines below it, is what the statement shows;
/// `# error: id` is the problem it stops with. Each of them, and each `assert`, is one test.
public struct ProgramTest: Sendable {
  /// What failed, in the order of the source.
  public let failures: [Diagnostic]
  /// How many expectations and assertions held.
  public let passed: Int
  /// How many were not tried, because the program had stopped before them.
  public let unreached: Int
  /// Whether the program parses.
  public let parses: Bool

  /// How many did not hold, or could not be tried.
  public var failed: Int { failures.count }

  /// Runs a program in a session of its own.
  ///
  /// - Parameters:
  ///   - source: the program and what it expects.
  ///   - configuration: how the session behaves; what it shows goes nowhere.
  public init(_ source: Source, _ configuration: Session.Configuration) {
    let shown = Shown()
    var configuration = configuration
    configuration.output = { shown.append($0) }
    configuration.mode = .script
    configuration.digits = 12
    let outcome = Session(configuration).tested(source, shown)
    failures = outcome.failures
    passed = outcome.passed
    unreached = outcome.unreached
    parses = outcome.parses
  }

  /// What the session has shown since the last statement.
  final class Shown: Sendable {
    private let text = Mutex("")

    func append(_ more: String) { text.withLock { $0 += more } }

    func take() -> String {
      text.withLock { text in
        defer { text = "" }
        return text
      }
    }
  }
}

/// What came of testing a program.
private struct TestOutcome {
  var failures: [Diagnostic] = []
  var passed = 0
  var unreached = 0
  var parses = true
}

extension Engine {
  fileprivate func tested(_ source: Source, _ shown: ProgramTest.Shown) -> TestOutcome {
    let (tree, program, unresolved): (Program, CompiledProgram, [Diagnostic])
    do {
      switch try SourceParser.result(source, .script, machine.limits) {
      case .complete(let complete): tree = complete
      case .incomplete(_, let diagnostic): return TestOutcome(failures: [diagnostic], parses: false)
      case .invalid(let found): return TestOutcome(failures: found, parses: false)
      }
      (program, unresolved) = try compileAll(tree)
    } catch {
      return TestOutcome(failures: [diagnostic(explained(error), source)])
    }
    let expectations = tree.statements.map { Expectation.read(after: $0, in: source) }
    /// How many tests the statements from one on hold.
    func tests(from index: Int) -> Int {
      zip(tree.statements, expectations).dropFirst(index).count { statement, read in
        if case .assertion = statement.kind { return true }
        return read.expectation != nil
      }
    }
    guard program.statements.count == tree.statements.count else {
      return TestOutcome(failures: unresolved, unreached: tests(from: 0))
    }
    let read = Set(expectations.lazy.flatMap(\.comments))
    var failures = Expectation.unread(in: source, except: read).map { span in
      Diagnostic(
        "test.unread", "this is expected of no statement", at: .init(source, span),
        hint: "an expectation stands behind a statement of the program, or on the line below it")
    }
    var passed = 0
    for (index, statement) in tree.statements.enumerated() {
      let expectation = expectations[index].expectation
      let problem = step(program, index)
      let text = shown.take()
      switch (expectation, problem) {
      case (.error(let id)?, let problem?) where problem.id == id: passed += 1
      case (.error(let id)?, let problem?):
        var other = problem
        other.facts.append("the problem expected here is \(id)")
        failures.append(other)
      case (.error(let id)?, nil):
        failures.append(
          Diagnostic(
            "test.noError", "this should stop with \(id), and it does not",
            at: .init(source, statement.span)))
      case (_, let problem?):
        failures.append(problem)
        // What follows would only fail because of this.
        if problem.id != "assert.failed" {
          return TestOutcome(
            failures: failures, passed: passed, unreached: tests(from: index + 1))
        }
      case (.shows(let expected)?, nil):
        if let difference = ShownText.difference(expected: expected, shown: text) {
          failures.append(
            Diagnostic(
              "test.shown", "this shows something else", at: .init(source, statement.span),
              facts: difference))
        } else {
          passed += 1
        }
      case (nil, nil):
        if case .assertion = statement.kind { passed += 1 }
      }
    }
    return TestOutcome(failures: failures, passed: passed)
  }
}

extension Session {
  fileprivate func tested(_ source: Source, _ shown: ProgramTest.Shown) -> TestOutcome {
    withEngine { engine in engine.entering { engine.tested(source, shown) } } ?? TestOutcome()
  }

  /// The problems of a program that is not run, and whether it parses.
  func checked(_ source: Source) -> (problems: [Diagnostic], parses: Bool) {
    withEngine { $0.checked(source) } ?? ([], true)
  }
}
