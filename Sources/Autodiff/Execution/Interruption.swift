import Tensors

/// The door by which long work learns that it should stop.
///
/// Every node of a running graph and every tile of a batch asks it.
public enum Interruption {
  /// Does a piece of work that stops once `question` answers true.
  public static func asking<Result>(
    _ question: @escaping @Sendable () -> Bool, _ work: () throws -> Result
  ) rethrows -> Result {
    let current = Execution.current
    return try Execution(
      cache: current.cache, workers: current.workers, finiteCheck: current.finiteCheck,
      memory: current.supervision.memory, elementLimit: current.supervision.elementLimit,
      isStopping: question
    ).perform(work)
  }

  /// Stops the work when that has been requested.
  ///
  /// - Throws: `.interrupted`.
  public static func check() throws(AutodiffError) {
    try Execution.current.check()
  }
}
