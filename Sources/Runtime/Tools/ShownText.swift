/// Compares texts that programs show, numbers with a tolerance and blanks not at all.
enum ShownText {
  /// How far apart numbers may be, as a part of the greater one.
  private static let relativeTolerance = 1e-6
  /// How far from 0 a number may be that should be 0.
  private static let absoluteTolerance = 1e-12

  /// What is told where two texts differ; nil where they agree.
  static func difference(expected: String, shown: String) -> [String]? {
    if shown.isEmpty, expected.split(whereSeparator: \.isWhitespace) == ["nothing"] { return nil }
    let (wanted, found) = (pieces(of: expected), pieces(of: shown))
    let isSame =
      wanted.count == found.count && zip(wanted, found).allSatisfy { $0.agrees(with: $1) }
    return isSame ? nil : [told("expected", expected), told("shown", shown)]
  }

  private static func told(_ what: String, _ text: String) -> String {
    let lines = text.split(whereSeparator: \.isNewline).map(trimmed).filter { !$0.isEmpty }
    switch lines.count {
    case 0: return "\(what): nothing"
    case 1: return "\(what): \(lines[0])"
    default: return "\(what):\n" + lines.map { "    \($0)" }.joined(separator: "\n")
    }
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text.drop(while: \.isWhitespace)
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }

  /// A number with the value of half its last place, or any other text without blanks.
  private enum Piece {
    case number(Double, halfPlace: Double)
    case text(String)

    /// Whether what is shown is what this expects.
    func agrees(with other: Piece) -> Bool {
      switch (self, other) {
      case (.text(let one), .text(let other)): return one == other
      case (.number(let one, let halfPlace), .number(let other, _)):
        if one == other { return true }
        // What is expected may be written with fewer digits than are shown.
        let scale = ShownText.relativeTolerance * max(abs(one), abs(other))
        guard one.isFinite, other.isFinite else { return false }
        return abs(one - other) <= max(halfPlace, scale, ShownText.absoluteTolerance)
      case (.number, .text), (.text, .number): return false
      }
    }
  }

  /// The numbers of a text and what stands between them; the mark of rounded numbers is left out.
  private static func pieces(of text: String) -> [Piece] {
    var pieces: [Piece] = []
    var word: [Character] = []
    let characters = text.map { $0 == "−" ? "-" : $0 }
    var position = 0
    func endWord() {
      if !word.isEmpty { pieces.append(.text(String(word))) }
      word = []
    }
    while position < characters.count {
      let character = characters[position]
      let follows = word.last.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false
      if !follows, let (piece, end) = number(characters, position) {
        endWord()
        pieces.append(piece)
        position = end
        continue
      }
      if character.isWhitespace || character == "≈" {
        endWord()
      } else if character.isLetter || character.isNumber || character == "_" {
        word.append(character)
      } else {
        endWord()
        pieces.append(.text(String(character)))
      }
      position += 1
    }
    endWord()
    return pieces
  }

  /// The number that begins at a place, with the place behind it.
  private static func number(_ characters: [Character], _ start: Int) -> (Piece, Int)? {
    var end = start
    func isDigit(_ place: Int) -> Bool {
      place < characters.count && characters[place].isASCII && characters[place].isNumber
    }
    if characters[end] == "-" { end += 1 }
    guard isDigit(end) else { return nil }
    while isDigit(end) { end += 1 }
    var places = 0
    if end < characters.count, characters[end] == ".", isDigit(end + 1) {
      end += 1
      while isDigit(end) { (end, places) = (end + 1, places + 1) }
    }
    var exponent = 0
    if end < characters.count, characters[end] == "e" || characters[end] == "E" {
      let isSigned = end + 1 < characters.count && "+-".contains(characters[end + 1])
      var digits = end + (isSigned ? 2 : 1)
      if isDigit(digits) {
        let first = end + 1
        while isDigit(digits) { digits += 1 }
        // Beyond that every number is 0 or infinite.
        let written = Double(String(characters[first..<digits])) ?? 0
        exponent = Int(min(max(written, -10_000), 10_000))
        end = digits
      }
    }
    guard let value = Double(String(characters[start..<end])) else { return nil }
    // Whole numbers without a point are meant exactly.
    let isRounded = places > 0 || exponent != 0
    let halfPlace = isRounded ? 0.5 * power(of: exponent - places) : 0
    return (.number(value, halfPlace: halfPlace), end)
  }

  private static func power(of exponent: Int) -> Double {
    Double("1e\(min(max(exponent, -320), 300))") ?? 0
  }
}
