import Glibc

/// The elementwise functions on single numbers, in forms that neither overflow nor cancel.
enum ScalarFunctions {
  @inline(__always) static func exp(_ x: Double) -> Double { Glibc.exp(x) }
  @inline(__always) static func log(_ x: Double) -> Double { Glibc.log(x) }
  @inline(__always) static func expm1(_ x: Double) -> Double { Glibc.expm1(x) }
  @inline(__always) static func log1p(_ x: Double) -> Double { Glibc.log1p(x) }
  @inline(__always) static func sin(_ x: Double) -> Double { Glibc.sin(x) }
  @inline(__always) static func cos(_ x: Double) -> Double { Glibc.cos(x) }
  @inline(__always) static func tanh(_ x: Double) -> Double { Glibc.tanh(x) }
  @inline(__always) static func erf(_ x: Double) -> Double { Glibc.erf(x) }
  @inline(__always) static func log2(_ x: Double) -> Double { Glibc.log2(x) }
  @inline(__always) static func log10(_ x: Double) -> Double { Glibc.log10(x) }
  @inline(__always) static func cubeRoot(_ x: Double) -> Double { Glibc.cbrt(x) }
  @inline(__always) static func sinh(_ x: Double) -> Double { Glibc.sinh(x) }
  @inline(__always) static func cosh(_ x: Double) -> Double { Glibc.cosh(x) }
  @inline(__always) static func sigmoidSlope(_ x: Double) -> Double {
    let e = Glibc.exp(-x.magnitude)
    return e / ((1 + e) * (1 + e))
  }
  @inline(__always) static func erfc(_ x: Double) -> Double { Glibc.erfc(x) }
  @inline(__always) static func power(_ x: Double, _ y: Double) -> Double { Glibc.pow(x, y) }
  @inline(__always) static func atan2(_ y: Double, _ x: Double) -> Double { Glibc.atan2(y, x) }

  /// e⁻ˣ is formed for x ≥ 0 only, so nothing overflows and the left tail keeps its digits.
  @inline(__always) static func sigmoid(_ x: Double) -> Double {
    let e = Glibc.exp(-x.magnitude)
    return x < 0 ? e / (1 + e) : 1 / (1 + e)
  }

  /// max(x, 0) + log1p(e^−|x|); `x + 0` keeps a NaN.
  @inline(__always) static func softplus(_ x: Double) -> Double {
    let tail = Glibc.log1p(Glibc.exp(-x.magnitude))
    return x < 0 ? tail : x + tail
  }

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
