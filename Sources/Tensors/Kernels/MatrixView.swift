/// A matrix seen in a block: where it starts, and the distances between rows and between columns.
struct MatrixView {
  var base: UnsafePointer<Double>
  let rows: Int
  let columns: Int
  let rowStride: Int
  let columnStride: Int

  /// The view moved on by a number of elements.
  func advanced(by distance: Int) -> MatrixView {
    var view = self
    view.base += distance
    return view
  }

  /// Whether BLAS can read the view: one of the strides is 1 or never used, and all fits 32 bits.
  var isReadableByBLAS: Bool {
    (columnStride == 1 || columns == 1 || rowStride == 1 || rows == 1)
      && [rows, columns, rowStride, columnStride].allSatisfy { $0 <= Int(Int32.max) }
  }

  /// The transposition flag and leading distance by which a row-major BLAS call reads the view.
  var blasLayout: (flag: Int32, leading: Int) {
    let asStored: Int32 = 111
    let transposed: Int32 = 112
    if columnStride == 1 || columns == 1 { return (asStored, rows == 1 ? columns : rowStride) }
    return (transposed, columnStride)
  }
}
