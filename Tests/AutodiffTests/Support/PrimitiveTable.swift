import Tensors

@testable import Autodiff

/// A primitive without its parameters, so that the table can be checked for gaps.
enum PrimitiveKind: CaseIterable {
  case literal, add, negate, multiply, contract, broadcast, sum, permute, reshape, slice, pad
  case concatenate, gather, scatterAdd, takeAlong, scatterAddAlong, select, solve
  case map, combine, raise, maximum, argmax, argsort
  case determinant, logAbsDeterminant, cholesky, symmetricEigen, singularValueDecomposition
  case reciprocalGaps, stopGradient, corner, loop

  init(_ primitive: Primitive) {
    switch primitive {
    case .literal: self = .literal
    case .add: self = .add
    case .negate: self = .negate
    case .multiply: self = .multiply
    case .contract: self = .contract
    case .broadcast: self = .broadcast
    case .sum: self = .sum
    case .permute: self = .permute
    case .reshape: self = .reshape
    case .slice: self = .slice
    case .pad: self = .pad
    case .concatenate: self = .concatenate
    case .gather: self = .gather
    case .scatterAdd: self = .scatterAdd
    case .takeAlong: self = .takeAlong
    case .scatterAddAlong: self = .scatterAddAlong
    case .select: self = .select
    case .solve: self = .solve
    case .map: self = .map
    case .combine: self = .combine
    case .raise: self = .raise
    case .maximum: self = .maximum
    case .argmax: self = .argmax
    case .argsort: self = .argsort
    case .determinant: self = .determinant
    case .logAbsDeterminant: self = .logAbsDeterminant
    case .cholesky: self = .cholesky
    case .symmetricEigen: self = .symmetricEigen
    case .singularValueDecomposition: self = .singularValueDecomposition
    case .reciprocalGaps: self = .reciprocalGaps
    case .stopGradient: self = .stopGradient
    case .corner: self = .corner
    case .loop: self = .loop
    }
  }
}

/// Every primitive with operands to try it on: listing one here tests it.
enum PrimitiveTable {
  static let instances = structural + linear + elementwise + matrices + LoopTable.instances

  // swift-format-ignore
  private static let structural: [PrimitiveInstance] = [
    .init(.literal(.filled(2.5, [2, 3])), []),
    .init(.literal(.identity(3)), []),
    .init(.literal(.lowerHalf(3)), []),
    .init(.broadcast(to: [4, 2, 3], axes: [1, 2]), [.free([2, 3])]),
    .init(.broadcast(to: [3, 2], axes: [1, 0]), [.free([2, 3])]),
    .init(.broadcast(to: [2, 3], axes: [0, 1]), [.free([2, 1])]),
    .init(.broadcast(to: [2, 5, 3], axes: [2, 0]), [.free([1, 2])]),
    .init(.broadcast(to: [2, 2], axes: []), [.free([])]),
    .init(.broadcast(to: [0, 3], axes: [1]), [.free([3])]),
    .init(.sum(axes: [1]), [.free([2, 3, 2])]),
    .init(.sum(axes: [0, 2]), [.free([2, 3, 2])]),
    .init(.sum(axes: [2, 0]), [.free([2, 3, 2])]),
    .init(.sum(axes: [0]), [.free([0, 3])]),
    .init(.permute([2, 0, 1]), [.free([2, 3, 4])]),
    .init(.permute([]), [.free([])]),
    .init(.reshape([3, 2]), [.free([2, 3])]),
    .init(.slice(starts: [1, 0], ends: [3, 5], steps: [1, 2]), [.free([3, 6])]),
    .init(.slice(starts: [0, 2], ends: [2, 2], steps: [1, 3]), [.free([2, 4])]),
    .init(.slice(starts: [1], ends: [8], steps: [4]), [.free([9])]),
    .init(.pad(low: [1, 0], high: [0, 2], interior: [2, 0]), [.free([3, 2])]),
    .init(.pad(low: [1], high: [1], interior: [3]), [.free([0])]),
    .init(.concatenate(axis: 1), [.free([2, 1]), .free([2, 3]), .free([2, 0])]),
    .init(.concatenate(axis: 0), [.free([2]), .free([1])]),
    .init(.gather([2, 0, 2], axis: 1), [.free([2, 3])]),
    .init(.gather([], axis: 0), [.free([3])]),
    .init(.scatterAdd([1, 1, 3], axis: 1, extent: 4), [.free([2, 3])]),
    .init(.takeAlong(axis: 1), [.free([2, 3]), .indices([2, 4], below: 3)]),
    .init(.takeAlong(axis: 0), [.free([3]), .indices([3], below: 3)]),
    .init(.scatterAddAlong(axis: 1, extent: 5), [.free([2, 3]), .indices([2, 3], below: 5)]),
    .init(.select, [.condition([2, 3]), .free([2, 3]), .free([2, 3])]),
    .init(.stopGradient, [.fixed([2, 3])]),
    .init(.corner(of: "norm"), [.fixed([2, 3])]),
    .init(.argmax(axis: 1), [.fixed([2, 4])]),
    .init(.argsort(axis: 0), [.fixed([4, 2])]),
    .init(.maximum(axis: 1), [.distinct([2, 4])]),
    .init(.maximum(axis: 0), [.distinct([5])]),
    .init(.reciprocalGaps, [.distinct([3])]),
    .init(.reciprocalGaps, [.distinct([2, 3])]),
  ]

  // swift-format-ignore
  private static let linear: [PrimitiveInstance] = [
    .init(.add, [.free([2, 3]), .free([2, 3])]),
    .init(.negate, [.free([3])]),
    .init(.multiply, [.free([2, 3]), .free([2, 3])]),
    .init(.contract(.matrixProduct), [.free([2, 3]), .free([3, 4])]),
    .init(.contract(.init(lhs: [2, 0, 1], rhs: [2, 1, 3], output: [2, 0, 3])),
      [.free([2, 2, 3]), .free([2, 3, 2])]),
    .init(.contract(.init(lhs: [1, 0], rhs: [2, 1], output: [2, 0])),
      [.free([3, 2]), .free([4, 3])]),
    .init(.contract(.init(lhs: [0], rhs: [1], output: [0, 1])), [.free([2]), .free([3])]),
    .init(.contract(.init(lhs: [0], rhs: [0], output: [])), [.free([3]), .free([3])]),
    .init(.contract(.init(lhs: [0, -1], rhs: [-1, 0], output: [0])),
      [.free([2, 3]), .free([3, 2])]),
    .init(.solve, [.regular([3, 3]), .free([3, 2])]),
    .init(.solve, [.regular([2, 2, 2]), .free([2, 2, 1])]),
  ]

  private static let elementwise: [PrimitiveInstance] =
    UnaryOperation.allCases.map { .init(.map($0), [domain(of: $0)]) }
    + BinaryOperation.allCases.map { .init(.combine($0), domains(of: $0)) }
    + [-1.5, -1, 0, 0.5, 1, 2, 3].map { .init(.raise($0), [.within([2, 3], 0.5...2)]) }
    + [.init(.raise(3), [.within([3], -2 ... -0.5)])]

  private static let matrices: [PrimitiveInstance] = [
    .init(.determinant, [.regular([4, 4])]),
    .init(.determinant, [.regular([2, 3, 3])]),
    .init(.logAbsDeterminant, [.regular([3, 3])]),
    .init(.logAbsDeterminant, [.regular([2, 2, 2])]),
    .init(.cholesky, [.positiveDefinite([3, 3])]),
    .init(.cholesky, [.positiveDefinite([2, 2, 2])]),
    .init(.symmetricEigen, [.symmetric([3, 3])]),
    .init(.symmetricEigen, [.symmetric([2, 2, 2])]),
    .init(.singularValueDecomposition, [.regular([3, 3])]),
    .init(.singularValueDecomposition, [.regular([4, 2])]),
    .init(.singularValueDecomposition, [.regular([2, 4])]),
    .init(.singularValueDecomposition, [.regular([2, 3, 2])]),
  ]

  private static func domain(of operation: UnaryOperation) -> Operand {
    switch operation {
    case .negate, .exp, .expm1, .sin, .cos, .tanh, .sinh, .cosh, .sigmoid,
      .sigmoidSlope, .tanhSlope, .softplus, .erf, .erfc:
      .within([2, 3], -2...2)
    case .reciprocal, .squareRoot, .cubeRoot, .log, .log2, .log10: .within([2, 3], 0.5...2)
    case .log1p: .within([2, 3], -0.5...2)
    case .abs, .sign, .floor, .ceil, .round, .isNaN, .logicalNot: .betweenSteps([2, 3])
    }
  }

  private static func domains(of operation: BinaryOperation) -> [Operand] {
    switch operation {
    case .add, .subtract, .multiply, .less, .lessOrEqual, .equal, .notEqual:
      [.free([2, 3]), .free([2, 3])]
    case .divide: [.free([2, 3]), .within([2, 3], 0.5...2)]
    case .power: [.within([2, 3], 0.5...2), .within([2, 3], -2...2)]
    case .maximum, .minimum: [.betweenSteps([2, 3]), .fixedStepsFor([2, 3])]
    case .atan2: [.within([2, 3], 0.5...2), .free([2, 3])]
    case .remainder: [.betweenSteps([2, 3]), .within([2, 3], 2.95...3.05)]
    }
  }
}
