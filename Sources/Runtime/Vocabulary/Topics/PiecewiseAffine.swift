import Autodiff
import Geometry
import Maps
import Tensors

extension Vocabulary {
  /// Maps that are affine on each of finitely many cells, exactly.
  static let piecewiseAffine: [Builtin] = [
    Builtin(
      "local_affine", topic: topic,
      parameters: [.required("net", .map), .required("x", .tensor)], result: "affine map",
      summary: "The affine map that a piecewise affine map is around x, and the cell it holds on.",
      definition: """
        On the cell net(y) = A y + b without error, and the cell is all y with C y ≤ d. Fields: .A,
        .b, .C, .d, .pattern (1 for each unit that is positive), .distance (from x to the nearest
        wall), .on_wall and .residual. On a wall it is the map of the side where the unit is not
        positive. Exact for relu, leaky_relu, abs, max and what is made of them.
        """,
      examples: [
        .init("local_affine(linear([1, 0; 0, 1]) |> relu, [2, -1]).A", "[1, 0;\n 0, 0]"),
        .init("local_affine(abs, [2, -1]).distance", "1"),
      ],
      seeAlso: ["regions", "pieces", "jacobian", "kind"]
    ) { context, arguments in
      try Reuse.refuse()
      return try answer(
        localAffine(of: arguments.map("net"), at: arguments.term("x")), context.text)
    },
    Builtin(
      "regions", topic: topic,
      parameters: [
        .required("net", .map), .required("box", .tensor), .keyword("slice", .map),
      ],
      result: "number",
      summary: "The cells into which a piecewise affine map cuts a box of the plane, exactly.",
      definition: """
        The box has one row `lo, hi` for each axis. A map of a larger space is cut on a slice, an
        affine map from ℝ² into its domain; the cells' maps are then functions of its two parameters.
        Fields: .cells, .maps (different affine maps), .pieces (walls with one cell on either side),
        .list (each cell with .vertices, .A, .b, .area and .pattern), .walls (x, y, x, y), .area,
        .residual (areas against the box) and .tolerance (lines nearer to a corner pass through it).
        """,
      examples: [
        .init(
          """
          regions(affine([1, 0; 0, 1; 1, 1], [0, 0, 0.5]) |> relu, [-2, 2; -2, 2]).cells
          """, "7"),
        .init("regions(abs, [-1, 1; -1, 1]).list[0].area", "1"),
      ],
      seeAlso: ["local_affine", "pieces"]
    ) { context, arguments in
      try Reuse.refuse()
      let slice = arguments["slice"] == nil ? nil : try arguments.map("slice")
      let found = try regions(
        of: arguments.map("net"), box: arguments.tensor("box"), slice: slice)
      return try answer(found, context.text)
    },
    Builtin(
      "pieces", topic: topic,
      parameters: [.required("f", .map), .required("interval", .tensor)], result: "number",
      summary: "The pieces of a piecewise affine map from ℝ to ℝ on an interval, exactly.",
      definition: """
        The interval is [lo, hi]. Fields: .pieces, .breakpoints (with both ends), .slopes, .intercepts,
        .cells (of equal activation; neighbours with the same map are one piece), .jump (the
        greatest jump at a breakpoint) and .tolerance.
        """,
      examples: [
        .init("pieces(abs, [-1, 1])", answerOfAbs),
        .init(
          "tent(x: R) = 1 - abs(2 * x - 1); pieces(tent |> tent, [0, 1]).slopes", "[4, -4, 4, -4]"),
      ],
      seeAlso: ["regions", "local_affine"]
    ) { context, arguments in
      try Reuse.refuse()
      let found = try pieces(of: arguments.map("f"), on: arguments.tensor("interval"))
      return try answer(found, context.text)
    },
  ]

  private static let topic = "piecewise affine maps"

  private static let answerOfAbs = """
    2 pieces
      from  to  slope  at 0
        -1   0     -1     0
         0   1      1     0
    """
}

// MARK: Answers

extension Vocabulary {
  private static func answer(_ local: LocalAffine, _ text: ValueText) throws -> Value {
    let map = try SmoothMap.affine(Term(local.matrix), Term(local.shift))
    let (a, b) = (Value(Term(local.matrix)), Value(Term(local.shift)))
    let walls = local.bounds.count
    let number = { (x: Double) in NumberText(x, digits: text.digits).text }
    var lines = ["x ↦ A x + b with A = \(text.line(a)), b = \(text.line(b))"]
    if walls == 0 {
      lines.append("    on the whole space")
    } else {
      lines.append("    on the cell of \(counted(walls, "inequality")) C x ≤ d")
      lines.append("    pattern   \(PatternText(local.pattern).text)")
      lines.append("    distance  \(number(local.distance)) to the nearest wall")
    }
    if local.tightCount > 0 {
      lines.append(
        "    the point lies on \(counted(local.tightCount, "wall")): this is the side where the unit"
          + " is not positive")
    }
    lines.append("    residual  \(number(local.residual)), the greatest |A x + b - f(x)|")
    return .answer(
      try Answer(
        value: Value(map),
        fields: [
          ("A", a), ("b", b), ("C", Value(Term(local.normals))), ("d", Value(Term(local.bounds))),
          ("pattern", pattern(local.pattern)), ("distance", .number(local.distance)),
          ("on_wall", .boolean(local.tightCount > 0)), ("residual", .number(local.residual)),
        ], display: lines.joined(separator: "\n")))
  }

  private static func answer(_ found: Regions, _ text: ValueText) throws -> Value {
    let number = { (x: Double) in NumberText(x, digits: text.digits).text }
    let residual = (found.area - found.boxArea).magnitude
    let summary =
      "\(counted(found.cells.count, "cell")), \(counted(found.mapCount, "different affine map")), "
      + counted(found.walls.count, "boundary piece")
    var table = TextTable([
      ("#", .right), ("area", .right), ("corners", .right), ("pattern", .left), ("A", .left),
      ("b", .left),
    ])
    for (index, cell) in found.cells.prefix(shownCells).enumerated() {
      table.add([
        "\(index)", number(cell.area), "\(cell.corners.count)", PatternText(cell.pattern).text,
        found.target <= 4 ? text.line(matrix(cell, found.target)) : "\(found.target)×2 matrix",
        found.target <= 4 ? text.line(shift(cell)) : "\(counted(found.target, "number"))",
      ])
    }
    var lines = [
      summary,
      "    areas add up to \(number(found.area)), the box has \(number(found.boxArea)): "
        + "residual \(number(residual))",
      "    lines nearer than \(number(found.tolerance)) to a corner pass through it",
    ]
    lines += table.lines
    let more = found.cells.count - shownCells
    if more > 0 { lines.append("  … \(more) more in .list") }
    return .answer(
      try Answer(
        value: .number(Double(found.cells.count)),
        fields: [
          ("cells", .number(Double(found.cells.count))), ("maps", .number(Double(found.mapCount))),
          ("pieces", .number(Double(found.walls.count))), ("area", .number(found.area)),
          ("residual", .number(residual)), ("tolerance", .number(found.tolerance)),
        ],
        reading: [
          Answer.Reader(name: "list") {
            (try? .list(of: found.cells.map { try cellValue($0, found.target) })) ?? .nothing
          },
          Answer.Reader(name: "walls") {
            let numbers = found.walls.flatMap { [$0.from.x, $0.from.y, $0.to.x, $0.to.y] }
            let tensor = try? Tensor(shape: [found.walls.count, 4], elements: numbers)
            return tensor.map { Value(Term($0)) } ?? .nothing
          },
        ], summary: summary, display: lines.joined(separator: "\n")))
  }

  /// How many cells a table shows.
  private static let shownCells = 12

  private static func cellValue(_ cell: Regions.Cell, _ target: Int) throws -> Value {
    let corners = try Tensor(
      shape: [cell.corners.count, 2], elements: cell.corners.flatMap { [$0.x, $0.y] })
    return try .tuple(
      of: [
        Value(Term(corners)), matrix(cell, target), shift(cell), .number(cell.area),
        pattern(cell.pattern),
      ], names: ["vertices", "A", "b", "area", "pattern"])
  }

  private static func matrix(_ cell: Regions.Cell, _ target: Int) -> Value {
    let tensor = try? Tensor(shape: [target, 2], elements: cell.matrix)
    return tensor.map { Value(Term($0)) } ?? .nothing
  }

  private static func shift(_ cell: Regions.Cell) -> Value { Value(Term(Tensor(cell.shift))) }

  private static func pattern(_ pattern: [Int]) -> Value {
    Value(Term(Tensor(pattern.map(Double.init))))
  }

  private static func answer(_ found: Pieces, _ text: ValueText) throws -> Value {
    let number = { (x: Double) in NumberText(x, digits: text.digits).text }
    let summary = counted(found.count, "piece")
    var table = TextTable([
      ("from", .right), ("to", .right), ("slope", .right), ("at 0", .right),
    ])
    let shown = 16
    for index in 0..<min(found.count, shown) {
      table.add([
        number(found.breakpoints[index]), number(found.breakpoints[index + 1]),
        number(found.slopes[index]), number(found.intercepts[index]),
      ])
    }
    var lines = [summary] + table.lines
    if found.count > shown { lines.append("  … \(found.count - shown) more") }
    return .answer(
      try Answer(
        value: .number(Double(found.count)),
        fields: [
          ("pieces", .number(Double(found.count))),
          ("breakpoints", Value(Term(Tensor(found.breakpoints)))),
          ("slopes", Value(Term(Tensor(found.slopes)))),
          ("intercepts", Value(Term(Tensor(found.intercepts)))),
          ("cells", .number(Double(found.cellCount))), ("jump", .number(found.greatestJump)),
          ("tolerance", .number(found.tolerance)),
        ], summary: summary, display: lines.joined(separator: "\n")))
  }
}

/// An activation pattern in a few characters: one digit for each unit.
struct PatternText {
  let text: String

  init(_ pattern: [Int]) {
    let limit = 32
    let isDigits = pattern.allSatisfy { (0...9).contains($0) }
    let shown = pattern.prefix(limit).map(String.init).joined(separator: isDigits ? "" : " ")
    text = pattern.isEmpty ? "-" : pattern.count > limit ? shown + "…" : shown
  }
}
