import Tensors

/// The rows and columns of a matrix that some order makes triangular, with a diagonal free of zeros.
struct Triangle {
  /// In the order of elimination.
  let pivots: [(row: Int, column: Int, entry: Double)]

  /// Takes away, while it can, a row with a single entry among the columns left.
  ///
  /// An entry counts as 0 only where it is exactly so, and as a pivot only beyond its bound.
  init(_ matrix: Tensor, bounds: [Double]) {
    let (m, n) = (matrix.shape[0], matrix.shape[1])
    guard m <= 256, n <= 256 else {
      pivots = []
      return
    }
    let elements = matrix.elements
    var (rows, columns) = (Set(0..<m), Set(0..<n))
    var found: [(row: Int, column: Int, entry: Double)] = []
    search: while true {
      for row in rows.sorted() {
        let present = columns.filter { elements[row * n + $0] != 0 || bounds[row * n + $0] != 0 }
        guard present.count == 1, let column = present.first else { continue }
        let entry = elements[row * n + column]
        guard entry.magnitude > bounds[row * n + column] else { continue }
        found.append((row, column, entry))
        rows.remove(row)
        columns.remove(column)
        continue search
      }
      break
    }
    pivots = found
  }

  /// The sign of the determinant of a square matrix all of whose rows are pivots.
  var sign: Int {
    var order = [Int](repeating: 0, count: pivots.count)
    for pivot in pivots where pivot.row < order.count { order[pivot.row] = pivot.column }
    var result = pivots.reduce(1) { $0 * ($1.entry < 0 ? -1 : 1) }
    for i in order.indices {
      for j in i + 1..<max(order.count, i + 1) where order[i] > order[j] { result = -result }
    }
    return result
  }
}
