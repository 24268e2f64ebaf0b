import Glibc
import Maps
import Tensors

/// Numbers inside sentences: as the language writes them, to four significant digits.
///
/// A number has more where four would make it what it is not: a whole number, one with another whole
/// part, or the bound it is compared with.
enum Notation {
  private static let digits = 4
  /// As many as tell all numbers apart.
  private static let mostDigits = 17
  /// Entries of a vector, and rows or columns of a matrix, that a sentence still shows.
  private static let longest = 8

  static func number(_ x: Double) -> String {
    if x.isNaN { return "nan" }
    if x.isInfinite { return x < 0 ? "-inf" : "inf" }
    if x == 0 { return "0" }
    if x == x.rounded(), x.magnitude < 100_000 { return "\(Int(x))" }
    let nearest = x.rounded()
    // What differs from a whole number by its rounding alone is shown as one.
    let isWhole = (x - nearest).magnitude <= 1e-11 * x.magnitude
    return shortest(x) { isWhole || Double($0) != nearest }
  }

  /// A number with enough digits to tell it from another, where it is not the same.
  static func number(_ x: Double, against bound: Double) -> String {
    let plain = number(x)
    let other = number(bound)
    guard x != bound, plain == other, x.isFinite else { return plain }
    return shortest(x) { Double($0) != Double(other) }
  }

  /// The number with the fewest digits from four on with which it says what it should.
  private static func shortest(_ x: Double, _ says: (String) -> Bool) -> String {
    func text(_ digits: Int) -> String {
      let (significand, exponent) = rounded(x.magnitude, digits)
      return (x < 0 ? "-" : "") + positional(significand, exponent)
    }
    let whole = x.magnitude >= 1 && x.magnitude < 1_000_000 ? Int(log10(x.magnitude)) + 2 : 0
    return (max(digits, whole)...mostDigits).lazy.map(text).first(where: says) ?? text(mostDigits)
  }

  /// A point in the form in which the language takes it: a number on the line, a vector, a tensor.
  ///
  /// Tensors of many numbers are shown as the vector of them.
  static func point(_ coordinates: [Double], in space: Space, against others: [Double] = [])
    -> String
  {
    let texts = coordinates.enumerated().map { index, x in
      index < others.count ? number(x, against: others[index]) : number(x)
    }
    let dims = space.shape?.dims ?? [coordinates.count]
    guard dims.count > 1, coordinates.count <= 4 * longest, dims.reduce(1, *) == texts.count else {
      return dims.isEmpty && texts.count == 1
        ? texts[0] : "[" + elided(texts).map { $0 ?? "…" }.joined(separator: ", ") + "]"
    }
    return nested(texts[...], dims[...])
  }

  /// Rows separated by semicolons; of more axes such matrices in brackets.
  private static func nested(_ texts: ArraySlice<String>, _ dims: ArraySlice<Int>) -> String {
    let size = texts.count / Swift.max(dims.first ?? 1, 1)
    let parts = (0..<(size == 0 ? 0 : dims.first ?? 0)).map { part in
      texts[texts.startIndex + part * size..<texts.startIndex + (part + 1) * size]
    }
    return dims.count == 2
      ? "[" + parts.map { $0.joined(separator: ", ") }.joined(separator: "; ") + "]"
      : "[" + parts.map { nested($0, dims.dropFirst()) }.joined(separator: ", ") + "]"
  }

  /// `f(x)[1]`: one number of the values of a map, by its position row by row.
  static func component(_ index: Int, of name: String, in space: Space) -> String {
    var (position, indices) = (index, [Int]())
    for extent in (space.shape?.dims ?? []).reversed() where extent > 0 {
      indices.insert(position % extent, at: 0)
      position /= extent
    }
    let place = indices.isEmpty ? "" : "[\(indices.map(String.init).joined(separator: ", "))]"
    return "\(name)(x)\(place)"
  }

  static func vector(_ elements: [Double]) -> String {
    "[" + elided(elements).map { $0.map(number) ?? "…" }.joined(separator: ", ") + "]"
  }

  /// A number, a vector, or rows separated by semicolons; of more axes only the shape.
  static func tensor(_ tensor: Tensor) -> String {
    let elements = tensor.elements
    switch tensor.rank {
    case 0: return number(elements[0])
    case 1: return vector(elements)
    case 2:
      let (rows, columns) = (tensor.shape[0], tensor.shape[1])
      guard rows <= longest, columns <= longest else { return "\(rows) × \(columns) numbers" }
      let lines = (0..<rows).map { row in
        elements[row * columns..<(row + 1) * columns].map(number).joined(separator: ", ")
      }
      return "[" + lines.joined(separator: "; ") + "]"
    default: return "\(tensor.shape) numbers"
    }
  }

  /// `ℝ³` for 3.
  static func space(_ dimension: Int) -> String { Space.real(dimension).description }

  /// Why a property that compares spaces of one dimension is not to be had.
  static func unequal(_ name: String, _ source: Int, _ target: Int, _ property: Property) -> String
  {
    "\(name) maps \(space(source)) to \(space(target)), and what is \(property.predicate) keeps the "
      + "dimension"
  }

  /// Clauses joined as in a sentence: `a, b and c`.
  static func list(_ clauses: [String]) -> String {
    guard let last = clauses.last, clauses.count > 1 else { return clauses.first ?? "" }
    return clauses.dropLast().joined(separator: ", ") + " and " + last
  }

  /// `σ₂` for 2.
  static func sigma(_ index: Int) -> String {
    let digits: [Character] = ["₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉"]
    return "σ" + String(String(index).compactMap { $0.wholeNumberValue.map { digits[$0] } })
  }

  private static func elided<Element>(_ elements: [Element]) -> [Element?] {
    guard elements.count > longest else { return elements }
    return elements.prefix(longest - 2).map(Optional.some) + [nil, elements.last]
  }

  /// The leading digits of a positive number and the power of ten of the first of them.
  ///
  /// The shortest text that reads back as the number is rounded, half up; it has no more digits than
  /// the number means.
  private static func rounded(
    _ x: Double, _ digits: Int
  ) -> (digits: [Int], exponent: Int) {
    let parts = "\(x)".split(separator: "e")
    let mantissa = parts[0].split(separator: ".")
    var all = mantissa.joined().compactMap(\.wholeNumberValue)
    var exponent = mantissa[0].count - 1 + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
    let leading = all.prefix { $0 == 0 }.count
    all.removeFirst(leading)
    exponent -= leading
    if all.count > digits {
      let roundsUp = all[digits] >= 5
      all.removeSubrange(digits...)
      if roundsUp {
        while all.last == 9 { all.removeLast() }
        if let last = all.popLast() {
          all.append(last + 1)
        } else {
          all = [1]
          exponent += 1
        }
      }
    }
    while all.last == 0 { all.removeLast() }
    return (all, exponent)
  }

  private static func positional(_ digits: [Int], _ exponent: Int) -> String {
    let text = digits.map(String.init).joined()
    if exponent < -4 || exponent > 5 {
      let rest = text.dropFirst()
      return text.prefix(1) + (rest.isEmpty ? "" : "." + rest) + "e\(exponent)"
    }
    if exponent < 0 { return "0." + String(repeating: "0", count: -exponent - 1) + text }
    let whole = exponent + 1
    if text.count <= whole { return text + String(repeating: "0", count: whole - text.count) }
    return text.prefix(whole) + "." + text.dropFirst(whole)
  }
}
