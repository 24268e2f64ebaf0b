import Autodiff
import Maps
import Tensors

extension Vocabulary {
  /// Layers of images: tensors of channels × height × width.
  static let imageLayers: [Builtin] = [
    Builtin(
      "conv", topic: topic,
      parameters: [
        .optional("in", .integer), .optional("out", .integer), .optional("kernel", .tensor),
        .keyword("stride", .integer), .keyword("padding", .integer), .keyword("weight", .tensor),
        .keyword("bias", .vector),
      ],
      result: "map",
      summary: "A convolution: every output channel a weighted sum over windows of the image.",
      definition: """
        conv(in, out, kernel) with kernel one number or two; weights drawn as for affine, biases 0.
        conv(weight: W, bias: b) takes W of shape [out, in, kh, kw]; without bias it is linear.
        stride is 1 and padding (zeros on every side) 0 unless said. The kernel is not turned around.
        Affine: its matrix is jacobian(conv, x), and collapse merges it with affine neighbours.
        """,
      examples: [
        .init("identity(R^(1,8,8)) |> conv(1, 4, 3) |> kind", "affine"),
        .init("flatten(conv(weight: ones(1, 1, 2, 2))([[[1, 2, 3], [4, 5, 6]]]))", "[12, 16]"),
      ],
      seeAlso: ["max_pool", "average_pool", "flatten", "collapse"]
    ) { context, arguments in
      let stride = arguments["stride"] == nil ? 1 : try arguments.integer("stride")
      let padding = arguments["padding"] == nil ? 0 : try arguments.integer("padding")
      if arguments["weight"] != nil {
        for name in ["in", "out", "kernel"] where arguments[name] != nil {
          throw arguments.problem(name, wanted: "left out beside weight, which says it")
        }
        return Value(
          try .convolution(
            arguments.term("weight"),
            bias: arguments["bias"] == nil ? nil : arguments.term("bias"), stride: stride,
            padding: padding))
      }
      for name in ["in", "out", "kernel"] where arguments[name] == nil {
        throw Problem.missingArgument(
          function: "conv", parameter: name, signature: "conv(in, out, kernel)")
      }
      guard arguments["bias"] == nil else {
        throw arguments.problem("bias", wanted: "given together with weight")
      }
      let kernel = try window(arguments, "kernel")
      try context.checkElements([
        max(1, arguments.integer("in")), max(1, arguments.integer("out")), max(1, kernel[0]),
        max(1, kernel[1]),
      ])
      return Value(
        try context.drawing {
          try SmoothMap.convolution(
            arguments.integer("in"), arguments.integer("out"), kernel: kernel, stride: stride,
            padding: padding, using: &$0)
        })
    },
    pooling(
      "max_pool", .maximum, "The greatest number of every window of an image.",
      "Piecewise affine and not injective: the other numbers of a window go unseen.",
      .init("flatten(max_pool(2)([[[1, 2], [3, 4]]]))", "[4]")),
    pooling(
      "average_pool", .average, "The mean of every window of an image.",
      "Linear and not injective. Zeros of the padding count.",
      .init("flatten(average_pool(2)([[[1, 2], [3, 4]]]))", "[2.5]")),
    Builtin(
      constant: Value(.globalAveragePooling), named: "global_average_pool", topic: topic,
      result: "map", summary: "The mean of every channel of an image, as one vector.",
      definition: "Linear. Before an affine layer it makes class activation maps exact.",
      examples: [
        .init("global_average_pool([[[1, 2], [3, 6]]])", "[3]")
      ],
      seeAlso: ["average_pool", "flatten"]),
  ]

  private static let topic = "maps"

  private static func pooling(
    _ name: String, _ pooling: SmoothMap.Pooling, _ summary: String, _ definition: String,
    _ example: Builtin.Example
  ) -> Builtin {
    Builtin(
      name, topic: topic,
      parameters: [
        .required("size", .tensor), .keyword("stride", .integer), .keyword("padding", .integer),
      ],
      result: "map", summary: summary,
      definition: "\(definition) size is one number or two; stride is the size unless said.",
      examples: [example], seeAlso: ["conv", "global_average_pool"]
    ) { _, arguments in
      let size = try window(arguments, "size")
      return Value(
        try .pooling(
          pooling, size: size,
          stride: arguments["stride"] == nil ? size.max() ?? 1 : arguments.integer("stride"),
          padding: arguments["padding"] == nil ? 0 : arguments.integer("padding")))
    }
  }

  /// Height and width of a window, from one number or two.
  private static func window(_ arguments: Arguments, _ name: String) throws -> [Int] {
    let numbers = try arguments.tensor(name).elements.map { Value.number($0).wholeNumber }
    let whole = numbers.compactMap { $0 }
    guard whole.count == numbers.count, whole.count == 1 || whole.count == 2 else {
      throw arguments.problem(name, wanted: "one whole number, or a height and a width")
    }
    return whole.count == 1 ? [whole[0], whole[0]] : whole
  }
}
