import Autodiff
import Maps
import Tensors

/// The cells of a piecewise affine map on the whole line or plane, without rounding.
///
/// Every value of the map's graph is an exact affine function of the point on each cell. At a kink each
/// cell is cut where the function that decides changes its sign; the parts are walked one after another.
/// What a sum of float64 products is to a computer, rounded, it is not here: the weights are taken for
/// what they are, and nothing is lost after that.
struct ExactWalk {
  /// A cell with the map on it.
  struct Leaf {
    let cell: ExactCell
    /// For each kink the side the cell lies on: 1 for positive, 0 for not; for a maximum its place.
    let pattern: [Int]
    /// For each coordinate of the values a function of the point.
    let map: [ExactVector]
  }

  /// What became of the walk.
  enum Outcome {
    case cells([Leaf])
    /// It was given up at so many cells, or so much arithmetic.
    case tooMany(cells: Int)
    /// The map does something else than affine functions and kinks.
    case unsupported
  }

  /// The most parts.
  static let cellLimit = 4000
  /// The most products of a weight and a function.
  private static let workLimit = 1_200_000

  private enum Stop: Error {
    case tooMany
  }

  private struct State {
    var position = 0
    var cell: ExactCell
    var pattern: [Int] = []
    var values: [[ExactVector]?]
    /// What a kink has made so far, and of a maximum the leader and the next to challenge it.
    var results: [ExactVector] = []
    var contest = (leader: 0, challenger: 1)
  }

  private let recorded: RecordedMap
  private let dimension: Int
  private let limit: Int
  private var rules: [Int: LinearRule] = [:]
  private var stack: [State] = []
  private var leaves: [Leaf] = []
  private var work = 0

  init(_ map: SmoothMap, limit: Int = ExactWalk.cellLimit) throws {
    recorded = try RecordedMap(map)
    dimension = recorded.domain.count
    self.limit = limit
  }

  mutating func run() throws -> Outcome {
    let origin = (0..<dimension).map { axis in
      ExactVector((0...dimension).map { $0 == axis + 1 ? 1.0 : 0 })
    }
    var values = [[ExactVector]?](repeating: nil, count: recorded.fixed.count)
    values[0] = origin
    stack = ExactCell.whole(dimension).map { State(cell: $0, values: values) }
    do {
      while let state = stack.popLast() {
        try Interruption.check()
        guard try advance(state) else { return .unsupported }
      }
    } catch Stop.tooMany {
      return .tooMany(cells: leaves.count + stack.count)
    }
    return .cells(leaves)
  }

  /// Follows one cell to the end of the graph, putting aside what is cut off; false where it cannot.
  private mutating func advance(_ start: State) throws -> Bool {
    var state = start
    let nodes = recorded.graph.nodes
    while state.position < nodes.count {
      let node = nodes[state.position]
      if node.results.contains(where: { recorded.fixed[$0] == nil }) {
        guard node.results.count == 1, let rule = try rule(at: state.position) else { return false }
        let operands = node.operands.map { operand($0, state) }
        guard let results = try results(rule, operands, node, &state) else { return false }
        state.values[node.results.lowerBound] = results
        state.results = []
      }
      for operand in node.operands where recorded.lastUses[operand.index] == state.position {
        state.values[operand.index] = nil
      }
      state.position += 1
    }
    let map = operand(recorded.graph.outputs[0], state)
    guard state.cell.isSound, map.allSatisfy(\.isSound) else { return false }
    leaves.append(Leaf(cell: state.cell, pattern: state.pattern, map: map))
    return true
  }

  private mutating func rule(at position: Int) throws -> LinearRule? {
    if let rule = rules[position] { return rule }
    let node = recorded.graph.nodes[position]
    let shapes = node.operands.map { recorded.shape(of: $0) }
    let fixed = node.operands.map { recorded.fixed[$0.index] }
    guard fixed.allSatisfy({ $0?.firstNonFinite == nil }),
      let rule = try LinearRule(
        node.primitive, fixed: fixed, shapes: shapes,
        target: recorded.shape(ofResult: node.results.lowerBound))
    else { return nil }
    rules[position] = rule
    return rule
  }

  private func operand(_ id: ValueID, _ state: State) -> [ExactVector] {
    if let value = state.values[id.index] { return value }
    return (recorded.fixed[id.index]?.elements ?? []).map(constant)
  }

  private func constant(_ number: Double) -> ExactVector {
    ExactVector([number] + [Double](repeating: 0, count: dimension))
  }

  private mutating func results(
    _ rule: LinearRule, _ operands: [[ExactVector]], _ node: Graph.Node, _ state: inout State
  ) throws -> [ExactVector]? {
    switch rule {
    case .sums(let rows):
      work += rows.reduce(0) { $0 + $1.count }
      guard work <= Self.workLimit else { throw Stop.tooMany }
      return rows.map { sum($0, operands) }
    case .products:
      var results: [ExactVector] = []
      for (a, b) in zip(operands[0], operands[1]) {
        if isConstant(a) {
          results.append(b * a[0])
        } else if isConstant(b) {
          results.append(a * b[0])
        } else {
          return nil
        }
      }
      return results
    case .choice:
      var results: [ExactVector] = []
      for (index, condition) in operands[0].enumerated() {
        guard isConstant(condition) else { return nil }
        results.append(operands[condition[0].sign != 0 ? 1 : 2][index])
      }
      return results
    case .kink(let kink):
      return try bend(
        kink, operands, recorded.shape(ofResult: node.results.lowerBound).count, &state)
    }
  }

  private func sum(_ terms: [LinearRule.Term], _ operands: [[ExactVector]]) -> ExactVector {
    if terms.count == 1, terms[0].weight == 1 {
      return operands[terms[0].operand][terms[0].element]
    }
    return ExactVector(
      (0...dimension).map { entry in
        var total = ExactNumber()
        for term in terms {
          total.add(operands[term.operand][term.element][entry], times: term.weight)
        }
        return total
      })
  }

  private func isConstant(_ form: ExactVector) -> Bool {
    form.entries.dropFirst().allSatisfy { $0.sign == 0 }
  }

  // MARK: Kinks

  private mutating func bend(
    _ kink: ExactKink, _ operands: [[ExactVector]], _ count: Int, _ state: inout State
  ) throws -> [ExactVector] {
    while state.results.count < count {
      guard stack.count + leaves.count < limit else { throw Stop.tooMany }
      let unit = state.results.count
      switch kink {
      case .magnitude:
        let z = operands[0][unit]
        decide(z, &state) { $0.results.append($1 ? z : -z) }
      case .step(let difference, let positive, let other):
        let z: ExactVector =
          switch difference {
          case .firstLessSecond: operands[0][unit] - operands[1][unit]
          case .secondLessFirst: operands[1][unit] - operands[0][unit]
          }
        let (high, low) = (constant(positive), constant(other))
        decide(z, &state) { $0.results.append($1 ? high : low) }
      case .larger, .smaller:
        let (a, b) = (operands[0][unit], operands[1][unit])
        let isLarger = if case .larger = kink { true } else { false }
        decide(a - b, &state) { $0.results.append($1 == isLarger ? a : b) }
      case .greatest(let extent, let inner):
        let (outer, offset) = (unit / inner, unit % inner)
        func candidate(_ index: Int) -> ExactVector {
          operands[0][(outer * extent + index) * inner + offset]
        }
        let (leader, challenger) = state.contest
        guard challenger < extent else {
          state.results.append(candidate(leader))
          state.pattern.append(leader)
          state.contest = (0, 1)
          continue
        }
        cut(candidate(challenger) - candidate(leader), &state) {
          $0.contest = ($1 ? challenger : leader, challenger + 1)
        }
      }
    }
    return state.results
  }

  /// Goes on where a function is not positive, and puts the part where it is aside.
  private mutating func cut(
    _ form: ExactVector, _ state: inout State, _ take: (inout State, Bool) -> Void
  ) {
    switch state.cell.cut(by: form) {
    case .below: take(&state, false)
    case .above: take(&state, true)
    case .both(let below, let above):
      var other = state
      other.cell = above
      take(&other, true)
      stack.append(other)
      state.cell = below
      take(&state, false)
    }
  }

  private mutating func decide(
    _ form: ExactVector, _ state: inout State, _ take: (inout State, Bool) -> Void
  ) {
    cut(form, &state) { part, isPositive in
      part.pattern.append(isPositive ? 1 : 0)
      take(&part, isPositive)
    }
  }
}
