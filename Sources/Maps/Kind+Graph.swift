import Autodiff
import Tensors

extension Kind {
  /// The kind of a function from the graph it was traced to: of output 0 in input 0.
  ///
  /// One pass over the nodes finds how each value depends on the point: not at all, linearly, by an
  /// affine map, piecewise affinely, smoothly or continuously.
  init(of graph: Graph) {
    var values = [Dependence](repeating: .constant(isZero: false), count: graph.inputCount)
    if !values.isEmpty { values[0] = .depends(.linear) }
    values = Dependence.values(of: graph, values)
    guard let output = graph.outputs.first?.index else {
      self = .unknown
      return
    }
    self = output == 0 ? .identity : values[output].kind
  }
}

/// How a value depends on the point of a function.
private enum Dependence: Equatable {
  case constant(isZero: Bool)
  case depends(Kind)

  var kind: Kind {
    switch self {
    case .constant(isZero: true): .linear
    case .constant(isZero: false): .affine
    case .depends(let kind): kind
    }
  }

  var isConstant: Bool {
    if case .constant = self { return true }
    return false
  }

  /// The dependence of every value of a graph, from that of the inputs.
  static func values(of graph: Graph, _ inputs: [Dependence]) -> [Dependence] {
    var values = inputs
    var makers: [Int: Graph.Node] = [:]
    for node in graph.nodes {
      let operands = node.operands.map { values[$0.index] }
      if case .loop(let loop) = node.primitive {
        values += Dependence.of(loop, operands)
      } else {
        let result = ofKink(node, makers, values) ?? of(node.primitive, operands)
        values += node.results.map { _ in result }
      }
      for index in node.results { makers[index] = node }
    }
    return values
  }

  /// The results of a loop: what the carries become is found by going round until nothing changes.
  private static func of(_ loop: Loop, _ x: [Dependence]) -> [Dependence] {
    var inputs = [.constant(isZero: false)] + x
    while true {
      let values = values(of: loop.body, inputs)
      let outputs = loop.body.outputs.map { values[$0.index] }
      var isSettled = true
      for carry in loop.carries {
        let joined = inputs[carry + 1].joined(outputs[carry])
        if joined != inputs[carry + 1] { isSettled = false }
        inputs[carry + 1] = joined
      }
      if isSettled {
        return Array(inputs.dropFirst().prefix(loop.carries.count)) + outputs[loop.stacked]
      }
    }
  }

  /// How a value depends on the point that may be either.
  private func joined(_ other: Dependence) -> Dependence {
    switch (self, other) {
    case (.constant(let a), .constant(let b)): .constant(isZero: a && b)
    case (.constant, .depends), (.depends, .constant), (.depends, .depends):
      .depends(kind.joined(other.kind))
    }
  }

  static func of(_ primitive: Primitive, _ x: [Dependence]) -> Dependence {
    if case .literal(let literal) = primitive { return .constant(isZero: literal.isZero) }
    if x.allSatisfy(\.isConstant) { return .constant(isZero: false) }
    let joined = x.dropFirst().reduce(x[0].kind) { $0.joined($1.kind) }
    switch primitive {
    case .add, .combine(.subtract), .negate, .map(.negate), .broadcast, .sum, .permute, .reshape,
      .slice, .pad, .concatenate, .gather, .scatterAdd:
      return .depends(joined)
    case .multiply, .contract:
      if let constant = x.firstIndex(where: \.isConstant) { return .depends(x[1 - constant].kind) }
      return .depends(joined.generalized)
    case .combine(.divide):
      // A quotient may have poles unless the divisor is constant.
      return .depends(x[1].isConstant ? x[0].kind : .unknown)
    case .combine(.maximum), .combine(.minimum), .maximum, .map(.abs):
      return .depends(joined.kinked)
    case .map(.exp), .map(.expm1), .map(.sin), .map(.cos), .map(.tanh), .map(.sigmoid),
      .map(.softplus), .map(.sinh), .map(.cosh), .map(.sigmoidSlope), .map(.tanhSlope), .map(.erf),
      .map(.erfc), .determinant:
      return .depends(joined.generalized)
    case .raise(let exponent):
      let isPolynomial = exponent >= 0 && exponent == exponent.rounded()
      return .depends(isPolynomial ? joined.generalized : .unknown)
    case .stopGradient: return x[0]
    case .literal, .takeAlong, .scatterAddAlong, .select, .solve, .map, .combine, .argmax,
      .argsort, .logAbsDeterminant, .cholesky, .symmetricEigen, .singularValueDecomposition,
      .reciprocalGaps, .corner, .loop:
      // May jump, have poles, or leave its domain.
      return .depends(.unknown)
    }
  }

  /// `select(z ≤ 0, 0, z)` and `select(0 < z, z, c z)` have a kink at 0 but no jump.
  static func ofKink(
    _ node: Graph.Node, _ makers: [Int: Graph.Node], _ values: [Dependence]
  ) -> Dependence? {
    guard node.primitive == .select, let test = makers[node.operands[0].index] else { return nil }
    let z: ValueID
    switch test.primitive {
    case .combine(.lessOrEqual):
      z = test.operands[0]
      guard makers[test.operands[1].index]?.isZero ?? false, node.operands[2] == z,
        makers[node.operands[1].index]?.isZero ?? false
      else { return nil }
    case .combine(.less):
      z = test.operands[1]
      guard makers[test.operands[0].index]?.isZero ?? false, node.operands[1] == z,
        let other = makers[node.operands[2].index], other.primitive == .multiply,
        other.operands.contains(z),
        other.operands.contains(where: { makers[$0.index]?.isLiteral ?? false })
      else { return nil }
    default: return nil
    }
    return .depends(values[z.index].kind.kinked)
  }
}

extension Graph.Node {
  fileprivate var isLiteral: Bool {
    if case .literal = primitive { return true }
    return false
  }

  fileprivate var isZero: Bool {
    if case .literal(let literal) = primitive { return literal.isZero }
    return false
  }
}

extension Literal {
  fileprivate var isZero: Bool {
    if case .filled(let bits, _) = self { return Double(bitPattern: bits) == 0 }
    return false
  }
}

extension Kind {
  /// The kind after a continuous piecewise affine function such as |x|.
  fileprivate var kinked: Kind { joined(.piecewiseAffine) }
}
