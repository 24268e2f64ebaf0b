import Language

/// Names people bring from NumPy, PyTorch, MATLAB, Julia and R, and what they are called here.
enum ForeignNames {
  /// What to write instead of a name, which the `path` of fields after it may tell more about, and
  /// the arguments after those, where it is called; nil for a name no other language made us expect.
  static func hint(
    for name: String, path: [String], arguments: [String]?, _ vocabulary: Vocabulary
  ) -> String? {
    if isModule(name) {
      guard let last = path.last else {
        return "names need no prefix: \(name).sin(x) is sin(x)"
      }
      if let text = ForeignCall.function(last, arguments) {
        return "names need no prefix: write \(text)"
      }
      if vocabulary[last] != nil {
        let call = arguments.map { "(\($0.joined(separator: ", ")))" } ?? ""
        return "names need no prefix: write \(last)\(call)"
      }
      return "names need no prefix: \(name).sin(x) is sin(x)"
    }
    if optimizers.contains(name) { return "write \(descent)" }
    return ForeignCall.function(name, arguments).map { "write \($0)" } ?? sentences[name]
  }

  /// What to write instead of a field or method of what `subject` says, where that is known, and with
  /// the arguments it is given; nil for a name that was not expected.
  static func field(
    _ name: String, of subject: String?, arguments: [String]?, _ vocabulary: Vocabulary
  ) -> String? {
    let all = subject.map { [$0] + (arguments ?? []) }
    if let text = ForeignCall.member(name, all) { return "write \(text)" }
    if optimizers.contains(name) { return "write \(descent)" }
    guard let entry = vocabulary[name] else {
      return ForeignCall.function(name, all).map { "write \($0)" }
    }
    if entry.constant != nil { return "\(name) is a name of its own" }
    if let all, arguments != nil {
      return "\(name) is a function: write \(name)(\(all.joined(separator: ", ")))"
    }
    let first = subject ?? entry.parameters.first?.name ?? "x"
    return "\(name) is a function: \(name)(\(first))"
  }

  /// What to write where a function of one argument is given another, as elsewhere it may be.
  static func extraArgument(of function: String, _ numbers: [String]) -> String? {
    switch function {
    case "round": "digits are a matter of showing: show(\(numbers.first ?? "x"), digits: 3)"
    case "log" where numbers.count == 2:
      "the logarithm to base \(numbers[1]) is log(\(numbers[0])) / log(\(numbers[1]))"
    default: nil
    }
  }

  /// Whether a name is that of a library, before the names of its functions.
  static func isModule(_ name: String) -> Bool { modules.contains(name) }

  private static let modules: Set = [
    "np", "numpy", "torch", "jnp", "jax", "math", "scipy", "linalg", "tf", "nn", "F", "la", "Math",
    "pd", "pandas", "ForwardDiff", "Zygote", "LinearAlgebra", "autograd", "sp",
  ]

  /// What trains a net elsewhere.
  private static let optimizers: Set = [
    "train", "fit", "zero_grad", "Adam", "AdamW", "SGD", "RMSprop", "Descent", "optim", "optimize",
    "minimize", "fminsearch", "fminunc",
  ]

  private static let descent =
    "W = W - 0.1 * grad(loss, W) in a loop, where loss(W) uses with(net, 0, weight: W)"

  /// What is told of a letter that stands for any number elsewhere.
  static func variable(_ name: String) -> String? {
    ["x", "t"].contains(name)
      ? "bind it first: \(name) = 1; a function of it is written \(name) -> \(name)^2" : nil
  }

  /// What a property is called here that goes by another name elsewhere.
  static func property(_ name: String) -> String? { properties[name.lowercased()] }

  private static let properties = [
    "invertible": "bijective; of a matrix ask `A is not singular`",
    "nonsingular": "`A is not singular`", "regular": "`A is not singular`",
    "one_to_one": "injective", "onto": "surjective", "differentiable": "smooth",
    "orthonormal": "orthogonal", "unitary": "orthogonal", "psd": "positive_definite",
    "definite": "positive_definite", "lipschitz": "lipschitz(f), which tells the constant",
    "isomorphism": "bijective", "rigid": "isometry", "projection": "idempotent",
    "full_rank": "rank(A), which tells it; of a square matrix ask `A is not singular`",
    "square": "shape(A), which tells rows and columns", "bicontinuous": "homeomorphism",
    "angle_preserving": "conformal", "posdef": "positive_definite",
    "diag": "diagonal",
  ]

  /// What is told of complex numbers.
  private static let complex =
    "there are no complex numbers; the matrix [a, -b; b, a] does what a + bi does"

  /// What a name means that is called, where it means something else by itself.
  static func called(_ name: String) -> String? {
    name == "null" ? "write null_space(A)" : nil
  }

  /// The property that the name of a function elsewhere asks for: `injective` for `isinjective`.
  static func asked(_ name: String, _ properties: [String]) -> String? {
    let whole = name.lowercased()
    let prefix = ["is_", "is"].first(where: whole.hasPrefix) ?? ""
    for word in [whole, String(whole.dropFirst(prefix.count))] {
      if properties.contains(word) { return word }
      if let property = self.properties[word], properties.contains(property) { return property }
    }
    return nil
  }

  /// What is told where there is nothing to write instead.
  private static let sentences = [
    "None": "there is no such value; a function without a value gives nothing",
    "null": "there is no such value; a function without a value gives nothing",
    "nil": "there is no such value; a function without a value gives nothing",
    "NULL": "there is no such value; a function without a value gives nothing",
    "undefined": "there is no such value; a function without a value gives nothing",
    "end": "the last element is a[-1]; blocks end with }",
    "pass": "an empty block is { }",
    "T": "the transpose of A is A'",
    "self": "there are no methods: a function takes all it needs as arguments",
    "split": "a string is not taken apart here; read \"file.csv\" reads numbers",
    "join": "strings are put together by what they hold: \"{a}, {b}\"",
    "error": "a program stops by itself where `assert c, \"why\"` does not hold",
    "del": "names need not be deleted: they can be bound anew at any time",
    "which": "?name tells what a name is; :vars lists the names at the prompt",
    "fzero": "one step of Newton's method is x = x - f(x) / grad(f, x), in a loop",
    "fsolve": "one step of Newton's method is x = x - jacobian(f, x) \\ f(x), in a loop",
    "im": complex, "complex": complex, "Complex": complex,
    "float": "every number is a 64-bit float already",
    "double": "every number is a 64-bit float already",
    "clear": "names can be bound anew at any time; Ctrl-L clears the screen",
    "clearvars": "names can be bound anew at any time",
    "close": "there are no windows to close",
    "more": "what is shown is as long as the screen; show(x) shows all of x",
  ].merging(prompt) { one, _ in one }

  /// What is told of words that other prompts act on, and ours has as commands or keys.
  private static let prompt: [String: String] = {
    let answers: [(words: [String], answer: String)] = [
      (
        ["exit", "quit", "q", "bye", "logout"],
        ":quit or Ctrl-D leaves the prompt; a program ends with its last line"
      ),
      (
        ["help", "man", "doc", "lookfor", "info"],
        ":help lists what the prompt can do; ?rank explains a name"
      ),
      (["clc", "cls"], "Ctrl-L clears the screen"),
      (
        ["who", "whos", "locals", "globals", "vars", "varinfo"],
        ":vars lists the names at the prompt"
      ),
      (
        ["ls", "dir", "pwd", "cd", "cat", "mkdir", "rm"],
        "there are no commands for files here; read \"points.csv\" reads one, :load runs one"
      ),
      (
        [
          "plot", "plot3", "scatter", "scatter3", "figure", "hist", "histogram", "surf", "mesh",
          "contour", "imshow", "plt", "subplot", "quiver",
        ],
        "there are no pictures; write(X, \"points.csv\") hands points to a program that draws"
      ),
      (
        ["time", "tic", "toc", "timeit", "clock", "cputime", "perf_counter"],
        ":time code tells at the prompt how long code takes"
      ),
      (
        ["try", "catch", "except", "raise", "throw"],
        "what fails ends its statement and leaves every name as it was; `assert c` fails unless c"
      ),
      (["history"], "Ctrl-R searches what was typed; :save f.mfl writes what succeeded"),
      (
        ["run", "source", "exec"],
        ":load f.mfl runs a file at the prompt; import \"f.mfl\" in a program"
      ),
    ]
    return Dictionary(
      answers.flatMap { entry in entry.words.map { ($0, entry.answer) } },
      uniquingKeysWith: { one, _ in one })
  }()
}
