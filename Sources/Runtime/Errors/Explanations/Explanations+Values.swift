import Language

extension Explanations {
  /// Operators, conditions, indices, fields and loops.
  static let values: [Explanation] = [
    Explanation(
      "operator.kinds",
      "The operator has no meaning between two such values.",
      wrong: "\"rank \" + 2", right: "\"rank {2}\"",
      advice:
        "Values are put into strings with braces. Everything else must be brought to one kind."),
    Explanation(
      "operator.kind",
      "The operator has no meaning for such a value.",
      wrong: "-\"a\"", right: "-1",
      advice: "The message says what the operator takes."),
    Explanation(
      "condition.kind",
      "A condition is true or false; a number is neither.",
      wrong: "x = 1; if x then 1 else 2", right: "x = 1; if x != 0 then 1 else 2",
      advice: "Compare the number. Verdicts such as `f is linear` are conditions too."),
    Explanation(
      "verdict.unknown",
      "A question about a map is neither proved nor refuted, and neither branch could be taken.",
      advice:
        "`(f is injective).answer == \"yes\"` is false where nothing is known. Otherwise ask what\n"
        + "can be decided: a property at one point, or on data."),
    Explanation(
      "assert.failed",
      "An assertion says what must hold, and it did not.",
      wrong: "assert 1 + 1 == 3, \"arithmetic\"", right: "assert 1 + 1 == 2, \"arithmetic\"",
      advice: "The message shows both sides. Computed numbers are compared with ≈, written ~=."),
    Explanation(
      "number.whole",
      "Indices, sizes and the ends of ranges are whole numbers.",
      wrong: "n = 5; zeros(n / 2)", right: "n = 5; zeros(floor(n / 2))",
      advice: "Round with floor, ceil or round."),
    Explanation(
      "number.notFinite",
      "A computation needs ordinary numbers and was given NaN or infinity, for which it has no answer.",
      wrong: "rank [1, nan; 2, 3]", right: "rank [1, 0; 2, 3]",
      advice: "`:nan` at the prompt finds the operation that made the first such number, and\n"
        + "`mfl --check-nan` stops a whole program there."),
    Explanation(
      "number.nan",
      "An operation gave NaN, not a number, though its operands were ordinary ones.",
      advice:
        "NaN comes of 0 / 0, inf - inf and of functions outside their domain, such as log(-1).\n"
        + "Guard the operation shown, or use a form that is defined there."),
    Explanation(
      "number.infinity",
      "An operation gave infinity though its operands were finite.",
      advice:
        "Infinity comes of a division by 0, log(0), or a number that grew beyond 1.8e308. Guard the\n"
        + "operation shown, or work with logarithms."),
    Explanation(
      "number.given",
      "The statement was given NaN or infinity: no operation of its own made it.",
      advice: "Look where the value comes from: a file, a literal, or a statement that ran before."),
    Explanation(
      "index.range",
      "An index points beyond the end. Counting begins at 0, so that the last of n is n - 1, or -1.",
      wrong: "a = [10, 20, 30]; a[3]", right: "a = [10, 20, 30]; a[-1]",
      advice: "`count a` and `shape A` tell how many there are."),
    Explanation(
      "index.count",
      "More indices are given than the value has axes.",
      wrong: "a = [1, 2, 3]; a[0, 1]", right: "a = [1, 2, 3]; a[1]",
      advice: "`shape a` has one entry for each axis."),
    Explanation(
      "index.kind",
      "An index is a whole number, a range, `:`, or a vector of whole numbers.",
      wrong: "a = [1, 2, 3]; a[\"first\"]", right: "a = [1, 2, 3]; a[0]",
      advice:
        "Rows that fulfil a condition are taken by a comprehension: `[p for p in A if p[0] > 0]`."),
    Explanation(
      "index.notIndexable",
      "The value has no elements by position.",
      wrong: "net = affine(2, 3) |> tanh; net[0]",
      right: "net = affine(2, 3) |> tanh; net.layers[0]",
      advice: "Layers of a map are `net.layers[0]`; points of data are `data.points[0]`."),
    Explanation(
      "field.unknown",
      "The value has no field of this name.",
      wrong: "[1, 2].size", right: "[1, 2].count",
      advice:
        "The message lists its fields; Tab after a dot does so too. Most questions are functions:\n"
        + "`rank A`, not A.rank."),
    Explanation(
      "loop.kind",
      "A loop goes through the elements of something, and a single number has none.",
      wrong: "for i in 3 { print i }", right: "for i in 0..<3 { print i }",
      advice: "`0..<n` counts from 0 to n - 1."),
  ]
}
