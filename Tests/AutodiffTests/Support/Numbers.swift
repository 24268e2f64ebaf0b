import Tensors

@testable import Autodiff

/// A generator whose numbers depend on its seed alone, so that a failing case fails again.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func tensor(_ shape: Shape, in range: ClosedRange<Double> = -1...1) throws -> Tensor {
    try Tensor(
      shape: shape, elements: (0..<shape.count).map { _ in .random(in: range, using: &self) })
  }
}

extension Tensor {
  /// self + step · direction.
  func moved(_ step: Double, along direction: Tensor) throws -> Tensor {
    try Tensor(
      shape: shape, elements: zip(elements, direction.elements).map { $0 + step * $1 })
  }

  /// Σ aᵢ bᵢ.
  func inner(_ other: Tensor) -> Double {
    zip(elements, other.elements).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The matrix plus its transpose, halved, over the last two axes.
  func symmetrised() throws -> Tensor {
    let sum = try Tensor.combine(.add, self, try transposed())
    return try Tensor.combine(.multiply, sum, Tensor(0.5))
  }

  /// The samples of several tensors of one shape along a new leading axis.
  static func stacked(_ samples: [Tensor]) throws -> Tensor { try Tensor.stack(samples) }
}

/// Whether two numbers agree to a tolerance relative to the greater of 1 and their magnitude; equal
/// infinities and two NaNs agree.
func agree(_ a: Double, _ b: Double, _ tolerance: Double) -> Bool {
  if a == b || a.isNaN && b.isNaN { return true }
  return abs(a - b) <= tolerance * max(1, abs(a), abs(b))
}

/// Whether two tensors agree, each element relative to the greatest of all.
func agree(_ a: Tensor, _ b: Tensor, _ tolerance: Double) -> Bool {
  guard a.shape == b.shape else { return false }
  let finite = (a.elements + b.elements).filter(\.isFinite).map(abs)
  let scale = max(1, finite.max() ?? 1)
  return zip(a.elements, b.elements).allSatisfy { x, y in
    x == y || x.isNaN && y.isNaN || abs(x - y) <= tolerance * scale
  }
}

/// Whether two tensors have equal shapes and the same bits.
func areIdentical(_ a: Tensor, _ b: Tensor) -> Bool {
  a.shape == b.shape && a.elements.map(\.bitPattern) == b.elements.map(\.bitPattern)
}

/// The difference quotient (f(x + εv) − f(x − εv)) / 2ε with ε = 10⁻⁴ over the length of v.
func centralDifference(
  at x: [Tensor], along v: [Tensor], _ f: ([Tensor]) throws -> [Tensor]
) throws -> [Tensor] {
  let length = v.reduce(0) { $0 + $1.inner($1) }.squareRoot()
  let step = 1e-4 / max(1, length)
  let above = try f(try zip(x, v).map { try $0.moved(step, along: $1) })
  let below = try f(try zip(x, v).map { try $0.moved(-step, along: $1) })
  return try zip(above, below).map { high, low in
    try Tensor(
      shape: high.shape,
      elements: zip(high.elements, low.elements).map { ($0 - $1) / (2 * step) })
  }
}
