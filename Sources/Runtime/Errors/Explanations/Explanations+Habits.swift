import Language

extension Explanations {
  /// What is right in other languages.
  static let habits: [Explanation] = [
    Explanation(
      "foreign.operator",
      "An operator of another language.",
      wrong: "x = 2 ** 3", right: "x = 2 ^ 3",
      advice:
        "Powers are `^`, the product of matrices is `*` (element by element `.*`), and, or and\n"
        + "not are words, arrows are `->`, comments begin with `#`. Values never change, so there is\n"
        + "no `+=`: write `x = x + 1`."),
    Explanation(
      "foreign.word",
      "A word that begins a declaration, a loop or a function in another language.",
      wrong: "def f(x): x + 1", right: "f(x) = x + 1",
      advice:
        "A definition is `f(x) = …`, a binding `x = …`, a function without a name `x -> …`, and\n"
        + "what is done stands within braces."),
    Explanation(
      "foreign.block",
      "A colon or a line's end begins a block elsewhere; here a block stands within braces.",
      wrong: "for i in 0..<3: print i", right: "for i in 0..<3 { print i }",
      advice: "Write `{ … }`. Indentation means nothing."),
    Explanation(
      "foreign.quotes",
      "A single quote transposes what stands directly before it.",
      wrong: "x = 'text'", right: "x = \"text\"",
      advice: "Strings stand between double quotes."),
    Explanation(
      "foreign.semicolon",
      "A semicolon separates statements, and the rows of a matrix; here neither can be meant.",
      wrong: "x = (1; 2)", right: "x = (1, 2)",
      advice: "Write a comma."),
    Explanation(
      "foreign.slice",
      "A range of indices is written with dots, and counts from 0.",
      wrong: "a = [1, 2, 3]; a[0:2]", right: "a = [1, 2, 3]; a[0..<2]",
      advice:
        "`a..<b` leaves b out, `a...b` holds it; negative bounds count from the end, and `:` alone\n"
        + "is the whole axis."),
  ]
}
