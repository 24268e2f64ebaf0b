import Tensors

extension Graph {
  /// The highest order of a Taylor expansion: the numbers stay finite and the graph small.
  public static let taylorLimit = 24

  /// The Taylor coefficients along a direction, as a graph.
  ///
  /// *Inputs*: those of this graph, then one direction for each input in `moving`. *Outputs*: those of
  /// this graph, then for each order k = 1, …, `order` their coefficients of tᵏ when the inputs move
  /// as x + t v: the k-th derivatives at t = 0 divided by k!.
  /// - Throws: `.orderOutOfRange`; `.notDifferentiable` where there is no derivative.
  public func taylor(moving: [Int], order: Int) throws(AutodiffError) -> Graph {
    guard (0...Self.taylorLimit).contains(order) else {
      throw .orderOutOfRange(operation: "jet", order: order, limit: Self.taylorLimit)
    }
    let trace = Trace()
    var series = PowerSeries(of: self, moving: Set(moving), in: trace)
    let zeros = [Term?](repeating: nil, count: inputCount)
    let point = inputShapes.map { trace.input($0, witness: nil) }
    var direction = zeros
    for input in moving { direction[input] = trace.input(inputShapes[input], witness: nil) }
    var results: [Term] = []
    for k in 0...order {
      let next = try series.extended(by: k == 0 ? point : k == 1 ? direction : zeros)
      results += zip(next, outputShapes).map { $0 ?? .filled(0, $1) }
    }
    return try trace.finishClosed(results)
  }
}

/// A graph run on power series in t, one coefficient after another.
///
/// Linear primitives act on each coefficient, products are convolved and quotients solved for. Every
/// other primitive is integrated: its derivative rule y′ = L(x, y) x′ is itself a small graph, and run
/// on the series so far it gives k yₖ = (y′)ₖ₋₁. So the derivative table is the only table, and a
/// node costs at most the cube of the order, where the terms of nested derivatives (Faà di Bruno)
/// outgrow every power.
///
/// *Source*: Griewank and Walther, *Evaluating Derivatives* (2008), chapter 13.
private struct PowerSeries {
  /// The derivative of one node: from the operands, the results and the operands' derivatives.
  private struct Rule {
    var series: PowerSeries
    /// The rule's output for each result of the node, nil where the derivative is zero.
    let outputs: [Int?]

    mutating func slopes(_ inputs: [Term?]) throws(AutodiffError) -> [Term?] {
      let found = try series.extended(by: inputs)
      return outputs.map { $0.flatMap { found[$0] } }
    }
  }

  private let graph: Graph
  private let trace: Trace
  /// Whether each value depends on t.
  private let moves: [Bool]
  /// The coefficients of each value, nil where zero.
  private var coefficients: [[Term?]]
  /// The rules of the nodes that are integrated, made when they are first needed.
  private var rules: [Rule?]
  /// The order of the coefficients that come next.
  private var order = 0

  init(of graph: Graph, moving: Set<Int>, in trace: Trace) {
    self.graph = graph
    self.trace = trace
    var moves = (0..<graph.inputCount).map(moving.contains)
    for node in graph.nodes {
      let isMoving = node.operands.contains { moves[$0.index] }
      moves += [Bool](repeating: isMoving, count: node.results.count)
    }
    self.moves = moves
    coefficients = Array(repeating: [], count: moves.count)
    rules = Array(repeating: nil, count: graph.nodes.count)
  }

  /// The next coefficient of every output, from that of every input.
  mutating func extended(by inputs: [Term?]) throws(AutodiffError) -> [Term?] {
    for (index, coefficient) in inputs.enumerated() { coefficients[index].append(coefficient) }
    for (position, node) in graph.nodes.enumerated() {
      try Interruption.check()
      for (index, next) in zip(node.results, try coefficient(of: node, at: position)) {
        coefficients[index].append(next)
      }
    }
    order += 1
    return graph.outputs.map { coefficients[$0.index].last ?? nil }
  }

  /// The coefficient of the current order of each result of a node.
  private mutating func coefficient(
    of node: Graph.Node, at position: Int
  ) throws(AutodiffError) -> [Term?] {
    let (k, primitive) = (order, node.primitive)
    let x = node.operands.map { coefficients[$0.index] }
    let y = coefficients[node.results.lowerBound]
    switch primitive {
    case .add: return [try Term.sum(x[0][k], x[1][k])]
    case .combine(.subtract): return [try Self.difference(x[0][k], x[1][k])]
    case .negate, .broadcast, .sum, .permute, .reshape, .slice, .pad, .gather, .scatterAdd:
      return [try x[0][k].map { a throws(AutodiffError) in try Term.apply(primitive, a) }]
    case .takeAlong, .scatterAddAlong:
      guard let a = x[0][k], let indices = x[1][0] else { return [nil] }
      return [try .apply(primitive, a, indices)]
    case .concatenate:
      if x.allSatisfy({ $0[k] == nil }) { return [nil] }
      return try Term.apply(primitive, zip(x, node.operands).map { $0[k] ?? zero(like: $1) })
    case .select:
      guard let condition = x[0][0], x[1][k] != nil || x[2][k] != nil else { return [nil] }
      let branches = [1, 2].map { x[$0][k] ?? zero(like: node.operands[$0]) }
      return try Term.apply(.select, [condition] + branches)
    case .multiply, .contract:
      // (a b)ₖ = Σ aⱼ bₖ₋ⱼ
      return [
        try Self.convolved(x[0], x[1]) { a, b throws(AutodiffError) in
          try Term.apply(primitive, a, b)
        }
      ]
    case .combine(.divide):
      // a = b y, so b₀ yₖ = aₖ − Σ bⱼ yₖ₋ⱼ over j ≥ 1
      let known = try Self.convolved(x[1], y + [nil]) { b, y throws(AutodiffError) in
        try b * y
      }
      guard let rest = try Self.difference(x[0][k], known), let divisor = x[1][0] else {
        return [nil]
      }
      return [try rest / divisor]
    case .solve:
      // A y = b, so A₀ yₖ = bₖ − Σ Aⱼ yₖ₋ⱼ over j ≥ 1
      let known = try Self.convolved(x[0], y + [nil], Term.matrixProduct)
      guard let rest = try Self.difference(x[1][k], known), let matrix = x[0][0] else {
        return [nil]
      }
      return [try .apply(.solve, matrix, rest)]
    case .literal, .map, .combine, .raise, .maximum, .argmax, .argsort, .determinant,
      .logAbsDeterminant, .cholesky, .symmetricEigen, .singularValueDecomposition, .reciprocalGaps,
      .loop, .stopGradient, .corner:
      return try k == 0 ? value(of: node) : integral(of: node, at: position)
    }
  }

  private func value(of node: Graph.Node) throws(AutodiffError) -> [Term?] {
    var operands: [Term] = []
    for operand in node.operands {
      let zero = Literal.filled(0, graph.shapes[operand.index])
      if let known = coefficients[operand.index][0] {
        operands.append(known)
      } else {
        operands.append(try trace.constant(zero))
      }
    }
    return try trace.apply(node.primitive, operands)
  }

  /// (y′)ₖ₋₁ / k, from the derivative rule of a node.
  private mutating func integral(
    of node: Graph.Node, at position: Int
  ) throws(AutodiffError) -> [Term?] {
    let movingOperands = node.operands.filter { moves[$0.index] }
    if movingOperands.isEmpty { return node.results.map { _ in nil } }
    let scale = Term(Double(order))
    var inputs = node.operands.map { coefficients[$0.index][order - 1] }
    inputs += node.results.map { coefficients[$0][order - 1] }
    for operand in movingOperands {
      inputs.append(
        try coefficients[operand.index][order].map { x throws(AutodiffError) in try scale * x })
    }
    if rules[position] == nil { rules[position] = try rule(of: node) }
    let slopes = try rules[position]?.slopes(inputs) ?? []
    var results: [Term?] = []
    for slope in slopes {
      results.append(try slope.map { slope throws(AutodiffError) in try slope / scale })
    }
    return results
  }

  private func rule(of node: Graph.Node) throws(AutodiffError) -> Rule {
    let recording = Trace()
    func input(_ index: Int) -> Term { recording.input(graph.shapes[index], witness: nil) }
    let x = node.operands.map { input($0.index) }
    let y = node.results.map(input)
    let tangents = node.operands.map { moves[$0.index] ? input($0.index) : nil }
    let slopes = try node.primitive.linearize(x, y, tangents)
    var position = 0
    let outputs = slopes.map { slope in
      if slope != nil { position += 1 }
      return slope.map { _ in position - 1 }
    }
    let derivative = try recording.finishClosed(slopes.compactMap(\.self))
    let still = node.operands.indices.filter { !moves[node.operands[$0].index] }
    let moving = Set(0..<derivative.inputCount).subtracting(still)
    return Rule(series: PowerSeries(of: derivative, moving: moving, in: trace), outputs: outputs)
  }

  private func zero(like value: ValueID) -> Term { .filled(0, graph.shapes[value.index]) }

  private static func difference(_ a: Term?, _ b: Term?) throws(AutodiffError) -> Term? {
    guard let b else { return a }
    guard let a else { return try -b }
    return try a - b
  }

  /// Σ aⱼ bₖ₋ⱼ, where k is the last order.
  private static func convolved(
    _ a: [Term?], _ b: [Term?],
    _ product: (Term, Term) throws(AutodiffError) -> Term
  ) throws(AutodiffError) -> Term? {
    var total: Term?
    for (first, second) in zip(a, b.reversed()) {
      guard let first, let second else { continue }
      total = try Term.sum(total, product(first, second))
    }
    return total
  }
}
