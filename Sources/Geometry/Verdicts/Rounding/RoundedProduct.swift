import Tensors

/// A computed matrix product with a bound of the error of every entry.
struct RoundedProduct: Sendable {
  let matrix: Tensor
  /// Row-major; 0 where the entry is exact.
  let bounds: [Double]

  /// Up to how many multiplications every one is checked for being exact.
  private static let checkedLimit = 1 << 20
  /// More than what underflow takes from one product.
  static let underflow = 0x1p-1070

  /// A B for matrices whose own entries are known up to the bounds given.
  ///
  /// An inner product whose multiplications and additions lose nothing is exact; another is within
  /// (k + 2) ε of the sum of its terms' magnitudes.
  init(
    _ a: Tensor, _ aBounds: [Double], _ b: Tensor, _ bBounds: [Double]
  ) throws(TensorError) {
    let nanosecondsPerEntry = 1000
    self = try LongWork.perform(LongWork.cost(a.count + b.count, nanosecondsPerEntry)) {
      () throws(TensorError) in try RoundedProduct(computing: a, aBounds, b, bBounds)
    }
  }

  private init(
    computing a: Tensor, _ aBounds: [Double], _ b: Tensor, _ bBounds: [Double]
  ) throws(TensorError) {
    let (m, k, n) = (a.shape[0], a.shape[1], b.shape[1])
    let epsilon = Double(k + 2) * Double.ulpOfOne
    let isChecked = m <= Self.checkedLimit / max(1, k * n)
    guard isChecked else {
      matrix = try a.matrixProduct(b)
      let (x, y) = (try a.mapped(.abs), try b.mapped(.abs))
      let (dx, dy) = (
        try Tensor(shape: a.shape, elements: aBounds), try Tensor(shape: b.shape, elements: bBounds)
      )
      let product = try x.matrixProduct(y).elements
      let left = try dx.matrixProduct(Tensor.combine(.add, y, dy)).elements
      let right = try x.matrixProduct(dy).elements
      bounds = product.indices.map {
        epsilon * product[$0] + left[$0] + right[$0] + Double(k) * Self.underflow
      }
      return
    }
    let (x, y) = (a.elements, b.elements)
    var elements = [Double](repeating: 0, count: m * n)
    var found = elements
    for i in 0..<m {
      for j in 0..<n {
        var (sum, size, inherited, isExact) = (0.0, 0.0, 0.0, true)
        for l in 0..<k {
          let (p, q) = (x[i * k + l], y[l * n + j])
          let term = p * q
          isExact = isExact && Exactness.product(p, q) && Exactness.sum(sum, term)
          sum += term
          size += term.magnitude
          inherited += p.magnitude * bBounds[l * n + j]
          inherited += aBounds[i * k + l] * (q.magnitude + bBounds[l * n + j])
        }
        elements[i * n + j] = sum
        found[i * n + j] =
          inherited + (isExact ? 0 : epsilon * size + Double(k) * Self.underflow)
      }
    }
    matrix = try Tensor(shape: [m, n], elements: elements)
    bounds = found
  }

  /// A B for matrices known exactly.
  init(_ a: Tensor, _ b: Tensor) throws(TensorError) {
    try self.init(
      a, [Double](repeating: 0, count: a.count), b, [Double](repeating: 0, count: b.count))
  }
}

/// Whether an operation on two numbers loses nothing.
enum Exactness {
  static func product(_ a: Double, _ b: Double) -> Bool {
    if a == 0 || b == 0 { return a.isFinite && b.isFinite }
    let p = a * b
    // Far above the least number the error of a product is a number itself.
    return p.isFinite && p.magnitude > 0x1p-900 && (-p).addingProduct(a, b) == 0
  }

  static func sum(_ a: Double, _ b: Double) -> Bool {
    let s = a + b
    let t = s - a
    return s.isFinite && (a - (s - t)) + (b - t) == 0
  }
}

extension RoundedProduct {
  /// How a computed matrix compares with another.
  enum Comparison {
    /// Computed without loss, and equal.
    case equal
    /// Equal within the bound of the rounding of the worst entry.
    case within(defect: Double, bound: Double)
    /// Apart by more than rounding at the entry with this index.
    case different(Int)
    /// Not numbers.
    case unclear
  }

  /// A B against the entries given, which are known up to `known`.
  func comparison(with other: (Int) -> Double, known: Double = 0) -> Comparison {
    var worst = (defect: 0.0, bound: 0.0)
    var isEqual = known == 0
    var different: (index: Int, defect: Double)?
    for (index, entry) in matrix.elements.enumerated() {
      let expected = other(index)
      let defect = (entry - expected).magnitude
      let bound = bounds[index] + known
      guard defect.isFinite, bound.isFinite else { return .unclear }
      isEqual = isEqual && defect == 0 && bound == 0
      if defect > bound {
        if defect > different?.defect ?? 0 { different = (index, defect) }
      } else if bound > 0, defect >= worst.defect {
        worst = (defect, bound)
      }
    }
    if let different { return .different(different.index) }
    return isEqual ? .equal : .within(defect: worst.defect, bound: worst.bound)
  }

  /// A square matrix against c I.
  func comparison(withMultipleOfIdentity c: Double, known: Double = 0) -> Comparison {
    let n = matrix.shape[0]
    return comparison(with: { $0 % (n + 1) == 0 ? c : 0 }, known: known)
  }
}
