extension Tensor {
  /// Applies a function to every element.
  ///
  /// - Throws: `.tooLarge` or `.outOfMemory`.
  public func mapped(_ operation: UnaryOperation) throws(TensorError) -> Tensor {
    typealias F = ScalarFunctions
    switch operation {
    case .negate: return try mapping { -$0 }
    case .reciprocal: return try mapping { 1 / $0 }
    case .squareRoot: return try mapping { $0.squareRoot() }
    case .exp: return try mapping { F.exp($0) }
    case .log: return try mapping { F.log($0) }
    case .expm1: return try mapping { F.expm1($0) }
    case .log1p: return try mapping { F.log1p($0) }
    case .sin: return try mapping { F.sin($0) }
    case .cos: return try mapping { F.cos($0) }
    case .tanh: return try mapping { F.tanh($0) }
    case .sigmoid: return try mapping { F.sigmoid($0) }
    case .softplus: return try mapping { F.softplus($0) }
    case .erf: return try mapping { F.erf($0) }
    case .log2: return try mapping { F.log2($0) }
    case .log10: return try mapping { F.log10($0) }
    case .cubeRoot: return try mapping { F.cubeRoot($0) }
    case .sinh: return try mapping { F.sinh($0) }
    case .cosh: return try mapping { F.cosh($0) }
    case .sigmoidSlope: return try mapping { F.sigmoidSlope($0) }
    case .erfc: return try mapping { F.erfc($0) }
    case .abs: return try mapping { $0.magnitude }
    case .sign: return try mapping { F.sign($0) }
    case .floor: return try mapping { $0.rounded(.down) }
    case .ceil: return try mapping { $0.rounded(.up) }
    case .round: return try mapping { $0.rounded(.toNearestOrEven) }
    case .isNaN: return try mapping { $0.isNaN ? 1 : 0 }
    case .logicalNot: return try mapping { $0 == 0 ? 1 : 0 }
    }
  }

  /// Raises every element to one power; 1, −1 and 2 are computed as x, 1/x and x·x.
  ///
  /// - Throws: `.tooLarge` or `.outOfMemory`.
  public func raised(to exponent: Double) throws(TensorError) -> Tensor {
    if exponent == 1 { return self }
    if exponent == 2 { return try mapping { $0 * $0 } }
    if exponent == -1 { return try mapping { 1 / $0 } }
    return try mapping { ScalarFunctions.power($0, exponent) }
  }

  /// Combines two tensors element by element; axes are matched from the last, extent 1 repeats.
  ///
  /// *Shapes*: `[2, 1, 3]` and `[4, 3]` give `[2, 4, 3]`.
  /// - Throws: `.shapeMismatch`, `.tooLarge` or `.outOfMemory`.
  public static func combine(
    _ operation: BinaryOperation, _ a: Tensor, _ b: Tensor
  ) throws(TensorError) -> Tensor {
    typealias F = ScalarFunctions
    let pairs = try Pairing(operation, a, b)
    switch operation {
    case .add: return pairs.combining { $0 + $1 }
    case .subtract: return pairs.combining { $0 - $1 }
    case .multiply: return pairs.combining { $0 * $1 }
    case .divide: return pairs.combining { $0 / $1 }
    case .power: return pairs.combining { F.power($0, $1) }
    case .maximum: return pairs.combining { F.maximum($0, $1) }
    case .minimum: return pairs.combining { F.minimum($0, $1) }
    case .atan2: return pairs.combining { F.atan2($0, $1) }
    case .remainder: return pairs.combining { F.remainder($0, $1) }
    case .less: return pairs.combining { $0 < $1 ? 1 : 0 }
    case .lessOrEqual: return pairs.combining { $0 <= $1 ? 1 : 0 }
    case .equal: return pairs.combining { $0 == $1 ? 1 : 0 }
    case .notEqual: return pairs.combining { $0 != $1 ? 1 : 0 }
    }
  }

  /// Takes each element of `a` where the condition is not 0, and of `b` where it is.
  ///
  /// Elements not taken have no influence, whatever they are. *Shapes*: all equal.
  /// - Throws: `.shapeMismatch`, `.tooLarge` or `.outOfMemory`.
  public static func select(
    _ condition: Tensor, _ a: Tensor, _ b: Tensor
  ) throws(TensorError) -> Tensor {
    for operand in [a, b] where operand.shape != condition.shape {
      throw .shapeMismatch(operation: "select", lhs: condition.shape, rhs: operand.shape)
    }
    let result = try Storage(count: condition.count)
    condition.withElements { c in
      a.withElements { x in
        b.withElements { y in
          let z = result.base
          for i in 0..<c.count { z[i] = c[i] != 0 ? x[i] : y[i] }
        }
      }
    }
    return Tensor(shape: condition.shape, storage: result)
  }

  @inline(__always)
  private func mapping(_ function: (Double) -> Double) throws(TensorError) -> Tensor {
    let result = try Storage(count: count)
    withElements { source in
      guard let x = source.baseAddress else { return }
      ElementwiseKernel.map(x, into: result.base, count: source.count, function)
    }
    return Tensor(shape: shape, storage: result)
  }
}

/// Two operands brought to a common shape, and the block their combination goes to.
private struct Pairing {
  let a: Tensor
  let b: Tensor
  let shape: Shape
  let walk: StridedWalk
  let result: Storage

  init(_ operation: BinaryOperation, _ a: Tensor, _ b: Tensor) throws(TensorError) {
    self.a = a
    self.b = b
    shape = try Shape.broadcast(a.shape, b.shape, operation: operation.rawValue)
    if a.shape == b.shape {
      walk = StridedWalk(dims: [shape.count], strides: [[1], [1], [1]])
    } else {
      walk = StridedWalk(
        dims: shape.dims,
        strides: [
          a.shape.strides(broadcastTo: shape), b.shape.strides(broadcastTo: shape), shape.strides,
        ])
    }
    result = try Storage(count: shape.count)
  }

  @inline(__always)
  func combining(_ function: (Double, Double) -> Double) -> Tensor {
    a.withElements { x in
      b.withElements { y in
        guard let x = x.baseAddress, let y = y.baseAddress else { return }
        ElementwiseKernel.Pair(walk: walk, a: x, b: y, result: result.base).combine(function)
      }
    }
    return Tensor(shape: shape, storage: result)
  }
}
