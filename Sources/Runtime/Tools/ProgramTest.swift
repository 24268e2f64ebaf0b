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
    (failures, passed, parses) = Session(configuration).tested(source, shown)
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

extension Engine {
  /// What failed in a program, how much held, and whether it parses.
  func tested(
    _ source: Source, _ shown: ProgramTest.Shown
  ) -> (failures: [Diagnostic], passed: Int, parses: Bool) {
    let (tree, program, unresolved): (Program, CompiledProgram, [Diagnostic])
    do {
      switch try SourceParser.result(source, .script, machine.limits) {
      case .complete(let complete): tree = complete
      case .incomplete(_, let diagnostic): return ([diagnostic], 0, false)
      case .invalid(let found): return (found, 0, false)
      }
      (program, unresolved) = try compileAll(tree)
    } catch {
      return ([diagnostic(explained(error), source)], 0, true)
    }
    guard program.statements.count == tree.statements.count else { return (unresolved, 0, true) }
    let expectations = tree.statements.map { Expectation.read(after: $0, in: source) }
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
        if problem.id != "assert.failed" { return (failures, passed, true) }
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
    return (failures, passed, true)
  }
}

extension Session {
  fileprivate func tested(
    _ source: Source, _ shown: ProgramTest.Shown
  ) -> (failures: [Diagnostic], passed: Int, parses: Bool) {
    withEngine { engine in engine.entering { engine.tested(source, shown) } } ?? ([], 0, true)
  }

  /// The problems of a program that is not run, and whether it parses.
  func checked(_ source: Source) -> (problems: [Diagnostic], parses: Bool) {
    withEngine { $0.checked(source) } ?? ([], true)
  }
}
