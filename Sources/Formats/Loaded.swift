public import Tensors

/// What a file held.
public enum Loaded: Sendable {
  /// An array of numbers, and what was done to them on the way.
  case tensor(Tensor, notes: [FormatNote])
  /// A table of named columns.
  case table(Table)

  /// What the reader should be told about the reading.
  public var notes: [FormatNote] {
    switch self {
    case .tensor(_, let notes): return notes
    case .table(let table):
      guard let first = table.missing.first else { return [] }
      return [
        .dropped(rows: table.droppedRows, of: table.rowCount + table.droppedRows, first: first)
      ]
    }
  }
}

/// Something done to numbers while they were read, worth knowing but not an error.
public enum FormatNote: Sendable, Equatable {
  /// Numbers of a narrower type became float64.
  case widened(from: NumberType)
  /// Integers beyond 2⁵³ became the nearest float64.
  case rounded(count: Int, from: NumberType)
  /// Rows that miss a number were left out.
  case dropped(rows: Int, of: Int, first: Table.Missing)

  /// The note as one phrase.
  public var message: String {
    switch self {
    case .widened(let type): "\(type) widened to float64"
    case .rounded(let count, let type):
      "\(counted(count, "number")) of \(type) rounded to fit float64"
    case .dropped(let rows, let total, let first):
      "\(rows) of \(counted(total, "row")) left out for a missing number, "
        + "the first on line \(first.line) in column \(first.column)"
    }
  }
}
