/// A number as it is shown: the shortest text that reads back as the same number when it has few
/// enough figures, otherwise rounded.
///
/// Whole numbers below 10¹⁵ are always shown in full. Very large and very small numbers have an
/// exponent, as in `1e-05`.
struct NumberText: Equatable {
  /// The text.
  let text: String
  /// What rounding did to it.
  let rounding: Rounding

  /// What rounding did to a number.
  enum Rounding {
    /// Nothing: the text reads back as the same number.
    case none
    /// Figures are missing, and the text has as many as it may, so that a reader expects it.
    case evident
    /// Figures are missing, and the text looks exact: 0.30000000000000004 as `0.3`.
    case hidden
  }

  /// The text of a number with at most `digits` significant figures; `digits` is taken as 1…17.
  init(_ value: Double, digits: Int = 5) {
    guard value.isFinite, value != 0 else {
      text = value == 0 ? "0" : value.isNaN ? "nan" : value < 0 ? "-inf" : "inf"
      rounding = .none
      return
    }
    let exact = Decimal(value)
    if exact.isWhole, !exact.hasExponent {
      text = exact.text
      rounding = .none
      return
    }
    let limit = min(max(digits, 1), 17)
    let shown = exact.rounded(toFigures: max(limit, exact.figuresToKeep))
    text = shown.text
    if shown == exact {
      rounding = .none
    } else if shown.isWhole && !shown.hasExponent || shown.figures.count < limit {
      rounding = .hidden
    } else {
      rounding = .evident
    }
  }
}

/// ±d.ddd × 10^exponent, without trailing zeros.
private struct Decimal: Equatable {
  var isNegative = false
  var figures: [UInt8] = []
  var exponent = 0
  /// The least exponent that is written out.
  ///
  /// It stays when rounding makes a number whole.
  private var exponentLimit = 15

  /// The shortest decimal that reads back as this number, which is finite and not 0.
  init(_ value: Double) {
    var point: Int?
    var power = 0
    var characters = value.description.utf8[...]
    isNegative = characters.first == UInt8(ascii: "-")
    if isNegative { characters.removeFirst() }
    if let e = characters.firstIndex(of: UInt8(ascii: "e")) {
      power = Int(Substring(characters[e...].dropFirst())) ?? 0
      characters = characters[..<e]
    }
    for character in characters {
      if character == UInt8(ascii: ".") {
        point = figures.count
      } else {
        figures.append(character - UInt8(ascii: "0"))
      }
    }
    exponent = (point ?? figures.count) - 1 + power
    let zeros = figures.prefix { $0 == 0 }.count
    figures.removeFirst(zeros)
    exponent -= zeros
    dropTrailingZeros()
    if !isWhole, exponent >= 10 { exponentLimit = 10 }
  }

  /// Whether it is shown with an exponent.
  var hasExponent: Bool { exponent < -4 || exponent >= exponentLimit }

  /// Whether it is a whole number.
  var isWhole: Bool { exponent >= figures.count - 1 }

  /// How many figures stand before the decimal point, which are never rounded away.
  var figuresToKeep: Int { hasExponent ? 0 : max(exponent + 1, 0) }

  /// The nearest decimal with at most so many figures, halves away from zero.
  func rounded(toFigures count: Int) -> Decimal {
    guard figures.count > count else { return self }
    var rounded = self
    rounded.figures.removeLast(figures.count - count)
    if figures[count] >= 5 { rounded.increment() }
    rounded.dropTrailingZeros()
    return rounded
  }

  private mutating func increment() {
    var i = figures.count - 1
    while i >= 0, figures[i] == 9 {
      figures[i] = 0
      i -= 1
    }
    if i >= 0 {
      figures[i] += 1
    } else {
      figures.insert(1, at: 0)
      exponent += 1
    }
  }

  private mutating func dropTrailingZeros() {
    while let last = figures.last, last == 0 { figures.removeLast() }
  }

  var text: String {
    let sign = isNegative ? "-" : ""
    if hasExponent {
      let fraction = figures.count > 1 ? "." + digits(1..<figures.count) : ""
      let power = abs(exponent)
      return "\(sign)\(digits(0..<1))\(fraction)e\(exponent < 0 ? "-" : "+")"
        + (power < 10 ? "0\(power)" : "\(power)")
    }
    if exponent < 0 {
      return "\(sign)0." + String(repeating: "0", count: -exponent - 1) + digits(figures.indices)
    }
    if isWhole {
      return sign + digits(figures.indices)
        + String(repeating: "0", count: exponent + 1 - figures.count)
    }
    return sign + digits(0..<(exponent + 1)) + "." + digits((exponent + 1)..<figures.count)
  }

  private func digits(_ range: Range<Int>) -> String {
    String(decoding: figures[range].map { $0 + UInt8(ascii: "0") }, as: UTF8.self)
  }
}
