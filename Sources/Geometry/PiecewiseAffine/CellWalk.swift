import Autodiff
import Tensors

/// The cells on which a recorded map is affine, found by walking its graph.
///
/// Every value of the graph is carried as an affine function of the parameters on each cell: its
/// value at 0 and its derivative by each parameter. Linear operations act on these alike, on all cells
/// at once. Where an operation has a kink, each cell is cut along it, and the walk goes on in the
/// parts. Cells wait on a stack in batches, so that memory is bounded by their number at the end.
struct CellWalk<Cell: ConvexCell> {
  /// A cell with the affine map on it.
  struct Leaf {
    let cell: Cell
    /// For each kink met which of its sides the cell lies on: 1 for positive, 0 for not, and for a
    /// maximum of several the position of the greatest.
    let pattern: [Int]
    /// *Shapes*: `[parameters + 1, codomain]`, the value at 0 first.
    let coefficients: [Double]
  }

  /// The most cells that are worked on together.
  private static var batchSize: Int { 256 }
  /// The most entries that the patterns of all cells may have together.
  private static var patternLimit: Int { 50_000_000 }

  let recorded: RecordedMap
  /// The number of parameters.
  let parameters: Int
  /// The most cells to be found.
  let limit: Int
  /// The number of walls given out.
  private(set) var wallCount = 0
  private var waiting: [CellBatch<Cell>] = []
  private var leaves: [Leaf] = []

  private var rows: Int { parameters + 1 }

  init(_ recorded: RecordedMap, parameters: Int, limit: Int) {
    self.recorded = recorded
    self.parameters = parameters
    self.limit = limit
  }

  /// The cells inside one cell, on which the map's point is an affine function of the parameters.
  ///
  /// *Shapes*: `point: [parameters + 1] + domain`, the point at 0 first.
  /// - Throws: `PiecewiseAffineError`; `.interrupted`.
  mutating func leaves(in cell: Cell, point: Tensor) throws -> [Leaf] {
    var batch = CellBatch(
      cells: [cell], patterns: [[]],
      values: [CellValue?](repeating: nil, count: recorded.fixed.count))
    batch.values[0] = CellValue(rows: point, isFlat: false)
    waiting = [batch]
    leaves = []
    while let batch = waiting.popLast() { try walk(batch) }
    return leaves
  }

  /// Takes a batch to the end of the graph, or to a kink that makes too many cells of it.
  private mutating func walk(_ start: CellBatch<Cell>) throws {
    var batch = start
    let nodes = recorded.graph.nodes
    while batch.position < nodes.count {
      try Interruption.check()
      let node = nodes[batch.position]
      if !node.results.allSatisfy({ recorded.fixed[$0] != nil }) {
        let operands = node.operands.map { operand(of: batch, $0) }
        if let kink = try Kink(node.primitive, operands, batch, self) {
          try split(&batch, at: kink, result: node.results.lowerBound)
        } else {
          let results = try linear(node, operands, cells: batch.cells.count)
          for (index, result) in zip(node.results, results) { batch.values[index] = result }
        }
      }
      for operand in node.operands where recorded.lastUses[operand.index] == batch.position {
        batch.values[operand.index] = nil
      }
      batch.position += 1
      if batch.cells.count > 2 * Self.batchSize {
        waiting += try batch.chunks(of: Self.batchSize, rows: rows).reversed()
        return
      }
    }
    try finish(batch)
  }

  /// The operand of a node: what it is on every cell, or the same on all.
  private func operand(of batch: CellBatch<Cell>, _ id: ValueID) -> CellOperand {
    if let value = batch.values[id.index] { return .varying(value) }
    guard let fixed = recorded.fixed[id.index] else {
      preconditionFailure("a value was dropped early")
    }
    return .fixed(fixed)
  }

  private mutating func finish(_ batch: CellBatch<Cell>) throws {
    let output = recorded.graph.outputs[0]
    let value = try expanded(operand(of: batch, output), cells: batch.cells.count)
    guard value.isFinite else { throw PiecewiseAffineError.notFinite(recorded.map) }
    let (elements, size) = (value.elements, rows * recorded.codomain.count)
    for (index, cell) in batch.cells.enumerated() {
      leaves.append(
        Leaf(
          cell: cell, pattern: batch.patterns[index],
          coefficients: Array(elements[index * size..<(index + 1) * size])))
    }
  }

  // MARK: Linear operations

  private func linear(
    _ node: Graph.Node, _ operands: [CellOperand], cells: Int
  ) throws -> [CellValue] {
    let (primitive, all) = (node.primitive, cells * rows)
    let isFlat = operands.allSatisfy(\.isFlat)
    if isFlat, !primitive.isAffineInAll {
      // What is constant on every cell stays so, whatever is done to it.
      let values = try operands.map { operand -> Tensor in
        switch operand {
        case .fixed(let tensor): tensor
        case .varying(let value): try constants(of: value, cells: cells)
        }
      }
      let marks = operands.map(\.isVarying)
      return try primitive.results(values, hasRows: marks, rows: cells).map {
        CellValue(rows: try flat($0, cells: cells), isFlat: true)
      }
    }
    switch primitive {
    case .add, .combine(.subtract), .concatenate:
      let values = try operands.map { try expanded($0, cells: cells) }
      let marks = values.map { _ in true }
      return try primitive.results(values, hasRows: marks, rows: all)
        .map { CellValue(rows: $0, isFlat: isFlat) }
    case .negate, .map(.negate), .broadcast, .sum, .permute, .reshape, .slice, .pad, .gather,
      .scatterAdd, .stopGradient, .corner:
      return try results(primitive, operands, [], isFlat, cells)
    case .multiply, .contract:
      guard let constant = operands.firstIndex(where: \.isFlat) else { break }
      return try results(primitive, operands, [constant], isFlat, cells)
    case .combine(.divide) where operands[1].isFlat:
      return try results(primitive, operands, [1], isFlat, cells)
    case .solve where operands[0].isFlat:
      return try results(primitive, operands, [0], isFlat, cells)
    case .takeAlong, .scatterAddAlong:
      guard operands[1].isFlat else { break }
      return try results(primitive, operands, [1], isFlat, cells)
    case .select where operands[0].isFlat:
      let choices = [operands[1], operands[2]]
      let values =
        try [repeated(operands[0], cells: cells)]
        + choices.map {
          CellOperand.varying(
            CellValue(rows: try expanded($0, cells: cells), isFlat: $0.isFlat))
        }
      return try results(primitive, values, [], isFlat, cells)
    case .literal, .select, .solve, .map, .combine, .raise, .maximum, .argmax, .argsort,
      .determinant, .logAbsDeterminant, .cholesky, .symmetricEigen, .singularValueDecomposition,
      .reciprocalGaps, .loop:
      break
    }
    throw PiecewiseAffineError.notPiecewiseAffine(
      recorded.map, operation: primitive.inWords(flat: operands.map(\.isFlat)))
  }

  /// The results of an operation on all rows, the factors among its operands repeated for each row.
  private func results(
    _ primitive: Primitive, _ operands: [CellOperand], _ factors: [Int], _ isFlat: Bool,
    _ cells: Int
  ) throws -> [CellValue] {
    var values: [Tensor] = []
    for (index, operand) in operands.enumerated() {
      let shaped = factors.contains(index) ? try repeated(operand, cells: cells) : operand
      values.append(shaped.tensor)
    }
    return try primitive.results(
      values, hasRows: operands.map(\.isVarying), rows: cells * rows
    ).map { CellValue(rows: $0, isFlat: isFlat) }
  }

  /// An operand on every cell: what is the same on all has derivatives 0.
  func expanded(_ operand: CellOperand, cells: Int) throws -> Tensor {
    switch operand {
    case .varying(let value): return value.rows
    case .fixed(let tensor):
      let size = tensor.count
      let (elements, rows) = (tensor.elements, rows)
      return try Tensor(shape: Shape.checked([cells * rows] + tensor.shape.dims)) { target in
        target.initialize(repeating: 0)
        for cell in 0..<cells {
          for index in 0..<size { target[cell * rows * size + index] = elements[index] }
        }
      }
    }
  }

  /// What is constant on every cell, once for each cell.
  private func constants(of value: CellValue, cells: Int) throws -> Tensor {
    let (size, rows, elements) = (value.rows.count / (cells * rows), rows, value.rows.elements)
    let shape = try Shape.checked([cells] + value.rows.shape.dims.dropFirst())
    return try Tensor(shape: shape) { target in
      for cell in 0..<cells {
        for index in 0..<size { target[cell * size + index] = elements[cell * rows * size + index] }
      }
    }
  }

  /// Constants of the cells as a value with derivatives 0.
  private func flat(_ constants: Tensor, cells: Int) throws -> Tensor {
    let (size, rows, elements) = (constants.count / cells, rows, constants.elements)
    let shape = try Shape.checked([cells * rows] + constants.shape.dims.dropFirst())
    return try Tensor(shape: shape) { target in
      target.initialize(repeating: 0)
      for cell in 0..<cells {
        for index in 0..<size { target[cell * rows * size + index] = elements[cell * size + index] }
      }
    }
  }

  /// A factor that is constant on every cell, in each of the cell's rows.
  private func repeated(_ operand: CellOperand, cells: Int) throws -> CellOperand {
    guard case .varying(let value) = operand else { return operand }
    let (size, rows, elements) = (value.rows.count / (cells * rows), rows, value.rows.elements)
    let repeated = try Tensor(shape: value.rows.shape) { target in
      for row in 0..<cells * rows {
        let first = row / rows * rows * size
        for index in 0..<size { target[row * size + index] = elements[first + index] }
      }
    }
    return .varying(CellValue(rows: repeated, isFlat: true))
  }

  // MARK: Kinks

  private mutating func split(
    _ batch: inout CellBatch<Cell>, at kink: Kink, result: Int
  ) throws {
    guard kink.isFinite else { throw PiecewiseAffineError.notFinite(recorded.map) }
    // Patterns take most of the memory where a net is wide.
    let units = (batch.patterns.first?.count ?? 0) + kink.target.count
    let limit = min(limit, Self.patternLimit / max(units, 1))
    var parts = CellParts<Cell>(firstWall: wallCount, limit: limit - settledCount)
    do {
      for (index, cell) in batch.cells.enumerated() {
        try parts.add(cell, index, kink, remaining: batch.cells.count - index - 1)
      }
    } catch CellParts<Cell>.Failure.tooMany {
      throw PiecewiseAffineError.tooManyCells(recorded.map, limit: limit)
    }
    wallCount = parts.nextWall
    try batch.replace(by: parts, rows: rows)
    batch.values[result] = CellValue(
      rows: try kink.value(on: parts), isFlat: kink.isFlat)
  }

  /// The cells that are found or wait elsewhere; none of them can vanish.
  private var settledCount: Int {
    waiting.reduce(leaves.count) { $0 + $1.cells.count }
  }
}

/// A value of the graph on all cells of a batch.
struct CellValue {
  /// *Shapes*: `[cells × (parameters + 1)] + shape`; of each cell the value at 0, then the derivatives.
  let rows: Tensor
  /// Whether all derivatives are 0.
  let isFlat: Bool
}

/// What a node is applied to.
enum CellOperand {
  /// The same on all cells.
  case fixed(Tensor)
  case varying(CellValue)

  var isFlat: Bool {
    switch self {
    case .fixed: true
    case .varying(let value): value.isFlat
    }
  }

  var isVarying: Bool {
    switch self {
    case .fixed: false
    case .varying: true
    }
  }

  var tensor: Tensor {
    switch self {
    case .fixed(let tensor): tensor
    case .varying(let value): value.rows
    }
  }
}

/// Cells that are at the same node of the graph.
struct CellBatch<Cell: ConvexCell> {
  var position = 0
  var cells: [Cell]
  var patterns: [[Int]]
  var values: [CellValue?]

  init(position: Int = 0, cells: [Cell], patterns: [[Int]], values: [CellValue?]) {
    self.position = position
    self.cells = cells
    self.patterns = patterns
    self.values = values
  }

  /// Puts the parts of the cells in their place, each with the values of the cell it is a part of.
  mutating func replace(by parts: CellParts<Cell>, rows: Int) throws {
    patterns = zip(parts.parents, parts.choices).map { patterns[$0] + $1 }
    cells = parts.cells
    let isSame = parts.parents.count == parts.parents.last.map({ $0 + 1 }) ?? 0
    guard !isSame else { return }
    try gather(parts.parents, rows: rows)
  }

  private mutating func gather(_ parents: [Int], rows: Int) throws {
    for (index, value) in values.enumerated() {
      guard let value else { continue }
      let (size, elements) = (value.rows.count / value.rows.shape[0] * rows, value.rows.elements)
      let shape = try Shape.checked([parents.count * rows] + value.rows.shape.dims.dropFirst())
      let gathered = try Tensor(shape: shape) { target in
        for (cell, parent) in parents.enumerated() {
          for offset in 0..<size { target[cell * size + offset] = elements[parent * size + offset] }
        }
      }
      values[index] = CellValue(rows: gathered, isFlat: value.isFlat)
    }
  }

  /// The batch in parts of so many cells.
  func chunks(of size: Int, rows: Int) throws -> [CellBatch] {
    try stride(from: 0, to: cells.count, by: size).map { first in
      let range = first..<min(first + size, cells.count)
      var chunk = CellBatch(
        position: position, cells: Array(cells[range]), patterns: Array(patterns[range]),
        values: values)
      try chunk.gather(Array(range), rows: rows)
      return chunk
    }
  }
}
