import Synchronization

/// A request to stop, which any thread may make and the running program polls.
///
/// It is forgotten when the programs that run have ended. Made while none runs it stops the next.
public final class Interrupt: Sendable {
  /// One word holds everything, so that every change happens as a whole.
  private let state = Atomic<Int>(0)

  /// The bit of a request.
  private static let requested = 1
  /// The bit that tells that the request was made because the machine runs out of memory.
  private static let forMemory = 2
  /// What one program that runs and obeys this adds.
  private static let program = 4

  /// An interrupt nobody has requested.
  public init() {}

  /// Asks the program that runs, or else the next one, to stop; a signal handler may.
  public func request() { state.bitwiseOr(Interrupt.requested, ordering: .relaxed) }

  /// Asks the program that runs to stop; where none runs, nothing happens.
  func requestOfRunning() {
    change { $0 < Interrupt.program ? $0 : $0 | Interrupt.requested }
  }

  /// Asks the program that runs to stop because the machine runs out of memory; where none runs, or
  /// is asked to stop already, nothing happens.
  func requestForMemory() {
    change { word in
      word < Interrupt.program || word & Interrupt.requested != 0
        ? word : word | Interrupt.requested | Interrupt.forMemory
    }
  }

  /// Notes the beginning of a program.
  func programBegins() { state.add(Interrupt.program, ordering: .relaxed) }

  /// Notes the end of a program; with the last one every request is forgotten.
  func programEnds() {
    change { $0 < 2 * Interrupt.program ? 0 : $0 - Interrupt.program }
  }

  /// Forgets a request, so that the next program runs.
  public func clear() {
    change { $0 & ~(Interrupt.requested | Interrupt.forMemory) }
  }

  /// Whether a stop has been asked for.
  public var isRequested: Bool { state.load(ordering: .relaxed) & Interrupt.requested != 0 }

  /// Whether the stop was asked for because the machine runs out of memory.
  var isForMemory: Bool { state.load(ordering: .relaxed) & Interrupt.forMemory != 0 }

  /// Puts what `next` makes of the word into its place, unless it changed meanwhile: then again.
  private func change(_ next: (Int) -> Int) {
    var word = state.load(ordering: .relaxed)
    while true {
      let (exchanged, found) = state.weakCompareExchange(
        expected: word, desired: next(word), ordering: .relaxed)
      if exchanged { return }
      word = found
    }
  }
}
