import Language

/// How much a session may use before it stops with a diagnostic.
///
/// Steps and seconds count anew for every program that is run, which at the prompt is every entry;
/// what a host function runs within a program belongs to that program.
public struct Limits: Sendable {
  /// Brackets, blocks, functions and conditions of the source nested in one another;
  /// `nestingBound` at most, for the parser's stack has no room for more.
  public var nesting = Limits.nestingBound
  /// Calls nested in one another.
  public var callDepth = 10_000
  /// Loop rounds and calls of one program; nil for no limit.
  public var steps: Int?
  /// Elements of one tensor that a program makes.
  public var tensorElements = 1 << 28
  /// Bytes that the tensors, lists and strings alive hold together; nil for no limit but that of the
  /// machine, half of whose memory tensors may take.
  public var bytes: Int?
  /// Seconds one program may take; nil for no limit.
  public var seconds: Double?
  /// Files importing one another; `importBound` at most, for the stack has no room for more.
  public var importDepth = 50

  /// The greatest nesting a source may have.
  public static let nestingBound = Parser.nestingLimit

  /// The longest chain of files importing one another.
  public static let importBound = 1000

  /// The limits of an ordinary session.
  public init() {}
}
