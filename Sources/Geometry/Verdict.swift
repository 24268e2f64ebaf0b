public import Tensors

/// What is known about whether something has a property, and how it is known.
public struct Verdict: Sendable {
  /// The answer.
  public enum Answer: String, Sendable {
    case yes, no, unknown
  }

  /// What the answer rests on.
  public enum Basis: String, Sendable {
    /// It follows from the structure.
    case proved
    /// A witness contradicts it.
    case refuted
    /// It held, or failed, on samples to a tolerance.
    case tested
    /// Nothing decides it.
    case unknown
  }

  /// Yes, no or unknown.
  public let answer: Answer
  /// How the answer is known.
  public let basis: Basis
  /// Why, in a sentence.
  public let reason: String
  /// Further lines of explanation, and what to ask instead.
  public let details: [String]
  /// The numbers of a witness or a test, by name.
  public let evidence: [(name: String, value: Tensor)]

  /// A verdict from its parts.
  public init(
    _ answer: Answer, _ basis: Basis, _ reason: String, details: [String] = [],
    evidence: [(name: String, value: Tensor)] = []
  ) {
    self.answer = answer
    self.basis = basis
    self.reason = reason
    self.details = details
    self.evidence = evidence
  }

  /// Yes, by a proof.
  public static func proved(_ reason: String) -> Verdict { Verdict(.yes, .proved, reason) }
  /// No, by a proof.
  public static func disproved(_ reason: String) -> Verdict { Verdict(.no, .proved, reason) }
  /// No, by an example.
  public static func refuted(_ reason: String) -> Verdict { Verdict(.no, .refuted, reason) }
  /// Neither.
  public static func unknown(_ reason: String) -> Verdict { Verdict(.unknown, .unknown, reason) }

  /// The verdict on the opposite.
  public var negated: Verdict {
    switch answer {
    case .yes: Verdict(.no, basis, reason, details: details, evidence: evidence)
    case .no: Verdict(.yes, basis, reason, details: details, evidence: evidence)
    case .unknown: self
    }
  }

  /// The answer and how it is known: `no, refuted: g(0) = [1, 0], …`.
  public var summary: String {
    basis == .unknown
      ? "\(answer.rawValue): \(reason)" : "\(answer.rawValue), \(basis.rawValue): \(reason)"
  }
}
