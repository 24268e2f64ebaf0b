import Language

/// Names people bring from NumPy, PyTorch, MATLAB, Julia and R, and what they are called here.
enum ForeignNames {
  /// What to write instead of a name, which the `path` of fields after it may tell more about; nil
  /// for a name no other language made us expect.
  static func hint(for name: String, path: [String], _ vocabulary: Vocabulary) -> String? {
    if isModule(name) {
      guard let last = path.last else {
        return "names need no prefix: \(name).sin(x) is sin(x)"
      }
      if let text = functions[last] { return "names need no prefix: write \(text)" }
      if vocabulary[last] != nil { return "names need no prefix: write \(last)" }
      return "names need no prefix: \(name).sin(x) is sin(x)"
    }
    if optimizers.contains(name) { return "write \(descent)" }
    return functions[name].map { "write \($0)" } ?? sentences[name]
  }

  /// What to write instead of a field or method; nil for a name that was not expected.
  static func field(_ name: String, _ vocabulary: Vocabulary) -> String? {
    if let text = fields[name] { return "write \(text)" }
    if optimizers.contains(name) { return "write \(descent)" }
    guard let entry = vocabulary[name] else { return functions[name].map { "write \($0)" } }
    let first = entry.parameters.first?.name ?? "x"
    return entry.constant == nil
      ? "\(name) is a function: \(name)(\(first))" : "\(name) is a name of its own"
  }

  /// What to write instead of the call of a method, where a function does the same.
  static func method(_ name: String, _ vocabulary: Vocabulary, _ call: String?) -> String? {
    guard fields[name] == nil, let call, let entry = vocabulary[name], entry.constant == nil else {
      return nil
    }
    return "\(name) is a function: write \(call)"
  }

  /// What to write where a function of one argument is given another, as elsewhere it may be.
  static func extraArgument(of function: String, after first: String) -> String? {
    function == "round" ? "digits are a matter of showing: show(\(first), digits: 3)" : nil
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

  // swift-format-ignore
  private static let functions = [
    "len": "count(x)", "length": "count(x)", "size": "shape(x)", "numel": "count(x)", "ndims": "count(shape(x))",
    "range": "0..<n", "arange": "0..<n", "xrange": "0..<n", "seq": "1...n",
    "array": "[1, 2, 3]", "tensor": "[1, 2, 3]", "asarray": "[1, 2, 3]", "Vector": "[1, 2, 3]", "Matrix": "[1, 2; 3, 4]",
    "True": "true", "False": "false", "TRUE": "true", "FALSE": "false",
    "NaN": "nan", "NAN": "nan", "Inf": "inf", "Infinity": "inf", "INFINITY": "inf",
    "inv": "inverse(A)", "eig": "eigen(A)", "eigh": "eigen(A)", "eigvals": "eigen(A).values", "eigenvalues": "eigen(A).values",
    "eigvecs": "eigen(A).vectors", "eigenvectors": "eigen(A).vectors", "tr": "trace(A)",
    "svdvals": "singular_values(A)", "svds": "svd(A)", "lu_factor": "lu(A)",
    "matmul": "A * B", "mm": "A * B", "bmm": "A * B", "mul": "A * B", "transpose": "A'",
    "lstsq": "solve(A, b), or A \\ b", "mldivide": "A \\ b",
    "ln": "log(x)", "pow": "x^p", "power": "x^p", "asum": "sum(abs(x))", "sqr": "x^2", "square": "x^2",
    "arcsin": "asin(x)", "arccos": "acos(x)", "arctan": "atan(x)", "fabs": "abs(x)", "ceiling": "ceil(x)",
    "rand": "random(R^n, count)", "randn": "normal_sample(R^n, count)", "randint": "floor(6 * random(R, 1))",
    "vstack": "concat(A, B)", "hstack": "concat(A, B, axis: 1)", "cat": "concat(A, B)", "append": "concat(xs, [x])",
    "vcat": "concat(A, B)", "hcat": "concat(A, B, axis: 1)", "concatenate": "concat(A, B)",
    "horzcat": "concat(A, B, axis: 1)", "vertcat": "concat(A, B)", "repmat": "kron(ones(2, 3), A)", "tile": "kron(ones(2, 3), A)", "push": "concat(xs, [x])",
    "disp": "print(x)", "println": "print(x)", "echo": "print(x)", "puts": "print(x)",
    "printf": "print \"x is {x}\"", "fprintf": "print \"x is {x}\"", "sprintf": "show(x, digits: 3), or \"x is {x}\"",
    "format": "show(x, digits: 3), or \"x is {x}\"",
    "display": "show(x)", "str": "\"{x}\"", "string": "\"{x}\"", "num2str": "\"{x}\"", "repr": "\"{x}\"",
    "Linear": "affine(n, m)", "Dense": "affine(n, m)", "Sequential": "a chain: affine(2, 8) |> tanh",
    "Chain": "a chain: affine(2, 8) |> tanh", "Tanh": "tanh", "ReLU": "relu", "Sigmoid": "sigmoid", "GELU": "gelu",
    "jac": "jacobian(f, x)", "jacfwd": "jacobian(f, x)", "jacrev": "jacobian(f, x)", "gradient": "grad(f, x)",
    "hess": "hessian(f, x)", "diff": "grad(f, x), or jacobian(f, x)", "D": "jacobian(f, x)",
    "derivative": "grad(f, x), or jacobian(f, x)", "deriv": "grad(f, x)", "Derivative": "jacobian(f, x)", "value_and_grad": "f(x) and grad(f, x)",
    "nullspace": "null_space(A)", "null_space_of": "null_space(A)", "orth": "column_space(A)",
    "matrix_rank": "rank(A)", "slogdet": "logdet(A)",
    "input": "read \"file.csv\"", "open": "read \"file.csv\"", "readmatrix": "read \"file.csv\"", "readtable": "read \"file.csv\"", "read_csv": "read \"file.csv\"",
    "load": "read \"file.npy\"", "loadtxt": "read \"file.csv\"", "save": "write(x, \"file.npy\")", "savetxt": "write(x, \"file.csv\")",
    "e": "exp(1)", "ℯ": "exp(1)", "cumsum": "[sum(xs[0...k]) for k in 0..<count(xs)]",
    "zip": "[(a[k], b[k]) for k in 0..<count(a)]", "collect": "[k for k in 0..<n]", "fill": "[c for k in 0..<n]", "full": "[c for k in 0..<n]",
    "reverse": "[a[-1 - k] for k in 0..<count(a)]", "flip": "[a[-1 - k] for k in 0..<count(a)]", "reversed": "[a[-1 - k] for k in 0..<count(a)]",
    "cond": "s[0] / s[-1] with s = singular_values(A)", "opnorm": "singular_values(A)[0]", "find": "[k for k in 0..<count(xs) if xs[k] > 0]",
    "findall": "[k for k in 0..<count(xs) if xs[k] > 0]", "head": "X[0..<5]", "tail": "X[-5...-1]", "Dict": "(a: 1, b: 2), a tuple with names",
    "dict": "(a: 1, b: 2), a tuple with names", "enumerate": "for i in 0..<count(xs) { … }", "lambda": "x -> …", "function": "x -> …",
    "int": "floor(x)", "ifelse": "if c then a else b", "elseif": "else if", "isinstance": "typeof(x) == \"number\"",
    "include": "import \"f.mfl\"", "I": "eye(n)", "mse": "mean((y - t).^2)", "MSELoss": "mean((y - t).^2)",
    "mod": "a % b", "rem": "a % b", "fmod": "a % b", "remainder": "a % b", "idiv": "floor(a / b)", "div": "floor(a / b)",
    "allclose": "a ≈ b, or a ~= b", "isclose": "a ≈ b, or a ~= b", "isapprox": "a ≈ b, or a ~= b", "isequal": "a == b",
    "where": "[if v > 0 then v else 0 for v in x]", "vec": "reshape(A, [count(A)])", "ravel": "reshape(A, [count(A)])",
    "manual_seed": "seed(n)", "rng": "seed(n)", "relu_": "relu", "einsum": "A * B",
    "isnan": "x != x", "isempty": "count(x) == 0", "prod": "reduce(xs, (a, b) -> a * b)", "var": "mean((x .- mean(x)).^2)",
    "std": "sqrt(mean((x .- mean(x)).^2))", "any": "reduce(xs, (a, b) -> a or b)", "all": "reduce(xs, (a, b) -> a and b)",
    "switch": "if x == 1 then a else if x == 2 then b else c", "match": "if x == 1 then a else if x == 2 then b else c",
    "case": "else if x == 2 then b", "type": "typeof(x)", "class": "typeof(x)", "vmap": "f(X), with one point in each row of X",
  ]

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

  // swift-format-ignore
  private static let fields = [
    "T": "A', with an apostrophe", "mT": "A', with an apostrophe", "H": "A', with an apostrophe",
    "size": "count(x), or shape(x)", "ndim": "count(shape(x))", "length": "count(x)", "len": "count(x)",
    "dot": "A * B, or dot(a, b) for vectors", "matmul": "A * B", "append": "concat(xs, [x])", "push": "concat(xs, [x])",
    "extend": "concat(xs, ys)", "forward": "net(x)", "item": "x[0]", "numpy": "the tensor itself", "tolist": "the tensor itself",
    "weights": ".parameters, or .layers[0].weight", "astype": "the tensor itself: every number is a 64-bit float",
    "summary": "the name alone, which shows its layers", "state_dict": ".parameters", "eval": "net(x)",
    "copy": "the value itself: values never change", "clone": "the value itself: values never change",
    "inv": "inverse(A)", "flatten": "reshape(A, [count(A)])", "backward": "grad(f, x)", "grad": "grad(f, x)",
    "kernel": ".weight", "bias_": ".bias", "map": "[f(x) for x in xs]", "format": "\"x is {x}\"",
  ]
}
