import Autodiff
import Tensors

/// An operation that is affine on either side of the zeros of affine functions, on a batch of cells.
struct Kink {
  /// What is compared, and what becomes of it.
  enum Rule {
    /// By the sign of z: w₊ z where it is positive, w₋ z elsewhere, for |z|.
    case sides(positive: Double, negative: Double)
    /// By the sign of a − b: one or the other.
    case larger(CellOperandChoice)
    /// By the sign of z: one number where it is positive, another elsewhere.
    case step(positive: Double, negative: Double)
    /// Of the elements along an axis the greatest.
    case greatest(extent: Int, inner: Int)
  }

  /// Which of two values is taken where the first is larger.
  enum CellOperandChoice {
    case first
    case second
  }

  let rule: Rule
  /// What is compared with 0, or for a maximum the values themselves; row-major.
  let table: [Double]
  /// The two values to choose from, for a maximum or minimum of two.
  let options: (first: [Double], second: [Double])
  /// The extents of one value before and after.
  let source: Shape
  let target: Shape
  /// The number of rows of each cell.
  let rows: Int

  /// Whether the result is constant on every cell.
  var isFlat: Bool {
    if case .step = rule { return true }
    return false
  }

  var isFinite: Bool { table.allSatisfy(\.isFinite) }

  /// The kink that a node is, if it is one on values that vary inside cells.
  init?<Cell>(
    _ primitive: Primitive, _ operands: [CellOperand], _ batch: CellBatch<Cell>,
    _ walk: CellWalk<Cell>
  ) throws {
    guard operands.contains(where: { !$0.isFlat }) else { return nil }
    let cells = batch.cells.count
    let values = try operands.prefix(2).map { try walk.expanded($0, cells: cells) }
    let shape = Shape(Array(values[0].shape.dims.dropFirst()))
    var target = shape
    var options: (first: [Double], second: [Double]) = ([], [])
    func difference(_ a: Int, _ b: Int) -> [Double] {
      zip(values[a].elements, values[b].elements).map { $0 - $1 }
    }
    switch primitive {
    case .map(.abs):
      rule = .sides(positive: 1, negative: -1)
      table = values[0].elements
    case .map(.sign):
      rule = .step(positive: 1, negative: -1)
      table = values[0].elements
    case .combine(.maximum), .combine(.minimum):
      rule = .larger(primitive == .combine(.maximum) ? .first : .second)
      table = difference(0, 1)
      options = (values[0].elements, values[1].elements)
    // A strict comparison that holds counts as positive, so that ReLU is 1 where it is active.
    case .combine(.less):
      rule = .step(positive: 1, negative: 0)
      table = difference(1, 0)
    case .combine(.lessOrEqual):
      rule = .step(positive: 0, negative: 1)
      table = difference(0, 1)
    case .maximum(let axis):
      rule = .greatest(
        extent: shape[axis], inner: shape.dims.dropFirst(axis + 1).reduce(1, *))
      table = values[0].elements
      target = Shape(shape.dims.enumerated().filter { $0.offset != axis }.map(\.element))
    default: return nil
    }
    self.options = options
    source = shape
    self.target = target
    rows = walk.parameters + 1
  }

  /// The result on the parts of the cells.
  func value<Cell>(on parts: CellParts<Cell>) throws -> Tensor {
    let (size, count) = (source.count, target.count)
    let shape = try Shape.checked([parts.cells.count * rows] + target.dims)
    return try Tensor(shape: shape) { result in
      for (cell, parent) in parts.parents.enumerated() {
        let choices = parts.choices[cell]
        for row in 0..<rows {
          let (from, to) = ((parent * rows + row) * size, (cell * rows + row) * count)
          for unit in 0..<count {
            let choice = choices[unit]
            switch rule {
            case .sides(let positive, let negative):
              result[to + unit] = table[from + unit] * (choice == 1 ? positive : negative)
            case .larger(let larger):
              let takesFirst = (choice == 1) == (larger == .first)
              result[to + unit] =
                takesFirst ? options.first[from + unit] : options.second[from + unit]
            case .step(let positive, let negative):
              result[to + unit] = row > 0 ? 0 : choice == 1 ? positive : negative
            case .greatest(let extent, let inner):
              let (outer, offset) = (unit / inner, unit % inner)
              result[to + unit] = table[from + (outer * extent + choice) * inner + offset]
            }
          }
        }
      }
    }
  }

  /// The function whose sign decides a unit of a cell; for a maximum, the lead of one candidate over
  /// another.
  func form(cell: Int, unit: Int, candidate: Int = 0, over other: Int? = nil) -> LinearForm {
    let start = cell * rows * source.count
    guard case .greatest(let extent, let inner) = rule else {
      return LinearForm(table, at: start + unit, stride: source.count)
    }
    let (outer, offset) = (unit / inner, unit % inner)
    func place(_ candidate: Int) -> Int { start + (outer * extent + candidate) * inner + offset }
    return LinearForm(
      table, at: place(candidate), less: other.map(place), stride: source.count)
  }
}

/// The parts that a kink makes of cells.
struct CellParts<Cell: ConvexCell> {
  enum Failure: Error {
    case tooMany
  }

  private(set) var cells: [Cell] = []
  /// For each part, the position of the cell it is a part of.
  private(set) var parents: [Int] = []
  /// For each part, the side of every unit of the kink.
  private(set) var choices: [[Int]] = []
  /// The number of the next cut.
  private(set) var nextWall: Int
  private let limit: Int

  init(firstWall: Int, limit: Int) {
    nextWall = firstWall
    self.limit = limit
  }

  /// Cuts one cell along every unit of a kink.
  mutating func add(_ cell: Cell, _ index: Int, _ kink: Kink, remaining: Int) throws {
    var parts: [(cell: Cell, choices: [Int])] = [(cell, [])]
    for unit in 0..<kink.target.count {
      if case .greatest(let extent, _) = kink.rule {
        parts = parts.flatMap { part in
          greatest(part.cell, extent, index, unit, kink).map {
            ($0.cell, part.choices + [$0.choice])
          }
        }
      } else {
        cut(&parts, by: kink.form(cell: index, unit: unit))
      }
      guard cells.count + parts.count + remaining <= limit else { throw Failure.tooMany }
      if parts.count > 64 || unit & 63 == 63 { try Interruption.check() }
    }
    for part in parts {
      cells.append(part.cell)
      choices.append(part.choices)
      parents.append(index)
    }
  }

  private mutating func cut(_ parts: inout [(cell: Cell, choices: [Int])], by form: LinearForm) {
    var isCut = false
    for position in parts.indices {
      switch parts[position].cell.cut(by: form, wall: nextWall) {
      case .below(let cell):
        parts[position].cell = cell
        parts[position].choices.append(0)
      case .above(let cell):
        parts[position].cell = cell
        parts[position].choices.append(1)
      case .both(let below, let above):
        isCut = true
        parts.append((above, parts[position].choices + [1]))
        parts[position].cell = below
        parts[position].choices.append(0)
      }
    }
    if isCut { nextWall += 1 }
  }

  /// The parts where each of the candidates is the greatest; of equal ones, the first.
  private mutating func greatest(
    _ cell: Cell, _ extent: Int, _ index: Int, _ unit: Int, _ kink: Kink
  ) -> [(cell: Cell, choice: Int)] {
    let firstWall = nextWall
    nextWall += extent * extent
    var parts: [(cell: Cell, choice: Int)] = []
    for candidate in 0..<extent {
      var part: Cell? = cell
      for other in 0..<extent where other != candidate {
        let (first, second) = (min(candidate, other), max(candidate, other))
        // Both candidates ask the sign of the same form, so that no part is lost or counted twice.
        let lead = kink.form(cell: index, unit: unit, candidate: second, over: first)
        let cut = part?.cut(by: lead, wall: firstWall + first * extent + second)
        part = candidate == first ? cut?.below : cut?.above
        if part == nil { break }
      }
      if let part { parts.append((part, candidate)) }
    }
    if !parts.isEmpty { return parts }
    // Candidates closer to one another than the tolerance: whichever leads in the middle.
    var best = 0
    for candidate in 1..<max(extent, 1)
    where cell.isPositive(kink.form(cell: index, unit: unit, candidate: candidate, over: best)) {
      best = candidate
    }
    return [(cell, best)]
  }
}
