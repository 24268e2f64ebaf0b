/// Two operands walked by their strides, the result contiguous.
///
/// Where an operand is repeated or scattered, it is copied strip by strip to where the kernels can
/// read it, so that they are written for contiguous runs only.
struct StridedPair {
  let walk: StridedWalk
  let a: UnsafePointer<Double>
  let b: UnsafePointer<Double>
  let result: UnsafeMutablePointer<Double>

  private static let strip = 256

  func combine(_ operation: BinaryOperation) {
    let count = walk.runCount
    let strip = min(StridedPair.strip, count)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * max(strip, 1)) { block in
      guard let base = block.baseAddress else { return }
      walk.forEachRun { offsets in
        var x = Run(a + offsets[0], step: walk.runStep[0], copy: base)
        var y = Run(b + offsets[1], step: walk.runStep[1], copy: base + strip)
        let z = result + offsets[2]
        if x.isContiguous && y.isContiguous {
          VectorFunctions.apply(operation, x.start, y.start, into: z, count: count)
          return
        }
        for start in stride(from: 0, to: count, by: strip) {
          let length = min(strip, count - start)
          VectorFunctions.apply(
            operation, x.contiguous(start, length), y.contiguous(start, length), into: z + start,
            count: length)
        }
      }
    }
  }

  /// One operand's part of a run.
  private struct Run {
    let start: UnsafePointer<Double>
    private let step: Int
    private let copy: UnsafeMutablePointer<Double>
    private var filled = 0

    @inline(__always)
    init(_ start: UnsafePointer<Double>, step: Int, copy: UnsafeMutablePointer<Double>) {
      self.start = start
      self.step = step
      self.copy = copy
    }

    var isContiguous: Bool { step == 1 }

    /// Where `length` elements from a position on can be read one after the other.
    mutating func contiguous(_ position: Int, _ length: Int) -> UnsafePointer<Double> {
      if isContiguous { return start + position }
      if step == 0 {
        // Strips do not grow, so one filled strip serves them all.
        if filled < length { copy.update(repeating: start.pointee, count: length) }
        filled = max(filled, length)
      } else {
        for i in 0..<length { copy[i] = start[(position &+ i) &* step] }
      }
      return UnsafePointer(copy)
    }
  }
}
