import Language

extension Explanations {
  /// Programs that do not parse.
  static let syntax: [Explanation] = [
    Explanation(
      "syntax.expected",
      "Something has to follow here, and something else does.",
      wrong: "x = 1 + * 2", right: "x = 1 + 2",
      advice: "The message says what was needed. Often the mistake is the sign or word just before."
    ),
    Explanation(
      "syntax.unexpected",
      "A word or sign stands where the statement was already complete.",
      wrong: "x = 1 else 2", right: "x = if 1 > 0 then 1 else 2",
      advice: "Remove it, or look for what is missing before it."),
    Explanation(
      "syntax.end",
      "The program ends in the middle of a statement.",
      wrong: "x = 1 +", right: "x = 1 + 2",
      advice: "Write the rest. At the prompt the entry goes on in the next line."),
    Explanation(
      "syntax.incomplete",
      "The program ends while something is still open.",
      advice: "Close what is open: a bracket, a brace or an operator that waits for its right side."
    ),
    Explanation(
      "syntax.unclosed",
      "A bracket is opened and never closed.",
      wrong: "x = (1 + 2", right: "x = (1 + 2)",
      advice: "The place shown is where the bracket opens. Add its partner where it should end."),
    Explanation(
      "syntax.unopened",
      "A closing bracket stands where none is open.",
      wrong: "x = 1 + 2)", right: "x = (1 + 2)",
      advice: "Remove it, or add the opening one before."),
    Explanation(
      "syntax.mismatch",
      "Brackets cross: one is closed by the partner of another.",
      wrong: "x = [1, (2 + 3]", right: "x = [1, (2 + 3)]",
      advice: "Brackets close in the reverse order of opening."),
    Explanation(
      "syntax.operator",
      "Two values stand beside each other with nothing between them.",
      wrong: "x = (1 + 2) 3", right: "x = (1 + 2) * 3",
      advice: "Write the operator. Only a name may be followed by its one argument: `sin x`."),
    Explanation(
      "syntax.product",
      "A number directly before a name or a parenthesis is a product elsewhere; here it is written.",
      wrong: "x = 3; y = 2x", right: "x = 3; y = 2 * x",
      advice: "Write `*`."),
    Explanation(
      "syntax.space",
      "With a space before the parenthesis it is open whether f is called with what is inside, or\n"
        + "applied to a larger expression that begins there.",
      wrong: "y = sin (1)^2", right: "y = sin(1)^2",
      advice: "Remove the space for a call. `sin x^2`, without parentheses, is sin(x^2)."),
    Explanation(
      "syntax.lopsided",
      "A minus or plus with a space before it and none after may be a difference or a sign.",
      wrong: "v = [1 -2]", right: "v = [1, -2]",
      advice: "Put spaces on both sides for a difference, or a comma or parentheses for a sign."),
    Explanation(
      "syntax.comparison",
      "A comparison has two sides; chained, it would compare true or false with a number.",
      wrong: "x = 2; 1 < x < 3", right: "x = 2; 1 < x and x < 3",
      advice: "Join two comparisons with `and`."),
    Explanation(
      "syntax.composition",
      "Composition binds closer than application, so that `f ∘ g x` would compose f with g(x).",
      wrong: "sin ∘ cos 1", right: "(sin ∘ cos)(1)",
      advice: "Put the composition into parentheses, or use the pipe: `1 |> cos |> sin`."),
    Explanation(
      "syntax.conditional",
      "A condition reaches as far right as it can, so that as an operand it needs parentheses.",
      wrong: "x = 1 + if true then 1 else 2", right: "x = 1 + (if true then 1 else 2)",
      advice: "Write `(if … then … else …)`."),
    Explanation(
      "syntax.statement",
      "Words such as break, return and for begin statements, which have no value.",
      wrong: "while true { x = if true then break else 1 }",
      right: "while true { if true { break } }",
      advice: "Write the statement within braces."),
    Explanation(
      "syntax.assignment",
      "A single = binds a name at the start of a statement and means nothing inside an expression.",
      wrong: "x = 1; if x = 1 then 2 else 3", right: "x = 1; if x == 1 then 2 else 3",
      advice: "Compare with `==`."),
    Explanation(
      "syntax.argument",
      "Arguments may be given by name, and a name is followed by a colon.",
      wrong: "sum([1, 2; 3, 4], axis = 0)", right: "sum([1, 2; 3, 4], axis: 0)",
      advice: "Write `name: value`."),
    Explanation(
      "syntax.arrow",
      "An arrow makes a function of what stands before it, which must be a name or names.",
      wrong: "f = 2 -> 3", right: "f = x -> 3",
      advice: "Write `x -> …` or `(x, y) -> …`; put it in parentheses where it is an operand:\n"
        + "`[1, 2] |> (v -> sum v)`."),
    Explanation(
      "syntax.parameter",
      "Parameters of a definition are names, each with a space or a default at most.",
      wrong: "f(2) = 3", right: "f(x) = if x == 2 then 3 else 0",
      advice: "Write `f(x, k = 3) = …`, or `f(x: R^2) = …` for a map. Cases are written with `if`."),
    Explanation(
      "syntax.keyword",
      "The words of the language cannot be names.",
      wrong: "in = 3", right: "inside = 3",
      advice: "Choose another name. After a dot every word is allowed: `r.in`."),
    Explanation(
      "syntax.field",
      "A dot is followed by a field's name.",
      wrong: "a = [1, 2]; a.0", right: "a = [1, 2]; a[0]",
      advice: "An element by its position is `a[0]`."),
    Explanation(
      "syntax.hole",
      "`_` leaves a hole in the arguments of a call and has no meaning elsewhere.",
      wrong: "f = _ + 1", right: "f = x -> x + 1",
      advice: "`f(_, y)` is `x -> f(x, y)`. For everything else write the arrow."),
    Explanation(
      "syntax.pipe",
      "A chain begins with a value or a map, and here it begins with the pipe.",
      wrong: "|> tanh", right: "net = affine(2, 8) |> tanh",
      advice: "Only at the prompt may a line begin with `|>`: it goes on from the last value shown."
    ),
    Explanation(
      "syntax.range",
      "A range has two ends.",
      wrong: "0..<3..<9", right: "0..<9",
      advice: "There is no step: `[3 * k for k in 0..<3]` counts in threes."),
    Explanation(
      "syntax.colon",
      "A colon stands between a name and its value in arguments and tuples, and alone as an index.",
      wrong: "x = 1 : 3", right: "x = 1...3",
      advice: "A range is `a..<b` or `a...b`; a named argument is `f(name: value)`."),
    Explanation(
      "syntax.target",
      "Values never change, so that an element or field cannot be assigned.",
      wrong: "a = [1, 2]; a[0] = 5", right: "a = [1, 2]; b = [5, a[1]]",
      advice:
        "Build a new value and bind it to a name. A comprehension does it for many elements:\n"
        + "`[if i == 0 then 5 else a[i] for i in 0..<count(a)]`."),
    Explanation(
      "syntax.import",
      "An import names a file, in quotes and as it is.",
      wrong: "import lesson", right: "import \"lesson.mfl\" as lesson",
      advice: "Write the file's path, relative to the program that imports it."),
    Explanation(
      "list.comma",
      "Elements between brackets are separated by commas; spaces do not separate them.",
      wrong: "v = [1 2 3]", right: "v = [1, 2, 3]",
      advice: "Write the commas. `;` separates the rows of a matrix: `[1, 2; 3, 4]`."),
    Explanation(
      "statement.place",
      "break and continue belong into loops, return into functions, import to the outermost level.",
      wrong: "return 3", right: "f(x) = { return x + 3 }",
      advice: "Move it, or write the value alone: a statement shows its value."),
    Explanation(
      "expression.place",
      "`:` and `_` have a meaning only as an index and as an argument.",
      advice: "`A[0, :]` is a whole row; `f(_, y)` is a function of what is left out."),
  ]
}
