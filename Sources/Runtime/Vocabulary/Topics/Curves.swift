import Autodiff
import Geometry
import Maps
import Tensors

extension Vocabulary {
  /// Curves that go around, through one another, and between sets of points.
  static let curves: [Builtin] = [
    Builtin(
      "winding", topic: topic,
      parameters: [
        .required("curve", .value), .required("point", .tensor), .keyword("interval", .tensor),
      ],
      result: "number",
      summary: "How often a closed curve goes around a point of the plane, anticlockwise.",
      definition: """
        The curve is a closed polygon, one corner per row; the number is exact, whatever the rounding.
        A map from R to R^2 draws its curve on interval: [a, b], and is followed closely enough that
        the angle seen from the point never jumps. A point on the curve is refused. Fields: .distance
        (from the point to the curve), .nearest and .edges.
        """,
      examples: [
        .init("winding([1, 0; 0, 1; -1, 0; 0, -1], [0, 0])", "1"),
        .init("winding([1, 0; 0, 1; -1, 0; 0, -1], [2, 0])", "0"),
        .init(
          "c(t: R) = [cos(2 * t), sin(2 * t)]; winding(c, [0, 0], interval: [0, 2 * pi])", "2"),
      ],
      seeAlso: ["linking", "separable"]
    ) { context, arguments in
      try Reuse.refuse()
      let point = try arguments.tensor("point")
      if case .map(let curve) = try arguments.value("curve").plain {
        guard arguments["interval"] != nil else {
          throw Problem.missingArgument(
            function: "winding", parameter: "interval: [a, b] for the curve of a map",
            signature: "winding(curve, point, interval: [a, b])")
        }
        return try answer(
          winding(of: curve.map, on: arguments.tensor("interval"), around: point))
      }
      guard let corners = try arguments.value("curve").plain.convertedToTerm() else {
        throw arguments.problem("curve", wanted: "a matrix of corners, or a map from R to R^2")
      }
      return try answer(winding(of: corners.known("the curve"), around: point))
    },
    Builtin(
      "linking", topic: topic, parameters: [.required("a", .tensor), .required("b", .tensor)],
      result: "number",
      summary: "How often one closed curve in space goes through another: Gauss's integral.",
      definition: """
        Both are closed polygons, one corner per row. Over straight edges the integral is a sum of
        solid angles, a whole number up to rounding: .defect says how nearly, .distance how close the
        curves come. Positive where b passes upwards through a disc around which a turns
        anticlockwise. Curves that meet are refused.
        """,
      examples: [
        .init(
          """
          linking([1, 0, 0; 0, 1, 0; -1, 0, 0; 0, -1, 0], [0, 0, -1; 2, 0, 0; 0, 0, 1])
          """, "-1"),
        .init(
          """
          linking([1, 0, 0; 0, 1, 0; -1, 0, 0; 0, -1, 0], [5, 0, 0; 6, 0, 1; 7, 1, 0])
          """, "0"),
      ],
      seeAlso: ["winding"]
    ) { _, arguments in
      try Reuse.refuse()
      let found = try linking(of: arguments.tensor("a"), with: arguments.tensor("b"))
      return .answer(
        try Answer(
          value: .number(Double(found.number)),
          fields: [
            ("number", .number(Double(found.number))), ("sum", .number(found.sum)),
            ("defect", .number(found.defect)), ("distance", .number(found.distance)),
          ]))
    },
    Builtin(
      "separable", topic: topic,
      parameters: [.required("a", .value), .optional("b", .value)], result: "boolean",
      summary: "Whether a hyperplane separates two sets of points, with the proof either way.",
      definition: """
        separable(data) takes the sets by their labels, more than two of them pair by pair;
        separable(a, b) takes two sets of rows. Yes comes with the hyperplane .normal · x = .offset of
        the widest empty strip, .gap wide, and the .margin on either side; no with a .point of both
        convex hulls, the parts .first and .second of its points (row, part) and the .residual. More
        than two labels: .pairs.
        """,
      examples: [
        .init("separable([0, 0; 0, 1], [2, 0; 2, 1]).gap", "2"),
        .init("separable([0, 0; 2, 0; 0, 2], [0.5, 0.5; 3, 3]).point", "[0.5, 0.5]"),
      ],
      seeAlso: ["separability", "winding"]
    ) { context, arguments in
      try Reuse.refuse()
      return try answer(pairs(try sets(arguments, ("a", "b"))), context.text)
    },
    Builtin(
      "separability", topic: topic,
      parameters: [.required("net", .map), .required("a", .value), .optional("b", .value)],
      result: "list",
      summary: "Whether a hyperplane separates the classes, before the net and after each layer.",
      definition: """
        Data with labels, or two sets of points, as for separable. .rows has for the points and for
        each layer .name, .separable, .gap (of the closest pair of classes; 0 where hulls meet) and
        .pairs.
        """,
      examples: [
        .init("separability(abs, [-1; 1], [0.5; -0.5]).rows[1].separable", "true")
      ],
      seeAlso: ["separable", "profile"]
    ) { context, arguments in
      try Reuse.refuse()
      return try separability(
        arguments.map("net"), try sets(arguments, ("a", "b")), context)
    },
  ]

  private static let topic = "curves and classes"

  private static func answer(_ found: Winding) throws -> Value {
    .answer(
      try Answer(
        value: .number(Double(found.turns)),
        fields: [
          ("turns", .number(Double(found.turns))), ("distance", .number(found.distance)),
          ("nearest", Value(Term(Tensor([found.nearest.x, found.nearest.y])))),
          ("edges", .number(Double(found.edgeCount))),
        ]))
  }
}

// MARK: Classes

/// A set of points with what it is called.
private struct PointSet {
  let name: String
  var points: Tensor
}

/// Two of the sets, and what separates them.
private struct SeparatedPair {
  let first: String
  let second: String
  let found: Separation

  var gap: Double {
    if case .hyperplane(_, _, let gap) = found.answer { return gap }
    return 0
  }
}

extension Vocabulary {
  /// The sets of an argument with labels, or of two arguments.
  private static func sets(
    _ arguments: Arguments, _ names: (String, String)
  ) throws -> [PointSet] {
    let first = try arguments.value(names.0).plain
    if arguments[names.1] != nil {
      return try [names.0, names.1].map { name in
        guard let term = try arguments.value(name).plain.convertedToTerm() else {
          throw arguments.problem(name, wanted: "points, one per row")
        }
        return PointSet(
          name: name == names.0 ? "first" : "second", points: try matrix(term.known("points")))
      }
    }
    guard case .data(let data) = first else {
      if try first.convertedToTerm() != nil {
        throw Problem.custom(
          id: "data.labels", title: "these points have no labels",
          facts: ["a hyperplane separates the points of one class from those of another"],
          hint: "give the classes one by one: separable(a, b)")
      }
      throw arguments.problem(names.0, wanted: "data with labels, or points with those of b")
    }
    guard let labels = data.labels else {
      throw Problem.custom(
        id: "data.labels", title: "the data has no labels",
        facts: ["a hyperplane separates the points of one class from those of another"],
        hint: "give the classes one by one: separable(a, b)")
    }
    var order: [String] = []
    var rows: [String: [Int]] = [:]
    for (row, label) in labels.enumerated() {
      if row & 1023 == 0 { try Interruption.check() }
      if rows[label] == nil { order.append(label) }
      rows[label, default: []].append(row)
    }
    guard order.count >= 2 else {
      throw Problem.custom(
        id: "data.labels",
        title: order.first.map { "all points have the label \($0)" } ?? "the data has no points",
        facts: ["separating needs at least two labels"], hint: nil)
    }
    guard order.count <= classLimit else {
      throw Problem.custom(
        id: "data.labels", title: "the data has \(order.count) labels",
        facts: ["classes are compared pair by pair, at most \(classLimit) of them"], hint: nil)
    }
    let points = try matrix(data.points)
    return try order.map { label in
      let indices = Tensor((rows[label] ?? []).map(Double.init))
      return PointSet(name: label, points: try points.gathered(indices, axis: 0))
    }
  }

  private static let classLimit = 64

  /// Points of any shape, one per row.
  private static func matrix(_ points: Tensor) throws -> Tensor {
    guard points.rank >= 1, points.rank != 2 else { return points }
    let count = points.shape[0]
    return try points.reshaped(Shape.checked([count, points.count / max(count, 1)]))
  }

  private static func pairs(_ sets: [PointSet]) throws -> [SeparatedPair] {
    try sets.indices.flatMap { i in
      try sets.indices.dropFirst(i + 1).map { j in
        SeparatedPair(
          first: sets[i].name, second: sets[j].name,
          found: try separation(of: sets[i].points, from: sets[j].points))
      }
    }
  }

  private static func answer(_ pairs: [SeparatedPair], _ text: ValueText) throws -> Value {
    let isSeparable = pairs.allSatisfy(\.found.isSeparated)
    if pairs.count == 1, let pair = pairs.first {
      return .answer(
        try Answer(
          value: .boolean(isSeparable), fields: fields(of: pair),
          summary: sentence(pair, text),
          display: ([sentence(pair, text)] + evidence(pair, text).map { "    \($0)" })
            .joined(separator: "\n")))
    }
    let number = { (x: Double) in NumberText(x, digits: text.digits).text }
    var table = TextTable([("", .left), ("", .left), ("separable", .left), ("gap", .right)])
    for pair in pairs {
      table.add([pair.first, pair.second, word(pair.found), number(pair.gap)])
    }
    let separated = pairs.count { $0.found.isSeparated }
    let summary =
      isSeparable
      ? "yes, each of the \(pairs.count) pairs of classes"
      : "no, \(separated) of \(pairs.count) pairs of classes"
    let values = try Value.list(
      of: pairs.map { pair in
        let all = fields(of: pair)
        return try .tuple(
          of: [Value(pair.first), Value(pair.second)] + all.map(\.value),
          names: ["a", "b"] + all.map(\.name))
      })
    return .answer(
      try Answer(
        value: .boolean(isSeparable),
        fields: [("separable", .boolean(isSeparable)), ("pairs", values)], summary: summary,
        display: ([summary] + table.lines).joined(separator: "\n")))
  }

  private static func word(_ found: Separation) -> String {
    switch found.answer {
    case .hyperplane: "yes"
    case .commonPoint: "no"
    case .undecided: "undecided"
    }
  }

  private static func sentence(_ pair: SeparatedPair, _ text: ValueText) -> String {
    let number = { (x: Double) in NumberText(x, digits: text.digits).text }
    switch pair.found.answer {
    case .hyperplane(_, _, let gap):
      return "yes, by a strip \(number(gap)) wide"
    case .commonPoint(let point, _, _, _):
      return "no, \(text.line(Value(Term(Tensor(point))))) lies in both convex hulls"
    case .undecided(let distance):
      return "undecided: the convex hulls are \(number(distance)) apart, which may be rounding"
    }
  }

  private static func evidence(_ pair: SeparatedPair, _ text: ValueText) -> [String] {
    let number = { (x: Double) in NumberText(x, digits: text.digits).text }
    func combination(_ weights: [Separation.Weight]) -> String {
      weights.map { "\(number($0.part)) · row \($0.row)" }.joined(separator: " + ")
    }
    switch pair.found.answer {
    case .hyperplane(let normal, let offset, let gap):
      return [
        "hyperplane  \(text.line(Value(Term(Tensor(normal))))) · x = \(number(offset))",
        "margin      \(number(gap / 2)) on either side, at most \(number(pair.found.slack)) less "
          + "than the widest",
      ]
    case .commonPoint(_, let first, let second, let residual):
      return [
        "first       \(combination(first))", "second      \(combination(second))",
        "residual    \(number(residual))",
      ]
    case .undecided: return []
    }
  }

  private static func fields(of pair: SeparatedPair) -> [(name: String, value: Value)] {
    func weights(_ weights: [Separation.Weight]) -> Value {
      let numbers = weights.flatMap { [Double($0.row), $0.part] }
      return (try? Tensor(shape: [weights.count, 2], elements: numbers)).map { Value(Term($0)) }
        ?? .nothing
    }
    let separable = (name: "separable", value: Value.boolean(pair.found.isSeparated))
    switch pair.found.answer {
    case .hyperplane(let normal, let offset, let gap):
      return [
        separable, ("normal", Value(Term(Tensor(normal)))), ("offset", .number(offset)),
        ("gap", .number(gap)), ("margin", .number(gap / 2)), ("slack", .number(pair.found.slack)),
      ]
    case .commonPoint(let point, let first, let second, let residual):
      return [
        separable, ("point", Value(Term(Tensor(point)))), ("first", weights(first)),
        ("second", weights(second)), ("residual", .number(residual)), ("gap", .number(0)),
      ]
    case .undecided(let distance):
      return [separable, ("distance", .number(distance)), ("gap", .number(0))]
    }
  }

  // MARK: After each layer

  private static func separability(
    _ net: SmoothMap, _ start: [PointSet], _ context: Context
  ) throws -> Value {
    var sets = start
    // A map of any space takes the space the points are in.
    let width = start.first?.points.shape.last ?? 1
    let net = net.specialized(to: .real(width))
    var rows: [(name: String, space: Space, pairs: [SeparatedPair])] = [
      ("points", net.domain, try pairs(sets))
    ]
    let domain = net.domain.shape ?? [width]
    for index in sets.indices {
      let points = sets[index].points
      guard points.rank == 2, points.shape[1] == domain.count else {
        throw PiecewiseAffineError.wrongPoint(net, found: Shape([points.shape.last ?? 1]))
      }
      sets[index].points = try points.reshaped(Shape.checked([points.shape[0]] + domain.dims))
    }
    for layer in net.layers {
      for index in sets.indices {
        sets[index].points = try layer(Term(sets[index].points)).known("values")
      }
      let flat = try sets.map { PointSet(name: $0.name, points: try matrix($0.points)) }
      rows.append((layer.name, layer.codomain, try pairs(flat)))
      try context.poll()
    }
    return try answer(rows, context.text)
  }

  private static func answer(
    _ rows: [(name: String, space: Space, pairs: [SeparatedPair])], _ text: ValueText
  ) throws -> Value {
    let number = { (x: Double) in NumberText(x, digits: text.digits).text }
    var table = TextTable([
      ("#", .right), ("after", .left), ("space", .left), ("separable", .left), ("gap", .right),
    ])
    var values: [Value] = []
    for (index, row) in rows.enumerated() {
      let separated = row.pairs.count { $0.found.isSeparated }
      let isSeparable = separated == row.pairs.count
      let answer =
        row.pairs.count == 1
        ? word(row.pairs[0].found)
        : isSeparable ? "yes" : "\(separated) of \(row.pairs.count) pairs"
      let gap = row.pairs.map(\.gap).min() ?? 0
      table.add([
        index == 0 ? "" : "\(index - 1)", row.name, "\(row.space)", answer, number(gap),
      ])
      let pairs = try Value.list(
        of: row.pairs.map { pair in
          try .tuple(
            of: [
              Value(pair.first), Value(pair.second), .boolean(pair.found.isSeparated),
              .number(pair.gap),
            ], names: ["a", "b", "separable", "gap"])
        })
      values.append(
        try .tuple(
          of: [Value(row.name), .boolean(isSeparable), .number(gap), pairs],
          names: ["name", "separable", "gap", "pairs"]))
    }
    let list = try Value.list(of: values)
    return .answer(
      try Answer(
        value: list, fields: [("rows", list)],
        summary: "separability after \(counted(rows.count - 1, "layer"))", display: table.text))
  }
}
