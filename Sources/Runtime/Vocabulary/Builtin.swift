import Geometry

/// One entry of the vocabulary: everything known about a name (style.md).
///
/// Arity checks, argument errors, `?name`, completion and the doctests all derive from it.
public struct Builtin: Sendable {
  /// What programs call it.
  public let name: String
  /// Other spellings.
  public let aliases: [String]
  /// The group of the reference it belongs to.
  public let topic: String
  /// What it takes, in order.
  public let parameters: [Parameter]
  /// What it gives, in a word or two.
  public let result: String
  /// What it does, in one sentence.
  public let summary: String
  /// What it means mathematically, and its conventions.
  public let definition: String?
  /// Code and what it shows.
  public let examples: [Example]
  /// Names of related entries.
  public let seeAlso: [String]
  /// What runs, with arguments that have been matched, checked and converted.
  public let implementation: @Sendable (Context, Arguments) throws -> Value
  /// The value of an entry that is not called, such as `pi`, and of maps, such as `tanh`.
  public let constant: Value?
  /// Whether the entry gives Jacobians, which such entries can take without their being kept.
  private(set) var givesJacobians = false
  /// The answer for the Jacobians of a map at many points, for entries that take one at a time.
  private(set) var overJacobians: (@Sendable (Jacobians, Arguments) throws -> Value)?
  /// Different for every entry made; entries derived from values share the number of what derives.
  private(set) var number = Counter.next()
  /// The values the entry was made of, such as f for `grad f`; none for those of the vocabulary.
  private(set) var made: [Value] = []
  /// How deeply they are nested.
  private(set) var depth = 0
  /// The same entry made of other values.
  private var remake: (@Sendable ([Value]) -> Builtin)?

  /// What its answer knows besides its value.
  public private(set) var evidence: [HelpPage.Evidence] = []
  /// Where its method comes from: a paper, a routine of LAPACK.
  public private(set) var reference: String?

  /// Who wrote it.
  var author = Author.language

  /// Whose code an entry runs.
  enum Author {
    /// Ours, of which is known what it does besides computing.
    case language
    /// The host's, which may do anything.
    case host
  }

  /// Code and what it shows; a doctest.
  public struct Example: Sendable {
    /// The program.
    public let code: String
    /// What it prints.
    public let output: String

    /// Makes an example.
    public init(_ code: String, _ output: String) {
      self.code = code
      self.output = output
    }
  }

  /// One parameter of an entry.
  public struct Parameter: Sendable {
    /// Whether an argument must be given.
    public enum Presence: Sendable {
      /// It must.
      case required
      /// It may be left out; the implementation sees nil.
      case optional
      /// It may be left out; then it has this value.
      case defaulted(Value)
    }

    /// How arguments reach it.
    public enum Passing: Sendable {
      /// By position or by name.
      case any
      /// By name only.
      case keyword
      /// All positional arguments that are left.
      case variadic
    }

    /// What it is called.
    public let name: String
    /// What its argument must be.
    public let kind: ParameterKind
    /// Whether an argument must be given.
    public let presence: Presence
    /// How arguments reach it.
    public let passing: Passing
    /// What it is for, where its name and kind do not say it.
    public private(set) var about: String?

    /// The same parameter with what it is for, which goes on from what it must be.
    public func about(_ text: String) -> Parameter {
      var parameter = self
      parameter.about = text
      return parameter
    }

    /// A parameter that must be given.
    public static func required(_ name: String, _ kind: ParameterKind) -> Parameter {
      Parameter(name: name, kind: kind, presence: .required, passing: .any)
    }

    /// A parameter that may be left out.
    public static func optional(_ name: String, _ kind: ParameterKind) -> Parameter {
      Parameter(name: name, kind: kind, presence: .optional, passing: .any)
    }

    /// A parameter with a default.
    public static func defaulted(
      _ name: String, _ kind: ParameterKind, _ value: Value
    ) -> Parameter {
      Parameter(name: name, kind: kind, presence: .defaulted(value), passing: .any)
    }

    /// A parameter that may be given by name only.
    public static func keyword(_ name: String, _ kind: ParameterKind) -> Parameter {
      Parameter(name: name, kind: kind, presence: .optional, passing: .keyword)
    }

    /// A parameter that takes all positional arguments that are left.
    public static func variadic(_ name: String, _ kind: ParameterKind) -> Parameter {
      Parameter(name: name, kind: kind, presence: .optional, passing: .variadic)
    }

    var isRequired: Bool {
      if case .required = presence { true } else { false }
    }
  }

  /// Makes an entry that is called.
  public init(
    _ name: String, aliases: [String] = [], topic: String, parameters: [Parameter],
    result: String, summary: String, definition: String? = nil, examples: [Example] = [],
    seeAlso: [String] = [],
    implementation: @escaping @Sendable (Context, Arguments) throws -> Value
  ) {
    self.name = name
    self.aliases = aliases
    self.topic = topic
    self.parameters = parameters
    self.result = result
    self.summary = summary
    self.definition = definition
    self.examples = examples
    self.seeAlso = seeAlso
    self.implementation = implementation
    constant = nil
  }

  /// Makes an entry that is a value: a constant, a space, or a map such as `tanh`.
  public init(
    constant value: Value, named name: String, aliases: [String] = [], topic: String,
    result: String, summary: String, definition: String? = nil, examples: [Example] = [],
    seeAlso: [String] = []
  ) {
    self.name = name
    self.aliases = aliases
    self.topic = topic
    parameters = []
    self.result = result
    self.summary = summary
    self.definition = definition
    self.examples = examples
    self.seeAlso = seeAlso
    implementation = { _, _ in value }
    constant = value
  }

  /// The entry with what its answer knows besides its value: field by field, what it says.
  public func answering(_ evidence: KeyValuePairs<String, String>) -> Builtin {
    var entry = self
    entry.evidence = evidence.map { HelpPage.Evidence(name: $0.key, about: $0.value) }
    return entry
  }

  /// The entry with where its method comes from.
  public func following(_ reference: String) -> Builtin {
    var entry = self
    entry.reference = reference
    return entry
  }

  /// The entry as one whose matrices may be taken one at a time.
  func givingJacobians() -> Builtin {
    var entry = self
    entry.givesJacobians = true
    return entry
  }

  /// The entry with its answer for the Jacobians of a map at many points, which are not kept.
  func streaming(
    _ answer: @escaping @Sendable (Jacobians, Arguments) throws -> Value
  ) -> Builtin {
    var entry = self
    entry.overJacobians = answer
    return entry
  }

  /// An entry that one of the vocabulary makes of values.
  ///
  /// - Parameter number: the number of all entries made in this way.
  static func made(
    of values: [Value], number: Int, _ make: @escaping @Sendable ([Value]) -> Builtin
  ) throws(Problem) -> Builtin {
    var entry = make(values)
    entry.number = number
    entry.made = values
    entry.depth = try Nesting.around(values)
    entry.remake = make
    return entry
  }

  /// The same entry made of other values of the same kinds.
  func remade(_ values: [Value]) -> Builtin {
    guard var entry = remake?(values) else { return self }
    entry.number = number
    entry.made = values
    entry.depth = depth
    entry.remake = remake
    return entry
  }

  /// What the name stands for in a program.
  var value: Value { constant ?? .function(.builtin(Box(self))) }

  /// How it is called: `rank(A, tol: number, rtol: number)`.
  public var signature: String {
    guard constant == nil else { return name }
    let parts = parameters.map { parameter in
      switch parameter.passing {
      case .variadic: "\(parameter.name)…"
      case .keyword: "\(parameter.name): \(parameter.kind.word)"
      case .any:
        switch parameter.presence {
        case .required: parameter.name
        case .optional: "\(parameter.name): \(parameter.kind.word)"
        case .defaulted(let value): "\(parameter.name) = \(ValueText().line(value))"
        }
      }
    }
    return "\(name)(\(parts.joined(separator: ", ")))"
  }
}
