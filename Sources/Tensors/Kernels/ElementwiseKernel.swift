/// Loops over contiguous runs; the function is inlined into each by its caller's switch.
enum ElementwiseKernel {
  @inline(__always)
  static func map(
    _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, count: Int,
    _ function: (Double) -> Double
  ) {
    for i in 0..<count { y[i] = function(x[i]) }
  }

  @inline(__always)
  static func combine(
    _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>,
    into z: UnsafeMutablePointer<Double>, count: Int, _ function: (Double, Double) -> Double
  ) {
    for i in 0..<count { z[i] = function(x[i], y[i]) }
  }
}
