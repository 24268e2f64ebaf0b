import Autodiff
import Maps
import Tensors

extension Vocabulary {
  /// The session's generator.
  static let randomness: [Builtin] = [
    Builtin(
      "seed", topic: "random", parameters: [.required("n", .whole(0...1 << 53))],
      result: "nothing",
      summary: "Starts the session's random numbers anew from a seed.",
      definition: "The same seed gives the same numbers; a session starts with seed 0.",
      examples: [.init("seed 1; a = random(R); seed 1; a == random(R)", "true")],
      seeAlso: ["random", "normal_sample"]
    ) { context, arguments in
      let generator = RandomGenerator(seed: UInt64(try arguments.integer("n")))
      try context.drawing { $0 = generator }
      return .nothing
    },
    sampling(
      "random", summary: "Points of a space with coordinates drawn evenly from [0, 1).",
      seeAlso: ["normal_sample", "seed"]
    ) { try $0.uniform($1) },
    sampling(
      "normal_sample",
      summary: "Points of a space with coordinates from the standard normal distribution.",
      seeAlso: ["random", "seed"]
    ) { try $0.normal($1) },
  ]

  private static func sampling(
    _ name: String, summary: String, seeAlso: [String],
    _ draw: @escaping @Sendable (inout RandomGenerator, Shape) throws -> Tensor
  ) -> Builtin {
    Builtin(
      name, topic: "random",
      parameters: [
        .required("space", .space), .optional("count", .natural).about("how many points"),
      ],
      result: "tensor", summary: summary,
      definition: "With a count the points are rows: \(name)(R^2, 100) has shape [100, 2].",
      examples: [.init("shape \(name)(R^2, 100)", "[100, 2]")], seeAlso: seeAlso
    ) { context, arguments in
      guard let point = try arguments.space("space").shape else {
        throw arguments.problem("space", wanted: "a space of known dimension")
      }
      let count = arguments["count"] == nil ? [] : [try arguments.integer("count")]
      try context.checkElements(count + point.dims)
      let shape = try Shape.checked(count + point.dims)
      return Value(Term(try context.drawing { try draw(&$0, shape) }))
    }
  }
}
