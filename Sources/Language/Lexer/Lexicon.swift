/// The words and signs of the language, for help, editors and documentation.
public enum Lexicon {
  /// The words that cannot be names.
  public static let keywords = Keyword.allCases.map(\.rawValue)

  /// Names that mean something of their own at certain places: `import … as`, `is … at`, `is … on`.
  public static let places = ["as", "at", "on"]

  /// Names that are operators between two operands.
  public static let wordOperators = Parser.wordOperators.keys.sorted()

  /// The brackets, each with the one that closes it.
  public static let brackets = Mark.allCases.compactMap { mark in
    mark.closer.map { (open: mark.rawValue, close: $0.rawValue) }
  }

  /// The signs that stand between parts of a program: `,`, `;`, `:` and `.`.
  public static let separators = [Mark.comma, .semicolon, .colon, .dot].map(\.rawValue)

  /// The signs that operate on values or bind names, the longest first.
  public static let operators: [String] = {
    let structure: Set<Mark> = [.comma, .semicolon, .colon, .dot, .hole]
    let marks = Mark.allCases.filter {
      $0.closer == nil && !$0.isCloser && !structure.contains($0)
    }
    let spellings = Set(marks.map(\.rawValue) + Lexer.twins.keys.map { String($0) })
    return spellings.sorted { ($1.unicodeScalars.count, $0) < ($0.unicodeScalars.count, $1) }
  }()

  /// The other spellings of a sign: those of `<=` are `≤`.
  public static func twins(of sign: String) -> [String] {
    Lexer.twins.filter { $0.value.rawValue == sign }.map { String($0.key) }.sorted()
      + Parser.wordOperators.filter { Lexer.twins[Unicode.Scalar(sign) ?? " "] == $0.value.mark }
      .map(\.key)
  }
}

extension BinaryOperator {
  /// The sign of an operator that is a word on keyboards.
  fileprivate var mark: Mark? {
    switch self {
    case .kronecker: .kronecker
    case .directSum: .directSum
    case .dot: .dotProduct
    case .compose: .compose
    case .or, .and, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual,
      .approximatelyEqual, .contains, .notContains, .pipe, .halfOpenRange, .closedRange, .add,
      .subtract, .elementwiseAdd, .elementwiseSubtract, .multiply, .divide, .leftDivide,
      .elementwiseMultiply, .elementwiseDivide, .remainder, .power, .elementwisePower:
      nil
    }
  }
}
