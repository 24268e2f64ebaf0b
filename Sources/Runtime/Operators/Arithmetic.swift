import Autodiff
import Glibc
import Language
import Maps
import Tensors

/// The operators of arithmetic on values that are not both numbers.
///
/// Compiled code handles two numbers itself and comes here for everything else.
enum Arithmetic {
  /// The value of `lhs operator rhs`.
  static func apply(_ operation: BinaryOperator, _ lhs: Value, _ rhs: Value) throws -> Value {
    let (lhs, rhs) = (lhs.plain, rhs.plain)
    if case .number(let a) = lhs, case .number(let b) = rhs {
      if let value = numbers(operation, a, b) {
        if let check = Execution.current.finiteCheck {
          try check.note(operation.symbol, a, b, gives: value)
        }
        return .number(value)
      }
    }
    switch (lhs, rhs) {
    case (.map, _), (_, .map):
      if let value = try MapAlgebra.apply(operation, lhs, rhs) { return value }
    case (.string(let a), .string(let b)) where operation == .add:
      try Size.check(bytes: a.value.utf8.count + b.value.utf8.count)
      return try Value.charged(a.value + b.value)
    case (.list(let a), .list(let b)) where operation == .add:
      try Size.check(elements: a.elements.count + b.elements.count)
      return .list(try ListValue(a.elements + b.elements))
    // A list that grows begins as `[]`.
    case (.list, .tensor(let none)) where operation == .add && none.value.shape == [0]: return lhs
    case (.tensor(let none), .list) where operation == .add && none.value.shape == [0]: return rhs
    case (.space(let space), _) where operation == .power:
      return Value(try power(of: space.value, rhs))
    default: break
    }
    guard let a = try lhs.operand, let b = try rhs.operand else {
      throw Problem.operands(
        symbol: operation.symbol, lhs: lhs.kindPhrase, rhs: rhs.kindPhrase,
        hint: hint(operation, lhs, rhs))
    }
    return Value(try terms(operation, a, b))
  }

  /// The value for two numbers; nil for an operator that is not one of numbers.
  @inline(__always)
  static func numbers(_ operation: BinaryOperator, _ a: Double, _ b: Double) -> Double? {
    switch operation {
    case .add, .elementwiseAdd: a + b
    case .subtract, .elementwiseSubtract: a - b
    case .multiply, .elementwiseMultiply: a * b
    case .divide, .elementwiseDivide: a / b
    case .leftDivide: b / a
    case .remainder: remainder(a, b)
    case .power, .elementwisePower: power(a, b)
    case .or, .and, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual,
      .approximatelyEqual, .contains, .notContains, .pipe, .halfOpenRange, .closedRange,
      .kronecker, .directSum, .dot, .compose:
      nil
    }
  }

  /// aᵇ, the same bits as of the elements of a tensor.
  @inline(__always)
  static func power(_ a: Double, _ b: Double) -> Double {
    b == 2 ? a * a : b == -1 ? 1 / a : pow(a, b)
  }

  /// a − b ⌊a/b⌋, which has the sign of b.
  static func remainder(_ a: Double, _ b: Double) -> Double {
    let rest = fmod(a, b)
    return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest
  }

  /// The negative of a value.
  static func negated(_ value: Value) throws -> Value {
    switch value.plain {
    case .number(let number): return .number(-number)
    case .map: return try apply(.multiply, .number(-1), value)
    default:
      guard let term = try value.plain.operand else {
        throw Problem.operand(
          symbol: "-", found: value.kindPhrase, wanted: "a number, a tensor or a map")
      }
      return Value(try -term)
    }
  }

  private static func terms(_ operation: BinaryOperator, _ a: Term, _ b: Term) throws -> Term {
    switch operation {
    case .add:
      try requireEqualShapes(operation, a, b)
      return try a + b
    case .subtract:
      try requireEqualShapes(operation, a, b)
      return try a - b
    case .elementwiseAdd: return try broadcast(operation, a, b) { try a + b }
    case .elementwiseSubtract: return try broadcast(operation, a, b) { try a - b }
    case .elementwiseMultiply: return try broadcast(operation, a, b) { try a * b }
    case .elementwiseDivide: return try broadcast(operation, a, b) { try a / b }
    case .elementwisePower: return try broadcast(operation, a, b) { try Term.power(a, b) }
    case .remainder: return try broadcast(operation, a, b) { try Term.remainder(a, b) }
    case .multiply:
      do {
        return try Term.product(a, b)
      } catch .tensor(.shapeMismatch) {
        throw Problem.product(lhs: a.shape, rhs: b.shape)
      }
    case .divide:
      guard b.rank == 0 else {
        throw Problem.operands(
          symbol: "/", lhs: a.shape.phrase, rhs: b.shape.phrase,
          hint: "./ divides element by element; A \\ b solves A x = b")
      }
      return try a / b
    case .leftDivide:
      if a.rank == 0 { return try b / a }
      do {
        return try Vocabulary.solved(a, b)
      } catch AutodiffError.tensor(.shapeMismatch), TensorError.shapeMismatch {
        throw unsolvable(a.shape, b.shape)
      }
    case .power: return try power(a, b)
    case .or, .and, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual,
      .approximatelyEqual, .contains, .notContains, .pipe, .halfOpenRange, .closedRange,
      .kronecker, .directSum, .dot, .compose:
      throw Problem.operands(
        symbol: operation.symbol, lhs: a.shape.phrase, rhs: b.shape.phrase, hint: nil)
    }
  }

  /// What is wrong with A \ b for a right side of another height.
  private static func unsolvable(_ matrix: Shape, _ right: Shape) -> Problem {
    let facts =
      matrix.rank == 2 && (1...2).contains(right.rank)
      ? [
        "the matrix has \(counted(matrix[0], "row")), and the right side "
          + "\(counted(right[0], right.rank == 1 ? "entry" : "row")); each row is one equation"
      ] : ["the shapes are \(matrix) and \(right)"]
    return .custom(
      id: "shape.mismatch", title: "\\ does not combine \(matrix.phrase) and \(right.phrase)",
      facts: facts, hint: nil)
  }

  private static func requireEqualShapes(
    _ operation: BinaryOperator, _ a: Term, _ b: Term
  ) throws(Problem) {
    guard a.shape == b.shape else {
      throw .shapes(symbol: operation.symbol, lhs: a.shape, rhs: b.shape)
    }
  }

  private static func broadcast(
    _ operation: BinaryOperator, _ a: Term, _ b: Term, _ body: () throws -> Term
  ) throws -> Term {
    do {
      return try body()
    } catch AutodiffError.tensor(.shapeMismatch) {
      throw Problem.shapes(symbol: operation.symbol, lhs: a.shape, rhs: b.shape)
    }
  }

  /// A number to a power, or a square matrix to a whole one by repeated squaring.
  private static func power(_ base: Term, _ exponent: Term) throws -> Term {
    guard exponent.rank == 0 else {
      throw Problem.operands(
        symbol: "^", lhs: base.shape.phrase, rhs: exponent.shape.phrase,
        hint: ".^ raises element by element")
    }
    if base.rank == 0 { return try Term.power(base, exponent) }
    guard base.rank == 2, base.shape[0] == base.shape[1] else {
      throw Problem.operands(
        symbol: "^", lhs: base.shape.phrase, rhs: "a number",
        hint: "^ multiplies a square matrix by itself; .^ raises element by element")
    }
    let number = try exponent.known("the exponent of a matrix").scalar ?? .nan
    guard let times = Value.number(number).wholeNumber else {
      throw Problem.notWhole(what: "the exponent of a matrix", value: number)
    }
    var factor = times < 0 ? try base.inverse() : base
    var remaining = times.magnitude
    var result = Term.identity(base.shape[0])
    while remaining > 0 {
      if remaining & 1 == 1 { result = try Term.product(result, factor) }
      remaining >>= 1
      if remaining > 0 { factor = try Term.product(factor, factor) }
    }
    return result
  }

  /// R^3 and R^(1, 8, 8).
  private static func power(of space: Space, _ exponent: Value) throws -> Space {
    guard let base = space.shape else {
      throw Problem.operands(
        symbol: "^", lhs: "the space \(space)", rhs: exponent.kindPhrase, hint: nil)
    }
    let parts: [Value] =
      if case .tuple(let tuple) = exponent { tuple.elements } else { [exponent] }
    let extents = try parts.map { part in
      guard let extent = part.wholeNumber, extent >= 0 else {
        if case .number(let number) = part.plain {
          throw Problem.outOfRange(
            what: "a dimension", value: number, range: 0...Shape.elementLimit)
        }
        throw Problem.operand(
          symbol: "^", found: part.kindPhrase, wanted: "a dimension: a whole number from 0 on")
      }
      return extent
    }
    return Space(try Shape.checked(extents + base.dims))
  }

  private static func hint(_ operation: BinaryOperator, _ lhs: Value, _ rhs: Value) -> String? {
    switch (lhs, rhs) {
    case (.string, _), (_, .string):
      operation == .add || operation == .remainder
        ? "values are put into text with braces: \"x is {x}\"" : nil
    case (.map, .tensor) where operation == .multiply || operation == .leftDivide:
      "a map is applied by a call: f(x), or x |> f"
    case (.list, _), (_, .list):
      "a list is not a tensor: its elements are not all numbers or equally shaped"
    default: nil
    }
  }
}

extension Value {
  /// The tensor that arithmetic uses the value as; ranges and data count, lists do not.
  var operand: Term? {
    get throws {
      if case .list = self { return nil }
      return try convertedToTerm()
    }
  }
}

extension BinaryOperator {
  /// The operator as programs write it.
  var symbol: String {
    switch self {
    case .approximatelyEqual: "≈"
    case .kronecker: "⊗"
    case .directSum: "⊕"
    case .dot: "·"
    case .compose: "∘"
    default: rawValue
    }
  }
}
