import Glibc
import Runtime

/// Reads plain lines, for terminals that cannot edit.
struct PlainLineEditor: LineEditor {
  private let output: Output
  private var color: TextColor
  private var pending: [UInt8] = []

  init(output: Output, color: TextColor) {
    self.output = output
    self.color = color
  }

  mutating func readLine(_ prompt: PromptText, after lines: String) -> LineInput {
    switch color {
    case .plain: output.write(prompt.rawValue)
    case .colored: output.write(prompt.paint.over(prompt.rawValue))
    }
    output.flush()
    while true {
      if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
        return take(upTo: end, dropping: 1)
      }
      // Ctrl-C just before `read` begins would not end it, but its byte in the pipe ends this wait.
      var ends = [Terminal.Stream.input.rawValue, Signals.wakeUp].map {
        pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
      }
      _ = poll(&ends, 2, -1)
      // The flag is set before its byte is written, so that it is seen once the byte is taken.
      while Signals.next() != nil {}
      if Signals.isInterrupted {
        pending = []
        return .interrupted
      }
      guard ends[0].revents != 0 else { continue }
      var chunk = [UInt8](repeating: 0, count: 4096)
      let count = read(Terminal.Stream.input.rawValue, &chunk, chunk.count)
      if count > 0 {
        pending += chunk[..<count]
      } else if count < 0, errno == EINTR {
        guard Signals.isInterrupted else { continue }
        pending = []
        return .interrupted
      } else {
        return pending.isEmpty ? .end : take(upTo: pending.endIndex, dropping: 0)
      }
    }
  }

  mutating func remember(_: String) {}

  mutating func setColor(_ color: TextColor) { self.color = color }

  private mutating func take(upTo end: Int, dropping terminator: Int) -> LineInput {
    let line = String(decoding: pending[..<end], as: UTF8.self)
    pending.removeFirst(end + terminator)
    return .line(line)
  }
}
