extension Problem {
  /// Problems of calls and definitions in words.
  var callText: ProblemText {
    switch self {
    case .notCallable(let kind, let callee, let argument, let form):
      Self.notCallable(kind, callee, argument, form)
    case .missingArgument(let function, let parameter, let signature, let hint):
      ProblemText(
        "call.missing", "\(function) needs \(parameter)",
        facts: ["it is called \(signature)"], hint: hint)
    case .extraArgument(let function, let given, let takes, let signature, let hint):
      ProblemText(
        "call.extra",
        takes == 0
          ? "\(function) takes no argument, \(given) \(given == 1 ? "is" : "are") given"
          : "\(function) takes \(counted(takes, "argument")), \(given) are given",
        facts: ["it is called \(signature)"], hint: hint)
    case .unknownKeyword(let function, let keyword, let near, let known):
      ProblemText(
        "call.keyword", "\(function) has no parameter \(keyword)",
        facts: known.isEmpty ? [] : ["its parameters are \(known.joined(separator: ", "))"],
        hint: near.map { "did you mean \($0):?" }
          ?? (["dim", "dims", "axes"].contains(keyword) && known.contains("axis")
            ? "write axis: 0" : nil))
    case .repeatedArgument(let function, let parameter):
      ProblemText("call.repeated", "\(parameter) is given twice to \(function)")
    case .notASpace(let parameter, let found):
      ProblemText(
        "definition.space", "\(parameter) ranges over a space, and this is \(found)",
        hint: "write \(parameter): R^2")
    case .laterSpace(let parameter):
      ProblemText(
        "definition.space", "only the first parameter of a map has a space",
        facts: ["a map takes one point; \(parameter) and all others are options with defaults"],
        hint: "put the coordinates into one point: f(x: R^2), with x[0] and x[1]")
    case .mapWithoutDefault(let parameter):
      ProblemText(
        "definition.default",
        "\(parameter) needs a default, because the first parameter has a space",
        facts: ["a map takes one point; the other parameters are options"],
        hint: "write \(parameter) = 1")
    case .mapValue(let name, let found):
      ProblemText(
        "map.value", "\(name) gives \(found) where a map gives a point",
        facts: ["a map goes from a space to a space: its value is a number or a tensor"])
    case .keywordOnly(let function, let parameter):
      ProblemText(
        "call.keyword", "\(function) takes \(parameter) by name only", hint: "write \(parameter): …"
      )
    case .argumentKind(let function, let parameter, let wanted, let found):
      ProblemText(
        "call.kind", "\(parameter) of \(function) must be \(wanted)", label: "this is \(found)",
        hint: Self.argumentHint(function, parameter, wanted, found))
    case .argumentChoice(let function, let parameter, let words, let found, let near):
      ProblemText(
        "call.kind",
        "\(parameter) of \(function) must be one of "
          + words.map { "\"\($0)\"" }.joined(separator: ", "),
        label: "this is \(found)", hint: near.map { "did you mean \"\($0)\"?" })
    case .argumentValue(let function, let parameter, let wanted, let found):
      ProblemText(
        "call.value", "\(parameter) of \(function) must be \(wanted)", label: "this is \(found)")
    default: ProblemText("host.error", "\(self)")
    }
  }

  private static func argumentHint(
    _ function: String, _ parameter: String, _ wanted: String, _ found: String
  ) -> String? {
    if function == "map", parameter == "domain" {
      return "[f(x) for x in xs] applies a function to each element"
    }
    if function == "filter" || function == "reduce", wanted == "a list",
      found.hasPrefix("the function") || found.hasPrefix("the map")
    {
      return function == "filter"
        ? "the list comes first: filter(xs, x -> x > 1)"
        : "the list comes first: reduce(xs, (a, b) -> a + b)"
    }
    guard wanted == "a map", found.hasPrefix("the function") else { return nil }
    return "a parameter with a space makes it a map: f(x: R) = …, or (x: R) -> …"
  }

  /// Indices that count from 1, where they are whole numbers, as they count here.
  private static func zeroBased(_ indices: String) -> String {
    let numbers = indices.split(separator: ",").map { Int($0.drop { $0 == " " }) }
    let counted = numbers.compactMap { $0.flatMap { $0 > 0 ? String($0 - 1) : nil } }
    return counted.count == numbers.count ? counted.joined(separator: ", ") : indices
  }

  private static func notCallable(
    _ kind: String, _ callee: String, _ argument: String, _ form: CallForm
  ) -> ProblemText {
    let title = "\(callee) is \(kind), which cannot be called"
    let isName = callee.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
    switch form {
    case .juxtaposedBrackets:
      return ProblemText(
        "call.notFunction", title,
        facts: ["`\(callee) \(argument)` is application; indexing is `\(callee)\(argument)`"],
        hint: "write \(callee)\(argument)")
    case .juxtaposition:
      return ProblemText(
        "call.notFunction", title,
        facts: ["`\(callee) \(argument)` applies \(callee) to \(argument)"],
        hint: isName ? "a product is \(callee) * \(argument)" : nil)
    case .parentheses:
      return ProblemText(
        "call.notFunction", title,
        hint: argument.isEmpty
          ? (isName ? "write \(callee), without parentheses" : nil)
          : kind == "a number"
            ? (isName && Vocabulary.standard[callee]?.value.callableName != nil
              ? "\(callee) was bound to a number here: give the number another name"
              : "a product is \(callee) * (\(argument))")
            : "an element is \(callee)[\(zeroBased(argument))], counted from 0")
    case .pipe:
      return ProblemText(
        "call.notFunction", title,
        facts: ["|> hands the value on its left to a function or map on its right"])
    }
  }
}
