import Glibc

/// The door by which long work learns that it should stop.
///
/// The host installs a question for the duration of a piece of work on the current thread; every node
/// of a running graph and every tile of a batch asks it.
public enum Interruption {
  private final class Question {
    let ask: @Sendable () -> Bool

    init(_ ask: @escaping @Sendable () -> Bool) { self.ask = ask }
  }

  // A value of the thread rather than of the task: work runs on plain threads, where binding a task
  // local crashes in optimised builds (Swift 6.3).
  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    let status = pthread_key_create(&key, nil)
    precondition(status == 0, "the process has no thread-specific value left")
    return key
  }()

  /// Does a piece of work that stops once `question` answers true.
  public static func asking<Result>(
    _ question: @escaping @Sendable () -> Bool, _ work: () throws -> Result
  ) rethrows -> Result {
    let outer = pthread_getspecific(key)
    let current = Question(question)
    defer { pthread_setspecific(key, outer) }
    return try withExtendedLifetime(current) {
      pthread_setspecific(key, Unmanaged.passUnretained(current).toOpaque())
      return try work()
    }
  }

  /// Stops the work when that has been requested.
  ///
  /// - Throws: `.interrupted`.
  public static func check() throws(AutodiffError) {
    guard let pointer = pthread_getspecific(key) else { return }
    if Unmanaged<Question>.fromOpaque(pointer).takeUnretainedValue().ask() { throw .interrupted }
  }
}
