import Autodiff
import Geometry
import Language
import Tensors

/// The operators that compare values.
enum Comparison {
  /// The value of `lhs operator rhs` for `<`, `<=`, `>` and `>=`.
  ///
  /// Numbers and strings have an order; a comparison of traced numbers is noted as a guard.
  static func ordered(_ operation: BinaryOperator, _ lhs: Value, _ rhs: Value) throws -> Value {
    switch (lhs.plain, rhs.plain) {
    case (.number(let a), .number(let b)): return .boolean(holds(operation, a, b))
    case (.string(let a), .string(let b)):
      return .boolean(holds(operation, a.value, b.value))
    case (let a, let b):
      guard let x = a.term, let y = b.term, x.rank == 0, y.rank == 0 else {
        let isTensor = (a.term?.rank ?? 0) > 0 || (b.term?.rank ?? 0) > 0
        throw Problem.operands(
          symbol: operation.symbol, lhs: lhs.kindPhrase, rhs: rhs.kindPhrase,
          hint: isTensor
            ? elementwise(operation, a, b, subject: "x")
            : a.callableName != nil && b.callableName != nil
              ? "a chain of maps is written with |>" : nil)
      }
      let comparison =
        switch operation {
        case .less: try Term.less(x, y)
        case .lessOrEqual: try Term.lessOrEqual(x, y)
        case .greater: try Term.less(y, x)
        default: try Term.lessOrEqual(y, x)
        }
      return .boolean(try comparison.decide())
    }
  }

  /// How the elements of a tensor are compared with a number, or with those of another tensor.
  static func elementwise(
    _ operation: BinaryOperator, _ a: Value, _ b: Value, subject: String, bound: String? = nil
  ) -> String {
    let symbol = operation.symbol
    let rank = a.plain.term?.rank ?? 0
    guard rank > 0, b.plain.term?.rank == 0 else {
      return "compare elements in a comprehension: [a[k] \(symbol) b[k] for k in 0..<count(a)]"
    }
    let limit = bound ?? ValueText().line(b)
    let elements =
      switch rank {
      case 1:
        "[v \(symbol) \(limit) for v in \(subject)], or [v for v in \(subject) if v \(symbol) \(limit)] "
          + "for those elements themselves"
      case 2: "[[v \(symbol) \(limit) for v in row] for row in \(subject)]"
      default: "[v \(symbol) \(limit) for v in reshape(\(subject), [count(\(subject))])]"
      }
    return "compare elements in a comprehension: \(elements)"
  }

  @inline(__always)
  static func holds<T: Comparable>(_ operation: BinaryOperator, _ a: T, _ b: T) -> Bool {
    switch operation {
    case .less: a < b
    case .lessOrEqual: a <= b
    case .greater: a > b
    default: a >= b
    }
  }

  /// Whether a value is among the elements of another.
  static func contains(_ container: Value, _ element: Value) throws -> Bool {
    if case .string(let text) = container.plain {
      guard case .string(let part) = element.plain else { return false }
      return try TextSearch.contains(text.value, part.value)
    }
    if case .range(let range) = container.plain {
      if let term = element.plain.term, term.isTraced, term.rank == 0 {
        return try contains(range, term)
      }
      guard let whole = element.wholeNumber else { return false }
      return whole >= range.start && whole < range.end
    }
    guard container.isIterable else {
      throw Problem.operand(
        symbol: "in", found: container.kindPhrase,
        wanted: "a list, tuple, range, tensor or string on its right")
    }
    if let found = try container.plain.rowsContain(element.plain) { return found }
    var iterator = try ValueIterator(container)
    var looked = 0
    while let candidate = try iterator.next() {
      looked += 1
      if looked & 1023 == 0 { try Supervision.check() }
      if try Value.areEqual(candidate, element) { return true }
    }
    return false
  }

  /// Whether a traced number is among the integers of a range, noted as guards.
  private static func contains(_ range: RangeValue, _ x: Term) throws -> Bool {
    try Term.lessOrEqual(Term(Double(range.start)), x).decide()
      && Term.less(x, Term(Double(range.end))).decide()
      && Term.equal(x, x.applying(.floor)).decide()
  }

  /// Whether a condition holds.
  ///
  /// - Throws: `.undecided` for an unknown verdict, `.condition` for what is no condition.
  static func isTrue(_ value: Value) throws -> Bool {
    switch value {
    case .boolean(let flag): return flag
    case .verdict(let verdict):
      switch verdict.value.answer {
      case .yes: return true
      case .no: return false
      case .unknown: throw Problem.undecided(reason: verdict.value.reason)
      }
    case .answer(let answer): return try isTrue(answer.value)
    case .nothing, .number, .string, .tensor, .list, .tuple, .range, .space, .map, .function,
      .data, .module:
      throw Problem.condition(found: value.kindPhrase)
    }
  }
}
