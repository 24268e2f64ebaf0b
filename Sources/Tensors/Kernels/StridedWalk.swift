/// A walk over an index space in row-major order, with positions in up to four blocks at once.
///
/// Axes along which every block steps evenly are merged and axes of extent 1 dropped, so that the
/// innermost run is as long as the layouts allow.
struct StridedWalk {
  /// One position, or one distance, per block; unused lanes stay 0.
  typealias Offsets = SIMD4<Int>

  /// The number of elements of each run.
  let runCount: Int

  /// The distance between neighbours within a run.
  let runStep: Offsets

  private var outerExtents: [Int]
  private var outerSteps: [Offsets]
  private let isEmpty: Bool

  /// Plans a walk over `dims`; `strides` holds one list of strides per block.
  init(dims: [Int], strides: [[Int]]) {
    var extents: [Int] = []
    var steps: [Offsets] = []
    for (axis, extent) in dims.enumerated() where extent != 1 {
      var step = Offsets.zero
      for (block, blockStrides) in strides.enumerated() { step[block] = blockStrides[axis] }
      if let outer = steps.last, outer == step &* Offsets(repeating: extent) {
        extents[extents.count - 1] *= extent
        steps[steps.count - 1] = step
      } else {
        extents.append(extent)
        steps.append(step)
      }
    }
    isEmpty = dims.contains(0)
    runCount = isEmpty ? 0 : extents.popLast() ?? 1
    runStep = steps.popLast() ?? .zero
    outerExtents = extents
    outerSteps = steps
  }

  /// Calls a closure with the positions at which each run starts.
  @inline(__always)
  func forEachRun(_ body: (Offsets) -> Void) {
    if isEmpty { return }
    var index = [Int](repeating: 0, count: outerExtents.count)
    var offsets = Offsets.zero
    while true {
      body(offsets)
      var axis = outerExtents.count - 1
      while axis >= 0 {
        index[axis] += 1
        offsets &+= outerSteps[axis]
        if index[axis] < outerExtents[axis] { break }
        offsets &-= outerSteps[axis] &* Offsets(repeating: outerExtents[axis])
        index[axis] = 0
        axis -= 1
      }
      if axis < 0 { return }
    }
  }
}
