/// A copy between two layouts of one index space, ready to be run on any two blocks.
package final class StridedTransfer: Sendable {
  private let walk: StridedWalk
  private let target: Int

  /// Prepares copying the elements of `dims` from source strides to target strides.
  ///
  /// - Parameter target: where in the target block the first element goes.
  package init(dims: [Int], from source: [Int], to targetStrides: [Int], startingAt target: Int = 0)
  {
    walk = StridedWalk(dims: dims, strides: [source, targetStrides])
    self.target = target
  }

  /// Copies; the blocks do not overlap.
  package func run(_ source: UnsafePointer<Double>, into block: UnsafeMutablePointer<Double>) {
    StridedCopy.copy(walk, from: source, to: block + target)
  }
}

/// The elements of an index space in row-major order, read a strip at a time from any layout.
package struct StripReader: Sendable {
  private let extents: [Int]
  private let strides: [Int]
  private let run: (count: Int, stride: Int)

  /// Prepares reading `dims` by strides, of which 0 repeats an element along an axis.
  package init(dims: [Int], strides: [Int]) {
    var extents: [Int] = []
    var steps: [Int] = []
    for (extent, stride) in zip(dims, strides) where extent != 1 {
      if let outer = steps.last, outer == stride * extent {
        extents[extents.count - 1] *= extent
        steps[steps.count - 1] = stride
      } else {
        extents.append(extent)
        steps.append(stride)
      }
    }
    run = (extents.popLast() ?? 1, steps.popLast() ?? 0)
    self.extents = extents
    self.strides = steps
  }

  /// Whether all elements are one and the same.
  package var isUniform: Bool { run.stride == 0 && strides.allSatisfy { $0 == 0 } }

  /// Copies `count` elements from position `start` of the row-major order on.
  package func read(
    _ source: UnsafePointer<Double>, from start: Int, count: Int,
    into target: UnsafeMutablePointer<Double>
  ) {
    var position = start
    var written = 0
    while written < count {
      let column = position % run.count
      var rest = position / run.count
      var offset = 0
      for axis in extents.indices.reversed() {
        offset += rest % extents[axis] * strides[axis]
        rest /= extents[axis]
      }
      let length = min(run.count - column, count - written)
      let x = source + (offset + column * run.stride)
      let y = target + written
      switch run.stride {
      case 0: y.update(repeating: x.pointee, count: length)
      case 1: y.update(from: x, count: length)
      default: for i in 0..<length { y[i] = x[i &* run.stride] }
      }
      written += length
      position += length
    }
  }
}
