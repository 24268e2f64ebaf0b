import Language
import Tensors

extension Problem {
  /// Problems of operators and conditions in words.
  var operatorText: ProblemText {
    switch self {
    case .operands(let symbol, let lhs, let rhs, let hint):
      ProblemText(
        "operator.kinds", "\(symbol) does not combine \(lhs) and \(rhs)", hint: hint)
    case .operand(let symbol, let found, let wanted):
      ProblemText("operator.kind", "\(symbol) needs \(wanted)", label: "this is \(found)")
    case .shapes(let symbol, let lhs, let rhs): Self.shapes(symbol, lhs, rhs)
    case .product(let lhs, let rhs): Self.product(lhs, rhs)
    case .condition(let found):
      ProblemText(
        "condition.kind", "a condition is true or false", label: "this is \(found)",
        hint: found == "a number"
          ? "compare it: x != 0"
          : found.hasPrefix("a tuple")
            ? "assert takes no parentheses: assert x == 1, \"why\"" : nil)
    case .undecided(let reason):
      ProblemText(
        "verdict.unknown", "the answer is unknown, so it cannot serve as a condition",
        facts: [reason])
    case .extent(let found, let call):
      ProblemText(
        "number.whole", "an extent must be a whole number", label: "this is \(found)",
        hint: call.map { "extents are arguments of their own: \($0)" })
    case .notInteger(let what, let found):
      ProblemText("number.whole", "\(what) must be a whole number", label: "this is \(found)")
    case .negative(let what, let value):
      ProblemText("number.whole", "\(what) is 0 at least", label: "this is \(value)")
    case .outOfRange(let what, let value, let range):
      ProblemText(
        "number.whole",
        "\(what) is a whole number from \(grouped(range.lowerBound)) to "
          + grouped(range.upperBound),
        label: "this is \(NumberText(value, digits: 17).text)")
    case .notWhole(let what, let value):
      ProblemText(
        "number.whole",
        value.magnitude > 0x1p53 && value.isFinite
          ? "\(what) is too large to count with" : "\(what) must be a whole number",
        label: "this is \(NumberText(value, digits: 17).text)",
        facts: value.magnitude > 0x1p53 && value.isFinite
          ? ["whole numbers are told apart up to 2⁵³ = \(grouped(1 << 53))"] : [],
        hint: value.magnitude < 0x1p53 && !what.hasPrefix("the exponent")
          ? "floor, ceil and round give whole numbers" : nil)
    default: ProblemText("host.error", "\(self)")
    }
  }

  private static func shapes(_ symbol: String, _ lhs: Shape, _ rhs: Shape) -> ProblemText {
    guard symbol == "+" || symbol == "-" else {
      return ProblemText(
        "shape.broadcast", "\(symbol) cannot match \(lhs.phrase) with \(rhs.phrase)",
        facts: symbol.hasPrefix(".")
          ? ["trailing axes must be equal, or 1 on one side: \(lhs) and \(rhs)"]
          : ["the shapes are \(lhs) and \(rhs)"])
    }
    let broadcasts = Shape.broadcasts(lhs, rhs)
    return ProblemText(
      "shape.mismatch", "\(symbol) needs equal shapes: \(lhs.phrase) and \(rhs.phrase)",
      facts: lhs.rank == 0 || rhs.rank == 0
        ? ["a vector space has no “plus a number”"] : ["the shapes are \(lhs) and \(rhs)"],
      hint: broadcasts ? ".\(symbol) works element by element" : nil)
  }

  private static func product(_ lhs: Shape, _ rhs: Shape) -> ProblemText {
    let title = "\(lhs.phrase) times \(rhs.phrase) is not defined"
    if lhs.rank == 1, rhs.rank == 1 {
      return ProblemText(
        "shape.product", title,
        hint: lhs == rhs
          ? "dot(a, b) is a number, a .* b works element by element, outer(a, b) is a matrix"
          : "outer(a, b) is a matrix")
    }
    let inner = lhs[lhs.rank - 1]
    let outer = rhs.rank == 1 ? rhs[0] : rhs[rhs.rank - 2]
    var hint: String?
    if lhs == rhs, lhs.rank == 2 {
      hint = ".* multiplies element by element; A' * B and A * B' are products too"
    } else if lhs == rhs {
      hint = ".* multiplies element by element"
    } else if rhs.rank == 2, rhs[1] == inner {
      hint = "the transpose of the right side fits: A * B'"
    } else if lhs.rank == 2, lhs[0] == outer {
      hint = "the transpose of the left side fits: A' * B"
    }
    return ProblemText(
      "shape.product", title,
      facts: ["the left has \(counted(inner, "column")), the right \(counted(outer, "row"))"],
      hint: hint)
  }

  /// Problems of containers and indices in words.
  var containerText: ProblemText {
    switch self {
    case .raggedRows(let row, let found, let expected):
      ProblemText(
        "shape.ragged",
        "row \(row) has \(counted(found, "entry")), row 0 has \(expected)")
    case .blockHeights(let heights):
      ProblemText(
        "shape.ragged", "blocks side by side need as many rows as each other",
        facts: ["they have \(heights.map(String.init).joined(separator: ", ")) rows"])
    case .indexOutOfRange(let index, let count, let axis):
      ProblemText(
        "index.range",
        "index \(index) is out of range" + (axis.map { " on axis \($0)" } ?? ""),
        label: count == 0
          ? "there are no entries"
          : count == 1 ? "there is 1 entry, 0" : "there are \(count) entries, 0 to \(count - 1)",
        hint: index == count && count > 0
          ? "indices begin at 0, so the last is \(count - 1), or -1" : nil)
    case .tooManyIndices(let found, let rank, let kind):
      ProblemText(
        "index.count", "\(counted(found, "index")) for \(kind)",
        facts: [rank == 1 ? "it has one axis" : "it has \(rank) axes"])
    case .indexKind(let found):
      ProblemText(
        "index.kind", "an index is a whole number, a range, : or a vector of whole numbers",
        label: "this is \(found)")
    case .notIndexable(let kind, let hint):
      ProblemText("index.notIndexable", "\(kind) cannot be indexed", hint: hint)
    case .noField(let name, let kind, let near, let known, let advice):
      ProblemText(
        "field.unknown", "\(kind) has no field \(name)",
        facts: known.isEmpty
          ? [] : ["its fields are \(known.prefix(20).map(fieldText).joined(separator: ", "))"],
        hint: advice
          ?? near.map { "did you mean \($0.isName ? "." : "")\(fieldText($0))?" })
    case .notIterable(let kind):
      ProblemText(
        "loop.kind", "\(kind) has no elements to go through",
        facts: ["lists, tuples, ranges, strings, data and the rows of tensors have"],
        hint: kind == "a number" ? "0..<n counts from 0 to n - 1" : nil)
    case .destructuring(let names, let values, let place):
      ProblemText(
        "binding.count", "\(counted(names, "name")) for \(counted(values, "value"))",
        hint: names < values
          ? "`_` takes a value that is not needed: "
            + (["a"] + Array(repeating: "_", count: min(values - 1, 4))).joined(separator: ", ")
            + (values > 5 ? ", … = …" : " = …")
          : place == .loop && names == 2 && values == 1
            ? "a loop with the places too: for i in 0..<count(xs) { v = xs[i]; … }" : nil)
    case .elementCount(let shape, let found):
      ProblemText(
        "shape.count", "shape \(shape) has \(counted(shape.count, "element")), \(found) are given")
    case .dataMismatch(let what, let found, let expected):
      ProblemText("data.count", "\(found) \(what) where \(expected) are needed")
    default: ProblemText("host.error", "\(self)")
    }
  }
}

/// A field as it is written behind its value: by its name, or as a string between brackets.
private func fieldText(_ name: String) -> String {
  name.isName ? name : "[\(ValueText.quoted(name))]"
}

extension Shape {
  /// Whether trailing axes are equal or 1.
  static func broadcasts(_ a: Shape, _ b: Shape) -> Bool {
    zip(a.reversed(), b.reversed()).allSatisfy { $0 == $1 || $0 == 1 || $1 == 1 }
  }
}
