import Language

extension Explanations {
  /// Names and definitions.
  static let names: [Explanation] = [
    Explanation(
      "name.unknown",
      "Nothing has this name: neither the program nor the vocabulary. It is found before anything\n"
        + "runs, so that a program with a mistyped name does nothing at all.",
      wrong: "x = sinn(1)", right: "x = sin(1)",
      advice: "Look at the spelling; Tab completes names. Names of the vocabulary need\n"
        + "no prefix and no import."),
    Explanation(
      "name.unbound",
      "The name is bound somewhere, but nothing had given it a value when it was used.",
      wrong: "y = x + 1; x = 2", right: "x = 2; y = x + 1",
      advice: "Bind it before it is used, also on the path that skips a loop or a branch."),
    Explanation(
      "name.reserved",
      "`ans` stands for the last value shown, and nothing else may bind or keep it.",
      wrong: "ans = 3", right: "answer = 3",
      advice: "Bind the value to a name of your own."),
    Explanation(
      "name.property",
      "`is` asks for a property, and there is none of this name.",
      wrong: "tanh is smoth", right: "tanh is smooth",
      advice:
        "The message lists the properties. Other questions are comparisons: `kind f == \"linear\"`."
    ),
    Explanation(
      "definition.space",
      "A colon after a parameter gives the space it ranges over, and only the first has one.",
      wrong: "f(x: 3) = x", right: "f(x: R^3) = x",
      advice:
        "A map takes one point: `f(x: R^2)`, with coordinates x[0] and x[1]; the other parameters\n"
        + "are options with defaults."),
    Explanation(
      "definition.default",
      "A map takes one point, so that every parameter after the first needs a default.",
      wrong: "f(x: R^2, k) = k * x", right: "f(x: R^2, k = 2) = k * x",
      advice: "Write a default, or leave out the space for a plain function."),
    Explanation(
      "binding.count",
      "A tuple or list is taken apart into as many names as it has elements.",
      wrong: "a, b = [1, 2, 3]", right: "a, b, c = [1, 2, 3]",
      advice: "Name every element; `_` takes one that is not needed."),
    Explanation(
      "import.cycle",
      "Files import one another in a circle, so that none could run first.",
      advice: "Put what both need into a third file that imports neither."),
  ]

  /// Calls.
  static let calls: [Explanation] = [
    Explanation(
      "call.missing",
      "A required argument is missing.",
      wrong: "affine(2)", right: "affine(2, 8)",
      advice: "The message shows how the function is called; `?name` tells what each argument is."),
    Explanation(
      "call.extra",
      "More arguments are given than the function takes.",
      wrong: "det([1, 2; 3, 4], 2)", right: "det([1, 2; 3, 4])",
      advice: "Several numbers that belong together are one vector: `norm([3, 4])`."),
    Explanation(
      "call.keyword",
      "The function has no parameter of this name, or takes this one by name only.",
      wrong: "sum([1, 2; 3, 4], dim: 0)", right: "sum([1, 2; 3, 4], axis: 0)",
      advice: "`?name` lists the parameters."),
    Explanation(
      "call.repeated",
      "An argument is given twice, by its place and by its name.",
      wrong: "jacobian(tanh, [1, 2], f: tanh)", right: "jacobian(tanh, [1, 2])",
      advice: "Leave one of them out."),
    Explanation(
      "call.kind",
      "An argument is of another kind than the function works with.",
      wrong: "det [1, 2]", right: "det [1, 2; 3, 4]",
      advice: "`typeof x` and `shape x` tell what a value is; `?name` tells what is wanted."),
    Explanation(
      "call.value",
      "An argument is of the right kind and outside of what the function can take.",
      wrong: "sum([1, 2, 3], axis: 1)", right: "sum([1, 2, 3], axis: 0)",
      advice: "The message says what the argument must be. Axes and indices count from 0."),
    Explanation(
      "call.notFunction",
      "Something is called, or applied by writing an argument after it, that is no function.",
      wrong: "a = [1, 2]; a(0)", right: "a = [1, 2]; a[0]",
      advice: "Elements are `a[i]`, counted from 0, and products are written with `*`."),
    Explanation(
      "call.tolerance",
      "A tolerance is given twice: as an absolute number and relative to the greatest one.",
      wrong: "rank(eye(2), tol: 1e-9, rtol: 1e-9)", right: "rank(eye(2), rtol: 1e-9)",
      advice: "Give one of tol and rtol."),
  ]
}
