import Autodiff
import Maps
import Tensors

/// A tensor of entries.
struct Entries {
  let shape: Shape
  let entries: [Entry]

  init(_ shape: Shape, _ entries: [Entry]) {
    self.shape = shape
    self.entries = entries
  }

  /// The result of an operation that is defined for all values of its operands; nil for others.
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
      return partial(x) { a, b in
        if let divisor = b.constant, b.isConstant {
          return divisor.isNormal ? quotient(a, divisor) : nil
        }
        return b.applying(.reciprocal).map { a * $0 }
      }
    case .combine(.atan2):
      return partial(x) { a, b in
        // The angle of (b, a) is that of a slope for b > 0.
        b.range.isPositive ? b.applying(.reciprocal).flatMap { (a * $0).applying(.atan) } : nil
      }
    case .combine(.power):
      return partial(x) { a, b in
        b.isConstant
          ? b.constant.flatMap { a.power($0) }
          : a.applying(.log).flatMap { ($0 * b).applying(.exp) }
      }
    case .combine(.maximum): return pair(x) { .extreme($0, $1, isGreater: .greater) }
    case .combine(.minimum): return pair(x) { .extreme($0, $1, isGreater: .lesser) }
    case .raise(let exponent): return x[0].each { $0.power(exponent) }
    case .map(let operation):
      return try x[0].each { entry in
        let value = try entry.constant.map { try Tensor($0).mapped(operation).elements[0] }
        guard let function = ScalarLaw.Function(operation) else {
          guard operation == .log2 || operation == .log10 else { return nil }
          let base = operation == .log2 ? 1.4426950408889634 : 0.4342944819032518
          return entry.applying(.log).map { $0 * .known(base, within: base.ulp) }
        }
        guard var result = entry.applying(function) else { return nil }
        if let value, value.isFinite {
          result.constant = value
          result.formula = nil
        }
        return result
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

  static func pair(_ x: [Entries], _ body: (Entry, Entry) -> Entry) -> Entries? {
    guard x[0].entries.count == x[1].entries.count else { return nil }
    return Entries(x[0].shape, zip(x[0].entries, x[1].entries).map(body))
  }

  /// Nil where the operation is not defined for some pair.
  private static func partial(_ x: [Entries], _ body: (Entry, Entry) -> Entry?) -> Entries? {
    guard x[0].entries.count == x[1].entries.count else { return nil }
    let found = zip(x[0].entries, x[1].entries).compactMap(body)
    return found.count == x[0].entries.count ? Entries(x[0].shape, found) : nil
  }

  /// An operation on every entry; nil where it is not defined for one of them.
  func each(_ body: (Entry) throws -> Entry?) rethrows -> Entries? {
    var result: [Entry] = []
    for entry in entries {
      guard let next = try body(entry) else { return nil }
      result.append(next)
    }
    return Entries(shape, result)
  }

  /// A quotient by a number: its factors are rounded, so that none of them counts as 1 for certain.
  private static func quotient(_ entry: Entry, _ divisor: Double) -> Entry {
    let inverse = 1 / divisor
    let isExact = Exactness.product(inverse, divisor) && inverse * divisor == 1
    if isExact { return entry * .known(inverse) }
    var result = entry * .known(inverse, within: inverse.ulp)
    let scaled = entry.linear.mapValues { $0 * inverse }
    if scaled.values.allSatisfy(\.isNormal) {
      result.other.subtract(scaled.keys)
      result.linear = scaled
      result.rounded = Set(scaled.keys)
    }
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
    guard total <= 1 << 12 else { return nil }
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
      let (p, q) = (
        a.entries[position(contraction.lhs, index)], b.entries[position(contraction.rhs, index)]
      )
      sum = sum + p * q
      if (flat + 1) % inner == 0 {
        result.append(sum)
        sum = .known(0)
      }
    }
    return Entries(Shape(contraction.output.map { extents[$0] ?? 1 }), result)
  }
}
