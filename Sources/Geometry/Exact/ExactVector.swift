/// A vector of exact numbers, with float64 numbers near them that mostly decide a sign.
struct ExactVector: Sendable {
  let entries: [ExactNumber]
  /// The entries to within two units in the last place.
  let rough: [Double]

  init(_ entries: [ExactNumber]) {
    self.entries = entries
    rough = entries.map(\.approximation)
  }

  init(_ numbers: [Double]) { self.init(numbers.map { ExactNumber($0) }) }

  var count: Int { entries.count }
  var isSound: Bool { entries.allSatisfy(\.isSound) }
  var isZero: Bool { entries.allSatisfy { $0.sign == 0 } }

  subscript(index: Int) -> ExactNumber { entries[index] }

  static prefix func - (a: ExactVector) -> ExactVector { ExactVector(a.entries.map { -$0 }) }

  static func + (a: ExactVector, b: ExactVector) -> ExactVector {
    ExactVector(zip(a.entries, b.entries).map { $0 + $1 })
  }

  static func - (a: ExactVector, b: ExactVector) -> ExactVector {
    ExactVector(zip(a.entries, b.entries).map { $0 - $1 })
  }

  static func * (a: ExactVector, factor: ExactNumber) -> ExactVector {
    ExactVector(a.entries.map { $0 * factor })
  }

  /// Whether two vectors have the same numbers.
  static func == (a: ExactVector, b: ExactVector) -> Bool {
    zip(a.rough, b.rough).allSatisfy {
      ($0 - $1).magnitude <= 1e-14 * max($0.magnitude, $1.magnitude)
    }
      && (a - b).isZero
  }

  /// ⟨a, b⟩.
  static func product(_ a: ExactVector, _ b: ExactVector) -> ExactNumber {
    zip(a.entries, b.entries).reduce(ExactNumber()) { $0 + $1.0 * $1.1 }
  }

  /// The sign of ⟨a, b⟩, by rounded numbers where rounding cannot change it.
  static func sign(_ a: ExactVector, _ b: ExactVector) -> Int {
    var (value, size) = (0.0, 0.0)
    for (x, y) in zip(a.rough, b.rough) {
      value += x * y
      size += (x * y).magnitude
    }
    // The rough entries are off by 2 ε each, and the sum of three products by 3 ε of their size.
    if value.magnitude > 16 * Double.ulpOfOne * size, size > 0x1p-900, size.isFinite {
      return value < 0 ? -1 : 1
    }
    return product(a, b).sign
  }

  /// The vector orthogonal to two in space, to one in the plane: ⟨cross, w⟩ = det(rows, w).
  static func cross(_ a: ExactVector, _ b: ExactVector) -> ExactVector {
    func minor(_ i: Int, _ j: Int) -> ExactNumber { a[i] * b[j] - a[j] * b[i] }
    return ExactVector([minor(1, 2), minor(2, 0), minor(0, 1)])
  }
}
