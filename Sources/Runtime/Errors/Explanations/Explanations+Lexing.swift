import Language

extension Explanations {
  /// Text that is not made of the language's numbers, words, strings and marks.
  static let lexing: [Explanation] = [
    Explanation(
      "lex.character",
      "A character stands where the language has no use for it: a typographic quote, a sign of\n"
        + "another language, or something invisible that was pasted along.",
      wrong: "area = 3 × 4", right: "area = 3 * 4",
      advice:
        "Products are `*`, powers `^`, strings stand between straight double quotes. Where the\n"
        + "character cannot be seen, delete it and what is around it, and type that anew."),
    Explanation(
      "lex.string",
      "A string begins with a double quote and has none on the same line that ends it.",
      wrong: "print \"hello", right: "print \"hello\"",
      advice:
        "Add the closing quote. A line break inside a string is written `\\n`, a quote `\\\"`."),
    Explanation(
      "lex.escape",
      "A backslash in a string is followed by something it has no meaning with.",
      wrong: "print \"C:\\data\"", right: "print \"C:\\\\data\"",
      advice:
        "The escapes are \\n (line break), \\t (tab), \\\" \\\\ \\{ \\} and \\u{3b1} (a character by its\n"
        + "code). A backslash itself is written \\\\."),
    Explanation(
      "lex.interpolation",
      "Braces in a string hold an expression whose value is put there, and here they are empty.",
      wrong: "print \"the set {}\"", right: "print \"the set \\{}\"",
      advice: "Write an expression between the braces, or `\\{` for a brace itself."),
    Explanation(
      "lex.number",
      "Numbers have 64 bits, and the largest is about 1.8e308.",
      wrong: "x = 1e999", right: "x = inf",
      advice: "Write `inf` for infinity, or work with the logarithm of such a number."),
  ]
}
