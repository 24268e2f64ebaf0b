/// The sign of a sum of products of float64 numbers, without rounding.
///
/// Each product is split into two numbers whose sum it is exactly, and the parts are kept as an
/// expansion of numbers that do not overlap, whose last one that is not 0 has the sign.
/// *Source*: Shewchuk, Adaptive Precision Floating-Point Arithmetic (1997), sections 2.3 and 2.4.
/// Exact as long as no product is below 10⁻²⁹⁰ or beyond 10³⁰⁰.
struct ExactSign {
  private var expansion: [Double] = []

  /// Adds a · b.
  mutating func add(_ a: Double, times b: Double) {
    let product = a * b
    add((-product).addingProduct(a, b))
    add(product)
  }

  private mutating func add(_ number: Double) {
    var carried = number
    var grown: [Double] = []
    grown.reserveCapacity(expansion.count + 1)
    for part in expansion {
      let sum = carried + part
      let shadow = sum - carried
      let lost = (carried - (sum - shadow)) + (part - shadow)
      if lost != 0 { grown.append(lost) }
      carried = sum
    }
    if carried != 0 { grown.append(carried) }
    expansion = grown
  }

  /// −1, 0 or 1.
  var sign: Int {
    guard let last = expansion.last else { return 0 }
    return last > 0 ? 1 : -1
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
    var exact = ExactSign()
    exact.add(b.x, times: p.y)
    exact.add(-b.x, times: a.y)
    exact.add(-a.x, times: p.y)
    exact.add(-b.y, times: p.x)
    exact.add(b.y, times: a.x)
    exact.add(a.y, times: p.x)
    return exact.sign
  }
}
