import ArgumentParser
import Language
import Runtime

/// `mfl doc`: the reference.
struct DocCommand: ToolCommand {
  static let configuration = CommandConfiguration(
    commandName: "doc",
    abstract: "Write the reference as Markdown, the manual page, or what there is about a name.",
    usage: "mfl doc [--man] [<name>]",
    discussion: "All are made from what `??name` and `mfl --help` show.")

  /// Signs mean something to shells, and so may letters outside of ASCII.
  static let completion = CompletionScript.Arguments.words(
    Set(Help(.standard).names).filter { $0.isName && $0 != "_" && $0.utf8.allSatisfy { $0 < 0x80 } }
      .sorted())

  @ArgumentParser.Argument(help: "What to explain, as `??name` does at the prompt.")
  var name: String?

  @Flag(help: "Write the manual page instead, for `man -l -`.")
  var man = false

  func run(_ output: Output) -> CommandStatus {
    if let name {
      let session = Session(.init(width: Terminal.size?.width))
      guard let text = session.describe(name, .full) else {
        output.report(session.suggestions(for: name) + "\n")
        return .failure
      }
      output.write(text.hasSuffix("\n") ? text : text + "\n")
    } else if man {
      output.write(ManualPage.text)
    } else {
      let prompt = Reference.Section("the prompt", Manual.page)
      let errors = Reference.Section(
        "errors", Explanations.all.map(\.text).joined(separator: "\n"))
      output.write(Reference(.standard, also: [prompt, errors]).markdown)
    }
    return .success
  }
}
