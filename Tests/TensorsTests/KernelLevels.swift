import CKernels
import Glibc

/// A wider number than float64 where the processor has one, so that references are exact enough.
#if arch(x86_64)
  typealias Wide = Float80
#else
  typealias Wide = Double
#endif

/// The kernels of every instruction set that can run here.
enum KernelLevels {
  static let available: [Int32] = (0..<Int32(MFL_LEVEL_COUNT)).filter {
    mfl_kernels_at($0) != nil
  }

  static func kernels(_ level: Int32) throws -> mfl_kernels {
    guard let table = mfl_kernels_at(level) else { throw KernelMissing(level: level) }
    return table.pointee
  }
}

/// A level without kernels was asked for.
struct KernelMissing: Error {
  let level: Int32
}

/// A function that has a vector kernel, and what it is by definition.
enum KernelFunction: String, CaseIterable {
  case exp, expm1, log, log1p, sin, cos, tanh, tanhSlope, sigmoid, sigmoidSlope, softplus

  typealias Map = (UnsafePointer<Double>, UnsafeMutablePointer<Double>, Int) -> Void

  private func kernel(in table: mfl_kernels) -> Map {
    switch self {
    case .exp: { table.exp($0, $1, $2) }
    case .expm1: { table.expm1($0, $1, $2) }
    case .log: { table.log($0, $1, $2) }
    case .log1p: { table.log1p($0, $1, $2) }
    case .sin: { table.sin($0, $1, $2) }
    case .cos: { table.cos($0, $1, $2) }
    case .tanh: { table.tanh($0, $1, $2) }
    case .tanhSlope: { table.tanh_slope($0, $1, $2) }
    case .sigmoid: { table.sigmoid($0, $1, $2) }
    case .sigmoidSlope: { table.sigmoid_slope($0, $1, $2) }
    case .softplus: { table.softplus($0, $1, $2) }
    }
  }

  /// The kernel of one level on all numbers.
  func callAsFunction(_ x: [Double], level: Int32) throws -> [Double] {
    let map = kernel(in: try KernelLevels.kernels(level))
    return [Double](unsafeUninitializedCapacity: x.count) { y, count in
      x.withUnsafeBufferPointer { source in
        if let x = source.baseAddress, let y = y.baseAddress { map(x, y, source.count) }
      }
      count = x.count
    }
  }

  /// The kernel of one level written over its argument.
  func inPlace(_ x: inout [Double], count: Int, level: Int32) throws {
    let map = kernel(in: try KernelLevels.kernels(level))
    x.withUnsafeMutableBufferPointer { if let x = $0.baseAddress { map(x, x, count) } }
  }

  /// The function itself, from functions that keep their digits.
  func reference(_ x: Wide) -> Wide {
    switch self {
    case .exp: return Glibc.exp(x)
    case .expm1: return Glibc.expm1(x)
    case .log: return Glibc.log(x)
    case .log1p: return Glibc.log1p(x)
    case .sin: return Glibc.sin(x)
    case .cos: return Glibc.cos(x)
    case .tanh: return Glibc.tanh(x)
    case .tanhSlope:
      let e = Glibc.exp(-2 * x.magnitude)
      return 4 * e / ((1 + e) * (1 + e))
    case .sigmoid:
      let e = Glibc.exp(-x.magnitude)
      return (x < 0 ? e : 1) / (1 + e)
    case .sigmoidSlope:
      let e = Glibc.exp(-x.magnitude)
      return e / ((1 + e) * (1 + e))
    case .softplus:
      let tail = Glibc.log1p(Glibc.exp(-x.magnitude))
      return x < 0 ? tail : x + tail
    }
  }
}

/// How far a number is from the exact one, in units in the last place of float64.
///
/// Beyond the greatest number both count as 2¹⁰²⁴; two NaN agree, one alone is infinitely far.
func distance(_ found: Double, from exact: Wide) -> Double {
  let limit = Wide(sign: .plus, exponent: 1023, significand: 1) * 2
  let near = Double(exact)
  if found.isNaN || near.isNaN { return found.isNaN && near.isNaN ? 0 : .infinity }
  if found == near { return found.isInfinite ? 0 : 0.5 }
  if limit.isInfinite { return (found - near).magnitude / near.ulp }
  let wide = found.isInfinite ? (found < 0 ? -limit : limit) : Wide(found)
  let clipped = max(-limit, min(limit, exact))
  let unit = near.isInfinite ? Double.greatestFiniteMagnitude.ulp : near.ulp
  return Double((wide - clipped).magnitude / Wide(unit))
}
