import Autodiff
import Maps
import Tensors

/// What can be read off the formula of a map someone wrote.
///
/// If one component of the value is a x₀ + g of nothing else, it gives x₀; if another is b x₁ + h(x₀), it
/// then gives x₁; and so on. A map of whose values every coordinate can be read off in this way is
/// injective with a continuous inverse, whatever g and h are; between spaces of one dimension it is onto,
/// with det J = ± a b ….
struct ReadOff {
  /// In which order which component gives which coordinate.
  let steps: [(component: Int, coordinate: Int, factor: Double, course: PolynomialCourse?)]
  let components: [Entry]
  let source: Int

  private static let largest = 32

  /// Answers nil where the formula branches, uses operations that are not defined everywhere, or is too
  /// large.
  init?(_ function: Pointwise, _ domain: Space) {
    guard let shape = domain.shape, shape.count <= Self.largest,
      let point = try? Tensor(repeating: 0.5, shape: shape),
      let path = try? Path.traced(at: [Term(point)], { [try function($0[0])] }), path.isStraight,
      let output = path.graph.outputs.first
    else { return nil }
    var values: [Entries] = [Entries(shape, (0..<shape.count).map { .coordinate($0) })]
    for capture in path.captures {
      guard let known = capture.concrete, known.count <= 4096 else { return nil }
      values.append(Entries(known.shape, known.elements.map { .known($0) }))
    }
    for node in path.graph.nodes {
      let operands = node.operands.map { values[$0.index] }
      guard node.results.count == 1, let result = try? Entries.of(node.primitive, operands),
        result.entries.count <= 4096
      else { return nil }
      values.append(result)
    }
    source = shape.count
    components = values[output.index].entries
    var steps: [(component: Int, coordinate: Int, factor: Double, course: PolynomialCourse?)] = []
    var (read, used): (Set<Int>, Set<Int>) = ([], [])
    search: while read.count < source {
      for (index, entry) in components.enumerated() where !used.contains(index) {
        let open = entry.variables.subtracting(read)
        guard open.count == 1, let coordinate = open.first else { continue }
        if let factor = entry.linear[coordinate] {
          steps.append((index, coordinate, factor, nil))
        } else if entry.variables.count == 1, let polynomial = entry.polynomial {
          let course = PolynomialCourse(coefficients: polynomial)
          if case .undecided = course.growth { continue }
          steps.append((index, coordinate, course.increases ? 1 : -1, course))
        } else {
          continue
        }
        read.insert(coordinate)
        used.insert(index)
        continue search
      }
      break
    }
    self.steps = steps
  }

  var isComplete: Bool { steps.count == source }

  /// Whether no step meets a point at which its derivative is 0.
  private var isSteep: Bool {
    steps.allSatisfy { step in
      if case .flat? = step.course?.growth { return false }
      return true
    }
  }

  /// Adds what follows to the facts of a link.
  func inform(_ piece: inout Piece) {
    if source == 1, components.count == 1 { informOfLine(&piece) }
    guard isComplete, piece.isTotal, piece.answer(.continuous) == .yes else { return }
    let reason = sentence(piece.name)
    for property in [Property.injective, .embedding] { piece.facts[property] = .proved(reason) }
    let isSmooth = piece.answer(.smooth) == .yes
    if isSmooth, isSteep { piece.facts[.immersion] = .proved(reason) }
    guard piece.source == piece.target else { return }
    piece.facts[.surjective] = .proved(reason)
    if isSmooth, isSteep { piece.facts[.submersion] = .proved(reason) }
    piece.orientation = steps.reduce(permutationSign) { $1.factor < 0 ? -$0 : $0 }
    if isSmooth, steps.allSatisfy({ $0.course == nil && $0.factor.magnitude == 1 }) {
      piece.facts[.volumePreserving] = .proved(
        "\(reason), each with the factor 1 or -1: |det J| = 1")
    }
  }

  /// A polynomial on the line.
  private func informOfLine(_ piece: inout Piece) {
    guard piece.isTotal, let polynomial = components[0].polynomial else { return }
    let course = PolynomialCourse(coefficients: polynomial)
    guard course.degree > 0 else { return }
    if course.degree.isMultiple(of: 2) {
      let side = course.increases ? "below" : "above"
      piece.facts[.surjective] = .disproved(
        "\(piece.name)(x) = \(course.text) has an even degree, so it is bounded \(side)")
    } else {
      piece.facts[.surjective] = .proved(
        "\(piece.name)(x) = \(course.text) has an odd degree, so it takes every value")
    }
  }

  private func sentence(_ name: String) -> String {
    if source == 1, steps.count == 1, components.count == 1 {
      let verb = steps[0].factor > 0 ? "increases" : "decreases"
      guard let course = steps[0].course else { return "\(name) \(verb) throughout" }
      return "\(name)(x) = \(course.text) \(verb): its derivative never changes sign"
    }
    let clauses = steps.map { step in
      let point = source == 1 ? "x" : "x[\(step.coordinate)]"
      return components.count == 1
        ? "its value gives \(point)"
        : "value \(step.component) gives \(point)"
    }
    return "x can be read off \(name)(x): " + clauses.joined(separator: ", then ")
  }

  /// The sign of the permutation that takes coordinates to components.
  private var permutationSign: Int {
    var order = [Int](repeating: 0, count: steps.count)
    for step in steps where step.coordinate < order.count {
      order[step.coordinate] = step.component
    }
    var sign = 1
    for i in order.indices {
      for j in (i + 1)..<max(order.count, i + 1) where order[i] > order[j] { sign = -sign }
    }
    return sign
  }
}

/// A tensor of entries.
struct Entries {
  let shape: Shape
  let entries: [Entry]

  init(_ shape: Shape, _ entries: [Entry]) {
    self.shape = shape
    self.entries = entries
  }

  /// The result of an operation that is defined everywhere; nil for others.
  static func of(_ primitive: Primitive, _ x: [Entries]) throws -> Entries? {
    switch primitive {
    case .literal(let literal):
      let tensor = try literal.tensor()
      return Entries(tensor.shape, tensor.elements.map { .known($0) })
    case .add, .combine(.add): return pair(x) { $0 + $1 }
    case .combine(.subtract): return pair(x) { $0 + $1 * .known(-1) }
    case .multiply, .combine(.multiply): return pair(x) { $0 * $1 }
    case .negate, .map(.negate): return Entries(x[0].shape, x[0].entries.map { $0 * .known(-1) })
    case .combine(.divide):
      let isSafe = x[1].entries.allSatisfy { $0.constant.map { $0.isNormal } ?? false }
      return isSafe ? pair(x) { a, b in quotient(a, b.constant ?? 1) } : nil
    case .combine(.maximum), .combine(.minimum):
      return pair(x) { .anything(of: $0.variables.union($1.variables)) }
    case .raise(let exponent):
      guard exponent >= 1, exponent <= 64, exponent == exponent.rounded() else { return nil }
      return Entries(x[0].shape, x[0].entries.map { $0.raised(to: Int(exponent)) })
    case .map(let operation):
      switch operation {
      case .exp, .expm1, .sin, .cos, .tanh, .tanhSlope, .sinh, .cosh, .sigmoid, .sigmoidSlope,
        .softplus, .erf, .erfc, .abs, .cubeRoot:
        return Entries(
          x[0].shape,
          try x[0].entries.map { entry in
            guard let value = entry.constant else { return .anything(of: entry.variables) }
            return .known(try Tensor(value).mapped(operation).elements[0])
          })
      default: return nil
      }
    case .reshape(let target): return Entries(target, x[0].entries)
    case .permute(let axes): return try x[0].moved { try $0.permuted(axes) }
    case .slice(let starts, let ends, let steps):
      return try x[0].moved { try $0.sliced(starts: starts, ends: ends, steps: steps) }
    case .broadcast(let target, let axes):
      return try x[0].moved { try $0.broadcast(to: target, axes: axes) }
    case .gather(let indices, let axis):
      return try x[0].moved { try $0.gathered(Tensor(indices.map(Double.init)), axis: axis) }
    case .pad(let low, let high, let interior):
      return try x[0].moved { try $0.padded(low: low, high: high, interior: interior) }
    case .concatenate(let axis):
      var start = 0
      let numbered = try x.map { operand in
        defer { start += operand.entries.count }
        return try operand.numbers(from: start)
      }
      let order = try Tensor.concatenate(numbered, axis: axis)
      let all = x.flatMap(\.entries)
      return Entries(order.shape, order.elements.map { all[Int($0) - 1] })
    case .sum(let axes):
      let rest = (0..<x[0].shape.rank).filter { !axes.contains($0) }
      let order = try x[0].numbers(from: 0).permuted(rest + axes)
      let target = try x[0].numbers(from: 0).sum(axes: axes).shape
      let length = max(1, x[0].entries.count / max(1, target.count))
      let entries = order.elements.map { x[0].entries[Int($0) - 1] }
      return Entries(
        target,
        (0..<target.count).map { row in
          entries[row * length..<(row + 1) * length].reduce(.known(0)) { $0 + $1 }
        })
    case .contract(let contraction): return contracted(x[0], x[1], contraction)
    default: return nil
    }
  }

  private static func pair(_ x: [Entries], _ body: (Entry, Entry) -> Entry) -> Entries? {
    guard x[0].entries.count == x[1].entries.count else { return nil }
    return Entries(x[0].shape, zip(x[0].entries, x[1].entries).map(body))
  }

  /// A quotient by a number: its factors are rounded, so that none of them counts as 1 for certain.
  private static func quotient(_ entry: Entry, _ divisor: Double) -> Entry {
    let inverse = 1 / divisor
    let isExact = Exactness.product(inverse, divisor) && inverse * divisor == 1
    if isExact { return entry * .known(inverse) }
    var result = entry * .known(inverse)
    result.polynomial = nil
    result.linear = result.linear.mapValues { $0.magnitude == 1 ? $0.nextUp : $0 }
    return result
  }

  /// The positions of the entries from 1 on, so that padding is 0.
  private func numbers(from start: Int) throws -> Tensor {
    try Tensor(shape: shape, elements: entries.indices.map { Double(start + $0 + 1) })
  }

  /// The entries as an operation that only moves them leaves them.
  private func moved(_ operation: (Tensor) throws -> Tensor) throws -> Entries {
    let order = try operation(numbers(from: 0))
    return Entries(
      order.shape, order.elements.map { $0 == 0 ? .known(0) : entries[Int($0) - 1] })
  }

  private static func contracted(
    _ a: Entries, _ b: Entries, _ contraction: Contraction
  ) -> Entries? {
    var extents: [Int: Int] = [:]
    for (label, extent) in zip(contraction.lhs, a.shape) { extents[label] = extent }
    for (label, extent) in zip(contraction.rhs, b.shape) { extents[label] = extent }
    let summed = extents.keys.filter { !contraction.output.contains($0) }.sorted()
    let labels = contraction.output + summed
    let sizes = labels.map { extents[$0] ?? 1 }
    let total = sizes.reduce(1, *)
    guard total <= 1 << 14 else { return nil }
    let inner = summed.reduce(1) { $0 * (extents[$1] ?? 1) }
    func position(_ own: [Int], _ index: [Int: Int]) -> Int {
      own.reduce(0) { $0 * (extents[$1] ?? 1) + (index[$1] ?? 0) }
    }
    var result: [Entry] = []
    var sum = Entry.known(0)
    for flat in 0..<total {
      var (rest, index): (Int, [Int: Int]) = (flat, [:])
      for (label, size) in zip(labels, sizes).reversed() {
        index[label] = rest % size
        rest /= size
      }
      sum =
        sum + a.entries[position(contraction.lhs, index)]
        * b.entries[position(contraction.rhs, index)]
      if (flat + 1) % inner == 0 {
        result.append(sum)
        sum = .known(0)
      }
    }
    return Entries(Shape(contraction.output.map { extents[$0] ?? 1 }), result)
  }
}
