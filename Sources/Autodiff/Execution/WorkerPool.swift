import Glibc
import Synchronization
import Tensors

/// Shares numbered pieces of work between the current thread and others made for the purpose.
enum WorkerPool {
  /// One of the threads at work.
  final class Worker {
    private let shared: Shared
    /// The piece of work it is doing.
    fileprivate private(set) var current = 0

    fileprivate init(_ shared: Shared) { self.shared = shared }

    /// The next piece of work, nil when there is none or another worker failed.
    func next() -> Int? {
      if shared.hasFailed.load(ordering: .relaxed) { return nil }
      current = shared.next.wrappingAdd(1, ordering: .relaxed).oldValue
      return current < shared.count ? current : nil
    }
  }

  fileprivate final class Shared: Sendable {
    let count: Int
    let next = Atomic<Int>(0)
    let hasFailed = Atomic<Bool>(false)
    let failure = Mutex<(piece: Int, error: any Error)?>(nil)

    init(_ count: Int) { self.count = count }

    func fail(_ piece: Int, _ error: any Error) {
      hasFailed.store(true, ordering: .relaxed)
      failure.withLock { known in
        if known.map({ piece < $0.piece }) ?? true { known = (piece, error) }
      }
    }
  }

  /// Below this many pieces one thread does them sooner than two.
  private static let worthSharing = 4

  /// Does `count` pieces of work; `body` is called once by every worker and asks it for pieces.
  ///
  /// - Throws: the error of the first piece that failed.
  static func run(_ count: Int, _ body: (Worker) throws -> Void) throws {
    let execution = Execution.current
    let helpers = count < worthSharing ? 0 : min(execution.workers, count) - 1
    if helpers > 0 { Tensor.prepareForThreads() }
    let shared = Shared(count)
    withoutActuallyEscaping(body) { body in
      let work = {
        let worker = Worker(shared)
        do { try body(worker) } catch { shared.fail(worker.current, error) }
      }
      let job = Job { execution.perform(work) }
      let threads = (0..<helpers).compactMap { _ in start(job) }
      work()
      for thread in threads { pthread_join(thread, nil) }
    }
    if let failure = shared.failure.withLock({ $0 }) { throw failure.error }
  }

  /// What a thread runs; all threads are joined before the work it borrows goes away.
  private final class Job: @unchecked Sendable {
    let run: () -> Void

    init(_ run: @escaping () -> Void) { self.run = run }
  }

  private static let stackSize = 16 << 20

  private static func start(_ job: Job) -> pthread_t? {
    var attributes = pthread_attr_t()
    guard pthread_attr_init(&attributes) == 0 else { return nil }
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackSize)
    var thread = pthread_t()
    let retained = Unmanaged.passRetained(job)
    let status = pthread_create(
      &thread, &attributes,
      { pointer in
        guard let pointer else { return nil }
        Unmanaged<Job>.fromOpaque(pointer).takeRetainedValue().run()
        return nil
      }, retained.toOpaque())
    if status == 0 { return thread }
    retained.release()
    return nil
  }
}
