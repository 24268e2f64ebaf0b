import Tensors

/// Rank and determinant of a matrix of floating-point numbers in exact arithmetic.
///
/// Rows times powers of two are whole. Modulo a prime a rank is at most the true one; and a minor that
/// is 0 modulo primes whose product exceeds Hadamard's bound is 0.
struct ExactRank {
  /// The rank is at least this.
  let lowest: Int
  /// The rank is at most this.
  let highest: Int
  /// Whether |det| is 1; nil when the matrix is not square or the primes do not decide it.
  let hasUnitDeterminant: Bool?

  /// The largest primes below 2⁶² are 2⁶² minus these.
  private static let offsets: [UInt64] = [
    57, 87, 117, 143, 153, 167, 171, 195, 203, 273, 287, 317, 443, 483, 495, 575, 581, 603, 633,
    663, 765, 773, 777, 791,
  ]
  private static let largest = 48

  /// Answers nil for matrices too large, or with entries too far apart.
  init?(_ matrix: Tensor) {
    let (m, n) = (matrix.shape[0], matrix.shape[1])
    guard m <= Self.largest, n <= Self.largest else { return nil }
    let elements = matrix.elements
    var rows: [[(negative: Bool, significand: UInt64, shift: Int)?]] = []
    var bits: [Int] = []
    var scale = 0
    for row in 0..<m {
      let entries = elements[row * n..<(row + 1) * n]
      let nonzero = entries.filter { $0 != 0 }
      let low = nonzero.map { Int($0.exponent) - 52 }.min() ?? 0
      let high = nonzero.map { Int($0.exponent) + 1 }.max() ?? 0
      bits.append(high - low + 4)
      scale += low
      rows.append(
        entries.map { x in
          guard x != 0 else { return nil }
          let significand = UInt64(x.significand.magnitude * 0x1p52)
          return (x < 0, significand, Int(x.exponent) - 52 - low)
        })
    }
    let minor = min(m, n)
    let needed = bits.sorted(by: >).prefix(minor).reduce(2, +)
    let count = needed / 61 + 1
    let primes = Self.offsets.prefix(count).map { (1 << 62) - $0 }
    let decides = count <= Self.offsets.count
    var best = 0
    var isUnit = [true, true]
    for p in primes {
      var residues = rows.map { row in
        row.map { entry -> UInt64 in
          guard let entry else { return 0 }
          let value = Self.product(
            entry.significand % p, Self.power(2, UInt64(entry.shift), p), p)
          return entry.negative && value != 0 ? p - value : value
        }
      }
      let (rank, determinant) = Self.eliminate(&residues, p)
      best = max(best, rank)
      if !decides && best == minor { break }
      // The determinant of the whole rows is that of the matrix times 2^(−scale).
      guard m == n, scale <= 0 else { continue }
      let unit = Self.power(2, UInt64(-scale), p)
      isUnit[0] = isUnit[0] && determinant == unit
      isUnit[1] = isUnit[1] && determinant == p - unit
    }
    lowest = best
    highest = decides ? best : minor
    // 2^(−scale) must itself be below the bound for the residues to tell it.
    hasUnitDeterminant =
      m == n && decides ? scale <= 0 && -scale < needed && isUnit.contains(true) : nil
  }

  private static func product(_ a: UInt64, _ b: UInt64, _ p: UInt64) -> UInt64 {
    p.dividingFullWidth(a.multipliedFullWidth(by: b)).remainder
  }

  private static func power(_ base: UInt64, _ exponent: UInt64, _ p: UInt64) -> UInt64 {
    var (result, square, rest): (UInt64, UInt64, UInt64) = (1, base % p, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result = product(result, square, p) }
      square = product(square, square, p)
      rest >>= 1
    }
    return result
  }

  /// Rank and, for square matrices, determinant modulo p.
  private static func eliminate(
    _ rows: inout [[UInt64]], _ p: UInt64
  ) -> (rank: Int, determinant: UInt64) {
    let (m, n) = (rows.count, rows.first?.count ?? 0)
    var rank = 0
    var determinant: UInt64 = 1
    for column in 0..<n where rank < m {
      guard let pivot = (rank..<m).first(where: { rows[$0][column] != 0 }) else {
        determinant = 0
        continue
      }
      if pivot != rank {
        rows.swapAt(pivot, rank)
        if determinant != 0 { determinant = p - determinant }
      }
      determinant = product(determinant, rows[rank][column], p)
      let inverse = power(rows[rank][column], p - 2, p)
      for row in rank + 1..<max(m, rank + 1) where rows[row][column] != 0 {
        let factor = product(rows[row][column], inverse, p)
        for j in column..<n {
          let taken = product(factor, rows[rank][j], p)
          rows[row][j] = rows[row][j] >= taken ? rows[row][j] - taken : rows[row][j] + (p - taken)
        }
      }
      rank += 1
    }
    return (rank, m == n && rank == n ? determinant : 0)
  }
}
