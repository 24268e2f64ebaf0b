import Glibc

/// What watches over the work of a thread: whether it should stop, and how much memory it may hold.
///
/// The host sets it for a piece of work. Kernels ask it now and then, and every block of memory is
/// charged to it.
public final class Supervision: Sendable {
  /// Asked now and then whether to stop.
  let isStopping: @Sendable () -> Bool
  /// What the blocks of tensors are charged to; nil where nobody counts.
  public let memory: MemoryAccount?
  /// The most elements of one tensor.
  public let elementLimit: Int
  let place: Place

  /// Where the work is done.
  enum Place {
    /// On a thread that somebody waits for.
    case awaited
    /// On a helper, which may be left to itself.
    case helper
  }

  /// Supervision from its parts; what is left out does not limit.
  public convenience init(
    memory: MemoryAccount? = nil, elementLimit: Int = .max,
    isStopping: @escaping @Sendable () -> Bool = { false }
  ) {
    self.init(
      memory: memory, elementLimit: elementLimit, place: .awaited, isStopping: isStopping)
  }

  init(
    memory: MemoryAccount?, elementLimit: Int, place: Place,
    isStopping: @escaping @Sendable () -> Bool
  ) {
    self.memory = memory
    self.elementLimit = elementLimit
    self.place = place
    self.isStopping = isStopping
  }

  // A value of the thread rather than of the task: work runs on plain threads.
  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    let status = pthread_key_create(&key, nil)
    precondition(status == 0, "the process has no thread-specific value left")
    return key
  }()

  /// What watches over the current thread; nil where nothing does.
  public static var current: Supervision? {
    pthread_getspecific(key).map { Unmanaged<Supervision>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Does a piece of work under this supervision.
  public func perform<Result>(_ work: () throws -> Result) rethrows -> Result {
    let outer = pthread_getspecific(Supervision.key)
    defer { pthread_setspecific(Supervision.key, outer) }
    return try withExtendedLifetime(self) {
      pthread_setspecific(Supervision.key, Unmanaged.passUnretained(self).toOpaque())
      return try work()
    }
  }

  /// Whether the work of the current thread is to stop.
  public static var isStopping: Bool { current?.isStopping() ?? false }

  /// Stops the work of the current thread when that has been requested.
  ///
  /// - Throws: `.interrupted`.
  public static func check() throws(TensorError) {
    if let current, current.isStopping() { throw .interrupted }
  }
}
