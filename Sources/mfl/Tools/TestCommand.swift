import ArgumentParser
import Language
import Runtime

/// `mfl test`: runs programs and compares what they show with what their comments expect.
struct TestCommand: ToolCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Run programs and compare what they show with what their comments expect.",
    usage: """
      mfl test [--limit name=value,…] [--seed n] [--threads n] [--sandbox] [--json]
               [--color when] <file> …
      """,
    discussion: """
      A comment `# => text` behind a statement, or on the lines below it, is what the statement shows: \
      numbers agree to the digits written, or to one part in a million. `# error: id` is the problem \
      it stops with. Each of them, and each assert, is one test. Every program runs in a session of \
      its own, within the limits given. Exit codes: 0 all passed, 1 some \
      failed, 65 a program does not parse, 2 a file cannot be read, 130 interrupted.
      """)

  @ArgumentParser.Argument(
    help: ArgumentHelp("The programs; - is standard input.", valueName: "file"),
    completion: .file(extensions: ["mfl"]))
  var files: [String]

  @OptionGroup var running: RunOptions
  @OptionGroup var touching: SandboxOption
  @OptionGroup var writing: WritingOptions

  func run(_ output: Output) -> CommandStatus {
    let reporter = writing.reporter(output)
    var status = CommandStatus.success
    var total = Tally()
    for path in files where !Signals.isInterrupted {
      guard let source = ProgramFile.read(path, reporter) else {
        status = status.joined(with: .usage)
        continue
      }
      let test = ProgramTest(
        source,
        .init(
          seed: running.seed, files: touching.files(of: path), interrupt: Signals.interrupt,
          limits: running.limits, threads: running.threads))
      let tally = Tally(passed: test.passed, failed: test.failed, unreached: test.unreached)
      for failure in test.failures { reporter.report(failure) }
      if test.parses {
        output.write("\(source.name): \(tally.summary)\n")
      }
      if test.failed > 0 { status = status.joined(with: test.parses ? .failure : .syntax) }
      total.passed += tally.passed
      total.failed += tally.failed
      total.unreached += tally.unreached
    }
    if Signals.isInterrupted { return status }
    if files.count > 1 { output.write("in all: \(total.summary)\n") }
    return status
  }

  /// How many tests there were, by what came of them.
  private struct Tally {
    var passed = 0
    var failed = 0
    var unreached = 0

    var summary: String {
      if passed + failed + unreached == 0 {
        return "nothing is expected: it has no `# => …`, no `# error: …` and no assert"
      }
      return "\(passed) passed" + (failed == 0 ? "" : ", \(failed) failed")
        + (unreached == 0 ? "" : ", \(unreached) not reached")
    }
  }
}
