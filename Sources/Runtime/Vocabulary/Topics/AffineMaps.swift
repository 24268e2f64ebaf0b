import Autodiff
import Maps
import Tensors

extension Vocabulary {
  /// What affine layers make together, and nets with other weights.
  static let affineMaps: [Builtin] = [
    Builtin(
      "collapse", topic: topic, parameters: [.required("net", .map)], result: "map",
      summary: "The same function with each run of neighbouring affine layers as one map.",
      definition: """
        (A₂, b₂) after (A₁, b₁) is (A₂A₁, A₂b₁ + b₂), so depth without bends adds nothing: the
        rank is at most the narrowest width. Convolutions, averages and batch_norm are affine too.
        Evidence: .merged, .defect (greatest difference at 64 points), .size (greatest value there).
        """,
      examples: [
        .init(
          "collapse(linear([1, 2; 0, 1]) |> translation([1, 1]))",
          """
          affine : ℝ² → ℝ²  affine
          layers 0 to 1 (linear, translation) are one affine map of rank at most 2
              A = [1, 2; 0, 1], b = [1, 1]
          greatest difference from the net at 64 points: 0
          """)
      ],
      seeAlso: ["homogeneous", "layers", "kind"]
    ) { context, arguments in
      let net = try arguments.map("net")
      let collapse = try net.collapsed()
      return .answer(
        try Answer(
          value: Value(collapse.map), fields: fields(of: collapse),
          display: display(collapse, context)))
    },
    Builtin(
      "homogeneous", topic: topic, parameters: [.required("f", .map)], result: "matrix",
      summary: "The matrix [A b; 0 1] of an affine map x ↦ A x + b in homogeneous coordinates.",
      definition: """
        It acts on (x, 1), where the affine map is linear; one map after another is the product of
        the matrices.
        """,
      examples: [
        .init("homogeneous(translation([3, 4]))", "[1, 0, 3;\n 0, 1, 4;\n 0, 0, 1]")
      ],
      seeAlso: ["collapse", "affine", "kind"]
    ) { _, arguments in
      Value(try arguments.map("f").homogeneousMatrix())
    },
    Builtin(
      "with", topic: topic,
      parameters: [.required("net", .map), .defaulted("i", .integer, .number(0))]
        + tensorNames.map { .keyword($0, .tensor) },
      result: "map",
      summary: "The net with other weights in layer i, as in with(net, 0, weight: W).",
      definition: """
        The new tensor has the shape of the old one, net.layers[i].weight; a negative i counts from
        the end. A layer that was made to be a rotation must stay one.
        """,
      examples: [
        .init(
          "net = linear(2, 3) |> tanh; with(net, 0, weight: [1, 0; 0, 1; 1, 1]).layers[0].weight",
          "[1, 0;\n 0, 1;\n 1, 1]")
      ],
      seeAlso: ["layers", "parameters", "affine"]
    ) { _, arguments in
      var net = try arguments.map("net")
      let index = try arguments.integer("i")
      let given = tensorNames.filter { arguments[$0] != nil }
      guard !given.isEmpty else {
        throw Problem.custom(
          id: "call.missing", title: "with needs a new tensor", facts: [],
          hint: "write `with(net, 0, weight: W)`")
      }
      for name in given {
        net = try net.replacing(name, ofLayer: index, by: arguments.term(name))
      }
      return Value(net)
    },
  ]

  private static let topic = "maps"

  /// The tensors layers are made with.
  private static let tensorNames = ["weight", "bias", "value", "gain", "mean", "variance"]

  private static func fields(of collapse: Collapse) throws -> [(name: String, value: Value)] {
    let merged = try collapse.merges.map { merge in
      try Value.tuple(
        of: [
          .range(RangeValue(merge.layers.lowerBound, merge.layers.upperBound + 1)),
          .list(of: merge.names.map { Value($0) }), Value(merge.map),
          .number(Double(merge.rankBound)),
        ], names: ["layers", "names", "map", "rank_bound"])
    }
    return [
      ("merged", try .list(of: merged)), ("defect", .number(collapse.defect)),
      ("size", .number(collapse.size)), ("samples", .number(Double(collapse.samples))),
    ]
  }

  private static func display(_ collapse: Collapse, _ context: Context) throws -> String {
    var lines = [context.text.layout(Value(collapse.map))]
    for merge in collapse.merges {
      let names =
        merge.names.count <= 8
        ? merge.names : merge.names.prefix(3) + ["…"] + merge.names.suffix(1)
      let bound = merge.map.kind.form == .identity ? "" : " of rank at most \(merge.rankBound)"
      lines.append(
        "layers \(merge.layers.lowerBound) to \(merge.layers.upperBound) "
          + "(\(names.joined(separator: ", "))) are one \(merge.map.kind) map\(bound)")
      if let matrix = try small(merge.map) { lines.append("    \(context.text.parts(matrix))") }
    }
    for run in collapse.tooLarge {
      lines.append(
        "layers \(run.lowerBound) to \(run.upperBound) are affine, but their matrix would have more "
          + "than \(SmoothMap.matrixLimit) entries")
    }
    if collapse.merges.isEmpty {
      if collapse.tooLarge.isEmpty {
        lines.append("nothing to merge: no two neighbouring layers are affine")
      }
    } else {
      let defect = NumberText(collapse.defect, digits: 2).text
      lines.append("greatest difference from the net at \(collapse.samples) points: \(defect)")
    }
    return lines.joined(separator: "\n")
  }

  /// Matrix and shift of a map that fits into a line.
  private static func small(_ map: SmoothMap) throws -> AffineParts? {
    guard let source = map.domain.dimension, let target = map.codomain.dimension, source <= 4,
      target <= 4
    else { return nil }
    return try map.affineParts()
  }
}

extension ValueText {
  /// `A = [1, 2; 0, 1], b = [1, 1]`.
  fileprivate func parts(_ parts: AffineParts) -> String {
    func bound(_ name: String, _ term: Term) -> String {
      let text = line(Value(term))
      return text.hasPrefix("≈ ") ? "\(name) \(text)" : "\(name) = \(text)"
    }
    return ([bound("A", parts.matrix)] + (parts.shift.map { [bound("b", $0)] } ?? []))
      .joined(separator: ", ")
  }
}
