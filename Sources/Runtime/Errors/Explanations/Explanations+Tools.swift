import Language

extension Explanations {
  /// What the tools tell of programs, besides the programs' own problems.
  static let tools: [Explanation] = [
    Explanation(
      "test.shown",
      "A comment `# => text` says what the statement before it shows, and it shows something else.\n"
        + "Numbers agree to the digits that are written, or to one part in a million; spaces and line\n"
        + "breaks do not matter.",
      advice: "Correct the statement, or write what it shows behind the `=>`."),
    Explanation(
      "test.noError",
      "A comment `# error: id` says with which problem the statement before it stops, and it does\n"
        + "not stop.",
      advice: "Remove the comment, or write behind a `# =>` what the statement shows."),
    Explanation(
      "test.unread",
      "A comment `# => text` or `# error: id` stands where no statement of the program ends before\n"
        + "it: within a function or a loop, within brackets, or above the statement.",
      advice: "Put it behind the whole statement, or on the line below."),
    Explanation(
      "help.nothing",
      "`apropos` found its words in no name, no summary and no definition.",
      wrong: "apropos \"xyzzy\"",
      right: "apropos \"inverse\"",
      advice: "Search for one plain word; ?topics lists what there is."),
    Explanation(
      "help.id",
      "`mfl explain` was asked about an id that no error has.",
      advice: "The id stands between the brackets of an error: `error[shape.compose]`."),
    Explanation(
      "command.usage",
      "The command line asks for something that there is not: an option, a tool, a value.",
      advice: "mfl --help lists the options and tools, mfl help check tells of one."),
    Explanation(
      "format.meaning",
      "Formatting changes spaces, indentation and blank lines alone. Here the result would not mean\n"
        + "the same as the program, so the program was left as it is.",
      advice: "Please report the program: this is a mistake of the formatter."),
  ]
}
