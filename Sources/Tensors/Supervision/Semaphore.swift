import Glibc

/// A counting semaphore at an address of its own, which two threads may use at once.
package final class Semaphore: @unchecked Sendable {
  private let semaphore: UnsafeMutablePointer<sem_t>

  /// A semaphore that lets nobody pass yet.
  package init() {
    semaphore = .allocate(capacity: 1)
    semaphore.initialize(to: sem_t())
    sem_init(semaphore, 0, 0)
  }

  deinit {
    sem_destroy(semaphore)
    semaphore.deallocate()
  }

  /// Lets one waiting thread pass.
  package func signal() { sem_post(semaphore) }

  /// Waits until somebody signals; a signal of the system's does not count.
  package func wait() {
    while sem_wait(semaphore) != 0 {}
  }

  /// Waits until somebody signals, but no longer than so many milliseconds; whether somebody did.
  package func wait(milliseconds: Int) -> Bool {
    var until = timespec()
    clock_gettime(CLOCK_REALTIME, &until)
    until.tv_nsec += milliseconds * 1_000_000
    until.tv_sec += until.tv_nsec / 1_000_000_000
    until.tv_nsec %= 1_000_000_000
    while sem_timedwait(semaphore, &until) != 0 {
      if errno != EINTR { return false }
    }
    return true
  }
}
