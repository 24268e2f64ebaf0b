/// A number kept without rounding, as a sum of float64 numbers that do not overlap, the least first.
///
/// Sums, differences and products of such numbers are exact as long as none of the products leaves the
/// range of numbers, which `isSound` tells.
/// *Source*: Shewchuk, Adaptive Precision Floating-Point Arithmetic (1997), GROW-EXPANSION, COMPRESS.
struct ExactNumber: Sendable {
  private var parts: [Double] = []
  /// Whether no product was too small or too large to be split without loss.
  private(set) var isSound = true

  /// Below this the error of a product may be lost.
  private static let least = 0x1p-900
  /// How many parts are kept before they are drawn together.
  private static let loose = 4

  /// Nothing.
  init() {}

  init(_ x: Double) {
    if x != 0 { parts = [x] }
    isSound = x.isFinite
  }

  /// −1, 0 or 1.
  var sign: Int {
    guard let leading = parts.last else { return 0 }
    return leading < 0 ? -1 : 1
  }

  /// The number to within two units in the last place.
  var approximation: Double { parts.reduce(0, +) }

  /// The float64 number that it is; nil for one that needs more digits.
  var whole: Double? { parts.count > 1 ? nil : parts.first ?? 0 }

  mutating func add(_ x: Double) {
    guard x != 0 else { return }
    var carry = x
    var kept = 0
    for index in parts.indices {
      let part = parts[index]
      let sum = carry + part
      let shadow = sum - carry
      let lost = (carry - (sum - shadow)) + (part - shadow)
      if lost != 0 {
        parts[kept] = lost
        kept += 1
      }
      carry = sum
    }
    parts.removeLast(parts.count - kept)
    if carry != 0 { parts.append(carry) }
    if !carry.isFinite { isSound = false }
  }

  /// Adds a product of two numbers.
  mutating func add(_ a: Double, times b: Double) {
    guard a != 0, b != 0 else { return }
    let product = a * b
    if !(product.magnitude > Self.least) { isSound = false }
    add((-product).addingProduct(a, b))
    add(product)
  }

  /// Adds a number times another one.
  mutating func add(_ number: ExactNumber, times factor: Double) {
    isSound = isSound && number.isSound
    if factor == 1 {
      for part in number.parts { add(part) }
    } else {
      for part in number.parts { add(part, times: factor) }
    }
    compress()
  }

  /// The same number in as few parts as it takes.
  private mutating func compress() {
    guard parts.count > Self.loose else { return }
    var bottom: [Double] = []
    var sum = parts[parts.count - 1]
    for part in parts.dropLast().reversed() {
      let next = sum + part
      let lost = part - (next - sum)
      if lost != 0 {
        bottom.append(next)
        sum = lost
      } else {
        sum = next
      }
    }
    var result: [Double] = []
    for part in bottom.reversed() {
      let next = part + sum
      let lost = sum - (next - part)
      if lost != 0 { result.append(lost) }
      sum = next
    }
    if sum != 0 { result.append(sum) }
    parts = result
  }

  static prefix func - (a: ExactNumber) -> ExactNumber {
    var result = a
    for index in result.parts.indices { result.parts[index] = -result.parts[index] }
    return result
  }

  static func + (a: ExactNumber, b: ExactNumber) -> ExactNumber {
    var result = a
    result.add(b, times: 1)
    return result
  }

  static func - (a: ExactNumber, b: ExactNumber) -> ExactNumber {
    var result = a
    result.add(b, times: -1)
    return result
  }

  static func * (a: ExactNumber, b: ExactNumber) -> ExactNumber {
    var result = ExactNumber()
    for part in b.parts { result.add(a, times: part) }
    result.isSound = result.isSound && a.isSound && b.isSound
    return result
  }

  /// On which side of the line from a to b a point of the plane lies: 1 on the left, 0 on the line.
  static func side(
    of p: (x: Double, y: Double), from a: (x: Double, y: Double), to b: (x: Double, y: Double)
  ) -> Int {
    let left = (b.x - a.x) * (p.y - a.y)
    let right = (b.y - a.y) * (p.x - a.x)
    let difference = left - right
    // The usual case: the difference exceeds all that rounding can have done to it.
    if difference.magnitude > 4e-16 * (left.magnitude + right.magnitude) {
      return difference > 0 ? 1 : -1
    }
    var exact = ExactNumber()
    exact.add(b.x, times: p.y)
    exact.add(-b.x, times: a.y)
    exact.add(-a.x, times: p.y)
    exact.add(-b.y, times: p.x)
    exact.add(b.y, times: a.x)
    exact.add(a.y, times: p.x)
    return exact.sign
  }
}
