import Synchronization

/// A request to stop, which any thread may make and the running program polls.
///
/// It is forgotten when the programs that run have ended. Made while none runs it stops the next.
public final class Interrupt: Sendable {
  private let flag = Atomic<Bool>(false)
  private let memory = Atomic<Bool>(false)
  /// How many programs run that obey this.
  private let programs = Atomic<Int>(0)

  /// An interrupt nobody has requested.
  public init() {}

  /// Asks the program that runs, or else the next one, to stop.
  public func request() { flag.store(true, ordering: .relaxed) }

  /// Asks the program that runs to stop; where none runs, nothing happens.
  func requestOfRunning() {
    if programs.load(ordering: .relaxed) > 0 { request() }
  }

  /// Notes the beginning of a program; that memory ran out before does not concern it.
  func programBegins() {
    programs.add(1, ordering: .relaxed)
    if isForMemory { clear() }
  }

  /// Notes the end of a program.
  func programEnds() {
    if programs.subtract(1, ordering: .relaxed).newValue == 0 { clear() }
  }

  /// Forgets a request, so that the next program runs.
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
