/// Sums over one axis of a row-major block seen as `[outer, extent, inner]`.
package struct BlockSum: Sendable {
  private let outer: Int
  private let extent: Int
  private let inner: Int

  /// Prepares a sum over the middle axis.
  package init(outer: Int, extent: Int, inner: Int) {
    self.outer = outer
    self.extent = extent
    self.inner = inner
  }

  /// Writes the sums, `[outer, inner]`, in an order of summation fixed by the extents.
  package func run(_ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>) {
    if inner == 1 {
      for o in 0..<outer { y[o] = ReductionKernel.sum(x + o * extent, count: extent) }
      return
    }
    y.update(repeating: 0, count: outer * inner)
    for o in 0..<outer {
      ReductionKernel.sumRows(
        x + o * extent * inner, rows: extent, width: inner, into: y + o * inner)
    }
  }
}
