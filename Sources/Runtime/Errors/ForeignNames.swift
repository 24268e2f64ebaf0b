/// Names people bring from NumPy, PyTorch, MATLAB and Julia, and what they are called here.
enum ForeignNames {
  /// What to write instead; nil for a name no other language made us expect.
  static func hint(for name: String) -> String? {
    if modules.contains(name) { return "names need no prefix: \(name).sin(x) is sin(x)" }
    return table[name].map { "write \($0)" }
  }

  private static let modules: Set = [
    "np", "numpy", "torch", "jnp", "math", "scipy", "linalg", "tf",
  ]

  // swift-format-ignore
  private static let table = [
    "len": "count(x)", "length": "count(x)", "size": "shape(x)", "ndims": "count(shape(x))",
    "range": "0..<n", "arange": "0..<n", "array": "[1, 2, 3]", "tensor": "[1, 2, 3]",
    "True": "true", "False": "false", "None": "nothing at all: a statement may have no value",
    "inv": "inverse(A)", "eig": "eigen(A)", "eigvals": "eigen(A).values", "svdvals": "singular_values(A)",
    "matmul": "A * B", "mm": "A * B", "transpose": "A'", "lstsq": "solve(A, b), or A \\ b",
    "ln": "log(x)", "pow": "x^p", "power": "x^p", "asum": "sum(abs(x))",
    "arcsin": "asin(x)", "arccos": "acos(x)", "arctan": "atan(x)",
    "rand": "random(R^n, count)", "randn": "normal_sample(R^n, count)",
    "vstack": "concat(A, B)", "hstack": "concat(A, B, axis: 1)", "cat": "concat(A, B)", "append": "concat(xs, [x])",
    "disp": "print(x)", "println": "print(x)", "printf": "print \"x is {x}\"", "display": "show(x)",
    "Linear": "affine(n, m)", "Dense": "affine(n, m)", "Sequential": "a chain: affine(2, 8) |> tanh",
    "Tanh": "tanh", "ReLU": "relu", "Sigmoid": "sigmoid", "jac": "jacobian(f, x)", "hess": "hessian(f, x)",
    "nullspace": "null_space(A)", "null": "null_space(A)", "orth": "column_space(A)",
    "matrix_rank": "rank(A)", "input": "read \"file.csv\"", "open": "read \"file.csv\"",
    "load": "read \"file.npy\"", "save": "write(x, \"file.npy\")", "e": "exp(1)",
  ]
}
