import Foundation
import Runtime
import Testing

@testable import mfl

@Suite("The prompt")
struct PromptTests {
  @Test("a conversation in a real terminal", .timeLimit(.minutes(6)))
  func conversation() throws {
    let script = Bundle.module.bundlePath + "/prompt/run.py"
    let python = try #require(
      try ["python3", "/usr/bin/python3"].first {
        try BuiltCommand.runProcess([$0, "-c", "import pexpect"]).status == 0
      }, "python3 with pexpect is missing: apt-get install python3-pexpect")
    let answer = try BuiltCommand.runProcess([python, script, BuiltCommand.path])
    #expect(answer.status == 0, "\(answer.output)\(answer.errors)")
  }

  @Test(
    "a line that begins with a colon or a question mark is for the prompt itself",
    arguments: [
      (":quit", PromptCommand.quit), (":q", .quit), (" :help ", .help),
      ("?", .describe("", .short)), ("?help", .describe("help", .short)),
      ("?rank", .describe("rank", .short)), ("??rank", .describe("rank", .full)),
      (":help rank", .describe("rank", .short)), (":vars", .names), (":nan", .findNaN),
      (":why", .why),
      (":reload", .reload), (":set", .settings), (":set digits 8", .set(.digits(8))),
      (":set color never", .set(.color(.never))), (":set width auto", .set(.width(nil))),
      (":load \"a b.mfl\"", .load("a b.mfl")), (":load a b.mfl", .load("a b.mfl")),
      (":save x.mfl", .save("x.mfl", .refused)), (":save! x.mfl", .save("x.mfl", .wanted)),
      (":time svd A", .time("svd A")), (":type svd A", .kind("svd A")),
      ("rank?", .describe("rank", .short)), (" rank?? ", .describe("rank", .full)),
      ("?linear?", .describe("linear", .short)), ("?:load", .explain(.load)),
      (":help :save!", .explain(.replace)),
    ])
  func commands(line: String, expected: PromptCommand) {
    #expect(PromptCommand(line) == expected)
  }

  @Test(
    "a command that is not understood says what it wants",
    arguments: [
      (":x", "there is no command :x", ":help lists them"),
      (":reset", "there is no command :reset", ":quit, and mfl begins anew"),
      (":edit", "there is no command :edit", "Up recalls an entry, to be edited and run again"),
      (":laod a.mfl", "there is no command :laod", "did you mean :load?"),
      (":set digits 99", "digits may be 1 to 17", ":set digits 8"),
      (":set width 3", "width may be 20 to 10000, or auto", ":set width 80"),
      (":set colr always", "there is no setting colr", "did you mean :set color?"),
      (":load", ":load needs the name of a file", ":load lesson.mfl"),
      (":vars all", "nothing follows :vars", nil),
    ])
  func misused(line: String, title: String, hint: String?) {
    #expect(PromptCommand(line) == .misused(.init(title: title, hint: hint)))
  }

  @Test("every command is in the help, and its name is read")
  func manual() {
    for entry in Manual.entries {
      #expect(Manual.page.contains(":\(entry.name) "))
      for name in entry.names {
        if case .misused(let misuse) = PromptCommand(":\(name)") {
          #expect(misuse.title.contains("needs"))
        }
      }
    }
  }

  @Test("what other prompts leave or help by does so here, unless it is a name of the program")
  func foreignCommands() {
    for line in ["exit", "quit()", " exit( ) "] {
      #expect(PromptCommand(of: line, unless: []) == .quit)
      #expect(PromptCommand(of: line, unless: ["exit", "quit"]) == nil)
    }
    for line in ["help rank", "help(rank)", "doc rank"] {
      #expect(PromptCommand(of: line, unless: []) == .describe("rank", .short))
    }
    #expect(PromptCommand(of: "help", unless: []) == .help)
    for line in [
      "exit(1)", "help + 1", "quitting", "helper x", "1 + 1", "help_me", "doc_2", "exit_",
      "quit.x", "apropos \"inverse\"", "apropos(x)", "apropos",
    ] {
      #expect(PromptCommand(of: line, unless: []) == nil, "\(line)")
    }
    #expect(PromptCommand(of: "apropos least squares", unless: []) == .search("least squares"))
    #expect(PromptCommand(of: "apropos word", unless: ["word"]) == nil)
  }

  @Test("the newest of a history is told only where an entry's beginning is seen")
  func newestEntry() {
    let long = HistoryText.record(of: "f(x) = {\n  x\n}\nf(1)", time: 1_700_000_000)
    #expect(HistoryText.newest(in: long) == "f(x) = {\n  x\n}\nf(1)")
    #expect(HistoryText.newest(in: Array(long.suffix(8))) == nil)
    #expect(HistoryText.newest(in: []) == nil)
  }

  @Test("any other line is a program", arguments: ["1 + 1", "", "x ?", "a[:, 0]"])
  func programs(line: String) {
    #expect(PromptCommand(line) == nil)
  }

  @Test(
    "a conversation pasted into another is reduced to what was typed in it",
    arguments: [
      ("1 + 1", "1 + 1"),
      ("mfl> 1 + 1", "1 + 1"),
      ("mfl> x = [1,\n...  2]\nx = [1, 2]\nmfl> x\n[1, 2]\n", "x = [1,\n2]\nx"),
      ("mfl> f(x) = {\n... x + 1\n... }\nmfl> f 1", "f(x) = {\nx + 1\n}\nf 1"),
      (">>> x = 3\n>>> x\n3", "x = 3\nx"), ("julia> 1 + 1\n2", "1 + 1"),
      ("In [1]: a = 5\n\nIn [2]: a * 2\nOut[2]: 10", "a = 5\na * 2"),
      ("In [12]: f(x) = {\n    ...: x\n    ...: }\n", "f(x) = {\nx\n}"),
      (">> a = 5\n\na = 5\n\n>> a * 2", "a = 5\na * 2"),
      ("octave:1> a = 5\na = 5\noctave:2> a * 2\nans = 10", "a = 5\na * 2"),
      ("In [x]: 3", "In [x]: 3"), ("octave:> 3", "octave:> 3"),
      ("x = \"mfl> \"\ny", "x = \"mfl> \"\ny"), ("1 + 1\n\n", "1 + 1"),
    ])
  func pasted(text: String, expected: String) {
    #expect(PastedText.code(in: text) == expected)
  }

  @Test(
    "a duration is told in the unit that suits it",
    arguments: [
      (Duration.nanoseconds(1500), "1.5 µs"), (.microseconds(12_340), "12.3 ms"),
      (.milliseconds(123_456), "123 s"), (.zero, "0 µs"), (.seconds(2), "2 s"),
    ])
  func durations(duration: Duration, expected: String) {
    #expect(PromptCommand.phrase(for: duration) == expected)
  }
}
