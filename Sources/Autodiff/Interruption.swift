/// The door by which long work learns that it should stop.
///
/// The host installs a question for the duration of a piece of work; every node of a running graph
/// and every tile of a batch asks it.
public enum Interruption {
  /// Answers whether the work under way should stop; nil asks nobody.
  @TaskLocal public static var isRequested: (@Sendable () -> Bool)?

  /// Stops the work when that has been requested.
  ///
  /// - Throws: `.interrupted`.
  public static func check() throws(AutodiffError) {
    if let isRequested, isRequested() { throw .interrupted }
  }
}
