/// One problem, told the same way whatever stage found it (language.md §6).
///
/// A diagnostic is data; `DiagnosticRenderer` turns it into text.
public struct Diagnostic: Error, Sendable {
  /// What kind of problem it is, for tools and tests: `shape.compose`, `name.unknown`.
  public var id: String
  /// The problem in a few words, in the user's terms.
  public var title: String
  /// Where it is; a problem without a place (a session limit, say) has none.
  public var primary: Label?
  /// Other places that explain it.
  public var secondary: [Label]
  /// Facts that help, one sentence each.
  public var facts: [String]
  /// The one thing to try, preferably text that can be pasted.
  public var hint: String?
  /// The calls that led here, innermost first, for errors inside user functions.
  public var trace: [Call]
  /// How many calls are left out in the middle of the trace.
  public var omittedCalls: Int

  /// A diagnostic from its parts.
  public init(
    _ id: String, _ title: String, at primary: Label? = nil, also secondary: [Label] = [],
    facts: [String] = [], hint: String? = nil, trace: [Call] = [], omittedCalls: Int = 0
  ) {
    self.id = id
    self.title = title
    self.primary = primary
    self.secondary = secondary
    self.facts = facts
    self.hint = hint
    self.trace = trace
    self.omittedCalls = omittedCalls
  }

  /// A call that an error went through, or the import of the file it is in.
  public struct Call: Sendable {
    /// How one program came to run another's part.
    public enum Kind: String, Sendable {
      /// A function was called.
      case call
      /// A file was imported.
      case `import`
    }

    /// Whether a function was called or a file imported.
    public var kind: Kind
    /// The name of the function that was called; empty for a file.
    public var function: String
    /// The source of the place where it was called.
    public var source: Source
    /// The place where it was called.
    public var span: Span
    /// How often it was called there, each time by the one before.
    public var times: Int

    /// A call of a function at a place.
    public init(
      _ function: String, _ source: Source, _ span: Span, times: Int = 1, kind: Kind = .call
    ) {
      self.kind = kind
      self.function = function
      self.source = source
      self.span = span
      self.times = times
    }
  }

  /// A place in a source with a short remark about it.
  public struct Label: Sendable {
    /// The source the span points into.
    public var source: Source
    /// The place.
    public var span: Span
    /// The remark; may be empty.
    public var message: String

    /// A remark about a place.
    public init(_ source: Source, _ span: Span, _ message: String = "") {
      self.source = source
      self.span = span
      self.message = message
    }
  }
}
