/// Sums in an order fixed by the lengths alone, so equal data always give equal bits.
enum ReductionKernel {
  /// The sum of a contiguous run: eight lanes within blocks of 128, blocks added pairwise.
  ///
  /// The rounding error grows with the logarithm of the length.
  static func sum(_ x: UnsafePointer<Double>, count: Int) -> Double {
    if count <= 128 { return shortSum(x, count: count) }
    let half = (count / 2 + 7) & ~7
    return sum(x, count: half) + sum(x + half, count: count - half)
  }

  @inline(__always)
  private static func shortSum(_ x: UnsafePointer<Double>, count: Int) -> Double {
    var lanes = SIMD8<Double>.zero
    var i = 0
    while i + 8 <= count {
      lanes += UnsafeRawPointer(x + i).loadUnaligned(as: SIMD8<Double>.self)
      i += 8
    }
    var total = 0.0
    if i > 0 { total = sum(of: lanes) }
    while i < count {
      total += x[i]
      i += 1
    }
    return total
  }

  /// The dot product of two contiguous runs, summed like `sum`.
  static func dot(
    _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, count: Int
  ) -> Double {
    if count <= 1024 { return shortDot(x, y, count: count) }
    let half = (count / 2 + 7) & ~7
    return dot(x, y, count: half) + dot(x + half, y + half, count: count - half)
  }

  @inline(__always)
  private static func shortDot(
    _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, count: Int
  ) -> Double {
    var lanes = SIMD8<Double>.zero
    var i = 0
    while i + 8 <= count {
      let a = UnsafeRawPointer(x + i).loadUnaligned(as: SIMD8<Double>.self)
      let b = UnsafeRawPointer(y + i).loadUnaligned(as: SIMD8<Double>.self)
      lanes += a * b
      i += 8
    }
    var total = 0.0
    if i > 0 { total = sum(of: lanes) }
    while i < count {
      total += x[i] * y[i]
      i += 1
    }
    return total
  }

  @inline(__always)
  private static func sum(of lanes: SIMD8<Double>) -> Double {
    let four = lanes.lowHalf + lanes.highHalf
    let two = four.lowHalf + four.highHalf
    return two[0] + two[1]
  }

  /// Adds `rows` rows of `width` numbers into `y`, in blocks of 128 rows summed apart.
  static func sumRows(
    _ x: UnsafePointer<Double>, rows: Int, width: Int, into y: UnsafeMutablePointer<Double>
  ) {
    if rows <= 128 {
      for row in 0..<rows {
        let source = x + row * width
        for i in 0..<width { y[i] += source[i] }
      }
      return
    }
    withUnsafeTemporaryAllocation(of: Double.self, capacity: width) { block in
      guard let partial = block.baseAddress else { return }
      for start in stride(from: 0, to: rows, by: 128) {
        partial.initialize(repeating: 0, count: width)
        sumRows(x + start * width, rows: min(128, rows - start), width: width, into: partial)
        for i in 0..<width { y[i] += partial[i] }
      }
    }
  }
}
