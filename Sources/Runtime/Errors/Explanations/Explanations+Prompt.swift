import Language

extension Explanations {
  /// What is refused at the prompt, besides what is refused in any program.
  static let prompt: [Explanation] = [
    Explanation(
      "prompt.command",
      "A line that begins with a colon is a command of the prompt, and this one is not understood:\n"
        + "there is none of this name, or what follows it is not what it takes.",
      advice: ":help lists the commands and what follows them; Tab completes both."),
    Explanation(
      "prompt.expression",
      "`:type` computes one expression, tells what kind of value it has, and keeps nothing. A\n"
        + "statement such as a binding has no value of its own.",
      advice: "Ask for the kind of what stands after the `=`, or bind it and ask for the name."),
    Explanation(
      "prompt.save",
      "`:save` writes the statements that succeeded, as a program, to a new file. There are none\n"
        + "yet, or a file of this name is there that was not written from this prompt.",
      advice: "Choose another name, or write `:save!` to put the program in the file's place."),
    Explanation(
      "prompt.files",
      "The session may write no files, so nothing can be saved.",
      advice: "Start it without `--sandbox` to save the conversation."),
  ]
}
