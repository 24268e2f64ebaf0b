import Foundation
import Testing

@testable import mfl

@Suite("The tools of the command")
struct ToolCommandTests {
  /// A folder with files, by name.
  private final class Folder {
    let path = NSTemporaryDirectory() + "mfl-tools-" + UUID().uuidString

    init(_ files: [String: String]) throws {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      for (name, text) in files {
        try text.write(toFile: "\(path)/\(name)", atomically: true, encoding: .utf8)
      }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    func text(_ name: String) throws -> String {
      try String(contentsOfFile: file(name), encoding: .utf8)
    }
  }

  @Test("a tool is named by its word alone; a program may be called like it")
  func dispatch() throws {
    let folder = try Folder(["check.mfl": "1 + 1\n", "check": "2 + 2\n"])
    #expect(try BuiltCommand.run([folder.file("check.mfl")]).output == "2\n")
    #expect(try BuiltCommand.run([folder.file("check")]).output == "4\n")
    #expect(try BuiltCommand.run(["check"]).status == CommandStatus.usage.rawValue)
    let help = try BuiltCommand.run(["check", "--help"])
    #expect(help.output.contains("USAGE: mfl check"))
    #expect(try BuiltCommand.run(["help", "check"]) == help)
    #expect(try BuiltCommand.run(["help"]) == BuiltCommand.run(["--help"]))
  }

  @Test("check tells every problem of every file and runs nothing")
  func check() throws {
    let folder = try Folder([
      "a.mfl": "print 1\nx = unknown\ny = other\n", "b.mfl": "1 2\n3 4\n", "c.mfl": "print 1\n",
    ])
    let good = try BuiltCommand.run(["check", folder.file("c.mfl")])
    #expect(good == BuiltCommand.Answer(status: 0, output: "", errors: ""))
    let names = try BuiltCommand.run(["check", folder.file("a.mfl"), folder.file("c.mfl")])
    #expect(names.status == 1 && names.output.isEmpty)
    #expect(names.errors.contains("unknown") && names.errors.contains("other"))
    let syntax = try BuiltCommand.run(["check", folder.file("a.mfl"), folder.file("b.mfl")])
    #expect(syntax.status == 65)
    #expect(syntax.errors.components(separatedBy: "error[").count == 5)
    #expect(try BuiltCommand.run(["check", folder.file("none.mfl")]).status == 2)
    #expect(try BuiltCommand.run(["check", "-"], input: "1 +").status == 65)
  }

  @Test("format rewrites files, leaves those alone that do not parse, and only looks with --check")
  func format() throws {
    let folder = try Folder(["a.mfl": "x=1 ;y\n", "bad.mfl": "x=(1\n", "good.mfl": "x = 1\n"])
    let checked = try BuiltCommand.run(
      ["format", "--check", folder.file("a.mfl"), folder.file("good.mfl")])
    #expect(checked.status == 1 && checked.output == "\(folder.file("a.mfl"))\n")
    #expect(try folder.text("a.mfl") == "x=1 ;y\n")
    let all = try BuiltCommand.run(["format", folder.file("bad.mfl"), folder.file("a.mfl")])
    #expect(all.status == 65 && all.errors.contains("syntax.unclosed"))
    #expect(try folder.text("a.mfl") == "x = 1; y\n")
    #expect(try folder.text("bad.mfl") == "x=(1\n")
    let piped = try BuiltCommand.run(["format", "-"], input: "f( x )=x # f\n")
    #expect(piped == BuiltCommand.Answer(status: 0, output: "f(x) = x  # f\n", errors: ""))
    #expect(try BuiltCommand.run(["format", folder.file("none.mfl")]).status == 2)
  }

  @Test("test counts what held and tells what did not")
  func test() throws {
    let folder = try Folder([
      "a.mfl": "1 # => 1\npi # => 3.14\n", "b.mfl": "1 # => 2\nassert true\n",
    ])
    let good = try BuiltCommand.run(["test", folder.file("a.mfl")])
    #expect(good.status == 0 && good.output == "\(folder.file("a.mfl")): 2 passed\n")
    let bad = try BuiltCommand.run(["test", folder.file("a.mfl"), folder.file("b.mfl")])
    #expect(bad.status == 1)
    #expect(bad.output.hasSuffix("b.mfl: 1 passed, 1 failed\nin all: 3 passed, 1 failed\n"))
    #expect(bad.errors.contains("b.mfl:1:1") && bad.errors.contains("expected: 2"))
    #expect(try BuiltCommand.run(["test", "-"], input: "(").status == 65)
    let stopped = "[1] + [1, 2]\n1 # => 1\n2\nassert true\nx = 3 # error: a.b\n"
    #expect(
      try BuiltCommand.run(["test", "-"], input: stopped).output
        == "<stdin>: 0 passed, 1 failed, 3 not reached\n")
    let silent = try BuiltCommand.run(["test", "-"], input: "1 + 1\n")
    #expect(silent.status == 0 && silent.output.contains("nothing is expected"))
  }

  @Test("the usage of every tool names all its options", arguments: Tools.names)
  func usage(name: String) throws {
    let tool = try #require(Tools.named(name))
    let help = try BuiltCommand.run([name, "--help"]).output
    let usage = help.components(separatedBy: "OPTIONS:")[0]
    for item in HelpItem.items(of: tool) {
      for option in item.names where option != "-h" && option != "--help" && option != "--version" {
        #expect(usage.contains("[\(option)"), "\(usage) lacks \(option)")
      }
    }
  }

  @Test("Ctrl-C ends every tool that reads files", arguments: ["check", "format", "test"])
  func interrupted(tool: String) throws {
    let folder = try Folder([:])
    let pipe = folder.file("pipe.mfl")
    #expect(mkfifo(pipe, 0o600) == 0)
    // Nobody writes into the pipe, so that reading it waits for ever.
    let answer = try BuiltCommand.runProcess([
      "timeout", "--preserve-status", "-k", "20", "-s", "INT", "1", BuiltCommand.path, tool, pipe,
    ])
    #expect(answer == BuiltCommand.Answer(status: 130, output: "", errors: ""))
  }

  @Test("a program that is tested keeps to limits, a sandbox and a seed", .timeLimit(.minutes(5)))
  func limits() throws {
    let folder = try Folder([
      "loop.mfl": "1 # => 1\nwhile true {}\n", "other.mfl": "import \"../x.mfl\"\n",
      "seed.mfl": "random(R)\n# => 0.5\n", "fine.mfl": "1 # => 1\n",
    ])
    let loop = folder.file("loop.mfl")
    for arguments in [
      ["test", "--limit", "steps=1000", loop], ["--limit", "steps=1000", "test", loop],
    ] {
      let answer = try BuiltCommand.run(arguments)
      #expect(answer.status == 1 && answer.errors.contains("error[limit.steps]"))
      #expect(answer.output == "\(loop): 1 passed, 1 failed\n")
    }
    let late = try BuiltCommand.run(["test", "--json", "--limit", "seconds=0.2", loop])
    #expect(late.status == 1 && late.errors.hasPrefix("{\"id\":\"limit.seconds\""))
    let outside = try BuiltCommand.run(["test", "--sandbox", folder.file("other.mfl")])
    #expect(outside.status == 1 && outside.errors.contains("error[file.outside]"))
    let checked = try BuiltCommand.run(["check", "--sandbox", folder.file("other.mfl")])
    #expect(checked.status == 1 && checked.errors.contains("error[file.outside]"))
    let drawn = try [1, 2].map { seed in
      try BuiltCommand.run(["test", "--seed", "\(seed)", folder.file("seed.mfl")]).errors
    }
    #expect(drawn[0] != drawn[1])
    #expect(try BuiltCommand.run(["--seed", "1", "test", folder.file("fine.mfl")]).status == 0)
    // Words that follow code on the command line are the code's own.
    #expect(try BuiltCommand.run(["-e", "count(arguments)", "test"]).output == "1\n")
  }

  @Test("the examples and the programs in the grammar's cases are in the formatter's manner")
  func examples() throws {
    let folder = Package.folder.appendingPathComponent("examples").path
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".mfl") }.map { "\(folder)/\($0)" }
    let answer = try BuiltCommand.run(["format", "--check"] + files)
    #expect(answer == BuiltCommand.Answer(status: 0, output: "", errors: ""))
    #expect(try BuiltCommand.run(["check"] + files).errors.isEmpty)
  }

  @Test("the reference and the manual page are written", .timeLimit(.minutes(5)))
  func doc() throws {
    #expect(try BuiltCommand.run(["doc"]).output.hasPrefix("# The mfl reference\n"))
    let page = try BuiltCommand.run(["doc", "--man"])
    #expect(page.status == 0)
    for part in [
      ".TH MFL 1", "\\-\\-seed", ".SH EXIT STATUS", "MFL FORMAT", ".SH FILES", ".B NO_COLOR",
    ] {
      #expect(page.output.contains(part), "\(part)")
    }
    let groff = try BuiltCommand.runProcess(
      ["bash", "-c", "command -v groff >/dev/null || exit 0; groff -man -Tutf8 -ww -z"],
      input: page.output)
    #expect(groff.status == 0 && groff.errors.isEmpty, "\(groff.errors)")
  }

  @Test("explain tells what ids mean, and lists them")
  func explain() throws {
    let known = try BuiltCommand.run(["explain", "shape.compose", "list.comma"])
    #expect(known.status == 0 && known.output.hasPrefix("shape.compose\n\n"))
    #expect(known.output.contains("\n\nlist.comma\n\n"))
    let mistyped = try BuiltCommand.run(["explain", "shape.compos"])
    #expect(mistyped.status == 2 && mistyped.output.isEmpty)
    #expect(mistyped.errors.contains("did you mean shape.compose?"))
    let all = try BuiltCommand.run(["explain"]).output.split(separator: "\n")
    #expect(all.contains("name.unknown") && all == all.sorted())
  }

  @Test(
    "completion scripts are for the shell that is named, and know the tools and the options",
    arguments: [
      ("bash", "complete -F _mfl mfl"), ("zsh", "#compdef mfl"), ("fish", "complete -c mfl"),
    ])
  func completions(_ shell: String, _ mark: String) throws {
    let command = ["env", "-u", "SHELL", try BuiltCommand.path]
    let answer = try BuiltCommand.runProcess(command + ["--generate-completion-script", shell])
    #expect(answer.status == 0 && answer.output.contains(mark))
    for word in ["check", "format", "test", "doc", "seed", "man"] {
      #expect(answer.output.contains(word), "\(word)")
    }
  }

  @Test(
    "bash completes tools and programs first, then what the tool takes",
    arguments: [
      ("mfl ''", "check format test doc explain a.mfl sub"), ("mfl ch", "check"),
      ("mfl check ''", "a.mfl sub"), ("mfl --color al", "always"),
      ("mfl --limit s", "steps= seconds="), ("mfl --seed 3 fo", "format"),
      ("mfl test --s", "--seed --sandbox"), ("mfl format --s", ""), ("mfl doc jaco", "jacobian"),
      ("mfl explain shape.comp", "shape.compose"), ("mfl a.mfl --", ""),
      ("mfl --generate-completion-script f", "fish"),
    ])
  func bash(_ words: String, _ expected: String) throws {
    let folder = try Folder(["a.mfl": "1\n", "b.txt": ""])
    try FileManager.default.createDirectory(
      atPath: folder.file("sub"), withIntermediateDirectories: true)
    let script = """
      eval "$('\(try BuiltCommand.path)' --generate-completion-script bash)"
      compopt() { :; }
      cd '\(folder.path)'; COMP_WORDS=(\(words)); COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
      _mfl; echo "${COMPREPLY[*]}"
      """
    let answer = try BuiltCommand.runProcess(["bash", "-c", script])
    #expect(answer == BuiltCommand.Answer(status: 0, output: expected + "\n", errors: ""))
  }

  @Test("zsh and fish read their scripts, where they are installed", arguments: ["zsh", "fish"])
  func scripts(_ shell: String) throws {
    let script =
      "command -v \(shell) >/dev/null || exit 0; "
      + "'\(try BuiltCommand.path)' --generate-completion-script \(shell) | \(shell) -n /dev/stdin"
    let answer = try BuiltCommand.runProcess(["bash", "-c", script])
    #expect(answer == BuiltCommand.Answer(status: 0, output: "", errors: ""))
  }

  @Test("there are completions for known shells alone")
  func unknownShell() throws {
    let answer = try BuiltCommand.run(["--generate-completion-script", "tcsh"])
    #expect(answer.status == 2 && answer.errors.contains("there are some for bash, zsh, fish"))
    let own = try BuiltCommand.runProcess(
      ["env", "SHELL=/bin/zsh", try BuiltCommand.path, "--generate-completion-script"])
    #expect(own.output.hasPrefix("#compdef mfl\n"))
  }
}
