/// Loops over contiguous or strided runs; the function is inlined into each by its caller's switch.
enum ElementwiseKernel {
  @inline(__always)
  static func map(
    _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, count: Int,
    _ function: (Double) -> Double
  ) {
    for i in 0..<count { y[i] = function(x[i]) }
  }

  /// Two operands walked by their strides, the result contiguous.
  struct Pair {
    let walk: StridedWalk
    let a: UnsafePointer<Double>
    let b: UnsafePointer<Double>
    let result: UnsafeMutablePointer<Double>

    @inline(__always)
    func combine(_ function: (Double, Double) -> Double) {
      let count = walk.runCount
      let stepA = walk.runStep[0]
      let stepB = walk.runStep[1]
      walk.forEachRun { offsets in
        let x = a + offsets[0]
        let y = b + offsets[1]
        let z = result + offsets[2]
        switch (stepA, stepB) {
        case (1, 1):
          for i in 0..<count { z[i] = function(x[i], y[i]) }
        case (1, 0):
          let second = y.pointee
          for i in 0..<count { z[i] = function(x[i], second) }
        case (0, 1):
          let first = x.pointee
          for i in 0..<count { z[i] = function(first, y[i]) }
        default:
          for i in 0..<count { z[i] = function(x[i &* stepA], y[i &* stepB]) }
        }
      }
    }
  }
}
