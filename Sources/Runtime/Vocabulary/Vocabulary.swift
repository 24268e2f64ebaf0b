public import Geometry

/// Every name a program may use without defining it.
public struct Vocabulary: Sendable {
  /// The entries, in the order of the reference.
  public private(set) var entries: [Builtin] = []
  private var index: [String: Int] = [:]

  /// Answers `subject is property`; the mathematical vocabulary provides it.
  public typealias PropertyJudge =
    @Sendable (Context, _ subject: Value, _ property: String, PropertyQualifier) throws -> Verdict

  /// What a property is restricted to.
  public enum PropertyQualifier: Sendable {
    /// Nothing: the property everywhere.
    case everywhere
    /// `at x0`: at one point.
    case at(Value)
    /// `on data`: on points.
    case on(Value)
  }

  /// The properties `is` knows, in the order of the reference.
  public var properties: [String] = []
  /// What decides properties.
  public var judge: PropertyJudge?

  /// An empty vocabulary.
  public init() {}

  /// A vocabulary of these entries; a later one replaces an earlier one of the same name.
  public init(_ entries: [Builtin]) {
    for entry in entries { add(entry) }
  }

  /// Adds an entry, or replaces the one of the same name.
  public mutating func add(_ entry: Builtin) {
    let place = index[entry.name] ?? entries.count
    if place < entries.count { entries[place] = entry } else { entries.append(entry) }
    for name in [entry.name] + entry.aliases { index[name] = place }
  }

  /// The entry a name or alias stands for.
  public subscript(name: String) -> Builtin? {
    index[name].map { entries[$0] }
  }

  /// Every name and alias.
  public var names: [String] { index.keys.sorted() }
}

extension Vocabulary {
  /// What `?name` shows of an entry.
  public func help(for name: String) -> String? {
    self[name].map { HelpPage($0).text(.short) }
  }
}
