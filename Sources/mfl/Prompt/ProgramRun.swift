import Language
import Runtime

/// A file that was run, and what of it succeeded.
struct ProgramRun {
  let path: String
  /// The statements that succeeded; nil where none ran.
  let succeeded: String?
}

extension Session {
  /// The part of a program that succeeded in the run just ended; nil where none ran.
  func succeeded(of text: String, _ outcome: Outcome) -> String? {
    switch outcome {
    case .finished: return text
    case .failed(_, stage: .running), .failed(_, stage: .interrupted):
      // The statements before the one that failed have run.
      guard let last = lastStatement, last.source.text == text else { return nil }
      return last.source.text(in: Span(0, last.span.start))
    case .failed, .incomplete: return nil
    }
  }
}
