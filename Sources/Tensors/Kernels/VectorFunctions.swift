/// Elementwise functions over contiguous runs.
package enum VectorFunctions {
  package static func apply(
    _ operation: UnaryOperation, _ x: UnsafePointer<Double>,
    into y: UnsafeMutablePointer<Double>, count: Int
  ) {
    typealias F = ScalarFunctions
    @inline(__always) func map(_ f: (Double) -> Double) { for i in 0..<count { y[i] = f(x[i]) } }
    switch operation {
    case .negate: map { -$0 }
    case .reciprocal: map { 1 / $0 }
    case .squareRoot: map { $0.squareRoot() }
    case .exp: map { F.exp($0) }
    case .log: map { F.log($0) }
    case .expm1: map { F.expm1($0) }
    case .log1p: map { F.log1p($0) }
    case .sin: map { F.sin($0) }
    case .cos: map { F.cos($0) }
    case .tanh: map { F.tanh($0) }
    case .sigmoid: map { F.sigmoid($0) }
    case .softplus: map { F.softplus($0) }
    case .erf: map { F.erf($0) }
    case .log2: map { F.log2($0) }
    case .log10: map { F.log10($0) }
    case .cubeRoot: map { F.cubeRoot($0) }
    case .sinh: map { F.sinh($0) }
    case .cosh: map { F.cosh($0) }
    case .sigmoidSlope: map { F.sigmoidSlope($0) }
    case .erfc: map { F.erfc($0) }
    case .abs: map { $0.magnitude }
    case .sign: map { F.sign($0) }
    case .floor: map { $0.rounded(.down) }
    case .ceil: map { $0.rounded(.up) }
    case .round: map { $0.rounded(.toNearestOrEven) }
    case .isNaN: map { $0.isNaN ? 1 : 0 }
    case .logicalNot: map { $0 == 0 ? 1 : 0 }
    }
  }

  package static func apply(
    _ operation: BinaryOperation, _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>,
    into z: UnsafeMutablePointer<Double>, count: Int
  ) {
    typealias F = ScalarFunctions
    @inline(__always) func map(_ f: (Double, Double) -> Double) {
      for i in 0..<count { z[i] = f(x[i], y[i]) }
    }
    switch operation {
    case .add: map { $0 + $1 }
    case .subtract: map { $0 - $1 }
    case .multiply: map { $0 * $1 }
    case .divide: map { $0 / $1 }
    case .power: map { F.power($0, $1) }
    case .maximum: map { F.maximum($0, $1) }
    case .minimum: map { F.minimum($0, $1) }
    case .atan2: map { F.atan2($0, $1) }
    case .remainder: map { F.remainder($0, $1) }
    case .less: map { $0 < $1 ? 1 : 0 }
    case .lessOrEqual: map { $0 <= $1 ? 1 : 0 }
    case .equal: map { $0 == $1 ? 1 : 0 }
    case .notEqual: map { $0 != $1 ? 1 : 0 }
    }
  }

  package static func raise(
    _ x: UnsafePointer<Double>, to exponent: Double, into y: UnsafeMutablePointer<Double>,
    count: Int
  ) {
    switch exponent {
    case 1: y.update(from: x, count: count)
    case 2: for i in 0..<count { y[i] = x[i] * x[i] }
    case -1: for i in 0..<count { y[i] = 1 / x[i] }
    default: for i in 0..<count { y[i] = ScalarFunctions.power(x[i], exponent) }
    }
  }
}
