import Autodiff
import Geometry
import Language
import Maps
import Tensors

extension Vocabulary {
  /// What the layers of a map do, how far it is from linear, and how much it stretches.
  static let profiles: [Builtin] = [
    Builtin(
      "profile", topic: topic, parameters: [.required("net", .map), .required("x", .tensor)],
      result: "table",
      summary:
        "What each layer does at x: its value, rank, determinant and stretch, alone and in the chain.",
      definition: """
        The chain's Jacobian after a layer is the layer's Jacobian times the chain's before it: the
        chain rule, of which .residual is the greatest difference seen. σ₁ and σₙ are the largest and
        smallest singular values. .layers has for each layer .name, .value, .jacobian, .rank, .det,
        .largest, .smallest, .chain (the same of the chain so far) and .residual.
        """,
      examples: [
        .init(
          "profile(linear([2, 0; 0, 1]) |> translation([1, 1]), [1, 1]).layers[0].det", "2"),
        .init("profile(linear([1, 2; 2, 4]) |> tanh, [0, 0]).layers[1].chain.rank", "1"),
      ],
      seeAlso: ["jacobian", "rank", "det", "singular_values", "lipschitz"]
    ) { context, arguments in
      try Reuse.refuse()
      let (net, x) = (try arguments.map("net"), try arguments.term("x"))
      for layer in net.specialized(to: Space(x.shape)).layers {
        try context.checkElements([layer.codomain.dimension ?? 1, layer.domain.dimension ?? 1])
      }
      return try answer(profile(of: net, at: x), context.text)
    },
    Builtin(
      "defects", topic: topic, parameters: [.required("f", .map)], result: "table",
      summary: "By how much a map breaks the laws of linear maps, in numbers.",
      definition: """
        For an affine map x ↦ A x + b the defects are b, -b, -b and 0, whatever the points are: affine
        maps keep weighted means. For other maps they are the worst of 200 reproducible pairs of
        points. Fields: .origin, .sum, .multiple and .mean, .points (where each was found), .affine
        and .samples.
        """,
      examples: [
        .init("defects(linear([1, 1; 0, 1]) |> translation([0, 3])).sum", "[0, -3]"),
        .init("defects(linear([1, 1; 0, 1])).origin", "[0, 0]"),
      ],
      seeAlso: ["kind", "linear", "affine", "translation"]
    ) { context, arguments in
      try Reuse.refuse()
      return try answer(linearityDefects(of: arguments.map("f")), context.text)
    },
    Builtin(
      "lipschitz", topic: topic,
      parameters: [.required("net", .map), .optional("box", .tensor)], result: "number",
      summary:
        "The best Lipschitz constant of a map: exact where it can be, else between two numbers.",
      definition: """
        Exact for affine maps, and for continuous piecewise affine ones of the line or the plane, over
        all of it or over a box (one row `lo, hi` for each axis): the largest singular value among the
        cells. A map that jumps has no constant, and two points show it. Otherwise
        .lower is the steepest stretch found, at .steepest, and .upper the product of the layers'
        constants, which is proved; the answer is then .upper. .exact tells which; .factors are the
        layers' constants and .product what they multiply to.
        """,
      examples: [
        .init("lipschitz(linear([3, 0; 0, 2]))", "3, exactly: it is affine"),
        .init("lipschitz(linear([1, 1; 1, -1]) |> abs, [-1, 1; -1, 1]).exact", "true"),
        .init("lipschitz(linear([2, 0; 0, 2]) |> tanh).upper", "2"),
      ],
      seeAlso: ["regions", "pieces", "singular_values", "profile"]
    ) { context, arguments in
      try Reuse.refuse()
      let box = arguments["box"] == nil ? nil : try arguments.tensor("box")
      return try answer(lipschitz(of: arguments.map("net"), box: box), context.text)
    },
  ]

  private static let topic = "maps"
}

// MARK: Answers

extension Vocabulary {
  private static func answer(_ profile: LayerProfile, _ text: ValueText) throws -> Value {
    let number = { (x: Double) in NumberText(x, digits: text.digits).text }
    var table = TextTable(
      [("#", .right), ("layer", .left), ("space", .left), ("value", .left)]
        + ["rank", "det", "σ₁", "σₙ", "chain: rank", "det", "σ₁", "σₙ"].map { ($0, .right) })
    func cells(_ measure: LayerProfile.Measure) -> [String] {
      [
        "\(measure.rank)", measure.determinant.map(number) ?? "-", number(measure.largest),
        number(measure.smallest),
      ]
    }
    for (index, layer) in profile.layers.enumerated() {
      table.add(
        [
          "\(index)", layer.name, "\(layer.domain) → \(layer.codomain)",
          layer.value.count <= 3 ? text.line(Value(Term(layer.value))) : layer.value.shape.phrase,
        ] + cells(layer.layer) + cells(layer.chain))
    }
    var lines = table.lines(fitting: text.width)
    // Small matrices show the rule itself.
    let isSmall = profile.layers.allSatisfy { $0.layer.jacobian.count <= 9 }
    if isSmall, profile.layers.count > 1 {
      lines.append("  the chain rule: J of the chain = J of the layer * J of the chain before")
      for (index, layer) in profile.layers.enumerated().dropFirst() {
        let before = profile.layers[index - 1].chain.jacobian
        lines.append(
          "  \(index)  "
            + [layer.chain.jacobian, layer.layer.jacobian, before]
            .map { text.line(Value(Term($0))) }.enumerated()
            .map { ["", " = ", " * "][$0.offset] + $0.element }.joined())
      }
    }
    if profile.layers.count > 1 {
      lines.append(
        "  the two sides of the chain rule differ by at most \(number(profile.residual))")
    }
    let rows = try profile.layers.map { layer in
      try Value.tuple(
        of: [
          Value(layer.name), Value(Term(layer.value)), Value(Term(layer.layer.jacobian)),
          .number(Double(layer.layer.rank)), layer.layer.determinant.map(Value.number) ?? .nothing,
          .number(layer.layer.largest), .number(layer.layer.smallest),
          .tuple(
            of: [
              Value(Term(layer.chain.jacobian)), .number(Double(layer.chain.rank)),
              layer.chain.determinant.map(Value.number) ?? .nothing, .number(layer.chain.largest),
              .number(layer.chain.smallest),
            ], names: ["jacobian", "rank", "det", "largest", "smallest"]),
          .number(layer.residual),
        ],
        names: [
          "name", "value", "jacobian", "rank", "det", "largest", "smallest", "chain", "residual",
        ])
    }
    let layers = try Value.list(of: rows)
    return .answer(
      try Answer(
        value: layers,
        fields: [
          ("layers", layers), ("residual", .number(profile.residual)),
          ("value", profile.layers.last.map { Value(Term($0.value)) } ?? .nothing),
          ("jacobian", profile.layers.last.map { Value(Term($0.chain.jacobian)) } ?? .nothing),
        ], summary: "a profile of \(counted(profile.layers.count, "layer"))",
        display: lines.joined(separator: "\n")))
  }

  private static func answer(_ found: LinearityDefects, _ text: ValueText) throws -> Value {
    var lines: [[String]] = []
    var fields: [(name: String, value: Value)] = []
    var places: [Value] = []
    for defect in found.defects {
      let (law, name, remark) = words(defect.law, found)
      // A difference of rounded numbers that is 0 up to their rounding is shown as what it is.
      let size = defect.value.elements.reduce(0) { max($0, $1.magnitude) }
      let isRounding = !found.isAffine && size > 0 && size <= found.rounding
      let shown = text.line(Value(Term(defect.value)))
      let points = defect.law == .origin ? [] : defect.points
      let place =
        points.isEmpty
        ? ""
        : "worst at "
          + zip(["x", "y"], points).map { "\($0) = \(text.line(Value(Term($1))))" }
          .joined(separator: ", ")
      lines.append([
        law, shown, isRounding ? "0 up to rounding" : remark, isRounding ? "" : place,
      ])
      fields.append((name, Value(Term(defect.value))))
      places.append(
        try .tuple(
          of: points.map { Value(Term($0)) }, names: Array(["x", "y"].prefix(points.count))))
    }
    let names = fields.map(\.name)
    fields.append(("points", try .tuple(of: places, names: names)))
    fields.append(("affine", .boolean(found.isAffine)))
    fields.append(("samples", .number(Double(found.sampleCount))))
    var shown = table(of: lines, text.width)
    if !found.isAffine { shown.append("  of \(found.sampleCount) pairs of points") }
    return .answer(
      try Answer(
        value: .list(of: fields.prefix(names.count).map(\.value)), fields: fields,
        summary: "defects of \(found.isAffine ? "an affine map" : "a map")",
        display: shown.joined(separator: "\n")))
  }

  /// A line for each law with its defect, what that means, and where it was found; what does not fit
  /// the width stands below.
  private static func table(of laws: [[String]], _ width: Int?) -> [String] {
    func table(_ rows: [[String]]) -> [String] {
      var table = TextTable([("", .left), ("", .left), ("", .left)])
      for row in rows { table.add(row) }
      return Array(table.lines.dropFirst())
    }
    func fits(_ lines: [String]) -> Bool {
      width.map { width in lines.allSatisfy { DisplayWidth.of($0) <= width } } ?? true
    }
    func joined(_ parts: some Sequence<String>) -> String {
      parts.filter { !$0.isEmpty }.joined(separator: ", ")
    }
    let whole = table(laws.map { [$0[0], $0[1], joined($0[2...])] })
    if fits(whole) { return whole }
    let short = table(laws.map { Array($0[..<3]) })
    if fits(short) {
      return zip(short, laws).flatMap { $1[3].isEmpty ? [$0] : [$0, "      " + $1[3]] }
    }
    return laws.flatMap { law in
      (["  " + law[0]] + [joined(law[1...2]), law[3]].filter { !$0.isEmpty }.map { "      " + $0 })
    }
  }

  private static func words(
    _ law: LinearityDefects.Law, _ found: LinearityDefects
  ) -> (law: String, name: String, remark: String) {
    switch law {
    case .origin: ("f(0)", "origin", "a linear map gives 0")
    case .sum:
      ("f(x+y) - f(x) - f(y)", "sum", found.isAffine ? "for every x and y" : "a linear map gives 0")
    case .multiple:
      ("f(2x) - 2 f(x)", "multiple", found.isAffine ? "for every x" : "a linear map gives 0")
    case .mean:
      (
        "f(x/3 + 2y/3) - f(x)/3 - 2f(y)/3", "mean",
        found.isAffine ? "affine maps keep weighted means" : "an affine map gives 0"
      )
    }
  }

  private static func answer(_ found: LipschitzBounds, _ text: ValueText) throws -> Value {
    let number = { (x: Double) in NumberText(x, digits: text.digits).text }
    let place =
      found.steepest.map { $0.count <= 8 ? text.line(Value(Term($0))) : "the point .steepest" }
      ?? ""
    let lower = number(found.lower)
    let shown = 8
    let constants = found.factors.prefix(shown).map { $0.constant.map(number) ?? "?" }
    let isLong = found.factors.count > shown
    let product = constants.joined(separator: " · ") + (isLong ? " · …" : "")
    let names =
      isLong
      ? "\(found.factors.count) layers" : found.factors.map(\.name).joined(separator: ", ")
    var lines: [String] = []
    let summary: String
    switch found.basis {
    case .affine: summary = "\(lower), exactly: it is affine"
    case .cells(let count):
      summary = "\(lower), exactly: the largest of \(counted(count, "cell")), around \(place)"
      if let value = found.product, found.factors.count > 1 {
        lines.append("the product of the layers' constants is \(number(value)) = \(product)")
      }
    case .jump(let chord):
      summary = "none: it jumps, so nearby points have values far apart"
      lines.append(
        "its value changes by \(number(chord.rise)) within \(number(chord.run)) of \(place)")
    case .bounds(let samples):
      summary =
        found.upper.map {
          number($0) == lower ? "\(lower), found and proved" : "between \(lower) and \(number($0))"
        } ?? "at least \(lower)"
      lines.append("found   \(lower) at \(place), the steepest of \(samples) points")
      if let upper = found.upper {
        let sum = found.factors.count > 1 ? " = \(product)" : ""
        lines.append("proved  \(number(upper))\(sum), of \(names)")
      } else {
        let unknown = found.factors.first { $0.constant == nil }?.name ?? "the map"
        lines.append("no upper bound is proved: \(unknown) has no known Lipschitz constant")
      }
    }
    return .answer(
      try Answer(
        value: .number(found.upper ?? .infinity),
        fields: [
          ("lower", .number(found.lower)), ("upper", .number(found.upper ?? .infinity)),
          ("exact", .boolean(found.isExact)),
          ("steepest", found.steepest.map { Value(Term($0)) } ?? .nothing),
          ("product", .number(found.product ?? .infinity)),
          ("factors", Value(Term(Tensor(found.factors.map { $0.constant ?? .infinity })))),
        ], summary: summary,
        display: ([summary] + lines.map { "    \($0)" }).joined(separator: "\n")))
  }
}
