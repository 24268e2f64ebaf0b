import Foundation
import Testing

@testable import mfl

@Suite("The command")
struct CommandTests {
  @Test(
    "code on the command line shows its values and nothing else",
    arguments: [
      (["-e", "1 + 1"], "2\n"), (["-e", "x = 2;", "-e", "x * 3"], "6\n"),
      (["-e", "-1"], "-1\n"), (["-e", "1 + 1;"], ""), (["--seed", "7", "-e", "3"], "3\n"),
      (["-e", "count(arguments)", "a", "--color"], "2\n"),
    ])
  func code(arguments: [String], output: String) throws {
    let answer = try BuiltCommand.run(arguments)
    #expect(answer == BuiltCommand.Answer(status: 0, output: output, errors: ""))
  }

  @Test(
    "the exit status tells what went wrong, and errors go to standard error",
    arguments: [
      (["-e", "[1, 2][7]"], CommandStatus.failure, "index"),
      (["-e", "1 +* 2"], .syntax, "error["),
      (["-e", "(1 + 2"], .syntax, "error["),
      (["none.mfl"], .usage, "there is no file \"none.mfl\""),
      (["/"], .usage, "folder"),
      (["--nonsense"], .usage, "--nonsense"),
      (["--seed", "-1", "-e", "1"], .usage, "--seed"),
      (["--threads", "0", "-e", "1"], .usage, "--threads takes a number from 1 to 64"),
      (["--threads", "65", "-e", "1"], .usage, "--threads"),
      (["--threads", "many", "-e", "1"], .usage, "--threads"),
      (["--limit", "steps", "-e", "1"], .usage, "--limit: a limit is written name=value"),
      (["--limit", "step=1", "-e", "1"], .usage, "did you mean steps?"),
      (["--limit", "bytes=1t", "-e", "1"], .usage, "bytes takes a whole number above 0"),
      (["--limit", "steps=10", "-e", "while true {}"], .failure, "error[limit.steps]"),
      (["--limit", "seconds=0.2", "-e", "while true {}"], .failure, "error[limit.seconds]"),
      (["--limit", "bytes=1m", "-e", "ones(1000, 1000)"], .failure, "error[limit.bytes]"),
      (
        ["--limit", "depth=9", "--limit", "elements=9", "-e", "ones(10)"], .failure,
        "error[limit.elements]"
      ),
      (
        [
          "--limit", "seconds=1", "-e",
          "A = reshape(sin(linspace(0, 1e6, 1440000) .^ 2), [1200, 1200]); svd A",
        ], .failure, "error[limit.seconds]"
      ),
      (["--limit", "steps=1", "-e", "while true {}"], .failure, "more than 1 step\n"),
      (["--limit", "seconds=1", "-e", "while true {}"], .failure, "longer than 1 second\n"),
      (["--limit", "elements=1", "-e", "ones(10)"], .failure, "the limit is 1 element\n"),
      (["--limit", "bytes=2m", "-e", "ones(1000, 1000)"], .failure, "more than 2 MiB\n"),
      (["--limit", "bytes=3e6", "-e", "ones(1000, 1000)"], .failure, "3,000,000 bytes\n"),
      (["--limit", "nesting=201", "-e", "1"], .usage, "nesting is 200 at most, which is what"),
      (["--limit", "nesting=3", "-e", "((((1))))"], .syntax, "deeper than 3 levels"),
      (["tset", "a.mfl"], .usage, "hint: did you mean mfl test?"),
      (["help", "chekc"], .usage, "hint: did you mean mfl help check?"),
      (["chekc.mfl"], .usage, "there is no file \"chekc.mfl\"\n  = paths"),
      (["check", "--nonsense"], .usage, "See 'mfl check --help'"),
      (["--sandbox", "-e", "read \"x.csv\""], .failure, "error[file.forbidden]"),
      (["--sandbox", "-e", "import \"x.mfl\""], .failure, "error[file.forbidden]"),
    ])
  func failures(arguments: [String], status: CommandStatus, words: String) throws {
    let answer = try BuiltCommand.run(arguments)
    #expect(answer.status == status.rawValue)
    #expect(answer.output.isEmpty)
    #expect(answer.errors.contains(words), "\(answer.errors)")
  }

  @Test(
    "with --json wrong usage is one line of JSON on standard error",
    arguments: [
      ["--json", "--nonsense"], ["--json", "--seed", "x", "-e", "1"], ["--json", "check"],
      ["test", "--limit", "step=1", "--json", "a.mfl"], ["--json", "help", "chekc"],
      ["--json", "none.mfl"], ["--json", "--limit", "bytes=0", "-e", "1"],
    ])
  func usageAsJSON(arguments: [String]) throws {
    let answer = try BuiltCommand.run(arguments)
    #expect(answer.status == CommandStatus.usage.rawValue && answer.output.isEmpty)
    #expect(answer.errors.hasSuffix("}\n") && answer.errors.filter(\.isNewline).count == 1)
    let line = try JSONSerialization.jsonObject(with: Data(answer.errors.utf8))
    let object = try #require(line as? [String: Any])
    #expect(["command.usage", "file.missing"].contains(object["id"] as? String))
    #expect((object["title"] as? String)?.isEmpty == false)
  }

  @Test("text that is not UTF-8 can be converted on its way to standard input")
  func latin1() throws {
    let answer = try BuiltCommand.runProcess([
      "bash", "-c", "printf 'caf\\xe9 = 1\\n' | '\(BuiltCommand.path)'",
    ])
    #expect(answer.status == CommandStatus.syntax.rawValue)
    #expect(answer.errors.contains("… | iconv -f latin1 -t utf-8 | mfl"))
  }

  @Test("the number of threads changes no bit of an answer")
  func threads() throws {
    let program = """
      net = affine(3, 40) |> tanh |> affine(40, 5) |> sigmoid
      f(x: R^3) = if x[0] > 0.5 then net(x) else sin(net(x))
      X = random(R^3, 3000)
      show((rank jacobian(f, X)).singular_values[1000..<1040], digits: 17)
      show(f(X)[2990..<3000], digits: 17)
      show(grad(w -> norm2(X * w), [1, 2, 3]), digits: 17)
      """
    let answers = try ["1", "2", "7"].map { count in
      try BuiltCommand.run(["--threads", count, "-e", program])
    }
    #expect(answers[0].status == 0 && answers[0].output.count > 1000)
    #expect(answers[1] == answers[0] && answers[2] == answers[0])
  }

  @Test("a program in a sandbox imports from its own folder and touches nothing else")
  func sandbox() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let main = folder.appendingPathComponent("main.mfl")
    try "half = 0.5".write(
      to: folder.appendingPathComponent("part.mfl"), atomically: true, encoding: .utf8)
    try "import \"part.mfl\"\n2 * half\nimport \"/etc/passwd\"".write(
      to: main, atomically: true, encoding: .utf8)
    let answer = try BuiltCommand.run(["--sandbox", main.path])
    #expect(answer.output.isEmpty && answer.status == CommandStatus.failure.rawValue)
    #expect(answer.errors.contains("error[file.outside]"))
    try "import \"part.mfl\"\n2 * half\nread \"part.mfl\"".write(
      to: main, atomically: true, encoding: .utf8)
    let second = try BuiltCommand.run(["--sandbox", main.path])
    #expect(second.output == "1\n" && second.errors.contains("error[file.forbidden]"))
  }

  @Test("a watched program stops at the first statement that gives NaN or infinity")
  func checkNaN() throws {
    let answer = try BuiltCommand.run(["--check-nan", "-e", "f(x) = log(x)\n1 + 1\nf(-3)\n5"])
    #expect(answer.status == CommandStatus.failure.rawValue)
    #expect(answer.output == "2\nnan\n")
    #expect(answer.errors.contains("log of -3 gave NaN"), "\(answer.errors)")
    let path = NSTemporaryDirectory() + UUID().uuidString + ".mfl"
    try "x = 0 / 0\nprint x\n".write(toFile: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(try BuiltCommand.run(["--check-nan", path]).status == CommandStatus.failure.rawValue)
    #expect(try BuiltCommand.run([path]).output == "nan\n")
    #expect(
      try BuiltCommand.run(["--check-nan", "-e", "sqrt 4"])
        == BuiltCommand.Answer(status: 0, output: "2\n", errors: ""))
  }

  @Test("a script stops at its first error, and what it showed before stands")
  func firstError() throws {
    let answer = try BuiltCommand.run([], input: "1\n[1][5]\n2\n")
    #expect(answer.status == CommandStatus.failure.rawValue)
    #expect(answer.output == "1\n")
    #expect(!answer.errors.isEmpty)
  }

  @Test("a program comes from a file or from standard input")
  func programs() throws {
    let path = NSTemporaryDirectory() + UUID().uuidString + ".mfl"
    try "#!/usr/bin/env mfl\narguments[0]\n".write(toFile: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(try BuiltCommand.run([path, "first"]).output == "first\n")
    #expect(try BuiltCommand.run([], input: "1 + 1\n").output == "2\n")
    #expect(try BuiltCommand.run(["-"], input: "1 + 1").output == "2\n")
    #expect(try BuiltCommand.run([], input: "").status == 0)
  }

  @Test("a file that is not text does not parse")
  func binary() throws {
    let path = NSTemporaryDirectory() + UUID().uuidString + ".mfl"
    try Data([0x31, 0, 0xFF]).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(try BuiltCommand.run([path]).status == CommandStatus.syntax.rawValue)
  }

  @Test("help and the version are asked for, not errors")
  func help() throws {
    let version = try BuiltCommand.run(["--version"])
    #expect(version == BuiltCommand.Answer(status: 0, output: "mfl 0.1\n", errors: ""))
    let help = try BuiltCommand.run(["--help"])
    #expect(help.status == 0)
    #expect(help.output.contains("--seed"))
  }

  @Test(
    "a reader that leaves early, as head does, ends the program quietly", .timeLimit(.minutes(5)))
  func closedPipe() throws {
    let mfl = try BuiltCommand.path
    let answer = try BuiltCommand.runProcess([
      "bash", "-c", "'\(mfl)' -e 'i = 0' -e 'while true { print(i); i = i + 1 }' | head -n 1",
    ])
    #expect(answer == BuiltCommand.Answer(status: 0, output: "0\n", errors: ""))
  }

  @Test("Ctrl-C ends a script with status 130", .timeLimit(.minutes(5)))
  func interrupted() throws {
    let mfl = try BuiltCommand.path
    let answer = try BuiltCommand.runProcess([
      "bash", "-c", "timeout --preserve-status -s INT 0.5 '\(mfl)' -e 'while true {}'",
    ])
    #expect(answer.status == CommandStatus.interrupted.rawValue)
    #expect(answer.errors.contains("error["))
  }

  @Test(
    "Ctrl-C ends the waiting for a program from standard input or a pipe",
    .timeLimit(.minutes(5)),
    arguments: ["-", "test -", "/dev/fd/3", "test /dev/fd/3", "-e 'import \"/dev/fd/3\"'"])
  func interruptedWaiting(_ arguments: String) throws {
    let mfl = try BuiltCommand.path
    let answer = try BuiltCommand.runProcess([
      "bash", "-c",
      """
      pipe=$(mktemp -u); mkfifo $pipe; exec 3<>$pipe; rm $pipe
      exec timeout --preserve-status -s INT 0.5 '\(mfl)' \(arguments) <&3
      """,
    ])
    #expect(answer.status == CommandStatus.interrupted.rawValue)
    #expect(answer.output.isEmpty)
  }

  @Test("the reference tells of one name, and words of other commands are told what to write")
  func otherCommands() throws {
    let rank = try BuiltCommand.run(["doc", "rank"])
    #expect(rank.status == 0 && rank.output.hasPrefix("rank(A"))
    let unknown = try BuiltCommand.run(["doc", "nosuch"])
    #expect(unknown.status == CommandStatus.failure.rawValue && unknown.output.isEmpty)
    #expect(unknown.errors.hasPrefix("nothing is called nosuch"))
    for (word, hint) in [("run", "mfl lesson.mfl"), ("repl", "mfl alone"), ("fmt", "mfl format")] {
      #expect(try BuiltCommand.run([word, "x"]).errors.contains(hint))
    }
  }

  @Test("standard input without an end is refused at 16 megabytes", .timeLimit(.minutes(5)))
  func endlessInput() throws {
    let mfl = try BuiltCommand.path
    let answer = try BuiltCommand.runProcess(["bash", "-c", "yes '1;' | '\(mfl)' -"])
    #expect(answer.status == CommandStatus.usage.rawValue)
    #expect(answer.errors.contains("error[file.size]: \"<stdin>\" is too large to read"))
  }

  @Test("colour is used when it is asked for, and never otherwise in a pipe")
  func color() throws {
    #expect(try !BuiltCommand.run(["-e", "1 +* 2"]).errors.contains("\u{1B}"))
    #expect(try BuiltCommand.run(["--color", "always", "-e", "1 +* 2"]).errors.contains("\u{1B}"))
  }

  @Test("what follows the program on the command line is the program's own")
  func arguments() throws {
    let command = try MFLCommand.read(
      CommandLineWords(["--seed", "7", "-i", "a.mfl", "--color", "x", "-e"]))
    #expect(command.running.seed == 7)
    #expect(command.staysInteractive)
    #expect(command.words == ["a.mfl", "--color", "x", "-e"])
  }

  @Test("the options a value follows are those the help shows with one")
  func valueOptions() {
    #expect(CommandLineWords.takeValues == Set(CompletionScript.valueOptions))
  }
}
