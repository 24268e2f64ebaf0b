import Glibc
import Runtime
import Synchronization

/// Standard output, gathered into large writes unless a person is watching.
final class Output: Sendable {
  private let pending = Mutex<[UInt8]>([])
  /// Why standard output could not be written, from the first time it failed.
  private let failure = Mutex<CInt?>(nil)
  private let isWatched = Terminal.Stream.output.isTerminal
  private var limit: Int { isWatched ? 0 : 1 << 16 }

  /// Writes text as it is.
  func write(_ text: String) {
    let isFull = pending.withLock { bytes in
      bytes.append(contentsOf: text.utf8)
      return bytes.count > limit
    }
    if isFull { flush() }
  }

  /// Writes what has been gathered.
  func flush() {
    let bytes = pending.withLock { bytes in
      defer { bytes.removeAll(keepingCapacity: true) }
      return bytes
    }
    write(bytes, to: .output)
  }

  /// What went wrong with standard output, in the system's words; nil where nothing did.
  var failureMessage: String? {
    failure.withLock { $0 }.map { String(cString: strerror($0)).lowercased() }
  }

  /// Writes to standard error, after everything written so far.
  func report(_ text: String) {
    flush()
    write(Array(text.utf8), to: .errors)
  }

  private func write(_ bytes: [UInt8], to stream: Terminal.Stream) {
    var rest = bytes[...]
    while !rest.isEmpty {
      // Nobody who pressed Ctrl-C wants to see the rest of something long.
      if rest.startIndex > 0, stream == .output, isWatched, Signals.isInterrupted { return }
      let count = rest.prefix(1 << 16).withUnsafeBytes {
        Glibc.write(stream.rawValue, $0.baseAddress, $0.count)
      }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        var waiting = pollfd(fd: stream.rawValue, events: Int16(POLLOUT), revents: 0)
        poll(&waiting, 1, -1)
      } else if errno != EINTR {
        // Whoever read our output has gone, as `head` does: nothing is left to do for anyone.
        if errno == EPIPE, stream == .output { _exit(0) }
        let code = errno
        if stream == .output { failure.withLock { $0 = $0 ?? code } }
        return
      }
    }
  }
}
