extension HelpPage {
  /// The words of the language, in the order of the reference.
  public static let words: [HelpPage] = [
    word(
      ["if", "then", "else"], "if c then a else b", "Chooses between two values by a condition.",
      """
      With braces it holds statements: if c { … } else if d { … } else { … }. Without else its
      value is nothing. As an operand it stands within parentheses.
      """,
      [
        .init("if 2 > 1 then \"more\" else \"less\"", "more"),
        .init("x = -3; if x < 0 { print \"below\" } else { print \"above\" }", "below"),
      ], see: ["and", "while", "is"]),
    word(
      ["for"], "for x in xs { … }", "Does something for each element, row or point of a value.",
      """
      A range, a list, the rows of a tensor, the points of data; for a, b in pairs takes each element
      apart. Within brackets it makes a list: [f x for x in xs if x > 0]. Its body opens no scope.
      """,
      [
        .init("for k in 1...3 { print(k, k^2) }", "1 1\n2 4\n3 9"),
        .init("[k^2 for k in 0..<5 if k != 2]", "[0, 1, 9, 16]"),
      ], see: ["in", "while", "break", "continue", "..<"]),
    word(
      ["while"], "while c { … }", "Does something again as long as a condition holds.", nil,
      [.init("x = 1; while x < 100 { x = 2 * x }; x", "128")], see: ["for", "break", "continue"]),
    word(
      ["break"], "break", "Leaves the innermost loop.", nil,
      [.init("for k in 0..<9 { if k == 2 { break }; print k }", "0\n1")], see: ["continue", "for"]),
    word(
      ["continue"], "continue", "Goes on with the next round of the innermost loop.", nil,
      [.init("for k in 0..<4 { if k == 1 { continue }; print k }", "0\n2\n3")],
      see: ["break", "for"]),
    word(
      ["return"], "return e", "Leaves the innermost function with a value, or with nothing.",
      "A function gives its last expression anyway; return is for leaving early.",
      [.init("sign_of(x) = { if x < 0 { return \"-\" }; \"+\" }; sign_of(-2)", "-")],
      see: ["=", "->"]),
    word(
      ["import", "as"], "import \"lesson.mfl\" as lesson",
      "Runs another file, once, and takes over the names it binds.",
      """
      Without as its names become names here; with as they are fields. The path is relative to the
      file that imports. In the example lesson.mfl holds area(r) = pi * r^2.
      """,
      [.init("import \"lesson.mfl\" as lesson; lesson.area(2)", "12.566")],
      see: ["read", "write"]),
    word(
      ["assert"], "assert condition, \"why\"", "Stops the program unless a condition holds.",
      "A comparison that fails shows both its sides. `mfl test` goes on after it and counts.",
      [.init("assert rank [1, 2; 2, 4] == 1, \"the rows are parallel\"; \"it holds\"", "it holds")],
      see: ["==", "≈", "is"]),
    word(
      ["and", "or"], "a and b, a or b", "Both, or at least one of two conditions.",
      "The right side is looked at only where the left one does not decide. `or` binds loosest.",
      [.init("1 < 2 and 2 < 3", "true"), .init("false or not false", "true")],
      see: ["not", "if", "=="]),
    word(
      ["not"], "not c", "The opposite of a condition; also in `not in` and `is not`.", nil,
      [.init("not 1 > 2", "true"), .init("3 not in [1, 2]", "true")], see: ["and", "in", "is"]),
    word(
      ["in"], "x in xs", "Whether a value is among the elements of another.",
      "In a loop or a comprehension it stands between the names and what they run through.",
      [.init("2 in [1, 2, 3]", "true"), .init("[x for x in 0..<3]", "[0, 1, 2]")],
      see: ["for", "not", "=="]),
    word(
      ["is", "at", "on"], "f is p, f is not p, f is p at x0, f is p on data",
      "Asks whether a map or a matrix has a property, and how that is known.",
      """
      The answer is a verdict: yes or no, and proved from structure, refuted by a witness, tested on
      samples, or unknown. It counts as true or false; unknown does not. `at` asks about one point, `on`
      about given points. ?properties lists what can be asked.
      """,
      [
        .init("linear([1, 1; 0, 1]) is volume_preserving", "yes, proved: |det A| = 1"),
        .init("if tanh is injective then \"one to one\"", "one to one"),
      ], see: ["properties", "kind", "if"]),
    word(
      ["true", "false"], "true, false", "The two truth values.", nil,
      [.init("true and false", "false")], see: ["and", "not", "=="]),
    word(
      ["ans"], "ans", "The last value shown.",
      "It cannot be bound, and a function cannot use it; a line that begins with `|>` goes on from it.",
      [.init("1 + 1\nans * 10", "2\n20")], see: ["|>"]),
    word(
      ["#", "##"], "# a comment, ## documentation", "What follows on the line is for readers.",
      """
      `##` lines directly above a definition are its documentation, which ?name shows. `# => value` after
      a statement is what `mfl test` expects it to show.
      """,
      [.init("## Twice its argument.\ndouble(x) = 2 * x  # a definition\ndouble(4)", "8")],
      see: ["=", "help"]),
  ]

  private static func word(
    _ names: [String], _ heading: String, _ summary: String, _ definition: String? = nil,
    _ examples: [Builtin.Example], see: [String]
  ) -> HelpPage {
    HelpPage(
      .word, names, heading, topic: "words", summary, definition, examples, see: see)
  }
}
