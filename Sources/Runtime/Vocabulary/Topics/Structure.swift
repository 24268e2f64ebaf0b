import Autodiff
import Maps
import Tensors

extension Vocabulary {
  /// Shapes and arrangements of tensors.
  static let structure: [Builtin] = [
    Builtin(
      "shape", topic: "tensors", parameters: [.required("A", .tensor)], result: "vector",
      summary: "The extents of the axes, outermost first.",
      examples: [.init("shape [1, 2, 3; 4, 5, 6]", "[2, 3]")], seeAlso: ["reshape", "count"]
    ) { _, arguments in
      Value(Term(Tensor(try arguments.term("A").shape.dims.map(Double.init))))
    },
    Builtin(
      "reshape", topic: "tensors",
      parameters: [
        .required("A", .value), .variadic("extents", .value).about("whole numbers, or one shape"),
      ], result: "tensor",
      summary:
        "The same elements, row by row, in another shape; of a space alone, the map that does it.",
      definition: """
        The extents are numbers, or one shape: reshape(A, 2, 3) is reshape(A, [2, 3]).
        reshape(R^(1, 8, 8)) is the map from ℝ⁶⁴ to that space, a layer.
        """,
      examples: [
        .init("reshape(0..<6, 2, 3)", "[0, 1, 2;\n 3, 4, 5]"),
        .init("reshape(R^(1, 2, 2))", "reshape : ℝ⁴ → ℝ^(1,2,2)  linear"),
      ], seeAlso: ["shape", "flatten"]
    ) { _, arguments in
      if arguments.rest.isEmpty, case .space(let space)? = arguments["A"]?.plain,
        let shape = space.value.shape
      {
        return Value(try .reshape(to: shape))
      }
      guard let term = try arguments.value("A").convertedToTerm() else {
        throw arguments.problem("A", wanted: "a number or a tensor, or a space for a layer")
      }
      let target = try Shape.checked(try extents(arguments))
      guard target.count == term.shape.count else {
        throw Problem.elementCount(shape: target, found: term.shape.count)
      }
      return Value(try term.reshaped(target))
    },
    Builtin(
      "stack", topic: "tensors", parameters: [.variadic("tensors", .value)], result: "tensor",
      summary: "Joins tensors of equal shape along a new first axis.",
      examples: [.init("stack([1, 2], [3, 4])", "[1, 2;\n 3, 4]")], seeAlso: ["concat"]
    ) { _, arguments in
      let parts = try terms(arguments, of: "stack")
      guard let first = parts.first else {
        throw Problem.missingArgument(
          function: "stack", parameter: "a tensor", signature: "stack(tensors…)")
      }
      if let index = parts.firstIndex(where: { $0.shape != first.shape }) {
        throw Problem.argument(
          index, .shapes(symbol: "stack", lhs: first.shape, rhs: parts[index].shape))
      }
      return Value(try Term.stack(parts))
    },
    Builtin(
      "concat", topic: "tensors",
      parameters: [.variadic("tensors", .value), .keyword("axis", .integer)], result: "tensor",
      summary: "Joins tensors along an axis they have, the first unless told otherwise.",
      examples: [
        .init("concat([1, 2], [3])", "[1, 2, 3]"),
        .init("concat([1; 2], [3; 4], axis: 1)", "[1, 3;\n 2, 4]"),
      ], seeAlso: ["stack"]
    ) { _, arguments in
      let parts = try terms(arguments, of: "concat")
      guard let first = parts.first else {
        throw Problem.missingArgument(
          function: "concat", parameter: "a tensor", signature: "concat(tensors…)")
      }
      let axis = try arguments.axis("axis", rank: first.rank) ?? 0
      if first.rank == 0 { return Value(try Term.stack(parts)) }
      for (index, part) in parts.enumerated() {
        if index & 1023 == 1023 { try Supervision.check() }
        var dims = part.shape.dims
        if axis < dims.count { dims[axis] = first.shape[axis] }
        guard dims == first.shape.dims else {
          throw Problem.argument(
            index, .shapes(symbol: "concat", lhs: first.shape, rhs: part.shape))
        }
      }
      return Value(try Term.concatenate(parts, axis: axis))
    },
    Builtin(
      "sort", topic: "tensors",
      parameters: [.required("values", .list), .keyword("axis", .integer)], result: "tensor",
      summary: "The elements in ascending order, along the last axis unless told otherwise.",
      definition: "Strings in a list are sorted too.",
      examples: [.init("sort [3, 1, 2]", "[1, 2, 3]")], seeAlso: ["argmax", "min"]
    ) { _, arguments in
      let values = try arguments.value("values")
      guard let term = try values.convertedToTerm() else {
        let texts = try arguments.elements("values").map { element in
          guard case .string(let text) = element else {
            throw arguments.problem("values", wanted: "a tensor, or a list of strings")
          }
          return text.value
        }
        return try .list(of: TextSorting.sorted(texts).map { Value($0) })
      }
      guard term.rank > 0 else { return Value(term) }
      let axis = try arguments.axis("axis", rank: term.rank) ?? term.rank - 1
      return Value(try term.sorted(axis: axis))
    },
  ]

  /// Variadic arguments as tensors; a single argument stands for its elements.
  private static func terms(_ arguments: Arguments, of name: String) throws -> [Term] {
    var values = arguments.rest
    if values.count == 1, values[0].isIterable {
      values = try Arguments.elements(of: values[0])
    }
    return try values.enumerated().map { index, value in
      if index & 1023 == 1023 { try Supervision.check() }
      guard let term = try value.convertedToTerm() else {
        throw Problem.argument(
          index,
          .argumentKind(
            function: name, parameter: "each argument", wanted: ParameterKind.tensor.phrase,
            found: value.kindPhrase))
      }
      return term
    }
  }
}

extension Arguments {
  /// The axis given for a parameter, counted from 0; negative ones count from the end.
  public func axis(_ name: String, rank: Int) throws -> Int? {
    guard self[name] != nil else { return nil }
    let given = try integer(name)
    let axis = given < 0 ? given + rank : given
    guard axis >= 0, axis < rank else {
      let axes = rank == 1 ? "1 axis" : "\(rank) axes"
      throw problem(name, wanted: "an axis of the tensor, which has \(axes)")
    }
    return axis
  }
}
