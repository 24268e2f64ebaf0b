import Autodiff
import Maps
import Tensors

extension Vocabulary {
  /// Tensors from sizes.
  static let construction: [Builtin] = [
    filled("zeros", with: 0, seeAlso: "ones"),
    filled("ones", with: 1, seeAlso: "zeros"),
    Builtin(
      "eye", topic: "tensors", parameters: [.required("n", .natural)], result: "matrix",
      summary: "The identity matrix with n rows.",
      examples: [.init("eye 2", "[1, 0;\n 0, 1]")], seeAlso: ["ones", "zeros"]
    ) { context, arguments in
      let n = try arguments.integer("n")
      try context.checkElements([n, n])
      return Value(Term(try Tensor.identity(n)))
    },
    Builtin(
      "linspace", topic: "tensors",
      parameters: [
        .required("first", .number), .required("last", .number),
        .defaulted("count", .natural, .number(50)),
      ],
      result: "vector", summary: "Evenly spaced numbers from the first to the last, both included.",
      examples: [.init("linspace(0, 1, 5)", "[0, 0.25, 0.5, 0.75, 1]")], seeAlso: ["zeros"]
    ) { context, arguments in
      let (first, last) = (try arguments.number("first"), try arguments.number("last"))
      let count = try arguments.integer("count")
      try context.checkElements([count])
      guard count > 1 else { return Value(Term(Tensor([first].prefix(count).map { $0 }))) }
      let steps = Double(count - 1)
      // Weighting both ends keeps the last number exact.
      let numbers = try LongWork.perform(LongWork.cost(count, 8)) { () throws(TensorError) in
        try Tensor(
          shape: Shape.checked([count]),
          elements: (0..<count).map { i in
            i == count - 1 ? last : first + (last - first) * (Double(i) / steps)
          })
      }
      return Value(Term(numbers))
    },
  ]

  private static func filled(_ name: String, with value: Double, seeAlso: String) -> Builtin {
    let digit = value == 0 ? "0" : "1"
    return Builtin(
      name, topic: "tensors",
      parameters: [.variadic("extents", .value).about("whole numbers, or one shape or space")],
      result: "tensor",
      summary: "A tensor of the given extents with \(digit) throughout.",
      definition: "The extents are numbers, or one shape: \(name)(2, 3) is \(name) [2, 3].",
      examples: [
        .init("\(name)(2, 3)", "[\(digit), \(digit), \(digit);\n \(digit), \(digit), \(digit)]")
      ], seeAlso: [seeAlso, "eye"]
    ) { context, arguments in
      let dims = try extents(arguments)
      try context.checkElements(dims)
      return Value(Term(try Tensor(repeating: value, shape: Shape.checked(dims))))
    }
  }

  /// The extents given one by one, or as one shape or space.
  static func extents(_ arguments: Arguments) throws -> [Int] {
    // Of the arguments of `reshape` the first is no extent.
    let first = arguments.positions.compactMap { $0 }.count
    return try arguments.rest.enumerated().flatMap { index, value in
      let position = first + index
      if case .space(let space) = value.plain, let shape = space.value.shape { return shape.dims }
      guard let term = try value.convertedToTerm(), term.rank <= 1 else {
        throw Problem.argument(
          position, .extent(found: value.kindPhrase, call: arguments.callWithExtents(of: value)))
      }
      return try term.known("an extent").elements.map { number in
        guard let extent = Value.number(number).wholeNumber else {
          throw Problem.argument(position, .notWhole(what: "an extent", value: number))
        }
        guard extent >= 0 else {
          throw Problem.argument(position, .negative(what: "an extent", value: extent))
        }
        return extent
      }
    }
  }
}

extension Arguments {
  /// The call that was meant by one with a tuple of extents, as in `ones((2, 3))`.
  fileprivate func callWithExtents(of value: Value) -> String? {
    guard case .tuple(let tuple) = value.plain else { return nil }
    let extents = tuple.elements.prefix(8).compactMap(\.wholeNumber)
    guard extents.count == tuple.elements.count, !extents.isEmpty else { return nil }
    let subject = function == "reshape" ? ["A"] : []
    return "\(function)(\((subject + extents.map(String.init)).joined(separator: ", ")))"
  }
}
