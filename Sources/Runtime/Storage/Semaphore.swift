import Glibc

/// A counting semaphore at an address of its own, which two threads may use at once.
final class Semaphore: @unchecked Sendable {
  private let semaphore: UnsafeMutablePointer<sem_t>

  /// A semaphore that lets nobody pass yet.
  init() {
    semaphore = .allocate(capacity: 1)
    semaphore.initialize(to: sem_t())
    sem_init(semaphore, 0, 0)
  }

  deinit {
    sem_destroy(semaphore)
    semaphore.deallocate()
  }

  /// Lets one waiting thread pass.
  func signal() { sem_post(semaphore) }

  /// Waits until somebody signals; a signal of the system's does not count.
  func wait() {
    while sem_wait(semaphore) != 0 {}
  }
}
