/// What a field says: a number, nothing, or text.
enum CSVValue {
  case number(CSVNumber)
  /// Empty, `NA`, `N/A`, `NaN`, `?` or `null`.
  case missing
  case text
  /// A number but for its decimal comma.
  case decimalComma
  /// A finite number in the text that float64 cannot hold.
  case tooLarge

  /// Reads the bytes of a field.
  init(_ bytes: ArraySlice<UInt8>) {
    if bytes.isEmpty {
      self = .missing
    } else if let number = CSVNumber(bytes, point: UInt8(ascii: ".")) {
      self = number.isFinite ? .number(number) : .tooLarge
    } else if let word = CSVValue.words[bytes.count <= 9 ? lowercased(bytes) : ""] {
      self = word.isNaN ? .missing : .number(CSVNumber(bytes, standsFor: word))
    } else if CSVNumber(bytes, point: UInt8(ascii: ",")) != nil {
      self = .decimalComma
    } else {
      self = .text
    }
  }

  private static let words: [String: Double] = [
    "na": .nan, "n/a": .nan, "nan": .nan, "-nan": .nan, "?": .nan, "null": .nan,
    "inf": .infinity, "+inf": .infinity, "-inf": -.infinity,
    "infinity": .infinity, "+infinity": .infinity, "-infinity": -.infinity,
  ]
}

private func lowercased(_ bytes: ArraySlice<UInt8>) -> String {
  String(decoding: bytes, as: UTF8.self).lowercased()
}

/// A decimal number as it is written: ±mantissa × 10^exponent, when its digits are few enough.
///
/// The first pass over a table asks only whether a field is a number, so the conversion waits.
struct CSVNumber {
  private let bytes: ArraySlice<UInt8>
  private let isNegative: Bool
  private var infinity: Double?
  private var mantissa: UInt64 = 0
  private var digitCount = 0
  private var exponent = 0

  /// Reads `[+-] digits [. digits] [e [+-] digits]` with a digit somewhere before the exponent,
  /// nil for anything else.
  fileprivate init?(_ bytes: ArraySlice<UInt8>, point: UInt8) {
    self.bytes = bytes
    var i = bytes.startIndex
    isNegative = bytes.first == UInt8(ascii: "-")
    if isNegative || bytes.first == UInt8(ascii: "+") { i += 1 }

    let integerStart = i
    readDigits(&i)
    var hasDigits = i > integerStart
    if i < bytes.endIndex, bytes[i] == point {
      i += 1
      let fractionStart = i
      readDigits(&i)
      exponent -= i - fractionStart
      hasDigits = hasDigits || i > fractionStart
    }
    guard hasDigits else { return nil }
    if i < bytes.endIndex, bytes[i] | 0x20 == UInt8(ascii: "e") {
      i += 1
      guard let power = CSVNumber.readExponent(bytes, &i) else { return nil }
      exponent += power
    }
    if i < bytes.endIndex { return nil }
  }

  /// An infinity, written as a word.
  fileprivate init(_ bytes: ArraySlice<UInt8>, standsFor infinity: Double) {
    self.bytes = bytes
    self.infinity = infinity
    isNegative = infinity < 0
  }

  /// Whether float64 can hold it; most numbers are far from the limit of 1.8 × 10³⁰⁸.
  fileprivate var isFinite: Bool { digitCount + exponent < 300 || value.isFinite }

  /// The nearest float64.
  ///
  /// Up to 15 digits and powers of ten up to 22 are exact in float64, so that one multiplication or
  /// division rounds once and correctly (Clinger 1990); the rest is left to the standard library.
  var value: Double {
    if let infinity { return infinity }
    if digitCount <= 15, abs(exponent) <= 22 {
      let whole = Double(mantissa)
      let power = CSVNumber.powersOfTen[abs(exponent)]
      let magnitude = exponent < 0 ? whole / power : whole * power
      return isNegative ? -magnitude : magnitude
    }
    return Double(String(decoding: bytes, as: UTF8.self)) ?? .nan
  }

  private mutating func readDigits(_ i: inout Int) {
    while i < bytes.endIndex {
      let digit = bytes[i] &- UInt8(ascii: "0")
      guard digit < 10 else { return }
      // Leading zeros carry no digits, so 0.000123 takes the fast way too.
      if digitCount > 0 || digit > 0 { digitCount += 1 }
      if digitCount <= 15 { mantissa = mantissa * 10 + UInt64(digit) }
      i += 1
    }
  }

  private static func readExponent(_ bytes: ArraySlice<UInt8>, _ i: inout Int) -> Int? {
    let isNegative = i < bytes.endIndex && bytes[i] == UInt8(ascii: "-")
    if isNegative || (i < bytes.endIndex && bytes[i] == UInt8(ascii: "+")) { i += 1 }
    let start = i
    var power = 0
    while i < bytes.endIndex {
      let digit = bytes[i] &- UInt8(ascii: "0")
      guard digit < 10 else { break }
      power = min(power * 10 + Int(digit), 1_000_000)
      i += 1
    }
    guard i > start else { return nil }
    return isNegative ? -power : power
  }

  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]
}
