/// How one contraction becomes a batch of matrix products.
///
/// The labels fall into four groups: `batch` in both operands and the result, `rows` in the first
/// and the result, `columns` in the second and the result, `inner` in both operands only. A group
/// whose axes step evenly through a block is one axis there; when every group does in all three
/// blocks, nothing is copied.
package struct ContractionPlan {
  let lhs: LabelledLayout
  let rhs: LabelledLayout
  let output: LabelledLayout
  /// The labels in both operands and the result.
  package let batch: [Int]
  /// The labels in the first operand and the result.
  package let rows: [Int]
  /// The labels in the second operand and the result.
  package let columns: [Int]
  /// The labels that are summed over.
  package let inner: [Int]

  /// Plans a valid contraction of row-major blocks whose shapes fit it.
  init(_ labels: Contraction, _ a: Shape, _ b: Shape, _ result: Shape) {
    self.init(labels, a.dims, a.strides, b.dims, b.strides, result)
  }

  /// Plans a valid contraction of blocks laid out by any strides; the result is row-major.
  package init(
    _ labels: Contraction, _ a: [Int], _ stridesA: [Int], _ b: [Int], _ stridesB: [Int],
    _ result: Shape
  ) {
    lhs = LabelledLayout(labels.lhs, a, stridesA)
    rhs = LabelledLayout(labels.rhs, b, stridesB)
    output = LabelledLayout(labels.output, result.dims, result.strides)
    batch = labels.output.filter { labels.lhs.contains($0) && labels.rhs.contains($0) }
    rows = labels.output.filter { !labels.rhs.contains($0) }
    columns = labels.output.filter { !labels.lhs.contains($0) }
    inner = labels.lhs.filter { !labels.output.contains($0) }
  }

  /// The number of products summed into each element of the result.
  package var depth: Int { lhs.extent(of: inner) }

  /// Whether the rows group, not the columns group, is innermost in the result.
  package var isColumnMajor: Bool {
    for label in output.labels.reversed() where output.extent(label) != 1 {
      return rows.contains(label)
    }
    return false
  }

  /// Whether own loops, which read any strides, do each product.
  private var usesOwnLoops: Bool {
    MatrixProductKernel.usesOwnLoops(
      rows: output.extent(of: rows), columns: output.extent(of: columns), depth: depth)
  }

  /// Whether the products can be read from the first operand as it lies.
  package var readsLHS: Bool { reads(lhs, rows, inner) }

  /// Whether the products can be read from the second operand as it lies.
  package var readsRHS: Bool { reads(rhs, inner, columns) }

  private func reads(_ layout: LabelledLayout, _ first: [Int], _ second: [Int]) -> Bool {
    guard let x = layout.stride(of: first), let y = layout.stride(of: second) else { return false }
    return usesOwnLoops || x == 1 || y == 1
      || layout.extent(of: first) == 1 || layout.extent(of: second) == 1
  }

  /// Whether the products can be written to the result as it lies.
  package var writesOutput: Bool {
    guard let x = output.stride(of: columns), output.stride(of: rows) != nil else { return false }
    return x == 1 || output.extent(of: columns) == 1
  }
}

/// The axes of one block by label; ranks are small, so a label is found by looking through them.
struct LabelledLayout {
  let labels: [Int]
  private let dims: [Int]
  private let strides: [Int]

  init(_ labels: [Int], _ dims: [Int], _ strides: [Int]) {
    self.labels = labels
    self.dims = dims
    self.strides = strides
  }

  /// The extent of one label, nil when the block does not have it.
  func extent(_ label: Int) -> Int? { labels.firstIndex(of: label).map { dims[$0] } }

  /// The product of the extents of a group.
  func extent(of group: [Int]) -> Int { group.reduce(1) { $0 * (extent($1) ?? 1) } }

  /// The stride of a group as one axis, or nil when its axes do not step evenly in that order.
  func stride(of group: [Int]) -> Int? {
    var stride = 1
    var next: Int?
    for label in group.reversed() {
      guard let axis = labels.firstIndex(of: label), dims[axis] != 1 else { continue }
      if let next {
        if strides[axis] != next { return nil }
      } else {
        stride = strides[axis]
      }
      next = strides[axis] * dims[axis]
    }
    return stride
  }

  /// The strides along labels in the order asked for, 0 for those the block does not have.
  func strides(along order: [Int]) -> [Int] {
    order.map { label in labels.firstIndex(of: label).map { strides[$0] } ?? 0 }
  }

  /// The permutation that brings the axes into the order asked for.
  func permutation(to order: [Int]) -> [Int] { order.compactMap { labels.firstIndex(of: $0) } }
}
