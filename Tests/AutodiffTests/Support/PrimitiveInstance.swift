import Tensors
import Testing

@testable import Autodiff

/// The shape of an operand and the numbers it may hold.
struct Operand: Sendable {
  enum Domain: Sendable {
    case within(ClosedRange<Double>)
    /// Between whole and half numbers, where step functions are smooth.
    case betweenSteps
    /// On quarter numbers, away from what `betweenSteps` gives.
    case onSteps
    /// No two closer than 0.5.
    case distinct
    case condition
    case indices(below: Int)
    /// Matrices far from singular, with singular values apart from each other.
    case regular
    case symmetric
    case positiveDefinite
  }

  /// Whether a derivative with respect to the operand is asked for.
  enum Role: Sendable {
    case moving
    case fixed
  }

  let shape: Shape
  let domain: Domain
  let role: Role

  static func free(_ shape: Shape) -> Operand { within(shape, -2...2) }

  static func within(_ shape: Shape, _ range: ClosedRange<Double>) -> Operand {
    Operand(shape: shape, domain: .within(range), role: .moving)
  }

  static func fixed(_ shape: Shape) -> Operand {
    Operand(shape: shape, domain: .within(-2...2), role: .fixed)
  }

  static func betweenSteps(_ shape: Shape) -> Operand {
    Operand(shape: shape, domain: .betweenSteps, role: .moving)
  }

  static func fixedStepsFor(_ shape: Shape) -> Operand {
    Operand(shape: shape, domain: .onSteps, role: .moving)
  }

  static func distinct(_ shape: Shape) -> Operand {
    Operand(shape: shape, domain: .distinct, role: .moving)
  }

  static func condition(_ shape: Shape) -> Operand {
    Operand(shape: shape, domain: .condition, role: .fixed)
  }

  static func indices(_ shape: Shape, below extent: Int) -> Operand {
    Operand(shape: shape, domain: .indices(below: extent), role: .fixed)
  }

  static func regular(_ shape: Shape) -> Operand {
    Operand(shape: shape, domain: .regular, role: .moving)
  }

  static func symmetric(_ shape: Shape) -> Operand {
    Operand(shape: shape, domain: .symmetric, role: .moving)
  }

  static func positiveDefinite(_ shape: Shape) -> Operand {
    Operand(shape: shape, domain: .positiveDefinite, role: .moving)
  }

  /// Numbers of the domain.
  func sample(using random: inout SplitMix) throws -> Tensor {
    switch domain {
    case .within(let range): return try random.tensor(shape, in: range)
    case .betweenSteps:
      let base = try random.tensor(shape, in: -2...2)
      return try moving(base) { (2 * $0).rounded(.down) / 2 + 0.15 + 0.01 * $1 }
    case .onSteps:
      let base = try random.tensor(shape, in: -2...2)
      return try moving(base) { value, _ in (2 * value).rounded(.down) / 2 + 0.25 }
    case .distinct:
      let jitter = try random.tensor(shape, in: 0...0.3)
      let order = (0..<shape.count).shuffled(using: &random).map(Double.init)
      return try Tensor(
        shape: shape, elements: zip(order, jitter.elements).map { 0.8 * $0 + $1 - 2 })
    case .condition: return try random.tensor(shape, in: -1...1).mapped(.ceil)
    case .indices(let extent):
      let raw = try random.tensor(shape, in: 0...0.999)
      return try Tensor(
        shape: shape, elements: raw.elements.map { ($0 * Double(extent)).rounded(.down) })
    case .regular: return try dominated(try random.tensor(shape))
    case .symmetric: return try dominated(try random.tensor(shape).symmetrised())
    case .positiveDefinite: return try dominated(try random.tensor(shape).symmetrised())
    }
  }

  /// A direction to move in that stays in the domain.
  func direction(using random: inout SplitMix) throws -> Tensor {
    let direction = try random.tensor(shape)
    switch domain {
    case .symmetric, .positiveDefinite: return try direction.symmetrised()
    case .within, .betweenSteps, .onSteps, .distinct, .condition, .indices, .regular:
      return direction
    }
  }

  private func moving(
    _ base: Tensor, _ function: (Double, Double) -> Double
  ) throws -> Tensor {
    try Tensor(
      shape: shape,
      elements: base.elements.enumerated().map { function($1, Double($0 % 7)) })
  }

  /// Adds 3, 5, 7, … to the diagonal of each matrix.
  private func dominated(_ base: Tensor) throws -> Tensor {
    let (m, n) = (shape[shape.rank - 2], shape[shape.rank - 1])
    var elements = base.elements
    for start in stride(from: 0, to: elements.count, by: m * n) {
      for i in 0..<min(m, n) { elements[start + i * (n + 1)] += Double(2 * i + 3) }
    }
    return try Tensor(shape: shape, elements: elements)
  }
}

/// A primitive with its parameters and operands to apply it to.
struct PrimitiveInstance: Sendable, CustomTestStringConvertible {
  let primitive: Primitive
  let operands: [Operand]

  init(_ primitive: Primitive, _ operands: [Operand]) {
    self.primitive = primitive
    self.operands = operands
  }

  var testDescription: String { "\(primitive) on \(operands.map(\.shape))" }

  /// The positions of the operands that move.
  var moving: [Int] {
    operands.indices.filter {
      switch operands[$0].role {
      case .moving: true
      case .fixed: false
      }
    }
  }

  func graph() throws -> Graph {
    try Graph.recording(operands.map(\.shape)) { try Term.apply(primitive, $0) }
  }

  func point(using random: inout SplitMix) throws -> [Tensor] {
    try operands.map { try $0.sample(using: &random) }
  }

  /// A direction for every operand, zero for those that do not move.
  func direction(using random: inout SplitMix) throws -> [Tensor] {
    try operands.indices.map { position in
      moving.contains(position)
        ? try operands[position].direction(using: &random)
        : try Tensor(repeating: 0, shape: operands[position].shape)
    }
  }
}
