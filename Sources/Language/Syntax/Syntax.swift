/// A parsed source: its statements in order.
public struct Program: Sendable {
  /// The text the spans point into.
  public let source: Source
  /// The statements in order.
  public let statements: [Statement]

  /// A program from its statements.
  public init(source: Source, statements: [Statement]) {
    self.source = source
    self.statements = statements
  }
}

/// One statement and where it stands.
public struct Statement: Sendable {
  /// What it does.
  public let kind: Kind
  /// The statement without its separator.
  public let span: Span
  /// Whether a `;` follows and mutes it.
  public let muted: Bool

  /// A statement from its parts.
  public init(_ kind: Kind, span: Span, muted: Bool = false) {
    self.kind = kind
    self.span = span
    self.muted = muted
  }

  /// The forms of language.md §2.
  public indirect enum Kind: Sendable {
    /// `name = value`, and `a, b = value`, which takes a tuple or list apart.
    case binding([Name], Expression)
    /// `name(parameters) = body`, with the text of the `##` comments above it.
    case definition(Definition)
    /// A value shown unless muted.
    case expression(Expression)
    /// `for a, b in sequence { body }`
    case loop([Name], Expression, Block)
    /// `while condition { body }`
    case whileLoop(Expression, Block)
    /// Leaves the innermost loop.
    case breakLoop
    /// Goes on with the innermost loop's next round.
    case continueLoop
    /// Leaves the innermost function with a value, or with nothing.
    case returnValue(Expression?)
    /// `import "path"`, or `import "path" as name`
    case importFile(path: String, pathSpan: Span, alias: Name?)
    /// `assert condition, message`
    case assertion(Expression, message: Expression?)
  }
}

/// A name where it is written.
public struct Name: Sendable {
  /// The name as typed; compare names with `==`, which ignores how accents are encoded.
  public let text: String
  /// Where it stands.
  public let span: Span

  /// A name at a place.
  public init(_ text: String, span: Span) {
    self.text = text
    self.span = span
  }
}

/// The definition of a function, `name(parameters) = body`.
public struct Definition: Sendable {
  /// What is defined.
  public let name: Name
  /// Its parameters in order.
  public let parameters: [Parameter]
  /// Its value.
  public let body: Expression
  /// The text of the `##` lines directly above, without the marks; nil where there are none.
  public let documentation: String?

  /// A definition from its parts.
  public init(name: Name, parameters: [Parameter], body: Expression, documentation: String?) {
    self.name = name
    self.parameters = parameters
    self.body = body
    self.documentation = documentation
  }
}

/// One parameter of a definition or lambda: `x`, `x: R^2`, `k = 3`, `x: R^2 = [0, 0]`.
public struct Parameter: Sendable {
  /// Its name.
  public let name: Name
  /// The space it ranges over; its presence makes the function a map.
  public let space: Expression?
  /// The value it has when no argument is given.
  public let defaultValue: Expression?

  /// A parameter from its parts.
  public init(name: Name, space: Expression? = nil, defaultValue: Expression? = nil) {
    self.name = name
    self.space = space
    self.defaultValue = defaultValue
  }
}

/// `{ statements }`; as an expression its value is that of its last statement.
public struct Block: Sendable {
  /// The statements in order.
  public let statements: [Statement]
  /// From brace to brace.
  public let span: Span

  /// A block from its statements.
  public init(statements: [Statement], span: Span) {
    self.statements = statements
    self.span = span
  }
}

/// One expression and where it stands.
public struct Expression: Sendable {
  /// What it is.
  public let kind: Kind
  /// From its first byte to its last, parentheses around it included.
  public let span: Span
  /// The longest way down the tree, itself included; the parser bounds it, since trees are walked and
  /// released recursively.
  public let depth: Int

  /// An expression from its parts.
  public init(_ kind: Kind, span: Span) {
    self.kind = kind
    self.span = span
    depth = kind.depth
  }

  /// The same expression with the parentheses around it in its span.
  func spanning(_ span: Span) -> Expression { Expression(kind, span: span, depth: depth) }

  private init(_ kind: Kind, span: Span, depth: Int) {
    self.kind = kind
    self.span = span
    self.depth = depth
  }

  /// The forms of language.md §3.
  public indirect enum Kind: Sendable {
    /// A number; `1e999` is refused by the lexer.
    case number(Double)
    /// A string and its interpolated expressions.
    case string([StringPiece])
    /// `true` or `false`
    case boolean(Bool)
    /// A name, `R` and `pi` included.
    case name(String)
    /// `_`, which makes a function of the nearest enclosing call.
    case hole
    /// `:` alone as an index: the whole axis.
    case wholeAxis
    /// `(a, b)`, `(a,)`, `(rank: 2, gap: 13.1)`, `()`
    case tuple([Argument])
    /// `[a, b; c, d]`: rows of elements; a list without `;` is one row, `[]` has no row.
    case list([[Expression]])
    /// `[element for pattern in sequence if condition …]`
    case comprehension(Expression, [Clause])
    /// `{ statements }`
    case block(Block)
    /// `x -> body`, `(x, y) -> body`
    case lambda([Parameter], Expression)
    /// `if c then a else b`, `if c { a } else { b }`
    case conditional(Expression, then: Expression, otherwise: Expression?)
    /// `-x`, `+x`, `not x`
    case unary(UnaryOperator, Expression)
    /// Two operands and an operator; the operator's own span serves diagnostics.
    case binary(BinaryOperator, Expression, Expression, operatorSpan: Span)
    /// `f is p`, `f is not p`, `f is p at x0`, `f is p on data`
    case property(Expression, name: Name, negated: Bool, qualifier: Qualifier?)
    /// `f x`: application by juxtaposition.
    case application(Expression, Expression)
    /// `f(x, k: 3)`
    case call(Expression, [Argument])
    /// `a[i, j]`
    case index(Expression, [Expression])
    /// `a.name`
    case member(Expression, Name)
    /// `a'`
    case transpose(Expression)
    /// `∇f`
    case gradient(Expression)
  }

  /// A piece of a string.
  public enum StringPiece: Sendable {
    /// Text with its escapes resolved.
    case text(String)
    /// `{expression}`
    case interpolation(Expression)
  }

  /// A clause of a comprehension.
  public enum Clause: Sendable {
    /// `for a, b in sequence`
    case generator([Name], Expression)
    /// `if condition`
    case filter(Expression)
  }

  /// What a property is restricted to.
  public enum Qualifier: Sendable {
    /// `at x0`
    case at(Expression)
    /// `on data`
    case on(Expression)
  }
}

/// An argument of a call or a field of a tuple, with its name where one is written.
public struct Argument: Sendable {
  /// `name` in `name: value`.
  public let name: Name?
  /// The value.
  public let value: Expression

  /// An argument from its parts.
  public init(name: Name? = nil, value: Expression) {
    self.name = name
    self.value = value
  }
}

/// A prefix operator; the raw value is its spelling.
public enum UnaryOperator: String, Sendable, CaseIterable {
  case negate = "-"
  case plus = "+"
  case not = "not"
}

/// An operator between two operands; the raw value is its ASCII spelling.
public enum BinaryOperator: String, Sendable, CaseIterable {
  case or = "or"
  case and = "and"
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case approximatelyEqual = "~="
  case contains = "in"
  case notContains = "not in"
  case pipe = "|>"
  case halfOpenRange = "..<"
  case closedRange = "..."
  case add = "+"
  case subtract = "-"
  case elementwiseAdd = ".+"
  case elementwiseSubtract = ".-"
  case multiply = "*"
  case divide = "/"
  case leftDivide = "\\"
  case elementwiseMultiply = ".*"
  case elementwiseDivide = "./"
  case kronecker = "kron"
  case directSum = "dsum"
  case dot = "dot"
  case remainder = "%"
  case power = "^"
  case elementwisePower = ".^"
  case compose = "compose"
}
