import Autodiff
import Maps
import Tensors

extension Vocabulary {
  /// Normalization and dropout.
  static let normalizations: [Builtin] = [
    Builtin(
      "layer_norm", topic: topic,
      parameters: [
        .optional("n", .integer), .keyword("gain", .vector), .keyword("bias", .vector),
        .keyword("epsilon", .number),
      ],
      result: "map",
      summary: "The map x ↦ gain (x − mean x) / √(var x + ε) + bias of ℝⁿ.",
      definition: """
        layer_norm(n), or with a gain (ones) and a bias (zeros); ε is 1e-5. Smooth, constant along
        (1, …, 1), so never injective; its rank is at most n − 1 (Ba et al., 2016).
        """,
      examples: [
        .init("round(layer_norm(2)([3, 7]))", "[-1, 1]"),
        .init(
          "layer_norm(3) is injective",
          "no, proved: layer_norm(x + c) = layer_norm(x) for every number c"),
      ],
      seeAlso: ["batch_norm", "softmax"]
    ) { context, arguments in
      let n = try width(context, arguments, from: ["gain", "bias"])
      return Value(
        try .layerNormalization(
          gain: tensor(arguments, "gain", n, 1), bias: tensor(arguments, "bias", n, 0),
          epsilon: epsilon(arguments)))
    },
    Builtin(
      "batch_norm", topic: topic,
      parameters: [
        .optional("n", .integer), .keyword("mean", .vector), .keyword("variance", .vector),
        .keyword("gain", .vector), .keyword("bias", .vector), .keyword("epsilon", .number),
      ],
      result: "map",
      summary: "Batch normalization as evaluated: gain (x − mean) / √(variance + ε) + bias.",
      definition: """
        Each coordinate, or each channel of an image, by a mean (0) and a variance (1) that were found
        before: an affine map, which collapse merges with its neighbours. ε is 1e-5. batch_norm(n,
        mean: mean(X, axis: 0), variance: …) states them (Ioffe and Szegedy, 2015).
        """,
      examples: [
        .init("round(batch_norm(2, mean: [1, 2], variance: [4, 1])([3, 2]))", "[1, 0]"),
        .init("kind(batch_norm(2))", "affine"),
      ],
      seeAlso: ["layer_norm", "collapse"]
    ) { context, arguments in
      let n = try width(context, arguments, from: ["gain", "bias", "mean", "variance"])
      return Value(
        try .batchNormalization(
          mean: tensor(arguments, "mean", n, 0), variance: tensor(arguments, "variance", n, 1),
          gain: tensor(arguments, "gain", n, 1), bias: tensor(arguments, "bias", n, 0),
          epsilon: epsilon(arguments)))
    },
    Builtin(
      "dropout", topic: topic, parameters: [.required("rate", .number)], result: "map",
      summary: "The identity in evaluation, which is what a map here does.",
      definition: """
        In training every coordinate is 0 with probability rate and divided by 1 − rate otherwise;
        rate lies in [0, 1). As a map it leaves every point as it is.
        """,
      examples: [
        .init("dropout(0.5)([1, 2])", "[1, 2]"), .init("kind(dropout(0.5))", "identity"),
      ],
      seeAlso: ["identity", "layer_norm"]
    ) { _, arguments in
      Value(try .dropout(rate: arguments.number("rate")))
    },
  ]

  private static let topic = "maps"

  /// The width: as given, or that of the first tensor given.
  private static func width(
    _ context: Context, _ arguments: Arguments, from names: [String]
  ) throws -> Int {
    if arguments["n"] != nil {
      let n = try arguments.integer("n")
      guard n >= 1 else { throw arguments.problem("n", wanted: "at least 1") }
      try context.checkElements([n])
      return n
    }
    for name in names where arguments[name] != nil { return try arguments.term(name).shape[0] }
    throw Problem.missingArgument(
      function: "normalization", parameter: "n", signature: "layer_norm(n), batch_norm(n)")
  }

  private static func tensor(
    _ arguments: Arguments, _ name: String, _ n: Int, _ filled: Double
  ) throws -> Term {
    guard arguments[name] == nil else {
      let term = try arguments.term(name)
      guard term.shape == [n] else {
        throw arguments.problem(name, wanted: "a vector of \(n) numbers")
      }
      return term
    }
    return Term(try Tensor(repeating: filled, shape: [n]))
  }

  private static func epsilon(_ arguments: Arguments) throws -> Double {
    arguments["epsilon"] == nil ? 1e-5 : try arguments.number("epsilon")
  }
}
