/// A call of another language and what does the same here: `inv(A)` and `inverse(A)`.
///
/// Its parameters are words in the text; a call that is given as many arguments is answered with the
/// text in which they stand, which can be run as it is.
struct ForeignCall: Sendable {
  let parameters: [String]
  let text: String

  /// The text with these arguments in the place of its parameters.
  ///
  /// Nil where the text would be no help: other numbers of arguments, long ones, strings in strings,
  /// and longer ones than a word where they would stand more than once.
  func filled(with arguments: [String]) -> String? {
    guard !parameters.isEmpty, arguments.count == parameters.count,
      arguments.reduce(0, { $0 + $1.count }) <= 40,
      !text.contains("\"") || !arguments.contains(where: { $0.contains("\"") })
    else { return nil }
    let values = Dictionary(zip(parameters, arguments)) { first, _ in first }
    var used: Set<String> = []
    var result = ""
    var rest = text[...]
    while let character = rest.first {
      let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
      guard !word.isEmpty else {
        result.append(character)
        rest.removeFirst()
        continue
      }
      rest.removeFirst(word.count)
      guard let value = values[String(word)] else {
        result += word
        continue
      }
      guard used.insert(String(word)).inserted || ForeignCall.isWord(value) else { return nil }
      let isEnclosed =
        (result.last.map { "([{".contains($0) || result.hasSuffix(", ") } ?? true)
        && (rest.first.map { ")]},".contains($0) } ?? true)
      result += isEnclosed || ForeignCall.isOperand(value) ? value : "(\(value))"
    }
    return result
  }

  private static func isWord(_ text: String) -> Bool {
    text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
  }

  /// Whether a text is a name, a number, or stands in brackets from end to end, after a name perhaps.
  private static func isOperand(_ text: String) -> Bool {
    let rest = text.drop { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
    guard let opener = rest.first else { return true }
    guard "([\"".contains(opener) else { return false }
    var depth = 0
    for (index, character) in zip(rest.indices, rest) {
      if "([".contains(character) { depth += 1 }
      if ")]".contains(character) { depth -= 1 }
      if depth == 0, opener != "\"" { return rest.index(after: index) == rest.endIndex }
    }
    return opener == "\"" && rest.dropFirst().dropLast().allSatisfy { $0 != "\"" }
  }
}

extension ForeignCall {
  /// What to write instead of a function of another language, with the arguments it is given.
  static func function(_ name: String, _ arguments: [String]?) -> String? {
    text(functions[name], arguments)
  }

  /// What to write instead of a method or field; the first argument is what it is of.
  static func member(_ name: String, _ arguments: [String]?) -> String? {
    text(members[name], arguments)
  }

  private static func text(_ calls: [ForeignCall]?, _ arguments: [String]?) -> String? {
    guard let calls, let first = calls.first else { return nil }
    return arguments.flatMap { given in calls.lazy.compactMap { $0.filled(with: given) }.first }
      ?? first.text
  }

  /// The calls of each name; the first tells those who ask without arguments.
  private static func calls(
    _ table: [(names: String, parameters: String, text: String)]
  ) -> [String: [ForeignCall]] {
    var result: [String: [ForeignCall]] = [:]
    for row in table {
      let call = ForeignCall(
        parameters: row.parameters.split(separator: " ").map(String.init), text: row.text)
      for name in row.names.split(separator: " ") { result[String(name), default: []].append(call) }
    }
    return result
  }

  // swift-format-ignore
  private static let functions = calls([
    ("len length numel", "x", "count(x)"), ("size", "x", "shape(x)"), ("ndims", "x", "count(shape(x))"),
    ("range arange xrange", "n", "0..<n"), ("range arange xrange", "a b", "a..<b"), ("seq", "a b", "a...b"),
    ("range arange xrange", "a b s", "[a + s * k for k in 0..<ceil((b - a) / s)]"),
    ("array tensor asarray Vector", "", "[1, 2, 3]"), ("array tensor asarray", "x", "x"), ("Matrix", "", "[1, 2; 3, 4]"),
    ("True TRUE", "", "true"), ("False FALSE", "", "false"),
    ("NaN NAN", "", "nan"), ("Inf Infinity INFINITY", "", "inf"), ("e ℯ", "", "exp(1)"), ("I", "", "eye(n)"),

    ("inv", "A", "inverse(A)"), ("eig eigh", "A", "eigen(A)"), ("eigvals eigenvalues", "A", "eigen(A).values"),
    ("eigvecs eigenvectors", "A", "eigen(A).vectors"), ("tr", "A", "trace(A)"), ("svdvals", "A", "singular_values(A)"),
    ("svds", "A", "svd(A)"), ("lu_factor", "A", "lu(A)"), ("matrix_rank", "A", "rank(A)"), ("slogdet", "A", "logdet(A)"),
    ("nullspace null_space_of", "A", "null_space(A)"), ("orth", "A", "column_space(A)"), ("opnorm", "A", "singular_values(A)[0]"),
    ("cond", "", "s[0] / s[-1] with s = singular_values(A)"), ("cond", "A", "singular_values(A)[0] / singular_values(A)[-1]"),
    ("matmul mm bmm mul", "A B", "A * B"), ("einsum", "", "A * B"), ("transpose", "A", "A'"),
    ("lstsq mldivide", "A b", "solve(A, b), or A \\ b"),
    ("vstack vcat vertcat cat concatenate", "A B", "concat(A, B)"), ("hstack hcat horzcat", "A B", "concat(A, B, axis: 1)"),
    ("append push", "xs x", "concat(xs, [x])"), ("tile", "", "kron(ones(2, 3), A)"), ("repmat", "A m n", "kron(ones(m, n), A)"),
    ("vec ravel", "A", "reshape(A, [count(A)])"),

    ("ln", "x", "log(x)"), ("pow power", "x p", "x^p"), ("sqr square", "x", "x^2"), ("fabs", "x", "abs(x)"),
    ("arcsin", "x", "asin(x)"), ("arccos", "x", "acos(x)"), ("arctan", "x", "atan(x)"), ("ceiling", "x", "ceil(x)"),
    ("int", "x", "floor(x)"), ("mod rem fmod remainder", "a b", "a % b"), ("idiv div", "a b", "floor(a / b)"),
    ("asum", "x", "sum(abs(x))"), ("prod", "xs", "reduce(xs, (a, b) -> a * b)"), ("any", "xs", "reduce(xs, (a, b) -> a or b)"),
    ("all", "xs", "reduce(xs, (a, b) -> a and b)"), ("var", "x", "mean((x .- mean(x)).^2)"),
    ("std", "x", "sqrt(mean((x .- mean(x)).^2))"), ("mse MSELoss", "y t", "mean((y - t).^2)"),
    ("cumsum", "xs", "[sum(xs[0...k]) for k in 0..<count(xs)]"), ("zip", "xs ys", "[(xs[k], ys[k]) for k in 0..<count(xs)]"),
    ("reverse flip reversed", "xs", "[xs[-1 - k] for k in 0..<count(xs)]"),
    ("find findall", "", "[k for k in 0..<count(xs) if xs[k] > 0]"), ("where", "", "[if v > 0 then v else 0 for v in x]"),
    ("collect", "", "[k for k in 0..<n]"), ("fill full", "", "[c for k in 0..<n]"), ("enumerate", "", "for i in 0..<count(xs) { … }"),
    ("head", "X", "X[0..<5]"), ("tail", "X", "X[-5...-1]"), ("isnan", "x", "x != x"), ("isempty", "x", "count(x) == 0"),
    ("allclose isclose isapprox", "a b", "a ≈ b, or a ~= b"), ("isequal", "a b", "a == b"), ("ifelse", "c a b", "if c then a else b"),
    ("rand", "", "random(R^n, count)"), ("rand", "n", "random(R, n)"), ("rand", "m n", "random(R^n, m)"),
    ("randn", "", "normal_sample(R^n, count)"), ("randn", "n", "normal_sample(R, n)"), ("randn", "m n", "normal_sample(R^n, m)"),
    ("randint", "", "floor(6 * random(R, 1))"), ("manual_seed rng", "n", "seed(n)"),

    ("Linear Dense", "n m", "affine(n, m)"), ("Sequential Chain", "", "a chain: affine(2, 8) |> tanh"),
    ("Tanh", "", "tanh"), ("ReLU relu_", "", "relu"), ("Sigmoid", "", "sigmoid"), ("GELU", "", "gelu"),
    ("jac jacfwd jacrev D Derivative", "f x", "jacobian(f, x)"), ("gradient deriv", "f x", "grad(f, x)"), ("hess", "f x", "hessian(f, x)"),
    ("diff derivative", "f x", "grad(f, x), or jacobian(f, x)"), ("value_and_grad", "f x", "f(x) and grad(f, x)"),
    ("vmap", "", "f(X), with one point in each row of X"),

    ("disp println echo puts", "x", "print(x)"), ("display", "x", "show(x)"), ("str string num2str repr", "x", "\"{x}\""),
    ("printf fprintf", "", "print \"x is {x}\""), ("sprintf format", "", "text(x, digits: 3), or \"x is {x}\""),
    ("input open readmatrix readtable read_csv loadtxt", "", "read \"file.csv\""), ("load", "", "read \"file.npy\""),
    ("open readmatrix readtable read_csv loadtxt load", "path", "read path"),
    ("save", "", "write(x, \"file.npy\")"), ("savetxt", "", "write(x, \"file.csv\")"), ("save savetxt", "path x", "write(x, path)"),
    ("include", "", "import \"f.mfl\""), ("include", "path", "import path"), ("isinstance", "", "typeof(x) == \"number\""),
    ("type class", "x", "typeof(x)"), ("lambda function", "", "x -> …"), ("elseif", "", "else if"), ("case", "", "else if x == 2 then b"),
    ("switch match", "", "if x == 1 then a else if x == 2 then b else c"), ("Dict dict", "", "(a: 1, b: 2), a tuple with names"),
  ])

  // swift-format-ignore
  private static let members = calls([
    ("T mT H", "A", "A', with an apostrophe"), ("size", "x", "count(x), or shape(x)"), ("ndim", "x", "count(shape(x))"),
    ("length len", "x", "count(x)"), ("dot", "A B", "A * B, or dot(A, B) for vectors"), ("matmul", "A B", "A * B"),
    ("append push", "xs x", "concat(xs, [x])"), ("extend", "xs ys", "concat(xs, ys)"), ("item", "x", "x[0]"),
    ("inv", "A", "inverse(A)"), ("flatten", "A", "reshape(A, [count(A)])"), ("map", "xs f", "[f(v) for v in xs]"),
    ("forward eval", "net x", "net(x)"), ("weights", "net", "net.parameters, or net.layers[0].weight"),
    ("state_dict", "net", "net.parameters"), ("kernel", "net", "net.weight"), ("bias_", "net", "net.bias"),
    ("summary", "", "the name alone, which shows its layers"), ("backward grad", "", "grad(f, x)"), ("format", "", "\"x is {x}\""),
    ("numpy tolist", "", "the tensor itself"), ("astype", "", "the tensor itself: every number is a 64-bit float"),
    ("copy clone", "", "the value itself: values never change"),
  ])
}
