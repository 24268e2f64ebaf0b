import Autodiff
import Maps
import Tensors

/// The graph of a map on all of its domain, with the weights it captured.
struct RecordedMap {
  /// What sentences call the map.
  let map: SmoothMap
  let graph: Graph
  let domain: Shape
  let codomain: Shape
  /// The value of every node that does not depend on the point; nil for the others.
  let fixed: [Tensor?]
  /// For every value, the position of the last node that reads it.
  let lastUses: [Int]

  /// - Throws: `.branches` for a function that takes different paths at different points;
  ///   `MapError.spaceUnknown`; what the map itself throws.
  init(_ map: SmoothMap) throws {
    guard let domain = map.domain.shape else { throw MapError.spaceUnknown(map: map) }
    self.map = map
    self.domain = domain
    var generator = RandomGenerator(seed: 1).named("recorded map")
    let point = try generator.uniform(domain)
    let path = try Path.traced(at: [Term(point)]) { [try map.apply($0[0], .one)] }
    guard path.isStraight else { throw PiecewiseAffineError.branches(map) }
    let graph = try path.graph.unrolled()
    self.graph = graph
    codomain = graph.outputShapes[0]
    let count = graph.nodes.last?.results.upperBound ?? graph.inputCount
    var fixed = [Tensor?](repeating: nil, count: count)
    for (index, capture) in path.captures.enumerated() {
      fixed[index + 1] = try capture.known("a weight of \(map.name)")
    }
    var lastUses = [Int](repeating: -1, count: count)
    for (position, node) in graph.nodes.enumerated() {
      for operand in node.operands { lastUses[operand.index] = position }
      let known = node.operands.compactMap { fixed[$0.index] }
      guard known.count == node.operands.count else { continue }
      let marks = [Bool](repeating: false, count: known.count)
      let results = try node.primitive.results(known, hasRows: marks, rows: 0)
      for (index, result) in zip(node.results, results) { fixed[index] = result }
    }
    for output in graph.outputs { lastUses[output.index] = graph.nodes.count }
    self.fixed = fixed
    self.lastUses = lastUses
  }

  func shape(of id: ValueID) -> Shape { graph.shapes[id.index] }

  func shape(ofResult index: Int) -> Shape { graph.shapes[index] }
}
