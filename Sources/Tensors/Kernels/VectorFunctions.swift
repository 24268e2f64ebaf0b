internal import CKernels

/// The elementwise functions over contiguous runs: the kernels in C where there is one, else loops.
///
/// The result may be written over an operand. What an element becomes depends on that element
/// alone, not on its position or on how many there are.
package enum VectorFunctions {
  /// y = f(x) for `count` elements.
  package static func apply(
    _ operation: UnaryOperation, _ x: UnsafePointer<Double>,
    into y: UnsafeMutablePointer<Double>, count: Int
  ) {
    typealias F = ScalarFunctions
    @inline(__always)
    func map(_ function: (Double) -> Double) {
      ElementwiseKernel.map(x, into: y, count: count, function)
    }
    switch operation {
    case .exp: mfl_exp(x, y, count)
    case .log: mfl_log(x, y, count)
    case .expm1: mfl_expm1(x, y, count)
    case .log1p: mfl_log1p(x, y, count)
    case .sin: mfl_sin(x, y, count)
    case .cos: mfl_cos(x, y, count)
    case .tanh: mfl_tanh(x, y, count)
    case .tanhSlope: mfl_tanh_slope(x, y, count)
    case .sigmoid: mfl_sigmoid(x, y, count)
    case .sigmoidSlope: mfl_sigmoid_slope(x, y, count)
    case .softplus: mfl_softplus(x, y, count)
    case .negate: map { -$0 }
    case .reciprocal: map { 1 / $0 }
    case .squareRoot: map { $0.squareRoot() }
    case .log2: map { F.log2($0) }
    case .log10: map { F.log10($0) }
    case .cubeRoot: map { F.cubeRoot($0) }
    case .sinh: map { F.sinh($0) }
    case .cosh: map { F.cosh($0) }
    case .erf: map { F.erf($0) }
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

  /// z = f(x, y) for `count` elements.
  package static func apply(
    _ operation: BinaryOperation, _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>,
    into z: UnsafeMutablePointer<Double>, count: Int
  ) {
    typealias F = ScalarFunctions
    @inline(__always)
    func combine(_ function: (Double, Double) -> Double) {
      ElementwiseKernel.combine(x, y, into: z, count: count, function)
    }
    switch operation {
    case .add: combine { $0 + $1 }
    case .subtract: combine { $0 - $1 }
    case .multiply: combine { $0 * $1 }
    case .divide: combine { $0 / $1 }
    case .power: combine { F.power($0, $1) }
    case .maximum: combine { F.maximum($0, $1) }
    case .minimum: combine { F.minimum($0, $1) }
    case .atan2: combine { F.atan2($0, $1) }
    case .remainder: combine { F.remainder($0, $1) }
    case .less: combine { $0 < $1 ? 1 : 0 }
    case .lessOrEqual: combine { $0 <= $1 ? 1 : 0 }
    case .equal: combine { $0 == $1 ? 1 : 0 }
    case .notEqual: combine { $0 != $1 ? 1 : 0 }
    }
  }

  /// y = xᵖ for `count` elements; p of 1, −1 and 2 are computed as x, 1/x and x·x.
  package static func raise(
    _ x: UnsafePointer<Double>, to exponent: Double, into y: UnsafeMutablePointer<Double>,
    count: Int
  ) {
    @inline(__always)
    func map(_ function: (Double) -> Double) {
      ElementwiseKernel.map(x, into: y, count: count, function)
    }
    switch exponent {
    case 1: if UnsafePointer(y) != x { y.update(from: x, count: count) }
    case 2: map { $0 * $0 }
    case -1: map { 1 / $0 }
    default: map { ScalarFunctions.power($0, exponent) }
    }
  }

  /// Two functions that share most of their work.
  package enum Pair: CaseIterable, Hashable, Sendable {
    case sinAndCos
    case tanhAndSlope
    case sigmoidAndSlope

    /// The two functions.
    package var operations: (UnaryOperation, UnaryOperation) {
      switch self {
      case .sinAndCos: (.sin, .cos)
      case .tanhAndSlope: (.tanh, .tanhSlope)
      case .sigmoidAndSlope: (.sigmoid, .sigmoidSlope)
      }
    }
  }

  /// y = f(x) and z = g(x) for `count` elements, bit for bit what each function gives alone.
  package static func apply(
    _ pair: Pair, _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>,
    and z: UnsafeMutablePointer<Double>, count: Int
  ) {
    switch pair {
    case .sinAndCos: mfl_sin_and_cos(x, y, z, count)
    case .tanhAndSlope: mfl_tanh_and_slope(x, y, z, count)
    case .sigmoidAndSlope: mfl_sigmoid_and_slope(x, y, z, count)
    }
  }
}
