import Glibc
public import Tensors

/// How work on the current thread is done: when it stops, where its graphs are kept, by how many
/// workers it is shared.
///
/// The host sets it for a piece of work; everything that runs graphs asks `current`.
public final class Execution: Sendable {
  /// Asked now and then whether to stop.
  let isStopping: @Sendable () -> Bool
  /// Where recorded graphs and their plans are kept.
  public let cache: GraphCache
  /// The most threads that share the tiles of a batch.
  public let workers: Int

  /// What watches the operations for numbers that are not finite; nil where nobody asked.
  ///
  /// Watched work records every function at every point, and runs graphs node by node.
  public let finiteCheck: FiniteCheck?
  /// What watches over the tensors of the work.
  let supervision: Supervision

  /// A way of working, in which tensors may have so many elements and are charged to an account.
  public init(
    cache: GraphCache, workers: Int = 1, finiteCheck: FiniteCheck? = nil,
    memory: MemoryAccount? = nil, elementLimit: Int = .max,
    isStopping: @escaping @Sendable () -> Bool = { false }
  ) {
    self.isStopping = isStopping
    supervision = Supervision(
      memory: memory, elementLimit: elementLimit, isStopping: isStopping)
    self.finiteCheck = finiteCheck
    self.cache = cache
    self.workers = max(workers, 1)
  }

  /// How work is done where nothing else was said, as by programs that use the mathematics alone; its
  /// cache is the one state of the process.
  private static let standard = Execution(cache: GraphCache())

  // A value of the thread rather than of the task: work runs on plain threads, where binding a task
  // local crashes in optimised builds (Swift 6.3).
  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    let status = pthread_key_create(&key, nil)
    precondition(status == 0, "the process has no thread-specific value left")
    return key
  }()

  /// The way of the current thread.
  public static var current: Execution {
    guard let pointer = pthread_getspecific(key) else { return standard }
    return Unmanaged<Execution>.fromOpaque(pointer).takeUnretainedValue()
  }

  /// Stops the work when that has been requested.
  ///
  /// - Throws: `.interrupted`.
  @inline(__always)
  func check() throws(AutodiffError) {
    if isStopping() { throw .interrupted }
  }

  /// Does a piece of work this way.
  public func perform<Result>(_ work: () throws -> Result) rethrows -> Result {
    let outer = pthread_getspecific(Execution.key)
    defer { pthread_setspecific(Execution.key, outer) }
    return try withExtendedLifetime(self) {
      pthread_setspecific(Execution.key, Unmanaged.passUnretained(self).toOpaque())
      return try supervision.perform(work)
    }
  }
}
