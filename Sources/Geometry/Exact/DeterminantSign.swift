/// Signs of small determinants and inner products without rounding.
///
/// Rows must be scaled by `scaled`, so that no product leaves the range of numbers.
enum DeterminantSign {
  /// Entries this many powers of two apart are still multiplied without loss, four at a time.
  private static let spread = 180

  /// The row times the power of two that brings its largest entry near 1, which changes no sign; nil
  /// when its entries are too far apart.
  static func scaled(_ row: [Double]) -> [Double]? {
    guard let greatest = row.map(\.magnitude).max(), greatest.isFinite else { return nil }
    guard greatest > 0 else { return row }
    let exponent = greatest.exponent
    let result = row.map { x in
      x == 0
        ? 0
        : Double(sign: x.sign, exponent: x.exponent - exponent, significand: x.significand)
    }
    return result.allSatisfy { $0 == 0 || $0.exponent >= -spread } ? result : nil
  }

  /// What the entries of a matrix mean.
  enum Reading {
    /// Just what they are.
    case exact
    /// Numbers that were rounded: a determinant that is 0 to rounding is 0.
    case rounded
  }

  /// The sign of the determinant of a square matrix of at most four rows.
  static func determinant(_ rows: [[Double]], _ reading: Reading = .exact) -> Int {
    let (value, size) = estimate(rows, 0, Array(rows.indices))
    if reading == .rounded {
      let bound = rows.reduce(64 * Double.ulpOfOne) { $0 * $1.greatestMagnitude }
      return value.magnitude > bound ? (value < 0 ? -1 : 1) : 0
    }
    if value.magnitude > 64 * Double.ulpOfOne * size { return value < 0 ? -1 : 1 }
    return exact(rows, 0, Array(rows.indices)).sign
  }

  /// The sign of an inner product.
  static func product(_ a: [Double], _ b: [Double]) -> Int {
    var sum = ExactNumber()
    for (x, y) in zip(a, b) { sum.add(x, times: y) }
    return sum.sign
  }

  /// The determinant of a square matrix, rounded.
  static func estimate(_ rows: [[Double]]) -> Double {
    estimate(rows, 0, Array(rows.indices)).value
  }

  /// The determinant of the rows from `top` on in some columns, and the sum of its terms' sizes.
  private static func estimate(
    _ rows: [[Double]], _ top: Int, _ columns: [Int]
  ) -> (value: Double, size: Double) {
    if columns.count == 1 {
      let entry = rows[top][columns[0]]
      return (entry, entry.magnitude)
    }
    var (value, size) = (0.0, 0.0)
    for (position, column) in columns.enumerated() where rows[top][column] != 0 {
      var rest = columns
      rest.remove(at: position)
      let minor = estimate(rows, top + 1, rest)
      let entry = rows[top][column]
      value += (position.isMultiple(of: 2) ? entry : -entry) * minor.value
      size += entry.magnitude * minor.size
    }
    return (value, size)
  }

  private static func exact(_ rows: [[Double]], _ top: Int, _ columns: [Int]) -> ExactNumber {
    var sum = ExactNumber()
    if columns.count == 1 {
      sum.add(rows[top][columns[0]])
      return sum
    }
    for (position, column) in columns.enumerated() where rows[top][column] != 0 {
      var rest = columns
      rest.remove(at: position)
      let entry = rows[top][column]
      sum.add(
        exact(rows, top + 1, rest), times: position.isMultiple(of: 2) ? entry : -entry)
    }
    return sum
  }
}
