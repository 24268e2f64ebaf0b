import CReadline
import Glibc

/// Edits lines with GNU readline, which alone knows `~/.inputrc`, history search and completion.
struct ReadlineEditor: LineEditor {
  /// Answers what may stand at the end of a line: where it would begin, and the candidates.
  typealias Completer = (_ line: String, _ cursor: Int) -> (start: Int, candidates: [String])

  private let completer: CompleterBox
  private var history: History?

  /// An editor that completes with `completer` and keeps its history in a file, if there is one.
  init(historyPath: String?, completer: @escaping Completer) {
    self.completer = CompleterBox(completer)
    mfl_readline_setup(complete, Unmanaged.passUnretained(self.completer).toOpaque())
    history = historyPath.flatMap { History(path: $0) }
  }

  mutating func readLine(prompt: String) -> LineInput {
    mfl_readline_begin(prompt)
    while true {
      var sources = [
        pollfd(fd: Terminal.Stream.input.rawValue, events: Int16(POLLIN), revents: 0),
        pollfd(fd: Signals.wakeUp, events: Int16(POLLIN), revents: 0),
      ]
      poll(&sources, nfds_t(sources.count), -1)
      while let event = Signals.next() {
        switch event {
        case .interrupt:
          mfl_readline_cancel()
          return .interrupted
        case .resize: mfl_readline_resize()
        case .resume: mfl_readline_resume()
        }
      }
      guard sources[0].revents != 0, mfl_readline_step() != 0 else { continue }
      guard let line = mfl_readline_take() else { return .end }
      defer { free(line) }
      return .line(String(cString: line))
    }
  }

  mutating func remember(_ entry: String) {
    if let newest = mfl_history_newest(), String(cString: newest) == entry { return }
    add_history(entry)
    history?.append()
  }
}

/// Keeps the completer at an address that C can hold.
private final class CompleterBox {
  let answer: ReadlineEditor.Completer

  init(_ answer: @escaping ReadlineEditor.Completer) { self.answer = answer }
}

/// What readline's shim calls for candidates; the arrays it gives away are freed there.
private func complete(
  _ context: UnsafeMutableRawPointer?, _ line: UnsafePointer<CChar>?, _ cursor: Int32,
  _ start: UnsafeMutablePointer<Int32>?,
  _ candidates: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>?
) -> Int32 {
  guard let context, let line else { return 0 }
  let box = Unmanaged<CompleterBox>.fromOpaque(context).takeUnretainedValue()
  let answer = box.answer(String(cString: line), Int(cursor))
  start?.pointee = Int32(clamping: answer.start)
  guard !answer.candidates.isEmpty else { return 0 }
  let array = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocateForC(
    count: answer.candidates.count)
  guard let array else { return 0 }
  for (i, candidate) in answer.candidates.enumerated() { array[i] = strdup(candidate) }
  candidates?.pointee = array
  return Int32(clamping: answer.candidates.count)
}

extension UnsafeMutablePointer {
  /// Memory that C may `free`.
  fileprivate static func allocateForC(count: Int) -> UnsafeMutablePointer? {
    calloc(count, MemoryLayout<Pointee>.stride)?.bindMemory(to: Pointee.self, capacity: count)
  }
}
