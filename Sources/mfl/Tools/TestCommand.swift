import ArgumentParser
import Language
import Runtime

/// `mfl test`: runs programs and compares what they show with what their comments expect.
struct TestCommand: ToolCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Run programs and compare what they show with what their comments expect.",
    usage: "mfl test [--limit name=value,…] [--sandbox] [--seed n] <file> …",
    discussion: """
      A comment `# => text` behind a statement, or on the lines below it, is what the statement shows: \
      numbers agree to the digits written, or to one part in a million. `# error: id` is the problem \
      it stops with. Each of them, and each assert, is one test. Every program runs in a session of \
      its own, within the limits given. Exit codes: 0 all passed, 1 some \
      failed, 65 a program does not parse, 2 a file cannot be read.
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
    var (passed, failed) = (0, 0)
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
      for failure in test.failures { reporter.report(failure) }
      if test.parses {
        output.write("\(source.name): \(Self.summary(test.passed, test.failed))\n")
      }
      if test.failed > 0 { status = status.joined(with: test.parses ? .failure : .syntax) }
      passed += test.passed
      failed += test.failed
    }
    if Signals.isInterrupted { return status }
    if files.count > 1 { output.write("in all: \(Self.summary(passed, failed))\n") }
    return status
  }

  private static func summary(_ passed: Int, _ failed: Int) -> String {
    failed == 0 ? "\(passed) passed" : "\(passed) passed, \(failed) failed"
  }
}
