import Autodiff
import Maps
import Tensors

/// How much of a map's computed value and Jacobian at a point may be rounding.
///
/// The computation is repeated with every operation that loses something off by a unit in the last
/// place up or down; eight times the greatest change counts as the bound. What only moves numbers, or
/// adds and multiplies them without loss, is exact.
struct Noise {
  /// By component.
  let value: [Double]
  /// By entry, row-major.
  let jacobian: [Double]
  /// Of det J; 0 unless the Jacobian is square.
  let determinant: Double

  /// A bound of the greatest change of a singular value.
  var size: Double { Tensor(jacobian).norm }
  var isExact: Bool { jacobian.allSatisfy { $0 == 0 } }

  private static let runs = 4
  private static let safety = 8.0
  /// How far, relative to 1 or its size, a value found by iteration may be off.
  private static let iteration = 1e-6

  /// Whether the coordinates of the point are rounded numbers themselves.
  enum Coordinates {
    case rounded
    case exact
  }

  /// Answers nil where the computation cannot be repeated.
  init?(
    of map: SmoothMap, at point: [Double], coordinates: Coordinates = .rounded
  ) throws {
    guard let domain = map.domain.shape, let codomain = map.codomain.shape else { return nil }
    let x = try Tensor(shape: domain, elements: point)
    guard !map.iterates else {
      try self.init(iterating: map, at: Term(x))
      return
    }
    let path: Path
    do {
      path = try Path.traced(at: [Term(x)]) { [try map($0[0])] }
    } catch { return nil }
    guard let derivative = try? path.graph.jacobian() else { return nil }
    let captures = try path.captures.map { try $0.known("a constant") }
    let (m, n) = (codomain.count, domain.count)
    var generator = Jitter(state: 0x9E37_79B9_7F4A_7C15, isActive: false)
    guard
      let value = try path.graph.run([x] + captures, &generator),
      let jacobian = try derivative.run([x] + captures, &generator),
      value.count == m, jacobian.count == m * n, jacobian.firstNonFinite == nil
    else { return nil }
    generator.isActive = true
    var worst = [Double](repeating: 0, count: m)
    var worstEntry = [Double](repeating: 0, count: m * n)
    var worstDeterminant = 0.0
    func determinant(_ tensor: Tensor) throws -> Double {
      m == n ? try tensor.reshaped([n, n]).determinant().elements[0] : 0
    }
    let center = try determinant(jacobian)
    for _ in 0..<Self.runs {
      var moved = point
      switch coordinates {
      case .rounded: for i in moved.indices { moved[i] = generator.moved(moved[i]) }
      case .exact: break
      }
      let y = try Tensor(shape: domain, elements: moved)
      guard let other = try path.graph.run([y] + captures, &generator),
        let derived = try derivative.run([x] + captures, &generator),
        other.firstNonFinite == nil, derived.firstNonFinite == nil
      else { return nil }
      func update(_ worst: inout [Double], _ a: Tensor, _ b: Tensor) {
        for (index, (p, q)) in zip(a.elements, b.elements).enumerated() {
          let change = (p - q).magnitude * Self.safety
          worst[index] = change <= worst[index] ? worst[index] : change
        }
      }
      update(&worst, value, other)
      update(&worstEntry, jacobian, derived)
      let change = (try determinant(derived) - center).magnitude * Self.safety
      worstDeterminant = change <= worstDeterminant ? worstDeterminant : change
    }
    self.init(value: worst, jacobian: worstEntry, determinant: worstDeterminant)
  }

  private init(value: [Double], jacobian: [Double], determinant: Double) {
    self.value = value
    self.jacobian = jacobian
    self.determinant = determinant
  }

  /// What is found by iteration is right to a tolerance far above rounding.
  private init?(iterating map: SmoothMap, at x: Term) throws {
    guard let value = try? map(x).known("a value"),
      let derivative = try? Geometry.jacobian(map, at: x).known("a derivative"),
      derivative.firstNonFinite == nil
    else { return nil }
    let greatest = max(1, derivative.elements.greatestMagnitude)
    let bounds = value.elements.map { Self.iteration * max(1, $0.magnitude) }
    let entries = [Double](repeating: Self.iteration * greatest, count: derivative.count)
    let n = x.shape.count
    var power = 1.0
    for _ in 0..<min(n, 64) { power *= greatest }
    self.init(
      value: bounds, jacobian: entries,
      determinant: derivative.count == n * n ? Self.iteration * power * Double(n * n) : 0)
  }
}

/// A reproducible source of errors in the last place.
struct Jitter {
  fileprivate var state: UInt64
  fileprivate var isActive: Bool

  /// No errors.
  static var none: Jitter { Jitter(state: 1, isActive: false) }

  fileprivate mutating func moved(_ x: Double) -> Double {
    guard isActive, x.isFinite else { return x }
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    let sign = state & 1 == 0 ? 1.0 : -1
    // What is 0 after a loss underflowed.
    return x == 0 ? sign * Double.leastNonzeroMagnitude : x + sign * x.ulp
  }

  fileprivate mutating func moved(_ tensor: Tensor, where isLossy: (Int) -> Bool) throws -> Tensor {
    guard isActive else { return tensor }
    var elements = tensor.elements
    for i in elements.indices where isLossy(i) { elements[i] = moved(elements[i]) }
    return try Tensor(shape: tensor.shape, elements: elements)
  }
}

extension Graph {
  /// The first output, nil for operations that cannot be repeated or have no finite value.
  fileprivate func run(_ inputs: [Tensor], _ jitter: inout Jitter) throws -> Tensor? {
    try outputs(inputs, &jitter)?.first
  }

  fileprivate func outputs(_ inputs: [Tensor], _ jitter: inout Jitter) throws -> [Tensor]? {
    var values = inputs
    guard values.count == inputCount else { return nil }
    for node in nodes {
      try Interruption.check()
      let operands = node.operands.map { values[$0.index] }
      guard let results = try? node.primitive.results(operands, &jitter),
        results.count == node.results.count
      else { return nil }
      values += results
    }
    return outputs.map { values[$0.index] }
  }
}

extension Primitive {
  /// The results with errors in the last place where something is lost; nil for operations that cannot
  /// be repeated.
  func results(_ x: [Tensor], _ jitter: inout Jitter) throws -> [Tensor]? {
    switch self {
    case .literal(let literal): return [try literal.tensor()]
    case .negate: return [try x[0].mapped(.negate)]
    case .broadcast(let target, let axes): return [try x[0].broadcast(to: target, axes: axes)]
    case .permute(let axes): return [try x[0].permuted(axes)]
    case .reshape(let target): return [try x[0].reshaped(target)]
    case .slice(let starts, let ends, let steps):
      return [try x[0].sliced(starts: starts, ends: ends, steps: steps)]
    case .pad(let low, let high, let interior):
      return [try x[0].padded(low: low, high: high, interior: interior)]
    case .concatenate(let axis): return [try .concatenate(x, axis: axis)]
    case .gather(let indices, let axis):
      return [try x[0].gathered(Tensor(indices.map(Double.init)), axis: axis)]
    case .select: return [try .select(x[0], x[1], x[2])]
    case .maximum(let axis): return [try x[0].maximum(axis: axis)]
    case .argmax(let axis): return [try x[0].argmax(axis: axis)]
    case .argsort(let axis): return [try x[0].argsort(axis: axis)]
    case .takeAlong(let axis): return [try x[0].takenAlong(x[1], axis: axis)]
    case .stopGradient, .corner: return [x[0]]
    case .add, .combine(.add): return [try Self.sum(x[0], x[1], &jitter)]
    case .combine(.subtract): return [try Self.sum(x[0], x[1].mapped(.negate), &jitter)]
    case .multiply, .combine(.multiply):
      let (a, b) = (x[0].elements, x[1].elements)
      return [
        try jitter.moved(.combine(.multiply, x[0], x[1])) { !Exactness.product(a[$0], b[$0]) }
      ]
    case .contract(let contraction):
      return [try Self.folded(.contract(x[0], x[1], contraction), x, &jitter)]
    case .sum(let axes): return [try Self.folded(x[0].sum(axes: axes), x, &jitter)]
    case .scatterAdd(let indices, let axis, let extent):
      let sum = try Tensor.scatterAdd(
        x[0], Tensor(indices.map(Double.init)), axis: axis, extent: extent)
      return [try Self.folded(sum, x, &jitter)]
    case .scatterAddAlong(let axis, let extent):
      let sum = try Tensor.scatterAddAlong(x[0], x[1], axis: axis, extent: extent)
      return [try Self.folded(sum, x, &jitter)]
    case .raise(let exponent):
      let base = x[0].elements
      return [
        try jitter.moved(x[0].raised(to: exponent)) {
          exponent == 2
            ? !Exactness.product(base[$0], base[$0])
            : exponent != 1 && base[$0] != 0 && base[$0] != 1
        }
      ]
    case .map(let operation):
      let result = try x[0].mapped(operation)
      switch operation {
      case .negate, .abs, .sign, .floor, .ceil, .round, .isNaN, .logicalNot: return [result]
      case .sin, .sinh, .tanh, .erf, .expm1, .log1p, .cubeRoot, .squareRoot, .exp, .cos, .cosh,
        .sigmoid, .sigmoidSlope, .tanhSlope, .erfc:
        // All of them are exact at 0.
        let arguments = x[0].elements
        return [try jitter.moved(result) { arguments[$0] != 0 }]
      case .log, .log2, .log10:
        let arguments = x[0].elements
        return [try jitter.moved(result) { arguments[$0] != 1 }]
      case .reciprocal:
        let (arguments, results) = (x[0].elements, result.elements)
        return [
          try jitter.moved(result) {
            !Exactness.product(arguments[$0], results[$0]) || arguments[$0] * results[$0] != 1
          }
        ]
      case .softplus: return [try jitter.moved(result) { _ in true }]
      }
    case .combine(let operation):
      let result = try Tensor.combine(operation, x[0], x[1])
      switch operation {
      case .maximum, .minimum, .less, .lessOrEqual, .equal, .notEqual, .remainder: return [result]
      case .divide:
        let (first, second, quotient) = (x[0].elements, x[1].elements, result.elements)
        return [
          try jitter.moved(result) {
            first[$0] != 0
              && (!Exactness.product(quotient[$0], second[$0])
                || quotient[$0] * second[$0] != first[$0])
          }
        ]
      case .add, .subtract, .multiply, .power, .atan2:
        let first = x[0].elements
        return [try jitter.moved(result) { first[$0] != 0 }]
      }
    case .loop(let loop):
      var run = try LoopRun(loop, x)
      while let inputs = try run.inputs() {
        guard let outputs = try loop.body.outputs(inputs, &jitter) else { return nil }
        try run.end(with: outputs)
      }
      return run.values
    case .determinant:
      return [try jitter.moved(x[0].determinant()) { _ in true }]
    case .solve, .logAbsDeterminant, .cholesky, .symmetricEigen, .singularValueDecomposition,
      .reciprocalGaps:
      return nil
    }
  }

  private static func sum(_ a: Tensor, _ b: Tensor, _ jitter: inout Jitter) throws -> Tensor {
    let (p, q) = (a.elements, b.elements)
    return try jitter.moved(.combine(.add, a, b)) { !Exactness.sum(p[$0], q[$0]) }
  }

  /// A sum of many terms, exact for whole numbers that leave room.
  private static func folded(
    _ result: Tensor, _ x: [Tensor], _ jitter: inout Jitter
  ) throws -> Tensor {
    let isWhole = x.allSatisfy { operand in
      operand.count <= 1 << 12
        && operand.elements.allSatisfy { $0.magnitude <= 0x1p20 && $0 == $0.rounded() }
    }
    if isWhole { return result }
    let size = x.reduce(1) { $0 * $1.elements.greatestMagnitude }
    guard jitter.isActive else { return result }
    // Terms may cancel: the loss is relative to the terms, not to the sum.
    let elements = result.elements.map { entry in
      entry == 0 && size < 0x1p-900 ? jitter.moved(entry) : entry + (jitter.moved(size) - size)
    }
    return try Tensor(shape: result.shape, elements: elements)
  }
}
