import Glibc
import Manifold

/// What mfl does in one row, in a form that can be repeated and timed; the twin of `peers/work.py`.
struct Work {
  /// The numbers by which the sides are compared.
  let results: [(name: String, value: Tensor)]
  /// Does the work so many times and answers the seconds it took.
  let batch: (Int) throws -> Double

  /// Work that is timed in a way of its own.
  init(_ results: [(name: String, value: Tensor)], batch: @escaping (Int) throws -> Double) {
    self.results = results
    self.batch = batch
  }

  /// Work that is one call.
  static func repeating<Result>(
    _ results: [(name: String, value: Tensor)], call: @escaping () throws -> Result
  ) -> Work {
    Work(results) { count in
      try seconds { for _ in 0..<count { _ = try call() } }
    }
  }

  /// How long something takes, by the clock that `run` chose for both sides.
  static func seconds(_ body: () throws -> Void) rethrows -> Double {
    let start = now()
    try body()
    return now() - start
  }

  private static let clock =
    getenv("BENCHMARK_CLOCK") == nil ? CLOCK_MONOTONIC : CLOCK_PROCESS_CPUTIME_ID

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// A batch lasts at least this long, so that reading the clock costs nothing.
  private static let shortestBatch = 0.02

  /// The median over batches of the seconds one piece takes, after a batch to warm up.
  func median(budget: Double) throws -> Double {
    var count = 1
    while true {
      let elapsed = try batch(count)
      if elapsed >= Self.shortestBatch { break }
      // A difference of two times may come out as nothing or less.
      let factor = min(max(Self.shortestBatch / max(elapsed, 1e-9), 2), 1000)
      count = Int(Double(count) * factor)
    }
    var times: [Double] = []
    let end = Self.now() + budget
    repeat { times.append(try batch(count) / Double(count)) } while Self.now() < end
    return times.sorted()[times.count / 2]
  }
}
