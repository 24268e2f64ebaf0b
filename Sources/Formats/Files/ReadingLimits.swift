public import Tensors

/// What reading a file may cost, and how to ask it to stop.
public struct ReadingLimits: Sendable {
  /// The most bytes a file may have.
  public var bytes: Int
  /// Asked every few thousand rows or megabytes; reading stops once it answers true.
  public var isInterrupted: @Sendable () -> Bool

  /// Limits from their parts.
  ///
  /// By default a quarter of physical memory, as the numbers of a file may need as much again, and
  /// no interruption.
  public init(
    bytes: Int = Shape.elementLimit * 4, isInterrupted: @escaping @Sendable () -> Bool = { false }
  ) {
    self.bytes = bytes
    self.isInterrupted = isInterrupted
  }

  /// - Throws: `.interrupted` when the reading is to stop.
  func checkpoint() throws(FormatError.Problem) {
    if isInterrupted() { throw .interrupted }
  }
}
