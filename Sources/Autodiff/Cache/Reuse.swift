import Glibc

/// Whether the function being recorded now will be run again from its graph alone.
///
/// What a graph cannot repeat, such as printing, drawing random numbers or reading a file, refuses
/// to be recorded for that; the function is then recorded anew each time.
public enum Reuse {
  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    let status = pthread_key_create(&key, nil)
    precondition(status == 0, "the process has no thread-specific value left")
    return key
  }()

  /// Records for reuse.
  static func recording<Result>(_ work: () throws -> Result) rethrows -> Result {
    let outer = pthread_getspecific(key)
    defer { pthread_setspecific(key, outer) }
    pthread_setspecific(key, UnsafeRawPointer(bitPattern: 1))
    return try work()
  }

  /// Stops a recording that would be run again.
  ///
  /// - Throws: `.notReusable`, only while recording for reuse.
  public static func refuse() throws(AutodiffError) {
    if pthread_getspecific(key) != nil { throw .notReusable }
  }
}
