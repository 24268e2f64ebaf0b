import Foundation
import Testing

/// `MFL_RECORD=1 swift test --filter ErrorExample` writes what every program fails with beside it.
@Suite("The examples of errors")
struct ErrorExampleTests {
  private static let folder = Package.folder.appendingPathComponent("examples/errors")

  /// The programs, as paths from the folder: `lexing/open_string.mfl`.
  private static var programs: [String] {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().flatMap { stage in
        try FileManager.default.contentsOfDirectory(
          atPath: folder.appendingPathComponent(stage).path
        ).filter { $0.hasSuffix(".mfl") }.sorted().map { "\(stage)/\($0)" }
      }
    }
  }

  @Test("every program fails with what is recorded beside it", arguments: try programs)
  func program(path: String) throws {
    let file = Self.folder.appendingPathComponent(path)
    let expected = file.deletingPathExtension().appendingPathExtension("err")
    let folder = file.deletingLastPathComponent().path
    let answer = try BuiltCommand.runProcess([
      "-C", folder, BuiltCommand.path, file.lastPathComponent,
    ])
    // Where this package lies is no part of a message.
    let errors = answer.errors.replacing(Package.folder.path, with: "…")
    #expect([1, 65].contains(answer.status), "\(answer.status)")
    #expect(errors.hasPrefix("error["), "\(errors)")
    #expect(!errors.contains("host.error"), "\(errors)")
    if Package.isRecording { try errors.write(to: expected, atomically: true, encoding: .utf8) }
    #expect(try String(contentsOf: expected, encoding: .utf8) == errors)
  }

  @Test("a program that does not parse tells so by its status, and shows nothing")
  func status() throws {
    for path in try Self.programs where path.hasPrefix("parsing/") || path.hasPrefix("lexing/") {
      let answer = try BuiltCommand.run([Self.folder.appendingPathComponent(path).path])
      #expect(answer.status == 65 && answer.output.isEmpty, "\(path)")
    }
  }

  @Test("there are cases of every stage, and many")
  func enough() throws {
    let stages = Set(try Self.programs.compactMap { $0.split(separator: "/").first })
    #expect(
      stages == [
        "lexing", "parsing", "habits", "resolving", "calls", "values", "shapes", "maps", "running",
        "files", "limits",
      ])
    #expect(try Self.programs.count >= 250)
  }

  @Test("code on the command line and standard input are named in their errors")
  func names() throws {
    let code = try BuiltCommand.run(["-e", "1 + 1;", "-e", "x = 1;\ny = x + z"])
    #expect(code.errors.contains("  --> <-e>:2:9\n"))
    #expect(code.errors.contains("\n2 | y = x + z\n"))
    let input = try BuiltCommand.run([], input: "x = 1\n\ty = [1, 2][x + 1]\n")
    #expect(input.errors.contains("  --> <stdin>:2:13\n"))
    #expect(input.errors.contains("\n2 |     y = [1, 2][x + 1]\n  |                ^^^^^"))
  }
}
