import Glibc

/// When a program must have ended.
struct Deadline: Sendable {
  private let end: Int

  /// So many seconds from now.
  init(seconds: Double) {
    let nanoseconds = Int(exactly: (seconds * 1e9).rounded()) ?? .max
    let (end, overflow) = Deadline.now.addingReportingOverflow(nanoseconds)
    self.end = overflow ? .max : end
  }

  /// Whether the time is over.
  var hasPassed: Bool { Deadline.now >= end }

  private static var now: Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }
}
