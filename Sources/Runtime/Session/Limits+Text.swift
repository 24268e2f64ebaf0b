import Language

/// What is wrong with the text of a limit: facts, with their wording beside them.
public enum LimitError: Error, Sendable, Equatable {
  /// It is not `name=value`.
  case form(String)
  /// There is no limit of that name.
  case unknown(String, near: String?)
  /// The value is not what the limit takes.
  case value(Limits.Name, String)
  /// The value is more than there can be.
  case tooLarge(Limits.Name, String, most: Int)
}

extension Limits {
  /// What the limits are called on the command line.
  public enum Name: String, CaseIterable, Sendable {
    case steps
    case depth
    case nesting
    case elements
    case bytes
    case seconds
    case imports
  }

  /// Sets limits as a command line writes them: `steps=1e8,bytes=2g,seconds=10`.
  ///
  /// - Throws: `LimitError` for the first part that does not mean anything; nothing is set then.
  public mutating func set(_ text: String) throws(LimitError) {
    var new = self
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let pieces = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard pieces.count == 2 else { throw .form(String(part)) }
      let word = String(pieces[0])
      guard let name = Name(rawValue: word) else {
        throw .unknown(word, near: nearest(to: word, among: Name.allCases.map(\.rawValue)))
      }
      try new.set(name, to: String(pieces[1]))
    }
    self = new
  }

  private mutating func set(_ name: Name, to text: String) throws(LimitError) {
    switch name {
    case .seconds:
      guard let number = Double(text), number > 0, number <= Limits.longest else {
        throw .value(name, text)
      }
      seconds = number
    case .steps: steps = try Limits.count(text, name)
    case .depth: callDepth = try Limits.count(text, name)
    case .nesting: nesting = try Limits.count(text, name, most: Limits.nestingBound)
    case .imports: importDepth = try Limits.count(text, name, most: Limits.importBound)
    case .elements: tensorElements = try Limits.count(text, name)
    case .bytes: bytes = try Limits.count(text, name)
    }
  }

  private static func count(
    _ text: String, _ name: Name, most: Int
  ) throws(LimitError) -> Int {
    let number = try count(text, name)
    guard number <= most else { throw .tooLarge(name, text, most: most) }
    return number
  }

  /// Thirty years: what a clock can still be asked for.
  private static let longest = 1e9

  /// A whole number above 0, which may be written as `1e8` or with the unit k, m or g.
  private static func count(_ text: String, _ name: Name) throws(LimitError) -> Int {
    var digits = text[...]
    var factor = 1.0
    if name == .bytes, let last = digits.last?.lowercased(),
      let unit = ["k", "m", "g"].firstIndex(of: last)
    {
      digits.removeLast()
      for _ in 0...unit { factor *= 1024 }
    }
    guard let number = Double(digits), let whole = Int(exactly: number * factor), whole > 0 else {
      throw .value(name, text)
    }
    return whole
  }
}

extension LimitError: CustomStringConvertible {
  /// What is wrong, in a sentence.
  public var description: String {
    let names = Limits.Name.allCases.map(\.rawValue).joined(separator: ", ")
    switch self {
    case .form(let part):
      return "a limit is written name=value, as in steps=1e8,bytes=2g,seconds=10, and not “\(part)”"
    case .unknown(let word, let near):
      let advice = near.map { "; did you mean \($0)?" } ?? ""
      return "there is no limit “\(word)”: the limits are \(names)\(advice)"
    case .value(.seconds, let text):
      return "seconds takes a number above 0, such as 10 or 0.5, and not “\(text)”"
    case .value(.bytes, let text):
      return "bytes takes a whole number above 0, such as 1e6, 512k, 100m or 2g, and not “\(text)”"
    case .tooLarge(let name, let text, let most):
      let what = name == .nesting ? "the parser" : "the stack"
      return "\(name.rawValue) is \(most) at most, which is what \(what) has room for, and not "
        + "“\(text)”"
    case .value(let name, let text):
      return "\(name.rawValue) takes a whole number above 0, such as 1000 or 1e8, and not “\(text)”"
    }
  }
}
