import ArgumentParser
import Language
import Runtime

/// `mfl explain`: what the ids of errors mean.
struct ExplainCommand: ToolCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explain errors by their ids.",
    usage: "mfl explain [--json] [--color when] [<id> …]",
    discussion: """
      `error[shape.compose]` begins with its id: mfl explain shape.compose tells what such an error \
      means, with a program that has it and one that has not. Without an id all of them are listed. \
      Exit codes: 0 fine, 2 no error has such an id.
      """)

  static let completion = CompletionScript.Arguments.words(Explanations.all.map(\.id).sorted())

  @ArgumentParser.Argument(
    help: ArgumentHelp("The ids, as in shape.compose.", valueName: "id"),
    completion: .list(Explanations.all.map(\.id)))
  var ids: [String] = []

  @OptionGroup var writing: WritingOptions

  func run(_ output: Output) -> CommandStatus {
    let reporter = writing.reporter(output)
    if ids.isEmpty {
      output.write(Explanations.all.map { $0.id + "\n" }.sorted().joined())
      return .success
    }
    var status = CommandStatus.success
    var texts: [String] = []
    for id in ids {
      if let explanation = Explanations[id] {
        texts.append(explanation.text(width: Terminal.size?.width))
      } else {
        reporter.report(
          Diagnostic(
            "help.id", "no error has the id \(id)",
            hint: Explanations.near(id).map { "did you mean \($0)?" }
              ?? "mfl explain alone lists all ids"))
        status = status.joined(with: .usage)
      }
    }
    output.write(texts.joined(separator: "\n"))
    return status
  }
}
