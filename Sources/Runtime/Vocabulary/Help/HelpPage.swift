/// What there is to say about one name, word or sign of the language.
///
/// Pages are data; `text` and `markdown` write them.
public struct HelpPage: Sendable {
  /// What a page is about.
  public enum Kind: Sendable {
    /// An entry of the vocabulary.
    case entry
    /// A property that `is` asks about.
    case property
    /// An operator or another sign.
    case sign
    /// A word of the language.
    case word
    /// Something to read, such as the first page.
    case guide
  }

  /// What a page says of one argument.
  public struct Argument: Sendable {
    /// Its name.
    public let name: String
    /// What it must be, such as a vector.
    public let mustBe: String
    /// What it is for; nil where the name says it.
    public let about: String?
    /// When it may be left out: the default, or nothing more than that.
    public let presence: String?
  }

  /// A field of an answer.
  public struct Evidence: Sendable {
    /// What stands after the dot.
    public let name: String
    /// What it says.
    public let about: String
  }

  /// What it is found by; the first is its own name.
  public var names: [String]
  /// How it is written.
  public var heading: String
  /// What it is about.
  public var kind: Kind
  /// The part of the reference it belongs to.
  public var topic: String
  /// What it does, in one sentence.
  public var summary: String
  /// What it means, and its conventions.
  public var definition: String?
  /// What it takes.
  public var arguments: [Argument] = []
  /// What its answer knows besides its value.
  public var evidence: [Evidence] = []
  /// Code and what it shows.
  public var examples: [Builtin.Example] = []
  /// Related pages.
  public var seeAlso: [String] = []
  /// Properties it helps to judge.
  public var properties: [String] = []
  /// Where its method comes from.
  public var reference: String?

  /// A page of the language itself.
  init(
    _ kind: Kind, _ names: [String], _ heading: String, topic: String, _ summary: String,
    _ definition: String? = nil, _ examples: [Builtin.Example] = [], see: [String] = []
  ) {
    self.kind = kind
    self.names = names
    self.heading = heading
    self.topic = topic
    self.summary = summary
    self.definition = definition
    self.examples = examples
    seeAlso = see
  }

  /// The page of an entry of the vocabulary.
  init(_ entry: Builtin) {
    kind = .entry
    names = [entry.name] + entry.aliases
    heading = "\(entry.signature)\(entry.constant == nil ? " -> " : ": ")\(entry.result)"
    topic = entry.topic
    summary = entry.summary
    definition = entry.definition
    arguments = entry.parameters.map { Argument($0) }
    evidence = entry.evidence
    examples = entry.examples
    seeAlso = entry.seeAlso
    reference = entry.reference
  }
}

extension HelpPage.Argument {
  fileprivate init(_ parameter: Builtin.Parameter) {
    name = parameter.name
    about = parameter.about
    mustBe =
      switch parameter.passing {
      case .variadic: "any number of them, each \(parameter.kind.phrase)"
      case .any, .keyword: parameter.kind.phrase
      }
    presence =
      switch (parameter.presence, parameter.passing) {
      case (.required, _), (_, .variadic): nil
      case (.defaulted(let value), _): "\(ValueText().line(value)) unless given"
      case (.optional, .keyword): "by name; may be left out"
      case (.optional, .any): "may be left out"
      }
  }
}

/// How much a description says.
public enum HelpLevel: Sendable {
  /// What `?name` shows.
  case short
  /// What `??name` shows.
  case full
}
