import Autodiff
import Tensors

/// How the rounds of a loop that remain may become one node of a graph.
///
/// While a function is traced, a long loop over a range need not be written out round by round: if a
/// round only computes numbers and tensors from numbers and tensors, one round is recorded and stands
/// for all. Where that does not hold the rounds run as they always do.
struct LoopRecording {
  /// Loops with no more rounds than this are written out.
  static let threshold = 32

  /// What came of an attempt.
  enum Outcome {
    /// The frame is as after the last round.
    case recorded
    /// Nothing that goes round is being traced.
    case untraced
    /// The rounds are not alike.
    case refused
  }

  /// The slot of the loop's variable.
  let index: Int
  /// The slots that the body assigns: what goes round.
  let carried: [Int]
  /// One round.
  let round: Step

  /// Records the rounds for the indices given, which are to come.
  func record(_ machine: Machine, _ frame: Frame, _ indices: Range<Int>) -> Outcome {
    var carries: [Term] = []
    for slot in carried {
      guard let term = frame[slot]?.term else { return .untraced }
      carries.append(term)
    }
    guard carries.contains(where: \.isTraced) else { return .untraced }
    let (before, returned, steps) = (carried.map { frame[$0] }, machine.returned, machine.steps)
    // Whatever stops the recording, the rounds themselves will meet, and say so where it happens.
    let final = try? Trace.loop(count: indices.count, carries: carries) { position, current in
      frame[index] = Value(try position + Term(Double(indices.lowerBound)))
      for (slot, term) in zip(carried, current) { frame[slot] = Value(term) }
      let flow = try round(machine, frame)
      guard flow == .next || flow == .nextRound,
        machine.repeatSteps(since: steps, rounds: indices.count)
      else { throw AutodiffError.dataDependent(what: "a round of a loop") }
      return try carried.map { slot in
        guard let term = frame[slot]?.term else {
          throw AutodiffError.dataDependent(what: "a value that goes round")
        }
        return term
      }
    }
    guard let final else {
      for (slot, value) in zip(carried, before) { frame[slot] = value }
      machine.returned = returned
      machine.forgetSteps(since: steps)
      return .refused
    }
    for (slot, term) in zip(carried, final) { frame[slot] = Value(term) }
    frame[index] = .number(Double(indices.upperBound - 1))
    return .recorded
  }
}
