import Synchronization

/// Work that cannot be asked in the middle whether to stop, such as a decomposition by LAPACK.
///
/// Where it may last longer than a person notices it runs on a helper thread, and whoever asked for
/// it waits and looks up every few milliseconds. When the work is to stop the helper is left to
/// itself: what it computes is dropped, and its memory is free once it ends.
package enum LongWork {
  /// The nanoseconds from which a helper is worth its start, which takes some 50,000.
  package static let worthwhile = 8_000_000

  /// How often whoever waits looks up.
  private static let period = 4

  private static let abandoned = Atomic<Int>(0)

  /// Whether helpers that were left to themselves are still at work.
  ///
  /// A process that ends by `exit` while they are pulls the libraries away from under them.
  package static var isLeftOver: Bool { abandoned.load(ordering: .relaxed) > 0 }

  /// Does what nobody waits for, on a helper where there can be one.
  static func leaveBehind(_ work: @escaping @Sendable () -> Void) {
    abandoned.wrappingAdd(1, ordering: .relaxed)
    let body: @Sendable () -> Void = {
      work()
      abandoned.wrappingSubtract(1, ordering: .relaxed)
    }
    if !HelperThread.start(body) { body() }
  }

  /// The product of extents and a cost for each, as large as can be where it overflows.
  package static func cost(_ factors: Int...) -> Int {
    var cost = 1
    for factor in factors {
      let (product, overflow) = cost.multipliedReportingOverflow(by: max(factor, 0))
      if overflow { return .max }
      cost = product
    }
    return cost
  }

  /// Does work that takes about so many nanoseconds and depends on nothing that changes.
  ///
  /// - Throws: what the work throws; `.interrupted`.
  @inline(__always)
  package static func perform<Result: Sendable>(
    _ nanoseconds: Int, _ work: @escaping @Sendable () throws(TensorError) -> Result
  ) throws(TensorError) -> Result {
    guard nanoseconds >= worthwhile else { return try work() }
    return try supervised(work)
  }

  @inline(never)
  private static func supervised<Result: Sendable>(
    _ work: @escaping @Sendable () throws(TensorError) -> Result
  ) throws(TensorError) -> Result {
    guard let supervision = Supervision.current, supervision.place == .awaited else {
      return try work()
    }
    if supervision.isStopping() { throw .interrupted }
    let job = Job<Result>()
    let helper = Supervision(
      memory: supervision.memory, elementLimit: supervision.elementLimit, place: .helper,
      isStopping: { job.isAbandoned })
    guard HelperThread.start({ job.run(work, under: helper) }) else { return try work() }
    while !job.completion.wait(milliseconds: period) {
      if supervision.isStopping() {
        job.abandon()
        throw .interrupted
      }
    }
    return try job.result().get()
  }

  /// One piece of work on its helper.
  private final class Job<Result: Sendable>: Sendable {
    private enum State {
      case running
      case finished(Swift.Result<Result, TensorError>)
      case abandoned
    }

    let completion = Semaphore()
    private let state = Mutex(State.running)

    func run(
      _ work: @Sendable () throws(TensorError) -> Result, under supervision: Supervision
    ) {
      let result = supervision.perform { () -> Swift.Result<Result, TensorError> in
        do throws(TensorError) { return .success(try work()) } catch { return .failure(error) }
      }
      let isWanted = state.withLock { state in
        guard case .running = state else { return false }
        state = .finished(result)
        return true
      }
      if !isWanted { LongWork.abandoned.wrappingSubtract(1, ordering: .relaxed) }
      completion.signal()
    }

    func abandon() {
      state.withLock { state in
        guard case .running = state else { return }
        LongWork.abandoned.wrappingAdd(1, ordering: .relaxed)
        state = .abandoned
      }
    }

    var isAbandoned: Bool {
      state.withLock { state in if case .abandoned = state { true } else { false } }
    }

    /// The result, which is there once the completion was signalled.
    func result() -> Swift.Result<Result, TensorError> {
      state.withLock { state in
        guard case .finished(let result) = state else { return .failure(.interrupted) }
        return result
      }
    }
  }
}
