import Glibc

/// Elementwise functions on single numbers: those without a kernel in C, and those used one by one.
enum ScalarFunctions {
  @inline(__always) static func log(_ x: Double) -> Double { Glibc.log(x) }
  @inline(__always) static func cos(_ x: Double) -> Double { Glibc.cos(x) }
  @inline(__always) static func erf(_ x: Double) -> Double { Glibc.erf(x) }
  @inline(__always) static func log2(_ x: Double) -> Double { Glibc.log2(x) }
  @inline(__always) static func log10(_ x: Double) -> Double { Glibc.log10(x) }
  @inline(__always) static func cubeRoot(_ x: Double) -> Double { Glibc.cbrt(x) }
  @inline(__always) static func sinh(_ x: Double) -> Double { Glibc.sinh(x) }
  @inline(__always) static func cosh(_ x: Double) -> Double { Glibc.cosh(x) }
  @inline(__always) static func erfc(_ x: Double) -> Double { Glibc.erfc(x) }
  /// xʸ, where y of 1, −1 and 2 are computed as x, 1/x and x·x.
  @inline(__always) static func power(_ x: Double, _ y: Double) -> Double {
    switch y {
    case 1: x
    case 2: x * x
    case -1: 1 / x
    default: Glibc.pow(x, y)
    }
  }
  @inline(__always) static func atan2(_ y: Double, _ x: Double) -> Double { Glibc.atan2(y, x) }

  @inline(__always) static func sign(_ x: Double) -> Double { x > 0 ? 1 : x < 0 ? -1 : x }

  @inline(__always) static func maximum(_ x: Double, _ y: Double) -> Double {
    x >= y || x.isNaN ? x : y
  }

  @inline(__always) static func minimum(_ x: Double, _ y: Double) -> Double {
    x <= y || x.isNaN ? x : y
  }

  /// The remainder of floored division, as in Python: exact, with the sign of the divisor.
  @inline(__always) static func remainder(_ x: Double, _ y: Double) -> Double {
    let r = Glibc.fmod(x, y)
    if r == 0 { return Double(signOf: y, magnitudeOf: 0) }
    return (r < 0) == (y < 0) ? r : r + y
  }
}
