/// How much a session may use before it stops with a diagnostic.
public struct Limits: Sendable {
  /// Calls nested in one another.
  public var callDepth = 10_000
  /// Loop rounds and calls of one statement; nil for no limit.
  public var steps: Int?
  /// Elements of one tensor that a program makes.
  public var tensorElements = 1 << 28
  /// Files importing one another.
  public var importDepth = 50

  /// The limits of an ordinary session.
  public init() {}
}
