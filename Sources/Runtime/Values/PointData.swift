public import Formats
public import Tensors

/// Points, one per row, with the names of their columns and, where known, labels.
public final class PointData: Sendable {
  /// Different for all data made.
  let number = Counter.next()
  /// The points: one row each.
  public let points: Tensor
  /// The names of the columns; empty where they have none.
  public let columns: [String]
  /// One label for each row, or nil.
  public let labels: [String]?
  /// What the labels are called, as in the header of the file they came from.
  public let labelName: String?
  /// Where the data came from: a file name, a generator; empty when computed.
  public let origin: String
  /// The numbers that were missing in the file; their rows are not among the points.
  public let missing: [Table.Missing]
  /// How many rows were left out for a missing number.
  public let droppedRows: Int
  private let charge: MemoryCharge?

  /// Makes data of points.
  ///
  /// *Shapes*: `points: [m, …]`, `labels: m`.
  ///
  /// - Throws: `.dataMismatch` when the points have no rows axis, or labels or columns do not fit;
  ///   `.tensor(.memoryLimit)`.
  public init(
    points: Tensor, columns: [String] = [], labels: [String]? = nil, labelName: String? = nil,
    origin: String = "", missing: [Table.Missing] = [], droppedRows: Int = 0
  ) throws(Problem) {
    guard points.rank >= 1 else {
      throw .dataMismatch(what: "rows", found: 0, expected: 1)
    }
    if let labels, labels.count != points.shape[0] {
      throw .dataMismatch(what: "labels", found: labels.count, expected: points.shape[0])
    }
    if !columns.isEmpty, points.rank < 2 || columns.count != points.shape[1] {
      let width = points.rank < 2 ? 1 : points.shape[1]
      throw .dataMismatch(what: "column names", found: columns.count, expected: width)
    }
    charge = try labels.flatMap { labels throws(Problem) in try Memory.charge(texts: labels) }
    self.points = points
    self.columns = columns
    self.labels = labels
    self.labelName = labelName
    self.origin = origin
    self.missing = missing
    self.droppedRows = droppedRows
  }

  /// The number of points.
  public var count: Int { points.shape[0] }
}
