import Autodiff
import Maps

extension Vocabulary {
  /// Functions of functions and of lists.
  static let functional: [Builtin] = [
    Builtin(
      "count", topic: "lists",
      parameters: [
        .required("values", .list),
        .optional("condition", .function).about("of an element; true or false"),
      ],
      result: "number", summary: "The number of elements, or of those that meet a condition.",
      definition: "The elements of a tensor are its rows, those of data its points.",
      examples: [
        .init("count [3, 1, 2]", "3"), .init("count([3, 1, 2], x -> x > 1)", "2"),
      ], seeAlso: ["filter", "sum"]
    ) { context, arguments in
      guard let condition = arguments["condition"] else {
        return .number(Double(try ValueIterator(try arguments.value("values")).count))
      }
      return .number(Double(try selected(context, arguments, condition).count))
    },
    Builtin(
      "filter", topic: "lists",
      parameters: [
        .required("values", .list),
        .required("condition", .function).about("of an element; true or false"),
      ],
      result: "list", summary: "The elements that meet a condition, in order.",
      examples: [.init("filter([3, 1, 2], x -> x > 1)", "[3, 2]")],
      seeAlso: ["count", "reduce"]
    ) { context, arguments in
      try Value.bracketed(try selected(context, arguments, try arguments.value("condition")))
    },
    Builtin(
      "reduce", topic: "lists",
      parameters: [
        .required("values", .list),
        .required("combine", .function).about("of what there is so far and an element"),
        .optional("initial", .value).about("what to start from"),
      ],
      result: "value", summary: "Combines the elements from left to right by a function of two.",
      definition:
        "reduce([a, b, c], f) is f(f(a, b), c); with an initial value i it starts f(i, a).",
      examples: [.init("reduce([1, 2, 3, 4], (a, b) -> a * b)", "24")],
      seeAlso: ["sum", "filter"]
    ) { context, arguments in
      var iterator = try ValueIterator(try arguments.value("values"))
      let combine = try arguments.value("combine")
      guard var result = try arguments["initial"] ?? iterator.next() else {
        throw arguments.problem(
          "values", wanted: "a list with elements, unless an initial value is given")
      }
      while let element = try iterator.next() {
        try context.poll()
        result = try context.call(combine, [result, element])
      }
      return result
    },
    Builtin(
      "map", topic: "maps",
      parameters: [.required("f", .function), .required("domain", .space)], result: "map",
      summary: "Makes a map of a plain function and the space of its points.",
      definition: "The codomain is found by tracing the function at one point.",
      examples: [.init("map(x -> [x[0], x[0]^2], R^1)", "(x) -> … : ℝ¹ → ℝ²  smooth")],
      seeAlso: ["R"]
    ) { context, arguments in
      let domain = try arguments.space("domain")
      let function = try arguments.value("f")
      if case .map(let map) = function {
        return .map(MapValue(map.map.specialized(to: domain), closure: map.closure))
      }
      return Value(try context.tracedMap(function, domain: domain))
    },
  ]

  private static func selected(
    _ context: Context, _ arguments: Arguments, _ condition: Value
  ) throws -> [Value] {
    var iterator = try ValueIterator(try arguments.value("values"))
    var kept: [Value] = []
    while let element = try iterator.next() {
      try context.poll()
      if try Comparison.isTrue(try context.call(condition, [element])) { kept.append(element) }
    }
    return kept
  }
}
