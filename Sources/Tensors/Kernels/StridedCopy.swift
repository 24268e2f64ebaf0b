/// Where the elements of an index space lie in one block: a start, and a distance along each axis.
struct Layout {
  var start = 0
  var strides: [Int]
}

/// The one kernel behind every operation that only moves elements.
enum StridedCopy {
  /// Copies the elements of an index space between two layouts.
  static func copy(
    dims: [Int], from source: UnsafePointer<Double>, _ from: Layout,
    to target: UnsafeMutablePointer<Double>, _ to: Layout
  ) {
    let walk = StridedWalk(dims: dims, strides: [from.strides, to.strides])
    copy(walk, from: source + from.start, to: target + to.start)
  }

  /// Copies along a walk over the source and the target.
  static func copy(
    _ walk: StridedWalk, from source: UnsafePointer<Double>,
    to target: UnsafeMutablePointer<Double>
  ) {
    let count = walk.runCount
    let sourceStep = walk.runStep[0]
    let targetStep = walk.runStep[1]
    walk.forEachRun { offsets in
      let x = source + offsets[0]
      let y = target + offsets[1]
      if sourceStep == 1 && targetStep == 1 {
        y.update(from: x, count: count)
      } else if sourceStep == 0 && targetStep == 1 {
        y.update(repeating: x.pointee, count: count)
      } else {
        for i in 0..<count { y[i &* targetStep] = x[i &* sourceStep] }
      }
    }
  }
}

extension Tensor {
  /// Copies elements laid out in this tensor into a new one of the given shape, row-major.
  func copied(from layout: Layout, as shape: Shape) throws(TensorError) -> Tensor {
    try LongWork.perform(LongWork.cost(shape.count, 3)) { () throws(TensorError) in
      let result = try Storage(count: shape.count)
      withElements { source in
        guard let x = source.baseAddress else { return }
        StridedCopy.copy(
          dims: shape.dims, from: x, layout, to: result.base, Layout(strides: shape.strides))
      }
      return Tensor(shape: shape, storage: result)
    }
  }
}
