import Tensors
import Testing

/// A small generator, so that every failure can be repeated.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &+ 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// A tensor of numbers between -1 and 1.
func sample(_ shape: Shape, _ random: inout SplitMix) throws -> Tensor {
  try Tensor(
    shape: shape,
    elements: (0..<shape.count).map { _ in Double.random(in: -1...1, using: &random) })
}

/// The tensor 0, 1, 2, … of a shape.
func counting(_ shape: Shape) throws -> Tensor {
  try Tensor(shape: shape, elements: (0..<shape.count).map(Double.init))
}

/// Calls a closure with every index of an index space, in row-major order.
func forEachIndex(_ extents: [Int], _ body: ([Int]) -> Void) {
  if extents.contains(0) { return }
  var index = [Int](repeating: 0, count: extents.count)
  while true {
    body(index)
    guard let axis = extents.indices.last(where: { index[$0] + 1 < extents[$0] }) else { return }
    index[axis] += 1
    for later in extents.indices where later > axis { index[later] = 0 }
  }
}

/// The sum of products of the elements of two tensors of one shape.
func inner(_ a: Tensor, _ b: Tensor) -> Double {
  zip(a.elements, b.elements).reduce(0) { $0 + $1.0 * $1.1 }
}

/// Expects numbers to agree within a tolerance relative to the greater of 1 and their size.
func expectClose(
  _ found: [Double], _ expected: [Double], _ tolerance: Double, _ note: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(found.count == expected.count, "\(note)", sourceLocation: sourceLocation)
  for (i, (x, y)) in zip(found, expected).enumerated() {
    let same = x == y || (x.isNaN && y.isNaN)
    let close = same || (x - y).magnitude <= tolerance * max(1, y.magnitude)
    #expect(close, "\(note) at \(i): \(x), not \(y)", sourceLocation: sourceLocation)
  }
}
