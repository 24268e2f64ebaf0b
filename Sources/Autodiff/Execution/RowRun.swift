import Tensors

/// One plan run over many rows, a tile at a time, by as many workers as there are.
///
/// Which rows a tile has depends on the number of rows alone, and each tile is run by one worker from
/// beginning to end, so the results are the same bits for any number of workers.
struct RowRun {
  private let plan: Plan
  private let points: Tensor
  private let captured: [Tensor]
  private let extra: [Tensor]
  private let rows: [Int]
  private let isWhole: Bool
  private let tile: Int

  /// - Throws: what the transform refuses; memory errors.
  init(
    _ group: Pointwise.RowGroup, points: Tensor, captured: [Tensor], extra: [Tensor],
    _ transform: Transform
  ) throws {
    let cached = group.recorded.cached
    let single = try cached.graph(
      CachedPath.Key(transform: transform, rows: nil, extras: extra.count))
    tile = min(group.rows.count, single.tileSize)
    plan = try cached.plan(
      CachedPath.Key(transform: transform, rows: tile, extras: extra.count))
    rows = group.rows
    isWhole = group.isWhole
    let numbers = isWhole ? nil : Tensor(rows.map(Double.init))
    func members(of tensor: Tensor) throws -> Tensor {
      try numbers.map { try tensor.gathered($0, axis: 0) } ?? tensor
    }
    self.points = try members(of: points)
    self.extra = try extra.map(members)
    self.captured = captured
  }

  /// The shape of the result of one row.
  var resultShape: Shape { Shape(Array(plan.outputShapes[0].dims.dropFirst())) }

  private var tileCount: Int { (rows.count + tile - 1) / tile }

  /// The first row of a tile; the last tile reaches back so that it is as long as the others.
  private func start(_ index: Int) -> Int { min(index * tile, rows.count - tile) }

  /// Writes the results of the group's rows into a tensor of the results of all rows.
  func collect(into target: Tensor) throws {
    let width = resultShape.count
    try WorkerPool.run(tileCount) { worker in
      let workspace = try plan.takeWorkspace()
      defer { plan.putBack(workspace) }
      var own: Tensor?
      while let index = worker.next() {
        let (start, fresh) = (start(index), index * tile)
        if isWhole, start == fresh {
          try run(start, Plan.BlockSource(tensor: target, offset: start * width), workspace)
          continue
        }
        let part = try own ?? Tensor.uninitialized(plan.outputShapes[0])
        own = part
        try run(start, Plan.BlockSource(tensor: part, offset: 0), workspace)
        for row in fresh..<(start + tile) {
          (target.base + rows[row] * width).update(
            from: part.base + (row - start) * width, count: width)
        }
      }
    }
  }

  /// Writes what a function makes of every tile into a tensor of the answers of all rows.
  func reduce(
    into target: Tensor, width: Int, _ statistic: @Sendable (Tensor) throws -> Tensor
  ) throws {
    try WorkerPool.run(tileCount) { worker in
      let workspace = try plan.takeWorkspace()
      defer { plan.putBack(workspace) }
      let part = try Tensor.uninitialized(plan.outputShapes[0])
      while let index = worker.next() {
        let (start, fresh) = (start(index), index * tile)
        try run(start, Plan.BlockSource(tensor: part, offset: 0), workspace)
        let answers: Tensor
        do {
          answers = try statistic(part)
        } catch let error as TensorError {
          throw error.renumbered { rows[start + $0] }
        }
        precondition(answers.count == tile * width, "a statistic has one answer per row")
        for row in fresh..<(start + tile) {
          (target.base + rows[row] * width).update(
            from: answers.base + (row - start) * width, count: width)
        }
      }
    }
  }

  private func run(
    _ start: Int, _ output: Plan.BlockSource, _ workspace: Workspace
  ) throws(AutodiffError) {
    var inputs = [Plan.BlockSource(tensor: points, offset: start * points.rowLength)]
    for tensor in captured { inputs.append(Plan.BlockSource(tensor: tensor, offset: 0)) }
    for tensor in extra {
      inputs.append(Plan.BlockSource(tensor: tensor, offset: start * tensor.rowLength))
    }
    try plan.run(inputs, [output], workspace)
  }
}

extension Tensor {
  /// The elements of one row of the leading axis.
  fileprivate var rowLength: Int { shape.dims.dropFirst().reduce(1, *) }
}

extension Graph {
  /// How many samples to run at a time: as many as keep the widest value of all in half of a
  /// second-level cache of a megabyte, and at most `Pointwise.tile`.
  fileprivate var tileSize: Int {
    let widest = nodes.lazy.flatMap(\.results).map { shapes[$0].count }.max() ?? 1
    var size = Pointwise.tile
    while size > 8, size * max(widest, 1) > 1 << 14 { size /= 2 }
    return size
  }
}
