import ArgumentParser
import Language
import Runtime

/// `mfl doc`: the reference.
struct DocCommand: ToolCommand {
  static let configuration = CommandConfiguration(
    commandName: "doc",
    abstract: "Write the reference as Markdown, or the manual page.",
    usage: "mfl doc [--man]",
    discussion: "Both are made from what `?name` and `mfl --help` show.")

  @Flag(help: "Write the manual page instead, for `man -l -`.")
  var man = false

  func run(_ output: Output) -> CommandStatus {
    if man {
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
