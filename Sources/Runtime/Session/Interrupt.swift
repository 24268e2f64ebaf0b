import Synchronization

/// A request to stop, which any thread may make and the running program polls.
public final class Interrupt: Sendable {
  private let flag = Atomic<Bool>(false)
  private let memory = Atomic<Bool>(false)

  /// An interrupt nobody has requested.
  public init() {}

  /// Asks the running statement to stop.
  public func request() { flag.store(true, ordering: .relaxed) }

  /// Forgets a request, so that the next statement runs.
  public func clear() {
    memory.store(false, ordering: .relaxed)
    flag.store(false, ordering: .relaxed)
  }

  /// Whether a stop has been asked for.
  public var isRequested: Bool { flag.load(ordering: .relaxed) }

  /// Asks the running statement to stop because the machine runs out of memory.
  func requestForMemory() {
    if isRequested { return }
    memory.store(true, ordering: .relaxed)
    flag.store(true, ordering: .releasing)
  }

  /// Whether the stop was asked for because the machine runs out of memory.
  var isForMemory: Bool { memory.load(ordering: .relaxed) }
}
