import Autodiff
import Language
import Maps

/// Maps with equal domains form an algebra: operators act pointwise (language.md §3).
enum MapAlgebra {
  /// The pointwise combination, nil when the operator does not combine these operands.
  static func apply(_ operation: BinaryOperator, _ lhs: Value, _ rhs: Value) throws -> Value? {
    switch (operation, lhs, rhs) {
    case (.add, .map(let f), .map(let g)): return Value(try f.map + g.map)
    case (.subtract, .map(let f), .map(let g)):
      return Value(try f.map - g.map)
    case (.elementwiseMultiply, .map(let f), .map(let g)):
      return Value(try f.map .* g.map)
    case (.multiply, .map, .map):
      throw Problem.operands(
        symbol: "*", lhs: lhs.kindPhrase, rhs: rhs.kindPhrase,
        hint: ".* multiplies the values of maps; f ∘ g composes them")
    case (.multiply, let scalar, .map(let f)), (.multiply, .map(let f), let scalar),
      (.elementwiseMultiply, let scalar, .map(let f)),
      (.elementwiseMultiply, .map(let f), let scalar):
      guard let factor = scalar.term, factor.rank == 0 else { return nil }
      return Value(try f.map.scaled(by: factor).limited())
    case (.divide, .map(let f), let scalar):
      guard let divisor = scalar.term, divisor.rank == 0 else { return nil }
      return Value(try f.map.scaled(by: Term(1) / divisor).limited())
    default: return nil
    }
  }

  /// `f ∘ g`: a map when both are, else a function.
  static func composed(_ outer: Value, after inner: Value) throws -> Value {
    let (outer, inner) = (outer.plain, inner.plain)
    if case .map(let f) = outer, case .map(let g) = inner {
      return Value(try SmoothMap.composed([g.map, f.map]))
    }
    for operand in [outer, inner] where operand.callableName == nil {
      throw Problem.operand(
        symbol: "∘", found: operand.kindPhrase, wanted: "a function or a map")
    }
    return .function(.composition(try Composition(outer: outer, inner: inner)))
  }
}
