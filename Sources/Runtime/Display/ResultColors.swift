/// The colours of what a statement shows, put on when its text is laid out, so that they change
/// nothing but colours.
///
/// Numbers, strings, the words of verdicts, booleans, kinds of maps and comments stand out; names
/// and signs do not.
struct ResultColors {
  /// The words that stand out besides `true` and `false`.
  enum Words {
    case none
    /// Yes, no or unknown as the first word.
    case verdict
    /// The kinds of maps.
    case kinds
  }

  /// ANSI escape sequences.
  private enum Ink: String {
    case number = "\u{1B}[36m"
    case string = "\u{1B}[32m"
    case word = "\u{1B}[35m"
    case comment = "\u{1B}[90m"
    case yes = "\u{1B}[1;32m"
    case no = "\u{1B}[1;31m"
    case unknown = "\u{1B}[1;33m"
  }

  private static let end = "\u{1B}[0m"
  private static let kinds: Set<Substring> = [
    "identity", "linear", "affine", "piecewise", "smooth", "continuous", "unknown",
  ]

  private let scalars: [Unicode.Scalar]
  private let words: Words
  private var position = 0
  private var hasReadWord = false
  /// Whether the line says what is not so.
  private var isDenial = false
  private var painted = String.UnicodeScalarView()

  private init(_ text: String, _ words: Words) {
    scalars = Array(text.unicodeScalars)
    self.words = words
  }

  /// A text that stands for a string, in its colour line by line.
  static func string(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : Ink.string.rawValue + $0 + end }.joined(separator: "\n")
  }

  /// The text of a value in colours.
  ///
  /// *Complexity*: O(length).
  static func paint(_ text: String, _ words: Words) -> String {
    var colors = ResultColors(text, words)
    while let first = colors.next { colors.paint(from: first) }
    return String(colors.painted)
  }

  private var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  private mutating func paint(from first: Unicode.Scalar) {
    let start = position
    switch first {
    case "\"":
      skipString()
      add(from: start, .string)
    case "#" where start >= 2 && scalars[start - 1] == " " && scalars[start - 2] == " ":
      skip { $0 != "\n" }
      add(from: start, .comment)
    case "0"..."9":
      skipNumber()
      add(from: start, .number)
    case "-" where isNegative(at: start):
      position += 1
      skipNumber()
      add(from: start, .number)
    case _ where Self.isLetter(first):
      skip(Self.isWordPart)
      add(from: start, ink(of: start..<position))
    default:
      if first == "\n" { isDenial = false }
      position += 1
      add(from: start, nil)
    }
  }

  private mutating func ink(of range: Range<Int>) -> Ink? {
    var text = ""
    text.unicodeScalars.append(contentsOf: scalars[range])
    defer { hasReadWord = true }
    switch text {
    case "true", "false": return .word
    case "nan", "inf": return .number
    default: break
    }
    switch words {
    case .none: return nil
    case .kinds:
      // `not known to be continuous` names a kind that the map may not have.
      if text == "not" { isDenial = true }
      return Self.kinds.contains(text[...]) && !isDenial ? .word : nil
    case .verdict:
      return hasReadWord
        ? nil : ["yes": .yes, "no": .no, "unknown": .unknown][text]
    }
  }

  /// Whether a minus begins a number, as in `[-1, -inf]`, and stands for no difference or arrow.
  private func isNegative(at index: Int) -> Bool {
    let before = index > 0 ? scalars[index - 1] : " "
    guard !Self.isWordPart(before), before != ")", before != "]", index + 1 < scalars.count else {
      return false
    }
    return ("0"..."9").contains(scalars[index + 1])
      || scalars[(index + 1)...].starts(with: "inf".unicodeScalars)
  }

  private mutating func skip(_ isPart: (Unicode.Scalar) -> Bool) {
    while let scalar = next, isPart(scalar) { position += 1 }
  }

  private mutating func skipString() {
    position += 1
    while let scalar = next, scalar != "\"", scalar != "\n" {
      position += scalar == "\\" ? 2 : 1
    }
    position = min(position + 1, scalars.count)
  }

  /// Figures, a point within them, an exponent; `0..<5` holds two numbers, and `inf` is one.
  private mutating func skipNumber() {
    if next.map(Self.isLetter) == true { return skip(Self.isLetter) }
    let isFigure = { (scalar: Unicode.Scalar) in ("0"..."9").contains(scalar) }
    skip(isFigure)
    if next == ".", position + 1 < scalars.count, isFigure(scalars[position + 1]) {
      position += 1
      skip(isFigure)
    }
    if next == "e", position + 2 < scalars.count, ["+", "-"].contains(scalars[position + 1]),
      isFigure(scalars[position + 2])
    {
      position += 2
      skip(isFigure)
    }
  }

  private mutating func add(from start: Int, _ ink: Ink?) {
    if let ink { painted.append(contentsOf: ink.rawValue.unicodeScalars) }
    painted.append(contentsOf: scalars[start..<position])
    if ink != nil { painted.append(contentsOf: Self.end.unicodeScalars) }
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isAlphabetic
  }

  private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
    isLetter(scalar) || ("0"..."9").contains(scalar)
  }
}
