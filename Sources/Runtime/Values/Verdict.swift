/// What `f is property` answers: whether it holds, how that is known, and why (language.md §4).
public final class Verdict: Sendable {
  /// Whether the property holds.
  public enum Truth: Sendable {
    /// It holds.
    case yes
    /// It does not hold.
    case no
    /// It could not be decided.
    case unknown
  }

  /// How the answer is known; the raw value is the word shown.
  public enum Method: String, Sendable {
    /// Proved from structure.
    case proved
    /// Refuted by a witness.
    case refuted
    /// Tested on samples.
    case tested
    /// Not decided.
    case undecided
  }

  /// Whether the property holds.
  public let truth: Truth
  /// How that is known.
  public let method: Method
  /// Why, in a sentence without a full stop.
  public let reason: String
  /// Further lines of explanation.
  public let details: [String]
  /// The evidence, by name.
  public let fields: [(name: String, value: Value)]

  /// Makes a verdict.
  public init(
    _ truth: Truth, _ method: Method, _ reason: String, details: [String] = [],
    fields: [(name: String, value: Value)] = []
  ) {
    self.truth = truth
    self.method = method
    self.reason = reason
    self.details = details
    self.fields = fields
  }

  /// The verdict on the opposite property; it stays as it is known.
  public var negated: Verdict {
    let opposite: Truth =
      switch truth {
      case .yes: .no
      case .no: .yes
      case .unknown: .unknown
      }
    return Verdict(opposite, method, reason, details: details, fields: fields)
  }
}
