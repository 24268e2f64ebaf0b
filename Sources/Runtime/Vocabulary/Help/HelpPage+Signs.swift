extension HelpPage {
  /// The operators and other signs, loosest first.
  public static let signs: [HelpPage] = [
    sign(
      ["=", "definition"], "name = e, f(x, k = 3) = e, a, b = e",
      "Binds a name to a value, or defines a function.",
      """
      Values never change; binding a name again never changes a value made earlier. A parameter may have
      a default, or a space, which makes the function a map: f(x: R^2) = …. Several names take a tuple or
      list apart. `=` is not for comparing: that is `==`.
      """,
      [
        .init("area(r) = pi * r^2; area(1)", "3.1416"),
        .init("bend(x: R^2) = [x[0], x[1] + x[0]^2]; bend([3, 1])", "[3, 10]"),
        .init("q, r = (7, 2); r", "2"),
      ], see: ["==", "->", "map", "#"]),
    sign(
      ["->", "→", "function"], "x -> e, (x, y) -> e", "A function without a name.",
      "It extends as far to the right as it can; as an operand it stands within parentheses.",
      [.init("[1, 4, 9] |> (v -> v .+ 1)", "[2, 5, 10]"), .init("((a, b) -> a * b)(3, 4)", "12")],
      see: ["=", "_", "|>"]),
    sign(
      ["==", "!=", "≠"], "a == b, a != b", "Whether two values are the same, or not.",
      "Numbers exactly: for computed ones use `≈`. Maps are equal that are made of the same layers "
        + "with equal tensors.", [.init("[1, 2] == [1, 2]", "true")],
      see: ["≈", "in", "="]),
    sign(
      ["<", "<=", "≤", ">", ">=", "≥"], "a < b, a <= b, a > b, a >= b", "Compares two numbers.",
      "They are not chained: write a < b and b < c.", [.init("1 < 2 and 2 <= 2", "true")],
      see: ["==", "and"]),
    sign(
      ["~=", "≈"], "a ≈ b, a ~= b", "Whether two values agree up to rounding.", nil,
      [.init("0.1 + 0.2 == 0.3", "false"), .init("0.1 + 0.2 ≈ 0.3", "true")], see: ["=="]),
    sign(
      ["|>", "pipe"], "x |> f, f |> g", "Hands a value on: x |> f is f(x).",
      """
      Between maps it is composition: f |> g is first f, then g, and sizes are checked at once. Nothing
      is put into argument lists; `_` marks the place: xs |> reduce(_, f). A line may begin with it.
      """,
      [
        .init("4 |> sqrt", "2"),
        .init(
          "affine(2, 8) |> tanh |> affine(8, 2)",
          """
            #  layer   space    kind    parameters
            0  affine  ℝ² → ℝ⁸  affine          24
            1  tanh    ℝ⁸ → ℝ⁸  smooth           0
            2  affine  ℝ⁸ → ℝ²  affine          18
               total   ℝ² → ℝ²  smooth          42
          """),
      ], see: ["∘", "_", "ans"]),
    sign(
      ["..<", "...", "…", "range"], "a..<b, a...b",
      "The whole numbers from a to b, without or with b.",
      "For loops, comprehensions and indices.",
      [.init("[k for k in 0..<3]", "[0, 1, 2]"), .init("[5, 6, 7, 8][1...2]", "[6, 7]")],
      see: ["for", "[]"]),
    sign(
      ["+", "-", "−"], "a + b, a - b, -a", "Sums and differences of numbers, tensors and maps.",
      "Shapes must be equal: a vector space has no “plus 1”. `.+` and `.-` work element by element.",
      [.init("[1, 2] + [3, 4]", "[4, 6]"), .init("(sin + cos)(0)", "1")], see: [".+", "*"]),
    sign(
      [".+", ".-"], "a .+ b, a .- b", "Sums and differences element by element.",
      "The shorter shape is repeated along leading axes.", [.init("[1, 2, 3] .+ 1", "[2, 3, 4]")],
      see: ["+", ".*"]),
    sign(
      ["*", "/"], "a * b, a / b", "The product of linear algebra, and division by a number.",
      """
      Number times anything, matrix times matrix, matrix times vector. Element by element is `.*`; a
      product is always written: 2 * x, never 2x.
      """,
      [.init("[1, 2; 3, 4] * [1, 1]", "[3, 7]"), .init("[2, 4] / 2", "[1, 2]")],
      see: [".*", "\\", "·", "⊗"]),
    sign(
      [".*", "./"], "a .* b, a ./ b", "Products and quotients element by element.", nil,
      [.init("[1, 2] .* [3, 4]", "[3, 8]"), .init("1 ./ [1, 2]", "[1, 0.5]")], see: ["*", ".^"]),
    sign(
      ["\\"], "A \\ b", "The solution x of A x = b, by least squares where A is not square.", nil,
      [.init("[2, 0; 0, 4] \\ [2, 4]", "[1, 1]")], see: ["solve", "inverse", "pinv"]),
    sign(
      ["%"], "a % b", "The remainder of a division, with the sign of b.", nil,
      [.init("7 % 3", "1"), .init("-1 % 3", "2")], see: ["floor", "/"]),
    sign(
      ["⊗"], "A ⊗ B, A kron B", "The Kronecker product.", nil,
      [.init("[1, 2] ⊗ [1, 10]", "[1, 10, 2, 20]")], see: ["kron", "outer"]),
    sign(
      ["⊕"], "f ⊕ g, f dsum g", "Two maps side by side: the direct sum.", nil,
      [.init("(linear([[2]]) ⊕ linear([[3]]))([1, 1])", "[2, 3]")], see: ["dsum", "|>"]),
    sign(
      ["·"], "u · v, u dot v", "The inner product.", nil, [.init("[1, 2] · [3, 4]", "11")],
      see: ["dot", "norm"]),
    sign(
      ["^", ".^"], "a ^ n, A .^ n, R^n", "Powers; of matrices by `^`, element by element by `.^`.",
      "R^n is the space of vectors of n numbers. It binds tighter than a sign: -2^2 is -4.",
      [
        .init("2^10", "1024"), .init("[1, 1; 0, 1]^3", "[1, 3;\n 0, 1]"),
        .init("[1, 2] .^ 2", "[1, 4]"),
      ],
      see: ["sqrt", "R", "*"]),
    sign(
      ["∘"], "f ∘ g, f compose g", "Composition in the mathematician's order: x ↦ f(g(x)).", nil,
      [.init("(sqrt ∘ abs)(-4)", "2")], see: ["|>", "compose"]),
    sign(
      ["'", "ᵀ"], "A'", "The transpose.",
      "Directly behind what it transposes. Strings stand in \"…\".",
      [.init("[1, 2; 3, 4]'", "[1, 3;\n 2, 4]")], see: ["*", "inverse"]),
    sign(
      ["[]", "[", "]", "tensor", "matrix", "vector", "list"], "[1, 2], [1, 2; 3, 4], A[i, j]",
      "Makes vectors, matrices and lists; behind a value, takes parts of it.",
      """
      Commas separate entries, `;` rows. Elements that are not all numbers make a list. Indices begin at
      0, negative ones count from the end, ranges select, and `:` is a whole axis.
      """,
      [
        .init("A = [1, 2; 3, 4]; A[0, 1]", "2"), .init("A = [1, 2; 3, 4]; A[:, -1]", "[2, 4]"),
        .init("[tanh, \"text\"].count", "2"),
      ], see: ["..<", "for", "shape"]),
    sign(
      ["()", "(", ")", "call", "tuple"], "f(a, k: 3), f x, (a, b), (rank: 2, gap: 13)",
      "Calls a function, groups, or makes a tuple.",
      """
      A name before one argument on the same line needs no parentheses: rank A. No space stands
      before the parenthesis of a call. Named arguments are written with a colon.
      """,
      [.init("show(1 / 3, digits: 3)", "0.333"), .init("r = (rank: 2, gap: 13); r.gap", "13")],
      see: ["_", "->", "[]"]),
    sign(
      ["{}", "{", "}", "block"], "{ a; b }",
      "Statements one after another; the value is the last one's.",
      "In a string braces hold an expression: \"the rank is {rank A}\".",
      [.init("{ a = 2; a^3 }", "8"), .init("\"1 + 1 is {1 + 1}\"", "1 + 1 is 2")],
      see: ["if", "for", "="]),
    sign(
      ["_", "hole"], "f(_, y)", "A place left open: f(_, y) is x -> f(x, y).",
      "As a name that is bound, it takes a value nobody wants.",
      [
        .init("[1, 2, 3] |> reduce(_, (a, b) -> a + b)", "6"),
        .init("_, s, _ = svd [3, 0; 0, 4]; s", "[4, 3]"),
      ],
      see: ["->", "|>"]),
    sign(
      [";"], "a; b", "Ends a statement and mutes it; within [ ] it ends a row.",
      "A statement that ends with its line shows its value.", [.init("x = 2; x^2", "4")],
      see: ["[]", "="]),
    sign(
      [".", "field"], "r.rank, net.layers",
      "A field of a value: the part, or the evidence, with that name.",
      nil,
      [.init("rank([2, 0; 0, 0]).singular_values", "[2, 0]"), .init("(a: 1, b: 2).b", "2")],
      see: ["()", "rank"]),
    sign(
      [":", "space"], "x: R^2, name: value, A[:, 0]",
      "Says the space of a parameter, names an argument, or stands for a whole axis.", nil,
      [.init("f(x: R^2) = x[0] + x[1]; f", "f : ℝ² → ℝ  linear")], see: ["R", "()", "[]"]),
    sign(
      ["\"", "string"], "\"text {e}\"",
      "A text; braces hold expressions, \\n \\t \\\" \\\\ \\{ \\} \\u{…} stand for signs.",
      nil, [.init("n = 3; \"R^{n}\"", "R^3")], see: ["print", "{}"]),
  ]

  private static func sign(
    _ names: [String], _ heading: String, _ summary: String, _ definition: String?,
    _ examples: [Builtin.Example], see: [String]
  ) -> HelpPage {
    HelpPage(.sign, names, heading, topic: "signs", summary, definition, examples, see: see)
  }
}
