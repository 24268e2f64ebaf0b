import Autodiff
import Tensors

extension Vocabulary {
  /// Numbers that say something about many.
  static let reductions: [Builtin] = [
    reduction(
      "sum", summary: "The sum of all elements, or along one axis.",
      examples: [
        .init("sum [1, 2, 3]", "6"), .init("sum([1, 2; 3, 4], axis: 0)", "[4, 6]"),
      ], seeAlso: ["mean", "count"], empty: 0
    ) { term, axis in try term.sum(axes: axis.map { [$0] }) },
    reduction(
      "mean", summary: "The mean of all elements, or along one axis.",
      examples: [
        .init("mean [1, 2, 6]", "3"), .init("mean([1, 2; 3, 4], axis: 0)", "[2, 3]"),
      ], seeAlso: ["sum"], empty: nil
    ) { term, axis in try term.mean(axes: axis.map { [$0] }) },
    reduction(
      "min", summary: "The smallest of the elements, or along one axis.",
      examples: [.init("min [3, 1, 2]", "1"), .init("min(3, 2)", "2")],
      seeAlso: ["max", "sort"], empty: nil
    ) { term, axis in try term.minimum(axis: axis) },
    reduction(
      "max", summary: "The largest of the elements, or along one axis.",
      examples: [.init("max [3, 1, 2]", "3"), .init("max(3, 2)", "3")],
      seeAlso: ["min", "argmax"], empty: nil
    ) { term, axis in try term.maximum(axis: axis) },
    reduction(
      "argmax", summary: "The index of the largest element, or along one axis.",
      examples: [
        .init("argmax [3, 9, 2]", "1"), .init("argmax([1, 2; 4, 3], axis: 1)", "[1, 0]"),
      ], seeAlso: ["max", "sort"], empty: nil
    ) { term, axis in try term.argmax(axis: axis) },
  ]

  /// An entry that reduces one tensor, or several numbers given one by one.
  private static func reduction(
    _ name: String, summary: String, examples: [Builtin.Example], seeAlso: [String],
    empty: Double?, _ reduce: @escaping @Sendable (Term, Int?) throws -> Term
  ) -> Builtin {
    Builtin(
      name, topic: "tensors",
      parameters: [
        .required("A", .tensor), .variadic("more", .number), .keyword("axis", .integer),
      ],
      result: "number or tensor", summary: summary, examples: examples, seeAlso: seeAlso
    ) { _, arguments in
      var term = try arguments.term("A")
      if !arguments.rest.isEmpty {
        guard term.rank == 0 else {
          throw Problem.argument(
            1,
            .extraArgument(
              function: name, given: arguments.rest.count + 1, takes: 1,
              signature: "\(name)(A, axis: integer)",
              hint: arguments.rest.count == 1
                ? arguments.rest[0].wholeNumber.map { "write axis: \($0); axes count from 0" } : nil
            ))
        }
        term = try Term.stack([term] + arguments.rest.compactMap { try $0.convertedToTerm() })
      }
      let axis = try arguments.axis("axis", rank: term.rank)
      if term.rank == 0 { term = try term.reshaped([1]) }
      guard axis.map({ term.shape[$0] }) ?? term.shape.count > 0 else {
        guard let empty, axis == nil else {
          throw arguments.problem("A", wanted: "a tensor with elements")
        }
        return .number(empty)
      }
      return Value(try reduce(term, axis))
    }
  }
}
