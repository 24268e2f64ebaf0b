import Autodiff
import Maps
import Tensors

extension Vocabulary {
  /// Linear maps with a name in geometry.
  static let geometricLayers: [Builtin] = [
    Builtin(
      "scaling", topic: topic, parameters: [.required("factor", .tensor)], result: "map",
      summary: "The map x ↦ c x for a number c, or (c₀x₀, c₁x₁, …) for a vector c.",
      definition: "With a number it is a map of any space. Its inverse scales by 1/c.",
      examples: [
        .init("scaling(2)([1, 2])", "[2, 4]"), .init("scaling([1, -1])([3, 4])", "[3, -4]"),
      ],
      seeAlso: ["linear", "reflection", "shear"]
    ) { _, arguments in
      Value(try .scaling(arguments.term("factor")))
    },
    Builtin(
      "rotation", topic: topic,
      parameters: [.required("angle", .value), .keyword("axis", .vector)], result: "map",
      summary: "The rotation of the plane by an angle in radians, or of space about an axis.",
      definition: """
        In the plane from the first axis towards the second; in space counterclockwise for an eye
        the axis points to (Rodrigues' formula). rotation(A) takes a matrix, and refuses one that
        is none: A'A = I and det A = 1. Proved an isometry; its inverse is its transpose.
        """,
      examples: [
        .init("round(rotation(pi/2)([1, 0]))", "[0, 1]"),
        .init("round(rotation(pi/2, axis: [0, 0, 1])([1, 0, 5]))", "[0, 1, 5]"),
        .init("rotation([0, -1; 1, 0])", "rotation : ℝ² → ℝ²  linear"),
      ],
      seeAlso: ["reflection", "shear", "linear"]
    ) { _, arguments in
      let given = try arguments.value("angle")
      guard let term = try given.convertedToTerm(), term.rank == 0 || term.rank == 2 else {
        throw arguments.problem("angle", wanted: "an angle in radians, or a rotation matrix")
      }
      if term.rank == 2 {
        guard arguments["axis"] == nil else {
          throw arguments.problem("axis", wanted: "left out beside a matrix, which has its own")
        }
        return Value(try .rotation(matrix: term))
      }
      guard arguments["axis"] != nil else { return Value(try .rotation(angle: term)) }
      return Value(try .rotation(angle: term, axis: arguments.term("axis")))
    },
    Builtin(
      "reflection", topic: topic, parameters: [.required("normal", .vector)], result: "map",
      summary: "The reflection at the hyperplane with a normal: x ↦ x − 2 ⟨n, x⟩ n / |n|².",
      definition: "Its own inverse; it keeps lengths and reverses orientation.",
      examples: [.init("reflection([1, 0])([3, 4])", "[-3, 4]")],
      seeAlso: ["rotation", "projection"]
    ) { _, arguments in
      Value(try .reflection(normal: arguments.term("normal")))
    },
    Builtin(
      "shear", topic: topic,
      parameters: [
        .required("k", .number), .defaulted("n", .integer, .number(2)),
        .keyword("from", .integer), .keyword("to", .integer),
      ],
      result: "map",
      summary:
        "The shear (x, y) ↦ (x + k y, y), or of ℝⁿ adding k times one coordinate to another.",
      definition: """
        shear(k, n, from: j, to: i) adds k xⱼ to xᵢ, without them x₁ to x₀. Volume preserving; its
        inverse is shear(-k).
        """,
      examples: [
        .init("shear(2)([1, 1])", "[3, 1]"),
        .init("shear(2, 3, from: 0, to: 2)([1, 1, 1])", "[1, 1, 3]"),
      ],
      seeAlso: ["rotation", "scaling", "linear"]
    ) { _, arguments in
      Value(
        try .shear(
          arguments.term("k"), dimension: arguments.integer("n"),
          adding: arguments["from"] == nil ? 1 : arguments.integer("from"),
          to: arguments["to"] == nil ? 0 : arguments.integer("to")))
    },
    Builtin(
      "projection", topic: topic, parameters: [.required("A", .tensor)], result: "map",
      summary:
        "The orthogonal projection onto the column space of A, or onto the line of a vector.",
      definition: """
        P = U U' with U the left singular vectors above the tolerance of the rank. Idempotent:
        applied twice it does no more than once. Not injective unless the columns span everything.
        """,
      examples: [
        .init("projection([0, 1])([2, 3])", "[0, 3]"),
        .init("projection([1, 0; 0, 1; 0, 0])([3, 4, 5])", "[3, 4, 0]"),
      ],
      seeAlso: ["reflection", "column_space", "rank"]
    ) { _, arguments in
      Value(try .projection(onto: arguments.tensor("A")))
    },
    Builtin(
      "permutation", topic: topic, parameters: [.required("order", .vector)], result: "map",
      summary: "The map x ↦ (x_p(0), x_p(1), …) that puts coordinates in another order.",
      definition: "An isometry; its inverse is the inverse permutation.",
      examples: [.init("permutation([2, 0, 1])([7, 8, 9])", "[9, 7, 8]")],
      seeAlso: ["rotation", "reflection"]
    ) { _, arguments in
      let order = try arguments.tensor("order").elements.map { number in
        guard let index = Value.number(number).wholeNumber else {
          throw arguments.problem("order", wanted: "whole numbers, each of 0, 1, … once")
        }
        return index
      }
      return Value(try .permutation(order))
    },
    Builtin(
      constant: Value(.flatten), named: "flatten", topic: topic, result: "map",
      summary: "All the numbers of a tensor, row by row, as one vector.",
      definition: "Linear and bijective: it only renames coordinates. reshape goes back.",
      examples: [
        .init("flatten([1, 2; 3, 4])", "[1, 2, 3, 4]"),
        .init("(identity(R^(1,8,8)) |> flatten).codomain", "ℝ⁶⁴"),
      ],
      seeAlso: ["reshape", "identity"]),
  ]

  private static let topic = "maps"
}
