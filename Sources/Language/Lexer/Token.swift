/// A piece of source: a number, a string, a word or a mark, and what stands before it.
struct Token: Sendable {
  enum Kind: Sendable {
    case number(Double)
    case string([Piece])
    case name(String)
    case keyword(Keyword)
    case mark(Mark)
    /// An operator of another language; the parser says what to write instead.
    case foreign(String)
    /// Something that is no token; reported when the parser comes to it.
    indirect case invalid(Diagnostic)
    case end
  }

  /// A piece of a string token; an interpolation holds its own tokens, ended by `.end`.
  enum Piece: Sendable {
    case text(String)
    case interpolation([Token])
  }

  let kind: Kind
  let span: Span
  /// Whether white space or a line's end stands before it.
  let hasSpaceBefore: Bool
  /// Whether a line's end stands before it.
  let hasNewlineBefore: Bool
  /// The text of `##` lines directly above.
  let documentation: String?

  func isMark(_ mark: Mark) -> Bool {
    if case .mark(mark) = kind { return true }
    return false
  }

  func isKeyword(_ keyword: Keyword) -> Bool {
    if case .keyword(keyword) = kind { return true }
    return false
  }

  var name: String? {
    if case .name(let name) = kind { return name }
    return nil
  }

  var isEnd: Bool {
    if case .end = kind { return true }
    return false
  }
}

/// The words that cannot be names.
public enum Keyword: String, CaseIterable, Sendable {
  case `if`, then, `else`, `for`, `while`, `break`, `continue`, `return`, `import`, assert
  case and, or, not, `in`, `is`, `true`, `false`

  /// What a keyword is for.
  public enum Category: Sendable {
    /// Chooses between statements or values.
    case choice
    /// Repeats statements, or leaves them.
    case flow
    /// Takes over another file.
    case inclusion
    /// Says what must hold.
    case assertion
    /// Stands between or before operands.
    case operation
    /// Is a value.
    case constant

    /// Whether it says what is done, and not what a value is.
    public var isControl: Bool {
      switch self {
      case .choice, .flow, .inclusion, .assertion: true
      case .operation, .constant: false
      }
    }
  }

  /// What it is for.
  public var category: Category {
    switch self {
    case .if, .then, .else: .choice
    case .for, .while, .break, .continue, .return: .flow
    case .import: .inclusion
    case .assert: .assertion
    case .and, .or, .not, .in, .is: .operation
    case .true, .false: .constant
    }
  }
}

/// The marks, by their ASCII spelling; `Lexer.twins` has the others.
enum Mark: String, CaseIterable, Sendable {
  case openParenthesis = "("
  case closeParenthesis = ")"
  case openBracket = "["
  case closeBracket = "]"
  case openBrace = "{"
  case closeBrace = "}"
  case comma = ","
  case semicolon = ";"
  case colon = ":"
  case dot = "."
  case apostrophe = "'"
  case hole = "_"
  case assign = "="
  case arrow = "->"
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case approximatelyEqual = "~="
  case pipe = "|>"
  case halfOpenRange = "..<"
  case closedRange = "..."
  case plus = "+"
  case minus = "-"
  case elementwisePlus = ".+"
  case elementwiseMinus = ".-"
  case times = "*"
  case divide = "/"
  case leftDivide = "\\"
  case elementwiseTimes = ".*"
  case elementwiseDivide = "./"
  case remainder = "%"
  case power = "^"
  case elementwisePower = ".^"
  case kronecker = "⊗"
  case directSum = "⊕"
  case dotProduct = "·"
  case compose = "∘"
  case gradient = "∇"

  /// What closes an opening bracket.
  var closer: Mark? {
    switch self {
    case .openParenthesis: .closeParenthesis
    case .openBracket: .closeBracket
    case .openBrace: .closeBrace
    default: nil
    }
  }

  var isCloser: Bool {
    self == .closeParenthesis || self == .closeBracket || self == .closeBrace
  }
}
