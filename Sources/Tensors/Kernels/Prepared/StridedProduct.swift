/// A batch of matrix products read and written where they lie, ready to be run on any three blocks.
package final class StridedProduct: Sendable {
  private let rows: Int
  private let columns: Int
  private let depth: Int
  private let left: (row: Int, column: Int)
  private let right: (row: Int, column: Int)
  private let rowStride: Int
  private let walk: StridedWalk

  /// Prepares a contraction whose operands can be read and whose result can be written in place.
  package init(_ plan: ContractionPlan) {
    precondition(plan.readsLHS && plan.readsRHS && plan.writesOutput, "copy what cannot be read")
    rows = plan.output.extent(of: plan.rows)
    columns = plan.output.extent(of: plan.columns)
    depth = plan.depth
    left = (plan.lhs.stride(of: plan.rows) ?? 1, plan.lhs.stride(of: plan.inner) ?? 1)
    right = (plan.rhs.stride(of: plan.inner) ?? 1, plan.rhs.stride(of: plan.columns) ?? 1)
    rowStride = rows == 1 ? columns : plan.output.stride(of: plan.rows) ?? columns
    walk = StridedWalk(
      dims: plan.batch.map { plan.output.extent($0) ?? 1 } + [1],
      strides: [plan.lhs, plan.rhs, plan.output].map { $0.strides(along: plan.batch) + [0] })
  }

  /// The multiplications after which a run may be interrupted.
  private static let pause = 1 << 30

  /// Multiplies; the blocks are as large as the plan's shapes say, the result overlaps neither.
  package func run(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>,
    into c: UnsafeMutablePointer<Double>
  ) {
    run(a, b, into: c) { () throws(Never) in }
  }

  /// Multiplies as many rows at a time as take a moment, asking `poll` in between whether to go on.
  package func run<E: Error>(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>,
    into c: UnsafeMutablePointer<Double>, poll: () throws(E) -> Void
  ) throws(E) {
    let step = max(StridedProduct.pause / max(columns * depth, 1), 64)
    for start in stride(from: 0, to: rows, by: step) {
      if start > 0 { try poll() }
      run(a, b, into: c, start..<min(start + step, rows))
    }
  }

  private func run(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>,
    into c: UnsafeMutablePointer<Double>, _ rows: Range<Int>
  ) {
    let left = MatrixView(
      base: a + rows.lowerBound * self.left.row, rows: rows.count, columns: depth,
      rowStride: self.left.row, columnStride: self.left.column)
    let c = c + rows.lowerBound * rowStride
    let right = MatrixView(
      base: b, rows: depth, columns: columns, rowStride: right.row, columnStride: right.column)
    walk.forEachRun { start in
      for i in 0..<walk.runCount {
        let offsets = start &+ walk.runStep &* StridedWalk.Offsets(repeating: i)
        MatrixProductKernel.multiply(
          left.advanced(by: offsets[0]), right.advanced(by: offsets[1]),
          into: c + offsets[2], rowStride: rowStride)
      }
    }
  }
}
