import Glibc
import Synchronization
import Tensors

/// A thread with a large stack that runs one job at a time for whoever waits for it.
///
/// Parsing, evaluation and the release of values recurse as deeply as programs nest, and the stack
/// of a thread that the host owns may be small.
final class OwnedThread: @unchecked Sendable {
  /// The stack every session gets: enough for the deepest calls in debug builds.
  static let stackSize = 64 << 20

  /// How often whoever waits looks up.
  private static let period = 20

  private let jobReady = Semaphore()
  private let jobDone = Semaphore()
  /// The thread itself, once it runs.
  private var identity: pthread_t?
  /// Whose turn it is, where several threads call at once.
  private let turn = Semaphore()
  /// The job to run, guarded by the semaphores; nil asks the thread to end.
  private var job: (() -> Void)?

  /// Starts the thread; false when the system refuses it.
  func start() -> Bool {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, OwnedThread.stackSize)
    pthread_attr_setdetachstate(&attributes, CInt(PTHREAD_CREATE_DETACHED))
    var thread = pthread_t()
    let context = Unmanaged.passRetained(self)
    let status = pthread_create(
      &thread, &attributes,
      { context in
        guard let context else { return nil }
        Unmanaged<OwnedThread>.fromOpaque(context).takeRetainedValue().runJobs()
        return nil
      }, context.toOpaque())
    if status == 0 { identity = thread } else { context.release() }
    turn.signal()
    return status == 0
  }

  /// Runs `body` on the thread and waits for its result; on the thread itself it just runs.
  ///
  /// Callers on several threads take turns.
  ///
  /// - Parameter lookUp: done again and again, every few milliseconds of the wait.
  func perform<Result>(lookingUp lookUp: () -> Void = {}, _ body: () -> Result) -> Result {
    if let identity, pthread_equal(identity, pthread_self()) != 0 { return body() }
    return withoutActuallyEscaping(body) { body in
      turn.wait()
      defer { turn.signal() }
      var result: Result?
      job = { result = body() }
      jobReady.signal()
      while !jobDone.wait(milliseconds: OwnedThread.period) { lookUp() }
      guard let result else { preconditionFailure("the job always stores its result") }
      return result
    }
  }

  /// Lets the thread end once it is idle.
  func stop() {
    job = nil
    jobReady.signal()
  }

  private func runJobs() {
    while runNextJob() { jobDone.signal() }
  }

  /// Waits for a job and runs it; no reference to the job outlives the call.
  private func runNextJob() -> Bool {
    jobReady.wait()
    guard let next = job else { return false }
    job = nil
    next()
    return true
  }
}
