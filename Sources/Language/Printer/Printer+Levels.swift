/// The rules of the grammar that read operands, loosest first (language.md §3).
enum Level: Int, Comparable {
  case expression
  case disjunction
  case conjunction
  case negation
  case comparison
  case pipeline
  case range
  case sum
  case product
  case prefix
  case application
  case power
  case composition
  case postfix
  case primary

  static func < (one: Level, other: Level) -> Bool { one.rawValue < other.rawValue }

  /// The next tighter level.
  var tighter: Level { Level(rawValue: rawValue + 1) ?? .primary }
}

extension BinaryOperator {
  /// The rule that reads the operator.
  var level: Level {
    switch self {
    case .or: .disjunction
    case .and: .conjunction
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .approximatelyEqual,
      .contains, .notContains:
      .comparison
    case .pipe: .pipeline
    case .halfOpenRange, .closedRange: .range
    case .add, .subtract, .elementwiseAdd, .elementwiseSubtract: .sum
    case .multiply, .divide, .leftDivide, .elementwiseMultiply, .elementwiseDivide, .kronecker,
      .directSum, .dot, .remainder:
      .product
    case .power, .elementwisePower: .power
    case .compose: .composition
    }
  }

  /// The levels at which the operands are read.
  var operandLevels: (left: Level, right: Level) {
    switch level {
    case .comparison, .range: (level.tighter, level.tighter)
    case .power, .composition: (level.tighter, level)
    default: (level, level.tighter)
    }
  }

  /// How the printer spells it: as typed on a keyboard, and the four operators that are words there
  /// as their symbols, since a word is an operator only between operands of some kinds.
  var spelling: String {
    switch self {
    case .kronecker: "⊗"
    case .directSum: "⊕"
    case .dot: "·"
    case .compose: "∘"
    case .or, .and, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual,
      .approximatelyEqual, .contains, .notContains, .pipe, .halfOpenRange, .closedRange, .add,
      .subtract, .elementwiseAdd, .elementwiseSubtract, .multiply, .divide, .leftDivide,
      .elementwiseMultiply, .elementwiseDivide, .remainder, .power, .elementwisePower:
      rawValue
    }
  }
}

extension Expression {
  /// The rule that reads this expression where no parentheses stand around it.
  var level: Level {
    switch kind {
    case .lambda, .conditional: .expression
    case .property: .comparison
    case .unary(.not, _): .negation
    case .unary: .prefix
    case .binary(let symbol, _, _, _): symbol.level
    case .application: isJuxtaposition ? .application : .postfix
    case .call, .index, .member, .transpose: .postfix
    case .number(let value): value.sign == .minus && !value.isNaN ? .prefix : .primary
    case .string, .boolean, .name, .hole, .wholeAxis, .tuple, .list, .comprehension, .block,
      .gradient:
      .primary
    }
  }

  /// Whether an application can be written with a space: a name, and an argument that begins with
  /// neither a parenthesis, a brace nor a sign.
  var isJuxtaposition: Bool {
    guard case .application(let callee, let argument) = kind, callee.isDottedName else {
      return false
    }
    guard case .application(let inner, _) = argument.kind else {
      return argument.level >= .application && argument.beginsArgument
    }
    // `f dot x` is a product.
    if case .name(let name) = inner.kind, Parser.wordOperators[name] != nil { return false }
    return argument.isJuxtaposition || inner.beginsPostfix
  }

  private var beginsArgument: Bool {
    switch kind {
    case .number, .string, .boolean, .name, .list, .comprehension, .gradient: true
    case .application(let callee, _): isJuxtaposition || callee.beginsPostfix
    case .call(let base, _), .index(let base, _), .member(let base, _), .transpose(let base):
      base.beginsPostfix
    case .binary(let symbol, let left, _, _):
      left.level >= symbol.operandLevels.left && left.beginsArgument
    case .hole, .wholeAxis, .tuple, .block, .lambda, .conditional, .unary, .property: false
    }
  }

  private var beginsPostfix: Bool {
    if case .application(let callee, _) = kind { return !isJuxtaposition && callee.beginsPostfix }
    return level >= .postfix && beginsArgument
  }

  /// Whether an `else` after this expression would belong to it.
  var awaitsElse: Bool {
    switch kind {
    case .lambda(_, let body): body.awaitsElse
    case .conditional(_, _, let otherwise): otherwise?.awaitsElse ?? true
    default: false
    }
  }
}
