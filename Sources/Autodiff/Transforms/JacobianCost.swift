import Tensors

/// What the Jacobian of a graph costs in each order, by counting floating-point operations.
///
/// Every node that depends on input 0 is applied once per tangent or cotangent. The first products
/// with unit tangents, and the last with unit cotangents, only select weights and cost nothing:
/// forward 2 n₀ (S − n₀ n₁) and reverse 2 n_L (S − n_{L−1} n_L) for a chain of affine maps.
struct JacobianCost {
  /// With one tangent for each number of the input.
  private(set) var forward = 0.0
  /// With one cotangent for each number of the output.
  private(set) var reverse = 0.0
  /// The best cut, where one is better than both.
  private var cut: (value: ValueID, cost: Double)?

  /// The order that costs least.
  var cheapest: JacobianOrder {
    if let cut, cut.cost < min(forward, reverse) { return .cut(at: cut.value) }
    return forward <= reverse ? .forward : .reverse
  }

  init(_ graph: Graph) {
    let dependence = Dependence(graph)
    let source = Double(graph.inputShapes[0].count)
    let target = Double(graph.outputShapes[0].count)
    let total = dependence.costs.reduce(0, +)
    forward = source * (total - dependence.firstCost)
    reverse = target * (total - dependence.lastCost)
    var below = 0.0
    var counted = 0
    for (position, value) in dependence.passages {
      below += dependence.costs[counted...position].reduce(0, +)
      counted = position + 1
      let width = Double(graph.shapes[value.index].count)
      guard width < min(source, target) else { continue }
      let above = total - below
      let cost =
        min(source * (below - dependence.firstCost), width * below)
        + min(width * above, target * (above - dependence.lastCost)) + 2 * target * width * source
      if cost < cut?.cost ?? .infinity { cut = (value, cost) }
    }
  }
}

/// How the values of a graph depend on its input 0.
private struct Dependence {
  /// For every node, what one tangent through it costs; 0 where it does not depend on the input.
  let costs: [Double]
  /// What the products with the input itself cost.
  let firstCost: Double
  /// What the products that make the output cost.
  let lastCost: Double
  /// The values through which all dependence on the input passes, with the node that makes each.
  let passages: [(position: Int, value: ValueID)]

  init(_ graph: Graph) {
    var depends = [Bool](repeating: false, count: graph.shapes.count)
    var lastReader = [Int](repeating: -1, count: graph.shapes.count)
    if graph.inputCount > 0 { depends[0] = true }
    var costs: [Double] = []
    var isMoving: [Bool] = []
    for (position, node) in graph.nodes.enumerated() {
      let moving = node.operands.filter { depends[$0.index] }
      for operand in moving { lastReader[operand.index] = position }
      for index in node.results { depends[index] = !moving.isEmpty }
      isMoving.append(!moving.isEmpty)
      costs.append(moving.isEmpty ? 0 : graph.cost(of: node) * Double(moving.count))
    }
    for output in graph.outputs { lastReader[output.index] = graph.nodes.count }
    self.costs = costs
    firstCost = Dependence.products(
      graph, costs, isMoving, reached: graph.inputCount > 0 ? [0] : [],
      nodes: Array(graph.nodes.indices), from: { $0.operands.map(\.index) },
      to: { Array($0.results) })
    lastCost = Dependence.products(
      graph, costs, isMoving, reached: Set(graph.outputs.map(\.index)),
      nodes: graph.nodes.indices.reversed(), from: { Array($0.results) },
      to: { $0.operands.map(\.index) })
    passages = Dependence.passages(graph, depends, lastReader)
  }

  /// The cost of the products met first when going on from some values through what only adds and
  /// rearranges.
  private static func products(
    _ graph: Graph, _ costs: [Double], _ isMoving: [Bool], reached start: Set<Int>, nodes: [Int],
    from: (Graph.Node) -> [Int], to: (Graph.Node) -> [Int]
  ) -> Double {
    var reached = start
    var total = 0.0
    for position in nodes where isMoving[position] {
      let node = graph.nodes[position]
      guard from(node).contains(where: reached.contains) else { continue }
      switch node.primitive {
      case .contract: total += costs[position]
      case .add, .negate, .permute, .reshape, .broadcast, .slice, .stopGradient:
        reached.formUnion(to(node))
      case .literal, .multiply, .sum, .pad, .concatenate, .gather, .scatterAdd, .takeAlong,
        .scatterAddAlong, .select, .solve, .map, .combine, .raise, .maximum, .argmax, .argsort,
        .determinant, .logAbsDeterminant, .cholesky, .symmetricEigen,
        .singularValueDecomposition, .reciprocalGaps, .corner, .loop:
        break
      }
    }
    return total
  }

  /// A value is a passage when no other dependent value made before it is read after it.
  private static func passages(
    _ graph: Graph, _ depends: [Bool], _ lastReader: [Int]
  ) -> [(position: Int, value: ValueID)] {
    var result: [(position: Int, value: ValueID)] = []
    var latest = depends.isEmpty || !depends[0] ? -1 : lastReader[0]
    for (position, node) in graph.nodes.enumerated() {
      if node.results.count == 1, depends[node.results.lowerBound], latest <= position {
        result.append((position, ValueID(index: node.results.lowerBound)))
      }
      for index in node.results where depends[index] { latest = max(latest, lastReader[index]) }
    }
    return result
  }
}

extension Graph {
  /// The floating-point operations of the derivative of a node along one tangent, about.
  fileprivate func cost(of node: Node) -> Double {
    let size = Double(node.results.reduce(0) { $0 + shapes[$1].count })
    let operand = node.operands.first.map { shapes[$0.index] } ?? .scalar
    switch node.primitive {
    case .contract(let contraction):
      let summed = contraction.lhs.indices.filter {
        !contraction.output.contains(contraction.lhs[$0])
      }
      return 2 * size * summed.reduce(1) { $0 * Double(operand[$1]) }
    case .solve, .determinant, .logAbsDeterminant, .cholesky, .symmetricEigen,
      .singularValueDecomposition:
      let extent = Double(operand.last ?? 1)
      return 4 * Double(operand.count) * extent + size
    case .loop(let loop):
      return loop.body.nodes.reduce(0) { $0 + loop.body.cost(of: $1) } * Double(loop.length)
    case .literal, .permute, .reshape, .broadcast, .slice, .stopGradient, .corner: return 0
    case .add, .negate, .multiply, .sum, .pad, .concatenate, .gather, .scatterAdd, .takeAlong,
      .scatterAddAlong, .select, .map, .combine, .raise, .maximum, .argmax, .argsort,
      .reciprocalGaps:
      // Bound by memory, which costs about four multiplications for each number.
      return 4 * max(size, Double(operand.count))
    }
  }
}
