import Tensors

/// Grows a graph node by node: checks shapes, shares equal nodes and folds what needs no computing.
///
/// While it grows, inputs and results are numbered as they come; `graph(inputs:outputs:)` puts the
/// inputs first.
struct GraphBuilder {
  /// The most nodes one graph may have; a loop traced without end stops here.
  static let nodeLimit = 2_000_000

  private struct Key: Hashable {
    let primitive: Primitive
    let operands: [ValueID]
  }

  private(set) var shapes: [Shape] = []
  private var nodes: [Graph.Node] = []
  private var shared: [Key: Range<Int>] = [:]
  /// The node that made a value; nil for inputs.
  private var makers: [Int?] = []
  /// What the nodes added next come from.
  var provenance: Int?

  mutating func addInput(_ shape: Shape) -> ValueID {
    shapes.append(shape)
    makers.append(nil)
    return ValueID(index: shapes.count - 1)
  }

  /// The results of a primitive: an old node's if it is equal, a simpler value's if there is one.
  ///
  /// - Throws: operands that do not fit; `.graphTooLarge`.
  mutating func add(
    _ primitive: Primitive, _ operands: [ValueID]
  ) throws(AutodiffError) -> [ValueID] {
    let operandShapes = operands.map { shapes[$0.index] }
    let resultShapes = try reporting { () throws(TensorError) in
      try primitive.shapes(operandShapes)
    }
    if let simpler = try simplified(primitive, operands, resultShapes) { return [simpler] }
    let key = Key(primitive: primitive, operands: operands)
    if let results = shared[key] { return results.map(ValueID.init) }
    guard nodes.count < Self.nodeLimit else { throw .graphTooLarge(limit: Self.nodeLimit) }
    let results = shapes.count..<(shapes.count + resultShapes.count)
    shapes += resultShapes
    makers += [Int?](repeating: nodes.count, count: resultShapes.count)
    nodes.append(
      Graph.Node(
        primitive: primitive, operands: operands, results: results, provenance: provenance))
    shared[key] = results
    return results.map(ValueID.init)
  }

  /// A simpler value equal to what the primitive would give, bit for bit but for the sign of zero.
  private mutating func simplified(
    _ primitive: Primitive, _ x: [ValueID], _ results: [Shape]
  ) throws(AutodiffError) -> ValueID? {
    switch primitive {
    case .add:
      if fill(of: x[0]) == 0 { return x[1] }
      if fill(of: x[1]) == 0 { return x[0] }
      return try folded(primitive, x, results)
    case .multiply:
      if fill(of: x[0]) == 1 { return x[1] }
      if fill(of: x[1]) == 1 { return x[0] }
      return try folded(primitive, x, results)
    case .negate:
      if let inner = maker(of: x[0]), inner.primitive == .negate { return inner.operands[0] }
      return try folded(primitive, x, results)
    case .map, .combine, .raise:
      if primitive == .raise(1) { return x[0] }
      return try folded(primitive, x, results)
    case .permute(let axes):
      if axes == Array(axes.indices) { return x[0] }
      if let inner = maker(of: x[0]), case .permute(let first) = inner.primitive {
        return try add(.permute(axes.map { first[$0] }), inner.operands)[0]
      }
    case .reshape(let target):
      if shapes[x[0].index] == target { return x[0] }
      if let value = fill(of: x[0]) { return try add(.literal(.filled(value, target)), [])[0] }
      if let inner = maker(of: x[0]), case .reshape = inner.primitive {
        return try add(primitive, inner.operands)[0]
      }
    case .broadcast(let target, let axes):
      if shapes[x[0].index] == target, axes == Array(axes.indices) { return x[0] }
      if let value = fill(of: x[0]) { return try add(.literal(.filled(value, target)), [])[0] }
    case .sum(let axes):
      if axes.isEmpty { return x[0] }
    case .contract(let contraction):
      if let simpler = try withoutIdentity(contraction, x) { return simpler }
    case .stopGradient, .corner, .literal, .slice, .pad, .concatenate, .gather,
      .scatterAdd,
      .takeAlong, .scatterAddAlong, .select, .solve, .maximum, .argmax, .argsort, .determinant,
      .logAbsDeterminant, .cholesky, .symmetricEigen, .singularValueDecomposition,
      .reciprocalGaps, .loop:
      break
    }
    return nil
  }

  /// A product with the identity matrix only renames an axis: ∑ⱼ δᵢⱼ aⱼ = aᵢ.
  private mutating func withoutIdentity(
    _ contraction: Contraction, _ x: [ValueID]
  ) throws(AutodiffError) -> ValueID? {
    for (position, own) in [contraction.lhs, contraction.rhs].enumerated() {
      guard case .literal(.identity) = maker(of: x[position])?.primitive else { continue }
      let other = position == 0 ? contraction.rhs : contraction.lhs
      for (summed, kept) in [(own[0], own[1]), (own[1], own[0])]
      where !contraction.output.contains(summed) && !other.contains(kept) {
        let renamed = other.map { $0 == summed ? kept : $0 }
        let axes = contraction.output.compactMap { renamed.firstIndex(of: $0) }
        guard axes.count == renamed.count else { continue }
        return try add(.permute(axes), [x[1 - position]])[0]
      }
    }
    return nil
  }

  /// An elementwise function of constants is a constant.
  private mutating func folded(
    _ primitive: Primitive, _ x: [ValueID], _ results: [Shape]
  ) throws(AutodiffError) -> ValueID? {
    var scalars: [Tensor] = []
    for operand in x {
      guard let value = fill(of: operand) else { return nil }
      scalars.append(Tensor(value))
    }
    guard let value = try primitive.evaluate(scalars)[0].scalar else { return nil }
    return try add(.literal(.filled(value, results[0])), [])[0]
  }

  private func maker(of value: ValueID) -> Graph.Node? {
    makers[value.index].map { nodes[$0] }
  }

  private func fill(of value: ValueID) -> Double? {
    guard let node = maker(of: value), case .literal(let literal) = node.primitive else {
      return nil
    }
    return literal.fill
  }

  /// The finished graph of the outputs, with the given inputs first and no node they do not need.
  func graph(inputs: [ValueID], outputs: [ValueID]) -> Graph {
    var renumbered = [Int](repeating: -1, count: shapes.count)
    for (position, input) in inputs.enumerated() { renumbered[input.index] = position }
    var ordered = inputs.map { shapes[$0.index] }
    var renamed: [Graph.Node] = []
    for node in nodes {
      let first = ordered.count
      for index in node.results {
        renumbered[index] = ordered.count
        ordered.append(shapes[index])
      }
      renamed.append(
        node.renumbered(
          operands: node.operands.map { ValueID(index: renumbered[$0.index]) },
          results: first..<ordered.count))
    }
    return Graph.pruned(
      inputCount: inputs.count, nodes: renamed,
      outputs: outputs.map { ValueID(index: renumbered[$0.index]) }, shapes: ordered)
  }
}
