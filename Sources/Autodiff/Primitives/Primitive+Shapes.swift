import Tensors

extension Primitive {
  /// The shapes of the results for operands of the given shapes.
  ///
  /// A graph holds only nodes whose shapes were found here, so an ill-shaped graph cannot exist.
  ///
  /// - Throws: what does not fit.
  func shapes(_ x: [Shape]) throws(TensorError) -> [Shape] {
    switch self {
    case .literal(let literal): return [literal.shape]
    case .add: return [try Shape.equal(x, "add")]
    case .multiply: return [try Shape.equal(x, "multiply")]
    case .select: return [try Shape.equal(x, "select")]
    case .combine(let operation): return [try Shape.equal(x, operation.rawValue)]
    case .negate, .map, .raise, .stopGradient, .corner: return [x[0]]
    case .contract(let contraction): return [try contraction.shape(x[0], x[1])]
    case .broadcast(let target, let axes):
      guard axes.count == x[0].rank, Set(axes).count == axes.count,
        axes.allSatisfy(target.dims.indices.contains)
      else { throw .invalidAxes(operation: "broadcast", axes: axes, rank: target.rank) }
      guard zip(x[0], axes).allSatisfy({ $0 == target[$1] || $0 == 1 }) else {
        throw .shapeMismatch(operation: "broadcast", lhs: x[0], rhs: target)
      }
      return [target]
    case .sum(let axes):
      guard Set(axes).count == axes.count, axes.allSatisfy(x[0].dims.indices.contains) else {
        throw .invalidAxes(operation: "sum", axes: axes, rank: x[0].rank)
      }
      return [x[0].removing(axes)]
    case .permute(let axes):
      guard axes.sorted() == Array(0..<x[0].rank) else {
        throw .invalidAxes(operation: "permute", axes: axes, rank: x[0].rank)
      }
      return [try Shape.checked(axes.map { x[0][$0] })]
    case .reshape(let target):
      guard target.count == x[0].count else {
        throw .shapeMismatch(operation: "reshape", lhs: x[0], rhs: target)
      }
      return [target]
    case .slice(let starts, let ends, let steps):
      return [try x[0].sliced(starts: starts, ends: ends, steps: steps)]
    case .pad(let low, let high, let interior):
      return [try x[0].padded(low: low, high: high, interior: interior)]
    case .concatenate(let axis): return [try Shape.concatenated(x, axis: axis)]
    case .gather(let indices, let axis):
      try x[0].check(axis: axis, "gather")
      if let bad = indices.first(where: { $0 < 0 || $0 >= x[0][axis] }) {
        throw .indexOutOfRange(index: bad, axis: axis, extent: x[0][axis])
      }
      return [try x[0].replacing(axis, by: indices.count)]
    case .scatterAdd(let indices, let axis, let extent):
      try x[0].check(axis: axis, "scatterAdd")
      if let bad = indices.first(where: { $0 < 0 || $0 >= extent }) {
        throw .indexOutOfRange(index: bad, axis: axis, extent: extent)
      }
      return [try x[0].replacing(axis, by: extent)]
    case .takeAlong(let axis):
      try x[0].check(axis: axis, "takeAlong")
      guard try x[1].replacing(axis, by: x[0][axis]) == x[0] else {
        throw .shapeMismatch(operation: "takeAlong", lhs: x[0], rhs: x[1])
      }
      return [x[1]]
    case .scatterAddAlong(let axis, let extent):
      try x[0].check(axis: axis, "scatterAddAlong")
      return [try Shape.equal(x, "scatterAddAlong").replacing(axis, by: extent)]
    case .solve:
      let n = try x[0].squareExtent("solve")
      guard x[1].rank == x[0].rank, x[1][x[1].rank - 2] == n,
        x[1].dims.dropLast(2) == x[0].dims.dropLast(2)
      else { throw .shapeMismatch(operation: "solve", lhs: x[0], rhs: x[1]) }
      return [x[1]]
    case .loop(let loop): return try loop.shapes(x)
    case .maximum(let axis), .argmax(let axis):
      try x[0].check(axis: axis, "maximum")
      return [x[0].removing([axis])]
    case .argsort(let axis):
      try x[0].check(axis: axis, "argsort")
      return [x[0]]
    case .determinant, .logAbsDeterminant:
      _ = try x[0].squareExtent("det")
      return [x[0].removing([x[0].rank - 2, x[0].rank - 1])]
    case .cholesky:
      _ = try x[0].squareExtent("cholesky")
      return [x[0]]
    case .symmetricEigen:
      _ = try x[0].squareExtent("eigen")
      return [x[0].removing([x[0].rank - 1]), x[0]]
    case .singularValueDecomposition:
      guard x[0].rank >= 2 else { throw .notMatrix(operation: "svd", shape: x[0]) }
      let batch = Array(x[0].dims.dropLast(2))
      let (m, n) = (x[0][x[0].rank - 2], x[0][x[0].rank - 1])
      let k = min(m, n)
      return [Shape(batch + [m, k]), Shape(batch + [k]), Shape(batch + [n, k])]
    case .reciprocalGaps:
      let n = x[0].last ?? 1
      return [try Shape.checked(x[0].dims + [n])]
    }
  }
}

extension Shape {
  fileprivate static func equal(_ shapes: [Shape], _ operation: String) throws(TensorError) -> Shape
  {
    for shape in shapes where shape != shapes[0] {
      throw .shapeMismatch(operation: operation, lhs: shapes[0], rhs: shape)
    }
    return shapes[0]
  }

  fileprivate func check(axis: Int, _ operation: String) throws(TensorError) {
    guard dims.indices.contains(axis) else {
      throw .axisOutOfRange(operation: operation, axis: axis, rank: rank)
    }
  }

  fileprivate func squareExtent(_ operation: String) throws(TensorError) -> Int {
    guard rank >= 2 else { throw .notMatrix(operation: operation, shape: self) }
    guard self[rank - 1] == self[rank - 2] else {
      throw .notSquare(operation: operation, shape: self)
    }
    return self[rank - 1]
  }

  /// The shape with the samples of a batch along a new leading axis.
  ///
  /// - Throws: `.tooLarge`.
  func batched(_ size: Int) throws(AutodiffError) -> Shape {
    try reporting { () throws(TensorError) in try Shape.checked([size] + dims) }
  }

  /// The shape without the axes given.
  func removing(_ axes: [Int]) -> Shape {
    Shape(dims.indices.filter { !axes.contains($0) }.map { dims[$0] })
  }

  /// The shape with another extent along one axis.
  fileprivate func replacing(_ axis: Int, by extent: Int) throws(TensorError) -> Shape {
    guard dims.indices.contains(axis) else {
      throw .axisOutOfRange(operation: "axis", axis: axis, rank: rank)
    }
    var result = dims
    result[axis] = extent
    return try Shape.checked(result)
  }

  fileprivate func sliced(
    starts: [Int], ends: [Int], steps: [Int]
  ) throws(TensorError) -> Shape {
    guard starts.count == rank, ends.count == rank, steps.count == rank else {
      throw .invalidAxes(operation: "slice", axes: starts, rank: rank)
    }
    var result: [Int] = []
    for (axis, extent) in dims.enumerated() {
      let (start, end, step) = (starts[axis], ends[axis], steps[axis])
      guard start >= 0, start <= end, end <= extent, step >= 1 else {
        throw .invalidSlice(axis: axis, start: start, end: end, step: step, extent: extent)
      }
      result.append(end == start ? 0 : (end - start - 1) / step + 1)
    }
    return try Shape.checked(result)
  }

  fileprivate func padded(
    low: [Int], high: [Int], interior: [Int]
  ) throws(TensorError) -> Shape {
    guard low.count == rank, high.count == rank, interior.count == rank else {
      throw .invalidAxes(operation: "pad", axes: low, rank: rank)
    }
    var result: [Int] = []
    for (axis, extent) in dims.enumerated() {
      guard low[axis] >= 0, high[axis] >= 0, interior[axis] >= 0 else {
        throw .invalidPadding(
          axis: axis, low: low[axis], high: high[axis], interior: interior[axis])
      }
      result.append(low[axis] + extent + Swift.max(extent - 1, 0) * interior[axis] + high[axis])
    }
    return try Shape.checked(result)
  }

  fileprivate static func concatenated(_ parts: [Shape], axis: Int) throws(TensorError) -> Shape {
    guard let first = parts.first else {
      throw .emptyOperand(operation: "concatenate", shape: [0])
    }
    try first.check(axis: axis, "concatenate")
    var extent = 0
    for part in parts {
      guard part.rank == first.rank, part.removing([axis]) == first.removing([axis]) else {
        throw .shapeMismatch(operation: "concatenate", lhs: first, rhs: part)
      }
      extent += part[axis]
    }
    return try first.replacing(axis, by: extent)
  }
}
