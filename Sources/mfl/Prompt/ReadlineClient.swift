import CReadline
import Glibc
import Runtime

/// Whom readline asks for candidates and colours, at an address that C can hold.
final class ReadlineClient {
  /// Answers what may stand at a place in a text.
  typealias Completer = (_ text: String, _ cursor: Int) -> Session.Completions

  private let completer: Completer
  private let highlighter: Highlighter
  /// The lines of the entry before the one being typed, each with its end.
  var linesBefore = ""

  init(highlighter: Highlighter, completer: @escaping Completer) {
    self.highlighter = highlighter
    self.completer = completer
  }

  /// What the shim calls; good as long as the client lives.
  var interface: mfl_client {
    mfl_client(
      context: Unmanaged.passUnretained(self).toOpaque(), complete: complete, paint: paint,
      clean: clean, wake_up: Signals.wakeUp)
  }

  fileprivate func completions(_ line: String, _ cursor: Int) -> Session.Completions {
    let shift = linesBefore.utf8.count
    var answer = completer(linesBefore + line, shift + cursor)
    answer.start = max(answer.start - shift, 0)
    return answer
  }

  fileprivate func painted(_ line: String, _ cursor: Int) -> String {
    highlighter.painted(line, cursor: cursor >= 0 ? cursor : nil)
  }

  fileprivate static func client(at context: UnsafeMutableRawPointer?) -> ReadlineClient? {
    context.map { Unmanaged<ReadlineClient>.fromOpaque($0).takeUnretainedValue() }
  }
}

private func complete(
  _ context: UnsafeMutableRawPointer?, _ line: UnsafePointer<CChar>?, _ cursor: Int32,
  _ answer: UnsafeMutablePointer<mfl_candidates>?
) {
  guard let client = ReadlineClient.client(at: context), let line, let answer else { return }
  let found = client.completions(String(cString: line), Int(cursor))
  guard !found.candidates.isEmpty,
    let texts = copies(found.candidates.map(\.text)),
    let labels = copies(found.candidates.map(\.label))
  else { return }
  answer.pointee = mfl_candidates(
    start: Int32(clamping: found.start), count: Int32(clamping: found.candidates.count),
    texts: texts, labels: labels)
}

private func paint(
  _ context: UnsafeMutableRawPointer?, _ line: UnsafePointer<CChar>?, _ cursor: Int32
) -> UnsafeMutablePointer<CChar>? {
  guard let client = ReadlineClient.client(at: context), let line else { return nil }
  return strdup(client.painted(String(cString: line), Int(cursor)))
}

private func clean(
  _ context: UnsafeMutableRawPointer?, _ text: UnsafePointer<CChar>?
) -> UnsafeMutablePointer<CChar>? {
  guard let text else { return nil }
  return strdup(PastedText.code(in: String(cString: text)))
}

/// Strings that C may `free`, in an array that it may.
private func copies(
  _ strings: [String]
) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
  let size = MemoryLayout<UnsafeMutablePointer<CChar>?>.stride
  let array = calloc(strings.count, size)?.bindMemory(
    to: UnsafeMutablePointer<CChar>?.self, capacity: strings.count)
  guard let array else { return nil }
  for (i, text) in strings.enumerated() { array[i] = strdup(text) }
  return array
}
