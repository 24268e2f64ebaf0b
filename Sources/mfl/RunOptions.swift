import ArgumentParser
import Runtime

/// How programs are run, by `mfl` itself and by `mfl test`.
struct RunOptions: ParsableArguments {
  @Option(help: "The seed of the random numbers.")
  var seed: UInt64 = 0

  @Option(
    help: ArgumentHelp(
      "How many threads share work over many points; answers do not depend on it.",
      valueName: "n"))
  var threads = 2

  @Option(
    name: .customLong("limit"),
    help: ArgumentHelp(
      "What a program may use: \(RunOptions.limitNames); may be given several times.",
      discussion: "As in --limit steps=1e8,bytes=2g,seconds=10. What meets a limit fails.",
      valueName: "name=value,…"))
  var limitTexts: [String] = []

  private static let limitNames = Limits.Name.allCases.map(\.rawValue).joined(separator: ", ")

  /// What a program may use, as far as it can be read; `validate` refuses the rest.
  var limits: Limits {
    var limits = Limits()
    for text in limitTexts { try? limits.set(text) }
    return limits
  }

  /// Checks what the options say.
  mutating func validate() throws {
    guard (1...Session.Configuration.threadLimit).contains(threads) else {
      throw ValidationError(
        "--threads takes a number from 1 to \(Session.Configuration.threadLimit)")
    }
    for text in limitTexts {
      do throws(LimitError) {
        var limits = Limits()
        try limits.set(text)
      } catch {
        throw ValidationError("--limit: \(error)")
      }
    }
  }
}

/// Which files programs may touch.
struct SandboxOption: ParsableArguments {
  @Flag(
    help: "No files but programs imported from the program's own folder and those below it.")
  var sandbox = false

  /// The files that a program may touch: nil for one that is in no file, and has no folder.
  func files(of path: String?) -> FileAccess {
    guard sandbox else { return .all }
    guard let path, path != "-" else { return .none }
    guard let slash = path.lastIndex(of: "/") else { return .sandbox(".") }
    return .sandbox(slash == path.startIndex ? "/" : String(path[..<slash]))
  }
}

/// How values and problems are written.
struct WritingOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Colour: auto, always or never.", valueName: "when"))
  var color = ColorWish.auto

  @Flag(
    help: """
      Write every value shown as one line of JSON on standard output, every error as one on \
      standard error.
      """)
  var json = false

  /// How errors are written.
  var form: Reporter.Form { json ? .json : .text }

  /// Tells of problems as these options say.
  func reporter(_ output: Output) -> Reporter {
    Reporter(output: output, color: Terminal.color(color, on: .errors), form: form)
  }
}

/// When text is coloured.
enum ColorWish: String, CaseIterable, ExpressibleByArgument {
  case auto
  case always
  case never
}
