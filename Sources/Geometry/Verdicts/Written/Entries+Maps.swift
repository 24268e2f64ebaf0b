import Autodiff
import Maps
import Tensors

/// The values of maps made of layers.
extension Entries {
  /// The most numbers a layer may have to be followed one by one.
  static let limit = 4096
  private static let matrixLimit = 1 << 10

  /// The values of a map; nil where it branches, is not known to be defined everywhere, or is too large.
  static func through(_ map: SmoothMap, _ x: Entries) throws -> Entries? {
    guard x.entries.count <= limit, let target = map.codomain.dimension, target <= limit else {
      return nil
    }
    switch map.structure {
    case .layer(let layer): return try through(layer, map, x)
    case .chain(let layers):
      var current = x
      for layer in layers {
        guard let next = try through(layer, current) else { return nil }
        current = next
      }
      return current
    case .sum(let f, let g): return try combined(f, g, x) { pair([$0, $1]) { $0 + $1 } }
    case .product(let f, let g): return try combined(f, g, x) { pair([$0, $1]) { $0 * $1 } }
    case .scaled(let factor, let f):
      guard let c = factor.concrete?.elements.first, let value = try through(f, x) else {
        return nil
      }
      return value.each { $0 * .known(c) }
    case .branch(let f, let g):
      return try combined(f, g, x) { a, b in
        Entries(Shape([a.entries.count + b.entries.count]), a.entries + b.entries)
      }
    case .directSum(let f, let g):
      let split = f.domain.dimension ?? 0
      guard split <= x.entries.count, let a = try through(f, x.part(0..<split)),
        let b = try through(g, x.part(split..<x.entries.count))
      else { return nil }
      return Entries(Shape([a.entries.count + b.entries.count]), a.entries + b.entries)
    case .coupling(let coupling):
      let kept = coupling.kept
      guard kept <= x.entries.count, let s = try through(coupling.scale, x.part(0..<kept)),
        let t = try through(coupling.shift, x.part(0..<kept))
      else { return nil }
      let moved = x.part(kept..<x.entries.count)
      let isForward = coupling.direction == .forward
      let factors = s.each { (isForward ? $0 : $0 * .known(-1)).applying(.exp) }
      guard let factors else { return nil }
      let changed =
        isForward
        ? pair([moved, factors]) { $0 * $1 }.flatMap { pair([$0, t]) { $0 + $1 } }
        : pair([moved, t]) { $0 + $1 * .known(-1) }.flatMap { pair([$0, factors]) { $0 * $1 } }
      guard let changed else { return nil }
      return Entries(x.shape, Array(x.entries[..<kept]) + changed.entries)
    case .flow(let flow):
      guard flow.field.isLipschitz else { return nil }
      return x.anything(map)
    case .solved: return nil
    }
  }

  private func part(_ range: Range<Int>) -> Entries {
    Entries(Shape([range.count]), Array(entries[range]))
  }

  private static func combined(
    _ f: SmoothMap, _ g: SmoothMap, _ x: Entries, _ body: (Entries, Entries) -> Entries?
  ) throws -> Entries? {
    guard let a = try through(f, x), let b = try through(g, x) else { return nil }
    return body(a, b)
  }

  /// Values that depend on all the numbers in some way.
  private func anything(_ map: SmoothMap, in range: Enclosure = .all) -> Entries? {
    guard let shape = map.codomain.shape, map.kind.regularity <= .continuous else { return nil }
    let variables = entries.reduce(into: Set<Int>()) { $0.formUnion($1.variables) }
    let regularity = entries.reduce(map.kind.regularity) { max($0, $1.regularity) }
    return Entries(
      shape,
      [Entry](repeating: .anything(of: variables, in: range, regularity), count: shape.count))
  }

  private static func through(_ layer: Layer, _ map: SmoothMap, _ x: Entries) throws -> Entries? {
    if case .leakyReLU(let slope) = layer, !slope.isFinite { return nil }
    if case .elu(let alpha) = layer, !alpha.isFinite { return nil }
    if case .power(let k)? = ScalarLaw.Function(layer) { return x.each { $0.raised(to: k) } }
    if let function = ScalarLaw.Function(layer) { return x.each { $0.applying(function) } }
    switch layer {
    case .identity, .dropout: return x
    case .permutation(let order):
      guard order.allSatisfy({ x.entries.indices.contains($0) }) else { return nil }
      return Entries(x.shape, order.map { x.entries[$0] })
    case .reshape:
      guard let shape = map.codomain.shape else { return nil }
      return Entries(shape, x.entries)
    case .affine, .translation, .constant, .scaling, .geometric, .image(.convolution),
      .image(.averagePooling), .image(.globalAverage):
      guard let shape = map.codomain.shape, x.entries.count * shape.count <= matrixLimit,
        let form = try AffineForm(of: map, name: map.name)
      else { return nil }
      return try form.values(x, shape)
    case .function(let function, _): return try through(function, x)
    case .softmax: return x.anything(map, in: Enclosure(0, 1, isNonzero: true))
    case .approximateGELU, .normalization, .image(.maximumPooling): return x.anything(map)
    case .elementwise, .elementwiseInverse, .leakyReLU, .elu: return nil
    }
  }

  /// The values of a function someone wrote.
  private static func through(_ function: Pointwise, _ x: Entries) throws -> Entries? {
    guard let point = try? Tensor(repeating: 0.5, shape: x.shape),
      let path = try? Path.traced(at: [Term(point)], { [try function($0[0])] }), path.isStraight,
      let output = path.graph.outputs.first
    else { return nil }
    var values = [x]
    for capture in path.captures {
      guard let known = capture.concrete, known.count <= limit else { return nil }
      values.append(Entries(known.shape, known.elements.map { .known($0) }))
    }
    var makers: [Int: Graph.Node] = [:]
    for node in path.graph.nodes {
      try Supervision.check()
      let operands = node.operands.map { values[$0.index] }
      guard node.results.count == 1 else { return nil }
      let result: Entries?
      if node.primitive == .multiply || node.primitive == .combine(.multiply),
        node.operands[0] == node.operands[1]
      {
        result = operands[0].each { $0.raised(to: 2) }
      } else if let bent = bent(node, makers, operands) {
        result = bent
      } else if case .combine(let operation) = node.primitive, operation.isComparison {
        // It jumps; what is chosen by it may not, and is looked at where it is chosen.
        result = pair(operands) {
          .anything(of: $0.variables.union($1.variables), in: Enclosure(0, 1), .unknown)
        }
      } else {
        result = try Entries.of(node.primitive, operands)
      }
      guard let result, result.entries.count <= limit else { return nil }
      values.append(result)
      for index in node.results { makers[index] = node }
    }
    return values[output.index]
  }

  /// `select(z ≤ 0, 0, z)` is relu z, `select(0 < z, z, c z)` a leaky one.
  private static func bent(
    _ node: Graph.Node, _ makers: [Int: Graph.Node], _ x: [Entries]
  ) -> Entries? {
    guard node.primitive == .select, let test = makers[node.operands[0].index] else { return nil }
    func isZero(_ id: ValueID) -> Bool { makers[id.index]?.literal == 0 }
    switch test.primitive {
    case .combine(.lessOrEqual)
    where isZero(test.operands[1]) && isZero(node.operands[1])
      && node.operands[2] == test.operands[0]:
      return x[2].each { $0.applying(.leaky(0)) }
    case .combine(.less) where isZero(test.operands[0]) && node.operands[1] == test.operands[1]:
      guard let other = makers[node.operands[2].index], other.primitive == .multiply else {
        return nil
      }
      let z = test.operands[1]
      let factors = other.operands.filter { $0 != z }
      guard factors.count == 1, let slope = makers[factors[0].index]?.literal, slope.isFinite else {
        return nil
      }
      return x[1].each { $0.applying(.leaky(slope)) }
    default: return nil
    }
  }
}

extension Graph.Node {
  /// The number that fills a constant.
  fileprivate var literal: Double? {
    if case .literal(.filled(let bits, _)) = primitive { return Double(bitPattern: bits) }
    return nil
  }
}

extension BinaryOperation {
  fileprivate var isComparison: Bool {
    switch self {
    case .less, .lessOrEqual, .equal, .notEqual: true
    case .add, .subtract, .multiply, .divide, .power, .maximum, .minimum, .atan2, .remainder: false
    }
  }
}

extension AffineForm {
  /// A x + b of numbers that depend on a point.
  fileprivate func values(_ x: Entries, _ shape: Shape) throws -> Entries? {
    guard x.entries.count == source else { return nil }
    let (elements, constants) = (matrix.elements, shift.elements)
    let rows = try (0..<target).map { row in
      try Supervision.check()
      return x.entries.indices.reduce(Entry.known(constants[row], within: shiftTolerance)) {
        sum, column in
        let index = row * source + column
        if elements[index] == 0, bounds[index] == 0 { return sum }
        return sum + .known(elements[index], within: bounds[index]) * x.entries[column]
      }
    }
    return Entries(shape, rows)
  }
}
